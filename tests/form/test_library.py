"""Forms are read when they are named, wherever they lie: directly below templates/ or in a region's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from offices import changed, office

from selfeval.form.folders import form_folders, forms_meant_by
from selfeval.form.library import load
from selfeval.pipeline.department import build, check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")


def regional(folder: Path, region: str = "hubei") -> Workspace:
    """Lay the base department, its form moved into a region's folder."""
    office(folder)
    home = folder / "templates" / region
    home.mkdir()
    shutil.move(folder / "templates/form", home / "form")
    return Workspace(folder / "data", folder / "templates", folder / "reports")


def choose(folder: Path, *names: str) -> None:
    """Write these forms under 表样."""
    targets = folder / "data/2024/qinghu/targets.yaml"
    listed = "".join(f"  - {name}\n" for name in names)
    targets.write_text(targets.read_text(encoding="utf-8").replace("  - form\n", listed), encoding="utf-8")


@pytest.mark.parametrize("name", ["hubei/form", "hubei-form"])
def test_a_form_of_a_region_goes_by_two_names(tmp_path: Path, name: str) -> None:
    """Region and form are joined by a slash or a hyphen; messages show the folder."""
    workspace = regional(tmp_path)
    choose(tmp_path, name)
    outcome = build(workspace, PLACE)
    assert not outcome.problems
    assert outcome.forms == ("hubei/form",)
    (tmp_path / "templates/hubei/form/document.md").write_text("{{ 没有 }}\n", encoding="utf-8")
    (problem,) = [each for each in build(workspace, PLACE).problems if each.rule == "template-unknown-name"]
    assert problem.place.file == "templates/hubei/form/document.md"


@pytest.mark.slow
def test_commands_know_both_names_of_a_form_of_a_region(tmp_path: Path) -> None:
    """Checking the form's template, and starting a department with it."""
    regional(tmp_path)
    folders = [f"--templates={tmp_path / 'templates'}"]
    assert run("templates", "hubei-form", *folders).stdout == run("templates", "hubei/form", *folders).stdout
    assert run("templates", "hubei-from", *folders).returncode == 2
    done = run("new", "2025", "luhu", "--form", "hubei-form", f"--data={tmp_path / 'data'}", *folders)
    assert done.returncode == 0
    assert "- hubei/form" in (tmp_path / "data/2025/luhu/targets.yaml").read_text(encoding="utf-8")


def test_a_name_that_may_mean_two_forms_is_refused(tmp_path: Path) -> None:
    """Neither is taken by chance."""
    regional(tmp_path, "a")
    shutil.move(tmp_path / "templates/a/form", tmp_path / "templates/a/b-c")
    shutil.copytree(tmp_path / "templates/a/b-c", tmp_path / "templates/a-b/c")
    choose(tmp_path, "a-b-c")
    (problem,) = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE).problems
    assert problem.rule == "unknown-form"
    assert "可以是a-b/c，也可以是a/b-c，要写明是哪一个" in problem.message
    assert forms_meant_by("a/b-c", form_folders(tmp_path / "templates")) == ["a/b-c"]


def test_a_region_has_words_of_its_own_over_the_common_ones(tmp_path: Path) -> None:
    """Its fields.yaml and scoring.yaml hold what differs; other regions do not see it."""
    workspace = regional(tmp_path)
    choose(tmp_path, "hubei/form")
    (tmp_path / "templates/hubei/fields.yaml").write_text(
        "字段:\n  自评等级:\n    类型: 选项\n    选项: [甲, 乙]\n    文件: narrative.yaml\n", encoding="utf-8"
    )
    (problem,) = check(workspace, PLACE).problems
    assert problem.rule == "not-a-choice"
    assert "甲" in problem.message
    choices = load(tmp_path / "templates").words("hunan").vocabulary[("自评等级",)].choices
    assert choices != ("甲", "乙")


def test_a_broken_form_stops_no_department_that_does_not_use_it(tmp_path: Path) -> None:
    """It is not even read; whoever lists it is told what is wrong."""
    office(tmp_path)
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text("名称: [坏\n", encoding="utf-8")
    workspace = Workspace(tmp_path / "data", tmp_path / "templates")
    assert not check(workspace, PLACE).problems
    assert "templates/other/form.yaml" not in workspace.library.lines
    choose(tmp_path, "form", "other")
    assert {problem.place.file for problem in check(workspace, PLACE).problems} == {"templates/other/form.yaml"}


def test_only_the_chosen_forms_are_read(tmp_path: Path) -> None:
    """With many form folders a department costs what its own forms cost."""
    office(tmp_path)
    for number in range(40):
        shutil.copytree(tmp_path / "templates/form", tmp_path / f"templates/r{number % 5}/form{number}")
    workspace = Workspace(tmp_path / "data", tmp_path / "templates")
    assert not check(workspace, PLACE).problems
    assert sorted(workspace.library.lines) == ["templates/fields.yaml", "templates/form/form.yaml"]
    assert len(workspace.library.folders) == 41


def test_a_department_that_hides_its_choice_is_read_all_the_same(tmp_path: Path) -> None:
    """A slip at the key 表样 itself: the file as read tells, not the first look."""
    office(tmp_path, changed("targets.yaml", "表样:\n  - form\n", "表样：\n  - form\n"))
    shutil.copytree(tmp_path / "templates/form", tmp_path / "templates/second")
    outcome = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE)
    assert [problem.rule for problem in outcome.problems] == ["fullwidth-colon"]
    assert outcome.forms == ("form",)


def test_the_printed_name_still_leads_to_the_form(tmp_path: Path) -> None:
    """Whoever writes 部门绩效自评表 is told the name to write."""
    regional(tmp_path)
    choose(tmp_path, "部门绩效自评表")
    (problem,) = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE).problems
    assert problem.fix == "- hubei/form"


def test_templates_checks_forms_of_regions(tmp_path: Path) -> None:
    """The command takes region and form, and lists all of them."""
    regional(tmp_path)
    templates = f"--templates={tmp_path / 'templates'}"
    assert "（hubei/form）：没有问题" in run("templates", "hubei/form", templates).stdout.decode()
    assert "（hubei/form）：没有问题" in run("templates", templates).stdout.decode()


def test_a_region_writes_only_what_differs(tmp_path: Path) -> None:
    """A word of its fields.yaml is put over the common declaration, not in place of it."""
    regional(tmp_path)
    common = load(tmp_path / "templates").words().vocabulary[("总体目标",)]
    (tmp_path / "templates/hubei/fields.yaml").write_text("字段:\n  总体目标:\n    字数: 20\n", encoding="utf-8")
    own = load(tmp_path / "templates").words("hubei").vocabulary[("总体目标",)]
    assert own._replace(limit=None, declared=common.declared) == common._replace(limit=None)
    assert own.limit == 20


def test_a_word_that_fields_yaml_does_not_know_is_refused(tmp_path: Path) -> None:
    """It would do nothing, without a word."""
    regional(tmp_path)
    (tmp_path / "templates/hubei/fields.yaml").write_text("字断:\n  甲:\n    类型: 金额\n", encoding="utf-8")
    messages = [each.message for each in load(tmp_path / "templates").words("hubei").problems]
    assert "“字断”不是 fields.yaml 可用的词。是不是“字段”？" in messages


@pytest.mark.parametrize(
    "typed",
    ["mof-2020:\n  预算执行率:\n    分值: 20\n", "mof-2020: 3\n", "mof-2020:\n  名称: 甲\n  等极:\n    优: 90\n"],
)
def test_a_broken_profile_of_a_region_is_an_error_where_it_stands(tmp_path: Path, typed: str) -> None:
    """Nobody is scored by the common profile instead; forms of other regions are not concerned."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copytree(ROOT / "templates/mof/project-self-evaluation", tmp_path / "templates/hubei/self")
    (tmp_path / "templates/hubei/scoring.yaml").write_text(typed, encoding="utf-8")
    known = load(tmp_path / "templates")
    (problem,) = known.declared("hubei/self").problems
    assert (problem.place.file, problem.level) == ("templates/hubei/scoring.yaml", "error")
    assert problem.forms == frozenset({"hubei/self"})
    assert not known.declared("mof/project-self-evaluation").problems


@pytest.mark.parametrize("typed", ["字段:\n  总体目标:\n    类形: 段落\n", "字段: [甲\n", "- 甲\n"])
def test_broken_common_words_are_reported_alone(tmp_path: Path, typed: str) -> None:
    """No form is blamed for a key that it would have found there."""
    office(tmp_path)
    (tmp_path / "templates/fields.yaml").write_text(typed, encoding="utf-8")
    library = load(tmp_path / "templates")
    assert {each.place.file for each in library.problems} == {"templates/fields.yaml"}
    outcome = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE)
    assert {each.place.file for each in outcome.problems} == {"templates/fields.yaml"}
