"""Messages about the rule pack: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
