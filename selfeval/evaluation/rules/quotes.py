"""Quotes in prose that cannot be resolved in a form that prints them."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.case import Case
from selfeval.problem import Level, Problem
from selfeval.source.node import Text
from selfeval.submission.quotes import QUOTE, find_slips, own_names
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


def check(case: Case) -> Iterator[Problem]:
    """Yield unknown, ambiguous, circular and broken quotes in the texts a form prints."""
    yield from _titles(case)
    for leaf, lines in case.dossier.quotes.quoting:
        if leaf.field.path in case.form.fields:
            for problem in find_slips(lines, case.index):
                yield problem._replace(forms=frozenset({case.form.slug}))
    for leaf in case.dossier.quotes.braced:
        if leaf.field.path in case.form.fields:
            yield from _quotes_in_value(leaf, case)


def _quotes_in_value(leaf: Leaf, case: Case) -> Iterator[Problem]:
    """Yield the quotes in a value that is printed as typed; braces around anything but a known name are just text."""
    for quote in QUOTE.finditer(leaf.text):
        if fold(quote[1]) in case.index or fold(quote[1]) in case.index.unfilled:
            message = f"“{leaf.field.name}”里不能引用，会原样印出来；直接写“{quote[1].strip()}”的数"
            place = leaf.text.at(*quote.span())
            yield Problem(place, "broken-quote", Level.ERROR, message, forms=frozenset({case.form.slug}))


def _titles(case: Case) -> Iterator[Problem]:
    """Yield the names in a form's title and file name that stand for nothing in any department."""
    form, known = case.form, case.index
    for pattern in (form.title, form.file_name):
        for name in QUOTE.findall(pattern):
            if fold(name) not in own_names(form) and fold(name) not in known and fold(name) not in known.unfilled:
                message = f"标题或文件名里的“{name.strip()}”不是这个表样的名称"
                place = pattern.place if isinstance(pattern, Text) else form.place()
                yield Problem(place, "bad-declaration", Level.ERROR, message, forms=frozenset({form.slug}))
