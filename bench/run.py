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
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

import docxtpl
import jinja2
import peers
import samples
import yaml

from selfeval.documents.view import Item
from selfeval.documents.word import render as word
from selfeval.form.library import load
from selfeval.form.schema import merge, shape
from selfeval.pipeline.batch import run
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.quantity.read import read as read_value
from selfeval.source.read import read
from selfeval.submission.folder import departments

COMPARED = "mof/monitoring"
"""The form that docxtemplater renders too."""
COPIES = 10
"""How often each of its documents is made: docxtemplater needs some to get warm."""
JUDGED = 60
"""How many departments are judged inside the process."""
WHOLE = 4
"""How many times more departments the year with three documents has: loading must not count there."""
MANY = 1000
"""How many departments of three forms are built again without a change."""
GROWTH = (1, 10, 100, 1000)
READINGS = samples.ROOT / "tests" / "quantity" / "readings.tsv"
MEMORY = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
"""Run a command from a small process: a large one would lend it its own peak."""

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
    listed = [(made.template, output / made.name, made.view) for made in samples.documents(data)]
    writing = [peers.mere_writing(template, word.render(template, view, "", "0")) for template, _, view in listed]

    def ours() -> None:
        for template, path, view in listed:
            path.write_bytes(word.render(template, view, "", "0"))

    def plain() -> None:
        for template, path, view in listed:
            peers.plain_docxtpl(template, view, path)

    def mere() -> None:
        for write, (_, path, _) in zip(writing, listed, strict=True):
            write(path)

    def each(work: Callable[[], object]) -> float:
        for path in output.iterdir():  # writing over a file costs more than making one
            path.unlink()
        return timed(work) / len(listed)

    works = {"本工具": ours, "docxtpl": plain, "只压缩和写盘": mere}
    figures = in_turns(rounds, {name: partial(each, work) for name, work in works.items()})
    title = f"## 生成 Word 文档（{len(listed)} 份，全部表样，单进程）"
    return f"{title}\n\n{table(figures, '毫秒/份', '本工具')}"


def against_docxtemplater(data: Path, output: Path, folder: Path, rounds: int) -> str:
    """Compare one form's documents with docxtemplater's, after making sure that they say the same."""
    title = "## 与 docxtemplater 比较"
    if not peers.docxtemplater(folder):
        return f"{title}\n\n没有 npm，或装不上 docxtemplater，这一项没有测。"
    template = samples.TEMPLATES / COMPARED / "document.docx"
    views = [made.view for made in samples.documents(data) if made.form == COMPARED] * COPIES
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


def reading(rounds: int) -> str:
    """Compare reading a clean file with PyYAML's C loader; read one full of slips, and single values."""
    known = load(samples.TEMPLATES)
    expected = shape(merge(known, tuple(known.forms.values())), "targets.yaml")
    clean, slips = samples.long(25), samples.long(100).replace("计划资金: ", "计划资金：")
    values = [line.split("\t")[0] for line in READINGS.read_text(encoding="utf-8").splitlines()]
    works = {
        "本工具": lambda: timed(lambda: read(clean.encode(), "targets.yaml", expected)),
        "PyYAML CSafeLoader": lambda: timed(lambda: yaml.load(clean, yaml.CSafeLoader)),
    }
    figures = in_turns(rounds * 5, works)
    careful = median(timed(partial(read, slips.encode(), "targets.yaml", expected)) for _ in range(rounds))

    def cells() -> None:
        read_value.cache_clear()
        for value in values:
            read_value(value)

    each = median(timed(cells) for _ in range(rounds)) / len(values)
    more = f"100 KB、{slips.count('：')} 处全角冒号的文件：{careful:.0f} 毫秒。读一个指标值：{each * 1000:.0f} 微秒（{len(values)} 个）。"
    return f"## 读一份 25 KB 的干净文件\n\n{table(figures, '毫秒', 'PyYAML CSafeLoader')}\n\n{more}"


def commands(data: Path, places: list[str], folder: Path, rounds: int) -> str:
    """Measure the commands as whole processes, beside a bare start of Python."""
    build = [sys.executable, str(samples.ROOT / "build.py")]
    where = [f"--data={data}", f"--reports={folder / 'reports'}", "--quiet"]
    anew = [*build, "build", *where, "--force"]
    works = {
        "Python 空启动": [sys.executable, "-c", "pass"],
        "检查 1 个部门": [*build, "check", places[0], *where],
        "生成 1 个部门": [*anew, places[0]],
        f"检查 {len(places)} 个部门": [*build, "check", *where],
        f"重新生成 {len(places)} 个部门": anew,
        f"没有变化时生成 {len(places)} 个部门": [*build, "build", *where],
    }
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    peaks = [f"{name} {_peak(command, kept):.0f}" for name, command in works.items()]
    figures = in_turns(rounds, {name: partial(timed, partial(_run, command, kept)) for name, command in works.items()})
    return f"## 命令（整个进程）\n\n{table(figures, '毫秒', 'Python 空启动')}\n\n最大的一个进程的内存（MiB）：{'、'.join(peaks)}。"


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def _peak(command: list[str], environment: dict[str, str]) -> float:
    """Return the MiB that the largest process of a command needs."""
    measure = [sys.executable, "-c", MEMORY, *command]
    done = subprocess.run(measure, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def unchanged(folder: Path, count: int, rounds: int) -> str:
    """Measure building many departments of three forms, its memory, and building them again without a change."""
    samples.make_whole(folder / "data", count)
    where = [f"--data={folder / 'data'}", f"--reports={folder / 'reports'}", "--quiet"]
    build = [sys.executable, str(samples.ROOT / "build.py"), "build", *where]
    kept = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    started = time.perf_counter()
    peak = _peak(build, kept)
    first = time.perf_counter() - started
    again = median(timed(partial(_run, build, kept)) for _ in range(rounds))
    title = f"## 没有变化时生成 {count:,} 个部门（每个三张表）"
    return f"{title}\n\n{again:.0f} 毫秒；从头生成 {first:.0f} 秒，最大的一个进程 {peak:.0f} MiB。"


def whole_year(title: str, data: Path, output: Path, rounds: int) -> str:
    """Compare reading, judging and making Word and Markdown with docxtpl's reading and rendering alone."""
    job = Workspace(data, samples.TEMPLATES, output / "reports", anew=True)
    chosen = list(departments(data))
    listed = [(made.files, made.template, made.view, output / made.name) for made in samples.documents(data)]

    def ours() -> None:
        for outcome in run(job, chosen):
            assert not outcome.blocked

    figures = in_turns(rounds, {"本工具": lambda: timed(ours), "docxtpl": lambda: timed(partial(peers.year, listed))})
    each = {name: [value / len(chosen) for value in values] for name, values in figures.items()}
    counted = f"{len(chosen)} 个部门，{len(listed)} 份 Word，{os.cpu_count()} 个进程"
    said = "本工具：读、核对全部规则、排 Word 和 Markdown、存盘；docxtpl：读和排 Word。"
    return f"## {title}（{counted}）\n\n{said}\n\n{table(each, '毫秒/部门', '本工具')}"


def judging(title: str, data: Path, rounds: int) -> str:
    """Measure reading and judging one department inside the process."""
    workspace = Workspace(data, samples.TEMPLATES)
    places = list(departments(data))[:JUDGED]
    slow = [median(timed(partial(check, workspace, place)) for _ in range(rounds)) for place in places]
    return f"## 读入并判断一个部门（{title}）\n\n中位数 {median(slow):.1f} 毫秒，最慢的部门 {max(slow):.1f} 毫秒。"


def growth(data: Path, output: Path) -> str:
    """Measure one document as its rows grow."""
    template = samples.TEMPLATES / COMPARED / "document.docx"
    view = next(made.view for made in samples.documents(data) if made.form == COMPARED)
    rows: Any = view[peers.LABEL]
    lines = ["| 指标行 | 本工具（毫秒） | docxtpl（毫秒） | 倍数 |", "|---:|---:|---:|---:|"]
    for times in GROWTH:
        longer = Item(view, **{peers.LABEL: rows * times})
        ours = median(timed(partial(word.render, template, longer, "", "0")) for _ in range(5))
        theirs = median(timed(partial(peers.plain_docxtpl, template, longer, output / "1.docx")) for _ in range(3))
        lines.append(f"| {len(rows) * times} | {ours:.2f} | {theirs:.1f} | {theirs / ours:.1f} |")
    return "## 行数增长\n\n" + "\n".join(lines)


def machine() -> str:
    """Return what the figures were measured on."""
    versions = f"Python {platform.python_version()}，docxtpl {docxtpl.__version__}，Jinja2 {jinja2.__version__}"
    load = f"开始时负载 {os.getloadavg()[0]:.1f}"
    return f"{os.cpu_count()} 核 {platform.machine()}，{platform.system()}，{load}，{versions}，{'、'.join(peers.PACKAGES)}。"


def main() -> None:
    """Measure everything and write the table."""
    options = argparse.ArgumentParser(description="测量生成和检查要多少时间")
    options.add_argument("--departments", type=int, default=60, help="部门数")
    options.add_argument("--many", type=int, default=MANY, help="没有变化时生成的部门数")
    options.add_argument("--rounds", type=int, default=5, help="轮数")
    options.add_argument("--output", type=Path, default=Path(__file__).with_name("RESULTS.md"), help="写到哪个文件")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, output = folder / "data", folder / "output"
        output.mkdir()
        places = samples.make(data, chosen.departments)
        samples.make_whole(whole := folder / "whole", chosen.departments * WHOLE)
        parts = [
            "# 速度\n\n由 `make bench` 写出。各项轮流测量，取中位数；倍数是同一轮里相比的中位数。",
            machine(),
            rendering(data, output, chosen.rounds),
            against_docxtemplater(data, output, folder / "node", chosen.rounds),
            growth(data, output),
            whole_year("全年，每个部门三份文档", whole, output, min(chosen.rounds, 3)),
            whole_year("全年，各地的样例", data, output, min(chosen.rounds, 3)),
            reading(chosen.rounds),
            judging("各地的样例", data, chosen.rounds),
            judging("每个部门三份文档", whole, chosen.rounds),
            commands(data, places, folder, chosen.rounds),
            unchanged(folder / "many", chosen.many, chosen.rounds),
        ]
    shown = "\n\n".join(parts) + "\n"
    chosen.output.write_text(shown, encoding="utf-8")
    print(shown)


if __name__ == "__main__":
    main()
