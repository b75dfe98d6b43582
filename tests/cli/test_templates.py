"""`build.py templates`: exit codes, places, JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from offices import changed, office
from rulepages import BASE
from sampled import sampled
from wordfile import word

from selfeval.form.library import load


def test_the_templates_of_the_project_pass() -> None:
    """All of them, and one by its folder."""
    done = run("templates")
    assert done.returncode == 0
    known = load(ROOT / "templates")
    assert done.stdout.decode().count("没有问题") == len(known.forms) + len(known.yearly)
    assert run("templates", "templates/guangzhou/targets/").stdout.decode().count("\n") == 1


def test_a_problem_shows_its_place_and_text(tmp_path: Path) -> None:
    """Table, row and cell, the paragraph with a caret, and what to type instead."""
    office(tmp_path)
    path = tmp_path / "templates/form/document.docx"
    path.write_bytes(word("{{ 标题 }}\n| 部门 | {{ 部门.名城 }} |"))
    done = run("templates", f"--templates={tmp_path / 'templates'}")
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "templates/form/document.docx:3:1 错误 [template-unknown-name] 第1个表第1行第2格“{{ 部门.名城 }}”" in said
    assert "    3 │ {{ 部门.名城 }}\n" in said
    assert "改成：{{ 部门.名称 }}" in said
    answer = json.loads(run("templates", "--format=json", f"--templates={tmp_path / 'templates'}").stdout)
    problem = answer["problems"][-1]
    assert (problem["file"], problem["line"], problem["rule"]) == (
        "templates/form/document.docx",
        3,
        "template-unknown-name",
    )


def test_a_warning_alone_does_not_fail(tmp_path: Path) -> None:
    """A field that is not shown is doubtful, not wrong."""
    office(tmp_path, {"document.md": "# {{ 标题 }}\n"})
    done = run("templates", "form", f"--templates={tmp_path / 'templates'}")
    assert done.returncode == 0
    assert "template-field-not-shown" in done.stdout.decode()


def test_a_broken_form_and_an_unknown_one(tmp_path: Path) -> None:
    """What is wrong with form.yaml is said; a form that is not there is a wrong call with the nearest name."""
    office(tmp_path, {"form.yaml": "名称: 表\n"})
    done = run("templates", f"--templates={tmp_path / 'templates'}")
    assert done.returncode == 1
    assert "bad-declaration" in done.stdout.decode()
    done = run("templates", "guangzhou-target")
    assert done.returncode == 2
    assert done.stderr.decode().strip() == "没有“guangzhou-target”这个表样，是不是“guangzhou/targets”？"


def test_a_check_that_no_department_can_have_computed_is_told(tmp_path: Path) -> None:
    """Its keys are in the vocabulary, but no form has them; where another form has them it is fine."""
    check = "  midyear:\n    算式: 预算执行.实际支出 >= 监控.执行数\n    位置: 预算执行.实际支出\n    说明: 不对\n"
    office(tmp_path, {"form.yaml": (BASE / "form.yaml").read_text(encoding="utf-8") + check})
    templates = f"--templates={tmp_path / 'templates'}"
    said = run("templates", "form", templates)
    assert said.returncode == 0
    assert "核对“midyear”永远不会核对：哪张表都没有用“监控.执行数”" in said.stdout.decode()
    shutil.copytree(ROOT / "templates/mof/monitoring", tmp_path / "templates/mof/monitoring")
    assert "midyear" not in run("templates", "form", templates).stdout.decode()


def test_a_key_that_another_form_declares_otherwise_is_told(tmp_path: Path) -> None:
    """Of one region only: forms of two regions are not chosen together."""
    office(tmp_path)
    declared = "名称: 另一张表\n阶段: 自评\n数据:\n  - narrative.yaml\n字段:\n  自评等级:\n    类型: 文本\n"
    for place in ("other", "hubei/other"):
        folder = tmp_path / "templates" / place
        folder.mkdir(parents=True)
        (folder / "form.yaml").write_text(declared, encoding="utf-8")
        (folder / "document.md").write_text("{{ 自评等级 }}\n", encoding="utf-8")
    done = run("templates", f"--templates={tmp_path / 'templates'}")
    assert done.returncode == 0
    lines = [line for line in done.stdout.decode().splitlines() if "[key-in-two-kinds]" in line]
    assert [line.partition(" ")[2] for line in lines] == [
        "提示 [key-in-two-kinds] “自评等级”在这张表里是选项，在“另一张表”里是文本；同时选这两张表的部门会报错，改成一样，或换一个键",
        "提示 [key-in-two-kinds] “自评等级”在这张表里是文本，在“部门绩效自评表”里是选项；同时选这两张表的部门会报错，改成一样，或换一个键",
    ]


@pytest.mark.parametrize(
    "name", sampled(["document.md.txt", "Document.MD", "document.markdown", "模板.md", "document.docx.txt"])
)
def test_a_template_under_nearly_its_name_is_named(tmp_path: Path, name: str) -> None:
    """Windows hides the last suffix, and what is made of Word would silently stand for it."""
    office(tmp_path, {"document.md": None})
    folder = tmp_path / "templates/form"
    (folder / name).write_text("# {{ 标题 }}\n", encoding="utf-8")
    (folder / "README.md").write_text("怎样填\n", encoding="utf-8")
    meant = "document.docx" if "docx" in name else "document.md"
    said = run("templates", f"--templates={tmp_path / 'templates'}").stdout.decode()
    assert f"“{name}”不会用作模板，只认 {meant}；改名 {meant}" in said
    assert "README" not in said
    (folder / "document.docx").write_bytes(word("{{ 标题 }}"))
    said = run("templates", f"--templates={tmp_path / 'templates'}").stdout.decode()
    assert (f"“{name}”" in said) is (name != "模板.md")


def test_a_word_file_under_another_name_is_not_taken_for_a_template(tmp_path: Path) -> None:
    """It is named, with what to do, by templates and by build; beside a template only one called document is."""
    office(tmp_path, {"document.md": None})
    folder = tmp_path / "templates/form"
    for name in ("模板.docx", "document.doc", "~$document.docx"):
        (folder / name).write_bytes(b"")
    said = run("templates", f"--templates={tmp_path / 'templates'}").stdout.decode()
    assert "“document.doc”不会用作模板，只认 document.docx；用 Word 另存为 document.docx" in said
    assert "“模板.docx”不会用作模板，只认 document.docx；改名 document.docx" in said
    assert "~$" not in said
    folders = (f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports"))
    assert "“document.doc”不会用作模板" in run("build", *folders).stdout.decode()
    (folder / "document.md").write_text("# {{ 标题 }}\n", encoding="utf-8")
    said = run("templates", f"--templates={tmp_path / 'templates'}").stdout.decode()
    assert "“document.doc”" in said
    assert "模板.docx" not in said


def test_the_rules_a_form_sets_are_checked(tmp_path: Path) -> None:
    """A rule that does not exist, and an option that no rule has, each at its line."""
    rules = "规则:\n  unit-mising: 关\n  over-completed-without-reason:\n    倍树: 1.5\n字段:\n"
    files = changed("form.yaml", "字段:\n", rules)
    office(tmp_path, files)
    said = run("templates", "form", f"--templates={tmp_path / 'templates'}").stdout.decode()
    line = str(files["form.yaml"]).splitlines().index("规则:") + 1
    assert f"templates/form/form.yaml:{line + 1}:3 错误 [bad-declaration] “规则”里的“unit-mising”不是规则的代码" in said
    assert (
        f"templates/form/form.yaml:{line + 3}:5 错误 [bad-declaration] 规则“over-completed-without-reason”的“倍树"
        in said
    )
