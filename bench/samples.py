"""Departments made from the samples: as many as wanted, no two alike, no two with the same texts."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import NamedTuple

from selfeval.documents.outcome import TEMPLATE
from selfeval.documents.tick import Tick
from selfeval.documents.view import Item, file_name, view
from selfeval.documents.word.render import SUFFIX
from selfeval.evaluation.case import cases
from selfeval.form.library import load
from selfeval.submission.folder import departments
from selfeval.submission.read import read_department

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
_NAME = re.compile(r"^(部门:\n  名称: )(.*)$", re.MULTILINE)
_NAMED = re.compile("社区|群众|案件|普法|调解|矫正|读者|图书")
_PLACES = "赵钱孙李周吴郑王冯陈褚蒋沈韩杨朱秦许何吕施张孔曹严魏陶姜谢邹"
_EXPLAINED = ("工作成效", "自评结论", "自评等级", "履职效能分析", "管理效率分析")
_QUOTE = re.compile(r"\{\{.*?\}\}")
_FORM = "  - guangzhou-self-evaluation"
_TASK = re.compile("^  - 名称: (.*)$", re.MULTILINE)
_PLANNED = r"""\g<0>
    计划资金: 10.00
    主要内容: |
      围绕\1，细化分工，按季度调度，年底对照清单逐项验收。"""


class Made(NamedTuple):
    """Hold a document to be made: its form, template, file name, view and the files it is made of."""

    form: str
    template: Path
    name: str
    view: Item
    files: tuple[Path, ...]


def make(data: Path, count: int) -> list[str]:
    """Write departments below a data folder, each a sample under another name; return year/department of each."""
    made = []
    samples = list(departments(ROOT / "data"))
    for number, (year, department) in zip(range(count), itertools.cycle(samples), strict=False):
        source, folder = ROOT / "data" / year / department, f"{department}-{number:04}"
        for path in source.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            _write(data / year / folder / path.relative_to(source), text, number)
        made.append(f"{year}/{folder}")
    return made


def make_whole(data: Path, count: int) -> None:
    """Write departments that make three documents: declaration, self-evaluation and its explanation.

    No sample has all three; what the one lacks is taken from the others.
    """
    samples = ROOT / "data"
    targets = (samples / "2022" / "tianhe" / "targets.yaml").read_text(encoding="utf-8")
    declared = _blocks(samples / "2023" / "tianhe" / "targets.yaml")
    explained = _blocks(samples / "2024" / "liwan" / "narrative.yaml")
    targets = targets.replace(_FORM, f"  - guangzhou-targets\n{_FORM}\n  - guangzhou-explanation")
    files = {
        "targets.yaml": _TASK.sub(_PLANNED, targets) + declared["预算"] + declared["绩效指标"],
        "actuals.yaml": (samples / "2022" / "tianhe" / "actuals.yaml").read_text(encoding="utf-8"),
        "narrative.yaml": (samples / "2022" / "tianhe" / "narrative.yaml").read_text(encoding="utf-8")
        + _QUOTE.sub("相应数量", "".join(explained[key] for key in _EXPLAINED)),
    }
    for number in range(count):
        for name, text in files.items():
            _write(data / "2022" / f"tianhe-{number:04}" / name, text, number)


def _blocks(path: Path) -> dict[str, str]:
    """Return what stands under each key at the top of a file, the key included."""
    found = re.split(r"(?m)^(?=[^\s#])", path.read_text(encoding="utf-8"))
    return {block.partition(":")[0]: block for block in found}


def _write(path: Path, text: str, number: int) -> None:
    """Write one file of a department under a name of its own, and name what its texts speak of, the same everywhere."""
    place = _PLACES[number % len(_PLACES)] + _PLACES[number // len(_PLACES) % len(_PLACES)]
    path.parent.mkdir(parents=True, exist_ok=True)
    named = _NAME.sub(rf"\g<1>\g<2>第{number}分局", text)
    path.write_text(_NAMED.sub(rf"{place}\g<0>", named), encoding="utf-8")


def long(kilobytes: int) -> str:
    """Return the targets of a sample, one of its tasks repeated until the file is that long."""
    text = (ROOT / "data" / "2024" / "guangzhou" / "targets.yaml").read_text(encoding="utf-8")
    before, task, rest = text.split("\n  - 名称: ", 2)
    task = f"\n  - 名称: {task}"
    again = (kilobytes * 1000 - len(text.encode())) // len(task.encode())
    return f"{before}{task * (1 + again)}\n  - 名称: {rest}"


def documents(data: Path) -> list[Made]:
    """Return every Word document to be made."""
    known = load(TEMPLATES)
    return [
        Made(
            case.form.slug,
            case.form.template_folder / f"{TEMPLATE}{SUFFIX}",
            f"{place.year}-{place.department}-{file_name(case)}{SUFFIX}",
            _open_ticks(view(case)),
            tuple(data / str(place) / file.name for file in submission.files),
        )
        for place in departments(data)
        for submission in read_department(data, place, known)
        for case in cases(submission)
    ]


def _open_ticks(seen: Item) -> Item:
    """Return a view whose boxes others' templates see, too: as attributes of the answer."""
    waiting: list[object] = [seen]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Tick):
            vars(value).update(value.parts)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return seen
