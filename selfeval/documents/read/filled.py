"""Tables that somebody filled in: whether one is, and which of its texts are labels and which were filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.outline import FormCell
from selfeval.documents.read.sorts import FIXED, MONTH, CellKind, is_figure, is_text, is_ticked, is_value
from selfeval.text.pattern import regex

_YEAR = regex(r"\s*20\d\d\s*年度?\s*")
_FEW, _SPARSE = 3, 6
"""How many figures a filled table has at least, and how many empty cells there may be for each."""
_NAMES_PRINTED = regex(
    r"来源|级次|资金性质|构成|渠道|种类|指标类[型别]|^时间$|^年度$|要点|标准|解释|细则|评[审估价]内容|具体内容"
)
_NAMES_TYPED = regex(r"名称|指标|任务|事项|内容|项目|目标|情况|原因|说明|备注|措施|问题")
_NUMBERS_PRINTED = regex(r"(?:分值|权重|满分|序号)(?:[（(].*)?$")
"""What stands over labels that a form prints, filled or not."""
_TOTAL_OF_POINTS = regex(r"总分|合计|得分")
_SCORES = regex(r"\s*(?:自评|评审|评价|考评|考核|实际|专家)?(?:得分|评分|打分)\s*")
_LEVELS = regex(r"[一二]级(?:绩效)?指标")


def is_filled(lines: Sequence[ReadLine]) -> bool:
    """Tell whether a table holds what somebody filled in: several figures, or more values than empty cells."""
    texts = [cell.text for line in lines for cell in line.cells if not cell.continued]
    empty = sum(1 for text in texts if not text.strip())
    texts = [text for text in texts if text.strip() and not FIXED.fullmatch(text) and not MONTH.fullmatch(text)]
    values = sum(1 for text in texts if is_value(text))
    figures = sum(1 for text in texts if is_figure(text))
    ticked = any(map(is_ticked, texts))
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


def is_mostly_empty(lines: Sequence[ReadLine]) -> bool:
    """Tell whether more than a quarter of the cells of a table are empty."""
    own = [cell for line in lines for cell in line.cells if not cell.continued]
    return 4 * sum(not cell.text.strip() for cell in own) > len(own)


@dataclass
class FilledTable:
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
