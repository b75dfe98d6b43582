"""The outline of a blank Word form: its tables as labels, blanks and fixed texts, each cell with its place."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise, takewhile

from selfeval.documents.read.blank import clean
from selfeval.documents.read.label import bare
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.numbering import XmlNode
from selfeval.documents.read.word import WordBody
from selfeval.text.pattern import regex

_COUNTED = r"[（(]?(?:\d{1,2}|[一二三四五六七八九])[）)]?"
FILLER = regex(
    rf"(?:(?:(?:三级)?指标|任务|目标|项目|措施|问题|工作|事项)\s*{_COUNTED}\s*(?:实际)?(?:完成情况)?\s*[:：、.．]?\s*[.…]*\s*|{_COUNTED}\s*[、.．:：]\s*[.…]*\s*|[.…]+\s*)+"
)
"""What is printed only to be written over: 指标1：, 目标一：, 目标1完成情况：, ……"""
_UNIT = r"(?:[（(]\s*)?(?:万元|亿元|元|%|％|分|人|个|项|次|天|家|户)?(?:\s*[）)])?"
_EMPTY = regex(rf"[\s_＿\u3000.…·]*{_UNIT}[\s_＿\u3000]*")
_ONE_DAY = r"\s*(?:20)?[\s_＿X×]*年[\s_＿X×]*月(?:[\s_＿X×]*日)?\s*"
_DATE = regex(_ONE_DAY)
_PERIOD = regex(rf"{_ONE_DAY}(?:至|到|[-—–~～]+){_ONE_DAY}")
_FIXED = regex(r"\s*(?:[—\-–−－/\\／×Xx*]+|[（(]?\d{1,4}(?:\.\d)?[）)]?\s*[%％分]?|√)\s*")
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
_YEAR = regex(r"\s*20\d\d\s*年度?\s*")
_MONTH = regex(r"\s*(?:\d{1,2}\s*月?\s*[-—–－~～至]\s*)?\d{1,2}\s*(?:月[底末份]?|季度)\s*")
"""A month or quarter, which heads a column as often as it is a value."""
_FEW, _SPARSE = 3, 6
"""How many figures a filled table has at least, and how many empty cells there may be for each."""
_NOTE = regex(r"[（(][^（）()]*[）)]\s*$")
_TITLE = regex(r"(?:目标|计划|情况)(?=(?:[（(].*)?$)")
_IN_UNITS = regex(r"[（(](?:万元|亿元|元|%|％)[）)]\s*$")
_LABEL_END = regex(
    r"^[^，。；]{0,12}(?:名称|单位|机构|部门|代码|编码|编号|电话|方式|类型|类别|分类|属性|性质|[责系办报表核查]人员?|时间|日期|时点|年度|期限|情况|目标|原因|措施"
    r"|依据|金额|总额|[合小总]计|数|额|率|值|指标|说明|备注|内容|概[述况]|对象|范围|地址|标准|意见|建议|问题|结论|结果|等[级次]|级次|得?分|权重"
    r"|来源|渠道|职[责能务称]|[级政央方位有筹他转户项券]资金|效益|满意度|进度|明细|成本|收入|支出|拨款|预算|决算|地点|规模|年月|姓名|用途|理由|方法|细则|要点|解释|序号|[要行]性)$"
)
_NAMES_PRINTED = regex(
    r"来源|级次|资金性质|构成|渠道|种类|指标类[型别]|^时间$|^年度$|要点|标准|解释|细则|评[审估价]内容|具体内容"
)
_NAMES_TYPED = regex(r"名称|指标|任务|事项|内容|项目|目标|情况|原因|说明|备注|措施|问题")
_NUMBERS_PRINTED = regex(r"(?:分值|权重|满分|序号)(?:[（(].*)?$")
"""What stands over labels that a form prints, filled or not."""
_NOTES = regex(r"\s*(?:填[报表写]?说明|说明|备?注)\s*\d*\s*[:：]")
_TOTAL_OF_POINTS = regex(r"总分|合计|得分")
_SIGN_OFF = regex(
    r"(?:[\s_＿]*(?:[^\s:：，。；_＿]{2,16}[:：]|[^\s:：，。；_＿]{0,16}(?:签[字名章]|[公盖签]章)[）)]?))+[\s_＿]*"
)
_BY_WHOM = regex(r"[人长员日章]|签[字名]|组长|专家|负责")
"""What stands where somebody signs below a text."""
_OPINION = regex(r"(?:意见|结论|评语|批示)$")
"""What is written by hand or typed above a signature."""
_BETWEEN = regex(r"\s*(?:[-—－–~～]+|[至到])\s*")
_LASTS = regex(r"起[止讫]|期限|期间|周期|时间$")
"""What stands between two days, and what a label is called that asks for them."""
_SEALED = regex(r"章[）)]|签[字名章]")
_TICKED = regex(r"[☑☒■√]")
_SCORES = regex(r"\s*(?:自评|评审|评价|考评|考核)?得分\s*")
_LEVELS = regex(r"[一二]级(?:绩效)?指标")
_NARROWEST = 0.015
"""What share of a table a cell must have for anything to be written into it; narrower ones are left over from drawing."""


class CellKind(Enum):
    """Say what a cell of a form is: a label, a place to fill, one that is filled, a choice to tick, or a fixed text."""

    LABEL = "label"
    BLANK = "blank"
    FILLED = "filled"
    CHOICE = "choice"
    FIXED = "fixed"


@dataclass(frozen=True)
class FormCell:
    """Hold a cell of a form: what it is, how many rows it runs down, and the text of the cell it continues.

    ``share`` is its width as a share of the table's, ``is_known`` tells that a form of the library prints its text.
    """

    cell: Cell
    sort: CellKind
    shown: str
    rows: int
    share: float
    is_known: bool = False

    @property
    def place(self) -> str:
        """Return the place as a person finds it."""
        return self.cell.place

    @property
    def column(self) -> int:
        """Return the first column of the grid."""
        return self.cell.column

    @property
    def end(self) -> int:
        """Return the column of the grid behind it."""
        return self.cell.column + self.cell.span

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be written into it."""
        return not self.cell.continued and self.sort in (CellKind.BLANK, CellKind.FILLED, CellKind.CHOICE)

    @property
    def is_text(self) -> bool:
        """Tell whether it is in words that are no label, and not to be signed or sealed."""
        return self.is_label and not self.is_known and not _SEALED.search(self.shown)

    def as_filled(self) -> FormCell:
        """Return it as something that was filled in."""
        return replace(self, sort=CellKind.FILLED)

    @property
    def is_label(self) -> bool:
        """Tell whether it names what stands beside or below it."""
        return self.sort is CellKind.LABEL


@dataclass(frozen=True)
class FormRow:
    """Hold a row of a form; ``side`` are the cells of labels that run down beside several rows.

    ``is_filled`` tells that somebody filled in the table.
    """

    place: str
    cells: tuple[FormCell, ...]
    side: tuple[FormCell, ...]
    is_filled: bool = False

    @cached_property
    def body(self) -> tuple[FormCell, ...]:
        """Return the cells that are not beside several rows."""
        return self.cells[len(self.side) :]

    @property
    def columns(self) -> frozenset[int]:
        """Return the columns at which its cells begin, those at the side left out."""
        return frozenset(cell.column for cell in self.body)


def rows_of_tables(body: WordBody, known: Container[str] = ()) -> Iterator[list[FormRow]]:
    """Yield every table as its rows; a table inside a cell is left out, for who reads a form writes around it.

    ``known`` are the labels of the library, bare: in a filled table they tell labels from what is filled in.
    """
    tables: dict[int, list[ReadLine]] = {}
    for line in body.lines:
        if line.table and "里的表" not in line.place:
            tables.setdefault(line.table, []).append(line)
    any_filled = any(map(_is_filled, tables.values()))
    for lines in tables.values():
        filled = _is_filled(lines) or (any_filled and not _is_mostly_empty(lines))
        yield list(_rows(_join_empty(lines), body.nodes, known, filled=filled))


def _width(cell: Cell, nodes: Mapping[str, XmlNode]) -> int:
    """Return the width of a cell in twentieths of a point, 0 where the document does not say it."""
    found = nodes[cell.place].find("{*}tcPr/{*}tcW")
    values = [] if found is None else [str(value) for name, value in found.attrib.items() if str(name).endswith("}w")]
    return int(values[0]) if values and values[0].isdecimal() else 0


def _rows(
    lines: Sequence[ReadLine], nodes: Mapping[str, XmlNode], known: Container[str], *, filled: bool
) -> Iterator[FormRow]:
    widths = {cell.place: _width(cell, nodes) for line in lines for cell in line.cells}
    whole = max(sum(widths[cell.place] for cell in line.cells) for line in lines)
    columns = max(cell.column + cell.span for line in lines for cell in line.cells)
    over: dict[int, str] = {}
    lengths = _lengths(lines)
    tall: dict[int, bool] = {}
    told = _FilledTable()
    for row, line in enumerate(lines):
        cells: list[FormCell] = []
        for cell in line.cells:
            shown = over.get(cell.column, "") if cell.continued else cell.text
            over[cell.column] = shown
            share = widths[cell.place] / whole if widths[cell.place] else cell.span / columns
            sort = sort_of(shown, filled=filled)
            if _has_room_beside(cell, clean(cells[-1].shown) if cells else ""):
                sort = CellKind.BLANK
            if share < _NARROWEST and sort is CellKind.BLANK:
                sort = CellKind.FIXED
            is_known = sort is CellKind.LABEL and is_like_label(shown, known)
            cells.append(FormCell(cell, sort, shown, lengths[row, cell.column], share, is_known))
        at_side = 0
        for depth, (label, behind) in enumerate(pairwise(cells)):
            if not label.cell.continued:
                beside = [below.cells[depth + 1 :] for below in lines[row : row + label.rows]]
                begins = not depth or all(_is_head(head.text) for head in beside[0])
                tall[label.column] = label.rows > max(behind.rows, 1) and begins and not _are_heads(beside)
            if label.rows == 1 or not tall.get(label.column, False):
                break
            at_side = depth + 1
        if filled:
            cells = told.told(cells, lines[row + 1].cells if row + 1 < len(lines) else ())
        at_side = at_side if cells[0].sort in (CellKind.LABEL, CellKind.BLANK) else 0
        yield FormRow(line.place.rpartition("第")[0], tuple(cells), tuple(cells[:at_side]), filled)


def _has_room_beside(cell: Cell, label: str) -> bool:
    """Tell whether there is room in a cell for what the label before it asks for: above who signs, around a dash between days."""
    is_period = _BETWEEN.fullmatch(cell.text) is not None and _LASTS.search(label) is not None
    return is_period or (is_signature(cell.text) and (cell.has_room or _OPINION.search(label) is not None))


def _are_heads(lines: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether some cells, row by row, are labels alone, but for fillers above the last row (项目1, ……)."""
    rows = [[cell.text for cell in cells if not cell.continued] for cells in lines]
    rows = [texts for number, texts in enumerate(rows) if not number or not _are_numbers(texts)]
    labels = [text for row in rows for text in row if _is_head(text)]
    others = [text for row in rows for text in row if text not in labels]
    return any(text in labels for text in rows[-1]) and all(map(FILLER.fullmatch, others))


def is_numbering(cells: Sequence[FormCell]) -> bool:
    """Tell whether a row holds the numbers of the columns: 1, 2, 3=1+2."""
    return _are_numbers([cell.shown for cell in cells if not cell.cell.continued])


def _are_numbers(texts: Sequence[str]) -> bool:
    plain = ["".join(text.split()) for text in texts]
    counted = sum(any(map(str.isdigit, text)) for text in plain)
    return counted > 1 and all(map(_COLUMN_NUMBER.fullmatch, plain))


_COLUMN_NUMBER = regex(r"[（(]?\d{1,2}[）)]?(?:=.*)?|[甲乙丙丁]|[栏行]次")
"""What stands in a row that numbers columns."""


def _is_head(text: str) -> bool:
    return sort_of(text) is CellKind.LABEL and not text.rstrip().endswith(("：", ":"))


@dataclass
class _FilledTable:
    """Tell in a filled table, row by row, labels from texts that were filled in.

    ``heads`` are the labels over its columns, ``named`` the columns below them in which the form prints labels.
    """

    heads: dict[int, str] = field(default_factory=dict)
    named: set[int] = field(default_factory=set)

    def told(self, cells: list[FormCell], below: Sequence[Cell]) -> list[FormCell]:
        """Return the cells of the next row, with texts that were filled in as such; ``below`` are those of the row below it."""
        cells = _with_years_as_heads(cells)
        if self.is_head(cells, below):
            self.heads, self.named = {cell.column: cell.shown for cell in cells}, set()
            return cells
        if _TOTAL_OF_POINTS.search(cells[0].shown):
            cells = [replace(cell, sort=CellKind.FIXED) if cell.shown.strip() == "100" else cell for cell in cells]
        if self.fits(cells):
            return [self.below_head(cell) for cell in cells]
        self.heads = {}
        behind = [False, *(cell.is_known and cell.rows == 1 for cell in cells)]
        cells = [
            cell.as_filled() if after and cell.is_text else cell for cell, after in zip(cells, behind, strict=False)
        ]
        pairs = cells[1:] if cells[0].rows > 1 else cells
        names, values = pairs[::2], pairs[1::2]
        alternate = len(names) == len(values) > 1 and all(cell.is_label for cell in names)
        if alternate and any(cell.sort is CellKind.FILLED for cell in values):
            return [cell.as_filled() if cell in values and cell.is_text else cell for cell in cells]
        return cells

    def is_head(self, cells: Sequence[FormCell], below: Sequence[Cell]) -> bool:
        """Tell whether a row has the labels of columns: labels go on below labels, are known, or have figures below them."""
        shown = [cell for cell in cells[1:] if cell.shown.strip()]
        own = [cell for cell in shown if not cell.cell.continued]
        if not own or not all(cell.is_label for cell in shown):
            return False
        if _is_beside_corner(cells, below):
            return True
        if any(cell.cell.continued and self.heads.get(cell.column) == cell.shown for cell in shown):
            return True
        if len(own) > 2 and 2 * sum(cell.is_known for cell in own) > len(own):
            return True
        under = [cell for cell in below if cell.column in {each.column for each in own}]
        goes_on = any(cell.continued for cell in under) and all(
            cell.continued or is_text(cell.text) or _YEAR.fullmatch(cell.text) for cell in below
        )
        has_figures = sum(is_figure(cell.text) for cell in under) > 1 and not any(is_text(cell.text) for cell in under)
        return not self.fits(cells) and len(own) > 1 and (goes_on or has_figures)

    def fits(self, cells: Sequence[FormCell]) -> bool:
        """Tell whether the cells of a row stand below the heads, none of them under several."""
        across = any(sum(cell.column <= head < cell.end for head in self.heads) > 1 for cell in cells)
        return bool(self.heads) and not across and {cell.column for cell in cells} <= {*self.heads, cells[0].column}

    def below_head(self, cell: FormCell) -> FormCell:
        """Return a cell below a head: a text that is no label is filled in, unless it names a level of indicators."""
        head = self.heads.get(cell.column, "")
        if cell.is_text and (_NAMES_PRINTED.search(head) or cell.column in self.named):
            return replace(cell, is_known=True)
        if cell.is_known and not _NAMES_TYPED.search(head):
            self.named.add(cell.column)
        if _NUMBERS_PRINTED.search(head) and is_figure(cell.shown):
            return replace(cell, sort=CellKind.FIXED)
        is_named = not cell.cell.continued and head and not _LEVELS.search(head)
        return cell.as_filled() if cell.is_text and is_named else cell


def _with_years_as_heads(cells: list[FormCell]) -> list[FormCell]:
    """Return the cells of a row with the years that somebody filled in below a head, each a label whose year is left open."""
    own = [cell for cell in cells if not cell.cell.continued]
    years = [cell for cell in own if _YEAR.fullmatch(cell.shown)]
    if len(years) < 2 or len(years) < len(own) or len(own) == len(cells):
        return cells
    return [replace(cell, sort=CellKind.LABEL, shown="____年") if cell in years else cell for cell in cells]


def _is_beside_corner(cells: Sequence[FormCell], below: Sequence[Cell]) -> bool:
    """Tell whether a row of labels beside a longer label begins with a blank corner, over a label in each row below."""
    if len(cells) < 4 or len(below) != len(cells):
        return False
    side, corner = cells[:2]
    under = next((cell.text for cell in below if cell.column == corner.column), "")
    return side.rows > 2 and not corner.shown.strip() and not corner.cell.continued and is_text(under)


def is_like_label(text: str, known: Container[str]) -> bool:
    """Tell whether a text is a label of the library, ``known`` and bare, or ends as labels do."""
    short = _NOTE.sub("", text.strip().rstrip("：:"))
    return bare(text) in known or bare(short) in known or _LABEL_END.search("".join(short.split())) is not None


def _join_empty(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the rows with the empty cells before a label as parts of the labels above them, which were not merged."""
    joined: list[ReadLine] = []
    above: dict[int, Cell] = {}
    ours: set[str] = set()
    leads = [next((at for at, cell in enumerate(line.cells) if cell.text.strip()), len(line.cells)) for line in lines]
    labelled = 2 * sum(lead == 0 or line.cells[0].continued for lead, line in zip(leads, lines, strict=True)) > len(
        leads
    )
    for line, lead in zip(lines, leads, strict=True):
        if lead < len(line.cells):
            beside = line.cells[lead]
            named = sort_of(beside.text) is CellKind.LABEL or FILLER.fullmatch(beside.text) is not None
            named = named or _is_next_number(beside.text, above.get(beside.column))
            empty = line.cells[:lead] if named and not beside.continued else ()
            if lead == 1 and not named and labelled and _is_title(list(above.values()), line.cells[0], ours):
                empty = line.cells[:1]
        else:
            empty = line.cells[:1] if labelled and _is_title(list(above.values()), line.cells[0], ours) else ()
        under = [above.get(cell.column) for cell in empty]
        if empty and all(
            over is not None and over.span == cell.span and (over.continued or sort_of(over.text) is CellKind.LABEL)
            for over, cell in zip(under, empty, strict=True)
        ):
            cells = tuple(cell._replace(continued=True) for cell in empty)
            ours.update(cell.place for cell in empty if not cell.continued)
            line = line._replace(cells=(*cells, *line.cells[len(cells) :]))
        if _goes_on(joined[-1:], line):
            own = {cell.column for cell in joined[-1].cells if cell.span == 1}
            cells = tuple(
                cell._replace(continued=True) if cell.column in own and not cell.text.strip() else cell
                for cell in line.cells
            )
            line = line._replace(cells=cells)
        above = {cell.column: cell for cell in line.cells}
        joined.append(line)
    return joined


def _goes_on(heads: Sequence[ReadLine], line: ReadLine) -> bool:
    """Tell whether a row goes on with unmerged heads above it: labels below those that reach over several columns, nothing else."""
    if not heads or sort_of(heads[0].cells[0].text) is not CellKind.LABEL:
        return False
    wide = [(cell.column, cell.column + cell.span) for cell in heads[0].cells if cell.span > 1 and cell.text.strip()]
    shown = [cell for cell in line.cells if cell.text.strip()]
    below = [any(first <= cell.column < end for first, end in wide) for cell in shown]
    labels = all(sort_of(cell.text) is CellKind.LABEL for cell in (*heads[0].cells, *shown))
    return len(shown) > 1 and all(below) and labels and len(shown) == sum(end - first for first, end in wide)


def _is_title(heads: Sequence[Cell], below: Cell, joined: Container[str]) -> bool:
    """Tell whether the first of some heads is the title of all of them, and no column: 绩效目标 of 长期目标 and 年度目标.

    ``joined`` are the places of cells that are parts of titles already.
    """
    title, *others = heads or [below]
    if title.column != below.column or not others:
        return False
    word = _TITLE.search(title.text)
    repeated = word is not None and any(word[0] in other.text for other in others)
    in_units = _IN_UNITS.search(title.text) is not None and not any(_IN_UNITS.search(other.text) for other in others)
    return title.place in joined or (title.text.strip() != "" and (repeated or in_units))


def _is_next_number(text: str, above: Cell | None) -> bool:
    """Tell whether a text counts on from the number above it, or begins below 序号."""
    before = above.text.strip() if above is not None else ""
    return text.strip() == ("1" if before == "序号" else str(int(before) + 1) if before.isdecimal() else "")


def _lengths(lines: Sequence[ReadLine]) -> dict[tuple[int, int], int]:
    """Return for every cell, by row and column, how many rows the merged cell has that it belongs to."""
    lengths: dict[tuple[int, int], int] = {}
    begun: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for cell in line.cells:
            family = begun.get(cell.column, []) if cell.continued else []
            family.append((row, cell.column))
            begun[cell.column] = family
            for member in family:
                lengths[member] = len(family)
    return lengths


def _is_filled(lines: Sequence[ReadLine]) -> bool:
    """Tell whether a table holds what somebody filled in: several figures, or more values than empty cells."""
    texts = [cell.text for line in lines for cell in line.cells if not cell.continued]
    empty = sum(1 for text in texts if not text.strip())
    texts = [text for text in texts if text.strip() and not _FIXED.fullmatch(text) and not _MONTH.fullmatch(text)]
    values = sum(1 for text in texts if _is_value(text))
    figures = sum(1 for text in texts if _FIGURE.fullmatch(text))
    ticked = any(_TICKED.search(text) and len(_BOXES.findall(text)) > 1 for text in texts)
    scores = list(_scores(lines))
    if any(len(list(takewhile(is_figure, each))) >= _FEW for each in scores):
        return True  # no blank form prints scores
    unscored = any(len(each) >= _FEW and not "".join(each).strip() for each in scores)
    return ticked or (not unscored and (values > max(empty, 2) or (figures >= _FEW and _SPARSE * figures > empty)))


def _scores(lines: Sequence[ReadLine]) -> Iterator[list[str]]:
    """Yield the texts below each head for scores."""
    for row, line in enumerate(lines):
        for cell in line.cells:
            if not cell.continued and _SCORES.fullmatch(cell.text):
                yield list(_below(lines[row + 1 :], cell))


def _below(lines: Iterable[ReadLine], head: Cell) -> Iterator[str]:
    """Yield the texts in the column of a head, row by row, as far as one has a cell there; merged cells once."""
    for line in lines:
        cell = next((cell for cell in line.cells if cell.column == head.column), None)
        if cell is None or not cell.continued:
            yield cell.text if cell else ""


def _is_mostly_empty(lines: Sequence[ReadLine]) -> bool:
    own = [cell for line in lines for cell in line.cells if not cell.continued]
    return 4 * sum(not cell.text.strip() for cell in own) > len(own)


def sort_of(text: str, *, filled: bool = False) -> CellKind:
    """Return what a cell with this text is; in a ``filled`` table, what looks like a value is one."""
    if _EMPTY.fullmatch(text) or FILLER.fullmatch(text) or _DATE.fullmatch(text) or _PERIOD.fullmatch(text):
        return CellKind.BLANK
    if filled and _is_value(text) and not _NOTES.match(text):
        return CellKind.FILLED
    if _FIXED.fullmatch(text):
        return CellKind.FIXED
    if len(_BOXES.findall(text)) > 1 and options_of(text):
        return CellKind.CHOICE
    if _HINT.fullmatch(text):
        return CellKind.FILLED
    return CellKind.LABEL if _HAN.search(text) or text.strip().isalpha() else CellKind.FIXED


def _is_value(text: str) -> bool:
    """Tell whether a text looks like one that somebody filled in; boxes of which none is ticked are the form's."""
    return bool(_VALUE.fullmatch(" ".join(text.split()))) and not (offers(text) or _MONTH.fullmatch(text))


def offers(text: str) -> bool:
    """Tell whether a text has boxes to tick, of which none is ticked."""
    return len(_BOXES.findall(text)) > 1 and not _TICKED.search(text)


def options_of(text: str) -> tuple[str, ...]:
    """Return the answers beside the boxes of a text (□是 □否), none where they cannot be told."""
    flat = " ".join(text.split())
    before = bool(_BOXES.match(flat))
    pieces = [piece.strip(" 、，,；;:：/（）()_＿") for piece in _BOXES.split(flat)]
    names = pieces[1:] if before else pieces[:-1]
    if (pieces[0] if before else pieces[-1]) or not all(0 < len(name) <= 16 for name in names):
        return ()
    return tuple(dict.fromkeys(names)) if len(set(names)) > 1 else ()


def is_signature(text: str) -> bool:
    """Tell whether a text is nothing but where somebody signs or seals what is typed above it: 审核人：　　日期：

    With a day to fill in (年　月　日) all is written by hand.
    """
    return _SIGN_OFF.fullmatch(text) is not None and _BY_WHOM.search(text) is not None


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
