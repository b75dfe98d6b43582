"""What only offices of another trade say, where a department says nothing of it elsewhere: it was copied from one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.evaluation.words import either, trade_words
from selfeval.form.field import Role
from selfeval.text.pattern import regex

_ITSELF = regex("概况|基本情况|职责|职能|用途|工作|内容")
_FEWEST, _STEM, _LONGEST = 2, 2, 5
"""How many words of a trade a text has before it is one of that trade, and by how many characters an office is called after it;
how long the name of an office of one trade is."""


def words_of_other_trade(dossier: Dossier) -> Iterator[Finding]:
    """Find 馆藏图书46万册 and 分馆 in the one text of a department of another trade that says such things, and nothing of its own."""
    leaf = dossier.submission.with_role(Role.DEPARTMENT)
    name = str(leaf.text) if leaf else ""
    called = name[max(map(name.rfind, "省市区县旗州")) + 1 :]
    own = {row[0] for row in trade_words().jargon if any(called.startswith(word[:_STEM]) for word in row)}
    if len(called) > _LONGEST:
        return  # 文化广电旅游体育局 speaks of all of its trades
    if not own:
        return  # of an office of many trades, or of one that is not listed, nobody knows what it says
    spoken: dict[str, dict[int, set[str]]] = {}
    for at, paragraph in enumerate(dossier.paragraphs):
        for word in set(_jargon().findall(paragraph.text)):
            for trade in _trades()[word]:
                spoken.setdefault(trade, {}).setdefault(at, set()).add(word)
    for trade, places in spoken.items():
        (at, words), *others = places.items()
        paragraph = dossier.paragraphs[at]
        is_own = trade in own or any(at in spoken.get(each, {}) for each in own)
        if others or len(words) < _FEWEST or is_own or not _tells_of_itself(paragraph):
            continue
        said = "、".join(sorted(words))
        message = f"“{said}”像是{trade}的话，这个部门别处都没有说到；是不是从别的部门的材料抄来的？"
        start = min(paragraph.text.find(word) for word in words)
        place = paragraph.text.at(start, start + 1)
        yield Finding(place, message, paragraph.leaf.where, forms=paragraph.forms)


def _tells_of_itself(paragraph: Paragraph) -> bool:
    """Tell whether a text says what an office is or does."""
    return paragraph.role in (Role.CONTENT, Role.GOAL) or any(map(_ITSELF.search, paragraph.leaf.field.names))


@lru_cache(maxsize=1)
def _jargon() -> re.Pattern[str]:
    """Return a pattern of the words of single trades."""
    return regex(either(word for _, *words in trade_words().jargon for word in words))


@lru_cache(maxsize=1)
def _trades() -> dict[str, list[str]]:
    """Return the trades that have a word."""
    found: dict[str, list[str]] = {}
    for trade, *words in trade_words().jargon:
        for word in words:
            found.setdefault(word, []).append(trade)
    return found
