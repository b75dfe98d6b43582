"""Marks that come in pairs, and the brackets of document numbers."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Spot, by_value, documents, say, say_once, spots
from selfeval.form.field import ANYWHERE
from selfeval.text.pattern import HAN, regex

_PAIRS = (("《", "》"), ("〈", "〉"), ("“", "”"), ("（(", "）)"), ("〔", "〕"), ("【", "】"), ("「", "」"))
_MARK = regex("[《》〈〉“”（）()〔〕【】「」]")
_BALANCED = regex("(?:《》|“”|（）|\\(\\)|〔〕|【】|《〈〉》|“《》”|（《》）|“（）”)*")
_HALF = regex(
    rf"(?:(?<={HAN}|[”》）])[,;:!?] ?(?={HAN}|[“《（])|(?<={HAN}|[”》）])[,;](?=\d)|(?<={HAN})\.(?={HAN})|(?<={HAN})\([^()]*{HAN}[^()]*\)"
    rf"|(?<={HAN}|[，。、])\"[^\"\n]*{HAN}[^\"\n]*\")"
)
_QUOTED = regex(r"[{｛][^}｝。；]*")
"""Matches a quote, whether or not its marks are whole."""
_TYPED_HALF = regex(r'[,;:!?.("](?<=[^\x00-\x7f].)')
_FULL = str.maketrans(",;:!?().", "，；：！？（）。")
_NAMES = {"“": "前引号", "”": "后引号"}
_ENUMERATOR = regex(r"(?:^|[。；;：:，,、\s])(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])[)）]$")
_DOCUMENT_NUMBER = regex(rf"(?<={HAN})(?<!编号)[\[［【（({{｛「﹝]((?:19|20)\d\d)[\]］】）)}}｝」﹞](?=第?\d+号)")
_NUMBERED = regex(rf"(?<={HAN})(?:〔((?:19|20)\d\d)〕(?:第|(?=0))0*([1-9]\d*)号|((?:19|20)\d\d)[（(〔](\d+)[）)〕]号)")
_YEAR_OF_NUMBER = regex(r"[〔\[［【（(](\d{4})[〕\]］】）)](?=第?\d+号)")
_LATER = 2
"""How many years after the one that is told of a document may have been issued that a text names."""
_BETWEEN = regex(r"(?<=[》”])、(?=[《“])")
_SIDE_BY_SIDE = regex("[，、；：。][，。、；：]")
_DOUBLED = regex(r"(?<![，。、；：])[，、；：][，。、；：]+|。[，、；：]|(?<!。)。。(?!。)")


def unbalanced_marks(dossier: Dossier) -> Iterator[Finding]:
    """Find a quote, title or bracket mark without its partner."""
    for texts in by_value(dossier.paragraphs.holding(_MARK)):
        if _BALANCED.fullmatch("".join(_MARK.findall("".join(each.text for each in texts)))):
            continue
        marks = list(spots(_MARK, texts))
        for opening, closing in _PAIRS:
            lone = _unpaired([spot for spot in marks if spot.match[0] in opening + closing], opening)
            for spot in lone:
                side, partner = ("后面", closing[0]) if spot.match[0] in opening else ("前面", opening[0])
                message = f"这里的{_name(spot.match[0])}，{side}没有{_name(partner)}和它配对"
                yield say(spot, message)


def wrong_document_brackets(dossier: Dossier) -> Iterator[Finding]:
    """Find the year of a document number in other brackets than 〔〕 (GB/T 9704-2012)."""
    for spot in spots(_DOCUMENT_NUMBER, dossier.paragraphs.holding("号")):
        year = f"〔{spot.match[1]}〕"
        yield say(spot, f"发文字号的年份要用六角括号，写成“{year}”", year)


def wrong_document_number(dossier: Dossier) -> Iterator[Finding]:
    """Find 〔2024〕第3号, 〔2024〕03号 and 2024（3）号: the number stands bare after the year (GB/T 9704-2012)."""
    for spot in spots(_NUMBERED, dossier.paragraphs.holding("号")):
        right = f"〔{spot.match[1] or spot.match[3]}〕{int(spot.match[2] or spot.match[4])}号"
        yield say(spot, f"发文字号“{spot.match[0]}”应写成“{right}”", right)
    this = dossier.submission.year
    latest = int(this) + _LATER if this.isdigit() else None
    for leaf in (each for each in dossier.leaves if "号" in each.text and each.field.path[0] not in ANYWHERE):
        for found in _YEAR_OF_NUMBER.finditer(leaf.text):
            if latest is not None and int(found[1]) > latest:
                message = f"发文字号的年份是 {found[1]}，比 {this} 年度晚 {int(found[1]) - latest + _LATER} 年；是不是写错了？"
                forms = dossier.having(leaf.field.path) or frozenset(form.slug for form in dossier.forms)
                yield Finding(leaf.text.at(*found.span(1)), message, leaf.where, forms=forms)


def mark_between_titles(dossier: Dossier) -> Iterator[Finding]:
    """Find 、 between titles or quotes that stand side by side (GB/T 15834-2011, 4.5.3.5), once a document."""
    for together, forms in documents(list(spots(_BETWEEN, dossier.paragraphs.holding("》、", "”、")))):
        yield say_once(together, forms, "书名号之间、引号之间一般不用顿号，删去“、”")


def doubled_marks(dossier: Dossier) -> Iterator[Finding]:
    """Find two stops side by side (，。)."""
    for spot in spots(_DOUBLED, dossier.paragraphs.holding(_SIDE_BY_SIDE)):
        yield say(spot, f"“{spot.match[0]}”标点重复了，只留一个", spot.match[0][-1])


def halfwidth_marks(dossier: Dossier) -> Iterator[Finding]:
    """Find English marks between Chinese words (GB/T 15834-2011), once a document."""
    found = (spot for spot in spots(_HALF, dossier.paragraphs.holding(_TYPED_HALF)) if not _is_quoted(spot))
    for together, forms in documents(list(found)):
        typed = together[0].match[0]
        instead = f"“{typed[1:-1]}”" if typed[0] == '"' else typed.translate(_FULL).strip()
        yield say_once(together, forms, f"“{typed}”用了英文标点，中文里写成“{instead}”", instead)


def _is_quoted(spot: Spot) -> bool:
    """Tell whether a spot stands inside a quote: {{ 任务.完成情况 }}."""
    quotes = _QUOTED.finditer(spot.paragraph.text)
    return any(quote.start() < spot.match.start() < quote.end() for quote in quotes)


def _unpaired(marks: list[Spot], opening: str) -> list[Spot]:
    """Return the marks of one pair that stand alone; a quotation may go on over several paragraphs."""
    open_: list[Spot] = []
    lone: list[Spot] = []
    for spot in marks:
        text = spot.paragraph.text
        if spot.match[0] in "“”" and not text.block:
            continue  # on a single line the reader looks after these
        if spot.match[0] in opening:
            open_.append(spot)
        elif open_:
            open_.pop()
        elif not _ENUMERATOR.search(text, max(0, spot.match.end() - 4), spot.match.end()):
            lone.append(spot)
    return lone + open_


def _name(mark: str) -> str:
    return _NAMES.get(mark, f"“{mark}”")
