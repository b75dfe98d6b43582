"""Text that says the same twice where it should not, or nearly the same where it should."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.text.paragraph import Spot, by_value, paragraphs, say, say_once, spots
from selfeval.form.form import Form
from selfeval.quantity.read import read
from selfeval.quantity.values import Quantity
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Filled, Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex

GOALS = (
    ("总体目标", "总体目标完成情况"),
    ("预期目标", "完成情况"),
    ("主要内容", "完成情况"),
    ("内容", "完成情况"),
    ("项目目标", "项目完成情况"),
)
_AIMS = frozenset(goal for goal, _ in GOALS)
SHORTEST = 24
"""How long a sentence is before another may be thought to be meant as the same."""
LONGEST = 4
"""How long the one term may be in which they differ."""
EDGE = 6
"""How much of the beginning or the end two such sentences share at least."""
TWICE = 16
"""How long a clause is before the same again in one text is an oversight."""
_LONG_SENTENCE = regex(rf"[^。！？；;\n]{{{SHORTEST},}}")
_CLAUSE = regex(r"[^，。；：！？,;:\n]{6,}")
_LONG_CLAUSE = regex(rf"[^，。；：！？,;:{{}}\n]{{{TWICE},}}")
_COUNTED = regex(r"[\d一二三四五六七八九十上下前后]")
YEAR, PERIOD = "年度指标值", "周期指标值"


def goal_as_result(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a result that repeats its goal word for word."""
    for holder in _holders(submission):
        for goal_key, result_key in GOALS:
            goal, result = holder.get(goal_key), holder.get(result_key)
            if not isinstance(goal, Leaf) or not isinstance(result, Leaf) or result.field.path not in form.fields:
                continue
            told = _CLAUSE.findall(result.text)
            planned = {fold(clause) for clause in _CLAUSE.findall(goal.text)}
            same = sum(len(clause) for clause in told if fold(clause) in planned)
            if told and same >= sum(map(len, told)) * 4 / 5:
                message = f"“{result.field.name}”几乎照抄了“{goal.field.name}”；要写做成了什么，写出数字"
                yield Finding(result.text.place, message, result.where)


def content_as_goal(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find an aim of which several clauses, and a quarter, say again what will be done."""
    for holder in _holders(submission):
        content, goal = holder.get("主要内容"), holder.get("预期目标")
        if not isinstance(content, Leaf) or not isinstance(goal, Leaf) or goal.field.path not in form.fields:
            continue
        aims, acts = _CLAUSE.findall(goal.text), {fold(clause) for clause in _CLAUSE.findall(content.text)}
        same = [clause for clause in aims if fold(clause) in acts]
        if len(same) >= 2 and sum(map(len, same)) >= sum(map(len, aims)) / 4:
            message = f"“{goal.field.name}”有 {len(same)} 处照抄了“{content.field.name}”（如“{same[0]}”）；目标要写做成什么、达到多少"
            yield Finding(goal.text.place, message, goal.where)


def period_same_as_year(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find counts whose typed value for the whole period is that of one year, in every indicator."""
    typed = []
    for indicator in submission.indicators(form):
        period, year = indicator.values.get(PERIOD), indicator.values.get(YEAR)
        if isinstance(period, Leaf) and isinstance(year, Leaf) and _is_count(year):
            typed.append((period, fold(period.text.replace("每年", "")) == fold(year.text)))
    if len(typed) >= 3 and all(same for _, same in typed):
        first = typed[0][0]
        message = f"{len(typed)} 个数量指标的周期指标值都和年度指标值相同；实施周期不止一年的，周期值应是几年的合计"
        yield Finding(first.text.place, message, PERIOD)


def nearly_same_sentence(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find two sentences, both planned or both told, that differ in one short term."""
    listed = paragraphs(submission, form).narrative
    for planned in (True, False):
        long = [
            spot for paragraph in listed if paragraph.planned is planned for spot in spots(_LONG_SENTENCE, [paragraph])
        ]
        for one, other in _alike(long):
            terms = _difference(one.match[0], other.match[0])
            if terms:
                where = one.place
                message = f"这一句和 {where.file} 第 {where.line} 行的一句只差一处：那里是“{terms[0]}”，这里是“{terms[1]}”，是不是应当一样？"
                yield say(other, message)


def repeated_clause(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a long clause that one text says twice, once a text."""
    for texts in by_value(paragraphs(submission, form).narrative):
        listed = list(spots(_LONG_CLAUSE, texts))
        yield from say_once(_again(listed), "这句话在同一段文字里写了两遍，删去一处，或改写")


def repeated_sentence(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find sentences of one result that stand word for word in another, once a text."""
    told = [each for each in paragraphs(submission, form).narrative if not each.planned]
    first: dict[str, Spot] = {}
    for texts in by_value(told):
        # figures quoted twice are right in both places
        listed = [
            spot for paragraph in texts for spot in spots(_LONG_SENTENCE, [paragraph]) if "{{" not in spot.match[0]
        ]
        found = [spot for spot in listed if fold(spot.match[0]) in first]
        if found:
            place = first[fold(found[0].match[0])].place
            yield from say_once(
                found, f"这一句和 {place.file} 第 {place.line} 行的一字不差；同样的话只写一处，另一处写概括的话"
            )
        for spot in listed:
            first.setdefault(fold(spot.match[0]), spot)


def _again(listed: list[Spot]) -> list[Spot]:
    """Return those that say what an earlier one said."""
    seen: set[str] = set()
    found = []
    for spot in listed:
        said = fold(spot.match[0])
        if said in seen:
            found.append(spot)
        seen.add(said)
    return found


@lru_cache(maxsize=4)
def _holders(submission: Submission) -> tuple[Branch, ...]:
    """Return the groups and items that hold a goal."""
    return tuple(each for each in _branches(submission.tree) if not _AIMS.isdisjoint(each))


def _branches(filled: Filled) -> Iterator[Branch]:
    if isinstance(filled, Branch):
        yield filled
    if not isinstance(filled, Leaf):
        for inner in filled if isinstance(filled, list) else filled.values():
            yield from _branches(inner)


def _is_count(leaf: Leaf) -> bool:
    reading = read(str(leaf.text))
    return isinstance(reading, Quantity) and reading.unit not in ("", "%", "‰")


def _alike(spots: list[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Yield the pairs that begin or end with the same words."""
    shelves: dict[tuple[str, str], list[Spot]] = {}
    for spot in spots:
        sentence = spot.match[0]
        for shelf in (("", sentence[-EDGE:]), (sentence[:EDGE], "")):
            shelves.setdefault(shelf, []).append(spot)
    seen: set[tuple[int, int]] = set()
    for together in shelves.values():
        for one, other in combinations(together, 2):
            if (id(one), id(other)) not in seen:
                seen.add((id(one), id(other)))
                yield one, other


def _difference(one: str, other: str) -> tuple[str, str] | None:
    """Return the one short term in which two sentences differ, with the words around it, or None."""
    start = _common(one, other)
    end = _common(one[start:][::-1], other[start:][::-1])
    first, second = one[start : len(one) - end], other[start : len(other) - end]
    if not first + second or max(len(first), len(second)) > LONGEST or _COUNTED.search(first + second):
        return None
    return _around(one, start, len(first)), _around(other, start, len(second))


def _around(sentence: str, start: int, length: int) -> str:
    return sentence[max(0, start - 2) : start + length + 2]


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
