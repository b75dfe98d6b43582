"""Every command alike: help, exit codes, what a machine reads, any console."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from conftest import ROOT
from offices import changed, office

from selfeval import __version__
from selfeval.cli import COMMANDS, cli, main
from selfeval.history import record

CALLS = {
    "new": (["2025", "--from", "2024"], 0),
    "fill": (["2022/tianhe"], 0),
    "import": ([str(ROOT / "reports" / "2022" / "tianhe" / "部门整体支出绩效自评表.docx"), "2022/tianhe"], 0),
    "revise": (["2022/tianhe", str(ROOT / "reports" / "2022" / "tianhe" / "部门整体支出绩效自评表.docx")], 0),
    "check": (["2022/tianhe"], 0),
    "build": (["2022/tianhe", "--force"], 0),
    "watch": (["1999"], 2),
    "serve": (["1999"], 2),
    "score": (["2024/qinghu-library"], 0),
    "approve": (["2023/tianhe"], 0),
    "quote": (["2022/tianhe"], 0),
    "status": ([], 0),
    "review": (["2024"], 0),
    "remind": (["2024", "自评"], 0),
    "compare": (["2022", "2023", "tianhe"], 0),
    "trend": (["tianhe", "年初预算"], 0),
    "record": (["2023/tianhe", "归档"], 2),
    "log": (["tianhe"], 0),
    "schema": (["2022/tianhe"], 0),
    "lsp": (["--wait", "很久"], 2),
    "form": ([str(ROOT / "templates" / "guangzhou/targets" / "document.docx"), "hubei/targets"], 0),
    "forms": (["广州"], 0),
    "vsix": ([], 0),
    "templates": (["guangzhou/targets"], 0),
    "summary": (["2024"], 0),
    "publish": (["2022"], 0),
    "pdf": (["2022/tianhe"], 2),
    "read": (["660件", "--target", "550件以上"], 0),
    "rules": ([], 0),
    "explain": (["missing-value"], 0),
    "text": (["none.docx"], 2),
    "completion": (["bash"], 0),
    "bundle": (["--out", "."], 2),
    "test": (["--version"], 0),
    "lint": (["--nonsense"], 2),
    "help": ([], 0),
}
"""What every command is called with here, and the code it ends with."""

FOR_MACHINES = {
    "check",
    "build",
    "status",
    "compare",
    "trend",
    "log",
    "score",
    "templates",
    "rules",
    "quote",
    "read",
    "summary",
}
IN_OWN_PROCESS = {"test", "lint"}
"""They only start other programs, which write to the terminal themselves."""

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Return how to call a command over a copy of three departments, on a console of an encoding."""
    for place in ("2022/tianhe", "2023/tianhe", "2024/qinghu-library"):
        shutil.copytree(ROOT / "data" / place, tmp_path / "data" / place)
    (tmp_path / "data/2022/tianhe" / record.NAME).write_bytes(
        record.written([record.Record("2023-03-01", record.State.SUBMITTED, "0" * 32)])
    )

    def run(name: str, *arguments: str, encoding: str = "utf-8") -> tuple[int, str, str]:
        places = {
            "data": tmp_path / "data",
            "templates": ROOT / "templates",
            "reports": tmp_path / "reports",
            "out": tmp_path,
        }
        taken = {parameter.name for parameter in command(name).params}
        folders = [
            f"--{place}={path}" for place, path in places.items() if place in taken and "--help" not in arguments
        ]
        streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
        monkeypatch.setattr(sys, "argv", ["build.py", name, *folders, *arguments])
        for stream, place in zip(streams, ("stdout", "stderr"), strict=True):
            monkeypatch.setattr(sys, place, stream)
        with pytest.raises(SystemExit) as ended:
            main()
        said = []
        for stream in streams:
            stream.flush()
            written = stream.detach().getvalue()
            said.append(written.decode("utf-8" if encoding == "ascii" else encoding))
        return int(ended.value.code or 0), said[0], said[1]

    return run


def command(name: str) -> click.Command:
    """Return a command by its name."""
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    return found


def test_the_version_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """One number and nothing else, for a program or a person."""
    monkeypatch.setattr(sys, "argv", ["build.py", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out) == (0, f"{__version__}\n")


def test_every_command_is_called_here() -> None:
    """A command without a call would be tried by no test."""
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("encoding", ["utf-8", "cp936", "ascii"])
def test_every_command_on_every_console(call: Call, name: str, encoding: str) -> None:
    """Help is Chinese with an example that names the command; the exit code is as promised; no colours, no traceback."""
    code, shown, _ = call(name, "--help", encoding=encoding)
    assert code == 0
    assert f"python build.py {name}" in shown.partition("例：")[2]
    assert not re.search(r"Usage|Options|Show this|\[default|COMMAND", shown)
    for said in (parameter.help for parameter in command(name).params if isinstance(parameter, click.Option)):
        assert said
        assert re.search(r"[一-鿿].*。$", said), said
    arguments, wanted = CALLS[name]
    if name in IN_OWN_PROCESS:
        return
    code, said, complained = call(name, *arguments, encoding=encoding)
    assert code == wanted, said + complained
    assert "\x1b" not in said + complained
    assert "程序自身出错" not in complained
    assert bool(complained.strip()) or wanted != 2


@pytest.mark.parametrize("name", sorted(FOR_MACHINES))
def test_what_a_machine_reads(call: Call, name: str) -> None:
    """JSON ends with the same code as text, survives a console without Chinese whole; quiet says less."""
    arguments, wanted = CALLS[name]
    code, said, _ = call(name, *arguments, "--format", "json")
    assert code == wanted
    other, narrow, _ = call(name, *arguments, "--format", "json", encoding="cp936")
    whole, again = json.loads(said), json.loads(narrow)
    for answer in (whole, again):
        if name in ("build", "summary"):  # built the first time, unchanged the second
            answer.pop("documents")
    assert (other, again) == (wanted, whole)
    quiet, long = (call(name, *arguments, "--format", "text", *flag) for flag in (["--quiet"], []))
    assert (quiet[0], long[0]) == (wanted, wanted)
    assert len(quiet[1]) < len(long[1]) or (name == "log" and quiet[1] == long[1])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_option_ends_with_2(call: Call, name: str) -> None:
    """Said in one Chinese line; ``test`` hands its options on to pytest."""
    if name == "test":
        pytest.skip("its options are those of pytest")
    code, said, complained = call(name, "--nonsense")
    assert (code, said) == (2, "")
    assert complained == "没有 --nonsense 这个选项；加 --help 看说明\n"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ([], "要写明做什么；可用的命令：new、fill、"),
        (["chek"], "没有“chek”这个命令，是不是 check？"),
        (["建"], "没有“建”这个命令；可用的命令：new、fill、"),
        (["build", "--foce"], "没有 --foce 这个选项，是不是 --force？"),
        (["check", "--phase"], "--phase 后面要写内容；"),
        (["check", "--phase", "年中"], "--phase 只能写：申报、监控、自评、评价、公开"),
        (["check", "2024", "liwan"], "命令写得不对，多写或少写了一段；部门写成 年度/部门，"),
        (["compare", "2022"], "少写了“之后”；"),
        (["completion", "cmd"], "只能写：bash、zsh、fish、powershell"),
    ],
)
def test_a_wrong_call_is_told_what_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: list[str], answer: str
) -> None:
    """Exit code 2 and one line with the next thing to try."""
    monkeypatch.setattr(sys, "argv", ["build.py", *typed])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(answer)
    assert said.count("\n") == 1


def test_an_error_ends_with_1_wherever_it_is_met(call: Call, tmp_path: Path) -> None:
    """What is held back is held back by every command that would use it."""
    actuals = tmp_path / "data/2022/tianhe/actuals.yaml"
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("年初预算: ", "年初预算: 约"), encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    for name, *arguments in (["check"], ["build"], ["record", "送审"]):
        assert call(name, "2022/tianhe", *arguments)[0] == 1, name


@pytest.mark.parametrize(
    ("asked", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)]
)
def test_a_terminal_may_ask_for_no_colours(tmp_path: Path, asked: dict[str, str], coloured: bool) -> None:
    """By the two variables that programs heed."""
    pty = pytest.importorskip("pty", reason="Windows has no such terminals")
    office(tmp_path, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好"))
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates")]
    outer, inner = pty.openpty()
    call = [sys.executable, str(ROOT / "build.py"), "check", "--quiet", *folders]
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm"} | asked
    subprocess.run(call, stdout=inner, stderr=inner, env=environment, check=False)
    os.close(inner)
    said = os.read(outer, 1 << 16).decode(errors="replace")
    os.close(outer)
    assert "错误" in said
    assert ("\x1b[3" in said) == coloured


def test_colours_are_for_a_terminal(call: Call, tmp_path: Path) -> None:
    """A file or a pipe gets none, even where there is something to colour."""
    narrative = tmp_path / "data/2022/tianhe/narrative.yaml"
    narrative.write_text(narrative.read_text(encoding="utf-8") + "乱写: 𠮷\n", encoding="utf-8")
    for encoding in ("utf-8", "cp936", "ascii"):
        _, said, _ = call("check", "2022/tianhe", encoding=encoding)
        assert "错误" in said
        assert "\x1b" not in said
