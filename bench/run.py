"""Measure, side by side and in turns, how long documents and checks take; write RESULTS.md. Nothing is asserted."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

import jinja2
import offices
import peers

from selfeval.department import departments
from selfeval.form.form import load
from selfeval.pipeline import check
from selfeval.view import Item
from selfeval.writers import word

COMPARED = "mof-monitoring"
"""The form that docxtemplater renders too."""
GROWTH = (1, 10, 100)

Figures = Mapping[str, list[float]]


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def in_turns(rounds: int, works: Mapping[str, Callable[[], float]]) -> Figures:
    """Run every work once in each round, the order turned each round; return what each gave."""
    figures: dict[str, list[float]] = {name: [] for name in works}
    names = list(works)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            figures[name].append(works[name]())
    return figures


def table(figures: Figures, unit: str, base: str) -> str:
    """Return medians, and the median of the ratios to one of them, round by round."""
    lines = [f"| | {unit} | 倍数 |", "|---|---:|---:|"]
    for name, values in figures.items():
        ratio = median(value / first for value, first in zip(values, figures[base], strict=True))
        lines.append(f"| {name} | {median(values):.2f} | {ratio:.2f} |")
    return "\n".join(lines)


def rendering(data: Path, output: Path, rounds: int) -> str:
    """Compare making all Word documents with plain docxtpl and with mere writing."""
    listed = [(form.folder / "document.docx", output / name, view) for form, name, view in offices.documents(data)]
    writing = [peers.mere_writing(template, word.render(template, view, "", "0")) for template, _, view in listed]

    def ours() -> None:
        for template, path, view in listed:
            path.write_bytes(word.render(template, view, "", "0"))

    def docxtpl() -> None:
        for template, path, view in listed:
            peers.plain_docxtpl(template, view, path)

    def mere() -> None:
        for write, (_, path, _) in zip(writing, listed, strict=True):
            write(path)

    works = {"本工具": ours, "docxtpl": docxtpl, "只压缩和写盘": mere}
    figures = in_turns(rounds, {name: lambda work=work: timed(work) / len(listed) for name, work in works.items()})
    title = f"## 生成 Word 文档（{len(listed)} 份，全部表样，单进程）"
    return f"{title}\n\n{table(figures, '毫秒/份', '本工具')}"


def against_docxtemplater(data: Path, output: Path, folder: Path, rounds: int) -> str:
    """Compare one form's documents with docxtemplater's, after making sure that they say the same."""
    title = "## 与 docxtemplater 比较"
    if not peers.docxtemplater(folder):
        return f"{title}\n\n没有 npm，或装不上 docxtemplater，这一项没有测。"
    template = offices.TEMPLATES / COMPARED / "document.docx"
    views = [view for form, _, view in offices.documents(data) if form.slug == COMPARED]
    (translated := folder / "document.docx").write_bytes(peers.translated(template.read_bytes()))
    (listed := folder / "views.json").write_text(peers.flattened(views), encoding="utf-8")

    def ours() -> None:
        for number, view in enumerate(views):
            (output / f"{number}.docx").write_bytes(word.render(template, view, "", "0"))

    def theirs() -> float:
        return peers.time_docxtemplater(folder, translated, listed, output)

    theirs()
    same = all(
        peers.words(word.render(template, view, "", "0")) == peers.words((output / f"{number}.docx").read_bytes())
        for number, view in enumerate(views)
    )
    figures = in_turns(rounds, {"本工具": lambda: timed(ours) / len(views), "docxtemplater": theirs})
    said = "两边文字逐段相同" if same else "注意：两边文字不同，这一项不作数"
    return f"{title}（{len(views)} 份绩效运行监控表，{said}）\n\n{table(figures, '毫秒/份', '本工具')}"


def commands(data: Path, places: list[str], folder: Path, rounds: int) -> str:
    """Measure the commands as whole processes, beside a bare start of Python."""
    reports, build = folder / "reports", [sys.executable, str(offices.ROOT / "build.py")]
    where = [f"--data={data}", f"--reports={reports}", "--quiet"]
    peak: dict[str, float] = {}

    def run(name: str, command: list[str]) -> float:
        def work() -> None:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            usage = os.wait4(process.pid, 0)[2]
            peak[name] = max(peak.get(name, 0), usage.ru_maxrss / 1024)

        return timed(work)

    everything = f"重新生成 {len(places)} 个部门"
    works = {
        "Python 空启动": [sys.executable, "-c", "pass"],
        "检查 1 个部门": [*build, "check", places[0], *where],
        "生成 1 个部门": [*build, "build", places[0], *where, "--force"],
        f"检查 {len(places)} 个部门": [*build, "check", *where],
        everything: [*build, "build", *where, "--force"],
        f"没有变化时生成 {len(places)} 个部门": [*build, "build", *where],
    }
    run(everything, works[everything])
    figures = in_turns(
        rounds, {name: lambda name=name, command=command: run(name, command) for name, command in works.items()}
    )
    memory = "、".join(f"{name} {value:.0f}" for name, value in peak.items())
    return f"## 命令（整个进程）\n\n{table(figures, '毫秒', 'Python 空启动')}\n\n最大内存（MiB）：{memory}"


def judging(data: Path, rounds: int) -> str:
    """Measure reading and judging one department inside the process."""
    known = load(offices.TEMPLATES)
    places = list(departments(data))
    values = [timed(lambda place=place: check(data, *place, known)) for place in places for _ in range(rounds)]
    return (
        f"## 读入并判断一个部门\n\n中位数 {median(values):.1f} 毫秒，最慢的部门 {_slowest(values, rounds):.1f} 毫秒。"
    )


def _slowest(values: list[float], rounds: int) -> float:
    return max(median(values[start : start + rounds]) for start in range(0, len(values), rounds))


def growth(data: Path, output: Path) -> str:
    """Measure one document as its rows grow."""
    template = offices.TEMPLATES / COMPARED / "document.docx"
    view = next(view for form, _, view in offices.documents(data) if form.slug == COMPARED)
    lines = ["| 指标行 | 本工具（毫秒） | docxtpl（毫秒） | 倍数 |", "|---:|---:|---:|---:|"]
    for times in GROWTH:
        longer = Item(view, **{peers.LABEL: view[peers.LABEL] * times})  # type: ignore[operator]  # a list of rows
        ours = [timed(lambda longer=longer: word.render(template, longer, "", "0")) for _ in range(5)]
        theirs = [
            timed(lambda longer=longer: peers.plain_docxtpl(template, longer, output / "1.docx")) for _ in range(3)
        ]
        count = len(longer[peers.LABEL])  # type: ignore[arg-type]  # the same list
        lines.append(f"| {count} | {median(ours):.2f} | {median(theirs):.1f} | {median(theirs) / median(ours):.1f} |")
    return "## 行数增长\n\n" + "\n".join(lines)


def machine() -> str:
    """Return what the figures were measured on."""
    versions = f"Python {platform.python_version()}，docxtpl {peers.docxtpl.__version__}，Jinja2 {jinja2.__version__}"
    return f"{os.cpu_count()} 核 {platform.machine()}，{platform.system()}，{versions}，{'、'.join(peers.PACKAGES)}。"


def main() -> None:
    """Measure everything and write the table."""
    options = argparse.ArgumentParser(description="测量生成和检查要多少时间")
    options.add_argument("--departments", type=int, default=60, help="部门数")
    options.add_argument("--rounds", type=int, default=5, help="轮数")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, output = folder / "data", folder / "output"
        output.mkdir()
        places = offices.make(data, chosen.departments)
        parts = [
            "# 速度\n\n由 `make bench` 写出。各项轮流测量，取中位数；倍数是同一轮里相比的中位数。",
            machine(),
            rendering(data, output, chosen.rounds),
            against_docxtemplater(data, output, folder / "node", chosen.rounds),
            growth(data, output),
            judging(data, chosen.rounds),
            commands(data, places, folder, chosen.rounds),
        ]
    shown = "\n\n".join(parts) + "\n"
    Path(__file__).with_name("RESULTS.md").write_text(shown, encoding="utf-8")
    print(shown)


if __name__ == "__main__":
    main()
