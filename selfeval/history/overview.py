"""The departments of a year at one look: whom to call first, as rows of a table, as paragraphs, as entries for a program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from selfeval.form.form import Phase
from selfeval.history.progress import Progress, ShareLine
from selfeval.history.repository import LastEdit
from selfeval.history.table import LONGEST, cut, cut_beginning, width
from selfeval.problem import Problem
from selfeval.text.argument import as_argument
from selfeval.text.pattern import regex

WIDEST = 79
"""How many columns of a terminal a line takes."""
MOST_SHOWN = 5
"""How many errors of a department are shown with its details."""
ALIKE = ("department-twice", "same-as-department")
"""The codes of what two departments of a year have in common."""
HEAD = ("部门", "名称", "完成", "缺", "错", "提醒", "怎么样")
_CLAUSE = regex("[^，；。：]*(?:：[^，；。：]*)?")
_WIDTHS = (20, 18)
"""How many columns the folder and the name of a department take at most."""


class Standing(NamedTuple):
    """Hold how one department stands among those of its year.

    ``unbegun`` are the phases that others have begun, or that were asked for, and it has not; ``alike`` says what it has in common with
    another department; ``recorded`` is its recorded state in words.
    """

    progress: Progress
    unbegun: tuple[Phase, ...]
    alike: tuple[Problem, ...]
    recorded: str
    edit: LastEdit
    unchosen: bool = False
    """Whether others evaluate themselves and it has chosen no form for that or for what comes of it."""
    damaged: bool = False
    """Whether its record was changed by hand: nobody knows whether it is final."""
    lost: str = ""
    """What to do about the approved copy that git knows and that is there no more."""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is a folder and nothing in it."""
        return not self.progress.begun and not self.progress.is_astray

    @property
    def waits(self) -> bool:
        """Tell whether the targets are whole and not yet sealed as approved."""
        share = self.progress.whole.files.get("targets.yaml")
        whole = share is None or share.filled == share.required
        return (
            not self.progress.approved
            and not self.lost
            and whole
            and not self.progress.wrong
            and Phase.TARGETS in self.progress.begun
        )

    @property
    def is_behind(self) -> bool:
        """Tell whether the department has something to do or to answer for."""
        each = self.progress
        undone = self.is_empty or self.unbegun or self.unchosen or each.errors or each.behind[0] < 1
        return bool(undone or self._must_answer)

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return a key that sorts the department to call first before the others."""
        return (
            not (self.unbegun or self.is_empty),
            *self.progress.behind,
            not (self.unchosen or self._must_answer),
            self.progress.place,
        )

    @property
    def _must_answer(self) -> bool:
        """Tell whether something was done that the department has to answer for."""
        return bool(self.progress.changed or self.alike or self.damaged or self.lost)

    @property
    def wrong(self) -> list[Problem]:
        """Return the errors but those that something is not filled in, or that an approved target was changed."""
        return [each for each in self.progress.wrong if each.message not in self.progress.changed]

    @property
    def causes(self) -> Iterator[str]:
        """Yield in a few words each the first thing that is not there or wrong."""
        if self.progress.lacking_files and not (self.unbegun or self.is_empty or self.progress.is_astray):
            yield _cause_in_file(self.progress.lacking_files[0])
        if self.wrong:
            yield _cause(self.wrong[0]) + (f"，等 {len(self.wrong)} 处" if len(self.wrong) > 1 else "")

    @property
    def notes(self) -> Iterator[str]:
        """Yield in a few words each what the numbers do not say."""
        if self.is_empty:
            yield "一份文件也没有"
        if self.progress.is_astray:
            yield "有文件放错了地方或者名字不对"
        if self.unbegun:
            yield f"{'、'.join(self.unbegun)}还没有开始"
        if self.unchosen:
            yield "没有选自评的表"
        if self.progress.changed:
            yield f"批复后目标有改动 {len(self.progress.changed)} 处"
        yield from self.likenesses
        if self.lost:
            yield "批复存档不见了"
        if self.waits:
            yield "目标没有存档"
        if self.recorded:
            yield self.recorded

    @property
    def likenesses(self) -> Iterator[str]:
        """Yield in a few words each what it has in common with another department."""
        yield from dict.fromkeys(_likeness(each, self.progress.department) for each in self.alike)


def lines(found: Sequence[Standing]) -> tuple[Sequence[str], list[list[str]]]:
    """Return head and rows for a terminal: a line of 80 columns for each department."""
    short = [[cut_beginning(name, most) for name, most in zip(_names(each), _WIDTHS, strict=True)] for each in found]
    rows = [[*names, *_counts(each)] for names, each in zip(short, found, strict=True)]
    taken = sum(max(map(width, column)) + 2 for column in zip(HEAD[:-1], *rows, strict=True))
    most = min(WIDEST - taken, LONGEST)
    return HEAD, [[*row, cut(_told(each), most)] for row, each in zip(rows, found, strict=True)]


def table(found: Sequence[Standing], known: Iterable[str]) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of all there is to know: a row for each department, a column for each of the files known."""
    used = {file for each in found for file in each.progress.whole.files}
    files = [file for file in known if file in used]
    head = [*HEAD, *(_short(file) for file in files), "记录", "最后改动", "谁改的"]
    rows = []
    for each in found:
        shares = [str(each.progress.whole.files.get(file, "")) for file in files]
        rest = [each.recorded, *each.edit]
        notes = "；".join((*each.causes, *(note for note in each.notes if note != each.recorded)))
        rows.append([each.progress.place, _names(each)[1], *_counts(each), notes, *shares, *rest])
    return head, rows


def totals(found: Sequence[Standing]) -> str:
    """Return in one line how many departments stand how; one may be counted several times."""
    counted: dict[str, int] = {
        "一份文件也没有": sum(each.is_empty for each in found),
        **{f"{phase}还没有开始": sum(phase in each.unbegun for each in found) for phase in Phase},
        "没有选自评的表": sum(each.unchosen for each in found),
        "没有填完": sum(bool(each.progress.missing or each.progress.lacking) for each in found),
        "有错误": sum(bool(each.progress.wrong) for each in found),
        "批复后目标有改动": sum(bool(each.progress.changed) for each in found),
        "和别的部门一样": sum(bool(each.alike) for each in found),
        "送审定稿的记录被人改过": sum(each.damaged for each in found),
        "批复存档不见了": sum(bool(each.lost) for each in found),
        "目标没有存档": sum(each.waits for each in found),
        "都做好了": sum(not each.is_behind for each in found),
    }
    years = "、".join(sorted({each.progress.year for each in found}))
    return f"{years} 年共 {len(found)} 个部门：" + "，".join(
        f"{words} {count} 个" for words, count in counted.items() if count
    )


def fit(sentence: str) -> Iterator[str]:
    """Yield a sentence as lines of 80 columns, broken behind its commas; those after the first are indented."""
    line = ""
    for part in sentence.split("，"):
        if line and width(f"{line}，{part}，") > WIDEST:
            yield f"{line}，"
            line = f"  {part}"
        else:
            line = f"{line}，{part}" if line else part
    yield line


def details(each: Standing) -> Iterator[str]:
    """Yield the lines that tell all of one department, the first without indent."""
    progress = each.progress
    yield f"{progress.place} {progress.whole.title}：{_told(each) or '没有要说的'}"
    if each.edit.day:
        yield f"  最后改动：{each.edit.day} {each.edit.who}".rstrip()
    for line in (progress.whole, *progress.forms.values()) if progress.forms else ():
        yield f"  {'全部' if line is progress.whole else line.title}：{_shares_in_words(line)}"
    yield from _listed("没有填", progress.lacking, progress.place)
    yield from _listed("错误", each.wrong, progress.place)
    yield from (f"  批复后有改动：{message}" for message in progress.changed)
    yield from (f"  {_short_place(problem)} {problem.message}" for problem in each.alike)
    if each.lost:
        yield f"  {each.lost}"


def _listed(word: str, problems: Sequence[Problem], place: str) -> Iterator[str]:
    """Yield the first of some problems, each behind a word, and how many more there are."""
    for problem in problems[:MOST_SHOWN]:
        yield f"  {word}：{_short_place(problem)} [{problem.rule}] {problem.message}"
    if len(problems) > MOST_SHOWN:
        yield f"  还有 {len(problems) - MOST_SHOWN} 处{word}：python build.py check {as_argument(place)}"


def entries(found: Iterable[Standing]) -> list[dict[str, object]]:
    """Return an entry for a program to read, for each department."""
    return [_entry(each) for each in found]


def row(each: Standing) -> list[str]:
    """Return the cells of ``HEAD`` for a department, nothing left out."""
    return [*_names(each), *_counts(each), _told(each)]


def _told(each: Standing) -> str:
    return "；".join((*each.causes, *each.notes))


def _names(each: Standing) -> tuple[str, str]:
    return each.progress.department, each.progress.whole.title


def _counts(each: Standing) -> list[str]:
    """Return the share that is filled, and how much is missing, wrong and doubtful; a phase not begun has no share."""
    progress = each.progress
    share = "" if each.unbegun else str(progress.whole.total)
    counts = max(progress.missing, len(progress.lacking)), len(progress.wrong), progress.warnings
    return [share, *(str(count or "") for count in counts)]


def _shares_in_words(line: ShareLine) -> str:
    if not line.due:
        return "还没有开始填"
    gaps = {file: share.required - share.filled for file, share in line.files.items()}
    parts = [
        f"{_short(file)} {share}{f'（缺 {gaps[file]} 项）' if gaps[file] else ''}" for file, share in line.files.items()
    ]
    return (str(line.total) or "没有必填的") + (f"；{'，'.join(parts)}" if parts else "")


def _short(file: str) -> str:
    return file.removesuffix(".yaml").removesuffix("/*")


def _short_place(problem: Problem) -> str:
    return f"{problem.place.file}:{problem.place.line}:{problem.place.column}"


def _cause(problem: Problem) -> str:
    """Return the first clause of a message, which says what is wrong, without what stands in brackets behind it."""
    found = _CLAUSE.match(problem.message)
    clause = found[0] if found else ""
    in_brackets = clause.endswith("）") or clause.count("（") > clause.count("）")
    return clause.rpartition("（")[0] if in_brackets else clause


def _cause_in_file(problem: Problem) -> str:
    """Return the first clause of a message about a whole file, with the name of the file."""
    file, clause = problem.place.file.rpartition("/")[2], _cause(problem)
    return clause if file in clause else f"{file} {clause}"


def other_of(problem: Problem) -> str:
    """Return the folder of the department that a problem is about besides the one it stands in, "" where there is none."""
    return problem.related[0].file.split("/")[2] if problem.related else ""


def _likeness(problem: Problem, department: str) -> str:
    """Return in a few words what a department has in common with another, or one of its projects with another."""
    other = other_of(problem)
    if problem.rule == ALIKE[0]:
        return f"部门名称和 {other} 重复"
    return "几个项目的文字一样" if other == department else f"文字和 {other} 一样"


def _entry(standing: Standing) -> dict[str, object]:
    each = standing.progress
    forms = [{"form": slug, "due": line.due, **_shares(line)} for slug, line in each.forms.items()]
    said = {
        "not_begun": [phase.value for phase in standing.unbegun],
        "errors": each.errors,
        "wrong": len(each.wrong),
        "warnings": each.warnings,
        "approved": each.approved,
        "approved_changed": list(each.changed),
        "approval_gone": bool(standing.lost),
        "alike": [problem.message for problem in standing.alike],
        "recorded": standing.recorded,
        "changed": standing.edit.day,
        "by": standing.edit.who,
    }
    return {"year": each.year, "department": each.department, **_shares(each.whole), **said, "forms": forms}


def _shares(line: ShareLine) -> dict[str, object]:
    files = {name: share._asdict() for name, share in line.files.items()}
    return {"name": line.title, **line.total._asdict(), "files": files}
