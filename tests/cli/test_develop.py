"""What is installed and what is tested: the two locks, each package with its checksums; the tests that take long."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires

import pytest
from commandline import run
from conftest import ROOT
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from selfeval.cli.develop import need
from selfeval.cli.trouble import Trouble

CLERK, DEVELOPER = "requirements.lock", "requirements-dev.lock"
_ENTRY = re.compile(
    r"^(\S+)==(\S+)(?: ; ([^\\\n]+))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def locked(name: str) -> dict[str, tuple[str, str]]:
    """Return version and checksums of every package that a lock wants here; a line that is part of no entry fails."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.sub(r"^#.*\n", "", _ENTRY.sub("", text), flags=re.MULTILINE) == ""
    return {
        package: (version, checksums)
        for package, version, condition, checksums in _ENTRY.findall(text)
        if not condition or Marker(condition).evaluate()
    }


def needed(names: set[str]) -> set[str]:
    """Return packages and all that they need here."""
    found: set[str] = set()
    while new := names - found:
        found |= new
        wanted = [Requirement(each) for name in new for each in requires(name) or ()]
        names = found | {canonicalize_name(each.name) for each in wanted if not each.marker or each.marker.evaluate()}
    return found


def test_a_clerk_installs_what_the_program_needs_and_no_more() -> None:
    """The lock holds what pyproject.toml names, and what that needs."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert set(locked(CLERK)) == needed({canonicalize_name(Requirement(each).name) for each in declared})


def test_a_developer_has_the_packages_of_the_clerk() -> None:
    """What is tested is what a clerk runs: the same versions, the same files."""
    both = locked(DEVELOPER)
    assert {name: both.get(name) for name in locked(CLERK)} == locked(CLERK)


@pytest.mark.parametrize("name", [CLERK, DEVELOPER])
def test_no_place_to_download_from_is_written_down(name: str) -> None:
    """Every office has its own."""
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ([], False),
        (["--all"], True),
        (["tests/documents/test_layout.py"], True),
        (["--", "-k", "pages"], False),
        (["--", "-m", "slow"], True),
    ],
)
def test_what_takes_long_is_left_out_unless_asked_for(asked: list[str], done: bool) -> None:
    """By --all, by its file, or by the mark, as `make test-all` does."""
    few = ["-o", "testpaths=tests/documents/test_layout.py", "--collect-only", "-n0"]
    said = run("test", *asked, *([] if "--" in asked else ["--"]), *few).stdout.decode()
    assert ("test_pages_look_as_accepted" in said) is done


def test_a_developer_is_told_what_to_install() -> None:
    """With the clerk's lock alone, test and lint say in Chinese what to run."""
    with pytest.raises(Trouble, match=r"还缺少程序包（no_such_tool）.*请运行：make lint\n.*requirements-dev\.lock"):
        need("lint", "sys", "no_such_tool")
