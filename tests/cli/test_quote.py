"""quote: every line can be understood, stands for one thing, and can be pasted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, label, sample_documents
from offices import changed, office

from selfeval.cli import cli
from selfeval.evaluation.case import Case
from selfeval.source.node import Text
from selfeval.submission.quotes import fill, find_slips


def quote(folder: Path, place: str, *options: str) -> str:
    """Return what the command prints for a department."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates")]
    done = CliRunner().invoke(cli, ["quote", place, *folders, *options])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("case", sample_documents(), ids=label)
def test_every_quote_of_the_samples_can_be_pasted(case: Case) -> None:
    """Into any text of the department or project it is listed for: it resolves, to the value shown."""
    submission = case.submission
    offers = json.loads(quote(ROOT, f"{submission.year}/{submission.department}", "--format", "json"))
    mine = [offer for offer in offers if offer["project"] == submission.project]
    known = case.index
    assert len(mine) > 10
    assert len({offer["name"] for offer in mine}) == len(mine)
    for offer in mine:
        line = Text(f"甲{{{{ {offer['name']} }}}}乙")
        assert not list(find_slips((line,), known)), offer
        if case.form is submission.forms[0]:
            assert "".join(fill(f"{{{{ {offer['name']} }}}}", known)) == offer["value"]
    assert not {"名称", "级次", "规则", "理由", "表样"} & {offer["name"] for offer in mine}


def test_each_line_tells_whose_value_it_is(tmp_path: Path) -> None:
    """Fields keep their group, items of lists their item; indicators and facts go by their names, each thing once."""
    lines = quote(office(tmp_path), "2024/qinghu").splitlines()
    assert {
        "{{ 部门.名称 }}  青湖区司法局",
        "{{ 预算执行.实际支出 }}  990.00",
        "{{ 法律援助惠民.完成情况 }}  全年驻点值班 240 天。",
        "{{ 办理法律援助案件 }}  566件",
        "{{ 办理法律援助案件.目标值 }}  ≥550件",
        "{{ 接待群众来访 }}  1,280人次",
    } <= set(lines)
    assert not [line for line in lines if "年度指标值" in line or line.startswith("{{ 完成情况 }}")]
    assert quote(tmp_path, "2024/qinghu", "--quiet").splitlines()[0] == lines[0].partition("  ")[0]


def test_what_is_explained_to_the_program_is_not_offered(tmp_path: Path) -> None:
    """Neither are the forms chosen: both are for the program."""
    told = "说明情况:\n  - 规则: spending-over-budget\n    位置: 预算执行\n    理由: 用了结转资金\n"
    office(tmp_path, changed("actuals.yaml", "预算执行:", f"{told}预算执行:"))
    assert "用了结转资金" not in quote(tmp_path, "2024/qinghu")


def test_each_project_has_its_own_list() -> None:
    """Two projects with the same fields are told apart by the file the quotes are pasted into."""
    said = quote(ROOT, "2024/qinghu-library").split("写在")
    assert [part.partition("里的：")[0] for part in said[1:]] == [
        "部门的文件",
        "projects/mobile-library.yaml",
        "projects/reading-season.yaml",
    ]
    funds = "{{ 项目资金.全年执行.财政拨款 }}  33.86"
    assert [funds in part for part in said[1:]] == [False, False, True]
