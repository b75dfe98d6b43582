"""What one table of a blank form asks for, row by row: values, crossed rows and columns, lists, indicators."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from selfeval.documents.read.answers import answer_of, ticked_columns
from selfeval.documents.read.blank import (
    AskedFor,
    Column,
    LabelFound,
    PlaceToFill,
    RepeatedRows,
    WrittenAs,
    clean,
)
from selfeval.documents.read.gap import (
    blanks_inside,
    filled_in_text,
    has_gap,
    is_filled_in,
    is_signed,
    with_gaps_behind,
)
from selfeval.documents.read.heads import (
    UNIT_ALONE,
    is_dots,
    is_head_cell,
    is_numbering,
    is_over_heads,
    is_row_of_values,
    is_second_head,
    is_title_row,
    open_years,
    without_corner,
)
from selfeval.documents.read.hinted import text_wanted
from selfeval.documents.read.levels import (
    is_named,
    is_numbered,
    level_columns,
    levels_of,
    name_column,
    points_beside,
    printed_row,
)
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.scored import (
    SCORED,
    ScoredPart,
    columns_of_sheet,
    is_section_title,
    is_total,
    scored_parts,
    sums_up,
)
from selfeval.documents.read.sorts import FILLER, CellKind, is_date, is_figure, options_of
from selfeval.text.pattern import regex

_SERIAL = regex(r"^(?:序号|编号|项次|行次)")
_LISTED = regex(r"序号|名称|任务|项目|类别|事项|内容|姓名|起止|文件|问题")
_GOAL = regex(r"目标|完成情况|情况|数$|率$|金额|资金|预算|支出")
_NUMBERED = regex(r"\s*[（(]?\d{1,2}[）)]?[、.．]\s*\S")
_UNIT_HEAD = regex(r"(?:计量)?单位")
_SCORE = regex(r"[\u4e00-\u9fff]{0,4}(?:得分|评分|分数|小计)")
"""What says that a score stands behind it."""
_LONGEST_HEAD = 24


class _Head(NamedTuple):
    """Hold the labels over one column, and the column of the grid behind it."""

    column: int
    labels: tuple[str, ...]
    end: int


@dataclass
class Table:
    """Read one table, row by row; ``heads`` are the labels over its columns as far as they reach, ``beside`` what stands beside them;
    ``is_below_list`` tells that a list with these heads stands above.
    """

    rows: Sequence[FormRow]
    heads: list[_Head] = field(default_factory=list)
    section: str = ""
    beside: tuple[str, ...] = ()
    is_below_list: bool = False

    def read(self) -> Iterator[AskedFor]:
        """Yield all that the table asks for, from its first row to its last."""
        at = 0
        while at < len(self.rows):
            row = self.rows[at]
            if columns := self.level_columns(at) or columns_of_sheet(self.rows, at):
                yield from _in_heads(row)
                end = yield from self.indicators(at, columns)
            elif parts := scored_parts(self.rows, at):
                self.take_heads(at)
                end = yield from self.indicators_parted(parts)
            elif self.is_over_blocks(at):
                end = self.take_heads(at)
            elif self.is_head(at):
                begin = self.take_heads(at)
                for head in self.rows[at:begin]:
                    yield from _in_heads(head)
                end = self.list_end(begin)
                if end > begin:
                    yield from self.list_rows(begin, end)
            elif self.heads and self.list_end(at) > at and self.fits(row):
                end = self.list_end(at)
                yield from self.list_rows(at, end)
            elif len(row.body) == 1:
                yield from self.single(at)
                end = at + 1
            else:
                yield from self.values(row)
                end = at + 1
            at = end

    # heads

    def is_over_blocks(self, at: int) -> bool:
        """Tell whether a row holds a title over each of some blocks of labels and values side by side."""
        row, below = self.rows[at], self.rows[at + 1 : at + 2]
        heads = [_Head(cell.column, (clean(cell.shown),), cell.end) for cell in row.body]
        titled = len(heads) > 1 and all(cell.is_label and not cell.cell.continued for cell in row.body)
        return titled and bool(below) and _is_in_blocks(heads, below[0])

    def is_head(self, at: int) -> bool:
        """Tell whether a row holds labels for the columns below it."""
        row = self.rows[at]
        if self.heads and any(self.is_score_of_section(row, cell) for cell in row.body[-1:]):
            return False
        shown = self.without_blank_heads(at)
        years = open_years(row)
        if len(shown) < 1 or any(
            cell.cell.continued or not (is_head_cell(cell) or cell.column in years) for cell in shown
        ):
            return False
        if len(shown) == 1 and len(row.body) == 1:
            return False
        if any(has_gap(cell.shown) and len(clean(cell.shown)) > _LONGEST_HEAD for cell in shown):
            return False
        if all(cell.shown.rstrip().endswith(("：", ":")) for cell in shown):
            return False
        if at + 1 == len(self.rows):
            return False
        below = self.rows[at + 1]
        if is_second_head(below):
            return True
        if is_over_heads(row, below) and self.is_head(at + 1):
            return True
        if not any(cell.is_open for cell in below.body):
            return len(shown) > 2 and self.has_values_below(at + 1, row.columns)
        starts = {cell.column for cell in shown}
        open_below = [
            cell for cell in below.body if cell.column in starts and (cell.is_open or cell.sort is CellKind.FIXED)
        ]
        same = [cell for cell in below.body if cell.column in starts]
        if len(shown) == 1:
            return bool(open_below) and len(below.body) == len(row.body)
        return bool(open_below) and 2 * len(same) >= len(shown) and any(cell.is_open for cell in open_below)

    def without_blank_heads(self, at: int) -> Sequence[FormCell]:
        """Return the cells of a row of heads without the empty ones before the first label, or over labels of the row below, and dots."""
        shown = [cell for cell in without_corner(self.rows[at].body) if not is_dots(cell)]
        below = self.rows[at + 1] if at + 1 < len(self.rows) else None
        if below is None or not is_row_of_values(below):
            return shown
        named = {cell.column for cell in below.body if cell.is_label}
        return [cell for cell in shown if cell.shown.strip() or cell.column not in named]

    def has_values_below(self, at: int, columns: frozenset[int]) -> bool:
        """Tell whether behind rows that ask for nothing, as titles or numbers of columns, one of values comes with a cell in each column."""
        row = next((row for row in self.rows[at:] if any(cell.is_open for cell in row.body)), None)
        return row is not None and columns <= row.columns and is_row_of_values(row)

    def take_heads(self, at: int) -> int:
        """Keep the labels of the row of heads ``at``, and of a second one below; return the row behind them."""
        row = self.rows[at]
        shown = (cell for cell in row.body if cell.shown.strip() and not is_dots(cell))
        heads = [_Head(cell.column, (_named_head(cell, open_years(row)),), cell.end) for cell in shown]
        end = at + 1
        while end < len(self.rows) and (
            is_second_head(self.rows[end]) or (end == at + 1 and is_over_heads(row, self.rows[end]))
        ):
            over = heads
            heads = []
            years = open_years(self.rows[end])
            for cell in self.rows[end].body:
                above = [head for head in over if head.column <= cell.column]
                first = above[-1].labels if above else ()
                labels = first if cell.cell.continued else (*first, _named_head(cell, years))
                heads.append(_Head(cell.column, labels, cell.end))
            end += 1
        while end < len(self.rows) and is_numbering(self.rows[end].cells):
            end += 1
        self.heads, self.is_below_list = heads, False
        self.beside = _beside(row)
        self.section = self.beside[-1] if self.beside else ""
        return end

    def head(self, cell: FormCell) -> tuple[str, ...]:
        """Return the labels over a cell, none where no column of the heads begins there."""
        return next((head.labels for head in self.heads if head.column == cell.column), ())

    def fits(self, row: FormRow) -> bool:
        """Tell whether the cells of a row stand under the heads, and beside the label that these stand beside; totals need not."""
        if self.beside and not (is_total(row) and not row.side) and (not row.side or _beside(row) != self.beside):
            return False
        starts = {head.column for head in self.heads}
        under = [cell for cell in row.body if cell.column in starts]
        across = any(self.is_across(cell) for cell in row.body)
        return bool(starts) and not across and len(under) >= max(1, len(row.body) - 1)

    def is_step(self, cell: FormCell) -> bool:
        """Tell whether a cell stands under one of several heads that are the same: a step of what is scored, which names no value."""
        return sum(head.labels == self.head(cell) for head in self.heads) > 1

    def is_score_of_section(self, row: FormRow, cell: FormCell) -> bool:
        """Tell whether the last cell of the title of a section says only that its score stands there: 一、决策（20分） | 得分."""
        own = [each for each in row.body if not each.cell.continued]
        is_sectioned = len(own) == 2 and is_section_title(own[0].shown)
        return (
            is_sectioned
            and SCORED.search("".join(self.head(cell))) is not None
            and _SCORE.fullmatch(clean(cell.shown)) is not None
        )

    def begins_block(self, cell: FormCell, behind: FormCell | None) -> bool:
        """Tell whether a label under one of the same heads is that of a block of columns: what stands behind it is to be filled in."""
        reached = sum(cell.column <= head.column < cell.end for head in self.heads)
        return reached == 1 and behind is not None and behind.is_open

    def is_across(self, cell: FormCell) -> bool:
        """Tell whether a cell to fill reaches under several heads, and so belongs to none of them."""
        return cell.is_open and sum(cell.column <= head.column < cell.end for head in self.heads) > 1

    # lists

    def is_empty_row(self, row: FormRow) -> bool:
        """Tell whether a row is all to be filled in; a number or a filler before it may be printed."""
        cells = [cell for cell in row.body if not cell.cell.continued]
        if row.is_filled:
            heads = [self.head(cell) for cell in row.body]
            values = any(cell.is_open for cell in cells) and not any(cell.is_known for cell in cells)
            return values and all(heads) and len(set(heads)) == len(heads)
        written = [cell for cell in cells if not cell.is_open]
        numbers = len(written) == 1 and written[0] is cells[0] and self.is_number(cells[0])
        return bool(cells) and (not written or bool(numbers)) and any(cell.is_open for cell in cells)

    def role_column(self, row: FormRow) -> int | None:
        """Return the column in which a row prints what it is for, behind room for a name: 　　 | 组长 | 　　; None for any other row."""
        if len(row.body) < 3 or row.is_filled:
            return None
        named, *others = row.body
        written = [cell for cell in others if not cell.is_open]
        is_named = named.is_open and not named.shown.strip()
        return written[0].column if is_named and len(written) == 1 and written[0].is_label else None

    def is_number(self, cell: FormCell) -> bool:
        """Tell whether a cell is the number of a row, with a name for an example where the head asks for names."""
        example = _NUMBERED.match(cell.shown) and "".join(self.head(cell)).endswith("名称")
        return cell.sort is CellKind.FIXED or bool(example)

    def list_end(self, at: int) -> int:
        """Return where a list ends that begins in the row ``at``; ``at`` itself where none does."""
        end = at
        first = self.rows[at] if at < len(self.rows) else None
        role = self.role_column(first) if first is not None else None
        while (
            first is not None
            and end < len(self.rows)
            and self.fits(self.rows[end])
            and (self.is_empty_row(self.rows[end]) if role is None else self.role_column(self.rows[end]) == role)
            and self.rows[end].columns == first.columns
            and _beside(self.rows[end]) == _beside(first)
        ):
            end += 1
        if first is None or len(first.body) < 2 or end == at:
            return at
        if end - at > 1:
            return end
        if role is not None:
            return at
        names = ["".join(self.head(cell)) for cell in first.body]
        serial = bool(_SERIAL.search(names[0]))
        listed = bool(_LISTED.search(names[0])) and not _GOAL.search(names[0]) and len(first.body) > 2
        is_filler = FILLER.fullmatch(first.body[0].shown) is not None and len(first.body[0].cell.paragraphs) == 1
        return end if serial or listed or is_filler else at

    def list_rows(self, at: int, end: int) -> Iterator[AskedFor]:
        """Yield the list of the rows from ``at`` to before ``end``."""
        row = self.rows[at]
        columns = [
            Column(cell.place, (clean(cell.shown),), is_side=True, begins=not cell.cell.continued) for cell in row.side
        ]
        named = [cell for cell in row.body if not _SERIAL.search("".join(self.head(cell)))]
        first = (cell for cell in named if "".join(self.head(cell)).endswith("名称"))
        name = next(first, next(iter(named), None))
        for cell in row.body:
            labels = self.head(cell)
            if labels and is_signed(labels[-1]):
                continue
            is_number = bool(_SERIAL.search("".join(labels))) or cell.sort is CellKind.FIXED
            is_printed = is_number or not cell.is_open
            columns.append(
                Column(
                    cell.place,
                    labels,
                    is_name=cell is name,
                    is_number=is_number,
                    shape=_shape(cell, in_rows=True),
                    options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else (),
                    printed=_texts(self.rows[at:end], cell.column) if is_printed else (),
                )
            )
        labels = _beside(row)[-1:] or ((self.section,) if self.section else ())
        self.is_below_list = True
        yield RepeatedRows(tuple(each.place for each in self.rows[at:end]), tuple(columns), labels)

    # indicators

    def level_columns(self, at: int) -> dict[int, str]:
        """Return the columns of levels and names of indicators below the heads in the row ``at``, which may have two rows."""
        below = self.rows[at + 1] if at + 1 < len(self.rows) and is_second_head(self.rows[at + 1]) else None
        own = [cell for cell in self.rows[at].body if cell.is_label]
        second = level_columns(below.body) if below is not None and len(own) == len(self.rows[at].body) else {}
        return level_columns(self.rows[at].body) or second

    def indicators(self, at: int, columns: Mapping[int, str]) -> Generator[AskedFor, None, int]:
        """Yield the list of indicators whose heads stand in the row ``at``; return the row behind it."""
        begin = self.take_heads(at)
        end = begin
        name = name_column(columns)
        while end < len(self.rows) and self.is_indicator(self.rows[end], columns, name):
            if sums_up(self.rows[end], self.rows[begin:end]):
                break
            end += 1
        if end == begin:
            return max(begin, at + 1)
        yield from self.indicator_rows(begin, end, columns)
        return end

    def indicators_parted(self, parts: Sequence[ScoredPart]) -> Generator[AskedFor, None, int]:
        """Yield a list of indicators for each part of a sheet, below its title; return the row behind them."""
        for part in parts:
            title = self.rows[part.begin - 1]
            named = (cell for cell in title.body if cell.is_label)
            self.section = "".join(clean(cell.shown) for cell in named)
            if len(title.body) > 1:
                scores = (blank for blank in self.values(title) if self.has_total(title, blank.labels[-1:]))
                yield from (blank for blank in scores if not blank.text.strip())
            yield from self.indicator_rows(part.begin, part.end, part.columns)
        self.section = ""
        return parts[-1].end

    def indicator_rows(self, begin: int, end: int, columns: Mapping[int, str]) -> Iterator[RepeatedRows]:
        """Yield the list of the indicators in the rows from ``begin`` to before ``end``."""
        name = name_column(columns)
        rows = self.rows[begin:end]
        columns = {
            column: level for column, level in columns.items() if column == name or not is_numbered(rows, column)
        }
        first = rows[0]
        levels, points, headings = levels_of(rows, columns, name)
        beside = points_beside(rows, columns)
        made: list[Column] = []
        for cell in first.cells:
            if cell in first.side and cell.column not in columns:
                made.append(Column(cell.place, (clean(cell.shown),), is_side=True, begins=not cell.cell.continued))
                continue
            labels = self.head(cell)
            if cell.column in beside:
                level = beside[cell.column]
                depth = 1 if level == "一级" else 2
                for row, path in zip(rows, headings, strict=True):
                    text = next(each.shown for each in row.cells if each.column == cell.column)
                    points[path[:depth]] = clean(text).removesuffix("分")
                made.append(Column(cell.place, labels, level=level, is_points=True))
                continue
            made.append(
                Column(
                    cell.place,
                    labels,
                    level=columns.get(cell.column, "") if cell.column != name else "",
                    is_name=cell.column == name,
                    is_number=bool(_SERIAL.search("".join(labels))),
                    printed=_texts(rows, cell.column) if _SERIAL.search("".join(labels)) else (),
                    options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else (),
                    is_joined=any(
                        each.column == cell.column and each.cell.continued for row in rows for each in row.cells
                    ),
                )
            )
        named = {cell.column: cell.place for cell in first.cells if cell.column not in columns or cell.column == name}
        shown = [printed_row(row, path, named) for row, path in zip(rows, headings, strict=True)]
        is_open = [not is_named(row, name) for row in rows]
        label = next((column.labels[0] for column in reversed(made) if column.is_side), self.section)
        yield RepeatedRows(
            tuple(row.place for row in rows),
            tuple(made),
            (label,) if label else (),
            is_indicators=True,
            levels=levels,
            points=points,
            printed=tuple(row for row, free in zip(shown, is_open, strict=True) if not free),
            open=tuple(row for row, free in zip(shown, is_open, strict=True) if free),
        )

    def is_indicator(self, row: FormRow, columns: Mapping[int, str], name: int) -> bool:
        """Tell whether a row below the heads of indicators holds one, or room for one."""
        starts = {head.column for head in self.heads}
        stands = {cell.column for cell in row.cells}
        return (
            row.columns <= starts
            and not is_total(row)
            and (name in stands or bool(stands & set(columns)))
            and not level_columns(row.body)
            and not any(self.is_across(cell) for cell in row.body)
            and (any(cell.is_open for cell in row.body) or stands == starts)
        )

    # values

    def single(self, at: int) -> Iterator[AskedFor]:
        """Yield what a row of one cell asks for: a text under the label above it, or beside the one at its side."""
        row = self.rows[at]
        (cell,) = row.body
        beside = _beside(row)
        if cell.is_open:
            labels = beside or ((self.section,) if self.section else ())
            over = self.head(cell) or tuple(label for head in self.heads[:1] for label in head.labels)
            found = LabelFound.BESIDE if beside else LabelFound.BELOW if labels or over else LabelFound.UNNAMED
            shape = (
                WrittenAs.CHOICE
                if cell.sort is CellKind.CHOICE
                else WrittenAs.PROSE
                if cell.share > 0.4
                else WrittenAs.CELL
            )
            yield PlaceToFill(
                cell.place,
                labels or over,
                shape,
                found,
                cell.shown,
                options=options_of(cell.shown),
                is_filled=row.is_filled,
            )
        elif cell.is_label:
            if not self.has_values_below(at + 1, frozenset(head.column for head in self.heads)):
                self.heads = []
            self.section = clean(cell.shown)
            if (wanted := text_wanted(cell)) is not None and self.is_left_alone(at + 1):
                yield wanted._replace(labels=(*beside, *wanted.labels))
            elif not is_signed(cell.shown) and not (is_title_row(cell) and self.is_over_table(at + 1)):
                inside = list(blanks_inside(cell)) or [*(_filled_inside(cell) if row.is_filled else ())]
                yield from (_named(blank, beside) for blank in inside)

    def is_over_table(self, at: int) -> bool:
        """Tell whether heads stand in the row ``at``, or below another title."""
        row = self.rows[at] if at < len(self.rows) else None
        if row is not None and len(row.body) == 1 and is_title_row(row.body[0]):
            return self.is_over_table(at + 1)
        return row is not None and (self.is_head(at) or bool(self.level_columns(at)))

    def is_left_alone(self, at: int) -> bool:
        """Tell whether the row ``at`` is none that holds what the label above it asks for: there is none, or it is a label too."""
        below = self.rows[at].body if at < len(self.rows) else ()
        return not below or (len(below) == 1 and below[0].is_label)

    def has_total(self, row: FormRow, over: Sequence[str]) -> bool:
        """Tell whether a row of totals has one below some labels: none of what is only said in words, or is printed in the row."""
        head = "".join(over)
        figures = [cell for cell in row.body if cell.sort is CellKind.FIXED]
        if not figures and "分" in row.body[0].shown and sum(cell.is_open for cell in row.body) == 1:
            return True
        printed = any(self.head(cell) == over for cell in figures)
        is_counted = _COUNTED.search(head) or (self.is_below_list and _SUMMED.search(head))
        return not over or (not printed and bool(is_counted or not _WORDED.search(over[-1])))

    def values(self, row: FormRow) -> Iterator[PlaceToFill]:
        """Yield what a row with labels asks for; under heads, its labels are crossed with theirs."""
        fits = self.fits(row)
        if not fits and not _is_in_blocks(self.heads, row):
            self.heads = []
        if not self.heads:
            row = _with_room_before_units(row)
        leading: list[str] = []
        after_blank = False
        for number, cell in enumerate(row.body):
            behind = row.body[number + 1] if number + 1 < len(row.body) else None
            if number and behind is None and cell.is_label and self.is_score_of_section(row, cell):
                end = len(cell.shown)
                label = (clean(row.body[0].shown), clean(cell.shown))
                found = LabelFound.INSIDE
                yield PlaceToFill(cell.place, label, WrittenAs.VALUE, found, whole=cell.shown, start=end, end=end)
                continue
            if not cell.is_open and self.is_step(cell) and not self.begins_block(cell, behind):
                continue
            if leading and cell.shown.strip() and _UNIT_HEAD.fullmatch("".join(self.head(cell))):
                leading = [*leading[:-1], f"{leading[-1]}（{clean(cell.shown)}）"]
            elif cell.is_label:
                above = leading
                leading = [*([] if after_blank else leading), *([clean(cell.shown)] if cell.shown.strip() else [])]
                after_blank = False
                if not cell.cell.continued:
                    inside = list(blanks_inside(cell, colons=behind is None or not behind.is_open))
                    inside = inside or [*(_filled_inside(cell) if row.is_filled else ())]
                    around = (*_beside(row), *leading[:-1])
                    yield from (_named(blank, (around or tuple(above)) if blank.answer else around) for blank in inside)
            elif not cell.is_open:
                after_blank = after_blank or bool(leading)
            elif (blank := self.value(row, number, leading, after_blank=after_blank)) is not None:
                yield from with_gaps_behind(blank, cell)
                after_blank = True

    def answers(self, cell: FormCell) -> tuple[str, ...]:
        """Return the answers of which one is ticked in the columns that a cell stands among, none where it is no such column."""
        return ticked_columns({head.column: head.labels for head in self.heads}).get(cell.column, ())

    def tick(self, row: FormRow, cell: FormCell, leading: Sequence[str], answers: tuple[str, ...]) -> PlaceToFill:
        """Return the tick of one of the answers to what a row asks."""
        *above, own = self.head(cell)
        labels = (*_beside(row), *(_short_labels(leading)), *above)
        return PlaceToFill(cell.place, labels, WrittenAs.CHOICE, options=answers, answer=answer_of(own))

    def value(self, row: FormRow, number: int, leading: Sequence[str], *, after_blank: bool) -> PlaceToFill | None:
        """Return the blank of a cell behind the labels ``leading``, None where nothing is to be written there."""
        cell, fits = row.body[number], bool(self.heads)
        over = self.head(cell) if fits else ()
        of_total = is_total(row)
        if over and leading and (answers := self.answers(cell)):
            return None if of_total else self.tick(row, cell, leading, answers)
        signed = bool(leading) and is_signed(leading[-1])
        printed_empty = cell.sort is CellKind.BLANK and of_total and not self.has_total(row, over)
        is_rate = bool(over) and over[-1].split("（")[0].endswith("率")
        sums = of_total and bool(over) and (self.is_below_list or bool(SCORED.search(over[-1])))
        is_summed = sums and self.has_total(row, over)
        if signed or printed_empty or (_is_between_strokes(row.body, number) and not (is_rate or is_summed)):
            return None
        if of_total and number and row.body[number - 1].sort is CellKind.FIXED and len(leading) == 1 and not over:
            leading = (f"得分{leading[0]}",)  # behind the sum of the points
        side = _beside(row)
        block = [head.labels for head in self.heads if head.column < cell.column < head.end]
        leading = _short_labels(leading)
        section = side or ((self.section,) if self.section and fits else ())
        section = (*section, *block[0]) if block and leading and not over else section
        alone = sum(other.is_open for other in row.body) == 1
        crossed = bool(over and leading) and (not _is_beside_labels(row) or (alone and len(self.heads) > 2))
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
            WrittenAs.VALUE if of_total and over else _shape(cell, in_rows=crossed),
            found,
            cell.shown,
            over="" if crossed else "".join(over),
            options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else (),
            is_filled=row.is_filled,
        )


def _named_head(cell: FormCell, years: Sequence[int]) -> str:
    """Return the label of a head; years that are left open are named by their order."""
    return f"第{years.index(cell.column) + 1}年" if cell.column in years else clean(cell.shown)


def _in_heads(row: FormRow) -> Iterator[PlaceToFill]:
    """Yield the gaps in labels over columns; years that are left open in several of them are different years."""
    read = _filled_inside if row.is_filled else _left_open
    bare = {cell.place: cell for cell in row.body if cell.column in open_years(row) and not has_gap(cell.shown)}
    gaps = [gap for cell in row.body for gap in ((_before(cell),) if cell.place in bare else read(cell))]
    years = [gap.place for gap in gaps if gap.labels == ("年度",)]
    for gap in gaps:
        number = years.index(gap.place) + 1 if gap.place in years and len(years) > 1 else 0
        yield gap._replace(labels=(f"第{number}年",)) if number else gap


def _texts(rows: Sequence[FormRow], column: int) -> tuple[str, ...]:
    """Return what rows print in a column, "" where one prints nothing."""
    cells = [next((cell for cell in row.cells if cell.column == column), None) for row in rows]
    return tuple("" if cell is None else clean(cell.shown) for cell in cells)


def _before(cell: FormCell) -> PlaceToFill:
    """Return the room before what a cell prints."""
    return PlaceToFill(cell.place, ("年度",), found=LabelFound.INSIDE, whole=cell.shown, start=0, end=0)


def _left_open(cell: FormCell) -> Iterator[PlaceToFill]:
    """Yield the gaps in a label, those behind colons left out."""
    return blanks_inside(cell, colons=False)


def _with_room_before_units(row: FormRow) -> FormRow:
    """Return a row with the units behind labels as places to fill before them: 面积 | 　　平方米."""
    before = (None, *row.cells)
    cells = (
        replace(cell, sort=CellKind.BLANK) if label and label.is_label and UNIT_ALONE.fullmatch(cell.shown) else cell
        for label, cell in zip(before, row.cells, strict=False)
    )
    return replace(row, cells=tuple(cells))


def _is_in_blocks(heads: Sequence[_Head], row: FormRow) -> bool:
    """Tell whether a row has below each of several heads a label, and behind it what is to be filled in."""
    parts = [[cell for cell in row.body if head.column <= cell.column and cell.end <= head.end] for head in heads]
    return (
        len(heads) > 1
        and sum(map(len, parts)) == len(row.body)
        and all(len(part) > 1 and part[0].is_label and all(cell.is_open for cell in part[1:]) for part in parts)
    )


def _beside(row: FormRow) -> tuple[str, ...]:
    """Return the labels that stand beside several rows."""
    return tuple(clean(side.shown) for side in row.side if side.shown.strip())


def _named(blank: PlaceToFill, around: tuple[str, ...]) -> PlaceToFill:
    """Return a gap inside a text with the labels around the text before its own."""
    is_named = blank.labels or blank.answer or blank.start == blank.end
    return blank._replace(labels=(*around, *blank.labels)) if is_named else blank


def _filled_inside(cell: FormCell) -> Iterator[PlaceToFill]:
    """Yield what somebody filled in behind colons in a cell: figures, days, and what stands behind a label."""
    for text in cell.cell.paragraphs:
        yield from filled_in_text(text, cell.place, lambda label, value: is_figure(value) or is_filled_in(label, value))


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


_COUNTED = regex(
    r"^(?!.*单价).*(?:安排|到位|万元|[（(]元[）)]|分值|得分|分数|满分|权重|数(?!量)|[额金率比]|预算|支出|收入|决算|资产|结转|结余|拨款|费(?!用))"
)
_SUMMED = regex(r"数量$")
_WORDED = regex(
    r"说明|备注|原因|理由|依据|名称|措施|内容|标准(?!分)|解释|要点|方法|细则|单位|级(?:绩效)?指标|指标|时间|日期|年月|符号|性质|意见|情况|可能性"
    r"|方式|效果|成效|评价$|类[别型]|值$|单价|数量|科目|问题|材料|级次|是否|部门|来源|形式|等级"
)


def _shape(cell: FormCell, *, in_rows: bool) -> WrittenAs:
    if cell.sort is CellKind.CHOICE:
        return WrittenAs.CHOICE
    if is_date(cell.shown):
        return WrittenAs.DAY
    if cell.share > _LONG_SHARE:
        return WrittenAs.PROSE
    return WrittenAs.NARROW if in_rows and cell.share < _NARROW_SHARE else WrittenAs.CELL


_LONG_SHARE, _NARROW_SHARE = 0.45, 0.25
"""How much of the width of a table a cell takes that has room for paragraphs; how much one in which a sentence stands."""
