"""Messages about reading YAML and dates: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
