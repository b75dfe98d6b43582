"""What one table of a blank form asks for, row by row: values, crossed rows and columns, lists, indicators."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    has_gap,
    is_signed,
)
from selfeval.documents.read.heads import (
    is_dots,
    is_head_cell,
    is_numbering,
    is_over_heads,
    is_row_of_values,
    is_second_head,
    is_serial,
    is_title_row,
    open_years,
    without_corner,
)
from selfeval.documents.read.hinted import text_wanted
from selfeval.documents.read.indicated import indicator_rows
from selfeval.documents.read.inside import filled_inside, in_heads, named_by
from selfeval.documents.read.levels import level_columns, name_column
from selfeval.documents.read.outline import FormCell, FormRow, texts_below
from selfeval.documents.read.over import ColumnHeads, heads_below, heads_of
from selfeval.documents.read.scored import (
    ScoredPart,
    columns_of_sheet,
    is_total,
    scored_parts,
    sums_up,
)
from selfeval.documents.read.sorts import FILLER, CellKind, options_of
from selfeval.documents.read.valued import RowOfValues, shape_of, with_room_before_units
from selfeval.text.pattern import regex

_LISTED = regex(r"序号|名称|任务|项目|类别|事项|内容|姓名|起止|文件|问题")
_GOAL = regex(r"目标|完成情况|情况|数$|率$|金额|资金|预算|支出")
_NUMBERED = regex(r"\s*[（(]?\d{1,2}[）)]?[、.．]\s*\S")
_LONGEST_HEAD = 24


@dataclass
class Table:
    """Read one table, row by row; ``heads`` are the labels over its columns, ``is_below_list`` tells that a list with these stands above."""

    rows: Sequence[FormRow]
    heads: ColumnHeads = field(default_factory=ColumnHeads)
    section: str = ""
    is_below_list: bool = False

    def read(self) -> Iterator[AskedFor]:
        """Yield all that the table asks for, from its first row to its last."""
        at = 0
        while at < len(self.rows):
            row = self.rows[at]
            if columns := self.level_columns(at) or columns_of_sheet(self.rows, at):
                yield from in_heads(row)
                end = yield from self.indicators(at, columns)
            elif parts := scored_parts(self.rows, at):
                self.take_heads(at)
                end = yield from self.indicators_parted(parts)
            elif self.is_over_blocks(at):
                end = self.take_heads(at)
            elif self.is_head(at):
                begin = self.take_heads(at)
                for head in self.rows[at:begin]:
                    yield from in_heads(head)
                end = self.list_end(begin)
                if end > begin:
                    yield from self.list_rows(begin, end)
            elif self.heads and self.list_end(at) > at and self.heads.fits(row):
                end = self.list_end(at)
                yield from self.list_rows(at, end)
            elif len(row.body) == 1:
                yield from self.single(at)
                end = at + 1
            else:
                yield from self.values(row).values()
                end = at + 1
            at = end

    # heads

    def is_over_blocks(self, at: int) -> bool:
        """Tell whether a row holds a title over each of some blocks of labels and values side by side."""
        row, below = self.rows[at], self.rows[at + 1 : at + 2]
        titled = len(row.body) > 1 and all(cell.is_label and not cell.cell.continued for cell in row.body)
        return titled and bool(below) and heads_of(row).are_over_blocks(below[0])

    def is_head(self, at: int) -> bool:
        """Tell whether a row holds labels for the columns below it."""
        row = self.rows[at]
        if self.heads and any(self.heads.is_score_of_section(row, cell) for cell in row.body[-1:]):
            return False
        shown = self.without_blank_heads(at)
        years = open_years(row)
        if len(shown) < 1 or any(
            cell.cell.continued or not (is_head_cell(cell) or cell.column in years) for cell in shown
        ):
            return False
        is_long = any(has_gap(cell.shown) and len(clean(cell.shown)) > _LONGEST_HEAD for cell in shown)
        is_asked = all(cell.shown.rstrip().endswith(("：", ":")) for cell in shown)
        if is_long or is_asked or len(row.body) == 1 or at + 1 == len(self.rows):
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
        heads = heads_of(row)
        end = at + 1
        while end < len(self.rows) and (
            is_second_head(self.rows[end]) or (end == at + 1 and is_over_heads(row, self.rows[end]))
        ):
            heads = heads_below(heads, self.rows[end])
            end += 1
        while end < len(self.rows) and is_numbering(self.rows[end].cells):
            end += 1
        self.heads, self.is_below_list = heads, False
        self.section = row.beside[-1] if row.beside else ""
        return end

    # lists

    def is_empty_row(self, row: FormRow) -> bool:
        """Tell whether a row is all to be filled in; a number or a filler before it may be printed."""
        cells = [cell for cell in row.body if not cell.cell.continued]
        if row.is_filled:
            heads = [self.heads.over(cell) for cell in row.body]
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
        example = _NUMBERED.match(cell.shown) and "".join(self.heads.over(cell)).endswith("名称")
        return cell.sort is CellKind.FIXED or bool(example)

    def list_end(self, at: int) -> int:
        """Return where a list ends that begins in the row ``at``; ``at`` itself where none does."""
        end = at
        first = self.rows[at] if at < len(self.rows) else None
        role = self.role_column(first) if first is not None else None
        while (
            first is not None
            and end < len(self.rows)
            and self.heads.fits(self.rows[end])
            and (self.is_empty_row(self.rows[end]) if role is None else self.role_column(self.rows[end]) == role)
            and self.rows[end].columns == first.columns
            and self.rows[end].beside == first.beside
        ):
            end += 1
        if first is None or len(first.body) < 2 or end == at:
            return at
        if end - at > 1:
            return end
        if role is not None:
            return at
        names = ["".join(self.heads.over(cell)) for cell in first.body]
        serial = is_serial(names[:1])
        listed = bool(_LISTED.search(names[0])) and not _GOAL.search(names[0]) and len(first.body) > 2
        is_filler = FILLER.fullmatch(first.body[0].shown) is not None and len(first.body[0].cell.paragraphs) == 1
        return end if serial or listed or is_filler else at

    def list_rows(self, at: int, end: int) -> Iterator[AskedFor]:
        """Yield the list of the rows from ``at`` to before ``end``."""
        row = self.rows[at]
        columns = [
            Column(cell.place, (clean(cell.shown),), is_side=True, begins=not cell.cell.continued) for cell in row.side
        ]
        named = [cell for cell in row.body if not is_serial(self.heads.over(cell))]
        first = (cell for cell in named if "".join(self.heads.over(cell)).endswith("名称"))
        name = next(first, next(iter(named), None))
        for cell in row.body:
            labels = self.heads.over(cell)
            if labels and is_signed(labels[-1]):
                continue
            is_number = is_serial(labels) or cell.sort is CellKind.FIXED
            is_printed = is_number or not cell.is_open
            columns.append(
                Column(
                    cell.place,
                    labels,
                    is_name=cell is name,
                    is_number=is_number,
                    shape=shape_of(cell, in_rows=True),
                    options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else self.heads.answers(cell),
                    answer=self.heads.answer(cell),
                    printed=texts_below(self.rows[at:end], cell.column) if is_printed else (),
                )
            )
        labels = row.beside[-1:] or ((self.section,) if self.section else ())
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
        yield indicator_rows(self.rows[begin:end], columns, self.heads, self.section)
        return end

    def indicators_parted(self, parts: Sequence[ScoredPart]) -> Generator[AskedFor, None, int]:
        """Yield a list of indicators for each part of a sheet, below its title; return the row behind them."""
        for part in parts:
            title = self.rows[part.begin - 1]
            named = (cell for cell in title.body if cell.is_label)
            self.section = "".join(clean(cell.shown) for cell in named)
            if len(title.body) > 1:
                row = self.values(title)
                scores = (blank for blank in row.values() if row.has_total(blank.labels[-1:]))
                yield from (blank for blank in scores if not blank.text.strip())
            yield indicator_rows(self.rows[part.begin : part.end], part.columns, self.heads, self.section)
        self.section = ""
        return parts[-1].end

    def is_indicator(self, row: FormRow, columns: Mapping[int, str], name: int) -> bool:
        """Tell whether a row below the heads of indicators holds one, or room for one."""
        starts = self.heads.columns
        stands = {cell.column for cell in row.cells}
        return (
            row.columns <= starts
            and not is_total(row)
            and (name in stands or bool(stands & set(columns)))
            and not level_columns(row.body)
            and not any(self.heads.is_across(cell) for cell in row.body)
            and (any(cell.is_open for cell in row.body) or stands == starts)
        )

    # values

    def single(self, at: int) -> Iterator[AskedFor]:
        """Yield what a row of one cell asks for: a text under the label above it, or beside the one at its side."""
        row = self.rows[at]
        (cell,) = row.body
        beside = row.beside
        if cell.is_open:
            labels = beside or ((self.section,) if self.section else ())
            over = self.heads.over(cell) or tuple(label for head in self.heads.heads[:1] for label in head.labels)
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
            if not self.has_values_below(at + 1, self.heads.columns):
                self.heads = ColumnHeads()
            self.section = clean(cell.shown)
            if (wanted := text_wanted(cell)) is not None and self.is_left_alone(at + 1):
                yield wanted._replace(labels=(*beside, *wanted.labels))
            elif not is_signed(cell.shown) and not (is_title_row(cell) and self.is_over_table(at + 1)):
                inside = list(blanks_inside(cell)) or [*(filled_inside(cell) if row.is_filled else ())]
                yield from (named_by(blank, beside) for blank in inside)

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

    def values(self, row: FormRow) -> RowOfValues:
        """Return what a row with labels asks for; heads that it does not stand below reach no further."""
        if not self.heads.fits(row) and not self.heads.are_over_blocks(row):
            self.heads = ColumnHeads()
        row = row if self.heads else with_room_before_units(row)
        return RowOfValues(row, self.heads, self.section, self.is_below_list)
