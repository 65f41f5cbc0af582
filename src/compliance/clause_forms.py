"""Numbers, periods and dates that a clause names, and the form of a rule that says them: suggestions for who writes the rule.

A suggestion is a comment and nothing more: what the clause binds, and whether it binds at all, is for its reader to say.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator

_N = r"([0-9]{1,4}|[一二两三四五六七八九十百]{1,5})"
_N_EN = r"([0-9]{1,4}|once|twice|one|two|three|four|five|six)\b"
_TIMES = r"(?:次|回|名|人|个|篇|场|天|times?\b|meetings?\b)"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_WORDS = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNTS = (
    (re.compile(rf"(?:不少于|不得少于|不低于|至少|最少)[^,;。、0-9一二两三四五六七八九十]{{0,8}}{_N}\s*{_TIMES}"), "at_least"),
    (re.compile(rf"{_N}\s*{_TIMES}以上"), "at_least"),
    (re.compile(rf"at least {_N_EN}", re.IGNORECASE), "at_least"),
    (re.compile(rf"(?:不超过|不得超过|不多于|至多|最多)[^,;。、0-9一二两三四五六七八九十]{{0,8}}{_N}\s*{_TIMES}"), "at_most"),
    (re.compile(rf"(?:at most|no more than) {_N_EN}", re.IGNORECASE), "at_most"),
)
_BARE = re.compile(rf"{_N}\s*次")
"""“每季度1次”, “召开两次”: taken as at least so many, where nothing else is said."""
_PERIODS = (
    (re.compile(r"每(?:个)?半年|half[- ]year", re.IGNORECASE), "half_year"),
    (re.compile(r"每(?:个)?季度?|quarter", re.IGNORECASE), "quarter"),
    (re.compile(r"每两个?月|every two months", re.IGNORECASE), "two_months"),
    (re.compile(r"每(?:个)?月|monthly|every month|each month", re.IGNORECASE), "month"),
    (re.compile(r"每旬"), "ten_days"),
    (re.compile(r"每(?:个)?学期|each term|every term", re.IGNORECASE), "term"),
    (re.compile(r"每(?:个)?(?:周|星期)|weekly|every week|each week", re.IGNORECASE), "week"),
    (re.compile(r"每(?:个)?年|全年|年内|a year|each year|every year|annual|yearly", re.IGNORECASE), "year"),
)
_WITHIN = re.compile(rf"{_N}\s*(?:个)?(工作日|日|天|周|星期|月)(?:以|之)?内")
_WITHIN_EN = re.compile(r"within ([0-9]{1,3}) (working days?|work days?|days?|weeks?|months?)", re.IGNORECASE)
_AHEAD = re.compile(rf"{_N}\s*(?:个)?(工作日|日|天)(?:以)?前")
_MONTH = re.compile(rf"(次年|下一?年)?{_N}月(?:{_N}日)?(?:份|底|末|以前|之前|前)")
_EACH = re.compile(r"(?:每名|每位|每个|逐一|逐人|each|every)(?!(?:半年|季|月|周|星期|年| year| quarter| month| week))", re.IGNORECASE)
_NEVER = re.compile(r"不得(?!少于|超过|低于|高于|多于)|严禁|禁止|must not|shall not", re.IGNORECASE)
_UNITS = {"工作日": "wd", "日": "d", "天": "d", "周": "w", "星期": "w", "月": "m"}


def number(text: str) -> int | None:
    """An Arabic or a Chinese number below 1000 (六十二, 一百二十三, 两), or an English word up to six; None: none of these."""
    if text.isdecimal():
        return int(text)
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in "十百":
            total, digit = total + (digit or 1) * (10 if char == "十" else 100), 0
        else:
            return None
    return total + digit if text else None


def suggestions(clause: str) -> Iterator[str]:
    """Lines of YAML, such as `in: quarter` and `count: {of: …, at_least: 2}`."""
    plain = unicodedata.normalize("NFKC", clause)
    if _EACH.search(plain):
        yield "for_each: {role: …}"
    yield from _windows(plain)
    yield from _counts(plain)


def _windows(plain: str) -> Iterator[str]:
    for pattern, word in _PERIODS:
        if pattern.search(plain):
            yield f"in: {word}"
            break
    for found in _WITHIN.finditer(plain):
        yield f"in: {{within: {number(found[1])}{_UNITS[found[2]]}}}   # for_each: {{record: …}}"
    for found in _WITHIN_EN.finditer(plain):
        unit = "wd" if found[2].lower().startswith("work") else found[2][0].lower()
        yield f"in: {{within: {found[1]}{unit}}}   # for_each: {{record: …}}"
    for found in _AHEAD.finditer(_MONTH.sub("", plain)):
        yield f"in: {{ahead: {number(found[1])}{_UNITS[found[2]]}}}   # for_each: {{record: …}}"
    for found in _MONTH.finditer(plain):
        month, day = number(found[2]), number(found[3]) if found[3] else None
        if month is not None and 1 <= month <= 12:
            yield f"in: {{to: {'next ' if found[1] else ''}{month:02}-{day or monthrange(2022, month)[1]:02}}}"


def _counts(plain: str) -> Iterator[str]:
    known = False
    for pattern, bound in _COUNTS:
        for found in pattern.finditer(plain):
            known = True
            yield f"count: {{of: …, {bound}: {number(found[1])}}}"
    bare = None if known else _BARE.search(plain)
    if bare:
        yield f"count: {{of: …, at_least: {number(bare[1])}}}"
    if _NEVER.search(plain):
        yield "count: {of: …, at_most: 0}"
