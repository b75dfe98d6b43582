"""The figures a department's data holds, each with its names and how prose quotes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selfeval.filled import FIGURE, Branch, Leaf
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.name import fold
from selfeval.problem import Place
from selfeval.quantity import About, Bound, Quantity, read
from selfeval.quantity.characters import half
from selfeval.references import BARE, FACTS, Index, index, printed
from selfeval.rules.figures.figure import Figure, only_figure
from selfeval.rules.figures.phrase import both, words
from selfeval.scoresheet import ACTUAL
from selfeval.submission import Indicator, Submission
from selfeval.target import TARGET, adjusted


class Held(NamedTuple):
    """Hold one figure of the data and what it is called.

    ``quote`` is the name by which prose quotes it, ``fix`` what to type for it; ``core`` is what a
    mention must say and ``around`` all that one may say. ``row`` is where an indicator stands,
    ``budget`` marks what is of the whole department.
    """

    called: str
    figure: Figure
    shown: str
    place: Place
    quote: str
    fix: str
    core: str
    around: str
    planned: bool = False
    row: str = ""
    budget: bool = False


def held(submission: Submission, form: Form) -> list[Held]:
    """Return every single figure of the indicators, the facts and the budget."""
    known = index(submission, form)
    found = [*_facts(submission, known), *_budget(submission, form, known)]
    return [*found, *(each for row in submission.indicators() for each in _row(row, form, known))]


def _row(row: Indicator, form: Form, known: Index) -> Iterator[Held]:
    owners = [str(owner) for owner in (row.parent, *reversed(row.levels)) if owner]
    quote = _quote([str(row.name), *(f"{owner}.{row.name}" for owner in owners)], known)
    actual = row.values.get(ACTUAL)
    if isinstance(actual, Leaf) and _is_exact(str(actual.text)):
        yield from _held(
            "指标", str(row.name), printed(actual, form), actual.text.place, quote, known, row.values.where
        )
    for aim in (row.values.get(TARGET), adjusted(row.values)):
        if isinstance(aim, Leaf):
            for found in _held(
                "目标值", str(row.name), printed(aim, form), aim.text.place, "", known, row.values.where
            ):
                yield found._replace(planned=True)


def _facts(submission: Submission, known: Index) -> Iterator[Held]:
    facts = submission.tree.get(FACTS)
    for fact in facts.values() if isinstance(facts, dict) else ():
        leaf = fact.get(FIGURE) if isinstance(fact, Branch) else None
        if isinstance(fact, Branch) and isinstance(leaf, Leaf) and _is_exact(str(leaf.text)):
            name = str(fact.title)
            yield from _held("事实", name, leaf.normal, leaf.text.place, _quote([name], known), known)


def _budget(submission: Submission, form: Form, known: Index) -> Iterator[Held]:
    """Yield the amounts of the whole department, and the rates that follow from them."""
    for path, field in form.fields.items():
        leaf, quote = submission.leaf(path), _quote([".".join(path[at:]) for at in reversed(range(len(path)))], known)
        unit = field.unit if field.kind is Kind.AMOUNT else ""
        if quote and ((unit and leaf) or (field.kind is Kind.PERCENT and field.formula is not None)):
            shown = known[fold(quote)][0].lines[0] + unit
            for found in _held("", field.label or path[-1], shown, submission.place(path), quote, known):
                yield found._replace(fix=f"{{{{ {quote} }}}}{unit}", budget=True)


@lru_cache(maxsize=4096)
def _is_exact(text: str) -> bool:
    reading = read(text)
    return isinstance(reading, Quantity) and reading.bound is Bound.NONE and reading.about is About.EXACT


def _held(kind: str, name: str, shown: str, place: Place, quote: str, known: Index, row: str = "") -> Iterator[Held]:
    found, plain = only_figure(shown), "".join(half(name).split())
    if not found or not words(plain):
        return
    figure, bare, rest = found
    number = f"{quote}.{BARE}"
    if rest and fold(number) not in known:
        quote = ""
    fix = f"{{{{ {number} }}}}{bare.lstrip('0123456789,.')}" if rest else f"{{{{ {quote} }}}}"
    called = f"{kind}“{name}”"
    yield Held(called, figure, shown, place, quote, fix if quote else bare, words(plain), both(plain + rest), row=row)


def _quote(names: list[str], known: Index) -> str:
    """Return the first of the names that prose can quote without doubt."""
    return next((name for name in names if len({found.lines for found in known.get(fold(name), ())}) == 1), "")
