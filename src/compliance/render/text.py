"""`check` as text: a headline, then every obligation by list and article; for what is not met the reason and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from compliance.errors import Problem
from compliance.model import Advice, Obligation, Reason, Report, Text, Verdict
from compliance.render import conclusions_text, naming, phrases
from compliance.render.bilingual import both, joined, say
from compliance.render.layout import clean, pad, whole, width, wrap
from compliance.render.style import Style

DETAIL = " " * 6
STANDING = ("count.", "sum.", "different.", "every.", "all_of.", "any_of.", "steps.")
FOR_EXPLAIN = frozenset(("need.from", "need.pro_rata", "choose.by", "run.after", "time.rolling"))
QUIET = frozenset(("pass", "not_applicable"))
"""What needs no line of its own beside others."""
FEW = 3
"""So many broken records of one instance are shown; `explain` and JSON have all of them."""
DIGITS = 12
"""So much of the digest tells two states of a pack apart; JSON has all of it."""
SEVERITIES = ("error", "warning", "note")


def render(report: Report, style: Style) -> str:
    lines = [
        *_head(report, style),
        *_table(report, style),
        *_problems(report.problems, style),
        *_foot(report, style),
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def by_obligation(verdicts: Iterable[Verdict]) -> list[tuple[Obligation, list[Verdict]]]:
    found: dict[str, tuple[Obligation, list[Verdict]]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.obligation.id, (verdict.obligation, []))[1].append(verdict)
    return list(found.values())


# ---------------------------------------------------------------- headline


def _head(report: Report, style: Style) -> Iterator[str]:
    yield style.bold(clean(style.pick(report.unit.title) or report.unit.id))
    yield from wrap(style.pick(say("check.head", as_of=report.as_of, pack=report.pack.title)), style.width)
    used = say("check.pack", folder=whole(style.pack or report.pack.id), digest=report.pack.digest[:DIGITS])
    yield from wrap(style.pick(used), style.width)
    if report.unit.note:
        yield from wrap(report.unit.note, style.width)
    yield ""
    yield from headline(report, style)
    yield from conclusions_text.lines(report, style)
    yield from wrap(style.pick(say("check.legend")), style.width)
    yield from wrap(style.pick(say("check.places", folder=whole(style.folder))), style.width)
    yield from _waived(report, style)
    yield from _vacant(report, style)
    yield from _suspects(report, style)
    yield from _own(report, style)


def _waived(report: Report, style: Style) -> Iterator[str]:
    """How much of what is unmet a waiver keeps from counting, and what it is without one."""
    found = [verdict for verdict in report.verdicts if verdict.waiver]
    apart = [verdict for verdict in found if phrases.state(verdict) == "waived"]
    for code, waived in (("check.waived", apart), ("check.waived.counted", [each for each in found if each not in apart])):
        if waived:
            ids = joined(map(both, dict.fromkeys(verdict.obligation.id for verdict in waived)), "、", ", ")
            groups = phrases.groups(Counter(verdict.verdict for verdict in waived))
            line = say(code, mark=phrases.marked("waived"), count=len(waived), groups=groups, ids=ids)
            yield from wrap(style.pick(line), style.width)


def _vacant(report: Report, style: Style) -> Iterator[str]:
    """A role that nobody holds is said once, however many obligations wait for it."""
    waiting: dict[Text, dict[str, None]] = {}
    for verdict in report.verdicts:
        for given in verdict.reasons:
            role = dict(given.params).get("role") if given.code == "subject.none" else None
            if isinstance(role, Text):
                waiting.setdefault(role, {})[verdict.obligation.id] = None
    for role, ids in waiting.items():
        found = say("check.vacant", role=role, count=len(ids), ids=joined(map(both, ids), "、", ", "))
        yield from wrap(style.pick(found), style.width)


def _suspects(report: Report, style: Style) -> Iterator[str]:
    """How many obligations quote what the text no longer has: a headline must not look like the text's own."""
    ids = dict.fromkeys(verdict.obligation.id for verdict in report.verdicts if verdict.suspect)
    if ids:
        yield from wrap(style.pick(say("check.suspects", count=len(ids), ids=joined(map(both, ids), "、", ", "))), style.width)


def _own(report: Report, style: Style) -> Iterator[str]:
    """What the unit set for itself, with the obligations that it touches: such a verdict must not look like the text's own."""
    touched: dict[Reason, dict[str, None]] = {}
    for verdict in report.verdicts:
        for given in verdict.defaults:
            if given.code in phrases.OWN:
                touched.setdefault(given, {})[verdict.obligation.id] = None
    if not touched:
        return
    yield ""
    yield style.bold(style.pick(say("check.own", count=len(touched))))
    for given, ids in touched.items():
        yield from wrap(style.pick(phrases.reason(given)), style.width, f"  {style.pick(joined(map(both, ids), '、', ', '))}  ")


def headline(report: Report, style: Style) -> Iterator[str]:
    """Three-way over the obligations, the other groups by name; then the same over the instances."""
    found = by_obligation(report.verdicts)
    rows = [phrases.worst(verdicts) for _, verdicts in found]
    number = {name: rows.count(name) for name in phrases.STATES}
    failing = number["error"] + number["fail"] + number["late"]
    late = phrases.of_them(number["late"])

    def three(name: str, count: int) -> Text:
        marked = phrases.marked(name)
        return Text(f"{marked.zh} {count}", f"{marked.en} {count}")

    fail, at_risk, passed = three("fail", failing), three("at_risk", number["at_risk"]), three("pass", number["pass"])
    line = say("check.three", total=len(rows), fail=fail, late=late, at_risk=at_risk, passed=passed)
    yield from (style.bold(text) for text in wrap(style.pick(line), style.width))
    others = {name: number[name] for name in phrases.STATES if name not in ("error", "fail", "late", "at_risk", "pass")}
    if any(others.values()):
        yield from wrap(style.pick(say("check.others", count=sum(others.values()), groups=phrases.groups(others))), style.width)
    if len(report.verdicts) > len(found):
        groups = phrases.groups(phrases.counts(report.verdicts))
        yield from wrap(style.pick(say("check.instances", count=len(report.verdicts), groups=groups)), style.width)


# ---------------------------------------------------------------- table


def _table(report: Report, style: Style) -> Iterator[str]:
    found = by_obligation(report.verdicts)
    columns = min(16, max((width(rule.id) for rule, _ in found), default=0))
    place: tuple[str, str] = ("", "")
    for rule, verdicts in found:
        here = (rule.list, rule.source.article)
        head = report.pack.lists[rule.list]
        if here[0] != place[0]:
            yield ""
            yield from (style.bold(line) for line in wrap(style.pick(head.title), style.width))
        if here != place:
            yield from wrap(article(rule, report, style), style.width, "", "    ")
        place = here
        yield from _row(rule, verdicts, columns, report, style)


def article(rule: Obligation, report: Report, style: Style) -> str:
    name = rule.source.article
    title = report.pack.lists[rule.list].articles.get(name)
    return f"{name}  {style.pick(title)}" if title else name


def _row(rule: Obligation, verdicts: Sequence[Verdict], columns: int, report: Report, style: Style) -> Iterator[str]:
    state = phrases.worst(verdicts)
    word = pad(style.pick(phrases.marked(state)), 2 + _word_columns(style))
    title = style.pick(rule.title)
    if len(verdicts) > 1:
        title += style.pick(_of(verdicts))
    start = f"  {word}  {pad(clean(rule.id), columns)}  "
    lines = wrap(title, style.width, start)
    yield lines[0].replace(word, style.paint(word, state), 1)
    yield from lines[1:]
    if verdicts[0].suspect:
        yield from wrap(style.pick(say("check.suspect", why=phrases.suspect(verdicts[0].suspect))), style.width, DETAIL)
    if len(verdicts) == 1 and state != "pass":
        yield from _detail("", verdicts[0], report, style)
    elif len(verdicts) > 1:
        yield from _details(verdicts, report, style)


def _of(verdicts: Sequence[Verdict]) -> Text:
    """How many of those that are bound pass."""
    out = sum(verdict.verdict == "not_applicable" for verdict in verdicts)
    passed = sum(phrases.state(verdict) == "pass" for verdict in verdicts)
    code = "check.of" if not out else "check.of.out" if out < len(verdicts) else "check.of.none"
    text = say(code, passed=passed, count=len(verdicts) - out, out=out)
    return Text(f"（{text.zh}）", f" ({text.en})")


def _word_columns(style: Style) -> int:
    return max(width(style.pick(phrases.word(name))) for name in phrases.STATES)


def _details(verdicts: Sequence[Verdict], report: Report, style: Style) -> Iterator[str]:
    """Instances that say the same stand together; what is met or does not apply is only counted, unless there is nothing else."""
    quiet = QUIET if any(verdict.verdict not in QUIET for verdict in verdicts) else frozenset(("pass",))
    same: dict[tuple[str, ...], tuple[Verdict, list[naming.Name]]] = {}
    for verdict, title in zip(verdicts, naming.names(verdicts), strict=True):
        if verdict.verdict not in quiet:
            key = (phrases.state(verdict), _why(verdict, style), *_next(verdict, report, style))
            same.setdefault(key, (verdict, []))[1].append(title)
    for verdict, names in sorted(same.values(), key=lambda entry: phrases.STATES.index(phrases.state(entry[0]))):
        yield from _detail(style.pick(naming.together(names)), verdict, report, style)
    if quiet == QUIET:
        yield from _out(verdicts, style)


def _out(verdicts: Sequence[Verdict], style: Style) -> Iterator[str]:
    """What does not apply, in one line a reason."""
    same: dict[str, list[naming.Name]] = {}
    for verdict, title in zip(verdicts, naming.names(verdicts), strict=True):
        if verdict.verdict == "not_applicable":
            same.setdefault(_why(verdict, style), []).append(title)
    for why, names in same.items():
        text = style.pick(say("check.out", who=naming.together(names), why=both(why)))
        yield from wrap(text, style.width, f"{DETAIL}{phrases.MARKS['not_applicable']} ")


def _detail(names: str, verdict: Verdict, report: Report, style: Style) -> Iterator[str]:
    why = _why(verdict, style)
    if names:
        state = phrases.state(verdict)
        why = f"{phrases.MARKS[state]} {names}：{why}" if style.lang == "zh" else f"{phrases.MARKS[state]} {names}: {why}"
    yield from wrap(why, style.width, DETAIL, DETAIL + "  " if names else DETAIL)
    for step in _next(verdict, report, style):
        yield from step_lines(step, style.width, DETAIL + "→ ")


def step_lines(step: str, columns: int, first: str) -> list[str]:
    """A step; what is to be copied into a file begins a line and is never broken."""
    text, _, copied = step.partition("- {")
    lines = wrap(text, columns, first)
    return [*lines, *(" " * width(first) + clean(line) for line in f"- {{{copied}".split("\n"))] if copied else lines


def _why(verdict: Verdict, style: Style) -> str:
    chosen = verdict.reasons
    if verdict.verdict == "late" and any(given.code in ("time.late.by", "time.late.hour") for given in chosen):
        # The record that came too late says it all; how many were missing by then is for `explain`.
        chosen = tuple(given for given in chosen if not given.code.startswith(STANDING))
    elif any(_dated(given) for given in verdict.advice):
        chosen = tuple(given for given in chosen if given.code not in ("time.room", "time.not_open"))
    if len(chosen) > 1 and verdict.verdict != "not_applicable":
        # Where a number comes from, what came before it in a row and which level asks for it are for `explain`.
        chosen = tuple(given for given in chosen if given.code not in FOR_EXPLAIN)
    reasons = joined((phrases.brief(given, style.place) for given in chosen), "；", "; ")
    if phrases.state(verdict) == "remark":
        uncounted = say("check.uncounted", word=phrases.word(verdict.verdict))
        reasons = joined((uncounted, reasons), "：", ": ")
    if verdict.waiver:
        told = say("check.waived.raw", word=phrases.word(verdict.verdict), told=phrases.told(verdict.waiver, style.place))
        reasons = joined((told, reasons), "；", "; ")
    return style.below(style.pick(reasons))


def _dated(given: Advice) -> bool:
    """The step to come says its days itself."""
    return given.do == "add" and given.last is not None


def _next(verdict: Verdict, report: Report, style: Style) -> list[str]:
    """The next step in short: an event while it is urgent, what to complete always, and the record that comes nearest."""
    if verdict.verdict in ("pass", "attested", "not_applicable"):
        return []
    found = [phrases.advice(given, verdict, report.as_of, style.place, report.unit.apart) for given in verdict.advice]
    found += [first] if (first := phrases.trigger(verdict)) else []
    if verdict.verdict not in ("pending", "late") and all(step.do == "add" for step in verdict.advice) and not first:
        found += _records(verdict, style)
    return [style.pick(step) for step in found]


def _records(verdict: Verdict, style: Style) -> Iterator[Text]:
    """The records worth a look: those that are not as they must be, else the one that comes nearest."""
    broken = phrases.broken(verdict)
    nearest = phrases.nearest(verdict)
    code, shown = ("check.broken", broken[:FEW]) if broken else ("check.nearest", (nearest,) if nearest else ())
    for miss in shown:
        yield say(code, record=miss.record.id, at=style.place(miss.record.at), lines=phrases.failed(miss.failed))
    if len(broken) > FEW:
        yield say("check.more", count=len(broken) - FEW)


# ---------------------------------------------------------------- problems and hints


def _problems(problems: Sequence[Problem], style: Style) -> Iterator[str]:
    if not problems:
        return
    yield ""
    yield style.bold(style.pick(say("check.problems", count=len(problems))))
    for found in sorted(problems, key=lambda each: (SEVERITIES.index(each.severity), each)):
        yield from problem_lines(found, style, "  ")


def problem_lines(found: Problem, style: Style, indent: str = "") -> list[str]:
    """`path:line:col: severity: text`, the form that editors jump to."""
    severity = style.pick(say(f"check.severity.{found.severity}"))
    message = style.below(style.pick(phrases.reason_of(found)))
    at = f"{style.place(found.at)}: " if found.at.path else ""
    colon = "：" if style.lang == "zh" else ": "
    return wrap(f"{at}{severity}{colon}{message}", style.width, indent, indent + "  ")


def _foot(report: Report, style: Style) -> Iterator[str]:
    unmet = [verdict for verdict in report.verdicts if verdict.verdict not in ("pass", "attested", "not_applicable")]
    if not unmet:
        return
    yield ""
    if any(verdict.verdict in ("fail", "late") for verdict in unmet):
        yield from wrap(style.pick(say("check.over")), style.width)
    example = min(unmet, key=lambda verdict: phrases.STATES.index(phrases.state(verdict))).obligation.id
    yield from wrap(style.pick(say("check.explain")), style.width)
    yield f"  {command(report, example, style)}"


def command(report: Report, name: str, style: Style) -> str:
    """The command that explains one obligation of this very report, in one line that can be copied."""
    return clean(f"compliance explain {quoted(style.folder)} {name} --as-of {report.as_of}{style.again}")


def quoted(word: str) -> str:
    """A word as a shell wants it; letters of any script need no quotation marks."""
    plain = word and all(char.isalnum() or char in "_./\\:-+@%" for char in word)
    return word if plain else f'"{word}"'
