"""One value, typed by its field's kind; it is reported where it cannot be read, was never written or is too long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from selfeval.form.example import example
from selfeval.form.field import BETWEEN_CHOICES, EXPLANATIONS_KEY, ORIGINAL_KEY, Field, Kind, Role
from selfeval.form.schema import fixed_rows
from selfeval.problem import Level, Place
from selfeval.quantity import fields
from selfeval.quantity.characters import has_too_many_digits
from selfeval.quantity.garbled import find_garbled
from selfeval.quantity.notation import print_plain, shows_day
from selfeval.quantity.single import LOOKALIKE
from selfeval.source.node import Text
from selfeval.submission.fields.at import At
from selfeval.submission.tree import Leaf, paragraphs, print_figure, print_text
from selfeval.text.pattern import regex
from selfeval.text.placeholder import SPREADSHEET, find_doubtful, find_placeholder, find_stand_in, is_rule

TYPES: Mapping[Kind, Callable[[str, Field], fields.Typed[Any]]] = {
    Kind.AMOUNT: lambda text, field: fields.amount(text, field.unit),
    Kind.PERCENT: lambda text, field: fields.percent(text),
    Kind.COUNT: lambda text, field: fields.count(text),
    Kind.NUMBER: lambda text, field: fields.number(text),
    Kind.YEAR: lambda text, field: fields.year(text),
    Kind.DATE: lambda text, field: (
        fields.month(text) if field.pattern and not shows_day(field.pattern) else fields.date(text)
    ),
    Kind.YES_NO: lambda text, field: fields.yes_no(text),
    Kind.CHOICE: lambda text, field: fields.choice(text, field.choices),
    Kind.CHOICES: lambda text, field: fields.choices(text, field.choices, BETWEEN_CHOICES),
}
NARRATIVE = (Kind.PROSE, Kind.LINES)
_NEGATIVE = frozenset({"negative-amount", "negative-count", "negative-percent"})
"""The doubts about a number below zero, which a field with a lower bound below zero expects."""
_LETTER = regex(r"(?<![A-Za-z\d.])\d+[OolI](?:\d[\dOolI]*|(?=[年月日件次个人户%％]))(?![A-Za-z])")
"""Matches a number in a sentence with a letter for a 0 or 1: 2O24年."""


def _refuse_too_large(text: str, field: Field) -> fields.Typed[Any]:
    return fields.refuse_too_large(text)


def read_value(at: At, typed: Text) -> Leaf:
    """Return the typed value; one that cannot be read has the value None, and the reason is reported."""
    declared = at.field
    if declared.kind in NARRATIVE:
        return read_narrative(at, paragraphs(typed), typed)
    if declared.path == (EXPLANATIONS_KEY, ORIGINAL_KEY):
        return Leaf(declared, typed, str(typed), print_text(typed), at.where)
    if SPREADSHEET.fullmatch(typed):
        _report_spreadsheet(at, typed)
        return Leaf(declared, typed, None, print_text(typed), at.where)
    found = find_stand_in(typed) if declared.kind is Kind.QUANTITY else find_placeholder(typed)
    if found and not _is_printed(at, typed):
        _report_placeholder(at, typed.at(*found), typed)
        return Leaf(declared, typed, None, print_text(typed), at.where)
    if declared.kind is Kind.QUANTITY and (garbled := find_garbled(typed)):
        report_remark(at, typed, garbled)
        return Leaf(declared, typed, None, print_text(typed), at.where)
    reader = TYPES.get(declared.kind)
    if declared.kind is Kind.QUANTITY and has_too_many_digits(typed):
        reader = _refuse_too_large
    if reader is None:
        _check_letters(at, [typed])
        _check_length(at, [typed])
        if declared.role is Role.NAME and (doubtful := find_doubtful(typed)):
            _report_doubtful(at, typed, doubtful)
        shown = print_figure(typed) if declared.kind is Kind.QUANTITY else print_text(typed)
        return Leaf(declared, typed, str(typed), shown, at.where)
    result = reader(str(typed), declared)
    expected = result.finding is not None and result.finding.rule in _NEGATIVE and (declared.least or 0) < 0
    if result.finding and not expected:
        report_remark(at, typed, result.finding)
    _check_bounds(at, typed, result.value)
    _check_answers(at, typed, result)
    return Leaf(declared, typed, result.value, result.normal, at.where)


def _check_bounds(at: At, typed: Text, value: object) -> None:
    """Report a number that is outside the bounds of its field."""
    declared = at.field
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        return
    over = declared.most is not None and value > declared.most
    bound = declared.most if over else declared.least
    if bound is not None and (over or value < bound):
        how = "最多" if over else "最少"
        message = f"“{declared.name}”写的是“{typed.strip()}”，表样规定{how}是 {print_plain(bound)}"
        at.report.add(typed.place, "out-of-bounds", message, where=at.where, forms=at.forms)


def _check_answers(at: At, typed: Text, result: fields.Typed[Any]) -> None:
    """Report an answer that one of several forms does not offer: no box would be ticked in it."""
    answers = result.normal.split(BETWEEN_CHOICES) if result.value is not None else []
    for form in at.schema.forms:
        own = form.fields.get(at.field.path)
        offered = own.choices if own is not None and own.formula is None else ()
        wrong = [answer for answer in answers if offered and answer not in offered]
        if wrong:
            message = (
                f"{at.field.name}：“{wrong[0]}”不在“{form.name}”可选的内容里，那张表只能填“{'”、“'.join(offered)}”"
            )
            at.report.add(typed.place, "not-a-choice", message, where=at.where, forms=frozenset({form.slug}))


_WRITTEN = 6
"""How many characters beside a prompt are a text that was written."""


def read_narrative(at: At, lines: list[Text], typed: Text) -> Leaf:
    """Return a text of several paragraphs as one value; placeholders (``……``) and masks (``XX``) in them are reported."""
    for line in lines:
        if SPREADSHEET.fullmatch(line.strip()):
            _report_spreadsheet(at, line)
        found, doubtful = find_placeholder(line), find_doubtful(line)
        parts_others = at.field.kind is Kind.PROSE and len(lines) > 1 and is_rule(line)
        if found and not parts_others:
            rest = line[: found[0]] + line[found[1] :]
            if len("".join(rest.split())) >= _WRITTEN:
                _report_left_over(at, line, found)
            else:
                _report_placeholder(at, line.at(*found), line)
        elif doubtful and not found:
            _report_doubtful(at, line, doubtful)
        for number in _LETTER.finditer(line):
            right = number[0].translate(LOOKALIKE)
            message = f"“{number[0]}”里有字母，数字要写成“{right}”"
            at.report.add(
                line.at(*number.span()), "letter-in-number", message, fix=right, where=at.where, forms=at.forms
            )
    _check_length(at, lines)
    return Leaf(at.field, typed, tuple(lines), "\n".join(lines), at.where)


def _report_spreadsheet(at: At, typed: Text) -> None:
    """Report what a spreadsheet shows where it could not compute."""
    message = f"{at.field.name}：“{typed.strip()}”是表格软件没有算出来的记号，不是内容；在表格里改好，填算出来的数"
    at.report.add(typed.place, "spreadsheet-error", message, where=at.where, forms=at.forms)


def _check_letters(at: At, lines: list[Text]) -> None:
    """Report letters in the numbers of a text."""
    for line in lines:
        for number in _LETTER.finditer(line):
            right, place = number[0].translate(LOOKALIKE), line.at(*number.span())
            message = f"“{number[0]}”里有字母，数字要写成“{right}”"
            at.report.add(place, "letter-in-number", message, fix=right, where=at.where, forms=at.forms)


def _check_length(at: At, lines: list[Text]) -> None:
    """Report a text longer than its forms allow; blanks do not count."""
    if at.slot.limit is None:
        return
    length = sum(len("".join(line.split())) for line in lines)
    if length > at.slot.limit:
        message = f"“{at.field.name}”写了 {length} 字，表样规定不超过 {at.slot.limit} 字"
        place = lines[0].at(0, len(lines[0]))
        at.report.add(place, "too-long", message, where=at.where, forms=at.slot.limited_by)


def _report_doubtful(at: At, line: Text, span: tuple[int, int]) -> None:
    """Ask about what may stand for text never written; the department may explain it."""
    message = f"“{at.field.name}”里还有“{line[slice(*span)]}”，是没有填的地方吗？"
    at.report.add(line.at(*span), "masked-text", message, where=at.where, forms=at.forms)


def report_remark(at: At, typed: Text, remark: fields.Remark) -> None:
    """Report what is wrong with the characters of a value; what is only doubtful may be explained."""
    at.report.add(
        typed.at(remark.start, remark.end),
        remark.rule,
        f"{at.field.name}：{remark.message.rstrip('。')}",
        fix=f"{at.key}: {remark.fix}" if remark.fix else "",
        where=at.where if remark.doubtful else "",
        forms=at.forms,
        level=Level.WARNING if remark.doubtful else Level.ERROR,
    )


def _is_printed(at: At, typed: Text) -> bool:
    """Tell whether the form itself prints the text in this row, where a dash says that nothing belongs there."""
    rows = fixed_rows(at.schema, at.field.path[:-1]).values()
    return any(value is typed for _, row in rows for value in row.columns.values())


def _report_left_over(at: At, line: Text, span: tuple[int, int]) -> None:
    """Report a prompt that was left in a text that is filled in."""
    message = f"“{at.field.name}”里还留着“{line[slice(*span)]}”；填好的删去这几个字，没有填的填上"
    at.report.add(line.at(*span), "placeholder", message, forms=at.forms)


def _report_placeholder(at: At, place: Place, text: Text) -> None:
    whose = "".join(f"{owner}的" for owner in at.report.owners)
    message = f"{whose}“{at.field.name}”还没有填，现在是“{text.strip()[:20]}”"
    blank = (*at.report.owners, at.field.name)
    at.report.add(place, "placeholder", message, fix=example(at.schema, at.field), forms=at.forms, blank=blank)
