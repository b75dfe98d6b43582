"""The words of single trades, which no rule holds itself: short forms, kinds, seasons, what is misspelt for what.

They stand in ``words.yaml`` beside this module and are read once, when the first text needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from selfeval.quantity.bounds import any_word
from selfeval.source.fast import read_declaration
from selfeval.source.node import Entries, Node, Text
from selfeval.source.shape import Holds, Shape
from selfeval.text.pattern import regex

FILE = Path(__file__).with_name("words.yaml")
_WORDS = Shape(Holds.PROSE)
_BY_TRADE = Shape(Holds.NAMES, entry=_WORDS)
SHAPE = Shape(
    Holds.MAP,
    keys={
        "自称": _WORDS,
        "同义": _BY_TRADE,
        "并提": _WORDS,
        "齐全": _BY_TRADE,
        "不齐": _BY_TRADE,
        "兼有": _BY_TRADE,
        "做成": _BY_TRADE,
        "接收": _WORDS,
        "动作": _BY_TRADE,
        "经办": _BY_TRADE,
        "受众": _WORDS,
        "专属": _WORDS,
        "进来": _BY_TRADE,
        "出去": _BY_TRADE,
        "均摊": _BY_TRADE,
        "时段": _WORDS,
        "计划": _BY_TRADE,
        "末字": _WORDS,
        "另有": _WORDS,
        "形近音近": _WORDS,
        "行话": _WORDS,
    },
)
_NOT = "≠"


class Synonym(NamedTuple):
    """Hold a way to say something, how others say it, and the longer words in which it only seems to stand."""

    said: str
    meant: str
    unlike: tuple[str, ...]

    @property
    def replace(self) -> Callable[[str], str]:
        """Return what puts the usual words into a text."""
        if not self.unlike:
            return lambda text: text.replace(self.said, self.meant)
        pattern = regex("|".join(map(re.escape, (*self.unlike, self.said))))
        return lambda text: pattern.sub(lambda found: self.meant if found[0] == self.said else found[0], text)


class Kinds(NamedTuple):
    """Hold kinds that shut one another out; ``complete`` ones are all there are."""

    names: tuple[str, ...]
    complete: bool


class Words(NamedTuple):
    """Hold the words of every trade.

    ``own`` are an office's words for itself, ``beside`` kinds of which two together are the whole, ``mixed`` kinds of
    which one thing can be several, ``done`` what can be counted as done with the units in which it is counted, ``taken``
    verbs of taking in, ``deeds`` verbs that begin another thing than a part, ``handled`` verbs that may stand before a
    name, ``served`` all for whom an office works, ``groups`` those for whom some are there alone, ``gained`` and ``spent`` verbs of what comes to a stock and goes from it, ``takers`` who gets an average with
    the units in which they are counted, ``seasons`` parts of a year, ``plans`` what is planned for one year,
    ``endings`` the last characters of offices' names, ``others`` names that a slip in another one gives by chance,
    ``alike`` the characters typed for a character, ``jargon`` the words of one trade alone, its own name first.
    """

    own: tuple[str, ...]
    synonyms: tuple[Synonym, ...]
    beside: tuple[tuple[str, ...], ...]
    kinds: tuple[Kinds, ...]
    mixed: tuple[str, ...]
    done: Mapping[str, frozenset[str]]
    taken: tuple[str, ...]
    deeds: tuple[str, ...]
    handled: tuple[str, ...]
    served: tuple[str, ...]
    groups: tuple[str, ...]
    gained: tuple[str, ...]
    spent: tuple[str, ...]
    takers: Mapping[str, frozenset[str]]
    seasons: tuple[str, ...]
    plans: tuple[str, ...]
    endings: tuple[str, ...]
    others: tuple[str, ...]
    alike: Mapping[str, str]
    jargon: tuple[tuple[str, ...], ...]


def either(words: Iterable[str]) -> str:
    """Match any of the words, longer ones first."""
    return any_word(" ".join(words))


@lru_cache(maxsize=1)
def trade_words() -> Words:
    """Return the words of ``words.yaml``."""
    return read_words(FILE.read_bytes())


def read_words(data: bytes) -> Words:
    """Read words as ``words.yaml`` writes them; a KeyError tells the list that is missing."""
    found = read_declaration(data, FILE.name, SHAPE).root or Entries()
    parts = {str(name): part for name, part in found.items()}
    return Words(
        own=_words(parts["自称"]),
        synonyms=tuple(map(_synonym, _rows(parts["同义"]))),
        beside=tuple(_rows(parts["并提"])),
        kinds=tuple(Kinds(row, name == "齐全") for name in ("齐全", "不齐") for row in _rows(parts[name])),
        mixed=_words(parts["兼有"]),
        done=_done(parts["做成"]),
        taken=_words(parts["接收"]),
        deeds=_words(parts["动作"]),
        handled=_words(parts["经办"]),
        served=_words(parts["受众"]),
        groups=_words(parts["专属"]),
        gained=_words(parts["进来"]),
        spent=_words(parts["出去"]),
        takers={taker: frozenset(units) for taker, *units in _rows(parts["均摊"])},
        seasons=_words(parts["时段"]),
        plans=_words(parts["计划"]),
        endings=_words(parts["末字"]),
        others=_words(parts["另有"]),
        alike=_alike(_words(parts["形近音近"])),
        jargon=tuple(_rows(parts["行话"])),
    )


def _rows(part: Node) -> Iterator[tuple[str, ...]]:
    """Yield the words of each line, of all trades one after the other."""
    for text in [part] if isinstance(part, Text) else _each(part).values():
        for line in str(text).splitlines():
            yield tuple(line.split())


def _words(part: Node) -> tuple[str, ...]:
    return tuple(word for row in _rows(part) for word in row)


def _each(part: Node) -> Entries:
    return part if isinstance(part, Entries) else Entries()


def _synonym(row: tuple[str, ...]) -> Synonym:
    said, meant, *unlike = row
    return Synonym(said, meant, tuple(word.removeprefix(_NOT) for word in unlike))


def _done(part: Node) -> Mapping[str, frozenset[str]]:
    """Return the units of each word."""
    units: dict[str, frozenset[str]] = {}
    for counted, words in _each(part).items():
        for word in str(words).split():
            units[word] = units.get(word, frozenset()) | frozenset(counted.split())
    return units


def _alike(groups: tuple[str, ...]) -> Mapping[str, str]:
    """Return the other characters of all groups in which a character stands."""
    others: dict[str, str] = {}
    for group in groups:
        for character in group:
            others[character] = others.get(character, "") + group.replace(character, "")
    return others
