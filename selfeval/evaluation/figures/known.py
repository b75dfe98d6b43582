"""The figures a department's data holds, each with its names and how prose quotes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from selfeval.evaluation.figures.figure import Figure, comparable, only_figure
from selfeval.evaluation.figures.phrase import searchable, unspaced, words
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.form.form import Form, Phase
from selfeval.problem import Place
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.compare import unit_in_name
from selfeval.quantity.read import read
from selfeval.quantity.units import is_unit, split_times
from selfeval.quantity.values import About, Bound, Quantity
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.quotes import BARE, Index, Quotes
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.tree import FIGURE, Leaf, Placed
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_BARE = regex(r"[≥≤<>=]?[\d,]+(?:\.\d+)?")
"""A value that says no unit."""


_AMOUNT, _LONG = regex("(?<=[运产送售销发供用])量$|数量$"), 5
"""What a name ends in that says only that it is counted (生活垃圾清运量), and how long one without it is, at least."""


class Nearest(NamedTuple):
    """Say where a value of a department is typed, or as near above it as anything was."""

    submission: Submission
    path: KeyPath

    @property
    def place(self) -> Place:
        """Return where that is."""
        return self.submission.place(self.path)


class Known(NamedTuple):
    """Hold one figure of the data and what it is called.

    Prose quotes it by ``own``, also behind one of its ``owners``; by nothing where that is empty. ``number`` is
    the figure with its unit as typed, ``rest`` what its value says beside it. ``row`` is where an indicator
    stands, ``unit`` what must follow its quote; ``budget`` marks what is of the whole department,
    ``opening`` what was granted before the year. ``forms``
    are those that print it so; ``quotable`` is what the first of them quotes.
    """

    kind: str
    name: str
    shown: str
    typed: Placed
    figure: Figure
    number: str
    rest: str
    quotable: Index
    forms: frozenset[str]
    own: str = ""
    owners: tuple[str, ...] = ()
    row: str = ""
    unit: str = ""
    planned: bool = False
    budget: bool = False
    opening: bool = False

    @property
    def called(self) -> str:
        """Return how messages call it."""
        return f"{self.kind}“{self.name}”"

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self.typed.place

    @property
    def core(self) -> str:
        """Return what a mention must say: 接收档案卷数 counts in 卷 what 接收档案 names."""
        name, counted = unspaced(self.name), f"{self.figure.unit}数"
        name = name.removesuffix(counted) if self.row and len(name) > len(counted) else name
        return words(_AMOUNT.sub("", name) if self.row and len(name) > _LONG else name)

    @property
    def around(self) -> str:
        """Return all that a mention may say."""
        return searchable(unspaced(self.name) + self.rest)

    @property
    def quote(self) -> str:
        """Return the name by which prose quotes it, empty where there is none."""
        value = {(self.shown.removesuffix(self.unit),)}
        names = (self.own, *(f"{owner}.{self.own}" for owner in self.owners)) if self.own else ()
        name = next((name for name in names if {one.lines for one in self.quotable.get(fold(name))} == value), "")
        return "" if self.rest and fold(f"{name}.{BARE}") not in self.quotable else name

    @property
    def fix(self) -> str:
        """Return what to type for it."""
        quote = self.quote
        if not quote:
            return self.number
        if self.rest and not self.budget:
            return f"{{{{ {quote}.{BARE} }}}}{self.number.lstrip('0123456789,.')}"
        return f"{{{{ {quote} }}}}{self.unit}"


Indexes: TypeAlias = Mapping[Form, Index]
"""The forms whose documents are judged, and what prose may quote in each."""


def known_figures(quotes: Quotes, indexes: Indexes, units: frozenset[str]) -> Iterator[Known]:
    """Yield every single figure of the facts, the budget and the indicators of which one with these units may speak.

    A figure that several forms print alike is one.
    """
    yield from _facts(quotes.submission, indexes, units)
    yield from _budget(quotes.submission, indexes, units)
    for row in quotes.indicators:
        yield from _row(row, indexes, units)


def _row(row: Indicator, indexes: Indexes, units: frozenset[str]) -> Iterator[Known]:
    actual, name, where = row.leaf(Role.ACTUAL), str(row.name), row.values.where
    if actual and _is_exact(str(actual.text)):
        owners = tuple(str(owner) for owner in (row.parent, *reversed(row.levels)) if owner)
        for shown, unit, index, forms in _printings(actual, row, indexes):
            found = _figure(shown + unit, units)
            if found:
                yield Known(
                    "指标", name, shown + unit, actual.text, *found, index, forms, name, owners, row=where, unit=unit
                )
    for aim in filter(None, (row.leaf(Role.TARGET), row.leaf(Role.ADJUSTED_TARGET))):
        for shown, unit, index, forms in _printings(aim, row, indexes):
            found = _figure(shown + unit, units)
            if found:
                yield Known("目标值", name, shown + unit, aim.text, *found, index, forms, row=where, planned=True)


def _printings(leaf: Leaf, row: Indicator, indexes: Indexes) -> Iterator[tuple[str, str, Index, frozenset[str]]]:
    """Yield each way in which forms print a value of an indicator, with the unit that stands elsewhere.

    With it go the forms that do, and what the first of them quotes.
    """
    ways: dict[str, list[Form]] = {}
    for form in indexes:
        ways.setdefault(print_leaf(leaf, form), []).append(form)
    for shown, forms in ways.items():
        unit = _unit_elsewhere(row) if _BARE.fullmatch(shown) else ""
        yield shown, unit, indexes[forms[0]], frozenset([form.slug for form in forms])


def _unit_elsewhere(row: Indicator) -> str:
    """Return the unit of an indicator whose value is a bare number: that of its own column, of its name or its target."""
    column, target = row.leaf(Role.UNIT), row.leaf(Role.TARGET)
    typed = to_half_width(str(column.text)).strip() if column else ""
    if is_unit(split_times(typed)[1]):
        return typed
    aim = read(str(target.text)) if target else None
    return unit_in_name(unspaced(str(row.name))) or (aim.unit if isinstance(aim, Quantity) and aim.times == 1 else "")


def _facts(submission: Submission, indexes: Indexes, units: frozenset[str]) -> Iterator[Known]:
    for key, fact in submission.facts:
        leaf = fact.get(FIGURE)
        if isinstance(leaf, Leaf) and _is_exact(str(leaf.text)):
            found, name = _figure(leaf.normal, units), str(fact.title)
            if found:
                index, forms = next(iter(indexes.values())), frozenset(form.slug for form in indexes)
                yield Known(key, name, leaf.normal, leaf.text, *found, index, forms, name)


def _budget(submission: Submission, indexes: Indexes, units: frozenset[str]) -> Iterator[Known]:
    """Yield the amounts of the whole department, and the rates that follow from them."""
    alike: dict[tuple[KeyPath, str, str], Known] = {}
    for form, index in indexes.items():
        for path, one in _budget_of(submission, form, index, units):
            first = alike.setdefault((path, one.name, one.shown), one)
            alike[path, one.name, one.shown] = first._replace(forms=first.forms | one.forms)
    yield from alike.values()


def _budget_of(
    submission: Submission, form: Form, index: Index, units: frozenset[str]
) -> Iterator[tuple[KeyPath, Known]]:
    amounts = ((path, field) for path, field in form.fields.items() if field.kind in (Kind.AMOUNT, Kind.PERCENT))
    for path, field in amounts:
        leaf, unit = submission.leaf(path), field.unit if field.kind is Kind.AMOUNT else ""
        rate = derive(submission.tree_of(form), form, path) if field.kind is Kind.PERCENT and not leaf else None
        if (unit and leaf) or rate:
            shown = (print_leaf(leaf, form) if leaf else rate.normal if rate else "") + unit
            found, (*above, own) = _figure(shown, units), path
            if found:
                owners = tuple(".".join(above[at:]) for at in reversed(range(len(above))))
                opening = submission.schema.phase_of(path) is Phase.TARGETS
                name, typed, forms = field.label or own, Nearest(submission, path), frozenset({form.slug})
                yield (
                    path,
                    Known(
                        "",
                        name,
                        shown,
                        typed,
                        *found,
                        index,
                        forms,
                        own,
                        owners,
                        unit=unit,
                        budget=True,
                        opening=opening,
                    ),
                )


def _is_exact(text: str) -> bool:
    reading = read(text)
    return isinstance(reading, Quantity) and reading.bound is Bound.NONE and reading.about is About.EXACT


def _figure(shown: str, units: frozenset[str]) -> tuple[Figure, str, str] | None:
    """Return the figure of a value, its number and the words beside it, None where none of the units compares with it."""
    found = only_figure(shown)
    return found if found and _is_among(found[0].unit, units) else None


@lru_cache(maxsize=1024)
def _is_among(unit: str, units: frozenset[str]) -> bool:
    """Tell whether one of some units compares with a unit."""
    return unit in units or any(comparable(other, unit) for other in units)
