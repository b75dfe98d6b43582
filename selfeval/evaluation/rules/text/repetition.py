"""Text that says the same twice where it should not, or nearly the same where it should."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Spot, by_value, documents, long_spots, say, say_once, shared
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.quantity.read import read
from selfeval.quantity.values import Quantity
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import HAN, regex

_TOLD = regex("用途|内容|描述")
"""Matches the column of a table in which every row says something of its own."""
_ANY = regex(r"\d")
_CRITERION = regex("(?:评分|扣分|计分|得分|打分)(?:标准|规则|办法|细则|方法)|偏差说明|原因说明")
_OWN_COUNT = regex(r"\d[\d.,]*[万亿千百]?[^\W\d_分个天日月年成%‰至到以点]")
"""Matches a count in a criterion or a remark, which is that of one row alone: 达到80万页得15分."""
_EXPLAINED, _WORDS = regex("说明|解释|公式|计算方法"), 6
"""Matches the column that says what an indicator is, and how long what it says is before it is one indicator's alone."""
_COMMON = regex("预算|支出|资金|项目|经费|情况|工作|指标|年度|完成|[数率量]$")
"""Matches what many indicators' names have."""
_CELL = 10
"""How long a cell is before the same again in another row is an oversight."""
SHORTEST = 24
"""How long a sentence is before another may be thought to be meant as the same."""
LONGEST = 4
"""How long the one term may be in which they differ."""
MOST_COMPARED = 100
"""With how many earlier sentences one is compared."""
TWICE = 16
"""How long a clause is before the same again in one text is an oversight."""
_YEARS = r"(20\d\d)年?(?:\d{1,2}月)?(?:\d{1,2}日)?\s*[-—–~～至到]+\s*(20\d\d)年?|(?<![\d第近过前])(?:[2-9]|1\d|[二两三四五六七八九十])个?年(?![级前月])"
_SPAN = regex(_YEARS)
_TOLD_SPAN = regex(
    rf"(?:实施|项目|建设|服务|执行|资金)(?:周期|期限?|年限)[^，。；\d二两三四五六七八九十]{{0,4}}(?:{_YEARS})"
)
_TERM = regex("周期|期限|年限|起止")
_SENTENCE = regex(r"[^。！？；;\n]+")
_CLAUSE = regex(r"[^，。；：！？,;:\n]{6,}")
_WHOLE_CLAUSE = regex(r"[^，。；：！？,;:{}\n]+")
_WHOLE_SENTENCE = regex(r"[^。！？；;\n{}]+")
_POINT = regex(r"^.*\S.*$")
_ROW = regex(rf"、(?:{HAN}{{2,12}}、){{2,}}{HAN}{{2,12}}")
# The first thing of a row, whatever of it belongs to the words before: 对学校、社区 gives 学校, too.
_FIRST = regex(rf"(?:^|(?<=[，。；：对为到在向给进入有是含和]))(?=({HAN}{{2,4}})$)")
_THING = regex(
    rf"(?<=、)(?!(?:[一二三四五六七八九十百千万几两]|[的个件次人元]){{2}}){HAN}{{2,12}}?(?=、|等|$|(?!{HAN}))"
)
THRICE = 9
"""How long a clause is before the third of it in one text is an oversight."""
MOST_SHOWN = 20
"""How many characters of a repeated clause a message shows."""
_COUNTED = regex(r"[\d一二三四五六七八九十上下前后]")


def goal_as_result(dossier: Dossier) -> Iterator[Finding]:
    """Find a result that repeats its goal, or what was to be done, word for word."""
    for beside in dossier.side_by_side:
        for result in beside.get(Role.RESULT, ()):
            forms, told = dossier.having(result.field.path), _CLAUSE.findall(result.text)
            goals = [*beside.get(Role.GOAL, ()), *beside.get(Role.CONTENT, ())] if forms and told else []
            for goal in (each for each in goals if not _repeats_by_design(dossier, each, result)):
                planned = {fold(clause) for clause in _CLAUSE.findall(goal.text)}
                same = sum(len(clause) for clause in told if fold(clause) in planned)
                if same >= sum(map(len, told)) * 4 / 5:
                    message = f"“{result.field.name}”几乎照抄了“{goal.field.name}”；要写做成了什么，写出数字"
                    yield Finding(result.text.place, message, result.where, forms=forms)


def content_as_goal(dossier: Dossier) -> Iterator[Finding]:
    """Find an aim of which several clauses, and a quarter, say again what will be done."""
    for beside in dossier.side_by_side:
        for content, goal in product(beside.get(Role.CONTENT, ()), beside.get(Role.GOAL, ())):
            forms = dossier.having(goal.field.path)
            aims, acts = _CLAUSE.findall(goal.text), {fold(clause) for clause in _CLAUSE.findall(content.text)}
            same = [clause for clause in aims if fold(clause) in acts]
            by_design = _repeats_by_design(dossier, content, goal)
            if forms and not by_design and len(same) >= 2 and sum(map(len, same)) >= sum(map(len, aims)) / 4:
                message = f"“{goal.field.name}”有 {len(same)} 处照抄了“{content.field.name}”（如“{same[0]}”）；目标要写做成什么、达到多少"
                yield Finding(goal.text.place, message, goal.where, forms=forms)


def period_same_as_year(case: Case) -> Iterator[Finding]:
    """Find counts whose typed value for a period of several years is that of one year, in every indicator."""
    typed = []
    for indicator in case.indicators:
        period, year = indicator.leaf(Role.PERIOD_TARGET), indicator.leaf(Role.TARGET)
        if period and year and _is_count(year):
            typed.append((period, fold(period.text.replace("每年", "")) == fold(year.text)))
    term = _term(case.dossier) if len(typed) >= 3 and all(same for _, same in typed) else ""
    if term:
        first = typed[0][0]
        message = (
            f"{len(typed)} 个数量指标的周期指标值都和年度指标值相同；实施周期不止一年（{term}），周期值应是几年的合计"
        )
        yield Finding(first.text.place, message, first.field.path[-1])


def _term(dossier: Dossier) -> str:
    """Return the term of several years that the department gives, as typed; "" where it gives none."""
    spans = [
        _SPAN.search(leaf.text)
        for leaf in dossier.leaves
        if leaf.field.kind is not Kind.QUANTITY and _TERM.search(leaf.field.name)
    ]
    spans += [_TOLD_SPAN.search(each.text) for each in dossier.paragraphs.holding(_TERM, "期")]
    return next((span[0] for span in spans if span and (span[1] is None or span[1] < span[2])), "")


def nearly_same_sentence(dossier: Dossier) -> Iterator[Finding]:
    """Find two sentences, both planned or both told, that differ in one short term."""
    listed = dossier.paragraphs.narrative
    for planned in (True, False):
        long = long_spots(_SENTENCE, SHORTEST, (paragraph for paragraph in listed if paragraph.planned is planned))
        for one, other in _alike(long):
            forms = one.forms & other.forms
            by_design = _repeats_by_design(dossier, one.paragraph.leaf, other.paragraph.leaf)
            terms = _difference(one.match[0], other.match[0]) if forms and not by_design else None
            if terms:
                where = one.place
                message = f"这一句和 {where.file} 第 {where.line} 行的一句只差一处：那里是“{terms[0]}”，这里是“{terms[1]}”，是不是应当一样？"
                yield say(other, message)._replace(forms=forms)


def repeated_clause(dossier: Dossier) -> Iterator[Finding]:
    """Find a sentence, a long clause, a point of a list or a thing in a row (A、B、A) that one text says twice, once a text."""
    for texts in dossier.paragraphs.narrative.values:
        clauses = _again(_repeated(long_spots(_WHOLE_SENTENCE, TWICE, texts)))
        parts = _repeated(long_spots(_WHOLE_CLAUSE, THRICE, texts))
        long = _but_restated([spot for spot in parts if len(spot.match[0]) >= TWICE])
        for shorter in (_again(long), _third_times(parts)):
            said = "\n".join(fold(spot.match[0]) for spot in clauses)
            clauses += [spot for spot in shorter if fold(spot.match[0]) not in said]
        points = texts if texts[0].leaf.field.kind is Kind.LINES else []
        clauses += [spot for spot in _again(long_spots(_POINT, 1, points)) if not _holds(clauses, spot)]
        for together, forms in documents(sorted(clauses, key=lambda spot: spot.place)):
            listed = "".join(f"“{said}”" for said in dict.fromkeys(_short(spot.match[0]) for spot in together))
            yield say_once(together, forms, f"{listed}在同一段文字里写了两遍，删去一处，或改写")
        for spot in _twice_in_row(texts):
            yield say(spot, f"“{spot.match[0]}”在这一串里写了两遍，删去一处，或改成漏写的")


def repeated_sentence(dossier: Dossier) -> Iterator[Finding]:
    """Find sentences of one result that stand word for word in another, once a text."""
    told = [each for each in dossier.paragraphs.narrative if not each.planned]
    known: dict[str, list[Spot]] = {}
    for texts in by_value(told):
        # figures quoted twice are right in both places
        listed = [spot for spot in long_spots(_SENTENCE, SHORTEST, texts) if "{{" not in spot.match[0]]
        found = [
            Spot(spot.paragraph._replace(forms=forms), spot.match)
            for spot in listed
            for _, forms in shared(spot, _others(dossier, spot, known.get(fold(spot.match[0]), ())))
        ]
        for together, forms in documents(found):
            first = together[0]
            earlier = next(one for one in known[fold(first.match[0])] if one.forms & forms)
            yield say_once(
                together,
                forms,
                f"这一句和 {earlier.place.file} 第 {earlier.place.line} 行的一字不差；同样的话只写一处，另一处写概括的话",
            )
        for spot in listed:
            known.setdefault(fold(spot.match[0]), []).append(spot)
    yield from _rows_alike(dossier)
    yield from _explained_alike(dossier)


def _rows_alike(dossier: Dossier) -> Iterator[Finding]:
    """Yield what a row says word for word as another one: its use or contents, or a reason that counts something."""
    known: dict[tuple[KeyPath, str], Leaf] = {}
    for leaf in dossier.leaves:
        if leaf.field.kind is not Kind.TEXT or len(leaf.text) < _CELL:
            continue
        is_told, is_criterion = _says_of_row(leaf.field.names)
        is_reason = leaf.field.role is Role.REASON and _ANY.search(leaf.text)
        if not (is_told or is_reason or (is_criterion and _OWN_COUNT.search(leaf.text))):
            continue
        first = known.setdefault((leaf.field.path, fold(leaf.text)), leaf)
        forms = dossier.having(leaf.field.path)
        if first is not leaf and forms:
            place = first.text.place
            message = f"这里和 {place.file} 第 {place.line} 行的“{leaf.field.path[-1]}”一字不差；是不是抄来没有改？"
            yield Finding(leaf.text.place, message, leaf.where, forms=forms)


@lru_cache(maxsize=1024)
def _says_of_row(names: tuple[str, ...]) -> tuple[bool, bool]:
    """Tell whether a column is one in which every row says something of its own, and whether it is one of criteria or remarks."""
    return any(map(_TOLD.search, names)), any(map(_CRITERION.search, names))


def _explained_alike(dossier: Dossier) -> Iterator[Finding]:
    """Yield what is said of an indicator in the words of another one, in whose row the same is said: 结转结余÷支出预算 of 预算调整率."""
    known: dict[tuple[KeyPath, str], tuple[Leaf, str]] = {}
    for row in dossier.indicators:
        for leaf in row.values.values():
            if not isinstance(leaf, Leaf) or leaf.field.kind is not Kind.TEXT or len(leaf.text) < _WORDS:
                continue
            if not any(map(_EXPLAINED.search, leaf.field.names)):
                continue
            own = (leaf, _COMMON.sub("/", str(row.name)))
            other = known.setdefault((leaf.field.path, fold(leaf.text)), own)
            said = [_shares_word(name, leaf.text) for _, name in (own, other)]
            if other is not own and said[0] is not said[1]:
                wrong, right = (leaf, other[0]) if said[1] else (other[0], leaf)
                place = right.text.place
                message = f"这里和 {place.file} 第 {place.line} 行的“{right.field.path[-1]}”一字不差，说的像是那一项；是不是抄来没有改？"
                yield Finding(wrong.text.place, message, wrong.where, forms=dossier.having(wrong.field.path))


def _shares_word(name: str, text: str) -> bool:
    return any("/" not in name[at : at + 2] and name[at : at + 2] in text for at in range(len(name) - 1))


def _others(dossier: Dossier, spot: Spot, earlier: Iterable[Spot]) -> list[Spot]:
    """Return the earlier spots in fields that this one's is not to repeat."""
    return [one for one in earlier if not _repeats_by_design(dossier, one.paragraph.leaf, spot.paragraph.leaf)]


def _repeats_by_design(dossier: Dossier, one: Leaf, other: Leaf) -> bool:
    """Tell whether a form asks for the text of one value again in the other."""
    paths = (one.field.path, other.field.path)
    declared = (form.fields.get(path) for form in dossier.forms for path in paths)
    return any(field is not None and field.repeats in paths and field.repeats for field in declared)


def _repeated(listed: list[Spot]) -> list[Spot]:
    """Return those that say what another one says."""
    counted = Counter([fold(spot.match[0]) for spot in listed])
    return [spot for spot in listed if counted[fold(spot.match[0])] > 1] if len(counted) < len(listed) else []


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


def _but_restated(listed: list[Spot]) -> list[Spot]:
    """Return spots without those of a figure that another paragraph gave, which sums up what was done."""
    first: dict[str, Spot] = {}
    for spot in listed:
        first.setdefault(fold(spot.match[0]), spot)
    return [
        spot
        for spot in listed
        if not _ANY.search(spot.match[0]) or spot.paragraph is first[fold(spot.match[0])].paragraph
    ]


def _third_times(listed: list[Spot]) -> list[Spot]:
    """Return those that say what two earlier ones said."""
    counted: Counter[str] = Counter()
    found = []
    for spot in listed:
        said = fold(spot.match[0])
        counted[said] += 1
        if counted[said] == 3:
            found.append(spot)
    return found


def _holds(spots: list[Spot], other: Spot) -> bool:
    """Tell whether one of some spots stands in another one."""
    return any(spot.paragraph is other.paragraph for spot in spots)


def _short(text: str) -> str:
    """Return the beginning of a text that is long."""
    text = text.strip()
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _twice_in_row(texts: list[Paragraph]) -> Iterator[Spot]:
    """Yield each thing that stands twice between the marks of one row: 开展培训、宣传、接访、宣传等."""
    for row in (Spot(text, found) for text in texts for found in _ROW.finditer(text.text)):
        seen = {found[1] for found in _FIRST.finditer(row.paragraph.text[: row.match.start()])}
        for spot in (Spot(row.paragraph, found) for found in _THING.finditer(row.paragraph.text, *row.match.span())):
            if spot.match[0] in seen:
                yield spot
            seen.add(spot.match[0])


def _is_count(leaf: Leaf) -> bool:
    reading = read(str(leaf.text))
    return isinstance(reading, Quantity) and reading.unit not in ("", "%", "‰")


def _alike(spots: list[Spot]) -> Iterator[tuple[Spot, Spot]]:
    """Yield the pairs that may differ in one short term: they begin or end with the same words, half of each.

    A term that counts is none (一期, 二期), so what counts in them is the same.
    """
    shelves: dict[tuple[str, str, str], list[Spot]] = {}
    for spot in spots:
        sentence = spot.match[0]
        counted = "".join(_COUNTED.findall(sentence))
        near: dict[int, Spot] = {}
        for half in {_half(len(sentence) - LONGEST), _half(len(sentence) - 2 * LONGEST)}:
            for shelf in ((sentence[:half], "", counted), ("", sentence[-half:], counted)):
                together = shelves.setdefault(shelf, [])
                if together:
                    near |= {id(one): one for one in together[-MOST_COMPARED:]}
                together.append(spot)
        yield from ((one, spot) for one in near.values() if one.match[0] != sentence)


def _half(length: int) -> int:
    """Return the largest power of two that is at most half of a length."""
    return 1 << (max(length // 2, 1).bit_length() - 1)


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
