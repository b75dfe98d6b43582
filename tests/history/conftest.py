"""What the tests of the history share: git that knows nothing of this machine, and an office in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from archive import commit, git
from offices import office


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git see no settings but its own, and a clerk called 李文."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", "/tmp")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "李文")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "liwen@example.cn")
        monkeypatch.setenv(f"GIT_{role}_DATE", "2025-03-08T09:00:00+0800")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with the base office, all of it committed."""
    office(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "第一次")
    return tmp_path
