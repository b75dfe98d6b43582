"""The values in one text, found between the fixed texts of its pattern, in time that grows with the length of the text.

The fixed texts are looked for one after another. One that was changed is still found by the characters that touch
a value, if enough of it is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import islice, takewhile
from typing import NamedTuple, TypeAlias

from selfeval.documents.read.figure import are_several_figures
from selfeval.documents.read.label import Folded, fold_text, is_label
from selfeval.documents.read.lines import Cell
from selfeval.documents.read.pattern import PatternCell, Piece, PrintedTag
from selfeval.documents.tick import LINE, answers
from selfeval.documents.view import NUMBER
from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind
from selfeval.form.form import Form
from selfeval.quantity import fields
from selfeval.text.name import fold
from selfeval.text.pattern import regex

CHANGED = 0.7
"""How much of a fixed text must be left for it to be found, from 0 to 1."""

_TRIES = 12
"""How many places are tried for one fixed text."""

_ANCHOR = 3
"""How many characters of a changed fixed text must touch the value."""

_TICKS, _OPEN = frozenset("☑√✓✔☒■●✅"), frozenset("□☐○〇◯")
"""What marks an answer as chosen, and as not chosen."""
_BOX = regex(r"[☑√✓✔☒■●✅□☐○〇◯]")
_BETWEEN_BOXES = " \t\n\u3000；;、，,"

_REMARK = regex(r"\s*[（(][^（）()]*[）)]\s*$")
"""What explains a text in brackets behind it."""

NUMBER_OF_TURN: KeyPath = ("loop", "index")
"""Under which name a template prints the number of a turn."""

_MARK = regex(r"[^\w]+")
_ANY_UNIT = "(?:亿|[千百十]?万|[千百])?元"
_STATED_UNIT = regex(rf"(?:单位:|\()(?:人民币)?({_ANY_UNIT})")
_ANYTHING = ".*?"
_NUMBER = r"[-+]?[\d,.]+%?"
_FORMS: Mapping[Kind, str] = {
    Kind.YEAR: r"\d{4}",
    Kind.AMOUNT: _NUMBER,
    Kind.PERCENT: _NUMBER,
    Kind.COUNT: _NUMBER,
    Kind.NUMBER: _NUMBER,
}
"""How values of a kind look where no fixed text parts them from the next."""


class Binding(NamedTuple):
    """Hold what a tag printed: its text, the place of the cell or paragraph it stands in, and the turn of the loop inside that.

    ``guess`` says in Chinese why it may be another tag's.
    """

    tag: PrintedTag
    text: str
    place: str
    turn: int = 0
    guess: str = ""


class Taken(NamedTuple):
    """Hold a cell that a template line accounts for, and the values in it.

    ``rest`` is what it says beside them, ``why`` in Chinese why this is none; ``altered`` is what stands in the place of
    the template's own words. ``guess`` says in Chinese what the cell was taken for though it does not say so.
    """

    cell: Cell
    bindings: tuple[Binding, ...] = ()
    rest: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    guess: str = ""
    why: str = ""


class Extract(NamedTuple):
    """Hold the values of a text by their tags, and how much of the fixed texts was found.

    ``altered`` are the texts in the place of fixed ones, ``changed`` those of them that say more than these.
    """

    values: tuple[tuple[PrintedTag, str], ...]
    likeness: float
    changed: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()


def extract(pieces: Sequence[Piece], text: str, form: Form) -> Extract | None:
    """Return the values that a text has in the places of the tags, None where it does not follow the pattern."""
    found = _extract(pieces, fold_text(text), form)
    close = [piece for piece in pieces if not isinstance(piece, str) or piece.strip()]
    return found if found is not None or len(close) == len(pieces) else _extract(close, fold_text(text), form)


def _extract(pieces: Sequence[Piece], folded: Folded, form: Form) -> Extract | None:
    """Return the values of a text as its pattern has them, with spaces between two values where the pattern has some."""
    groups = _groups(pieces)
    ends_in_value = bool(groups) and not fold_text(groups[-1][1]).text
    values: list[tuple[PrintedTag, str]] = []
    changed: list[str] = []
    altered: list[str] = []
    at, likeness = 0, 1.0
    for number, (tags, fixed) in enumerate(groups):
        wanted = fold_text(fixed).text
        if not wanted and 0 < number < len(groups) - 1:
            places = _spaces(folded, at, last_first=ends_in_value and number == len(groups) - 2)
        else:
            places = _places(wanted, folded.text, at, begins=number == 0, ends=number == len(groups) - 1)
        found = next(filter(None, (_fit(tags, folded, at, place, form) for place in places)), None)
        if found is None:
            return None
        split, (start, end, alike) = found
        values += split
        if alike < 1.0:
            altered.append(folded.cut(start, end))
            changed += altered[-1:] if adds_to(wanted, folded.text[start:end]) else []
        likeness = min(likeness, alike)
        at = end
    return Extract(tuple(values), likeness, tuple(changed), tuple(altered))


def _groups(pieces: Sequence[Piece]) -> list[tuple[list[PrintedTag], str]]:
    """Return the fixed texts, each with the tags before it; the first has none."""
    groups: list[tuple[list[PrintedTag], str]] = []
    tags: list[PrintedTag] = []
    for number, piece in enumerate(pieces):
        if isinstance(piece, PrintedTag):
            if number == 0:
                groups.append(([], ""))
            tags.append(piece)
        else:
            groups.append((tags, piece))
            tags = []
    return [*groups, (tags, "")] if tags else groups


_FixedPlace: TypeAlias = tuple[int, int, float]
"""Where a fixed text stands: its start and end, and how alike it is, from 0 to 1."""


def _fit(
    tags: Sequence[PrintedTag], folded: Folded, at: int, place: _FixedPlace, form: Form
) -> tuple[list[tuple[PrintedTag, str]], _FixedPlace] | None:
    """Return the values between a place and the next fixed text, with the place of that; None where they do not fit.

    The name of a level is not empty where something is printed behind it: a bracket may begin it (（一）项目组织（16分）).
    """
    split = _split(tags, folded, at, place[0])
    if split is None or not all(fits(tag, value, form) for tag, value in split):
        return None
    if place[1] > place[0] and any(tag.level and not value for tag, value in split):
        return None
    return split, place


def _places(wanted: str, text: str, at: int, *, begins: bool, ends: bool) -> Iterator[_FixedPlace]:
    """Yield where a fixed text may stand from a place on: start, end, and how alike it is; as it is before changed ones."""
    length = len(wanted)
    if not wanted:
        yield (0, 0, 1.0) if begins and not ends else (len(text), len(text), 1.0)
        return
    if begins:
        exact = [0] if text.startswith(wanted) else []
    elif ends:
        exact = [len(text) - length] if text.endswith(wanted) and len(text) - length >= at else []
    else:
        exact = list(_find(wanted, text, at))
    yield from ((start, start + length, 1.0) for start in exact if not (begins and ends and length != len(text)))
    if ends and _MARK.fullmatch(wanted):
        yield len(text), len(text), 0.95  # the final stop is often left out
    yield from _places_with_another_unit(wanted, text, at, begins=begins, ends=ends)
    yield from _changed_places(wanted, text, at, begins=begins, ends=ends)


def _changed_places(wanted: str, text: str, at: int, *, begins: bool, ends: bool) -> Iterator[_FixedPlace]:
    """Yield where a fixed text stands that was changed, but for the characters at its ends."""
    length = len(wanted)
    if length < 2 * _ANCHOR:
        return
    heads = [0] if begins else list(_find(wanted[:_ANCHOR], text, at))
    for start in heads:
        tails = [len(text)] if ends else [found + _ANCHOR for found in _find(wanted[-_ANCHOR:], text, start)]
        for end in tails:
            if length // 2 <= end - start <= 2 * length:
                alike = SequenceMatcher(None, wanted, text[start:end], autojunk=False).ratio()
                if CHANGED <= alike < 1.0:
                    yield start, end, alike


def _places_with_another_unit(wanted: str, text: str, at: int, *, begins: bool, ends: bool) -> Iterator[_FixedPlace]:
    """Yield where a fixed text stands that states another unit of money than it does."""
    stated = _STATED_UNIT.search(wanted)
    if stated is None:
        return
    pattern = f"{re.escape(wanted[: stated.start(1)])}{_ANY_UNIT}{re.escape(wanted[stated.end(1) :])}"
    for found in islice(re.finditer(pattern, text[at:]), _TRIES):
        start, end = at + found.start(), at + found.end()
        if found[0] != wanted and (not begins or start == 0) and (not ends or end == len(text)):
            yield start, end, 0.9


def _spaces(folded: Folded, at: int, *, last_first: bool) -> Iterator[_FixedPlace]:
    """Yield where spaces may part two values from a place on; the last value of a text has none in it."""
    places = [place for place in range(max(at, 1), len(folded.text)) if folded.at[place] > folded.at[place - 1] + 1]
    tried = places[-_TRIES:][::-1] if last_first else places[:_TRIES]
    yield from ((place, place, 1.0) for place in tried)


def _find(wanted: str, text: str, at: int) -> Iterator[int]:
    for _ in range(_TRIES):
        at = text.find(wanted, at)
        if at < 0:
            return
        yield at
        at += 1


def _split(tags: Sequence[PrintedTag], folded: Folded, start: int, end: int) -> list[tuple[PrintedTag, str]] | None:
    """Return the value of each of some tags side by side; None where they cannot be told apart."""
    if end < start or (not tags and end > start):
        return None
    if len(tags) <= 1:
        return [(tag, folded.cut(start, end)) for tag in tags]
    looks = [_form_of(tag.field) for tag in tags]
    if set(looks) == {_ANYTHING}:  # nothing tells them apart: all is the first
        looks[0] = ".*"
    forms = "".join(f"({each})" for each in looks)
    match = re.fullmatch(forms, folded.text[start : min(end, start + 200)], re.DOTALL)
    if match is None or end - start > 200:
        return None
    return [
        (tag, folded.cut(start + match.start(number), start + match.end(number)))
        for number, tag in enumerate(tags, start=1)
    ]


def _form_of(declared: Field | None) -> str:
    """Return how values of a field look; a text whose example is a code is one."""
    if declared is None:
        return _ANYTHING
    is_code = declared.kind is Kind.TEXT and declared.example.isascii() and any(map(str.isdigit, declared.example))
    return r"[!-~]*" if is_code else _FORMS.get(declared.kind, _ANYTHING)


def extract_turns(cell: PatternCell, text: str, form: Form) -> list[Extract] | None:
    """Return what each turn of the loop inside a cell says, None where the text is not made of numbered turns."""
    before = list(takewhile(lambda piece: isinstance(piece, str) or piece.path[:1] == ("loop",), cell.pieces))
    mark = "".join(re.escape(fold_text(piece).text) if isinstance(piece, str) else r"(\d+)" for piece in before)
    folded = fold_text(text)
    starts: list[int] = []
    for found in re.finditer(mark, folded.text):
        if int(found[1]) == len(starts) + 1:
            starts.append(found.start())
    if not starts or starts[0] != 0:
        return None
    ends = [*starts[1:], len(folded.text)]
    turns = [extract(cell.pieces, folded.cut(start, end), form) for start, end in zip(starts, ends, strict=True)]
    return [turn for turn in turns if turn is not None] if all(turns) else None


def adds_to(fixed: str, text: str) -> bool:
    """Tell whether a text that stands for a fixed one says more than it.

    It has a figure of its own, something behind a colon of the fixed text, or six characters more.
    """
    fixed, text = fold_text(fixed).text, fold_text(text).text
    new = set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", fixed))
    return bool(new) or _says_behind_colon(fixed, text) or len(text) >= len(fixed) + 6


def _says_behind_colon(fixed: str, text: str) -> bool:
    """Tell whether a folded text says something where the fixed one has a colon and nothing behind it, and is the same else."""
    parts = fixed.rstrip(":").split(":")
    found = re.fullmatch(":(.*?)".join(map(re.escape, parts)) + "(?::(.*))?", text)
    return found is not None and any(char.isalnum() for said in found.groups("") for char in said)


def fits(tag: PrintedTag, text: str, form: Form) -> bool:
    """Tell whether a text can be the value of a tag; none at all can."""
    if not text.strip():
        return True
    if tag.answer:
        return bool(chosen_by(tag, text)) or all(mark in _OPEN for mark in text.strip())
    if tag.level:
        return level_name(tag, text, form) != ""
    if tag.path == NUMBER_OF_TURN or tag.path[-1:] == (NUMBER,):
        return text.strip().isdecimal()
    if tag.field is None or fold(text) in (fold(tag.field.zero), fold(tag.field.blank)):
        return True  # what the form prints for zero or for nothing
    return fits_field(tag.field, text)


def chosen_by(tag: PrintedTag, text: str) -> list[str]:
    """Return the answers that the boxes or the tick of a tag choose."""
    if tag.answer != LINE:
        return [tag.answer] if text.strip() in _TICKS else []
    return ticked(tag.field, text) or [] if tag.field else []


def ticked(declared: Field, text: str) -> list[str] | None:
    """Return the answers to a field that a line of boxes chooses, each box before its answer or each behind it; None for any other text."""
    text = text.strip()
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return None
    is_before = boxes[0].start() == 0
    starts = [box.end() for box in boxes] if is_before else [0, *(box.end() for box in boxes[:-1])]
    ends = [*(box.start() for box in boxes[1:]), len(text)] if is_before else [box.start() for box in boxes]
    named = [text[start:end].strip(_BETWEEN_BOXES) for start, end in zip(starts, ends, strict=True)]
    behind = "" if is_before else text[boxes[-1].end() :].strip(_BETWEEN_BOXES)
    if behind or not all(name in answers(declared) for name in named):
        return None
    return [name for box, name in zip(boxes, named, strict=True) if box[0] in _TICKS]


def fits_field(declared: Field, text: str) -> bool:
    """Tell whether a text can be typed as the value of a field; a narrow cell may break a figure over several lines."""
    several = declared.kind is Kind.QUANTITY and are_several_figures(text)
    text = text.replace("\n", "")
    match declared.kind:
        case Kind.AMOUNT:
            return fields.amount(text, declared.unit).value is not None
        case Kind.PERCENT:
            return fields.percent(text).value is not None
        case Kind.COUNT:
            return fields.count(text).value is not None
        case Kind.NUMBER:
            return fields.number(text).value is not None
        case Kind.YEAR:
            return fields.year(text).value is not None
        case Kind.DATE:
            return fields.month(text).value is not None  # a day in it can be typed too
        case Kind.YES_NO:
            return fields.yes_no(text).value is not None
        case Kind.CHOICE:
            return fields.choice(text, declared.choices).value is not None
        case Kind.CHOICES:
            return fields.choices(text, declared.choices, BETWEEN_CHOICES).value is not None
    return not several


def level_name(tag: PrintedTag, text: str, form: Form) -> str:
    """Return the form's own name of a level that a text gives, empty where it is none.

    A text that is only part of the name, or ends in it, is it where it is so of no other level. What stands behind it in
    brackets, and the words 指标 and 等, do not count.
    """
    names = _level_names(tag, form)
    if not names:
        return text
    if is_level_name(tag, text, form) or not is_label(text):
        return names.get(fold(text), "")
    wanted = fold(_REMARK.sub("", text)).removesuffix("等")
    plain = names.get(wanted) or names.get(wanted.removesuffix("指标"))
    if plain:
        return plain
    alike = {name for known, name in names.items() if wanted in known or wanted.endswith(known)}
    return alike.pop() if len(alike) == 1 else ""


def remark_behind(tag: PrintedTag, text: str, form: Form) -> tuple[str, ...]:
    """Return what a text says in brackets behind the name of a level, () where that is part of the name."""
    found = _REMARK.search(text) if tag.level and _level_names(tag, form) else None
    return (found[0].strip(),) if found and not is_level_name(tag, text, form) else ()


def is_level_name(tag: PrintedTag, text: str, form: Form) -> bool:
    """Tell whether a text is the name of a level as the form has it."""
    return fold(text) in _level_names(tag, form)


def _level_names(tag: PrintedTag, form: Form) -> dict[str, str]:
    """Return the form's names of the levels that a tag prints, by how they are printed and called; none where it has none."""
    declared = form.fields.get(tag.path[:-2])
    levels = declared.levels if declared else {}
    names = levels if tag.level == "一级" else [name for below in levels.values() for name in below]
    labels = declared.level_labels if declared else {}
    return {fold(printed): name for name in names for printed in (name, labels.get(name, name))}
