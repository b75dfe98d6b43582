"""A workbook as lines: every row of every sheet, its values as the sheet shows them, its merged cells as cells.

A number is stored otherwise than it is shown (0.9991 for 99.91%): its number format is applied.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from selfeval.documents.read.lines import Aside, Cell, Incoming, ReadLine, RefusedError
from selfeval.documents.read.word import BROKEN, PART_LIMIT
from selfeval.quantity.notation import print_number
from selfeval.text.pattern import regex

MOST_CELLS = 200_000
"""How many cells a workbook may have; a thousand rows of a form have a tenth of it."""

_MISSING = "还缺少程序包（{}），读不了 Excel；在装程序的文件夹里再运行一次 make，或者按 README 重装程序包"
_TOO_LARGE = "太大，不像是填写的表，没有读；请只留要读的那张表，另存一份再试"
_FIGURE = regex(r"[#0,]*[#0](?:\.[0#]+)?%?")
_LEFT_OUT = regex(r"\[(?!\$)[^]]*\]|\[\$([^-\]]*)[^]]*\]|_.|\*.|\\|\"")
_LITERAL = regex(r'"[^"]*"|\\.|\[[^]]*\]|_.|\*.')
_DATE_PART = regex(r"y{2,4}|d{1,4}|m{1,5}|h{1,2}|s{1,2}|AM/PM|上午/下午", 2)
_SHOWN_DIGITS = 10
"""How many digits a number without a format shows."""


class _ReadSheet(NamedTuple):
    """Hold a sheet: its name, its texts by row and column, and its merged ranges as first and last row and column."""

    name: str
    texts: Mapping[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...]


def read_workbook(data: bytes) -> Incoming:
    """Return the lines of an .xlsx.

    Raises:
        RefusedError: where it is broken, or larger than any form.
    """
    pictures = _count_pictures(data)
    try:
        from openpyxl import load_workbook  # a second to load, for a sheet only
    except ImportError as error:
        raise RefusedError(_MISSING.format("openpyxl")) from error
    try:
        shown = load_workbook(io.BytesIO(data), data_only=True)
        typed = load_workbook(io.BytesIO(data))
    except Exception as error:  # openpyxl lets through whatever a broken file makes it stumble over
        raise RefusedError(BROKEN.replace("Word 或 WPS", "Excel 或 WPS").replace(".docx", ".xlsx")) from error
    sheets: list[_ReadSheet] = []
    asides: list[Aside] = []
    for sheet in shown.worksheets:
        texts: dict[tuple[int, int], str] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    texts[cell.row - 1, cell.column - 1] = _shown(cell.value, cell.number_format)
                elif typed[sheet.title].cell(cell.row, cell.column).value is not None:
                    asides.append(Aside(f"{sheet.title} {cell.coordinate}的公式", "没有算出来的公式"))
                if cell.comment:
                    asides.append(Aside(f"{sheet.title} {cell.coordinate}的批注", str(cell.comment.text).strip()))
        if len(texts) > MOST_CELLS:
            raise RefusedError(_TOO_LARGE)
        merged = tuple(
            (each.min_row - 1, each.min_col - 1, each.max_row - 1, each.max_col - 1)
            for each in sheet.merged_cells.ranges
        )
        sheets.append(_ReadSheet(sheet.title, texts, merged))
    return Incoming(tuple(_lines(sheets)), tuple(asides), pictures)


def _count_pictures(data: bytes) -> int:
    """Return how many pictures a package has; refuse one that is too large when unpacked, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            pictures = sum(name.startswith("xl/media/") for name in package.namelist())
            for entry in package.infolist():
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                if entry.file_size > PART_LIMIT:
                    raise RefusedError(_TOO_LARGE)
                part = package.read(entry)
                if b"<!DOCTYPE" in part[:4096] or not part.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
                    raise RefusedError(
                        "里面有不该有的定义（DOCTYPE），不是 Excel 自己存的文件，没有读；请在 Excel 里打开，另存一份再试"
                    )
            return pictures
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise RefusedError(BROKEN.replace("Word 或 WPS", "Excel 或 WPS").replace(".docx", ".xlsx")) from error


def read_old_workbook(data: bytes) -> Incoming:
    """Return the lines of an .xls.

    Raises:
        RefusedError: where it is broken, locked, or larger than any form.
    """
    try:
        import xlrd  # for an old sheet only
    except ImportError as error:
        raise RefusedError(_MISSING.format("xlrd")) from error
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        sheets = [_old_sheet(book, number) for number in range(book.nsheets)]
    except Exception as error:  # xlrd lets through whatever a broken file makes it stumble over
        raise RefusedError("打不开，文件已经损坏，或者加了密码；请在 Excel 或 WPS 里打开，另存为 .xlsx 再试") from error
    if sum(len(sheet.texts) for sheet in sheets) > MOST_CELLS:
        raise RefusedError(_TOO_LARGE)
    return Incoming(tuple(_lines(sheets)))


def _old_sheet(book: Any, number: int) -> _ReadSheet:
    import xlrd

    sheet = book.sheet_by_index(number)
    texts: dict[tuple[int, int], str] = {}
    for row in range(sheet.nrows):
        for column in range(sheet.ncols):
            cell = sheet.cell(row, column)
            pattern = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            match cell.ctype:
                case xlrd.XL_CELL_TEXT:
                    texts[row, column] = cell.value
                case xlrd.XL_CELL_NUMBER:
                    texts[row, column] = _shown(cell.value, pattern)
                case xlrd.XL_CELL_DATE:
                    moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
                    texts[row, column] = _shown(moment, pattern)
                case xlrd.XL_CELL_BOOLEAN:
                    texts[row, column] = _shown(bool(cell.value), pattern)
                case xlrd.XL_CELL_ERROR:
                    texts[row, column] = xlrd.error_text_from_code.get(cell.value, "#")
    merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return _ReadSheet(sheet.name, texts, merged)


def _lines(sheets: list[_ReadSheet]) -> Iterator[ReadLine]:
    """Yield every row that shows anything."""
    for number, sheet in enumerate(sheets, start=1):
        if not sheet.texts:
            continue
        width = max(column for _, column in sheet.texts) + 1
        starts = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
        below = {(row, left): right for top, left, bottom, right in sheet.merged for row in range(top + 1, bottom + 1)}
        title = f"{sheet.name} " if len(sheets) > 1 else ""
        for row in sorted({row for row, _ in sheet.texts}):
            cells: list[Cell] = []
            column = 0
            while column < width:
                right = starts.get((row, column), (row, below.get((row, column), column)))[1]
                text = sheet.texts.get((row, column), "").strip()
                paragraphs = tuple(part.strip() for part in text.split("\n") if part.strip())
                place = f"{title}{_letters(column)}{row + 1}"
                cells.append(Cell(paragraphs, place, column, right - column + 1, (row, column) in below))
                column = right + 1
            if any(cell.text for cell in cells):
                yield ReadLine(tuple(cells), number)


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _shown(value: object, pattern: str) -> str:
    """Return a value as a sheet shows it by its number format."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() | Decimal():
            return _figure(Decimal(repr(value)) if not isinstance(value, Decimal) else value, pattern)
        case datetime() | date() | time():
            return _moment(value, pattern)
    return str(value)


def _figure(number: Decimal, pattern: str) -> str:
    sections = pattern.split(";")
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    bare = _LITERAL.sub("", section)
    found = _FIGURE.search(bare)
    if found is None or "General" in section or section == "@":
        return _general(number) if "General" in section or section in ("@", "") else _literal(section)
    shown = print_number(number * 100 if found[0].endswith("%") else number, _pattern(found[0]))
    before, _, after = section.partition(found[0])
    return f"{_literal(before)}{shown}{_literal(after)}".strip()


def _literal(section: str) -> str:
    """Return what a part of a number format shows as it is: quoted words and the sign of a currency."""
    return _LEFT_OUT.sub(lambda match: match[1] or "", section)


def _pattern(found: str) -> str:
    """Return a number format as the forms write it: with one 0 before the point."""
    whole, point, decimals = found.partition(".")
    return f"{'#,##0' if ',' in whole else '0'}{'%' if not point and whole.endswith('%') else ''}{point}{decimals}"


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return str(number.to_integral_value())
    rounded = Decimal(f"{number:.{_SHOWN_DIGITS}g}")
    return f"{rounded.normalize():f}"


_PARTS: Mapping[str, Callable[[datetime], str]] = {
    "y": lambda moment: f"{moment.year}",
    "m": lambda moment: f"{moment.month}",
    "mm": lambda moment: f"{moment.month:02}",
    "d": lambda moment: f"{moment.day}",
    "dd": lambda moment: f"{moment.day:02}",
}


def _moment(value: date | time, pattern: str) -> str:
    """Return a date as its number format shows it; one with a time of day as it is."""
    if isinstance(value, time) or "h" in pattern.lower():
        return str(value)
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    section = _literal(pattern.split(";")[0])
    if not _DATE_PART.search(section):
        return f"{moment.year}年{moment.month}月{moment.day}日"

    def part(found: re.Match[str]) -> str:
        word = found[0].lower()
        return _PARTS["y" if word.startswith("y") else word[:2]](moment)

    return _DATE_PART.sub(part, section)
