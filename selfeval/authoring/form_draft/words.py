"""What drafting knows of the words on blank forms: types of labels, heads over indicators, usual levels.

They stand in ``words.yaml`` beside this module and are read once, when the first form is drafted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from selfeval.form.field import Kind
from selfeval.form.form import Phase
from selfeval.source.fast import read_declaration
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.source.shape import Holds, Shape

FILE = Path(__file__).with_name("words.yaml")
_WORDS = Shape(Holds.PROSE)
_NAMED = Shape(Holds.NAMES, entry=_WORDS)
_COLUMNS = Shape(Holds.LIST, keys={"键": _WORDS, "词": _WORDS, "类型": _WORDS, "后填": _WORDS})
_LISTS = (
    "完成的栏",
    "一段话",
    "一句话",
    "数字的栏",
    "签名",
    "不必填的栏",
    "打钩的栏",
    "写字的列",
    "原因的键",
    "合计",
    "总分",
    "率",
    "支出",
    "预算",
)
SHAPE = Shape(
    Holds.MAP,
    keys={
        **dict.fromkeys(_LISTS, _WORDS),
        **dict.fromkeys(("阶段", "标签的类型", "常用层级"), _NAMED),
        **dict.fromkeys(("监控的栏", "指标的栏"), _COLUMNS),
    },
)
_OWN_KEY = "-"


class IndicatorColumn(NamedTuple):
    """Hold the words of a head over indicators, the key of the column below, its type, and whether it is filled in later.

    Without a key, the column gets one of the words of its head.
    """

    words: re.Pattern[str]
    key: str
    kind: Kind
    is_result: bool = False


class DraftWords(NamedTuple):
    """Hold the words that say what a blank form asks for.

    ``phases`` stand in titles, ``done`` in heads of a form of self-evaluation; ``kinds`` say which type a label has, the
    first that is found, ``prose`` that it is a text of paragraphs, ``sentence`` one of a sentence where there is
    little room, ``measured`` one of figures in a row that names their unit, ``signed`` that somebody signs there.
    ``monitored`` are heads over indicators on forms of monitoring, ``indicators`` those on any form; columns whose key
    is among ``optional`` need no value. ``ticked`` are heads over a column for each answer, unless the column is one
    ``written`` in; ``reason_key`` is the column of reasons that are ticked. ``levels`` are those of most forms.
    ``totals``, ``total_points``, ``rates``, ``spent`` and ``planned`` are labels of what is computed, and from what.
    """

    phases: Mapping[Phase, re.Pattern[str]]
    done: re.Pattern[str]
    kinds: Sequence[tuple[re.Pattern[str], Kind]]
    prose: re.Pattern[str]
    sentence: re.Pattern[str]
    measured: re.Pattern[str]
    signed: re.Pattern[str]
    monitored: Sequence[IndicatorColumn]
    indicators: Sequence[IndicatorColumn]
    optional: frozenset[str]
    ticked: re.Pattern[str]
    written: re.Pattern[str]
    reason_key: str
    levels: Mapping[str, tuple[str, ...]]
    totals: re.Pattern[str]
    total_points: re.Pattern[str]
    rates: re.Pattern[str]
    spent: re.Pattern[str]
    planned: re.Pattern[str]

    def indicator_column(self, head: str, *, monitored: bool) -> IndicatorColumn | None:
        """Return the column that a head over indicators stands for, None where nobody knows."""
        known = (*(self.monitored if monitored else ()), *self.indicators)
        return next((each for each in known if each.words.search(head)), None)


@lru_cache(maxsize=1)
def draft_words() -> DraftWords:
    """Return the words of ``words.yaml``."""
    return read_words(FILE.read_bytes())


def read_words(data: bytes) -> DraftWords:
    """Read words as ``words.yaml`` writes them; a KeyError tells the list that is missing."""
    found = read_declaration(data, FILE.name, SHAPE).root or Entries()
    parts = {str(name): part for name, part in found.items()}
    patterns = {name: _pattern(parts[name]) for name in _LISTS}
    return DraftWords(
        phases={Phase(name): _pattern(words) for name, words in _named(parts["阶段"])},
        done=patterns["完成的栏"],
        kinds=tuple((_pattern(words), Kind(name)) for name, words in _named(parts["标签的类型"])),
        prose=patterns["一段话"],
        sentence=patterns["一句话"],
        measured=patterns["数字的栏"],
        signed=patterns["签名"],
        monitored=_columns(parts["监控的栏"]),
        indicators=_columns(parts["指标的栏"]),
        optional=frozenset(_words(parts["不必填的栏"])),
        ticked=patterns["打钩的栏"],
        written=patterns["写字的列"],
        reason_key=_words(parts["原因的键"])[0],
        levels={name: _words(words) for name, words in _named(parts["常用层级"])},
        totals=patterns["合计"],
        total_points=patterns["总分"],
        rates=patterns["率"],
        spent=patterns["支出"],
        planned=patterns["预算"],
    )


def _words(part: Node) -> tuple[str, ...]:
    return tuple(str(part).split()) if isinstance(part, Text) else ()


def _named(part: Node) -> Iterator[tuple[str, Node]]:
    for name, words in part.items() if isinstance(part, Entries) else ():
        yield str(name), words


def _columns(part: Node) -> tuple[IndicatorColumn, ...]:
    made = []
    for each in part if isinstance(part, Items) else ():
        said = {name: str(words) for name, words in _named(each)}
        key = said["键"] if said["键"] != _OWN_KEY else ""
        made.append(IndicatorColumn(_pattern(Text(said["词"])), key, Kind(said["类型"]), said.get("后填") == "是"))
    return tuple(made)


def _pattern(part: Node) -> re.Pattern[str]:
    """Return a pattern that finds any of some words, the longer first: ^ and $ are the ends of a text, … is anything between."""
    return re.compile("|".join(map(_one, sorted(_words(part), key=len, reverse=True))))


def _one(word: str) -> str:
    inner = ".*".join(map(re.escape, word.removeprefix("^").removesuffix("$").split("…")))
    return f"{'^' * word.startswith('^')}{inner}{'$' * word.endswith('$')}"
