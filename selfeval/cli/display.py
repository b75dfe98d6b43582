"""Problems and documents as they are shown: as lines for a person, and as JSON for a program."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfeval.documents.outcome import Document, Outcome, Status
from selfeval.problem import Level, Problem
from selfeval.problem.codes import CODES
from selfeval.problem.many import count_meant

if TYPE_CHECKING:
    from selfeval.authoring.fix import Mended

LEVELS = {Level.ERROR: ("错误", "red"), Level.WARNING: ("提醒", "yellow"), Level.HINT: ("提示", "cyan")}
STATUSES = {
    Status.BUILT: "已生成",
    Status.UNCHANGED: "没有变化",
    Status.READY: "可以生成",
    Status.HELD_BACK: "有错未出",
    Status.NOT_DUE: "未到期",
    Status.STALE: "多余",
    Status.KEPT: "手改",
}
WINDOW = 36
"""How many characters of a long line are shown on either side of the place."""

FEW = 2
"""At most so many blanks of a file are shown like any other problem; more are listed together."""


def problems(found: Iterable[Problem], lines: Mapping[str, Sequence[str]], *, quiet: bool = False) -> Iterator[str]:
    """Yield a block of text for each problem, and one for the many blanks of a file, after its other problems.

    ``lines`` are those of each file. With ``quiet`` only errors that were not explained are shown, and of many blanks
    only how many they are.
    """
    shown = (each for each in found if not quiet or each.blocks)
    for _, of_file in groupby(shown, key=lambda each: each.place.file):
        ordered = sorted(of_file, key=lambda each: bool(each.blank))
        blank = [each for each in ordered if each.blank]
        listed = blank if len(blank) > FEW else []
        for each in ordered[: len(ordered) - len(listed)]:
            yield "\n".join(problem(each, lines))
        if listed:
            blocks = _list_blanks(listed)
            yield next(blocks).rstrip("：") if quiet else "\n".join(blocks)


def problem(found: Problem, lines: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the lines that show one problem: its place and message, the line typed with carets, the fix."""
    word, colour = ("已说明", "green") if found.explained else LEVELS[found.level]
    place = found.place
    where = f"{place.file}:{place.line}:{place.column}" if place.line else place.file
    yield f"{where} {click.style(word, fg=colour)} [{found.rule}] {found.message}"
    typed = lines.get(place.file, ())
    if found.explained:
        return
    if 0 < place.line <= len(typed) and typed[place.line - 1].strip():
        yield from _excerpt(typed[place.line - 1], place.line, place.column, place.end_column)
    yield from _fix_lines(found)
    if found.where:
        from selfeval.authoring.explanation import entry  # seldom needed

        yield f"  确实无误的，在 {Path(place.file).name} 的“说明情况”里写："
        yield from (f"    {line}" for line in entry(found))


def _list_blanks(blanks: Sequence[Problem]) -> Iterator[str]:
    """Yield the blanks of one file: those of one owner on a line, an example where such a field first comes."""
    first = blanks[0]
    word, colour = LEVELS[first.level]
    whole = sum(map(count_meant, blanks))
    yield f"{first.place.file} {click.style(word, fg=colour)} [{first.rule}] 还有 {whole} 处待填："
    before: tuple[str, ...] = ()
    told: set[str] = set()
    for _, of_owner in groupby(blanks, key=lambda each: each.blank[:-1] or each.place):
        asked = list(of_owner)
        owners = asked[0].blank[:-1]
        whose = "的".join(each for each in owners if each == owners[-1] or each not in before)
        names = "、".join(each.blank[-1] for each in asked)
        yield f"  {first.place.file}:{asked[0].place.line} {whose}{'：' if whose else ''}{names}"
        before = owners
        for each in asked:
            if each.fix not in told:
                yield from _fix_lines(each, "    ")
                told.add(each.fix)
    if whole > len(blanks):
        yield f"  再往下还有 {whole - len(blanks)} 处"


def _fix_lines(found: Problem, margin: str = "  ") -> Iterator[str]:
    """Yield the lines that show the fix; one of several lines begins below its lead."""
    if found.fix:
        lead = "例如" if found.rule in CODES and CODES[found.rule].fix_is_example else "改成"
        first, *rest = found.fix.split("\n")
        yield f"{margin}{lead}：" if rest else f"{margin}{lead}：{first}"
        yield from (f"{margin}  {line}" for line in (found.fix.split("\n") if rest else ()))


def _excerpt(line: str, number: int, column: int, end_column: int) -> Iterator[str]:
    start = max(0, column - 1 - WINDOW) if len(line) > 2 * WINDOW else 0
    end = min(len(line), max(start + 2 * WINDOW, column + 1))
    shown = ("…" if start else "") + line[start:end].replace("\t", "⇥") + ("…" if end < len(line) else "")
    offset = column - 1 - start + (1 if start else 0)
    carets = max(1, min(end_column - column, len(shown) - offset, 40))
    margin = " " * len(f"{number:>5}")
    yield f"{number:>5} │ {shown}"
    yield f"{margin} │ {_blanks(shown[:offset])}{_carets(shown[offset : offset + carets])}"


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _blanks(text: str) -> str:
    """Return blanks as wide as a text; an ideographic space lines up under a wide character in any font."""
    return "".join("\u3000" if _wide(character) else " " for character in text)


def _carets(text: str) -> str:
    return "".join("^^" if _wide(character) else "^" for character in text) or "^"


def show_mended(file: Mended) -> Iterator[str]:
    """Yield the lines that show the changes of a file that is put right: each as it was and as it will be."""
    yield file.shown
    for change in file.changes:
        yield f"  第 {change.line} 行"
        yield from (f"    原 │ {line}" for line in change.old)
        yield from (f"    改 │ {line}" for line in change.new)
    if not file.changes:
        yield "  内容不变，只把编码改成 UTF-8"


def tally(problems: Iterable[Problem]) -> Counter[Level | None]:
    """Return how many problems there are of each level, and under None how many were explained."""
    return Counter(None if found.explained else found.level for found in problems)


def count(problems: Iterable[Problem]) -> str:
    """Return a Chinese phrase for how many problems there are of each level."""
    return total(tally(problems))


def total(tallied: Counter[Level | None]) -> str:
    """Return a Chinese phrase for how many problems were tallied of each level."""
    parts = [f"{tallied[level]} 处{word}" for level, (word, _) in LEVELS.items() if tallied[level]]
    return "，".join(parts or ["没有问题"]) + (f"，已说明 {tallied[None]} 处" if tallied[None] else "")


def where_to_begin(errors: Sequence[Problem]) -> str:
    """Return a line that says where to begin with the errors of a department, listed causes first; "" for a single one."""
    if len(errors) == 1:
        return ""
    first = min(errors, key=lambda each: bool(each.blank))
    place = first.place
    where = f"{place.file} 第 {place.line} 行" if place.line else place.file
    return f"先改 {where}（{first.rule}），改好再检查一次：别的错误可能跟着就没有了。"


def documents(outcome: Outcome, reports: Path) -> Iterator[str]:
    """Yield one line for a department and one for each of its documents."""
    said = "没有变化" if outcome.skipped else count(outcome.problems)
    name = f"{outcome.name}（{outcome.department}）" if outcome.name != outcome.department else outcome.name
    yield f"{outcome.year} {name}：{said}"
    for document in outcome.documents:
        note = f"（{document.note}）" if document.note else ""
        yield f"  {STATUSES[document.status]:　<4}  {shown_path(document, reports)}{note}"


def shown_path(document: Document, reports: Path) -> str:
    """Return the path of a document, from the reports folder as the user typed it."""
    return (reports / document.path).as_posix()


def for_json(outcomes: Iterable[Outcome], reports: Path) -> dict[str, list[dict[str, object]]]:
    """Return the problems and documents of all departments as JSON takes them."""
    listed = list(outcomes)
    return {
        "problems": [
            {
                "file": found.place.file,
                "line": found.place.line,
                "column": found.place.column,
                "end_column": found.place.end_column,
                "rule": found.rule,
                "level": found.level.value,
                "message": found.message,
                "fix": found.fix,
                "explained": found.explained,
                **_edits_for_json(found),
            }
            for outcome in listed
            for found in outcome.problems
        ],
        "documents": [
            {"path": shown_path(document, reports), "status": document.status.value}
            for outcome in listed
            for document in outcome.documents
        ],
    }


def _edits_for_json(found: Problem) -> dict[str, object]:
    """Return the correction and the related places of a problem as JSON takes them, where there are any."""
    shown: dict[str, object] = {}
    if found.edits:
        shown["edits"] = [edit._asdict() for edit in found.edits]
    if found.related:
        shown["related"] = [place._asdict() for place in found.related]
    return shown
