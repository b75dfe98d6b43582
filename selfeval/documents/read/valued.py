"""What a row of a blank form with labels asks for: values beside them, or where they cross the labels over columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selfeval.documents.read.blank import LabelFound, PlaceToFill, WrittenAs, clean
from selfeval.documents.read.gap import blanks_inside, is_signed, with_gaps_behind
from selfeval.documents.read.heads import UNIT_ALONE
from selfeval.documents.read.inside import filled_inside, named_by
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.over import ColumnHeads
from selfeval.documents.read.scored import SCORED, is_total
from selfeval.documents.read.sorts import CellKind, is_date, options_of
from selfeval.text.pattern import regex

_UNIT_HEAD = regex(r"(?:计量)?单位")
_COUNTED = regex(
    r"^(?!.*单价).*(?:安排|到位|万元|[（(]元[）)]|分值|得分|分数|满分|权重|数(?!量)|[额金率比]|预算|支出|收入|决算|资产|结转|结余|拨款|费(?!用))"
)
_SUMMED = regex(r"数量$")
_WORDED = regex(
    r"说明|备注|原因|理由|依据|名称|措施|内容|标准(?!分)|解释|要点|方法|细则|单位|级(?:绩效)?指标|指标|时间|日期|年月|符号|性质|意见|情况|可能性"
    r"|方式|效果|成效|评价$|类[别型]|值$|单价|数量|科目|问题|材料|级次|是否|部门|来源|形式|等级"
)


@dataclass(frozen=True)
class RowOfValues:
    """Hold a row with labels, the labels over its columns, and the title above it; ``is_below_list`` tells that a list with these stands above."""

    row: FormRow
    heads: ColumnHeads
    section: str = ""
    is_below_list: bool = False

    def values(self) -> Iterator[PlaceToFill]:
        """Yield what the row asks for; under heads, its labels are crossed with theirs."""
        leading: list[str] = []
        after_blank = False
        for number, cell in enumerate(self.row.body):
            behind = self.row.body[number + 1] if number + 1 < len(self.row.body) else None
            if number and behind is None and cell.is_label and self.heads.is_score_of_section(self.row, cell):
                yield self.own_score(cell)
            elif not cell.is_open and self.heads.is_step(cell) and not self.heads.begins_block(cell, behind):
                continue
            elif leading and cell.shown.strip() and _UNIT_HEAD.fullmatch("".join(self.heads.over(cell))):
                leading = [*leading[:-1], f"{leading[-1]}（{clean(cell.shown)}）"]
            elif cell.is_label:
                above = leading
                leading = [*([] if after_blank else leading), *([clean(cell.shown)] if cell.shown.strip() else [])]
                after_blank = False
                if not cell.cell.continued:
                    yield from self.inside(cell, behind, leading, above)
            elif not cell.is_open:
                after_blank = after_blank or bool(leading)
            elif (blank := self.value(number, leading, after_blank=after_blank)) is not None:
                yield from with_gaps_behind(blank, cell)
                after_blank = True

    def own_score(self, cell: FormCell) -> PlaceToFill:
        """Return the room behind the label of a score: 得分."""
        labels, end = (clean(self.row.body[0].shown), clean(cell.shown)), len(cell.shown)
        return PlaceToFill(cell.place, labels, found=LabelFound.INSIDE, whole=cell.shown, start=end, end=end)

    def inside(
        self, cell: FormCell, behind: FormCell | None, leading: Sequence[str], above: Sequence[str]
    ) -> Iterator[PlaceToFill]:
        """Yield what a label has room for inside it; boxes behind a place are named by the label ``above`` of that."""
        inside = list(blanks_inside(cell, colons=behind is None or not behind.is_open))
        inside = inside or [*(filled_inside(cell) if self.row.is_filled else ())]
        around = (*self.row.beside, *leading[:-1])
        yield from (named_by(blank, (around or tuple(above)) if blank.answer else around) for blank in inside)

    def has_total(self, over: Sequence[str]) -> bool:
        """Tell whether a row of totals has one below some labels: none of what is only said in words, or is printed in the row."""
        head = "".join(over)
        figures = [cell for cell in self.row.body if cell.sort is CellKind.FIXED]
        if not figures and "分" in self.row.body[0].shown and sum(cell.is_open for cell in self.row.body) == 1:
            return True
        printed = any(self.heads.over(cell) == over for cell in figures)
        is_counted = _COUNTED.search(head) or (self.is_below_list and _SUMMED.search(head))
        return not over or (not printed and bool(is_counted or not _WORDED.search(over[-1])))

    def tick(self, cell: FormCell, leading: Sequence[str], answers: tuple[str, ...]) -> PlaceToFill:
        """Return the tick of one of the answers to what a row asks."""
        above = self.heads.over(cell)[:-1]
        labels = (*self.row.beside, *(_short_labels(leading)), *above)
        return PlaceToFill(cell.place, labels, WrittenAs.CHOICE, options=answers, answer=self.heads.answer(cell))

    def value(self, number: int, leading: Sequence[str], *, after_blank: bool) -> PlaceToFill | None:
        """Return the blank of a cell behind the labels ``leading``, None where nothing is to be written there."""
        row = self.row
        cell, fits = row.body[number], bool(self.heads)
        over = self.heads.over(cell) if fits else ()
        of_total = is_total(row)
        if over and leading and (answers := self.heads.answers(cell)):
            return None if of_total else self.tick(cell, leading, answers)
        signed = bool(leading) and is_signed(leading[-1])
        printed_empty = cell.sort is CellKind.BLANK and of_total and not self.has_total(over)
        is_rate = bool(over) and over[-1].split("（")[0].endswith("率")
        sums = of_total and bool(over) and (self.is_below_list or bool(SCORED.search(over[-1])))
        is_summed = sums and self.has_total(over)
        if signed or printed_empty or (_is_between_strokes(row.body, number) and not (is_rate or is_summed)):
            return None
        if of_total and number and row.body[number - 1].sort is CellKind.FIXED and len(leading) == 1 and not over:
            leading = (f"得分{leading[0]}",)  # behind the sum of the points
        side = row.beside
        block = [head.labels for head in self.heads.heads if head.column < cell.column < head.end]
        leading = _short_labels(leading)
        section = side or ((self.section,) if self.section and fits else ())
        section = (*section, *block[0]) if block and leading and not over else section
        alone = sum(other.is_open for other in row.body) == 1
        crossed = bool(over and leading) and (not _is_beside_labels(row) or (alone and len(self.heads.heads) > 2))
        labels, found = section, LabelFound.BESIDE if section and alone else LabelFound.UNNAMED
        if crossed:
            labels, found = (*section, *leading, "".join(over)), LabelFound.CROSSED
        elif leading and not after_blank:
            labels, found = (*section, *leading), LabelFound.BESIDE
        elif over:
            labels, found = (*section, *over), LabelFound.BELOW
        elif leading:
            labels = (*section, *leading)
        if (noted := UNIT_ALONE.fullmatch(cell.shown)) is not None and noted["note"]:
            return PlaceToFill(cell.place, labels, found=LabelFound.INSIDE, whole=cell.shown, start=0, end=0)
        if found is LabelFound.UNNAMED and number and row.body[number - 1].is_open and not cell.shown.strip():
            return None
        return PlaceToFill(
            cell.place,
            labels,
            WrittenAs.VALUE if of_total and over else shape_of(cell, in_rows=crossed),
            found,
            cell.shown,
            over="" if crossed else "".join(over),
            options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else (),
            is_filled=row.is_filled,
        )


def with_room_before_units(row: FormRow) -> FormRow:
    """Return a row with the units behind labels as places to fill before them: 面积 | 　　平方米."""
    before = (None, *row.cells)
    cells = (
        replace(cell, sort=CellKind.BLANK) if label and label.is_label and UNIT_ALONE.fullmatch(cell.shown) else cell
        for label, cell in zip(before, row.cells, strict=False)
    )
    return replace(row, cells=tuple(cells))


def _short_labels(labels: Sequence[str]) -> Sequence[str]:
    """Return the labels that name something, without the sentences that describe it."""
    short = [label for label in labels if len(label) <= _LONGEST_NAME and not _SENTENCE.search(label)]
    return short or labels


_SENTENCE = regex("[。；]|，.*，")
_LONGEST_NAME = 30


def _is_beside_labels(row: FormRow) -> bool:
    """Tell whether every cell to fill stands right behind a label."""
    return all(number > 0 and row.body[number - 1].is_label for number, cell in enumerate(row.body) if cell.is_open)


def _is_between_strokes(cells: Sequence[FormCell], number: int) -> bool:
    """Tell whether an empty cell stands between strokes that say that nothing is to be written there: —, empty, —."""
    beside = [*cells[max(number - 1, 0) : number], *cells[number + 1 : number + 2]]
    return (
        cells[number].sort is CellKind.BLANK
        and len(beside) == 2
        and all(cell.sort is CellKind.FIXED and not any(map(str.isdigit, cell.shown)) for cell in beside)
    )


def shape_of(cell: FormCell, *, in_rows: bool) -> WrittenAs:
    """Return how something is written into a cell, which in rows of values may be narrow."""
    if cell.sort is CellKind.CHOICE:
        return WrittenAs.CHOICE
    if is_date(cell.shown):
        return WrittenAs.DAY
    if cell.share > _LONG_SHARE:
        return WrittenAs.PROSE
    return WrittenAs.NARROW if in_rows and cell.share < _NARROW_SHARE else WrittenAs.CELL


_LONG_SHARE, _NARROW_SHARE = 0.45, 0.25
"""How much of the width of a table a cell takes that has room for paragraphs; how much one in which a sentence stands."""
