"""The figures a department's data holds, each with its names and how prose quotes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.filled import FIGURE, Branch, Leaf
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.name import fold
from selfeval.problem import Place
from selfeval.quantity import About, Bound, Quantity, read
from selfeval.quantity.characters import half
from selfeval.references import BARE, FACTS, Index, derived, index, printed
from selfeval.rules.figures.figure import Figure, only_figure
from selfeval.rules.figures.phrase import both, words
from selfeval.scoresheet import ACTUAL
from selfeval.submission import Indicator, Submission
from selfeval.target import TARGET, adjusted


class Held(NamedTuple):
    """Hold one figure of the data and what it is called.

    ``names`` are those by which prose may quote it, ``number`` is the figure with its unit as typed,
    ``plain`` its name and ``rest`` what its value says beside the number. ``row`` is where an
    indicator stands, ``unit`` what must follow its quote; ``budget`` marks what is of the whole department.
    """

    called: str
    figure: Figure
    shown: str
    place: Place
    known: Index
    names: tuple[str, ...]
    number: str
    plain: str
    rest: str
    planned: bool = False
    row: str = ""
    unit: str = ""
    budget: bool = False

    @property
    def core(self) -> str:
        """Return what a mention must say."""
        return words(self.plain)

    @property
    def around(self) -> str:
        """Return all that a mention may say."""
        return both(self.plain + self.rest)

    @property
    def quote(self) -> str:
        """Return the name by which prose quotes it, empty where there is none."""
        value = {(self.shown.removesuffix(self.unit),)}
        found = (name for name in self.names if {one.lines for one in self.known.get(fold(name))} == value)
        name = next(found, "")
        return "" if self.rest and fold(f"{name}.{BARE}") not in self.known else name

    @property
    def fix(self) -> str:
        """Return what to type for it."""
        quote = self.quote
        if not quote:
            return self.number
        if self.rest and not self.budget:
            return f"{{{{ {quote}.{BARE} }}}}{self.number.lstrip('0123456789,.')}"
        return f"{{{{ {quote} }}}}{self.unit}"


def held(submission: Submission, form: Form) -> list[Held]:
    """Return every single figure of the indicators, the facts and the budget."""
    known = index(submission, form)
    found = [*_facts(submission, known), *_budget(submission, form, known)]
    return [*found, *(each for row in submission.indicators() for each in _row(row, form, known))]


def _row(row: Indicator, form: Form, known: Index) -> Iterator[Held]:
    owners = [str(owner) for owner in (row.parent, *reversed(row.levels)) if owner]
    names = (str(row.name), *(f"{owner}.{row.name}" for owner in owners))
    actual, where = row.values.get(ACTUAL), row.values.where
    if isinstance(actual, Leaf) and _is_exact(str(actual.text)):
        for found in _held("指标", str(row.name), printed(actual, form), actual.text.place, known, names):
            yield found._replace(row=where)
    for aim in (row.values.get(TARGET), adjusted(row.values)):
        if isinstance(aim, Leaf):
            for found in _held("目标值", str(row.name), printed(aim, form), aim.text.place, known):
                yield found._replace(row=where, planned=True)


def _facts(submission: Submission, known: Index) -> Iterator[Held]:
    facts = submission.tree.get(FACTS)
    for fact in facts.values() if isinstance(facts, dict) else ():
        leaf = fact.get(FIGURE) if isinstance(fact, Branch) else None
        if isinstance(fact, Branch) and isinstance(leaf, Leaf) and _is_exact(str(leaf.text)):
            name = str(fact.title)
            yield from _held("事实", name, leaf.normal, leaf.text.place, known, (name,))


def _budget(submission: Submission, form: Form, known: Index) -> Iterator[Held]:
    """Yield the amounts of the whole department, and the rates that follow from them."""
    for path, field in form.fields.items():
        leaf, unit = submission.leaf(path), field.unit if field.kind is Kind.AMOUNT else ""
        if (unit and leaf) or (field.kind is Kind.PERCENT and field.formula is not None):
            names = tuple(".".join(path[at:]) for at in reversed(range(len(path))))
            shown = (printed(leaf, form) if leaf else derived(submission, form, path)) + unit
            for found in _held("", field.label or path[-1], shown, submission.place(path), known, names):
                yield found._replace(unit=unit, budget=True)


def _is_exact(text: str) -> bool:
    reading = read(text)
    return isinstance(reading, Quantity) and reading.bound is Bound.NONE and reading.about is About.EXACT


def _held(kind: str, name: str, shown: str, place: Place, known: Index, names: tuple[str, ...] = ()) -> Iterator[Held]:
    found = only_figure(shown)
    if found:
        figure, number, rest = found
        plain = "".join(half(name).split())
        yield Held(f"{kind}“{name}”", figure, shown, place, known, names, number, plain, rest)
