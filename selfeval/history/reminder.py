"""What is sent to a department that is behind: a short plain message on what, where, by when, and whom to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from selfeval.form.form import Phase
from selfeval.history.overview import Standing
from selfeval.history.progress import is_of_file
from selfeval.problem import Problem
from selfeval.text.argument import as_argument
from selfeval.text.pattern import regex

MOST = 8
"""How many places of one kind a message names."""

_PERSON = regex(r"[^\s，,、；;：:（(\d]+")
_STOPS = "。；，"


class Letter(NamedTuple):
    """Hold what the messages of one phase of a year share: the day by which to answer, and whom to ask."""

    year: str
    phase: Phase
    deadline: dt.date | None
    ask: str
    today: dt.date


def message(letter: Letter, each: Standing, contact: str, files: Sequence[str]) -> str:
    """Return the message to a department; ``files`` are those of the phase that it has not begun."""
    head = f"：{letter.year} 年{letter.phase}还有下面这些要补{_by_when(letter)}"
    parts = [f"{_greeting(contact)}{each.progress.whole.title}{head}", *_parts(letter, each, files)]
    parts.append(
        f"改好以后运行 python build.py check {as_argument(each.progress.place)}，没有“错误”就行了。{_whom_to_ask(letter)}"
    )
    return "\n\n".join(parts) + "\n"


def message_without_files(letter: Letter, name: str, contact: str) -> str:
    """Return the message to a department that has no folder yet."""
    return (
        f"{_greeting(contact)}{name}：{letter.year} 年的文件一份也没有收到{_by_when(letter)}"
        f"\n\n没有做过的，先问怎么开始。{_whom_to_ask(letter)}\n"
    )


def needs_reminding(each: Standing) -> bool:
    """Tell whether a department has anything to do in the phase asked for."""
    return bool(each.is_empty or each.unbegun or each.unchosen or each.progress.errors or each.alike)


def summary(each: Standing) -> str:
    """Return in a few words what a department has to do."""
    progress = each.progress
    counts = ((len(progress.lacking), "处没有填"), (len(each.wrong), "处写得不对"))
    words = [f"{count} {what}" for count, what in counts if count]
    if each.is_empty:
        return "一份文件也没有收到"
    begun = [f"{'、'.join(each.unbegun)}还没有开始"] if each.unbegun else words
    begun += ["没有选自评的表"] if each.unchosen else []
    begun += [f"批复后目标有改动 {len(progress.changed)} 处"] if progress.changed else []
    begun += ["批复存档不见了"] if each.lost else []
    begun += ["有文件放错了地方或者名字不对"] if progress.is_astray else []
    return "，".join([*begun, *each.likenesses])


def _parts(letter: Letter, each: Standing, files: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs that say what is to be done."""
    progress = each.progress
    if each.unbegun:
        yield f"【{letter.phase}还没有开始】要写 {'、'.join(files)}。{_how_to_begin(letter.phase, progress.place)}"
    elif progress.lacking:
        lines = [_lacking_of_file(list(found)) for _, found in groupby(progress.lacking, lambda each: each.place.file)]
        yield "\n".join([f"【还没有填】{len(progress.lacking)} 处", *lines])
    if each.unchosen:
        yield "【没有选自评的表】在 targets.yaml 的“表样”下面加上要填的一张；有哪些，运行 python build.py forms 自评。"
    if progress.wrong and not each.unbegun:
        yield "\n".join([f"【写得不对】{len(progress.wrong)} 处", *_listed(progress.wrong)])
    if each.alike:
        yield "\n".join(["【和别的部门一样】", *_listed(each.alike)])


def _how_to_begin(phase: Phase, place: str) -> str:
    """Return in a sentence the command that lists the blanks of a phase; the targets have their own."""
    if phase is Phase.TARGETS:
        return ""
    extra = "" if phase is Phase.SELF_EVALUATION else f" --phase {phase}"
    return f"先运行 python build.py fill {as_argument(place)}{extra}，会列出要填的空。"


def _listed(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems[:MOST]:
        yield f"  {_short(problem)}：{problem.message.rstrip(_STOPS)}"
    if len(problems) > MOST:
        yield f"  还有 {len(problems) - MOST} 处，用 check 看"


def _lacking_of_file(problems: Sequence[Problem]) -> str:
    names = [_lacking_in_words(each) for each in problems[:MOST]]
    more = f" 等 {len(problems)} 处" if len(problems) > MOST else ""
    whole = [each.message for each in problems if is_of_file(each)]
    return f"  {_file(problems[0])}：{'；'.join(whole) or '、'.join(names) + more}"


def _lacking_in_words(problem: Problem) -> str:
    """Return what is lacking and where; what was not begun at all has no line of its own."""
    if problem.blank:
        return f"第 {problem.place.line} 行{problem.blank[-1]}"
    message = problem.message.rstrip(_STOPS)
    unwritten = message.removeprefix(f"{_file(problem)} 里")
    return unwritten if unwritten != message else f"第 {problem.place.line} 行{message}"


def _file(problem: Problem) -> str:
    """Return the name of a file in its department's folder."""
    return "/".join(problem.place.file.split("/")[3:]) or problem.place.file


def _short(problem: Problem) -> str:
    return f"{_file(problem)} 第 {problem.place.line} 行"


def _greeting(contact: str) -> str:
    person = _PERSON.match(contact.strip())
    return f"{person[0]}：\n\n" if person else ""


def _by_when(letter: Letter) -> str:
    if letter.deadline is None:
        return "。"
    day = f"{letter.deadline.year}年{letter.deadline.month}月{letter.deadline.day}日"
    late = (letter.today - letter.deadline).days
    return f"，期限 {day} 已经过了 {late} 天，请尽快。" if late > 0 else f"，请在 {day} 以前补好。"


def _whom_to_ask(letter: Letter) -> str:
    return f"有疑问请找{letter.ask.rstrip(_STOPS)}。" if letter.ask else ""


class Unreminded(NamedTuple):
    """Hold the departments that get no message: those with something to do in another phase, each with what, and the others."""

    elsewhere: Sequence[tuple[str, str]]
    done: Sequence[str]


def overview(letter: Letter, behind: Iterable[tuple[str, str, str]], rest: Unreminded) -> str:
    """Return the overview: each department to remind with its contact and what is wanted, and those not to be reminded."""
    rows = [f"  {place}  {contact or '（没有联系人）'}  {what}" for place, contact, what in behind]
    parts = [f"{letter.year} 年{letter.phase}，{letter.today.isoformat()}{_by_when(letter)}"]
    parts.append("\n".join([f"要催的 {len(rows)} 个", *rows]))
    if rest.elsewhere:
        listed = [f"  {place}  {what}" for place, what in rest.elsewhere]
        head = f"{letter.phase}没有要催的、别的阶段还有事的 {len(listed)} 个，没有写给它们"
        parts.append("\n".join([head, *listed]))
    if rest.done:
        parts.append(f"不用催的 {len(rest.done)} 个：{'、'.join(rest.done)}")
    return "\n\n".join(parts) + "\n"
