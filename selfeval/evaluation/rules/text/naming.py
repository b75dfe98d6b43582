"""How the department, its projects and its indicators are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents, say, say_once, spots
from selfeval.evaluation.words import trade_words
from selfeval.form.field import Kind, Role
from selfeval.submission.tree import Leaf
from selfeval.text.name import difference, fold, nearest
from selfeval.text.pattern import HAN, regex

_PROJECT = regex("本项目")
_OTHER_PROJECT = regex("(?<!本)项目")
_OFFICE = ("局", "厅", "委", "办", "委员会", "办公室")
_STOPS = "。；，、;,"
_FINAL = regex(f"[{_STOPS}]$")
_NUMERALS = frozenset("一二三四五六七八九十")
_TELLING = _NUMERALS | frozenset("东南西北和与及")
"""What stands in the names of two offices that differ in nothing else, or is left out on purpose."""
_AND = frozenset("和与")
_OPPOSED = _TELLING | frozenset("上下大小新老旧前后内外左右中")
"""What two places may differ in that both have an office of the same name."""
_GENERAL = (*_OFFICE, "会", "中心")
_PARTICULAR = ("街道", "镇", "乡", "分局")
_OF_DISTRICT = regex("(?<![治新发园矿林景地])[区县]$")
_ABOVE_DISTRICT = ("国家", "中央", "省", "市")
LONGEST = 60
"""How long a name is before it is no name; the slips in one grow with the square of its length."""
_SHORT_AREA = 2
"""How many characters the name of an area has at most that others differ from in one."""
LONG = 6
"""How long the name of an office is before no other differs from it in one character."""


def department_misspelt(dossier: Dossier) -> Iterator[Finding]:
    """Find the department's own name with one character lost, doubled or wrong, or two exchanged."""
    leaf = dossier.submission.with_role(Role.DEPARTMENT)
    if leaf is None:
        return
    full = str(leaf.text).strip()
    if len(full) > LONGEST:
        return
    yield from _compare_names(dossier, leaf)
    known = frozenset({full, _area().sub("", full)})
    halves = [half for name in known for half in (name[: len(name) // 2], name[len(name) // 2 + 1 :]) if half]
    halves += [half for name in known if (half := _area_of(name)[: len(_area_of(name)) // 2])]
    listed = [each for each in dossier.paragraphs.holding(*halves) if _suspect(each.text, known, halves)]
    wrong_names = _misspelt(known, "\n".join([each.text for each in listed]))
    found = [spot for spot in spots(wrong_names, listed) if spot.match[1]]
    told = {spot.paragraph.leaf.where for spot in found}
    yield from (each for each in _in_cells(dossier, full) if each.where not in told)
    for wrong in dict.fromkeys(spot.match[1] for spot in found):
        same = [spot for spot in found if spot.match[1] == wrong]
        right = next(
            (name for name in sorted(known) if wrong in _slips(name) or _differ_in_one(name, wrong)),
            next((_area_of(name) for name in sorted(known) if wrong in _slips_of_area(name)), full),
        )
        slip = "字的顺序不同" if sorted(wrong) == sorted(right) else "差一个字"
        for together, forms in documents(same):
            yield say_once(together, forms, f"“{wrong}”和部门名称“{right}”{slip}", right)


def _compare_names(dossier: Dossier, leaf: Leaf) -> Iterator[Finding]:
    """Find the department's name where it lacks its last character, or is nearly the one approved or that of last year."""
    full, forms = str(leaf.text).strip(), dossier.having(leaf.field.path)
    longer = re.compile(f"{re.escape(full)}[{''.join(trade_words().endings)}]")
    others = {"批复时": dossier.submission.approved, "上年": dossier.submission.earlier}
    names = {when: other.with_role(Role.DEPARTMENT) for when, other in others.items() if other}
    told = {when: str(name.text).strip() for when, name in names.items() if name}
    written = next((found[0] for text in dossier.paragraphs.narrative if (found := longer.search(text.text))), "")
    if written and not full.endswith(trade_words().endings):
        told["文字里"] = written
    for when, other in told.items():
        if fold(other) != fold(full) and nearest(full, [other], 0.85):
            message = f"部门名称“{full}”和{when}的“{other}”不一样：{difference(full, other)}；请核对"
            yield Finding(leaf.text.place, message, leaf.where, other, forms)
            return


def _in_cells(dossier: Dossier, full: str) -> Iterator[Finding]:
    """Find a cell that is the department's name without its last character or with its words in another order, or an office of its area with that misspelt."""
    known = {full, _area().sub("", full)}
    areas = {area for name in known if len(area := _area_of(name)) > _SHORT_AREA}
    for leaf in dossier.leaves:
        name = str(leaf.text).strip()
        if leaf.field.kind is not Kind.TEXT or leaf.field.role is Role.DEPARTMENT or not 4 <= len(name) <= LONGEST:
            continue
        is_office = name.endswith(trade_words().endings)
        right = next((each for each in known if name == each[:-1] and len(each) >= LONG and not is_office), "")
        if is_office and name not in known:
            right = right or next((each for each in known if len(each) >= LONG and _is_in_other_order(name, each)), "")
        if not right and is_office:
            own = _area_of(name)
            alike = (
                area
                for area in sorted(areas)
                if _is_misspelt_area(own, area, is_same_office=_office(name) == _office(full))
            )
            meant = next(alike, "")
            right = meant + _office(name) if meant else ""
        if right:
            message = f"“{leaf.field.name}”写的“{name}”和“{right}”{difference(name, right)}；看看是不是写错了"
            yield Finding(leaf.text.place, message, leaf.where, right, dossier.having(leaf.field.path))


def _is_in_other_order(name: str, other: str) -> bool:
    """Tell whether a name has the characters of another in another order, but for where it ends."""
    return sorted(name) == sorted(other) and name[-2:] == other[-2:] and name[:2] == other[:2]


def _is_misspelt_area(own: str, area: str, *, is_same_office: bool) -> bool:
    """Tell whether two areas of one rank differ in one character, by which two places are not told apart.

    Before the name of another office the one character must look or sound like the other.
    """
    if own[-1:] != area[-1:] or not _differ_in_one(own, area):
        return False
    own_city, _, own_district = own.partition("市")
    city, _, district = area.partition("市")
    if own_district == district and len(district) > _SHORT_AREA and own_city != city:
        return True
    (pair,) = [{one, other} for one, other in zip(own, area, strict=True) if one != other]
    one, other = sorted(pair)
    looks_alike = other in trade_words().alike.get(one, "") or one in trade_words().alike.get(other, "")
    return looks_alike or (is_same_office and not pair <= _OPPOSED)


def area_contradicts_name(dossier: Dossier) -> Iterator[Finding]:
    """Find 市 chosen as the level of a department whose name says that it is one of a district or county."""
    name, level = dossier.submission.with_role(Role.DEPARTMENT), dossier.submission.with_role(Role.AREA)
    if name is None or level is None:
        return
    area, typed = _area_of(str(name.text).strip()), str(level.text).strip()
    if _OF_DISTRICT.search(area) and typed in _ABOVE_DISTRICT:
        message = f"部门名称“{name.text.strip()}”是{area[-1]}一级的，“{level.field.name}”写的是“{typed}”；看看哪个不对"
        yield Finding(level.text.place, message, level.where, forms=dossier.having(level.field.path))


def project_for_department(dossier: Dossier) -> Iterator[Finding]:
    """Find 本项目 in a department's own document where no project was named before."""
    if dossier.submission.project:
        return
    for spot in spots(_PROJECT, dossier.paragraphs.holding("本项目")):
        text = str(spot.paragraph.text)
        if "项目" not in spot.paragraph.leaf.where and not _OTHER_PROJECT.search(text, 0, spot.match.start()):
            yield say(spot, "这份材料说的是整个部门，“本项目”像是从项目的材料带过来的", "本部门")


def stop_after_name(dossier: Dossier) -> Iterator[Finding]:
    """Find names and headings that end in a stop."""
    named = dossier.paragraphs.of(Role.NAME, Role.DEPARTMENT)
    found = list(spots(_FINAL, (each for each in named if each.text.rstrip()[-1:] in _STOPS)))
    for together, forms in documents(found):
        name = together[0].paragraph.text
        yield say_once(together, forms, f"名称末尾不加“{name[-1]}”", str(name[:-1]))


def _suspect(text: str, names: frozenset[str], halves: list[str]) -> bool:
    """Tell whether a text may hold a misspelt name: a known slip, or half the name without the whole."""
    if any(slip in text for name in names for slip in _changed(name) | _slips_of_area(name)):
        return True
    if all(len(name) < LONG for name in names):
        return False
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "\n")
    return any(half in text for half in halves)


def _misspelt(names: frozenset[str], text: str) -> re.Pattern[str]:
    """Return a pattern that passes over the right names and catches those wrong ones that a text holds as its group.

    It is compiled when it is first used: where no text is suspected, never.
    """
    right = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    areas = {slip for name in names for slip in _slips_of_area(name)}
    slips = {slip for name in names for slip in _slips(name)} | areas - names
    there = sorted((slip for slip in slips if slip in text), key=len, reverse=True)
    wrong = [*map(re.escape, there)]
    wrong += [pattern for name in sorted(names) for pattern in (_one_wrong(name).pattern, _one_wrong_at_start(name))]
    return regex(f"{right}|({'|'.join(wrong)})")


@lru_cache(maxsize=64)
def _slips(name: str) -> frozenset[str]:
    """Return a name with what is easily mistyped in it mistyped, unless that is the name of something else."""
    return frozenset(slip for slip in _changed(name) if not _is_another(slip, name))


@lru_cache(maxsize=64)
def _changed(name: str) -> frozenset[str]:
    """Return a name of five characters or more with one of them lost, doubled or exchanged, but not its first or last,
    or one typed as another that looks or sounds like it.

    和 is often left out on purpose, and so is 区 in 青湖图书馆, though not in the name of an office. 第十二中学 without
    a numeral, or 中心小学 without 心, is something else.
    """
    spared = _NUMERALS.union("和与及" if name.endswith(_OFFICE) else "和与及省市区县")
    inner = range(1, len(name) - 1) if len(name) >= 5 else ()
    lost = {name[:at] + name[at + 1 :] for at in inner if name[at] not in spared}
    alike = {
        name[:at] + other + name[at + 1 :]
        for at in range(len(name) if len(name) >= 5 else 0)
        for other in trade_words().alike.get(name[at], "")
    }
    swapped = {
        name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        for at in inner
        if at < len(name) - 2 and not _NUMERALS.issuperset(name[at : at + 2])
    }
    doubled = {name[:at] + name[at] + name[at:] for at in inner}
    joined = {
        name[:at] + other + name[at + 1 :]
        for at in inner
        if name[at] in _AND
        for other in _AND
        if name.endswith(_OFFICE)
    }
    return frozenset(lost | alike | swapped | doubled | joined) - {name}


def _is_another(slip: str, name: str) -> bool:
    """Tell whether a slip in a name gives that of another kind of office in the same area (中心小学: 中小学)."""
    own, other = _office(name), _office(slip)
    if slip.removesuffix(other) != name.removesuffix(own):
        return False
    return other.endswith(trade_words().others) and (
        other in trade_words().others or not own.endswith(trade_words().others)
    )


@lru_cache(maxsize=1)
def _area() -> re.Pattern[str]:
    """Return a pattern of the larger of two areas before the name of an office (云山市青湖区图书馆)."""
    endings = "".join(trade_words().endings)
    return regex(rf"^.+?(?:省|自治区|市|州)(?=.+[市区县旗].{{2,}}[{endings}]$)")


def _area_of(name: str) -> str:
    """Return the area before the name of an office: 云山市青湖区."""
    return name.removesuffix(_office(name))


@lru_cache(maxsize=64)
def _slips_of_area(name: str) -> frozenset[str]:
    """Return the area of a name, where it has two levels, with a character typed as another that looks or sounds like it."""
    area = _area_of(name)
    inner = range(len(area) - 1) if _area().match(name) else ()
    alike = trade_words().alike
    return frozenset(area[:at] + other + area[at + 1 :] for at in inner for other in alike.get(area[at], ""))


def _office(name: str) -> str:
    """Return a name without the area before it."""
    return name[max(map(name.rfind, "省市区县旗州")) + 1 :]


def _differ_in_one(name: str, wrong: str) -> bool:
    return len(name) == len(wrong) and sum(own != other for own, other in zip(name, wrong, strict=True)) == 1


def _one_wrong_at_start(name: str) -> str:
    """Return a pattern of a long name at the beginning of a sentence, with a character of its area wrong, or its last one.

    Such a sentence tells of the office itself. Where the two differ in a numeral, or in east and west, it may be another
    one; and so may one that others follow.
    """
    wrong = range(len(_area_of(name)) if len(name) >= LONG else 0)
    ways = [
        f"{re.escape(name[:at])}[^\\W\\d_{re.escape(name[at])}{''.join(sorted(_OPPOSED))}]{re.escape(name[at + 1 :])}"
        for at in wrong
        if name[at] not in _OPPOSED
    ]
    if len(name) >= LONG and name.endswith(_OFFICE):
        endings = "".join(trade_words().endings)
        ways.append(f"{re.escape(name[:-1])}[^\\W\\d_{endings}](?!{HAN}{{1,6}}[{endings}](?!{HAN}))")
    return rf"(?:^|(?<=[。！？；《])|(?<=年，)|(?<=年度，))(?:{'|'.join(ways) or '(?!)'})(?![、和与及同等])"


@lru_cache(maxsize=64)
def _one_wrong(name: str) -> re.Pattern[str]:
    """Return a pattern of the name with one character of its long office wrong.

    Short ones are like other offices' names, and so are those of schools, hospitals, branches and streets.
    """
    office = _office(name)
    start = len(name) - len(office)
    is_particular = not name.endswith(_GENERAL) or any(word in office for word in _PARTICULAR)
    ways = [
        f"{re.escape(name[: start + at])}[^\\W\\d{re.escape(character)}]{re.escape(name[start + at + 1 :])}"
        for at, character in enumerate(office[:-1])
        if len(office) >= LONG and character not in _TELLING and not is_particular
    ]
    return regex("|".join(ways) or "(?!)")
