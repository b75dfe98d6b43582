"""The command revise: it finds the document from which an edited one was made, and writes only when told."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT
from golden import members
from wordfile import repacked, word

from selfeval.cli import cli

PLACE = "2022/tianhe"
NAME = "部门整体支出绩效自评表.docx"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with one department and its documents."""
    shutil.copytree(ROOT / "data" / PLACE, tmp_path / "data" / PLACE)
    CliRunner().invoke(cli, ["build", PLACE, *folders(tmp_path)])
    return tmp_path


def folders(desk: Path) -> list[str]:
    """Return the options that name the folders."""
    return [f"--data={desk / 'data'}", f"--reports={desk / 'reports'}"]


def revise(desk: Path, file: Path, *more: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["revise", PLACE, str(file), *folders(desk), *more])


def edited(desk: Path, *changes: tuple[str, str], marked: bool = True) -> Path:
    """Return the department's document with some texts changed, without its marks if so asked."""
    made = (desk / "reports" / PLACE / NAME).read_bytes()
    parts = members(made)
    xml = parts["word/document.xml"].decode()
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new, 1)
    changed = {"word/document.xml": xml.encode()}
    if not marked:
        core = parts["docProps/core.xml"].decode()
        start = core.index("<dc:identifier>")
        changed["docProps/core.xml"] = (core[:start] + core[core.index("</dc:identifier>") + 16 :]).encode()
    path = desk / "改过的.docx"
    path.write_bytes(repacked(made, changed))
    return path


def typed(desk: Path) -> str:
    """Return the file with the actuals."""
    return (desk / "data" / PLACE / "actuals.yaml").read_text(encoding="utf-8")


def test_a_dry_run_shows_the_lines_and_writes_nothing(desk: Path) -> None:
    """What would change is shown by file and line."""
    before = typed(desk)
    done = revise(desk, edited(desk, ("5931.22", "5931.23")))
    assert done.exit_code == 0
    assert "actuals.yaml:6" in done.output
    assert "没有写盘" in done.output
    assert typed(desk) == before


def test_what_is_written_prints_what_the_word_says(desk: Path) -> None:
    """After --write the document made anew says the same as the edited one, and there is nothing left to bring back."""
    file = edited(desk, ("5931.22", "5931.23"), ("考核成绩居全市第二", "考核成绩居全市第一"))
    before = typed(desk)
    said = json.loads(revise(desk, file, "--write", "--format", "json").stdout)
    assert [patch["new"].strip() for patch in said["patches"]] == [
        "实际支出: 5,931.23",
        "说明: 考核成绩居全市第一，评定为优秀等次。",
    ]
    assert said["conflicts"] == []
    assert typed(desk) == before.replace("5,931.22", "5,931.23", 1).replace("居全市第二", "居全市第一")
    again = json.loads(revise(desk, file, "--format", "json").stdout)
    assert again == {"patches": [], "conflicts": []}


@pytest.mark.parametrize("marked", [True, False])
def test_a_change_on_both_sides_is_never_overwritten(desk: Path, marked: bool) -> None:
    """The document as it was generated is found by its mark, or by likeness, though the files have changed since."""
    file = edited(desk, ("5931.22", "5931.23"), marked=marked)
    path = desk / "data" / PLACE / "actuals.yaml"
    path.write_text(typed(desk).replace("5,931.22", "5,930.00"), encoding="utf-8")
    before = typed(desk)
    said = json.loads(revise(desk, file, "--write", "--format", "json").stdout)
    assert said["patches"] == []
    assert [(each["kind"], each["key"]) for each in said["conflicts"]] == [("changed-twice", "预算执行.实际支出")]
    assert typed(desk) == before


@pytest.mark.parametrize(("marked", "said"), [(True, "没有存进 git"), (False, "里的标记没有了")])
def test_why_the_generated_document_is_not_known(desk: Path, marked: bool, said: str) -> None:
    """The marks are gone, or what they name was never kept."""
    file = edited(desk, ("考核成绩居全市第二", "考核成绩居全市第一"), marked=marked)
    revise(desk, file, "--write")
    CliRunner().invoke(cli, ["build", PLACE, *folders(desk)])
    assert said in revise(desk, file).output


def test_what_was_renamed_already_is_not_changed_twice(desk: Path) -> None:
    """The same file once more, before a document is made again: there is nothing left to bring back."""
    file = edited(desk, ("开展普法阵地建设", "开展普法阵地建设工作"))
    assert "targets.yaml:39" in revise(desk, file, "--write").output
    again = revise(desk, file).output
    assert "没有改动" in again
    assert "两边都改了" not in again


def test_another_unit_over_the_figures_multiplies_none_of_them(desk: Path) -> None:
    """Whether the unit or the figures are meant is a guess: they stay, and it is said where to change them."""
    before = typed(desk)
    done = revise(desk, edited(desk, ("单位：万元", "单位：元")), "--write")
    assert typed(desk) == before
    assert (
        "第3段写的单位是“元”，它管着的金额照“元”读，是猜的，没有带回来；请自己改 data/2022/tianhe/actuals.yaml:6"
        in done.output
    )


def test_a_document_of_another_kind_is_refused(desk: Path) -> None:
    """What is none of the department's documents is told in one sentence."""
    other = desk / "通知.docx"
    other.write_bytes(word("关于开展工作的通知"))
    done = revise(desk, other)
    assert done.exit_code == 1
    assert "什么都没有写" in done.output


def test_a_row_that_was_moved_is_not_called_new(desk: Path) -> None:
    """Its lines are said to have moved, on the screen and in JSON."""
    made = members((desk / "reports" / PLACE / NAME).read_bytes())["word/document.xml"].decode()
    rows = re.findall(r"<w:tr[ >].*?</w:tr>", made, re.DOTALL)
    first, second = (next(row for row in rows if name in row) for name in ("普法工作年度考核", "法律援助受益率"))
    assert made.index(second) == made.index(first) + len(first)
    file = edited(desk, (first + second, second + first))
    shown = revise(desk, file).output
    assert "新加" not in shown
    assert "挪到这里" in shown
    said = json.loads(revise(desk, file, "--format", "json").stdout)
    assert said["patches"]
    assert all(patch["old"] == patch["new"] for patch in said["patches"])
