"""What the disk refuses, in every command: the file is named, with what to do; the others are made."""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from archive import commit, git
from conftest import ROOT
from docx import Document
from offices import office
from rulepages import BASE
from sampled import sampled
from wordfile import word

from selfeval.cli import COMMANDS, cli, main
from selfeval.history import record
from selfeval.pipeline.workspace import forget_forms
from selfeval.problem.disk import why_refused

HERE, BESIDE = "2024/luhu", "2024/qinghu"
"""The department with the file that is refused, and one that comes after it."""

CONCLUSION = "".join((BASE / "narrative.yaml").read_text(encoding="utf-8").splitlines(keepends=True)[:2])
INCOMING = "incoming.docx"
"""A report that somebody changed in Word and sent back."""

CALLS = {
    "check": ["2024"],
    "check --fix": ["2024", "--yes"],
    "build": ["2024", "--force"],
    "build --draft": ["2024"],
    "fill": [HERE],
    "approve": [HERE, "--again"],
    "new": ["2025", "--from", "2024"],
    "schema": ["2024"],
    "publish": ["2024"],
    "summary": ["2024"],
    "record": [HERE, "送审"],
    "status": ["2024"],
    "remind": ["2024", "自评"],
    "review": ["2024"],
    "compare": ["2023", "2024", "luhu"],
    "trend": ["luhu", "办理法律援助案件"],
    "score": [HERE],
    "quote": [HERE],
    "log": ["luhu"],
    "templates": [],
    "pdf": ["2024"],
    "import": [INCOMING, HERE, "--form", "form", "--write"],
    "revise": [HERE, INCOMING, "--write"],
}
"""What every command that reads or writes files is called with."""

OF_DATA = [f"data/{HERE}/{name}" for name in ("targets.yaml", "actuals.yaml", "approved.yaml")]
RECORDED = f"data/{HERE}/recorded.yaml"
OF_FORMS = ["templates/form/form.yaml", "templates/fields.yaml"]
TEMPLATES = ["templates/form/document.docx", "templates/form/document.md"]
IN_WORD, IN_MARKDOWN = (f"reports/{HERE}/部门绩效自评表{suffix}" for suffix in (".docx", ".md"))
FILES = [*OF_DATA, RECORDED, *OF_FORMS, *TEMPLATES, IN_WORD, IN_MARKDOWN, INCOMING]

READ = {
    "check": [*OF_DATA, *OF_FORMS],
    "check --fix": [*OF_DATA, *OF_FORMS],
    "build": FILES[:-1],
    "build --draft": [*OF_DATA, *OF_FORMS, *TEMPLATES],
    "fill": [*OF_DATA, RECORDED, *OF_FORMS],
    "approve": [*OF_DATA, RECORDED, *OF_FORMS],
    "new": [*OF_DATA, RECORDED, *OF_FORMS],
    "schema": [*OF_DATA, RECORDED, *OF_FORMS],
    "publish": FILES[:-1],
    "summary": [*OF_DATA, RECORDED, *OF_FORMS],
    "record": FILES[:-1],
    "status": [*OF_DATA, RECORDED, *OF_FORMS],
    "remind": [*OF_DATA, RECORDED, *OF_FORMS],
    "review": [*OF_DATA, RECORDED, *OF_FORMS],
    "compare": [*OF_DATA, RECORDED, *OF_FORMS],
    "trend": [*OF_DATA, RECORDED, *OF_FORMS],
    "score": [*OF_DATA, RECORDED, *OF_FORMS],
    "quote": [*OF_DATA, RECORDED, *OF_FORMS],
    "log": [*OF_DATA, RECORDED],
    "templates": [*OF_FORMS, *TEMPLATES],
    "pdf": [],
    "import": [*OF_DATA[:2], *OF_FORMS, INCOMING],
    "revise": [*OF_DATA[:2], *OF_FORMS, INCOMING],
}
"""The files that a command reads, and so must name where they cannot be read."""

NOTHING_IN_IT = ("broken link", "loop", "pipe")
"""What may be replaced by a document without a word: nothing is lost with it."""

WRITTEN = {
    "check --fix": [f"data/{HERE}/narrative.yaml"],
    "build": [IN_WORD, IN_MARKDOWN],
    "build --draft": [f"drafts/{HERE}/草稿-部门绩效自评表.docx", f"drafts/{HERE}/草稿-部门绩效自评表.md"],
    "fill": [f"data/{HERE}/actuals.yaml"],
    "approve": [f"data/{HERE}/approved.yaml"],
    "new": ["data/2025/luhu/targets.yaml"],
    "schema": [f"data/{HERE}/.schema/targets.json", f"data/{HERE}/targets.yaml"],
    "publish": [f"site/{HERE}/部门绩效自评表.html", "site/2024/index.html", IN_WORD, IN_MARKDOWN],
    "summary": ["reports/2024/部门绩效自评汇总表.docx", "reports/2024/部门绩效自评汇总表.md"],
    "record": [RECORDED, IN_WORD, IN_MARKDOWN],
    "pdf": [f"pdf/{HERE}/部门绩效自评表.pdf"],
    "import": [f"data/{HERE}/narrative.yaml"],
    "revise": [f"data/{HERE}/narrative.yaml"],
}
"""The files that a command writes."""

CHANGES = {
    "check --fix": ("narrative.yaml", "自评等级: ", "自评等级："),
    "fill": ("actuals.yaml", "  调整预算: 1,000.00\n", ""),
    "import": ("narrative.yaml", CONCLUSION, ""),
}
CHANGE = ("narrative.yaml", "覆盖面", "范围")
"""What is changed in a file of the department, so that there is something to write."""

ALL_KINDS: tuple[str | int, ...] = ("folder", "broken link", "loop", "pipe", errno.EACCES, errno.EIO)
REFUSALS = (errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.EPERM, errno.EBUSY, errno.EMFILE)
ENGLISH = re.compile(r"Errno|Error|Traceback|denied|No such|Input/output|directory|space left", re.ASCII)


class Ended(NamedTuple):
    """Hold how a command ended: its exit code, and all that it printed."""

    code: int
    said: str


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay two departments, one with its year before, built and recorded in git."""
    for place in ("2023/luhu", HERE, BESIDE):
        office(tmp_path, place=place)
    old = tmp_path / "data/2023/luhu/targets.yaml"
    old.write_text(old.read_text(encoding="utf-8").replace("年度: 2024", "年度: 2023"), encoding="utf-8")
    (tmp_path / "templates/form/document.docx").write_bytes(
        word("{{ 标题 }}\n一、自评结论\n{%p for 段 in 自评结论 %}\n{{ 段 }}\n{%p endfor %}")
    )
    shutil.copytree(ROOT / "templates/year-summary", tmp_path / "templates/year-summary")
    git(tmp_path, "init", "--quiet")
    handed_in = record.Record("2024-12-31", record.State.SUBMITTED, "0" * 32)
    (tmp_path / RECORDED).write_bytes(record.written([handed_in]))
    forget_forms()
    monkeypatch.setattr("selfeval.cli.check.DRAFTS", tmp_path / "drafts")
    monkeypatch.setattr("selfeval.cli.check.ROOT", tmp_path)
    monkeypatch.setattr("selfeval.documents.pdf.program", lambda: "office")
    monkeypatch.setattr(
        "selfeval.documents.pdf.convert", lambda office, old, workers: ((path, b"%PDF") for path in old)
    )
    assert called(tmp_path, monkeypatch, "build").code == 0
    assert called(tmp_path, monkeypatch, "approve").code == 0
    document = Document(str(tmp_path / IN_WORD))
    document.paragraphs[-1].runs[0].text = document.paragraphs[-1].text.replace("全年", "本年度")
    document.save(str(tmp_path / INCOMING))
    commit(tmp_path)
    return tmp_path


def called(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Ended:
    """Run a command over the desk as a user does."""
    command, *options = name.split()
    places = {each: folder / each for each in ("data", "templates", "reports")} | {
        "out": folder / command.replace("publish", "site")
    }
    found = cli.get_command(click.Context(cli), command)
    assert found is not None
    taken = {parameter.name for parameter in found.params}
    folders = [f"--{place}={path}" for place, path in places.items() if place in taken]
    given = [str(folder / word) if word == INCOMING else word for word in CALLS[name]]
    monkeypatch.setattr(sys, "argv", ["build.py", command, *options, *given, *folders])
    forget_forms()
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        patched.setattr(sys, "stderr", stream)
        with pytest.raises(SystemExit) as ended:
            main()
    stream.flush()
    return Ended(int(ended.value.code or 0), stream.detach().getvalue().decode())


def put(kind: str, path: Path) -> None:
    """Put something in the place of a file that is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    match kind:
        case "folder":
            path.mkdir()
            (path / "x").touch()
        case "pipe":
            os.mkfifo(path)
        case "broken link":
            path.symlink_to(path.parent / "nowhere")
        case "loop":
            path.symlink_to(path)


def refuse(monkeypatch: pytest.MonkeyPatch, file: Path, number: int, *, reading: bool) -> None:
    """Let the disk refuse to read a file, or to write it or anything beside it."""
    opened, replaced, real_open = os.open, os.replace, io.open

    def complain(path: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    def wrong(path: object, writes: bool) -> bool:
        if isinstance(path, int):
            return False
        here = Path(os.fsdecode(path))  # type: ignore[arg-type]  # what open takes
        return not writes and here == file if reading else writes and (here == file or here.parent == file.parent)

    def low(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if wrong(path, bool(flags & os.O_CREAT)):
            complain(path)
        return opened(path, flags, *rest, **more)

    def high(path: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if wrong(path, "w" in mode):
            complain(path)
        return real_open(path, mode, *rest, **more)

    def move(source: Any, target: Any) -> None:
        if not reading and Path(target) == file:
            complain(target)
        replaced(source, target)

    monkeypatch.setattr(os, "open", low)
    monkeypatch.setattr(io, "open", high)
    monkeypatch.setattr("builtins.open", high)
    monkeypatch.setattr(os, "replace", move)


def copied(folder: Path, to: Path) -> None:
    """Make a folder what another is."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, symlinks=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return every document and every file of data below a folder."""
    found = (path for name in ("data", "reports", "drafts", "site", "pdf") for path in (folder / name).rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.is_file()}


def in_words(ended: Ended) -> None:
    """Fail where a command ended in a way that no clerk understands."""
    assert ended.code in (0, 1, 2)
    assert "程序自身出错" not in ended.said
    assert not ENGLISH.search(ended.said), ended.said


def reading(name: str, kinds: Iterable[tuple[str, str | int]], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a command once for each file and what is wrong with it."""
    keep = desk.with_name("keep")
    copied(desk, keep)
    for file, kind in kinds:
        copied(keep, desk)
        shutil.rmtree(desk / "reports" / BESIDE)
        with monkeypatch.context() as patched:
            if isinstance(kind, int):
                refuse(patched, desk / file, kind, reading=True)
            else:
                put(kind, desk / file)
            ended = called(desk, patched, name)
        in_words(ended)
        if file in READ[name] and not (file in (IN_WORD, IN_MARKDOWN) and kind in NOTHING_IN_IT):
            assert Path(file).name in ended.said, (file, kind, ended.said)
        if file.startswith(("data", "reports")) and name in ("build", "publish"):
            assert len(list((desk / "reports" / BESIDE).iterdir())) == 2, (file, kind, ended.said)


def writing(name: str, kinds: Iterable[tuple[str, str | int]], desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a command once for each file that it writes and what the disk does."""
    changed, old, new = CHANGES.get(name, CHANGE)
    path = desk / "data" / HERE / changed
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    keep = desk.with_name("keep")
    copied(desk, keep)
    for file, kind in kinds:
        copied(keep, desk)
        with monkeypatch.context() as patched:
            if isinstance(kind, int):
                refuse(patched, desk / file, kind, reading=False)
            else:
                put(kind, desk / file)
            before = contents(desk)
            ended = called(desk, patched, name)
        in_words(ended)
        assert ended.code == 2, (file, kind, ended.said)
        assert f"{Path(file).parent.as_posix()}/" in ended.said, (file, kind, ended.said)
        assert why_refused(OSError(kind if isinstance(kind, int) else errno.EISDIR, "")) in ended.said
        after = contents(desk)
        same = (
            [file.rpartition(".")[0] + suffix for suffix in (".docx", ".md")] if file.startswith("reports") else [file]
        )
        assert [after.get(each) for each in same] == [before.get(each) for each in same]
        assert not list(desk.rglob("*.tmp"))


def test_every_file_that_a_command_reads_is_tried() -> None:
    """A command without a row would be tried by no test; others touch no file of a department, or have tests of their own."""
    others = {
        "watch",
        "read",
        "rules",
        "explain",
        "text",
        "completion",
        "bundle",
        "test",
        "lint",
        "help",
        *("lsp", "serve", "vsix", "form", "forms"),
    }
    assert {name.split()[0] for name in CALLS} | others == set(COMMANDS)
    assert set(READ) == set(CALLS)


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_a_file_that_cannot_be_read_is_named(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of each command, with one thing that may be wrong with it."""
    start = list(CALLS).index(name)
    kinds = [ALL_KINDS[(start + number) % len(ALL_KINDS)] for number in range(len(FILES))]
    reading(name, zip(FILES, kinds, strict=True), desk, monkeypatch)


@pytest.mark.parametrize("name", ["build", "publish", "record", "status", "revise", "summary"])
def test_a_pipe_in_place_of_a_report_is_not_waited_for(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing in it: the document takes its place, or it is left alone."""
    reading(name, [(IN_WORD, "pipe"), (IN_MARKDOWN, "pipe")], desk, monkeypatch)
    if name == "build":
        assert (desk / IN_WORD).is_file()
        assert (desk / IN_MARKDOWN).is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_no_file_can_be_read(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of each command, with everything that may be wrong with it."""
    reading(name, itertools.product(FILES, ALL_KINDS), desk, monkeypatch)


@pytest.mark.parametrize("name", sampled(WRITTEN, 2))
def test_a_file_that_cannot_be_written_is_named(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was there stays, Word and Markdown together, and nothing half written is left."""
    writing(name, itertools.product(WRITTEN[name], REFUSALS[:2]), desk, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITTEN)
def test_no_file_can_be_written(name: str, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every refusal, and a folder in the place of the file."""
    folders: list[tuple[str, str | int]] = [(file, "folder") for file in WRITTEN[name] if not file.startswith("data")]
    writing(name, [*folders, *itertools.product(WRITTEN[name], REFUSALS)], desk, monkeypatch)


@pytest.mark.parametrize("folder", ["data", "data/2024", "templates", "templates/region"])
@pytest.mark.parametrize("name", ["check", "build", "status", "templates"])
def test_a_folder_that_cannot_be_looked_into_is_named(
    name: str, folder: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not taken for an empty one: nobody is told that there are no departments, no years or no forms."""
    listed = os.scandir
    (desk / "templates/region").mkdir()

    def refused(path: Any = ".") -> Any:
        if Path(path) == desk / folder:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return listed(path)

    monkeypatch.setattr(os, "scandir", refused)
    ended = called(desk, monkeypatch, name)
    in_words(ended)
    if name == "templates" and folder.startswith("data"):
        return
    if folder != "templates/region" or name in ("status", "templates"):
        assert re.search(rf"{folder}\b.*打不开.*权限", ended.said), ended.said
    if folder != "templates/region" or name == "templates":
        assert ended.code
    assert not re.search("还没有部门|不是这个表样|可以写：", ended.said)


def test_a_broken_vocabulary_blames_no_data(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which file is read by which form is not known then."""
    (desk / "templates/fields.yaml").write_text("字段: [\n", encoding="utf-8")
    ended = called(desk, monkeypatch, "check")
    assert ended.code == 1
    assert "fields.yaml" in ended.said
    assert "unknown-file" not in ended.said


def test_pages_that_were_not_written_are_not_counted(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is sent to a page that is not there."""
    (desk / "site").mkdir()
    (desk / "site/2024").touch()
    ended = called(desk, monkeypatch, "publish")
    assert (ended.code, "网页 0 个" in ended.said, "从这里看" in ended.said) == (2, True, False), ended.said


def test_a_file_for_a_folder_is_said(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words that say what is there."""
    (desk / "site").touch()
    assert called(desk, monkeypatch, "publish").said == "--out 后面要写一个文件夹，写的是文件，或者没有读的权限\n"
