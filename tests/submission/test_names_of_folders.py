"""Names of folders and files that Windows cannot hold are named once, with what to call them instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import run
from offices import office

from selfeval.submission.folder import holdable, why_unholdable

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


@pytest.mark.parametrize("name", ["con", "a:b", "~$x", "x.", " x", "长" * 70])
def test_check_names_a_folder_that_windows_cannot_hold_once(tmp_path: Path, name: str) -> None:
    """As a warning: here everything else can be done."""
    home = office(tmp_path)
    folder = next(path for path in (home / "data/2024").iterdir() if path.is_dir())
    folder.rename(folder.parent / name)
    done = run("check", "--data", str(home / "data"), "--templates", str(home / "templates"))
    said = done.stdout.decode()
    assert (said.count("unholdable-name"), done.returncode) == (1, 0)
    assert f"改名为“{holdable(name)}”" in said
