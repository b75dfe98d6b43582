"""What an editor tells of the thing under the pointer: a field, an indicator, or what a quote stands for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval.authoring.editor.document import TextPosition, TextSpan, line_at
from selfeval.authoring.editor.judged import IndicatorVerdict, JudgedTexts, indexes
from selfeval.authoring.editor.standing import TypedKey, What, indicator_of, is_on_key, row_at, row_named, steps_to
from selfeval.authoring.skeleton.place import start, stop
from selfeval.authoring.skeleton.wanted import brief, choices
from selfeval.form.field import ANYWHERE, Role
from selfeval.form.schema import Slot
from selfeval.problem import Place
from selfeval.source.node import Node, Text
from selfeval.submission.quotes import QUOTE, Quotes
from selfeval.submission.submission import File, Indicator, Submission
from selfeval.submission.target import AFTER, adjusted_target, target_judged_by
from selfeval.submission.tree import Branch
from selfeval.text.name import fold
from selfeval.text.pattern import regex

LONGEST = 200
"""How many characters of a quoted text are told."""
_WHOLE = (Role.NAME, Role.TARGET, Role.ADJUSTED_TARGET, Role.ACTUAL)
_SIGNS = regex(r"([\\`*_{}\[\]<>()#+!|~-])")


class Told(NamedTuple):
    """Hold what is told, as Markdown, and the stretch it is told of."""

    markdown: str
    span: TextSpan


def told(judged: JudgedTexts, submission: Submission, file: File, spot: TextPosition) -> Told | None:
    """Return what is told of a position in a file, None where nothing is known."""
    quote = quote_at(judged.lines.get(file.shown, ()), spot)
    if quote is not None:
        return Told(_of_quote(submission, quote.name), quote.span)
    steps = steps_to(submission.schema, file, spot)
    if not steps:
        return None
    last, on_key = steps[-1], is_on_key(steps[-1], spot)
    named = last.what in (What.NAME, What.ITEM) or _is_name(submission, last, on_key)
    slot = last.slot(submission.schema)
    span = last.key_span if on_key or last.what is What.NAME else _span(last.node)
    if named:
        indicator = indicator_of(submission, row_at(submission, steps))
        lines = _of_indicator(judged, submission, indicator) if indicator else _of_row(submission, steps)
    elif slot is not None:
        lines = _of_field(submission, slot)
    else:
        return None
    shown = "\n\n".join(lines)
    return Told(shown, span) if shown else None


class QuoteAt(NamedTuple):
    """Hold the name that a quote gives, and the stretch of the quote with its braces."""

    name: str
    span: TextSpan


def quote_at(lines: Sequence[str], spot: TextPosition) -> QuoteAt | None:
    """Return the quote in which a position stands, None where there is none."""
    for found in QUOTE.finditer(line_at(lines, spot.line)):
        if found.start() <= spot.column <= found.end():
            return QuoteAt(
                found[1].strip(), TextSpan(TextPosition(spot.line, found.start()), TextPosition(spot.line, found.end()))
            )
    return None


def offered(submission: Submission, name: str) -> list[Place]:
    """Return the places of all that a quoted name may stand for."""
    sources = [offer.source for offer in Quotes(submission).offers(fold(name))]
    return [each.name.place if isinstance(each, Indicator) else each.text.place for each in sources]


def plain(text: str) -> str:
    """Return a text as Markdown that shows it as typed."""
    return _SIGNS.sub(r"\\\1", text)


def _is_name(submission: Submission, step: TypedKey, on_key: bool) -> bool:
    """Tell whether a step is a value that stands for the whole item: its name, its target or its actual."""
    slot = step.slot(submission.schema)
    return not on_key and slot is not None and slot.field.role in _WHOLE and len(slot.field.path) > 1


def _span(node: Node) -> TextSpan:
    (line, column), (last, end) = start(node), stop(node)
    return TextSpan(
        TextPosition(line, column), TextPosition(last, end) if last == line else TextPosition(line, column + 1)
    )


def _of_field(submission: Submission, slot: Slot) -> Iterator[str]:
    """Yield label and key; help and example; who asks for it, and how long it may be."""
    field = slot.field
    yield f"**{plain(field.name)}**　{field.kind}"
    example = f"例 {field.example}" if field.example else ""
    said = "；".join(filter(None, (field.help, choices(field), example)))
    if said:
        yield plain(said)
    if slot.limit is not None:
        yield f"不超过 {slot.limit} 字（{_forms(submission, slot.limited_by)}）"
    required, used = slot.required_by | slot.with_group, slot.forms - slot.required_by - slot.with_group
    if required:
        yield f"必填：{_forms(submission, required)}"
    if used:
        yield f"选填：{_forms(submission, used)}"
    if not slot.forms and not field.annotation and field.path[0] not in ANYWHERE:
        yield "本部门选的表样里都不用，写了也印不出来"


def _forms(submission: Submission, slugs: frozenset[str]) -> str:
    return "、".join(form.name for form in submission.schema.forms if form.slug in slugs)


def _of_indicator(judged: JudgedTexts, submission: Submission, indicator: Indicator) -> Iterator[str]:
    """Yield name and headings; target, actual, verdict and score; what was there in the year before."""
    whose = "　›　".join(plain(each) for each in (indicator.parent, *indicator.levels) if each)
    yield f"**{plain(indicator.name)}**" + (f"　{whose}" if whose else "")
    verdict = judged.verdicts.get(indicator.values.where)
    after = AFTER if adjusted_target(indicator.values, indicator.keys) else ""
    target = (verdict.target if verdict else "") or brief(target_judged_by(indicator.values, indicator.keys))
    actual = (verdict.actual if verdict else "") or brief(indicator.leaf(Role.ACTUAL))
    yield f"目标 {plain(target) or '（没有写）'}{after}　实际 {plain(actual) or '（还没有填）'}"
    if verdict:
        yield from _of_verdict(verdict)
    before = _last_year(submission, indicator)
    if before is not None:
        yield f"上年　目标 {_typed(before, Role.TARGET)}　实际 {_typed(before, Role.ACTUAL)}"


def _of_verdict(verdict: IndicatorVerdict) -> Iterator[str]:
    if verdict.outcome:
        yield f"**{verdict.outcome}**：{plain(verdict.reason)}"
    if verdict.score:
        yield plain(verdict.score)


def _last_year(submission: Submission, indicator: Indicator) -> Indicator | None:
    """Return the same indicator in the year before, None where there is none or several."""
    before = list(submission.earlier.indicators()) if submission.earlier else []
    row = row_named([each.values for each in before], [fold(level) for level in indicator.levels], indicator.name)
    return next((each for each in before if each.values is row), None)


def _typed(indicator: Indicator, role: Role) -> str:
    return plain(brief(indicator.leaf(role))) or "—"


def _of_row(submission: Submission, steps: Sequence[TypedKey]) -> Iterator[str]:
    """Yield the name of a task or goal, and the texts typed of it."""
    row = row_at(submission, steps)
    if row is None:
        return
    yield f"**{plain(row.title)}**"
    yield from _texts(row)


def _texts(row: Branch) -> Iterator[str]:
    for key, filled in row.items():
        text = brief(filled) if not isinstance(filled, list | Branch) else ""
        if text and text != row.title:
            yield f"{plain(key)}：{plain(text[:LONGEST])}{'……' if len(text) > LONGEST else ''}"


def _of_quote(submission: Submission, name: str) -> str:
    """Return what a quote prints, in each form where it prints anything else."""
    values: dict[tuple[str, ...], Text | str] = {}
    for index in indexes(submission):
        found = index.get(fold(name))
        if len({each.lines for each in found}) == 1:
            values.setdefault(found[0].lines, found[0].name)
    if not values:
        return f"“{plain(name)}”现在引用不到"
    shown = [
        f"**{plain(full)}**\n\n" + "\n\n".join(plain(line[:LONGEST]) for line in lines[:5])
        for lines, full in values.items()
    ]
    return "\n\n".join(shown)
