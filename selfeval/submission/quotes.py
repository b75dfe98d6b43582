"""Quotes in prose: ``{{ 调解成功率 }}`` prints the value that the department's data holds under that name.

A name is looked up whole, after folding width and spaces; nothing is parsed or evaluated. An
indicator's name gives its actual, ``名称.目标值`` its target in force, ``名称.数`` the bare number and
``上年.名称`` what last year's files hold; a name that several tasks or goals share is told apart by its parent: ``目标二.工作完成及时率``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain, combinations
from typing import NamedTuple

from selfeval.form.field import CONTAINERS, EXPLANATIONS_KEY, FORMS_KEY, Kind, Need, Role
from selfeval.form.form import Form
from selfeval.problem import Level, Problem
from selfeval.source.node import Text
from selfeval.submission.folder import LAST_YEAR
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import target_spoken_of
from selfeval.submission.tree import FIGURE, Branch, Filled, Leaf, is_named, paragraphs
from selfeval.text.name import fold, fold_beginning, nearest
from selfeval.text.pattern import regex

BARE, TARGET_WORD = "数", "目标值"
NOT_QUOTED = frozenset({FORMS_KEY, EXPLANATIONS_KEY})
"""The keys typed for the program, not for readers."""

QUOTING = (Kind.PROSE, Kind.LINES, Kind.TEXT)
"""The kinds in which quotes are replaced by values."""

DEPTH = 3
"""How many quotes deep a quoted text may quote: a task's result quotes a figure, and is quoted itself."""

_FORMULA = regex(r"[*×÷]|\s[-+/－＋]\s*\S|[-+/]\s*[\d.]+\s*$|^\s*(?:合计|取整|绝对值|个数)\s*[(（]")
"""What only a formula has: a sign of arithmetic between its operands, or one of its words."""
QUOTE = regex("[{｛][{｛]([^{}｛｝]*)[}｝][}｝]")
_BRACE = regex("[{｛}｝]")
_BROKEN = regex("[{｛][{｛]|[}｝][}｝]")
_SINGLE = regex("(?<![{｛])[{｛] *([^{}｛｝]{1,40}?) *[}｝](?![}｝])")
_NUMBER = regex(r"\d[\d,]*(?:\.\d+)?")


class Quotable(NamedTuple):
    """Hold a full name and the paragraphs it is replaced by: one line for a value, several for a whole text."""

    name: str
    lines: tuple[str, ...]


class Offer(NamedTuple):
    """Hold a thing that prose may quote, in any form: its full name, and the value, or the indicator whose target is quoted.

    ``bare`` asks for the number alone, without its unit.
    """

    name: str
    source: Leaf | Indicator
    bare: bool = False

    def quotable(self, form: Form) -> Quotable | None:
        """Return what a form prints for the name, None where it has no value there."""
        leaf = (
            self.source
            if isinstance(self.source, Leaf)
            else target_spoken_of(self.source.values, self.source.keys, form)
        )
        if leaf is None:
            return None
        lines = tuple(map(str, leaf.value)) if isinstance(leaf.value, tuple) else (print_leaf(leaf, form),)
        numbers = _NUMBER.findall(lines[0]) if self.bare else []
        if self.bare and len(numbers) != 1:
            return None
        return Quotable(self.name, tuple(numbers) or lines)


class Name(NamedTuple):
    """Hold one quotable name: who may stand before it (任务.名称), its full form, and the value or the indicator it gives.

    A value that is a ``figure`` is quoted bare (.数) too, and an indicator's target behind its name (.目标值).
    """

    owners: tuple[str, ...]
    own: str
    full: str
    held: Leaf | None
    figure: bool = False
    aim: Indicator | None = None

    @property
    def suffixes(self) -> Iterator[tuple[str, Offer]]:
        """Yield what may stand behind the name, with what each gives."""
        if self.held:
            yield "", Offer(self.full, self.held)
        if self.held and self.figure:
            yield f".{BARE}", Offer(f"{self.full}.{BARE}", self.held, bare=True)
        if self.aim:
            yield f".{TARGET_WORD}", Offer(f"{self.full}.{TARGET_WORD}", self.aim)

    @property
    def offers(self) -> Iterator[tuple[str, Offer]]:
        """Yield each of its folded forms, with what it gives."""
        ends = [(fold_beginning(self.own) + end if end else fold(self.own), offer) for end, offer in self.suffixes]
        for owner in self.owners:
            begin = f"{fold_beginning(owner)}." if owner else ""
            yield from ((begin + end, offer) for end, offer in ends)


@dataclass(frozen=True, eq=False)
class Quotes:
    """Hold all that a department's prose may quote, whichever form prints it; each part is gathered when first asked for."""

    submission: Submission

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Return every typed value, in the order it was typed."""
        return tuple(self.submission.leaves())

    @cached_property
    def texts(self) -> tuple[tuple[Leaf, tuple[Text, ...]], ...]:
        """Return every text that may hold quotes, with its paragraphs."""
        return tuple(_texts(self.leaves))

    @cached_property
    def quoting(self) -> tuple[tuple[Leaf, tuple[Text, ...]], ...]:
        """Return the texts in which something looks like a quote."""
        return tuple((leaf, lines) for leaf, lines in self.texts if any(map(_is_quoting, lines)))

    @cached_property
    def braced(self) -> tuple[Leaf, ...]:
        """Return the values printed as typed in which something looks like a quote."""
        return tuple(leaf for leaf in self.leaves if leaf.field.kind not in QUOTING and _is_quoting(leaf.text))

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return every indicator of the department."""
        return tuple(self.submission.indicators())

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Return every name that may be quoted, by its longest form."""
        return tuple(_find_names(self))

    @cached_property
    def _numbers(self) -> Mapping[str, list[int]]:
        """Return where each folded name stands among the names, without owners and suffixes."""
        found: dict[str, list[int]] = {}
        for number, name in enumerate(self.names):
            found.setdefault(fold(name.own), []).append(number)
        return found

    def offers(self, folded: str) -> list[Offer]:
        """Return what may be quoted by a folded name: a part of it between points is a name of its own."""
        parts = folded.split(".")
        own = {fold(".".join(parts[start:end])) for start, end in combinations(range(len(parts) + 1), 2)}
        numbers = sorted({number for part in own for number in self._numbers.get(part, ())})
        return [offer for number in numbers for form, offer in self.names[number].offers if form == folded]

    @cached_property
    def earlier(self) -> Quotes | None:
        """Return what may be quoted of the year before, None where the department has no files of it."""
        return Quotes(self.submission.earlier) if self.submission.earlier else None

    @property
    def looks_back(self) -> bool:
        """Tell whether a text contains 上年."""
        return any(LAST_YEAR in line for _, lines in self.texts for line in lines)


@dataclass(frozen=True, eq=False)
class Index:
    """Hold all that a department's prose may quote in one form, printed as that form prints it."""

    quotes: Quotes
    form: Form
    _found: dict[str, tuple[Quotable, ...]] = field(default_factory=dict)

    def get(self, folded: str) -> tuple[Quotable, ...]:
        """Return all that a folded name may stand for; where it is the full name of something, only that."""
        if folded not in self._found:
            self._found[folded] = self._look_up(folded)
        return self._found[folded]

    def _look_up(self, folded: str) -> tuple[Quotable, ...]:
        typed = (offer.quotable(self.form) for offer in self.quotes.offers(folded))
        found = dict.fromkeys(
            (*self._derived.get(folded, ()), *(each for each in typed if each), *self._last_year(folded))
        )
        return tuple(quotable for quotable in found if fold(quotable.name) == folded) or tuple(found)

    def __contains__(self, folded: str) -> bool:
        """Tell whether a folded name stands for something."""
        return bool(self.get(folded))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return every name that may be quoted, as one may type it; those of last year only where a text contains 上年."""
        names = [name for quotable in chain(*self._derived.values()) for name in _short_forms(quotable.name)]
        names += (
            f"{owner}.{each.own}{suffix}" if owner else f"{each.own}{suffix}"
            for each in self.quotes.names
            for owner in each.owners
            for suffix, offer in each.suffixes
            if offer.quotable(self.form)
        )
        before = self._earlier if self.quotes.looks_back else None
        names += (f"{LAST_YEAR}.{name}" for name in (before.names if before else ()))
        return tuple(dict.fromkeys(names))

    @cached_property
    def unfilled(self) -> Mapping[str, bool]:
        """Return the folded names that have no value yet, with True where the missing value is reported at its own place."""
        missing = {fold(name): True for name in _names_without_target(self.quotes.submission)}
        for path, declared in self.form.fields.items():
            if declared.kind not in CONTAINERS and self.quotes.submission.leaf(path) is None:
                for name in _short_forms(declared.key):
                    missing.setdefault(fold(name), declared.need is Need.YES and declared.formula is None)
        for indicator in self.quotes.indicators:
            if indicator.leaf(Role.ACTUAL) is None:
                reported = self._asks_for_actual(indicator)
                for owner in ("", *(f"{each}." for each in (indicator.parent, *indicator.levels) if each)):
                    for suffix in ("", f".{BARE}"):
                        missing.setdefault(fold(f"{owner}{indicator.name}{suffix}"), reported)
        return missing

    def _asks_for_actual(self, indicator: Indicator) -> bool:
        """Tell whether this form's department must type the actual of an indicator, so that its lack is an error anyway."""
        paths = (
            path
            for path, declared in self.form.fields.items()
            if declared.kind is Kind.RESULTS and declared.results_of == indicator.tree
        )
        columns = (self.form.fields.get((*path, *indicator.keys.get(Role.ACTUAL, ()))) for path in paths)
        return any(column is not None and column.need is Need.YES for column in columns)

    @cached_property
    def _derived(self) -> Mapping[str, list[Quotable]]:
        """Return the values of all forms' formulas by their folded names; this form's own fields come before other forms'."""
        submission = self.quotes.submission
        found: dict[str, list[Quotable]] = {}
        for form in dict.fromkeys((self.form, *submission.forms)):
            for path, declared in form.fields.items():
                if declared.formula is None or (form is not self.form and path in self.form.fields):
                    continue
                value = derive(submission.tree_of(form), form, path)
                if value is None:
                    continue
                for name in _short_forms(declared.key):
                    found.setdefault(fold(name), []).append(Quotable(declared.key, (value.normal,)))
            for quotable in _drawn(submission.tree_of(form), form):
                for name in _short_forms(quotable.name):
                    found.setdefault(fold(name), []).append(quotable)
        return found

    @cached_property
    def _earlier(self) -> Index | None:
        return Index(self.quotes.earlier, self.form) if self.quotes.earlier else None

    def _last_year(self, folded: str) -> Iterator[Quotable]:
        if self._earlier and folded.startswith(f"{LAST_YEAR}."):
            for found in self._earlier.get(folded.removeprefix(f"{LAST_YEAR}.")):
                yield found._replace(name=f"{LAST_YEAR}.{found.name}")


def _names_without_target(submission: Submission) -> Iterator[str]:
    """Yield the names of facts and results that stand for nothing as long as what was reported of them is wrong."""
    for results in submission.tree.values():
        rows = results.values() if isinstance(results, dict) and not isinstance(results, Branch) else ()
        for row in rows:
            if isinstance(row, Branch):
                yield from (row.title, f"{row.title}.{BARE}", *(f"{row.title}.{key}" for key in row))


def _drawn(tree: Branch, form: Form) -> Iterator[Quotable]:
    """Yield what a department's form has drawn from its projects: the columns of each behind its name."""
    for path in form.draws:
        rows = tree.get(path[0])
        for row in rows if isinstance(rows, list) else ():
            leaf = row.get(path[-1])
            if isinstance(leaf, Leaf) and leaf.field.role is not Role.NAME:
                lines = tuple(map(str, leaf.value)) if isinstance(leaf.value, tuple) else (print_leaf(leaf, form),)
                yield Quotable(f"{row.title}.{path[-1]}", lines)


@lru_cache(maxsize=64)
def own_names(form: Form) -> frozenset[str]:
    """Return the folded names of a form's own fields, each of which stands for something or has no value yet."""
    paths = (path for path, field in form.fields.items() if field.kind not in CONTAINERS and path[0] not in NOT_QUOTED)
    return frozenset(fold(name) for path in paths for name in _short_forms(".".join(path)))


def _find_names(quotes: Quotes) -> Iterator[Name]:
    submission = quotes.submission
    for key, filled in submission.tree.items():
        if key not in NOT_QUOTED:
            yield from _names_of_values(filled, "")
    for key, fact in submission.facts:
        leaf = fact.get(FIGURE)
        if isinstance(leaf, Leaf):
            yield Name(("", key), fact.title, f"{key}.{fact.title}", leaf, figure=True)
    for indicator in quotes.indicators:
        name, owners = indicator.name, [owner for owner in (indicator.parent, *indicator.levels) if owner]
        owner = indicator.parent or (indicator.levels[-1] if indicator.levels else "")
        full = f"{owner}.{name}" if owner else str(name)
        yield Name(("", *owners), name, full, indicator.leaf(Role.ACTUAL), figure=True, aim=indicator)


def _names_of_values(filled: Filled, path: str) -> Iterator[Name]:
    """Yield the names of values: those in groups by their keys, those of list items as ``item.key``; each may be shortened."""
    if isinstance(filled, Leaf):
        owners, own = _split_owners(path or filled.field.key)
        yield Name(owners, own, path or filled.field.key, filled)
    elif isinstance(filled, Branch):
        for inner in filled.values():
            yield from _names_of_values(inner, "")
    elif isinstance(filled, list):
        for row in filled:
            item = row.title if is_named(row) else row.where
            for key, inner in row.items():
                if isinstance(inner, Leaf) and row.title and inner.field.role is not Role.NAME:
                    yield from _names_of_values(inner, f"{item}.{key}")


@lru_cache(maxsize=256)
def _split_owners(path: str) -> tuple[tuple[str, ...], str]:
    *owners, own = path.split(".")
    return tuple(".".join(owners[start:]) for start in range(len(owners) + 1)), own


def _short_forms(path: str) -> list[str]:
    """Return a dotted path and its shorter forms: 预算.支出.基本支出, 支出.基本支出, 基本支出."""
    parts = path.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


def is_taken_for_quote(text: str) -> bool:
    """Tell whether a text that says what is printed would be taken for a quote, or a broken one, if it were typed."""
    return bool(_BROKEN.search(text))


def fill(line: Text | str, known: Index, trail: tuple[str, ...] = ()) -> list[str]:
    """Return the paragraphs in which a paragraph is printed, every quote replaced by its value.

    A paragraph that is one quote of a whole text becomes the paragraphs of that text. A quote
    that cannot be resolved stays as typed; ``find_slips`` reports it.
    """
    whole = QUOTE.fullmatch(line.strip())
    if whole:
        lines = _look_up_lines(whole[1], known, trail)
        return lines if lines is not None else [str(line)]

    def value(match: re.Match[str]) -> str:
        lines = _look_up_lines(match[1], known, trail)
        return match[0] if lines is None else "".join(lines)

    return [QUOTE.sub(value, str(line))]


def _look_up_lines(name: str, known: Index, trail: tuple[str, ...]) -> list[str] | None:
    """Return the paragraphs a name stands for, None where it is unknown, ambiguous or quotes itself."""
    folded = fold(name)
    found = known.get(folded)
    if folded in trail or len(trail) >= DEPTH or len({quotable.lines for quotable in found}) != 1:
        return None
    return [filled for line in found[0].lines for filled in fill(line, known, (*trail, folded))]


def _likely_name(name: str, known: Index) -> str:
    """Return the known name most like an unknown one, else ""; one with ``.目标值`` or ``.数`` only where that was typed."""
    special = (f".{TARGET_WORD}", f".{BARE}")
    asked = name.endswith(special)
    names = [other for other in known.names if asked or not other.endswith(special)]
    return nearest(name, sorted(names, key=len))


def _is_circular(name: str, known: Index, trail: tuple[str, ...]) -> bool:
    folded = fold(name)
    if folded in trail or len(trail) >= DEPTH:
        return True
    inner = (quote for quotable in known.get(folded)[:1] for line in quotable.lines for quote in QUOTE.findall(line))
    return any(_is_circular(quote, known, (*trail, folded)) for quote in inner)


def values_to_quote(known: Index, text: Leaf | None) -> dict[str, Quotable]:
    """Return what a text may quote, by the names one may type: each means one thing, and never comes back to the text.

    Of a text that is not known, None, nothing more is asked than that a quote comes back to no quote.
    """
    above = ("",) * (_height(text, known, 0) if text else 0)
    found = {}
    for name in known.names:
        meant = known.get(fold(name))
        is_clear = len({each.lines for each in meant}) == 1 and not _BRACE.search(name)
        if is_clear and not _is_circular(name, known, above) and not (text and _leads_to(text, name, known)):
            found[name] = meant[0]
    return found


def _height(text: Leaf, known: Index, below: int) -> int:
    """Return how many quotes deep a text stands in the texts that quote it."""
    quoting = (
        leaf
        for leaf, lines in known.quotes.texts
        if any(_is_of(text, name, known) for line in lines for name in QUOTE.findall(line))
    )
    return max((_height(leaf, known, below + 1) for leaf in quoting), default=below) if below < DEPTH else below


def _leads_to(text: Leaf, name: str, known: Index, trail: tuple[str, ...] = ()) -> bool:
    """Tell whether a quoted name is that of a text, or quotes it in turn."""
    inner = (
        quote for quotable in known.get(fold(name))[:1] for line in quotable.lines for quote in QUOTE.findall(line)
    )
    return _is_of(text, name, known) or (
        len(trail) < DEPTH and any(_leads_to(text, each, known, (*trail, name)) for each in inner)
    )


def _is_of(text: Leaf, name: str, known: Index) -> bool:
    return any(offer.source is text for offer in known.quotes.offers(fold(name)))


class _QuoteSlip(NamedTuple):
    code: str
    message: str
    fix: str = ""


def find_slips(lines: tuple[Text, ...], known: Index) -> Iterator[Problem]:
    """Report every quote of a text that cannot be resolved."""
    for line in lines:
        quotes = list(QUOTE.finditer(line))
        slips = [(quote.span(1), slip) for quote in quotes if (slip := _slip_of_quote(quote[1], known))]
        if _BRACE.search(QUOTE.sub("", line)):
            whole = {at for quote in quotes for at in range(*quote.span())}
            slips += [
                (broken.span(), _QuoteSlip("broken-quote", f"这里的“{broken[0]}”没有配成对，引用要写成 {{{{ 名称 }}}}"))
                for broken in _BROKEN.finditer(line)
                if broken.start() not in whole
            ]
            slips += [
                (
                    single.span(),
                    _QuoteSlip(
                        "broken-quote",
                        f"“{single[0]}”会原样印出来；引用要两层花括号，写成 {{{{ {single[1]} }}}}",
                        f"{{{{ {single[1]} }}}}",
                    ),
                )
                for single in _SINGLE.finditer(line)
                if fold(single[1]) in known
            ]
        for span, slip in slips:
            yield Problem(line.at(*span), slip.code, Level.ERROR, slip.message, slip.fix)


def _slip_of_quote(name: str, known: Index) -> _QuoteSlip | None:
    found = known.get(fold(name))
    if not found and fold(name) in known.unfilled:
        if known.unfilled[fold(name)]:
            return None
        target = f"{name.strip().removesuffix(f'.{BARE}')}.{TARGET_WORD}"
        message = f"要引用的“{name.strip()}”现在还没有数，先填好它用到的内容"
        instead = f"；要印的是目标值，就写 {{{{ {target} }}}}" if fold(target) in known else ""
        return _QuoteSlip("quote-without-value", message + instead)
    if not found and _FORMULA.search(name):
        message = f"“{name.strip()}”是算式，引用里只能写一个名称；算好的数写进“事实”再引用，或者直接写出来"
        return _QuoteSlip("unknown-quote", message)
    if not found and not known.quotes.submission.complete:
        message = f"“{name.strip()}”现在引用不到：这个部门选的表有一张用不了，里面也许有它；先改好那张表"
        return _QuoteSlip("unknown-quote", message)
    if not found:
        near = _likely_name(name.strip(), known)
        return _QuoteSlip(
            "unknown-quote",
            f"要引用的“{name.strip()}”在本部门的指标、事实和各项内容里都没有" + (f"，是不是“{near}”？" if near else ""),
            f"{{{{ {near} }}}}" if near else "",
        )
    if len({quotable.lines for quotable in found}) > 1:
        names = [quotable.name for quotable in found]
        return _QuoteSlip(
            "ambiguous-quote",
            f"“{name.strip()}”有 {len(names)} 处，要写明是哪一处：{'、'.join(names[:6])}",
            f"{{{{ {names[0]} }}}}",
        )
    if _is_circular(name, known, ()):
        return _QuoteSlip(
            "circular-quote",
            f"“{name.strip()}”绕了一圈又引用到自己（或套了 {DEPTH} 层以上），印不出来；把其中一处改成直接写的文字",
        )
    return None


def _is_quoting(line: str) -> bool:
    """Tell whether anything in a paragraph looks like a quote."""
    return "{" in line or "}}" in line or "｛" in line


def _texts(leaves: Iterable[Leaf]) -> Iterator[tuple[Leaf, tuple[Text, ...]]]:
    """Yield every text that may hold quotes, with its paragraphs."""
    for leaf in leaves:
        if leaf.field.kind in (Kind.PROSE, Kind.LINES) and isinstance(leaf.value, tuple):
            yield leaf, leaf.value
        elif leaf.field.kind is Kind.TEXT and ("{{" in leaf.text or "}}" in leaf.text or "｛" in leaf.text):
            yield leaf, tuple(paragraphs(leaf.text))
