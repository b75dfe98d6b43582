"""Another project of a department, and forms by their names: new and fill."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import ROOT

from selfeval.cli import cli

PLACE = "2024/qinghu-library"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Copy the sample department with two projects."""
    shutil.copytree(ROOT / "data" / PLACE, tmp_path / "data" / PLACE)
    return tmp_path / "data"


def run(data: Path, *arguments: str) -> Result:
    """Run a command over the data and the forms of the project."""
    return CliRunner().invoke(cli, [*arguments, f"--data={data}", f"--templates={ROOT / 'templates'}"])


def only_blanks(data: Path, file: str) -> bool:
    """Tell whether a check says nothing of a file but that its blanks are not filled, and nothing of the others."""
    said = run(data, "check", PLACE, "--quiet").stdout
    errors = [line for line in said.splitlines() if "错误 [" in line]
    return bool(errors) and all(f"{file} 错误 [placeholder]" in line for line in errors)


@pytest.mark.parametrize(
    ("typed", "file", "name"), [("图书漂流", "project-1", "图书漂流"), ("book-drift", "book-drift", "待填")]
)
def test_another_project_is_added(data: Path, typed: str, file: str, name: str) -> None:
    """With the blanks of its forms; by a file's name, or by the name that is printed."""
    done = run(data, "new", "2024", "qinghu-library", "--project", typed)
    assert done.exit_code == 0, done.output
    made = data / PLACE / f"projects/{file}.yaml"
    assert f"名称: {name}" in made.read_text(encoding="utf-8")
    assert only_blanks(data, f"projects/{file}.yaml")
    again = run(data, "new", "2024", "qinghu-library", "--project", typed)
    assert again.exit_code == (0 if file == "project-1" else 2)
    assert (data / PLACE / "projects/project-2.yaml").is_file() == (file == "project-1")


@pytest.mark.parametrize("begun", ["", "\n\n", "# 图书漂流\n"])
def test_an_empty_file_of_a_project_is_filled(data: Path, begun: str) -> None:
    """The projects that are written already are left alone."""
    made = data / PLACE / "projects/x.yaml"
    made.write_text(begun, encoding="utf-8")
    others = {path: path.read_bytes() for path in (data / PLACE / "projects").glob("*.yaml") if path != made}
    done = run(data, "fill", PLACE)
    assert done.exit_code == 0, done.output
    assert only_blanks(data, "projects/x.yaml")
    assert begun.strip() in made.read_text(encoding="utf-8")
    for path, before in others.items():
        assert before.split(b"\n")[2:] == path.read_bytes().split(b"\n")[2:] or before in path.read_bytes()
    assert "没有要加的" in run(data, "fill", PLACE).stdout


def test_projects_without_a_name_are_told_apart(data: Path) -> None:
    """Their documents are called as their files until the names are typed: no two are one."""
    for name in ("x", "y"):
        (data / PLACE / f"projects/{name}.yaml").write_text("", encoding="utf-8")
    run(data, "fill", PLACE)
    said = run(data, "check", PLACE).stdout
    assert "same-document" not in said
    assert "项目支出绩效自评表 x.docx" in said
    assert "项目支出绩效自评表 y.docx" in said


def test_a_department_without_forms_of_projects_is_told(data: Path) -> None:
    """What to write first, and where."""
    shutil.copytree(ROOT / "data/2024/liwan", data / "2024/liwan")
    done = run(data, "new", "2024", "liwan", "--project", "图书漂流")
    assert done.exit_code == 2
    assert "没有一个项目一份的表；先在 targets.yaml 的“表样”里加上" in done.stderr


def test_a_form_is_meant_by_its_name(data: Path) -> None:
    """What stands on the form is what people know; what is not there is answered with codes and names."""
    assert run(data, "new", "2025", "a", "--form", "部门整体支出绩效自评表说明").exit_code == 0
    assert "- guangzhou/explanation" in (data / "2025/a/targets.yaml").read_text(encoding="utf-8")
    done = run(data, "new", "2025", "b", "--form", "绩效表")
    assert done.exit_code == 2
    assert "没有“绩效表”这个表样，是不是“绩效运行监控表”？" in done.stderr


def test_it_is_said_how_to_begin(data: Path) -> None:
    """All three ways, each with what to type."""
    said = run(data, "new", "2025", "a").stderr
    assert "--from 2024；" in said
    assert "--form 表样；" in said
    assert "--project 项目名称" in said
