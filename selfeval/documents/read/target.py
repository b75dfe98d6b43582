"""A target that a document prints in columns of its own for the sign, the figure and the unit, where the form has one for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from selfeval.documents.read.label import bare, without_brackets
from selfeval.documents.read.lines import Cell
from selfeval.form.field import ROLES, Role
from selfeval.text.name import fold
from selfeval.text.pattern import regex

TARGETS = (Role.TARGET, Role.PERIOD_TARGET, Role.ADJUSTED_TARGET)

_HEADS: Mapping[str, Role] = {
    **{key: role for (*_, key), role in ROLES.items() if role in (Role.SIGN, Role.UNIT)},
    "计算符号": Role.SIGN,
    "符号": Role.SIGN,
    "单位": Role.UNIT,
}
"""What columns of signs and units are called."""
_SIGN = regex(r"\s*[≥≤≧≦⩾⩽＞＜><=＝═﹥﹤]{1,2}\s*")
_FIGURE = regex(r"\s*[≥≤≧≦⩾⩽＞＜><=＝═﹥﹤]{0,2}\s*[-−]?\d[\d,，.]*(?:\s*[-~～—至]\s*\d[\d,，.]*)?\s*[万亿]?\s*")
_NO_UNIT = regex(r"[\s/\\—–\-_＿.…]*|无|定性|文字")


class WholeTarget(NamedTuple):
    """Hold the cell of a figure as it reads with its sign and unit, where these stood, and in Chinese why it is a guess, if it is."""

    cell: Cell
    places: frozenset[str]
    guess: str


def part_of_target(text: str) -> Role | None:
    """Return which part of a target the cells below a label say, None where it is another label."""
    return _HEADS.get(without_brackets(bare(text)))


def whole_target(
    heads: Sequence[Cell], cells: Sequence[Cell], number: int, used: Set[int], others: Set[int]
) -> WholeTarget | None:
    """Return the target whose figure stands in a cell of a row, with the sign and the unit in the columns beside it.

    A unit is joined to a bare figure alone, a sign to one that has none. ``used`` are the columns that the form has itself,
    ``others`` those of other targets: a unit between two of these belongs to neither.
    """
    columns = dict(_parts(heads, number, used, others))
    figure = cells[number]
    said = {role: cells[at] for role, at in columns.items() if cells[at].text.strip()}
    if not figure.text.strip() or not said:
        return None
    text = figure.text.strip()
    places: set[str] = set()
    is_bare = _FIGURE.fullmatch(text) is not None
    if unit := said.get(Role.UNIT):
        joins = is_bare and not _NO_UNIT.fullmatch(unit.text)
        places.update({unit.place} if joins or fold(text).endswith(fold(unit.text)) else ())
        text += unit.text.strip() if joins else ""
    if sign := said.get(Role.SIGN):
        joins = _SIGN.fullmatch(sign.text) is not None and text[0].isdigit()
        places.update({sign.place} if joins or fold(text).startswith(fold(sign.text)) else ())
        text = sign.text.strip() + text if joins else text
    if not places:
        return None
    labels = "、".join(f"“{heads[at].text}”" for at in sorted(columns.values()))
    guess = f"{heads[number].place}“{heads[number].text}”和旁边的{labels}连起来当作一个目标值"
    return WholeTarget(figure._replace(paragraphs=(text,)), frozenset(places), "" if len(columns) > 1 else guess)


def _parts(heads: Sequence[Cell], number: int, used: Set[int], others: Set[int]) -> Iterator[tuple[Role, int]]:
    """Yield the columns of the sign and of the unit beside that of a figure, or of several; of two alike the one behind it."""
    for step in (-1, 1):
        at = number + step
        while at in others:
            at += step
        while 0 <= at < len(heads) and at not in used and (role := part_of_target(heads[at].text)):
            if at + step not in others:
                yield role, at
            at += step
