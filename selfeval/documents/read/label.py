"""When two texts are the same label, and texts in the form in which they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.text.pattern import regex

ALIKE, ALIKE_INSIDE, ALIKE_IN_HEADER = 0.62, 0.85, 0.5
"""How alike two labels must be, from 0 to 1; how alike where one contains the other; how alike in a header, where
each label has only one cell that is most like it."""

LONGEST = 60
"""How many characters a label may have; longer texts are compared as sentences."""

_BEFORE = frozenset({"项目", "部门", "单位", "年度", "全年", "本年", "其中", "预算"})
_FUNDS = "资金"
_BEHIND = frozenset({_FUNDS, "名称"})
_QUALIFIED = 4
"""What may stand before and behind a label of at least so many characters without making it another one."""

_MONEY = regex(r"其中|财政|资金|补助|拨款|专项|经费|预算|配套|安排")
"""What the money of a level of government is called beside the level: 中央补助, 中央财政资金."""
_POINTS_IN_ALL = frozenset({"总分", "合计", "总计", "总得分", "得分合计", "合计得分", "总分合计"})

_SAME = str.maketrans(
    {"。": ".", "、": ",", "—": "-", "–": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "・": "·"}
)
_WORD = regex(r"[㐀-鿿]")
_OF_LEVEL = regex(r"中央|国家|地方|省级|市级|区县|县级|区级|镇级|乡级")
_BRACKETS = regex(r"\([^()]*\)|\[[^][]*\]")
_STRAY, _STRAY_IN_BRACKETS = regex(r"[^\w%]+"), regex(r"[^\w%()]+")


class Folded(NamedTuple):
    """Hold a text without spaces, width and style of marks, and for each of its characters the place in the original."""

    text: str
    at: tuple[int, ...]
    original: str

    def cut(self, start: int, end: int) -> str:
        """Return what the original says from one character to before another, without spaces at its ends."""
        return self.original[self.at[start] : self.at[end - 1] + 1].strip() if start < end else ""


def fold_text(text: str) -> Folded:
    """Return a text in the form in which fixed texts are looked for in it."""
    if text.isascii() and not any(character.isspace() for character in text):
        return Folded(text, tuple(range(len(text))), text)
    made: list[str] = []
    at: list[int] = []
    for number, character in enumerate(text):
        if character.isspace():
            continue
        plain = unicodedata.normalize("NFKC", character).translate(_SAME)
        made.append(plain)
        at += [number] * len(plain)
    return Folded("".join(made), tuple(at), text)


def is_label(text: str) -> bool:
    """Tell whether a fixed text can be a label: two Chinese characters at least, where figures and strokes are values."""
    return len(_WORD.findall(text)) >= 2


@dataclass
class Labels:
    """Tell which texts are the same label: alike, or named by any form of a library for the same key."""

    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[tuple[str, str], float] = field(default_factory=dict)
    _bare: dict[str, str] = field(default_factory=dict)
    _in_header: dict[tuple[str, str], float] = field(default_factory=dict)

    def likeness(self, label: str, text: str) -> float:
        """Return how surely a text is the label, from 0 to 1; 0 where it is not."""
        if not text or len(text) > LONGEST + len(label):
            return 0.0
        key = (label, text)
        if key not in self._known:
            self._known[key] = self._compare(self.bare(label), self.bare(text))
        return self._known[key]

    def names(self, text: str, path: KeyPath) -> bool:
        """Tell whether a text is a label of a key, and so no value of it."""
        return ".".join(path) in self.keys.get(self.bare(text), ())

    def differ(self, label: str, text: str) -> bool:
        """Tell whether two labels are known, stand for keys that are called differently, and none is part of the other."""
        if self.bare(text) in self.bare(label) or self.bare(label) in self.bare(text):
            return False
        one, other = ({key.rpartition(".")[2] for key in self.keys.get(self.bare(each), ())} for each in (label, text))
        return bool(one) and bool(other) and one.isdisjoint(other)

    def knows(self, text: str) -> bool:
        """Tell whether a text is a label of any key, and so no paragraph."""
        return self.bare(text) in self.keys

    def likeness_in_header(self, label: str, text: str) -> float:
        """Return how much a text in a header is like the label, from 0 to 1; 0 where it is hardly."""
        if len(text) > LONGEST + len(label):
            return 0.0
        key = (label, text)
        if key not in self._in_header:
            sure = self.likeness(label, text)
            self._in_header[key] = sure or _ratio(self.bare(label), self.bare(text), ALIKE_IN_HEADER)
        return self._in_header[key]

    def bare(self, text: str) -> str:
        """Return a label in the form in which labels are compared, each made once."""
        if text not in self._bare:
            self._bare[text] = bare(text)
        return self._bare[text]

    def _compare(self, label: str, text: str) -> float:
        if not label or not text:
            return 0.0
        if label == text:
            return 1.0
        if _are_of_other_levels(label, text):
            return ALIKE_INSIDE if self.keys.get(label, frozenset()) & self.keys.get(text, frozenset()) else 0.0
        alike = max(_alike(label, text), _alike(*map(without_brackets, (label, text))))
        alike = alike or (
            ALIKE_INSIDE if _is_qualified(label, text) or _are_the_same_in_other_words(label, text) else 0.0
        )
        if not alike and self.keys.get(label, frozenset()) & self.keys.get(text, frozenset()):
            return ALIKE_INSIDE
        return alike


def bare(text: str) -> str:
    """Return a label without spaces and marks, its brackets left in."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _STRAY_IN_BRACKETS.sub("", folded) if _BRACKETS.search(folded) else _STRAY.sub("", folded)


def without_brackets(label: str) -> str:
    """Return a label without what stands in brackets, the label itself where nothing is left."""
    short = _STRAY.sub("", _BRACKETS.sub("", label))
    return short if is_label(short) else _STRAY.sub("", label)


def words_of(label: str) -> frozenset[str]:
    """Return the pairs of Chinese characters in a label that can be words of it, without those that many labels have."""
    said = without_brackets(bare(label))
    pairs = {one + other for one, other in pairwise(said) if _WORD.match(one) and _WORD.match(other)}
    return frozenset(pairs - _BEFORE - _BEHIND)


def _alike(one: str, other: str) -> float:
    if one == other:
        return 0.98
    ratio = _ratio(one, other, ALIKE)
    inside = one in other or other in one
    return ratio if not inside or ratio >= ALIKE_INSIDE else 0.0


def _are_of_other_levels(one: str, other: str) -> bool:
    """Tell whether two labels name levels of government, and not the same."""
    named = [set(_OF_LEVEL.findall(label)) for label in (one, other)]
    return all(named) and named[0] != named[1]


def _are_the_same_in_other_words(one: str, other: str) -> bool:
    """Tell whether two labels are names of the sum of all points, or of the money of one level of government, or one is what the
    other has in brackets as its other name.
    """
    levels = [_MONEY.sub("", without_brackets(label)) for label in (one, other)]
    if _POINTS_IN_ALL.issuperset((one, other)) or (levels[0] == levels[1] and _OF_LEVEL.fullmatch(levels[0])):
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= _QUALIFIED and f"({short})" in long and short not in _BRACKETS.sub("", long)


def _is_qualified(one: str, other: str) -> bool:
    """Tell whether two labels are the same but for a word that forms put before or behind such: whose it is, of what year, what it is."""
    short, long = sorted(map(without_brackets, (one, other)), key=len)
    before, behind = long.removesuffix(short), long.removeprefix(short)
    return behind == _FUNDS or (len(short) >= _QUALIFIED and (before in _BEFORE or behind in _BEHIND))


def _ratio(one: str, other: str, least: float) -> float:
    """Return how alike two texts are, 0 where it is less than the least, or one is no label."""
    short, long = sorted((len(one), len(other)))
    if 2 * short < least * (short + long) or set(one).isdisjoint(other) or not is_label(one) or not is_label(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def labels_of(forms: Iterable[Form]) -> Labels:
    """Return the labels that some forms print, and those of other places that they declare: two that stand for one key are synonyms."""
    keys: dict[str, set[str]] = {}
    for form in forms:
        for path, declared in form.fields.items():
            if declared.kind is not Kind.GROUP:
                for name in {declared.label, path[-1], *declared.aliases} - {""}:
                    keys.setdefault(bare(name), set()).add(".".join(path))
    return Labels({label: frozenset(found) for label, found in keys.items()})
