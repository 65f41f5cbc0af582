"""Messages about verdicts: reasons, defaults, conditions in words: code → (zh, en)."""

CATALOGUE: dict[str, tuple[str, str]] = {
}
