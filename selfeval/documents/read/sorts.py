"""What a text in a cell of a blank form is: a label, room to fill, something filled in, answers to tick, a fixed text."""

from __future__ import annotations

from collections.abc import Container, Sequence
from enum import Enum

from selfeval.documents.read.label import bare
from selfeval.text.pattern import regex

_COUNTED = r"[（(]?(?:\d{1,2}|[一二三四五六七八九])[）)]?"
FILLER = regex(
    rf"(?:(?:(?:三级)?指标|任务|目标|项目|措施|问题|工作|事项)\s*{_COUNTED}\s*(?:实际)?(?:完成情况)?\s*[:：、.．]?\s*[.…]*\s*|{_COUNTED}\s*[、.．:：]\s*[.…]*\s*|[.…]+\s*)+"
)
"""What is printed only to be written over: 指标1：, 目标一：, 目标1完成情况：, ……"""
_UNIT = r"(?:[（(]\s*)?(?:万元|亿元|元|%|％|分|人|个|项|次|天|家|户)?(?:\s*[）)])?"
_EMPTY = regex(rf"[\s_＿\u3000.…·]*{_UNIT}[\s_＿\u3000]*")
_ONE_DAY = (
    r"\s*(?:20)?[\s_＿X×]*年[\s_＿X×]*月(?:[\s_＿X×]*日(?:[\s_＿]*[上下]?午)?(?:[\s_＿]*[时点](?:[\s_＿]*分)?)?)?\s*"
)
_DATE = regex(_ONE_DAY)
_PERIOD = regex(rf"{_ONE_DAY}(?:至|到|[-—–~～]+){_ONE_DAY}")
FIXED = regex(r"\s*(?:[—\-–−－/\\／×Xx*]+|[（(]?\d{1,4}(?:\.\d)?[）)]?\s*[%％分]?|√)\s*")
_BOX = r"[□☐○〇◯☑☒■]"
_BOXES = regex(rf"{_BOX}")
_HAN = regex(r"[㐀-鿿]")
_HINT = regex(
    r"\s*(?:[（(【\[](?:[^（）()]|[（(][^（）()]*[）)]){4,}[）)】\]]"
    r"|(?:请(?![示款假])|填写|简[要述洁介]|概[括述]|描述|叙述|阐述|说明|列[出举]|详细[说描叙阐列介填]|(?:根据|结合|对照)[^，。]{2,16}，)(?![（(]).{3,})\s*",
    16,
)
_VALUE = regex(
    r"\s*(?:[≥≤<>＝=±+\-]?\s*-?[\d,，]+(?:\.\d+)?(?!\s+年|[.．、])\s*[^\s\d—－~～×XＸ_-]{0,6}|20\d\d[年.\-/].*|0\d{2,3}-?\d{7,8}|1\d{10}|.*[。；].*|.{26,}|√|是|否|无|优|良|中|差|优秀|良好)\s*",
    16,
)
"""What looks like something filled in: a figure with its unit, a date, a sentence."""
_FIGURE = regex(
    r"\s*(?:[≥≤<>＝=±+\-]?\s*-?[\d,，]+(?:\.\d+)?(?!\s+年|[.．、])\s*[^\s\d—－~～×XＸ_-]{0,6}|20\d\d[年.\-/]\d.{0,8}(?:[至到—－~～-]\s*20\d\d[年.\-/]\d.{0,8})?)\s*",
    16,
)
"""A figure with its unit, or a day: what no blank form prints in several cells."""
MONTH = regex(r"\s*(?:\d{1,2}\s*月?\s*[-—–－~～至]\s*)?\d{1,2}\s*(?:月[底末份]?|季度)\s*")
"""A month or quarter, which heads a column as often as it is a value."""
_NOTE = regex(r"[（(][^（）()]*[）)]\s*$")
_LABEL_END = regex(
    r"^[^，。；]{0,12}(?:名称|单位|机构|部门|代码|编码|编号|电话|方式|类型|类别|分类|属性|性质|[责系办报表核查]人员?|时间|日期|时点|年度|期限|情况|目标|原因|措施"
    r"|依据|金额|总额|[合小总]计|数|额|率|值|指标|说明|备注|内容|概[述况]|对象|范围|地址|标准|意见|建议|问题|结论|结果|等[级次]|级次|得?分|权重"
    r"|来源|渠道|职[责能务称]|[级政央方位有筹他转户项券]资金|效益|满意度|进度|明细|成本|收入|支出|拨款|预算|决算|地点|规模|年月|姓名|用途|理由|方法|细则|要点|解释|序号|[要行]性)$"
)
_NOTES = regex(r"\s*(?:填[报表写]?说明|说明|备?注)\s*\d*\s*[:：]")
_SIGN_OFF = regex(
    r"(?:[\s_＿]*(?:[^\s:：，。；_＿]{2,16}[:：]|[^\s:：，。；_＿]{0,16}(?:签[字名章]|[公盖签]章)[）)]?))+[\s_＿]*"
)
_BY_WHOM = regex(r"[人长员日章]|签[字名]|组长|专家|负责")
"""What stands where somebody signs below a text."""
_SIGNED_DAY = regex(
    r"\s*[^，。；\n]{0,24}(?:签[字名章]|盖章)[^，。；\n]{0,12}\n?[^，。；\n]{0,12}[\s_＿]*年[\s_＿]*月[\s_＿]*日\s*"
)
_TICKED = regex(r"[☑☒■√]")
_COLUMN_NUMBER = regex(r"[（(]?\d{1,2}[）)]?(?:=.*)?|[甲乙丙丁]|[栏行]次")
"""What stands in a row that numbers columns."""


class CellKind(Enum):
    """Say what a cell of a form is: a label, a place to fill, one that is filled, a choice to tick, or a fixed text."""

    LABEL = "label"
    BLANK = "blank"
    FILLED = "filled"
    CHOICE = "choice"
    FIXED = "fixed"


def sort_of(text: str, *, filled: bool = False) -> CellKind:
    """Return what a cell with this text is; in a ``filled`` table, what looks like a value is one."""
    if _EMPTY.fullmatch(text) or FILLER.fullmatch(text) or _DATE.fullmatch(text) or _PERIOD.fullmatch(text):
        return CellKind.BLANK
    if filled and is_value(text) and not _NOTES.match(text):
        return CellKind.FILLED
    if FIXED.fullmatch(text):
        return CellKind.FIXED
    if len(_BOXES.findall(text)) > 1 and options_of(text):
        return CellKind.CHOICE
    if _HINT.fullmatch(text):
        return CellKind.FILLED
    return CellKind.LABEL if _HAN.search(text) or text.strip().isalpha() else CellKind.FIXED


def is_head(text: str) -> bool:
    """Tell whether a text can stand over a column or beside a row: a label without a colon behind it."""
    return sort_of(text) is CellKind.LABEL and not text.rstrip().endswith(("：", ":"))


def is_value(text: str) -> bool:
    """Tell whether a text looks like one that somebody filled in; boxes of which none is ticked are the form's."""
    return bool(_VALUE.fullmatch(" ".join(text.split()))) and not (offers(text) or MONTH.fullmatch(text))


def offers(text: str) -> bool:
    """Tell whether a text has boxes to tick, of which none is ticked."""
    return len(_BOXES.findall(text)) > 1 and not _TICKED.search(text)


def is_ticked(text: str) -> bool:
    """Tell whether a text has boxes to tick, of which one is ticked."""
    return len(_BOXES.findall(text)) > 1 and _TICKED.search(text) is not None


def options_of(text: str) -> tuple[str, ...]:
    """Return the answers beside the boxes of a text (□是 □否), none where they cannot be told."""
    flat = " ".join(text.split())
    before = bool(_BOXES.match(flat))
    pieces = [piece.strip(" 、，,；;:：/（）()_＿") for piece in _BOXES.split(flat)]
    names = pieces[1:] if before else pieces[:-1]
    if any(piece.rstrip().endswith(("：", ":")) for piece in _BOXES.split(flat)[1:-1]):
        return ()  # what stands behind it answers it
    if (pieces[0] if before else pieces[-1]) or not all(0 < len(name) <= 16 for name in names):
        return ()
    return tuple(dict.fromkeys(names)) if len(set(names)) > 1 else ()


def is_like_label(text: str, known: Container[str]) -> bool:
    """Tell whether a text is a label of the library, ``known`` and bare, or ends as labels do."""
    short = _NOTE.sub("", text.strip().rstrip("：:"))
    return bare(text) in known or bare(short) in known or _LABEL_END.search("".join(short.split())) is not None


def is_signature(text: str) -> bool:
    """Tell whether a text is nothing but where somebody signs or seals what is typed above it: 审核人：　　日期：

    With a day to fill in (年　月　日) all is written by hand.
    """
    return _SIGN_OFF.fullmatch(text) is not None and _BY_WHOM.search(text) is not None


def is_dated(text: str) -> bool:
    """Tell whether a text is where somebody signs by hand and writes the day: 签名：　　年　月　日."""
    return _SIGNED_DAY.fullmatch(text) is not None


def is_hint(text: str) -> bool:
    """Tell whether a text says what to write in its place: （请逐条说明）."""
    return _HINT.fullmatch(text) is not None


def is_text(text: str) -> bool:
    """Tell whether a text stands in words where a figure might, or nothing does."""
    return sort_of(text, filled=True) is CellKind.LABEL


def is_figure(text: str) -> bool:
    """Tell whether a text is a figure with its unit, or a day."""
    return _FIGURE.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Tell whether a blank asks for a day: 年　月　日."""
    return _DATE.fullmatch(text) is not None


def are_numbers(texts: Sequence[str]) -> bool:
    """Tell whether texts are the numbers of columns: 1, 2, 3=1+2."""
    plain = ["".join(text.split()) for text in texts]
    counted = sum(any(map(str.isdigit, text)) for text in plain)
    return counted > 1 and all(map(_COLUMN_NUMBER.fullmatch, plain))
