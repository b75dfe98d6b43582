"""Names of folders and files that Windows cannot hold are named once, with what to call them instead."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from offices import office
from sampled import sampled

from selfeval.form.library import load
from selfeval.submission.folder import DepartmentYear, free_name, holdable, why_unholdable
from selfeval.submission.read import read_department

REFUSED = [
    "con",
    "Aux",
    "nul.2024",
    "COM1",
    "a:b",
    "x?",
    "~$x",
    "x.",
    " x",
    "x ",
    "长" * 85,
    "con.yaml",
    "a|b.yaml",
    "...",
]


@pytest.mark.parametrize("name", REFUSED)
def test_the_name_offered_can_be_held(name: str) -> None:
    """And a name that can be is offered for itself."""
    assert why_unholdable(name)
    assert why_unholdable(holdable(name)) == ""
    assert holdable(holdable(name)) == holdable(name)


@pytest.mark.parametrize(
    "name", ["liwan", "荔湾区司法局", "console", "com10", "a b", "x.y", "projects", "targets.yaml"]
)
def test_a_good_name_is_left_alone(name: str) -> None:
    """Devices are whole names; blanks and stops may stand inside."""
    assert (why_unholdable(name), holdable(name)) == ("", name)


@pytest.mark.parametrize("name", sampled(["con", "a:b", "~$x", "x.", " x", "长" * 70], 3))
def test_check_names_a_folder_that_windows_cannot_hold_once(tmp_path: Path, name: str) -> None:
    """As a warning: here everything else can be done."""
    home = office(tmp_path)
    folder = next(path for path in (home / "data/2024").iterdir() if path.is_dir())
    folder.rename(folder.parent / name)
    done = run("check", "--data", str(home / "data"), "--templates", str(home / "templates"))
    said = done.stdout.decode()
    assert (said.count("unholdable-name"), done.returncode) == (1, 0)
    assert f"改名为“{holdable(name)}”" in said


@pytest.mark.parametrize(
    ("there", "name", "offered"),
    [
        ([], "con", "_con"),
        (["_Con"], "con", "_con_2"),
        (["_con", "_con_2"], "con", "_con_3"),
        (["a_b.yaml"], "a:b.yaml", "a_b_2.yaml"),
        (["caf\u00e9_"], "cafe\u0301?", "cafe\u0301__2"),
        (["长" * 60], "长" * 70, "长" * 56 + "_2"),
        (["liwan", "Liwan"], "Liwan", "Liwan_2"),
    ],
)
def test_the_name_offered_is_free(tmp_path: Path, there: list[str], name: str, offered: str) -> None:
    """On every disk: capitals, and signs composed in another way, are no other name."""
    for each in there:
        (tmp_path / each).touch()
    assert free_name(tmp_path, name) == offered
    assert why_unholdable(offered) == ""


ALIKE = [("liwan", "Liwan"), ("caf\u00e9", "cafe\u0301"), ("\u00c9cole", "e\u0301cole"), ("ｌｗ", "ＬＷ")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_folders_that_are_one_elsewhere_are_named_before_anything_is_made(tmp_path: Path, one: str, other: str) -> None:
    """Both are held back, also where one alone is asked for; a third department is made."""
    home = office(tmp_path)
    first = next(path for path in (home / "data/2024").iterdir() if path.is_dir())
    for name in (one, other):
        shutil.copytree(first, first.parent / name)
    folders = [f"--{each}={home / each}" for each in ("data", "templates", "reports")]
    done = run("build", *folders, f"2024/{other}")
    assert (done.returncode, done.stdout.decode().count("[same-document]")) == (1, 1)
    done = run("build", *folders)
    said = done.stdout.decode()
    assert (done.returncode, said.count("[same-document]")) == (1, 2)
    assert f"改名为“{other}_2”" in said
    assert [path.name for path in (home / "reports/2024").iterdir()] == [first.name]


def test_files_that_are_one_elsewhere_are_named(tmp_path: Path) -> None:
    """Each with a name that is free."""
    for name in ("a", "A", "a_2"):
        file = tmp_path / f"data/2024/x/projects/{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("项目:\n  名称: 甲\n", encoding="utf-8")
    (tmp_path / "data/2024/x/targets.yaml").write_text("表样:\n  - mof/project-self-evaluation\n", encoding="utf-8")
    (base, *_) = read_department(tmp_path / "data", DepartmentYear("2024", "x"), load(ROOT / "templates"))
    said = [each.message for each in base.problems if each.rule == "unholdable-name"]
    assert said == [
        "“projects/a.yaml”和“projects/A.yaml”在 Windows 和 Mac 上是一个文件，拿到那里只剩一个；改名为“a_3.yaml”"
    ]
