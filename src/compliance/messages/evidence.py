"""Messages about the evidence folder: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
