"""Messages about the engine and its policy: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
