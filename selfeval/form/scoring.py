"""The reading of ``scoring.yaml``: the words that a scoring profile may use, and how their values are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from selfeval.form.declaration import (
    DeclarationError,
    decimal,
    entries,
    offer,
    one_of,
    saying,
    some_entries,
    suggest,
    text,
    texts,
)
from selfeval.form.profile import FORWARD, ONE, REVERSE, ZERO, Band, Execution, Profile, Profiles, Steps
from selfeval.problem import Problem
from selfeval.problem.disk import LARGEST, read_file, stay_within, unreadable
from selfeval.quantity.fields import percent
from selfeval.source.fast import read_declaration, read_forgivingly
from selfeval.source.node import Entries, Node, Text
from selfeval.source.reading import Reading
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import fold

T = TypeVar("T")

_VALUE = Shape(Holds.VALUE)
_TABLE = Shape(Holds.NAMES, entry=_VALUE)
_WORDS: Mapping[str, Shape] = {
    "名称": _VALUE,
    "预算执行率": Shape(Holds.MAP, keys={"分值": _VALUE, "已完成": _VALUE, "分档": _TABLE, "总分上限": _TABLE}),
    "分值": _TABLE,
    "缺项转入": Shape(Holds.NAMES, entry=_TABLE),
    "指标得分": Shape(
        Holds.MAP,
        keys={
            "正向": _VALUE,
            "反向": _VALUE,
            "不适用": _VALUE,
            "分档": Shape(Holds.NAMES, entry=_TABLE),
        },
    ),
    "定性": Shape(Holds.NAMES, entry=Shape(Holds.LINES)),
    "超额": Shape(Holds.MAP, keys={"起点": _VALUE, "扣分": _VALUE}),
    "等级": _TABLE,
}
_SHAPE = Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=_WORDS))


def load(path: Path, shown: str) -> Profiles:
    """Return every profile of a file, which messages call ``shown``; one that cannot be used is left out and a problem."""
    try:
        stay_within(path, path.parent)
        data = read_file(path, LARGEST + 1)
    except OSError as error:
        return Profiles({}, {"": (unreadable(shown, error),)})
    found = _read_profiles(read_declaration(data, shown, _SHAPE))
    return (
        _read_profiles(read_forgivingly(data, shown, _SHAPE)) if found.problems else found
    )  # which knows what is wrong


def _read_profiles(reading: Reading) -> Profiles:
    problems = list(reading.problems)
    profiles = {}
    for slug, node in (reading.root or Entries()).items():
        try:
            profiles[str(slug)] = _read_profile(slug, node)
        except DeclarationError as error:
            problems.append(error.problem(None))
    slugs = sorted((slug.place.line, str(slug)) for slug in reading.root or ())
    by_slug: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        owner = next((slug for line, slug in reversed(slugs) if line <= problem.place.line), "")
        by_slug[owner] = (*by_slug.get(owner, ()), problem)
    return Profiles(profiles, by_slug)


def _read_profile(slug: Text, node: Node) -> Profile:
    words = _map(node, _WORDS)
    if "名称" not in words:
        raise DeclarationError(slug.place, f"评分办法“{slug}”没有写“名称”")
    scoring = _part(words, "指标得分")
    over = _part(words, "超额")
    _refuse_idle(_part(words, "预算执行率"), "已完成", "分档")
    _refuse_idle(over, "扣分", "起点")
    _refuse_unknown_heirs(words)
    return Profile(
        slug=str(slug),
        name=str(saying(words["名称"])),
        execution=_read_execution(_part(words, "预算执行率")),
        weights=_optional(words, "分值", _read_points, {}),
        moved=_optional(words, "缺项转入", _each_by(_read_points), {}),
        forward=_optional(scoring, "正向", one_of(FORWARD), None),
        reverse=_optional(scoring, "反向", one_of(REVERSE), None),
        rebases=_optional(scoring, "不适用", one_of({"保留": False, "折算": True}), False),
        steps=_optional(scoring, "分档", _each_by(_read_shares), {}),
        bands=_optional(words, "定性", _read_bands, ()),
        over_threshold=_optional(over, "起点", read_share, None),
        over_deduction=_optional(over, "扣分", _read_amount, ZERO),
        grades=_optional(words, "等级", _read_grades, ()),
    )


def _refuse_idle(words: Mapping[str, Node], word: str, needed: str) -> None:
    """Refuse a word that does nothing without another."""
    if word in words and needed not in words:
        raise DeclarationError(words[word].place, f"“{word}”要和“{needed}”一起写，单独写没有用")


def _refuse_unknown_heirs(words: Mapping[str, Node]) -> None:
    """Refuse points that go from or to a heading which has none."""
    known = list(map(str, entries(words["分值"]))) if "分值" in words else []
    for absent, heirs in entries(words["缺项转入"]).items() if "缺项转入" in words else ():
        for name in (absent, *entries(heirs)):
            if name not in known:
                raise DeclarationError(name.place, f"“分值”里没有“{name}”，分值转不过来{suggest(name, known)}")


def _read_execution(words: Mapping[str, Node]) -> Execution:
    return Execution(
        points=_optional(words, "分值", _read_amount, None),
        steps=_optional(words, "分档", _read_shares, ()),
        finished=_optional(words, "已完成", read_share, None),
        caps=_optional(words, "总分上限", _read_caps, ()),
    )


def read_share(node: Node) -> Decimal:
    """Return a percentage (``80%``) as a share of one.

    Raises:
        DeclarationError: where the node is no percentage or below zero.
    """
    word = text(node)
    value = percent(word).value if "%" in word or "％" in word else None
    if value is None or value < 0:
        raise DeclarationError(word.place, f"“{word}”不是百分数，要带百分号", "80%")
    return value / 100


def _read_amount(node: Node) -> Decimal:
    value = decimal(node)
    if value < 0:
        raise DeclarationError(node.place, f"“{text(node)}”不能小于 0")
    return value


def _read_points(node: Node) -> Mapping[str, Decimal]:
    return {str(key): _read_amount(value) for key, value in some_entries(node).items()}


def _read_shares(node: Node) -> Steps:
    return _falling((key, read_share(key), read_share(value)) for key, value in some_entries(node).items())


def _read_caps(node: Node) -> Steps:
    return _falling((key, read_share(key), _read_amount(value)) for key, value in some_entries(node).items())


def _falling(rows: Iterator[tuple[Text, Decimal, T]]) -> tuple[tuple[Decimal, T], ...]:
    """Return lower bounds with their values; a bound that is not below the one before it is refused."""
    found: list[tuple[Decimal, T]] = []
    for key, bound, given in rows:
        if found and bound >= found[-1][0]:
            raise DeclarationError(key.place, f"“{key}”应当比上一行小：从高到低写")
        found.append((bound, given))
    return tuple(found)


def _read_bands(node: Node) -> tuple[Band, ...]:
    floors = _falling((key, read_share(key), _read_words(value)) for key, value in some_entries(node).items())
    ceilings = [ONE, *(floor for floor, _ in floors)]
    seen: set[str] = set()
    for word in (word for _, words in floors for word in words):
        if fold(word) in seen:
            raise DeclarationError(word.place, f"“{word}”写了两次，不知道算哪一档")
        seen.add(fold(word))
    return tuple(
        Band(floor, ceiling, tuple(str(word) for word in words))
        for (floor, words), ceiling in zip(floors, ceilings, strict=False)
    )


def _read_words(node: Node) -> tuple[Text, ...]:
    words = texts(node)
    if not words:
        raise DeclarationError(node.place, "方括号里是空的，要写这一档的说法")
    return tuple(map(saying, words))


def _read_grades(node: Node) -> tuple[tuple[str, Decimal], ...]:
    rows = _falling((key, _read_amount(value), str(text(key))) for key, value in some_entries(node).items())
    return tuple((word, floor) for floor, word in rows)


def _each_by(read_value: Callable[[Node], T]) -> Callable[[Node], Mapping[str, T]]:
    return lambda node: {str(key): read_value(value) for key, value in some_entries(node).items()}


def _part(words: Mapping[str, Node], word: str) -> Mapping[str, Node]:
    return _map(words[word], _WORDS[word].keys) if word in words else {}


def _map(node: Node, known: Mapping[str, Shape]) -> Mapping[str, Node]:
    for word in some_entries(node):
        if word not in known:
            raise DeclarationError(word.place, f"“{word}”不是评分办法可用的词{offer(word, known)}")
    return {str(word): value for word, value in some_entries(node).items()}


def _optional(words: Mapping[str, Node], word: str, take: Callable[[Node], T], otherwise: T) -> T:
    return take(words[word]) if word in words else otherwise
