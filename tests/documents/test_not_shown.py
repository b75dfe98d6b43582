"""What a form's templates do not print is said, by the check of templates and by the build alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import changed, office
from rulepages import BASE
from wordfile import word

from selfeval.documents.check import check
from selfeval.documents.outcome import Status
from selfeval.form.library import load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

MARKDOWN = (BASE / "document.md").read_text(encoding="utf-8")


def said(folder: Path) -> list[tuple[str, str]]:
    """Return file and message of all that the check of templates says, which the build says, too."""
    library = load(folder / "templates")
    problems = check(library.forms["form"]).problems
    workspace = Workspace(folder / "data", folder / "templates", folder / "reports")
    outcome = build(workspace, DepartmentYear("2024", "qinghu"))
    assert set(problems) <= set(outcome.problems)
    assert outcome.blocked == any(made.status is Status.HELD_BACK for made in outcome.documents)
    return [(problem.place.file.rpartition("/")[2], problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        (
            "，{{ 填报日期 }}",
            "“填报日期”可以填，模板里却没有印；要印的写 {{ 填报日期 }}，不印的在 form.yaml 里写“打印: 否”",
        ),
        (
            " {{ 行.得分 }} |",
            "“得分”可以填，模板里却没有印；要印的写 {{ 指标完成.得分 }}，不印的在 form.yaml 里写“打印: 否”",
        ),
    ],
)
def test_an_optional_field_that_nothing_prints_is_said(tmp_path: Path, mark: str, message: str) -> None:
    """At its line of form.yaml, once."""
    assert mark in MARKDOWN
    office(tmp_path, {"document.md": MARKDOWN.replace(mark, "")})
    assert said(tmp_path) == [("form.yaml", message)]


def test_a_computed_field_is_said_unless_something_uses_it(tmp_path: Path) -> None:
    """One that another formula or a check uses need not be printed."""
    mark = "，{{ 预算执行.预算完成率 }}"
    office(tmp_path / "a", {"document.md": MARKDOWN.replace(mark, "")})
    ((file, message),) = said(tmp_path / "a")
    assert (file, "“预算完成率”由程序算，模板里却没有印" in message) == ("form.yaml", True)
    used = changed(
        "form.yaml", "核对:\n", "核对:\n  rate:\n    算式: 预算执行.预算完成率 <= 2\n    位置: 预算执行\n    说明: 大\n"
    )
    office(tmp_path / "b", {**used, "document.md": MARKDOWN.replace(mark, "")})
    assert said(tmp_path / "b") == []


def test_templates_that_print_different_things_are_said(tmp_path: Path) -> None:
    """At the one that lacks the field."""
    office(tmp_path)
    (tmp_path / "templates/form/document.docx").write_bytes(word(_as_word(MARKDOWN)))
    assert said(tmp_path) == []
    lacking = MARKDOWN.replace("，{{ 填报日期 }}", "")
    (tmp_path / "templates/form/document.md").write_text(lacking, encoding="utf-8")
    message = "“填报日期”印在 document.docx 里，这里却没有印；要印的写 {{ 填报日期 }}"
    assert said(tmp_path) == [("document.md", message)]


def test_a_mark_that_would_be_printed_all_the_same_is_an_error_for_both(tmp_path: Path) -> None:
    """What Jinja knows but templates may not use holds the documents back in the build, too."""
    office(tmp_path, {"document.md": MARKDOWN.replace("{{ 任务.名称 }}", "{{ 任务.名称 }}{{ loop.nextitem }}")})
    ((file, message),) = said(tmp_path)
    assert file == "document.md"
    assert "nextitem" in message


def test_a_form_without_templates_is_an_error_for_both(tmp_path: Path) -> None:
    """The command says so before anybody fills anything in."""
    office(tmp_path, {"document.md": None})
    ((_, message),) = said(tmp_path)
    assert message == "“部门绩效自评表”的文件夹里没有 document.docx，也没有 document.md，出不了文档"


def _as_word(text: str) -> str:
    """Return the base template on one line of Word, with its texts looped over, as Word needs them."""
    for key in ("总体目标", "自评结论", "存在问题", "任务.主要内容", "任务.完成情况"):
        text = text.replace(f"{{{{ {key} }}}}", f"{{% for 段 in {key} %}}{{{{ 段 }}}}{{% endfor %}}")
    return "".join(text.splitlines()).replace("|", " ")
