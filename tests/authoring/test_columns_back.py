"""Columns that follow the data come back from Word as the items they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from allocation import cell, columns, lay_allocation, row
from click.testing import CliRunner
from docx import Document

from selfeval.cli import cli

HEAD = "部门:\n  名称: 云山市青湖区水务局\n年度: 2025\n表样:\n  - allocation\n"


def run(folder: Path, *words: str) -> str:
    """Run a command on the department laid in a folder; return what it prints."""
    places = [f"--{name}={folder / name}" for name in ("data", "templates", "reports")]
    return CliRunner().invoke(cli, [*words, *places]).output


def typed(folder: Path) -> list[str]:
    """Return the lines of the targets that are no comments."""
    text = (folder / "data/2025/qinghu/targets.yaml").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("left", [2, 1])
def test_what_was_built_is_imported_as_it_was_typed(tmp_path: Path, left: int) -> None:
    """Two columns, or one."""
    folder = lay_allocation(tmp_path)
    path = folder / "data/2025/qinghu/targets.yaml"
    if left == 1:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        gone = {at + each for at, line in enumerate(lines) if "市级配套" in line for each in (0, 1)}
        path.write_text("".join(line for at, line in enumerate(lines) if at not in gone), encoding="utf-8")
    before = typed(folder)
    run(folder, "build", "2025/qinghu")
    path.write_text(HEAD, encoding="utf-8")
    document = folder / "reports/2025/qinghu/资金分配表.docx"
    assert "放进去" in run(folder, "import", str(document), "2025/qinghu", "--write")
    assert [line.replace(".00", "") for line in typed(folder)] == before


def test_cells_changed_in_word_are_brought_back(tmp_path: Path) -> None:
    """A figure, one that was blank, and a name over a column, which changes in every row."""
    folder = lay_allocation(tmp_path)
    run(folder, "build", "2025/qinghu")
    path = folder / "reports/2025/qinghu/资金分配表.docx"
    document = Document(str(path))
    (table,) = document.tables
    for at, column, text in ((1, 2, "县级配套"), (3, 1, "75.00"), (4, 2, "5.00")):
        paragraph = table.cell(at, column).paragraphs[0]
        (paragraph.runs or [paragraph.add_run()])[0].text = text
    document.save(str(folder / "改过.docx"))
    said = run(folder, "revise", "2025/qinghu", str(folder / "改过.docx"), "--write")
    assert "5 行改动" in said
    assert typed(folder)[5:] == [
        "资金来源:",
        "  - 名称: 中央补助",
        "    下达: 120",
        "  - 名称: 县级配套",
        "    下达: 30",
        "各镇:",
        "  - 名称: 东湾镇",
        "    分配:",
        "      - 名称: 中央补助",
        "        金额: 75.00",
        "      - 名称: 县级配套",
        "        金额: 30",
        "  - 名称: 西岭镇",
        "    分配:",
        "      - 名称: 中央补助",
        "        金额: 40",
        "      - 名称: 县级配套",
        "        金额: 5.00",
    ]


def test_a_column_added_in_word_is_told(tmp_path: Path) -> None:
    """Its texts are read as another item."""
    folder = lay_allocation(tmp_path)
    run(folder, "build", "2025/qinghu")
    targets = folder / "data/2025/qinghu/targets.yaml"
    targets.write_text(
        targets.read_text(encoding="utf-8").replace("各镇:", "  - 名称: 社会捐赠\n    下达: 8\n各镇:"), encoding="utf-8"
    )
    run(folder, "build", "2025/qinghu")
    document = folder / "reports/2025/qinghu/资金分配表.docx"
    targets.write_text(HEAD, encoding="utf-8")
    run(folder, "import", str(document), "2025/qinghu", "--write")
    assert "  - 名称: 社会捐赠" in typed(folder)


def test_columns_of_two_lists_are_kept_as_comments(tmp_path: Path) -> None:
    """Whose columns they are nobody can tell, so that none is put under the wrong list."""
    two = columns("资金来源", "{{ 项.名称 }}"), columns("各镇", "{{ 项.名称 }}")
    folder = lay_allocation(tmp_path, row(cell("名称"), *two))
    run(folder, "build", "2025/qinghu")
    targets = folder / "data/2025/qinghu/targets.yaml"
    targets.write_text(HEAD, encoding="utf-8")
    document = folder / "reports/2025/qinghu/资金分配表.docx"
    run(folder, "import", str(document), "2025/qinghu", "--form", "allocation", "--write")
    text = targets.read_text(encoding="utf-8")
    for name in ("中央补助", "市级配套", "东湾镇", "西岭镇"):
        assert f"）：{name}" in text
        assert not [line for line in typed(folder) if name in line]
