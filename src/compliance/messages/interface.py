"""Messages about the command line and the reports: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
