"""`python -m bench`: the table; `--quick` takes under twenty seconds, the whole some minutes. Ends with 0 whatever is missed."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence

from bench.measure import FULL, QUICK, Row, child, rows


def table(found: Sequence[Row]) -> str:
    """One line a ratio: what, measured, target, met or missed."""
    width = max(len(row.what) for row in found)
    lines = [f"{'':{width}}  measured   target"]
    for row in found:
        measured = f"{row.value:,.0f}{row.unit}" if row.unit else f"{row.value:.2f}"
        target = f"{row.target:,.0f}{row.unit}" if row.unit else f"{row.target:g}"
        lines.append(f"{row.what:{width}}  {measured:>8}  {'≤ ' + target:>8}  {'met' if row.met else 'MISSED'}")
    missed = sum(not row.met for row in found)
    return "\n".join([*lines, "", f"{len(found) - missed} met, {missed} missed", ""])


def main(words: Sequence[str]) -> None:
    if words[:1] == ["child"]:
        sys.stdout.write(child(*words[1:]))
        return
    quick = "--quick" in words
    scope = "quick: too small to hold anybody to" if quick else "full"
    sys.stdout.write(f"Python {platform.python_version()}, {os.cpu_count()} cores, {scope}\n")
    sys.stdout.write("F = a process that does `from pydantic import BaseModel`; all times are processor time\n\n")
    sys.stdout.write(table(rows(QUICK if quick else FULL)))


if __name__ == "__main__":
    main(sys.argv[1:])
