"""Patterns that begin with the seldom character, for speed, find what their plain forms find.

The regular expression engine passes quickly over text in which no match can begin; it can do so where a pattern
begins with a few given characters, not where it looks back first. Each pattern here is therefore turned round: the
last character first, then a look at what stands before it. Beside it stands how one would write it without a care.
"""

from __future__ import annotations

import re

import pytest
from spliced import PRINTED

from selfeval.evaluation import steps
from selfeval.evaluation.rules.text import leftovers, punctuation, wording

PLAIN = {
    "more than exact": (wording._MORE_OR_SO, r"[\d\s][余多]"),
    "about twice": (wording._ABOUT, r"[\d,.万亿\s][余多]|左右|上下|以上|以下"),
    "numbering": (steps.NUMBERING, r"[一二三四五六七八九十](?:[是要）)、，,]|[.．](?!\d))|\d(?:[、）)]|[.．](?!\d))"),
    "half-width marks": (punctuation._TYPED_HALF, r"[^\x00-\x7f][,;:!?.(\"]"),
    "empty brackets": (leftovers._CLOSED, r"[\s（(《“〔【][）)》”〕】]"),
    "prompts": (
        leftovers._PROMPTING,
        rf"请|[\d\s]字|附页|[（(【〔]{leftovers._HEAD}|[?？][?？]|[_＿][_＿]"
        r"|简述[:：]|填[写报]说|[示样]例[:：]|击此",
    ),
    "without number": (
        leftovers._WITHOUT_NUMBER,
        r"案件件|[议动训传练查察座]次|[站点室所]个|人员名|第\s*[次届]",
    ),
}


@pytest.mark.parametrize("name", PLAIN)
def test_both_find_the_same(name: str) -> None:
    """Every match ends where a match of the plain form ends, in each text by itself and in all of them together."""
    quick, plain = PLAIN[name][0], re.compile(PLAIN[name][1])
    for text in (*(each.text for each in PRINTED), PRINTED.whole):
        assert [found.end() for found in quick.finditer(text)] == [found.end() for found in plain.finditer(text)], text
    assert plain.search(PRINTED.whole)
