"""Quotes in prose: ``{{ 调解成功率 }}`` prints what the department's data holds under that name.

A name is looked up whole, after folding width and spaces; nothing is parsed or evaluated. An
indicator's name gives its actual, ``名称.目标值`` its target in force, ``名称.数`` the bare number and
``上年.名称`` what last year's files hold; a name that several tasks or goals share is told apart by its parent: ``目标二.工作完成及时率``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval.filled import FIGURE, Branch, Filled, Leaf, paragraphs
from selfeval.form.field import CONTAINERS, Kind, Need
from selfeval.form.form import Form
from selfeval.name import fold, nearest
from selfeval.notation import day, number
from selfeval.problem import Level, Place, Problem
from selfeval.regex import regex
from selfeval.source.node import Text
from selfeval.submission import Submission
from selfeval.target import spoken_of

ACTUAL, BARE = "实际", "数"
TARGET_WORD, LAST_YEAR, FACTS = "目标值", "上年", "事实"
NAMES = frozenset({"名称", "标题"})
"""By what an item of a list is called; one without is called by its number, behind the list's name."""

NOT_QUOTED = frozenset({"表样", "说明情况"})
"""What is written for the program, not for readers."""

PATTERNS = {Kind.PERCENT: "0.00%", Kind.COUNT: "0", Kind.NUMBER: "0.##"}
"""How derived values print where the form does not say."""

DEPTH = 3
"""How many quotes deep a quoted text may quote: a task's result quotes a figure, and is quoted itself."""

QUOTE = regex(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
_BROKEN = regex(r"[{｛]{2}|[}｝]{2}")
_NUMBER = regex(r"\d[\d,]*(?:\.\d+)?")


class Quotable(NamedTuple):
    """Hold what a name stands for; ``lines`` are paragraphs where it is a whole text."""

    name: str
    lines: tuple[str, ...]


class Index(dict[str, tuple[Quotable, ...]]):
    """Hold what may be quoted by folded name, the names as one may type them, and those without a value yet."""

    def __init__(self, found: Mapping[str, tuple[Quotable, ...]], names: Iterable[str], unfilled: Mapping[str, bool]):
        super().__init__(found)
        self.names = tuple(dict.fromkeys(names))
        self.unfilled = unfilled


def printed(leaf: Leaf, form: Form) -> str:
    """Return a value as the form prints it; a text that could not be typed prints as typed."""
    declared = form.fields.get(leaf.field.path, leaf.field)
    pattern = declared.pattern or form.formats.get(declared.kind, "")
    value = leaf.value
    if value is None:
        return leaf.normal
    if declared.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.PERCENT) and pattern:
        return number(Decimal(value), pattern)  # type: ignore[arg-type]  # these kinds hold Decimal or int
    if declared.kind is Kind.DATE:
        return day(value)  # type: ignore[arg-type]  # a date by its kind
    return leaf.normal


@lru_cache(maxsize=8)
def index(submission: Submission, form: Form) -> Index:
    """Return everything a department's prose may quote; a full name comes before a shortened one."""
    found: dict[str, dict[Quotable, None]] = {}
    names: list[str] = []
    for name, quotable in _all(submission, form):
        found.setdefault(fold(name), {})[quotable] = None
        names.append(name)
    chosen: dict[str, tuple[Quotable, ...]] = {}
    for folded, quotables in found.items():
        full = [quotable for quotable in quotables if fold(quotable.name) == folded]
        chosen[folded] = tuple(full or quotables)
    return Index(chosen, names, _unfilled(submission, form))


def _all(submission: Submission, form: Form) -> Iterator[tuple[str, Quotable]]:
    yield from _quotables(submission, form)
    if any(LAST_YEAR in line for _, lines in texts(submission) for line in lines):
        before = submission.earlier()
        for name, quotable in _quotables(before, form) if before else ():
            yield f"{LAST_YEAR}.{name}", quotable._replace(name=f"{LAST_YEAR}.{quotable.name}")


def _unfilled(submission: Submission, form: Form) -> dict[str, bool]:
    """Return the names that are known but have no value yet, and whether that is reported where they belong."""
    missing: dict[str, bool] = {}
    for path, declared in form.fields.items():
        if declared.kind not in CONTAINERS and submission.leaf(path) is None:
            for name in _suffixes(declared.key):
                missing.setdefault(fold(name), declared.need is Need.YES and declared.formula is None)
    for indicator in submission.indicators():
        if not isinstance(indicator.values.get(ACTUAL), Leaf):
            missing.setdefault(fold(indicator.name), True)
    return missing


def _quotables(submission: Submission, form: Form) -> Iterator[tuple[str, Quotable]]:
    yield from _derived(submission, form)
    for other in submission.forms:
        if other is not form:
            yield from (
                found for found in _derived(submission, other) if tuple(found[1].name.split(".")) not in form.fields
            )
    for key, filled in submission.tree.items():
        if key not in NOT_QUOTED:
            yield from _of(filled, form, "")
    facts = submission.tree.get(FACTS)
    for fact in facts.values() if isinstance(facts, dict) else ():
        leaf = fact.get(FIGURE) if isinstance(fact, Branch) else None
        if isinstance(fact, Branch) and isinstance(leaf, Leaf):
            for name in (str(fact.title), f"{FACTS}.{fact.title}"):
                yield from _figure(name, leaf.normal, f"{FACTS}.{fact.title}")
    for indicator in submission.indicators():
        parents = [str(indicator.parent), *map(str, indicator.levels)]
        names = [str(indicator.name), *(f"{parent}.{indicator.name}" for parent in parents if parent)]
        actual, target = indicator.values.get(ACTUAL), spoken_of(indicator.values, form)
        owner = next((part for part in (indicator.parent, *reversed(indicator.levels)) if part), "")
        full = f"{owner}.{indicator.name}" if owner else str(indicator.name)
        for name in names:
            if isinstance(actual, Leaf):
                yield from _figure(name, printed(actual, form), full)
            if target:
                yield f"{name}.{TARGET_WORD}", Quotable(f"{full}.{TARGET_WORD}", (printed(target, form),))


def _derived(submission: Submission, form: Form) -> Iterator[tuple[str, Quotable]]:
    for path, declared in form.fields.items():
        value = submission.number(form, path) if declared.formula is not None else None
        if isinstance(value, Decimal):
            pattern = declared.pattern or form.formats.get(declared.kind) or PATTERNS.get(declared.kind, "0.00")
            shown = number(value * 100 if declared.kind is Kind.PERCENT else value, pattern)
            for name in _suffixes(declared.key):
                yield name, Quotable(declared.key, (shown,))


def _figure(name: str, value: str, full: str = "") -> Iterator[tuple[str, Quotable]]:
    yield name, Quotable(full or name, (value,))
    bare = _NUMBER.findall(value)
    if len(bare) == 1:
        yield f"{name}.{BARE}", Quotable(f"{full or name}.{BARE}", (bare[0],))


def _of(filled: Filled, form: Form, owner: str) -> Iterator[tuple[str, Quotable]]:
    """Yield the values of groups by key and of list items by ``item.key``."""
    if isinstance(filled, Leaf):
        lines = tuple(map(str, filled.value)) if isinstance(filled.value, tuple) else (printed(filled, form),)
        path = owner or filled.field.key
        for name in _suffixes(path):
            yield name, Quotable(path, lines)
    elif isinstance(filled, Branch):
        for inner in filled.values():
            yield from _of(inner, form, "")
    elif isinstance(filled, list):
        for row in filled:
            item = row.title if NAMES & row.keys() else row.where
            for key, inner in row.items():
                if isinstance(inner, Leaf) and row.title and key not in NAMES:
                    yield from _of(inner, form, f"{item}.{key}")


def _suffixes(path: str) -> list[str]:
    """Return a dotted path and its shorter forms: 预算.支出.基本支出, 支出.基本支出, 基本支出."""
    parts = path.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def fill(line: Text | str, known: Index, trail: tuple[str, ...] = ()) -> list[str]:
    """Return the paragraphs a paragraph prints as, every quote replaced by its value.

    A paragraph that is one quote of a whole text becomes the paragraphs of that text. A quote
    that cannot be resolved stays as typed; ``slips`` reports it.
    """
    whole = QUOTE.fullmatch(line.strip())
    if whole:
        lines = _lines(whole[1], known, trail)
        return lines if lines is not None else [str(line)]

    def value(match: re.Match[str]) -> str:
        lines = _lines(match[1], known, trail)
        return match[0] if lines is None else "".join(lines)

    return [QUOTE.sub(value, str(line))]


def _lines(name: str, known: Index, trail: tuple[str, ...]) -> list[str] | None:
    """Return the paragraphs a name stands for, None where it is unknown, ambiguous or quotes itself."""
    folded = fold(name)
    found = known.get(folded, ())
    if folded in trail or len(trail) >= DEPTH or len({quotable.lines for quotable in found}) != 1:
        return None
    return [filled for line in found[0].lines for filled in fill(line, known, (*trail, folded))]


def _likely(name: str, known: Index) -> str:
    """Return the name that was probably meant; targets and bare numbers only for who asked for one."""
    special = (f".{TARGET_WORD}", f".{BARE}")
    asked = name.endswith(special)
    names = [other for other in known.names if asked or not other.endswith(special)]
    return nearest(name, sorted(names, key=len))


def _circular(name: str, known: Index, trail: tuple[str, ...]) -> bool:
    folded = fold(name)
    if folded in trail or len(trail) >= DEPTH:
        return True
    inner = (
        quote for quotable in known.get(folded, ())[:1] for line in quotable.lines for quote in QUOTE.findall(line)
    )
    return any(_circular(quote, known, (*trail, folded)) for quote in inner)


def slips(leaf: Leaf, lines: tuple[Text, ...], known: Index) -> Iterator[Problem]:
    """Report every quote of a text that cannot be resolved."""
    for line in lines:
        spans = []
        for match in QUOTE.finditer(line):
            spans.append(match.span())
            place = line.at(match.start(1), match.end(1))
            yield from _slip(match[1], place, known, leaf.where)
        for broken in _BROKEN.finditer(line):
            if not any(start <= broken.start() < end for start, end in spans):
                yield Problem(
                    line.at(*broken.span()),
                    "broken-quote",
                    Level.ERROR,
                    f"这里的“{broken[0]}”没有配成对，引用要写成 {{{{ 名称 }}}}",
                )


def _slip(name: str, place: Place, known: Index, where: str) -> Iterator[Problem]:
    found = known.get(fold(name), ())
    if not found and fold(name) in known.unfilled:
        if not known.unfilled[fold(name)]:
            message = f"要引用的“{name.strip()}”现在还没有数，先填好它用到的内容"
            yield Problem(place, "quote-without-value", Level.ERROR, message)
    elif not found:
        near = _likely(name.strip(), known)
        yield Problem(
            place,
            "unknown-quote",
            Level.ERROR,
            f"要引用的“{name.strip()}”在本部门的指标、事实和各项内容里都没有" + (f"，是不是“{near}”？" if near else ""),
            f"{{{{ {near} }}}}" if near else "",
        )
    elif len({quotable.lines for quotable in found}) > 1:
        names = [quotable.name for quotable in found]
        yield Problem(
            place,
            "ambiguous-quote",
            Level.ERROR,
            f"“{name.strip()}”有 {len(names)} 处，要写明是哪一处：{'、'.join(names[:6])}",
            f"{{{{ {names[0]} }}}}",
        )
    elif _circular(name, known, ()):
        yield Problem(
            place,
            "circular-quote",
            Level.ERROR,
            f"“{name.strip()}”绕了一圈又引用到自己（或套了 {DEPTH} 层以上），印不出来；把其中一处改成直接写的文字",
        )


def texts(submission: Submission) -> Iterator[tuple[Leaf, tuple[Text, ...]]]:
    """Yield every text that may hold quotes, with its paragraphs."""
    for leaf in submission.leaves():
        if leaf.field.kind in (Kind.PROSE, Kind.LINES) and isinstance(leaf.value, tuple):
            yield leaf, leaf.value
        elif leaf.field.kind is Kind.TEXT and "{{" in leaf.text:
            yield leaf, tuple(paragraphs(leaf.text))
