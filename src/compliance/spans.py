"""Windows and the days of records in words, with their hours where they have some."""

from __future__ import annotations

from datetime import date, datetime, time

from compliance.model import Record, Text, Window


def moment(at: datetime) -> str:
    return at.isoformat(" ", "minutes")


def first_of(window: Window) -> str:
    """The first day, with its hour where the window does not begin with the day."""
    opens = window.opens
    exact = opens is not None and opens[0] == opens[1] and opens[0].time() != time()
    return moment(opens[0]) if exact and opens else str(window.first)


def last_of(window: Window) -> str:
    """The last day, with its hour where the window ends before the day does."""
    closes = window.closes
    exact = closes is not None and closes[0] == closes[1] and closes[0].time() != time()
    return moment(closes[0]) if exact and closes else str(window.last)


def when_of(record: Record) -> str:
    """The day of a record, with its hour if it has one."""
    if record.first != record.last:
        return f"{record.first}…{record.last}"
    return f"{record.first} {record.time:%H:%M}" if record.time is not None else str(record.first)


def between(window: Window) -> Text:
    if window.first == date.max:
        return Text("还没有开始", "not begun yet")
    first, last = first_of(window), last_of(window)
    if window.first and window.last:
        return Text(f"{first} 至 {last}", f"{first} to {last}") if first != last else Text(first, first)
    if window.last:
        return Text(f"{last} 以前", f"up to {last}")
    return Text(f"{first} 起", f"from {first}") if window.first else Text("不限时间", "at any time")
