"""The figures a department's data holds, each with its names and how prose quotes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.filled import FIGURE, Branch, Leaf
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.name import fold
from selfeval.problem import Place
from selfeval.references import FACTS, TARGET_WORD, Index, index, printed
from selfeval.rules.figures.figure import Figure, only_figure
from selfeval.rules.figures.phrase import long, words
from selfeval.scoresheet import ACTUAL, ADJUSTED, TARGET, VALUE
from selfeval.submission import Indicator, Submission


class Held(NamedTuple):
    """Hold one figure of the data and what it is called.

    ``core`` is what a mention of it must say, ``around`` all that one may say; ``row`` is where an
    indicator stands, ``budget`` marks sums of the whole department.
    """

    called: str
    name: str
    figure: Figure
    shown: str
    place: Place
    quote: str
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
    adjusted = row.values.get(ADJUSTED)
    aims = (row.values.get(TARGET), adjusted.get(VALUE) if isinstance(adjusted, Branch) else None)
    names = [str(row.name), f"{row.parent}.{row.name}", *(f"{level}.{row.name}" for level in reversed(row.levels))]
    for leaf, called, ending in (
        (row.values.get(ACTUAL), "指标", ""),
        *((aim, "指标目标值", f".{TARGET_WORD}") for aim in aims),
    ):
        if isinstance(leaf, Leaf):
            shown, quote = printed(leaf, form), _quote([name + ending for name in names], known)
            found = _held(f"{called}“{row.name}”", str(row.name), shown, leaf.text.place, quote)
            if found:
                yield found._replace(planned=bool(ending), row=row.values.where)


def _facts(submission: Submission, known: Index) -> Iterator[Held]:
    facts = submission.tree.get(FACTS)
    for fact in facts.values() if isinstance(facts, dict) else ():
        leaf = fact.get(FIGURE) if isinstance(fact, Branch) else None
        if isinstance(fact, Branch) and isinstance(leaf, Leaf):
            name = str(fact.title)
            found = _held(f"事实“{name}”", name, leaf.normal, leaf.text.place, _quote([name], known))
            if found:
                yield found


def _budget(submission: Submission, form: Form, known: Index) -> Iterator[Held]:
    """Yield the amounts typed once for the whole department, and the rates that follow from them."""
    for path, field in form.fields.items():
        leaf, quote = submission.leaf(path), _quote([".".join(path[-length:]) for length in range(1, len(path) + 1)], known)
        if field.kind is Kind.AMOUNT and leaf:
            shown = printed(leaf, form) + field.unit
        elif field.kind is Kind.PERCENT and field.formula is not None and quote:
            shown = known[fold(quote)][0].lines[0]
        else:
            continue
        found = _held(f"“{field.name}”", field.label or path[-1], shown, submission.place(path), quote)
        if found:
            yield found._replace(budget=True)


def _held(called: str, name: str, shown: str, place: Place, quote: str) -> Held | None:
    read = only_figure(shown)
    if not read or not words(name):
        return None
    return Held(called, name, read[0], shown, place, quote, words(name), long(name + read[1]))


def _quote(names: list[str], known: Index) -> str:
    """Return the first of the names that prose can quote without doubt."""
    return next((name for name in names if len({found.lines for found in known.get(fold(name), ())}) == 1), "")
