"""A typed figure and what it stands for must be the same number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree
from selfeval.evaluation.figures.known import Known
from selfeval.evaluation.figures.mentions import Mention
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import is_swap, is_turned
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents
from selfeval.evaluation.rules.figures.across import across_texts
from selfeval.evaluation.rules.figures.claims import claims
from selfeval.evaluation.rules.figures.days import day_differs, later_than_due
from selfeval.evaluation.rules.figures.elsewhere import elsewhere
from selfeval.evaluation.rules.figures.near import slips
from selfeval.evaluation.rules.figures.orphans import orphans
from selfeval.evaluation.rules.figures.products import columns_exchanged, products_differ
from selfeval.evaluation.rules.figures.restated import restated_counts
from selfeval.evaluation.rules.figures.retold import retold
from selfeval.evaluation.rules.figures.same import same_counts
from selfeval.evaluation.rules.figures.table import budget_differs, is_of_part
from selfeval.evaluation.rules.figures.turned_values import turned_values
from selfeval.evaluation.rules.figures.twins import same_sentence_differs
from selfeval.problem import Place
from selfeval.submission.quotes import BARE, QUOTE
from selfeval.text.name import fold

SHORTEST_NAME = 4
"""How many telling characters a name has before a figure beside the same words must be that figure."""
_ADDED_UP = "累计"
SHORTEST = 6
"""How many telling characters a phrase has before the same phrase in another text must mean the same."""


def figure_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a typed figure that differs from what it stands for in the data, or in another text.

    A text that gives the right figure, typed or quoted, may give another one in like words for something else.
    """
    found = [
        each._replace(forms=forms) for mentioned, forms in documents(dossier.mentions) for each in _differing(mentioned)
    ]
    fixes = {each.place: each.fix for each in found}
    told = [each._replace(fix=fixes.get(each.place, "")) for each in budget_differs(dossier)]
    places = {each.place for each in told}
    twins = [each for each in same_sentence_differs(dossier) if each.place not in places]
    places |= {each.place for each in twins}
    yield from (*told, *twins)
    yield from (each for each in found if each.place not in places)
    places |= {each.place for each in found}
    yield from day_differs(dossier)
    yield from later_than_due(dossier)
    yield from (each for each in across_texts(dossier) if each.place not in places)
    again = [
        each
        for each in (*retold(dossier), *products_differ(dossier), *columns_exchanged(dossier))
        if each.place not in places
    ]
    yield from again
    places |= {each.place for each in again}
    for slip in slips(dossier.mentions, dossier.indicators, str(dossier.submission.project_name)):
        if slip.stated.place not in places:
            told_of = _finding(slip.stated, f"{slip.called}是“{slip.shown}”", slip.place)
            places.add(slip.stated.place)
            yield told_of._replace(forms=slip.stated.paragraph.forms)
    last = [each for each in orphans(dossier) if each.place not in places]
    yield from last
    places |= {each.place for each in last}
    yield from (
        each for each in (*claims(dossier), *elsewhere(dossier), *turned_values(dossier)) if each.place not in places
    )


def _differing(found: list[Mention]) -> Iterator[Finding]:
    yield from _from_data(found)
    yield from _between_texts([each for each, meant, _ in found if each.timely and not meant])


def _from_data(found: list[Mention]) -> Iterator[Finding]:
    """Yield figures that differ from the one figure of the data that they speak of.

    A sentence that gives that figure too gives another one of something else: 全区560场，其中本馆218场; one that it only
    aimed at (年度目标6座，完成8座) is not given. One of another area is of the data's where the sentence gives another
    figure of the data. Where several figures say the same, the data may be wrong, and nothing is
    offered.
    """
    beside: dict[tuple[str, str, int], list[Figure]] = {}
    for each, _, _ in found:
        if not each.stated.compared:
            beside.setdefault(_sentence_of(each.stated), []).append(each.stated.figure)
    given = {
        (each.stated.where, one.called)
        for each, meant, _ in found
        for one in meant
        if (one.planned or not each.stated.compared) and agree(each.stated.figure, one.figure)
    }
    of_area = {_sentence_of(each.stated) for each, meant, _ in found if each.timely and _agrees(each, meant)}
    agreeing = Counter((one.called, each.stated.figure) for each, meant, _ in found for one in meant)
    for each, known, _ in found:
        cumulative = _ADDED_UP in each.stated.lead and "截" in each.stated.before
        meant = [one for one in known if (_ADDED_UP in one.name) is (_ADDED_UP in each.stated.lead)] or known
        is_own = (
            each.exact or (each.timely and _sentence_of(each.stated) in of_area) or _is_turned_aim(each.stated, meant)
        )
        if is_own and not cumulative and len({one.figure for one in meant}) == 1:
            one = meant[0]
            if one.budget and is_of_part(each.stated):
                continue
            if any(agree(figure, one.figure) for figure in beside.get(_sentence_of(each.stated), ())):
                continue
            named = _is_named(each.stated, one) and (
                not each.stated.partial or shares_neighbours(one.core, searchable(each.stated.phrase))
            )
            if named and (each.stated.where, one.called) not in given and fold(one.quote) not in _quoted(each):
                fix = one.fix if agreeing[one.called, each.stated.figure] == 1 else ""
                yield _finding(each.stated, f"{one.called}是“{one.shown}”", one.place, fix)


def _is_turned_aim(each: Stated, meant: Sequence[Known]) -> bool:
    """Tell whether a goal of whatever year gives the target of an indicator of its own with two digits turned round."""
    if not each.paragraph.planned or len(meant) != 1:
        return False
    owner = each.where.rpartition(".")[0]
    is_turned_round = is_swap(each.shown, meant[0].number) or is_turned(each.shown, meant[0].number)
    return bool(owner) and meant[0].row.startswith(f"{owner}.") and is_turned_round


def _agrees(each: TypedFigure, meant: tuple[Known, ...]) -> bool:
    return any(agree(each.stated.figure, one.figure) for one in meant)


def _is_named(each: Stated, one: Known) -> bool:
    """Tell whether a name is long enough, or is all that a text says of a figure that differs in two digits (招聘会64场)."""
    if len(one.core) >= SHORTEST_NAME:
        return True
    return telling(each.phrase) == telling(one.core) and (
        is_swap(each.shown, one.number) or is_turned(each.shown, one.number)
    )


def _sentence_of(each: Stated) -> tuple[str, str, int]:
    return each.where, each.plain, each.begin


def _between_texts(typed: list[TypedFigure]) -> Iterator[Finding]:
    """Yield figures that another text, or another sentence, gives otherwise for the same thing, each once."""
    told: set[Place] = set()
    same: dict[tuple[str, bool], dict[str, list[TypedFigure]]] = {}
    exact = [each for each in typed if each.exact and not each.stated.partial]
    for each in exact:
        phrase = telling(each.stated.phrase)
        if len(phrase) >= SHORTEST:
            same.setdefault((phrase, each.stated.paragraph.planned), {}).setdefault(each.stated.where, []).append(each)
    for texts in same.values():
        first, *others = texts.values()
        for other in others:
            if len(first) == len(other) == 1 and agree(first[0].stated.figure, other[0].stated.figure) is False:
                told |= {first[0].stated.place, other[0].stated.place}
                yield _finding(other[0].stated, f"那里是“{first[0].stated.shown}”", first[0].stated.place)
    for planned in (False, True):
        counts = list(same_counts(each for each in exact if each.stated.paragraph.planned is planned))
        counts += restated_counts([each for each in typed if each.stated.paragraph.planned is planned])
        for alone, one in counts:
            if not told & {alone.place, one.place}:
                told |= {alone.place, one.place}
                yield _finding(alone, f"那里是“{one.shown}”", one.place)


def _finding(each: Stated, other: str, place: Place, fix: str = "") -> Finding:
    message = f"“{each.said}”和 {place.file} 第 {place.line} 行对不上：{other}；请核对哪个对，改成一致"
    return Finding(each.place, message, each.where, fix)


def _quoted(each: TypedFigure) -> set[str]:
    """Return what the text quotes."""
    return {fold(name).removesuffix(f".{BARE}") for name in QUOTE.findall(each.stated.paragraph.leaf.text)}
