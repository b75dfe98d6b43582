"""Shell completion: what is offered, and that each script asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from offices import office

from selfeval.cli import cli
from selfeval.cli.completion import SCRIPTS


def offered(*words: str) -> list[str]:
    """Return what is offered for the last word."""
    asked = {"COMP_WORDS": " ".join(["build.py", *words]), "COMP_CWORD": str(len(words))}
    done = CliRunner().invoke(cli, prog_name="build.py", env={**asked, "_BUILD_PY_COMPLETE": "bash_complete"})
    return [line.removeprefix("plain,") for line in done.output.splitlines()]


def test_commands_options_departments_and_codes_are_offered(tmp_path: Path) -> None:
    """Each where it may stand; departments are those of the data folder that was given."""
    assert offered("sch") == ["schema"]
    assert "--phase" in offered("check", "--")
    assert offered("check", "2024/li") == ["2024/liwan"]
    assert offered("fill", "2024/li") == ["2024/liwan"]
    assert offered("completion", "f") == ["fish"]
    assert offered("explain", "missing-v") == ["missing-value"]
    office(tmp_path)
    assert offered("check", "--data", str(tmp_path / "data"), "2") == ["2024/qinghu"]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (("pdf", "2024/li"), ["2024/liwan"]),
        (("status", "2024/li"), ["2024/liwan"]),
        (("record", "2024/li"), ["2024/liwan"]),
        (("record", "2024/liwan", "定"), ["定稿"]),
        (("log", "liw"), ["liwan"]),
        (("bundle", "2024/li"), ["2024/liwan"]),
        (("compare", "2020"), ["2020"]),
        (("compare", "2022", "2023", "tian"), ["tianhe"]),
        (("compare", "--rev", "HEAD~1", "HEAD", "2022/"), ["2022/tianhe"]),
        (("trend", "tian"), ["tianhe"]),
        (("trend", "tianhe", "预算完"), ["预算完成率"]),
        (("new", "2025", "tian"), ["tianhe"]),
        (("new", "2025", "--from", "2023"), ["2023"]),
        (("summary", "2022"), ["2022"]),
        (("publish", "2022"), ["2022"]),
        (("check", "--dept", "tian"), ["tianhe"]),
    ],
)
def test_every_command_over_departments_offers_them(typed: tuple[str, ...], answer: list[str]) -> None:
    """Departments with or without their year, years, states and names that may be followed."""
    assert offered(*typed) == answer


@pytest.mark.parametrize("shell", SCRIPTS)
def test_each_shell_has_a_script_that_asks_the_program(shell: str) -> None:
    """The command prints it as it is."""
    assert CliRunner().invoke(cli, ["completion", shell]).output == SCRIPTS[shell]
    assert "_BUILD_PY_COMPLETE" in SCRIPTS[shell]


TRY_BASH = """
COMP_WORDS=("$PYTHON" build.py check 2024/li); COMP_CWORD=3
_build_py
echo "${COMPREPLY[*]}"
COMP_WORDS=("$PYTHON" other.py 2024/li); COMP_CWORD=2; COMPREPLY=()
_build_py
echo "${COMPREPLY[*]}"
"""


def test_bash_completes_the_call_as_it_is_typed() -> None:
    """`python build.py check 2024/li` becomes liwan; other programs are left alone."""
    bash = shutil.which("bash")
    if not bash:
        pytest.skip("there is no bash here")
    script = SCRIPTS["bash"] + TRY_BASH
    environment = {**os.environ, "PYTHON": sys.executable}
    done = subprocess.run([bash, "-c", script], cwd=ROOT, capture_output=True, env=environment, check=False)
    assert done.stdout.decode().split("\n") == ["2024/liwan", "", ""]


def test_fish_completes_the_call_as_it_is_typed() -> None:
    """The same in fish, with python on the path."""
    fish = shutil.which("fish")
    if not fish:
        pytest.skip("there is no fish here")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    script = SCRIPTS["fish"] + "complete -C 'python build.py check 2024/li'\n"
    done = subprocess.run([fish, "-c", script], cwd=ROOT, capture_output=True, env=environment, check=False)
    assert done.stdout.decode().strip() == "2024/liwan"
