"""Indicators, listed under one level of headings (产出指标), or two (数量指标)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selfeval.form.schema import levels_of
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields.at import At
from selfeval.submission.fields.items import Listed, list_items, nothing_listed
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold, nearest


def list_indicators(at: At) -> Iterator[Listed]:
    """Yield every indicator with the headings above it; a heading that is not declared is reported."""
    levels, node = levels_of(at.schema, at.field.path), at.node
    if isinstance(node, Items):
        if levels:
            at.wrong_shape(f"“{at.field.name}”要先写一级指标，再写二级指标，再列三级指标", at.forms)
        else:
            yield from list_items(at, node)
        return
    if isinstance(node, Text):
        if fold(node) != NOTHING:
            at.wrong_shape(f"“{at.field.name}”下面要列指标", at.forms)
        return
    astray: set[str] = set()
    for level1, inner in node.items():
        _check_heading(at, level1, tuple(levels), levels, astray)
        known = _levels_below(level1, levels)
        if isinstance(inner, Entries) and levels and known == () and _is_declared(level1, levels):
            message = f"“{level1}”不分二级，下面直接一条一条列指标，每条以“- 名称: ”开头"
            at.report.add(inner.place, "wrong-shape", message, forms=at.forms)
        elif isinstance(inner, Entries):
            for level2, rows in inner.items():
                _check_heading(at, level2, known, levels, astray)
                yield from _list_under_heading(at.below(rows, level1, level2), (level1, level2))
        else:
            _check_depth(at, level1, inner, _levels_below(level1, levels))
            yield from _list_under_heading(at.below(inner, level1), (level1,))


def _is_declared(level1: Text, levels: Mapping[str, tuple[str, ...]]) -> bool:
    return fold(level1) in map(fold, levels)


def _levels_below(level1: Text, levels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the second-level headings declared under a first-level one."""
    return next((below for name, below in levels.items() if fold(name) == fold(level1)), ())


def _check_heading(
    at: At, name: Text, known: tuple[str, ...], levels: Mapping[str, tuple[str, ...]], astray: set[str]
) -> None:
    """Report a heading that is not declared; one declared elsewhere once for each heading in ``astray`` it belongs under."""
    if known and name not in known and fold(name) not in map(fold, known):
        upper = next((level1 for level1, below in levels.items() if fold(name) in map(fold, below)), "")
        if upper in astray:
            return
        if upper:
            astray.add(upper)
            message = f"“{name}”是“{upper}”下面的一类，上面要先有一行“{upper}:”，这一行在它下面多空两格"
            at.report.add(name.place, "unknown-category", message, forms=at.forms)
            return
        near = _nearest_heading(name, known)
        cure = f"，是不是“{near}”？" if near else f"，可以写：{'、'.join(known)}"
        fix = f"{near}:" if near else ""
        at.report.add(name.place, "unknown-category", f"没有“{name}”这一类{cure}", fix=fix, forms=at.forms)


def _check_depth(at: At, level1: Text, inner: Node, below: tuple[str, ...]) -> None:
    """Report indicators that stand right under a first-level heading where second-level ones are declared below it."""
    if below and isinstance(inner, Items) and inner:
        message = f"“{level1}”下面要先写一类，再列指标：在它下面加一行“{below[0]}:”，指标在那一行下面多空两格"
        more = f"；可以写的类：{'、'.join(below)}" if len(below) > 1 else ""
        at.report.add(level1.place, "unknown-category", message + more, forms=at.forms)


def _nearest_heading(name: str, known: tuple[str, ...]) -> str:
    """Return the declared heading that a mistyped one means, by what is not 指标; "" where none is alike."""
    stems = {each.removesuffix("指标"): each for each in known}
    return stems.get(nearest(re.sub("指[标標]?$|目标$", "", name), stems, 0.5), "")


def _list_under_heading(at: At, levels: tuple[Text, ...]) -> Iterator[Listed]:
    """Yield the indicators under one heading."""
    heading, node = levels[-1], at.node
    if isinstance(node, Items) and node:
        yield from list_items(at, node, levels)
    elif isinstance(node, Text) and fold(node) == NOTHING:
        yield nothing_listed(node, at.where, levels)
    elif not node:
        message = f"“{heading}”下面没有指标；确实没有的写“无”，或删去这一行"
        at.report.add(node.place, "empty-category", message, fix=f"{heading}: {NOTHING}", forms=at.forms)
    else:
        message = f"“{heading}”下面要一条一条列指标，每条以“- 名称: ”开头"
        at.report.add(node.place, "wrong-shape", message, forms=at.forms)
