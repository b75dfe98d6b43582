"""Programs killed, run twice at once, or out of disk: every document is whole, old or new, and the next build makes all."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commandline import run
from conftest import ROOT
from golden import text
from offices import office
from wordfile import word

from selfeval.documents import content
from selfeval.pipeline import save
from selfeval.pipeline.batch import make
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.submission.folder import DepartmentYear

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")

OLD, NEW = "覆盖面还不够", "范围还不够广"
"""What every document of a department says before and after its data change."""

TEMPLATE = "{{ 标题 }}\n{%p for 段 in 存在问题 %}\n{{ 段 }}\n{%p endfor %}"
PLACES = [f"2024/d{number}" for number in range(6)]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return six departments with documents made of old data, and the data changed since."""
    folder = tmp_path / "desk"
    for place in PLACES:
        office(folder, place=place)
    (folder / "templates/form/document.docx").write_bytes(word(TEMPLATE))
    assert build(folder).returncode == 0
    change(folder, OLD, NEW)
    return folder


def change(desk: Path, old: str, new: str) -> None:
    """Change a text in the data of every department."""
    for path in (desk / "data").rglob("narrative.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def folders(desk: Path) -> list[str]:
    """Return the options that name the folders of a desk."""
    return [f"--{name}={desk / name}" for name in ("data", "templates", "reports")]


def build(desk: Path) -> subprocess.CompletedProcess[bytes]:
    """Build all departments."""
    return run("build", *folders(desk))


def started(desk: Path) -> subprocess.Popen[bytes]:
    """Begin to build all departments."""
    command = [sys.executable, str(ROOT / "build.py"), "build", *folders(desk)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def said(path: Path) -> str:
    """Return which of the two texts a whole document holds; fail where it is not whole."""
    data = path.read_bytes()
    assert content.find(data, path.suffix).intact, path
    shown = text(data) if path.suffix == ".docx" else data.decode()
    (found,) = (each for each in (OLD, NEW) if each in shown)
    return found


def pairs(desk: Path) -> Iterator[tuple[str, str]]:
    """Yield what the Word and the Markdown document of every department say."""
    for place in PLACES:
        in_word, in_markdown = sorted((desk / "reports" / place).glob("[!.]*"))
        yield said(in_word), said(in_markdown)


def all_is_new(desk: Path) -> None:
    """Fail where a build leaves anything to be done, or anything lying about."""
    done = build(desk)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    assert set(pairs(desk)) == {(NEW, NEW)}
    assert not list(desk.rglob(".*.tmp"))


def kill_builds(desk: Path, times: int, seed: int) -> int:
    """Kill a build at a random moment, again and again; return how often some documents were new and some old."""
    chance, keep, halfway = random.Random(seed), desk.with_name("keep"), 0
    began = time.monotonic()
    shutil.copytree(desk, keep)
    build(desk)
    lasts = time.monotonic() - began
    for _ in range(times):
        shutil.rmtree(desk)
        shutil.copytree(keep, desk)
        running = started(desk)
        with suppress(subprocess.TimeoutExpired):
            running.wait(chance.uniform(0.2, 1.0) * lasts)
        running.kill()
        running.communicate()
        after = set(pairs(desk))
        assert after <= {(OLD, OLD), (NEW, NEW)}
        halfway += len(after) == 2
        all_is_new(desk)
    return halfway


@pytest.mark.slow
def test_killed_at_any_moment(desk: Path) -> None:
    """Five moments of a build."""
    kill_builds(desk, 5, seed=1)


@pytest.mark.slow
def test_killed_at_forty_moments(desk: Path) -> None:
    """Forty moments; each step between two renames is tried by itself below."""
    kill_builds(desk, 40, seed=2)


def kill_at(step: int, name: str) -> Callable[..., Any]:
    """Return a function of ``os`` that kills the program instead of doing its work for the time given."""
    real, count = getattr(os, name), iter(range(1, step + 1))

    def do(*given: Any, **more: Any) -> Any:
        if next(count, 0) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **more)

    return do


@pytest.mark.slow
@pytest.mark.parametrize("name", ["replace", "link", "unlink", "mkdir"])
def test_killed_before_every_step_of_saving(desk: Path, name: str) -> None:
    """Before each renaming, linking and removing: what is there is whole, and the next build puts pairs together."""
    workspace = Workspace(desk / "data", desk / "templates", desk / "reports")
    keep, ended = desk.with_name("keep"), False
    shutil.copytree(desk, keep)
    for step in range(1, 20):
        shutil.rmtree(desk)
        shutil.copytree(keep, desk)
        child = os.fork()
        if child == 0:
            setattr(os, name, kill_at(step, name))
            forget_forms()
            make(workspace, DepartmentYear("2024", "d0"))
            os._exit(0)
        ended = os.waitpid(child, 0)[1] == 0
        list(pairs(desk))
        all_is_new(desk)
        if ended:
            break
    assert ended


def build_twice_at_once(desk: Path, times: int) -> None:
    """Run two builds at once, again and again, over data that change between them."""
    texts = [OLD, NEW]
    for _ in range(times):
        both = [started(desk), started(desk)]
        for running in both:
            said, complained = running.communicate()
            assert running.returncode == 0, (said + complained).decode()
        assert set(pairs(desk)) == {(texts[1], texts[1])}
        assert not list(desk.rglob(".*.tmp"))
        change(desk, texts[1], texts[0])
        texts.reverse()


@pytest.mark.slow
def test_two_builds_at_once(desk: Path) -> None:
    """Both end well, and the documents are those of one build."""
    build_twice_at_once(desk, 3)


@pytest.mark.slow
def test_two_builds_at_once_many_times(desk: Path) -> None:
    """Ten times."""
    build_twice_at_once(desk, 10)


def test_a_save_waits_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another program holds the folder for long, files are saved without the lock, and its are left alone."""
    fcntl = pytest.importorskip("fcntl")
    monkeypatch.setattr(save, "PATIENCE", 0.05)
    theirs = tmp_path / ".0123456789ab.tmp"
    theirs.touch()
    opened = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(opened, fcntl.LOCK_EX)
    save.save(tmp_path / "a.md", b"a")
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", theirs.name}
    os.close(opened)
    save.save(tmp_path / "a.md", b"b")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.md": b"b"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, with room for little."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.skipif(not shutil.which("mount"), reason="no disk may be mounted here")
@pytest.mark.slow
def test_a_full_disk(desk: Path, small_disk: Path) -> None:
    """However much room is left: what is there stays whole, pairs together, and the clerk is told."""
    reports = small_disk / "reports"
    command = ["build", f"--data={desk / 'data'}", f"--templates={desk / 'templates'}", f"--reports={reports}"]
    change(desk, NEW, OLD)
    assert run(*command).returncode == 0
    change(desk, OLD, NEW)
    filler = small_disk / "filler"
    free = shutil.disk_usage(small_disk).free
    for left in (0, 4096, 8192, 16384, 32768):
        with suppress(OSError):
            filler.write_bytes(b"x" * (free - left))
        done = run(*command)
        assert done.returncode in (0, 2)
        if done.returncode:
            assert "磁盘满了" in done.stdout.decode() + done.stderr.decode()
        found = [[said(path) for path in sorted((reports / place).glob("[!.]*"))] for place in PLACES]
        assert all(len(pair) == 2 and pair[0] == pair[1] for pair in found)
        assert not list(reports.rglob(".*.tmp"))
    filler.unlink()
    assert run(*command).returncode == 0
