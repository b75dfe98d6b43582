"""check --fix: what has one cure is shown, and written only when agreed to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from offices import office
from rulepages import BASE

TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")


def fix(folder: Path, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Run check --fix over a small office and answer its question."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates", "reports")]
    command = [sys.executable, str(ROOT / "build.py"), "check", "--fix", *folders, *arguments]
    return subprocess.run(command, input=answer, capture_output=True, text=True, encoding="utf-8", check=False)


def slipped(folder: Path) -> Path:
    """Lay an office whose targets have a wide colon behind 年度; return the file."""
    office(folder, {"targets.yaml": TARGETS.replace("年度: 2024", "年度：2024  # 预算年度")})
    return folder / "data" / "2024" / "qinghu" / "targets.yaml"


def everything(folder: Path) -> dict[Path, bytes]:
    """Return the bytes of every file in a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_will_change_is_shown_line_by_line(tmp_path: Path) -> None:
    """File, line, the line as it is and as it will be."""
    slipped(tmp_path)
    line = TARGETS.splitlines().index("年度: 2024") + 1
    shown = f"data/2024/qinghu/targets.yaml\n  第 {line} 行\n    原 │ 年度：2024  # 预算年度\n    改 │ 年度: 2024  # 预算年度\n"
    assert shown in fix(tmp_path).stdout


@pytest.mark.parametrize("answer", ["", "\n", "n\n"])
def test_nothing_is_written_unless_agreed(tmp_path: Path, answer: str) -> None:
    """No answer is a no, and the check that follows still finds the slip."""
    slipped(tmp_path)
    before = everything(tmp_path)
    done = fix(tmp_path, answer=answer)
    assert "文件都没有动" in done.stdout
    assert "fullwidth-colon" in done.stdout
    assert everything(tmp_path) == before


@pytest.mark.parametrize(("arguments", "answer"), [(["--yes"], ""), ([], "y\n"), ([], "是\n")])
def test_agreed_to_it_is_written_and_checked(tmp_path: Path, arguments: list[str], answer: str) -> None:
    """Only the slip changes, comment and all other files stay, and the check finds it gone."""
    path = slipped(tmp_path)
    before = everything(tmp_path)
    done = fix(tmp_path, *arguments, answer=answer)
    assert "已改 data/2024/qinghu/targets.yaml" in done.stdout
    assert "fullwidth-colon" not in done.stdout
    assert everything(tmp_path) == {
        **before,
        path: TARGETS.replace("年度: 2024", "年度: 2024  # 预算年度").encode(),
    }


def test_line_ends_and_mark_stay(tmp_path: Path) -> None:
    """A file from Windows stays one."""
    path = slipped(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    fix(tmp_path, "--yes")
    fixed = TARGETS.replace("年度: 2024", "年度: 2024  # 预算年度").replace("\n", "\r\n").encode()
    assert path.read_bytes() == b"\xef\xbb\xbf" + fixed


def test_a_file_in_another_encoding_becomes_utf8(tmp_path: Path) -> None:
    """The preview says that nothing but the encoding changes."""
    office(tmp_path)
    path = tmp_path / "data" / "2024" / "qinghu" / "targets.yaml"
    path.write_bytes(TARGETS.encode("gbk"))
    assert "内容不变，只把编码改成 UTF-8" in fix(tmp_path, "--yes").stdout
    assert path.read_bytes() == TARGETS.encode()


def test_what_has_several_cures_is_left_to_the_clerk(tmp_path: Path) -> None:
    """A repeated key, a wrong number, a seal: nothing of it is touched."""
    text = TARGETS.replace("年度: 2024", "年度: 2O24")
    folder = office(tmp_path, {"targets.yaml": text})
    (folder / "data" / "2024" / "qinghu" / "others.yaml").write_text("年度：2024\n", encoding="utf-8")
    before = everything(tmp_path)
    assert "文件都没有动" in fix(tmp_path, "--yes").stdout
    assert everything(tmp_path) == before


def test_the_options_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    """JSON is for programs, and --yes answers only what --fix asks."""
    slipped(tmp_path)
    refused = fix(tmp_path, "--format", "json")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--fix" in refused.stderr
    alone = subprocess.run([sys.executable, str(ROOT / "build.py"), "check", "--yes"], capture_output=True, check=False)
    assert alone.returncode == 2
