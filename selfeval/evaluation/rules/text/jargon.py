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
from selfeval.text.pattern import HAN, regex

_ITSELF = regex("概况|基本情况|职责|职能|用途|工作|内容")
_WHY = regex("理由|用途|必要性|概况|背景|主要内容|项目内容|建设内容")
_ANY = regex(
    "项目|没有|得到|满足|需求|现有|目前|进行|实施|开展|完成|提高|保障|需要|不足|问题|工作|年度|全年|主要|情况|万元|[的了和与及]"
)
"""Matches words that any text has."""
_HAN_RUN = regex(f"{HAN}{{2,}}")
_ENOUGH = 12
"""How many pairs of characters a text has, and how many others a project has, before none in common is no chance."""
_FEWEST, _STEM, _LONGEST = 2, 2, 5
"""How many words of a trade a text has before it is one of that trade, and by how many characters an office is called after it;
how long the name of an office of one trade is."""


def words_of_other_trade(dossier: Dossier) -> Iterator[Finding]:
    """Find 馆藏图书46万册 and 分馆 in the one text of a department of another trade that says such things, and nothing of its own."""
    found = list(_of_other_trade(dossier))
    yield from found
    told = {each.where for each in found}
    yield from (each for each in _of_other_project(dossier) if each.where not in told)


def _of_other_project(dossier: Dossier) -> Iterator[Finding]:
    """Yield why a project is wanted, or what it is, where that has no word in common with all else that is said of it."""
    asked = (
        [each for each in dossier.paragraphs.values if any(map(_WHY.search, each[0].leaf.field.names))]
        if dossier.submission.project
        else []
    )
    for texts in asked:
        leaf = texts[0].leaf
        own = _pairs("。".join(str(each.text) for each in texts))
        others = [str(each.text) for each in dossier.leaves if each.where != leaf.where]
        names = [str(row.name) for row in dossier.indicators]
        if len(own) >= _ENOUGH and len(others) >= _ENOUGH and own.isdisjoint(_pairs("。".join((*others, *names)))):
            message = f"“{leaf.field.name}”和这个项目别处写的没有一个词相同；是不是从别的项目的材料抄来的？"
            yield Finding(texts[0].text.place, message, leaf.where, forms=texts[0].forms)


def _pairs(text: str) -> set[str]:
    """Return the characters that stand side by side in the words of a text, but for those of any text."""
    runs = _HAN_RUN.findall(_ANY.sub("，", text))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _of_other_trade(dossier: Dossier) -> Iterator[Finding]:
    """Yield the text that says what only another trade says."""
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
