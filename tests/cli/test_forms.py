"""`build.py forms`: what is listed, and forms named by what is printed on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from onepage import lay

from selfeval.cli import cli

FORM = "名称: {name}\n地区: {region}\n阶段: 申报\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    标签: 部门名称\n"


def said(*arguments: str) -> tuple[int, str]:
    """Return the exit code of a command and what it prints, trouble included."""
    run = CliRunner().invoke(cli, arguments)
    return run.exit_code, run.output


def test_forms_are_listed_by_region_phase_and_name() -> None:
    """Those of everybody first; each says what it is for."""
    code, shown = said("forms", f"--templates={ROOT / 'templates'}", "--format", "json")
    rows = json.loads(shown)
    assert code == 0
    assert [row["region"] for row in rows] == sorted((row["region"] for row in rows), key=lambda each: each != "通用")
    assert all(row["about"] and row["form"] and row["name"] for row in rows)


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("湖北", {"hubei/department-targets", "hubei/project-targets", "hubei/project-monitoring"}),
        ("监控阶段", {"mof/monitoring", "mof/project-monitoring", "mof/system-monitoring", "hubei/project-monitoring"}),
        ("绩效运行监控表", {"mof/monitoring"}),
        ("hubei/project", {"hubei/project-targets", "hubei/project-monitoring"}),
    ],
)
def test_forms_of_a_region_a_phase_or_a_name(typed: str, listed: set[str]) -> None:
    """A part of the name, or of the code, is enough where it is neither a region nor a phase."""
    code, shown = said("forms", typed, f"--templates={ROOT / 'templates'}", "--format", "json")
    assert code == 0
    assert {row["form"] for row in json.loads(shown)} == listed


@pytest.mark.parametrize("typed", ["hubei/targets", "hubei-targets", "目标表"])
def test_a_form_is_named_by_its_code_or_by_what_is_printed(tmp_path: Path, typed: str) -> None:
    """Wherever a command takes a form."""
    lay(tmp_path, {"hubei/targets/form.yaml": FORM.format(name="目标表", region="湖北")}, {})
    folders = [f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}"]
    assert "目标表（hubei/targets）" in said("templates", typed, folders[1])[1]
    assert said("new", "2026", "liwan", "--form", typed, *folders)[0] == 0
    assert "  - hubei/targets\n" in (tmp_path / "data/2026/liwan/targets.yaml").read_text(encoding="utf-8")


def test_a_name_of_two_forms_must_be_told_apart(tmp_path: Path) -> None:
    """The message names their codes."""
    forms = {f"{each}/form.yaml": FORM.format(name="目标表", region=each) for each in ("one", "two")}
    code, shown = said("templates", "目标表", f"--templates={lay(tmp_path, forms, {}) / 'templates'}")
    assert code == 2
    assert shown == "“目标表”可以是one，也可以是two，要写明是哪一个\n"
