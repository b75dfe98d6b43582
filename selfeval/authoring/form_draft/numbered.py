"""Numbers that a blank form prints before rows that repeat: what counts them, and what is asked where nothing tells."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.authoring.form_draft.declared import DraftField, Question
from selfeval.authoring.form_draft.drafting import Drafting
from selfeval.documents.read.blank import Column, RepeatedRows
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.text.pattern import regex

_NUMBER = regex(r"\D{0,2}(\d{1,3})\D{0,2}")
_KEY = "序号"


def draft_number(drafting: Drafting, column: Column, listing: RepeatedRows, of: KeyPath) -> None:
    """Write what counts the rows of a list, as the form prints its numbers; irregular ones of printed rows are printed as they are."""
    numbers = _numbers(column.printed)
    in_order = list(range(1, len(numbers) + 1))
    counter = "loop.index"
    if listing.printed and not listing.open and numbers and numbers != in_order:
        path = (*of, _KEY)
        drafting.fields[path] = DraftField(path, Kind.TEXT, "".join(column.labels), column.cell)
        drafting.page.write_column(column, path, Kind.TEXT)
        return
    if numbers and numbers != in_order and numbers == _in_groups(listing):
        counter = "行.类内序号"
    elif listing.is_indicators and not numbers and len(listing.levels) > 1:
        asked = "序号先从头数到尾。每一类从 1 数起的，模板里写 {{ 行.类内序号 }}。对吗？"
        drafting.declared.loose.append(Question(column.cell, asked))
    elif (numbers and numbers[0] > 1) or (not numbers and _is_further_part(drafting, column, listing)):
        asked = "序号先在这里从 1 数起。接着上面数的，模板里去掉 {{ loop.index }}，用 Word 的自动编号（和上面的同一个）。对吗？"
        drafting.declared.loose.append(Question(column.cell, asked))
    found = _NUMBER.fullmatch(column.printed[0]) if column.printed else None
    begin, end = found.span(1) if found else (0, 0)
    around = (found.string[:begin], found.string[end:]) if found else ("", "")
    drafting.page.write_number(column, f"{around[0]}{{{{ {counter} }}}}{around[1]}")


def _numbers(texts: Sequence[str]) -> list[int]:
    """Return the numbers that rows print, none where any of them prints none."""
    found = [_NUMBER.fullmatch(text) for text in texts]
    return [int(each[1]) for each in found if each] if all(found) else []


def _in_groups(listing: RepeatedRows) -> list[int]:
    """Return the number of every row within its innermost heading."""
    counted: dict[tuple[str, ...], int] = {}
    numbers = []
    rows = {row.place: row for row in (*listing.printed, *listing.open)}
    for place in listing.rows:
        headings = rows[place].headings if place in rows else ()
        counted[headings] = counted.get(headings, 0) + 1
        numbers.append(counted[headings])
    return numbers


def _is_further_part(drafting: Drafting, column: Column, listing: RepeatedRows) -> bool:
    """Tell whether rows with the same labels over them stand above in the same table."""
    table = column.cell.partition("第")[0]
    labels = [each.labels for each in listing.columns]
    for other in drafting.form.asked:
        if other is listing:
            return False
        if isinstance(other, RepeatedRows) and [each.labels for each in other.columns] == labels:
            return other.rows[0].startswith(f"{table}第")
    return False
