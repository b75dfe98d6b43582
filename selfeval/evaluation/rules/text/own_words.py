"""What a text calls its own office and its own place, against the department's name: 本馆 of a bureau, 全区 of a county.

It is said only where another text of the department calls them rightly, or where an office of another kind tells what it
is: then one of the two was copied from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Spot, documents, say_once, spots
from selfeval.form.field import Role
from selfeval.text.pattern import regex

_SELF = regex(
    "(?<![基资样日版文成根标课剧脚自原副书单张])[本我]"
    "(?P<kind>局(?![部势面限])|厅(?!堂)|馆|校(?![准对])|院(?!线)|中心(?!思)|园(?![区林])|站(?![位点])|所(?![得有在需属谓以能做]))"
)
"""Matches what an office calls itself: 本局, 我校."""
_KINDS: Mapping[str, str] = {
    **{kind: kind for kind in ("局", "厅", "馆", "院", "中心", "站", "所", "园")},
    "校": "[校学]",
}
"""What stands in the name of an office that calls itself so."""
_COUNTY = regex("全县(?!级)|[我本]县|(?<!各)县[里委](?!员)|(?<!各)县政府")
_DISTRICT = regex("(?:全|[我本])区(?![域间段])|(?<![园城市郊灾山社地景片小街辖厂校病库灌])区里|(?<![各治])区政府")
_OWN_COUNTY, _OWN_DISTRICT = regex(f"{_COUNTY.pattern}|县级|县财政"), regex(f"{_DISTRICT.pattern}|区级|区财政")
_ANOTHER_DISTRICT = regex("自治|[园景灌库校片辖社院矿林牧厂新]区|开发区|高新区|保护区")
_SHORT = 40
"""How long a value is at most that may be the name of an office."""
_PLACE = regex("[县区](?<!社区)(?=[^县区旗]*$)")


_OF_ITSELF = regex("(?:是|系|下辖|下设|内设|现有|承担|主要|负责|全年|认真|坚持|积极)")
"""Matches behind the beginning of a sentence what an office says of itself alone."""


_CITY = regex("^([^省市州]{2,6}[市州])([^区县市]{1,6}[区县市])")
_OFFICE_OF = regex("^(?:项目)?(?:实施|承担|使用|建设|申报)(?:单位|部门)$|^主管部门$")
_OWN_OFFICE = regex("^(?:项目)?(?:实施|承担|建设|申报|评价|填报|主管)?(?:单位|部门)(?:名称)?$")
_CODE = regex(r"^[\d-]+")
_OF_PEOPLE = regex("人员|专家|成员|小组|名单")
"""Matches where a person's own office is named, which may be of another place."""
_COUNTY_OFFICE = regex(
    "(?P<area>[^省市州区县旗]{2,3}(?:[县区旗]|市(?=[^区县]+$)))(?!场)[^省州区县旗街]{2,10}[局委办馆院校站所心园会]$"
)
"""Matches an office of a county with nothing before its place."""
_RANK = regex("[区县市](?=[^区县市]*$)")
_KIND = 3
"""How many characters at the end of an office's name tell its kind, at least."""
_STRANGER = regex(
    r"^20\d\d年度?，(?P<office>(?P<area>[^，。；、的\d本我各区县市]{2,4}[区县市])[^，。；、的\d区县市]{1,8}[局馆院校])(?![长到来与和同向对等给为、]|机关)"
)
"""Matches an office with its place with which an account of a year begins."""
_BUREAU = regex(r"^(?:20\d\d年度?，)?(?P<bureau>(?P<area>[省市区县])[^，。；、的\d]{2,6}?局)(?!长|机关)")
"""Matches a bureau with which a paragraph begins."""


def own_word_contradicts_name(dossier: Dossier) -> Iterator[Finding]:
    """Find 本馆 in a text of a bureau, and 全区 in one of a county, where its other texts say 本局 and 全县."""
    leaf = dossier.submission.with_role(Role.DEPARTMENT)
    name = str(leaf.text).strip() if leaf else ""
    for found, told in (*_of_office(dossier, name), *_of_place(dossier, name), *_of_bureau(dossier, name)):
        for together, forms in documents(found):
            shown = together[0].match[0]
            message = f"部门名称是“{name}”，这里却写“{shown}”{told}；是不是从别的部门的材料抄来的？"
            yield say_once(together, forms, message)
    yield from _of_elsewhere(dossier, name)


def _of_elsewhere(dossier: Dossier, name: str) -> Iterator[Finding]:
    """Yield the office of another city that a project names as its own: a project of another department's folder."""
    yield from _of_other_county(dossier, name)
    own = _CITY.match(name)
    for leaf in dossier.leaves if own and dossier.submission.project else ():
        other = _CITY.match(str(leaf.text).strip()) if any(map(_OFFICE_OF.search, leaf.field.names)) else None
        if own and other and not set(own.groups()) & set(other.groups()):
            message = f"部门名称是“{name}”，“{leaf.field.name}”写的却是“{leaf.text.strip()}”，那是别的地方的；是不是把别的部门的项目放进来了？"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
            return


def _of_other_county(dossier: Dossier, name: str) -> Iterator[Finding]:
    """Yield the office of another county that evaluates, or carries out, what is a county's own; nothing else names that county."""
    own = _COUNTY_OFFICE.match(name)
    for leaf in dossier.leaves if own else ():
        text = str(leaf.text).strip()
        is_own = any(map(_OWN_OFFICE.search, leaf.field.names)) or text.endswith(
            name.removeprefix(own["area"] if own else "")
        )
        other = _COUNTY_OFFICE.fullmatch(_CODE.sub("", text)) if is_own else None
        is_of_rank = bool(own and other and own["area"][-1] == other["area"][-1])
        if (
            not own
            or not other
            or not is_of_rank
            or _OF_PEOPLE.search(leaf.where)
            or other["area"] in name
            or own["area"] in text
        ):
            continue
        if sum(other["area"][:-1] in each.text for each in dossier.leaves) == 1:
            message = f"部门名称是“{name}”，“{leaf.field.name}”写的却是“{text}”，那是别的地方的；是不是从别的部门的材料抄来的？"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
            return


def _of_office(dossier: Dossier, name: str) -> Iterator[tuple[list[Spot], str]]:
    """Yield what an office of another kind calls itself, unless one of that kind is named anywhere."""
    own = next((named for named in _KINDS.values() if re.search(f"{named}$", name)), None)
    found: dict[str, list[Spot]] = {}
    for spot in spots(_SELF, dossier.paragraphs.narrative.holding("本", "我")) if own else ():
        found.setdefault(spot.match["kind"], []).append(spot)
    for kind, listed in found.items():
        telling = {spot.paragraph.text for spot in listed if _tells_of_itself(spot)}
        short = (leaf.text for leaf in dossier.leaves if len(leaf.text) < _SHORT)
        others = "\n".join(text for text in short if text.strip() not in telling)
        texts = "\n".join(each.text for each in dossier.paragraphs if each.text not in telling)
        is_there = re.search(f"(?<![本我]){_KINDS[kind]}", f"{name}\n{texts}\n{others}")
        if own and not is_there and (telling or _is_said_elsewhere(dossier, re.compile(own), listed)):
            yield listed, ""


def _of_bureau(dossier: Dossier, name: str) -> Iterator[tuple[list[Spot], str]]:
    """Yield another bureau with which a text begins that should tell of the own one, as another text does: 2024年，区财政局……."""
    found = list(spots(_BUREAU, dossier.paragraphs.narrative.holding("局")))
    kind, rank = name[-_KIND:], _RANK.search(name)
    strangers = [
        spot
        for spot in spots(_STRANGER, dossier.paragraphs.narrative.holding(kind) if kind else ())
        if spot.match["office"].endswith(kind) and spot.match["area"] not in name
        if rank and rank[0] == spot.match["area"][-1] and not _is_nearly(spot.match["office"], name)
    ]
    if strangers:
        yield strangers, ""
    own = [spot for spot in found if name.endswith(spot.match["bureau"])]
    other = [spot for spot in found if not name.endswith(spot.match["bureau"]) and spot.match["area"] in name]
    if own and len(other) == 1:
        yield other, ""


def _is_nearly(office: str, name: str) -> bool:
    """Tell whether an office is the own one with one character mistyped."""
    own = name[-len(office) :]
    return len(own) == len(office) and sum(map(str.__ne__, own, office)) == 1


def _tells_of_itself(spot: Spot) -> bool:
    """Tell whether a sentence begins with what an office calls itself and goes on to say what it is: 本馆是……."""
    text, (start, end) = spot.paragraph.text, spot.match.span()
    return (start == 0 or text[start - 1] in "。；") and bool(_OF_ITSELF.match(text, end))


def _of_place(dossier: Dossier, name: str) -> Iterator[tuple[list[Spot], str]]:
    """Yield the word for a district in the texts of a county, or for a county in those of a district."""
    place = _PLACE.search(name)
    if place is None:
        return
    pattern, own, other = (_COUNTY, _OWN_DISTRICT, "县") if place[0] == "区" else (_DISTRICT, _OWN_COUNTY, "区")
    found = list(spots(pattern, dossier.paragraphs.narrative.holding(other)))
    if other == "区" and _ANOTHER_DISTRICT.search(dossier.paragraphs.whole):
        return
    if _is_said_elsewhere(dossier, own, found):
        yield found, f"，那是{other}里的说法"


def _is_said_elsewhere(dossier: Dossier, own: re.Pattern[str], found: list[Spot]) -> bool:
    """Tell whether a paragraph other than those found says what the office itself says."""
    strange = {spot.paragraph.text for spot in found}
    return any(each.text not in strange and own.search(each.text) for each in dossier.paragraphs.narrative)
