"""make git-setup: git compares Word documents as text, and shows Chinese file names."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from archive import ROOT, commit, git

from selfeval.history import repository


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


EVIL = {
    "core.fsmonitor": "{run}",
    "core.hooksPath": "{hooks}",
    "core.pager": "{run}",
    "core.editor": "{run}",
    "core.sshCommand": "{run}",
    "commit.gpgSign": "true",
    "tag.gpgSign": "true",
    "log.showSignature": "true",
    "gpg.program": "{run}",
    "diff.external": "{run}",
    "diff.x.textconv": "{run}",
    "filter.x.clean": "{run}",
    "filter.x.smudge": "{run}",
    "filter.x.required": "true",
    "filter.a=b.process": "{run}",
    "alias.status": "!{run}",
    "alias.rev-parse": "!{run}",
}


def test_a_repository_from_elsewhere_runs_nothing(tmp_path: Path) -> None:
    """Whatever its settings name as a monitor, hook, filter, signer or alias."""
    ran = tmp_path / "ran"
    script = tmp_path / "run.sh"
    script.write_text(f"#!/bin/sh\necho $0 >> {ran}\ncat\n", encoding="utf-8")
    script.chmod(0o755)
    home = tmp_path / "received"
    data = home / "data" / "2024" / "qinghu"
    data.mkdir(parents=True)
    (data / "targets.yaml").write_text("年度: 2024\n", encoding="utf-8")
    (home / ".gitattributes").write_text("*.yaml filter=x diff=x\n*.yml filter=a=b\n", encoding="utf-8")

    def plain(*words: str) -> None:
        subprocess.run(["git", "-C", str(home), *words], check=True, capture_output=True)

    plain("init", "-q")
    plain("config", "user.name", "某人")
    plain("config", "user.email", "a@b.cn")
    plain("add", "-A")
    plain("commit", "-q", "-m", "收到")
    for hooks in (home / ".git" / "hooks", tmp_path / "hooks"):
        hooks.mkdir(exist_ok=True)
        for name in ("pre-commit", "commit-msg", "post-commit", "post-index-change", "reference-transaction"):
            (hooks / name).write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
            (hooks / name).chmod(0o755)
    for name, value in EVIL.items():
        plain("config", name, value.format(run=script, hooks=tmp_path / "hooks"))
    ran.unlink(missing_ok=True)
    (data / "targets.yaml").write_text("年度: 2025\n", encoding="utf-8")
    found = repository.find(home / "data")
    assert found is not None
    assert found.uncommitted(home / "data") == {"2024/qinghu"}
    assert found.last_edits(home / "data").keys() == {"2024/qinghu"}
    found.require_free("改-1")
    with found.locked():
        found.commit_with_tag([data], "改", "改-1")
    assert found.files("HEAD", data) == {"targets.yaml": "年度: 2025\n".encode()}
    assert [tag.name for tag in found.tags()] == ["改-1"]
    assert not ran.exists()


def test_broken_settings_are_said_to_be_broken(tmp_path: Path) -> None:
    """They are no missing repository."""
    git(tmp_path, "init", "--quiet")
    assert repository.what_is_wrong(tmp_path) == ""
    (tmp_path / ".git" / "config").write_text("[core\n", encoding="utf-8")
    assert repository.find(tmp_path) is None
    assert "设置（.git/config）写坏了" in repository.what_is_wrong(tmp_path)
