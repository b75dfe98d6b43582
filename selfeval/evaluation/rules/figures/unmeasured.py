"""The satisfaction that a goal names and no indicator measures: every form has a place for it."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.text.pattern import regex

_FEWEST = 3
"""How many indicators there are, at least, before one is missed among them."""
_NAMED = regex("满意[度率]")
_MEASURED = regex("满意|好评|评议|测评|口碑|评价")
"""Matches the name of an indicator of what people think of something."""
_LATER = regex("20[0-9]{2}年")


def goal_without_indicator(dossier: Dossier) -> Iterator[Finding]:
    """Find 满意度达到95% in a goal where no indicator is of anybody's satisfaction."""
    aimed = [row for row in dossier.indicators if row.leaf(Role.TARGET)]
    if len(aimed) < _FEWEST or any(_MEASURED.search(row.name) for row in aimed):
        return
    for sentence in dossier.sentences:
        if sentence.paragraph.role is not Role.GOAL or _LATER.search(sentence.words):
            continue
        for each in sentence.figures:
            if each.figure.unit == "%" and _NAMED.search(each.lead):
                message = f"目标里写了“{each.said}”，指标里没有满意度；是不是漏了这项指标？"
                yield Finding(each.place, message, each.where, forms=each.paragraph.forms)
