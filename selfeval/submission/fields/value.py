"""Type one value by its field's kind; say what cannot be read, what was never written, what is too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from selfeval.form.example import example
from selfeval.form.field import Field, Kind
from selfeval.form.schema import Schema, Slot
from selfeval.problem import Level, Place
from selfeval.quantity import fields
from selfeval.source.node import Text
from selfeval.submission.fields.report import Report
from selfeval.submission.tree import Leaf, figure, normal, paragraphs
from selfeval.text.placeholder import MASKED, placeholder

TYPES: Mapping[Kind, Callable[[str, Field], fields.Typed[Any]]] = {
    Kind.AMOUNT: lambda text, field: fields.amount(text, field.unit),
    Kind.PERCENT: lambda text, field: fields.percent(text),
    Kind.COUNT: lambda text, field: fields.count(text),
    Kind.NUMBER: lambda text, field: fields.number(text),
    Kind.YEAR: lambda text, field: fields.year(text),
    Kind.DATE: lambda text, field: fields.date(text),
    Kind.YES_NO: lambda text, field: fields.yes_no(text),
    Kind.CHOICE: lambda text, field: fields.choice(text, field.choices),
}
NARRATIVE = (Kind.PROSE, Kind.LINES)


def leaf(schema: Schema, slot: Slot, node: Text, where: str, report: Report) -> Leaf:
    """Return the typed value; where it could not be typed its value is None and the reason is reported."""
    declared = slot.field
    if declared.kind in NARRATIVE:
        return narrative(schema, slot, paragraphs(node), node, where, report)
    found = placeholder(node)
    if found:
        _placeholder(schema, slot, node.at(*found), node, report)
        return Leaf(declared, node, None, normal(node), where)
    reader = TYPES.get(declared.kind)
    if reader is None:
        _length(slot, [node], where, report)
        shown = figure(node) if declared.kind is Kind.QUANTITY else normal(node)
        return Leaf(declared, node, str(node), shown, where)
    result = reader(str(node), declared)
    if result.finding:
        finding = result.finding
        report.add(
            node.at(finding.start, finding.end),
            finding.rule,
            f"{declared.name}：{finding.message.rstrip('。')}",
            fix=f"{declared.path[-1]}: {finding.fix}" if finding.fix else "",
            where=where if finding.level is Level.WARNING else "",
            forms=slot.forms,
            level=finding.level,
        )
    return Leaf(declared, node, result.value, result.normal, where)


def narrative(schema: Schema, slot: Slot, lines: list[Text], node: Text, where: str, report: Report) -> Leaf:
    """Return a text of several paragraphs; what was never written in them is reported."""
    for line in lines:
        found = placeholder(line)
        masked = MASKED.search(line)
        if found:
            _placeholder(schema, slot, line.at(*found), line, report)
        elif masked:
            message = f"“{slot.field.name}”里还有“{masked[0]}”，是没有填的地方吗？"
            report.add(
                line.at(*masked.span()), "masked-text", message, where=where, forms=slot.forms, level=Level.WARNING
            )
    _length(slot, lines, where, report)
    return Leaf(slot.field, node, tuple(lines), "\n".join(lines), where)


def _length(slot: Slot, lines: list[Text], where: str, report: Report) -> None:
    if slot.limit is None:
        return
    length = sum(len("".join(line.split())) for line in lines)
    if length > slot.limit:
        message = f"“{slot.field.name}”写了 {length} 字，表样规定不超过 {slot.limit} 字"
        report.add(lines[0].at(0, len(lines[0])), "too-long", message, where=where, forms=slot.limited_by)


def _placeholder(schema: Schema, slot: Slot, place: Place, text: Text, report: Report) -> None:
    whose = "".join(f"{owner}的" for owner in report.owners)
    message = f"{whose}“{slot.field.name}”还没有填，现在是“{text.strip()[:20]}”"
    blank = (*report.owners, slot.field.name)
    report.add(place, "placeholder", message, fix=example(schema, slot.field), forms=slot.forms, blank=blank)
