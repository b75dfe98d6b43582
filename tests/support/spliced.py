"""Paragraphs cut from right and wrong ones, and spliced: what no office writes, and any pattern must stand."""

from __future__ import annotations

import random

from wordings import RIGHT, WRONG

from selfeval.evaluation.paragraph import Paragraph, Printed
from selfeval.form.field import Field, Kind
from selfeval.source.node import Text
from selfeval.submission.tree import Leaf

ODDS = "0123456789０１％%，。、；：,.:;（）()《》“”〔〕【】[] \u3000一二三四五六七八九十年月日号件次个多余约近字请填附是要第"
MORE = ("附件1：任务清单", "受理量由500件增加到566件，增长12.3%", "获得 年度先进集体，评为　年度优秀")
FIELD = Field(("总体目标",), Kind.PROSE)


def spliced(count: int) -> list[str]:
    """Return texts cut from those that are right and wrong, spliced, with odd characters put in and taken out."""
    chance = random.Random(20261121)
    whole = [line for text in (*RIGHT, *MORE * 4, *(text for _, text in WRONG)) for line in text.split("\n")]
    made = list(whole)
    for _ in range(count):
        one, other = chance.choice(whole), chance.choice(whole)
        text = list(one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other)) :])
        for _ in range(chance.randrange(5)):
            at = chance.randrange(len(text) + 1)
            text[at : at + chance.randrange(2)] = chance.choice(ODDS)
        made.append("".join(text))
    return [text for text in made if text]


PRINTED = Printed(
    Paragraph(Text(text), Leaf(FIELD, Text(text), None, text, ""), frozenset({"form"})) for text in spliced(6000)
)
