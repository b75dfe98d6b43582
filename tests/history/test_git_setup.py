"""make git-setup: git compares Word documents as text, and shows Chinese file names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archive import ROOT, commit, git


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_a_word_file_is_compared_as_text(tmp_path: Path) -> None:
    """In a new checkout, after make git-setup, the changed sentence is in git diff, under its Chinese name."""
    for name in ("Makefile", ".gitattributes", ".gitignore", "build.py", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "selfeval", tmp_path / "selfeval", ignore=shutil.ignore_patterns("__pycache__"))
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (tmp_path / ".venv/ready").touch()
    word = tmp_path / "reports/绩效 自评.docx"
    word.parent.mkdir()
    old, new = sorted((ROOT / "reports/2024/qinghu-library").glob("项目*.docx"))
    shutil.copy(old, word)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    subprocess.run(["make", "git-setup"], cwd=tmp_path, check=True, capture_output=True)
    shutil.copy(new, word)
    shown = git(tmp_path, "diff", "--", "reports")
    assert "绩效 自评.docx" in shown
    assert any(line.startswith("-") and "流动图书车" in line for line in shown.splitlines())
    assert any(line.startswith("+") and "青湖阅读季" in line for line in shown.splitlines())
    assert "Binary files" not in shown
