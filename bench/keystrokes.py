"""How quickly an editor is told: ``.venv/bin/python bench/keystrokes.py [EDITS [THOUSANDS]]``.

For the samples and a large department, whose results have 100 KB: each edit changes one figure or a few letters of one
file and waits for its marks. Beside the time that passes stands the time that the server works: on a machine with other
work only that can be compared. Before them comes the start of the server, behind them the memory it takes after some
thousands of edits more.
"""

from __future__ import annotations

import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.extend(str(Path(__file__).resolve().parents[1] / name) for name in ("", "tests", "tests/support"))

from conftest import ROOT, SAMPLES
from typist import Editor

SIZE = 100_000
MOST = 0.95
"""The share of edits that is told at most as late as a figure says."""
_FIGURE = re.compile(r"(?<=: )\d[\d,.]*")


def main(edits: int = 200, thousands: int = 5) -> None:
    """Measure, and print a line for each department."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "templates", folder / "templates")
        for place in SAMPLES:
            shutil.copytree(ROOT / "data" / str(place), folder / "data" / str(place))
        large(folder / "data" / "2022" / "large")
        started = time.perf_counter()
        with Editor(folder) as editor:
            print(f"start: initialize answered after {since(started, editor)}", end=", ")
            first = next((folder / "data" / str(SAMPLES[0])).rglob("*.yaml"))
            editor.open(first)
            editor.told(first)
            print(f"first marks after {since(started, editor)}")
            for department in (*map(str, SAMPLES), "2022/large"):
                for path in sorted((folder / "data" / department).rglob("*.yaml")):
                    measure(editor, path, edits, department)
            print(f"memory: {memory(editor)} MiB")
            path = folder / "data" / "2022" / "tianhe" / "actuals.yaml"
            for thousand in range(1, thousands + 1):
                typed(editor, path, 1000)
                print(f"memory after {thousand},000 further edits: {memory(editor)} MiB")


def large(folder: Path) -> None:
    """Make a department with the tasks of a sample, so many times over that its results have 100 KB."""
    shutil.copytree(ROOT / "data" / "2022" / "tianhe", folder)
    results, times = (folder / "actuals.yaml").read_text(encoding="utf-8"), 1
    while len(repeated(results, "任务完成", times).encode()) < SIZE:
        times += 1
    for name, key in (("targets.yaml", "重点任务"), ("actuals.yaml", "任务完成")):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(repeated(text, key, times), encoding="utf-8")


def repeated(text: str, key: str, times: int) -> str:
    """Return a file with what stands under a key so many times, each time with other names of tasks."""
    before, head, after = text.partition(f"{key}:\n")
    tasks, *rest = re.split(r"^(?=[^ \n#])", after, maxsplit=1, flags=re.MULTILINE)
    named = (
        re.sub(r"^(  (?:- 名称: )?)(?=[^ #-])", rf"\1第{number}批", tasks, flags=re.MULTILINE)
        for number in range(times)
    )
    return before + head + "".join(named) + "".join(rest)


class Taken(NamedTuple):
    """Hold how many milliseconds passed until the marks of an edit were there, and how many the server worked."""

    passed: float
    worked: float


def measure(editor: Editor, path: Path, edits: int, place: str) -> None:
    """Print how long a file's edits take until its marks are there."""
    taken = typed(editor, path, edits)
    figures = ", ".join(
        f"{name} p50 {statistics.median(each):.0f} p95 {sorted(each)[int(len(each) * MOST)]:.0f} most {max(each):.0f} ms"
        for name, each in zip(Taken._fields, zip(*taken, strict=True), strict=True)
    )
    print(f"{place}/{path.name} ({path.stat().st_size // 1000} KB): {figures}", flush=True)


def typed(editor: Editor, path: Path, edits: int) -> list[Taken]:
    """Return for each edit of a file how long it takes until its marks are there."""
    text, chance = path.read_text(encoding="utf-8"), random.Random(path.name)
    figures = [found.span() for found in _FIGURE.finditer(text)] or [(len(text), len(text))]
    editor.open(path, text)
    editor.told(path)
    taken = []
    for number in range(edits):
        start, end = chance.choice(figures)
        new = str(chance.randrange(10_000)) if number % 3 else text[start:end] + "年" * (number % 5)
        started, before = time.perf_counter(), worked(editor)
        editor.type(path, text[:start] + new + text[end:])
        editor.told(path)
        taken.append(Taken((time.perf_counter() - started) * 1000, worked(editor) - before))
    editor.close(path)
    editor.settle()
    return taken


def since(started: float, editor: Editor) -> str:
    """Return how long ago something was, and how long the server has worked."""
    return f"{time.perf_counter() - started:.2f} s (worked {worked(editor) / 1000:.2f} s)"


def worked(editor: Editor) -> float:
    """Return how many milliseconds all threads of the server have worked until now."""
    threads = Path(f"/proc/{editor.process.pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e6


def memory(editor: Editor) -> int:
    """Return the resident memory of the server in MiB."""
    status = Path(f"/proc/{editor.process.pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
