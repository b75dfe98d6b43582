"""The words that official forms need: each does what templates/README.md says, through check and build."""

from __future__ import annotations

from pathlib import Path

import pytest
from onepage import built, lay, refused

from selfeval.documents.outcome import Status
from selfeval.form.form import Phase

NOTE = """
名称: 绩效情况说明
阶段: 公开
数据:
  - targets.yaml
  - publication.yaml
字段:
  部门.名称:
    打印: 否
  说明文字:
    类型: 段落
    文件: publication.yaml
"""


def test_a_form_of_publication_waits_for_its_file(tmp_path: Path) -> None:
    """It is not due before its phase has a file, and due when the phase is asked for."""
    lay(tmp_path, {"note/form.yaml": NOTE, "note/document.md": "{{ 说明文字 }}\n"}, {})
    (document,) = built(tmp_path).outcome.documents
    assert (document.status, document.note) == (Status.NOT_DUE, "公开阶段的文件还没有开始填")
    asked = built(tmp_path, Phase.PUBLICATION)
    assert asked.errors == ["publication.yaml:1 还没有 publication.yaml，“绩效情况说明”要用它"]
    typed = {"publication.yaml": "说明文字: |\n  2025 年度共有 2 个项目开展了自评。\n"}
    lay(tmp_path, {"note/form.yaml": NOTE}, typed)
    assert built(tmp_path).pages == {"绩效情况说明": "2025 年度共有 2 个项目开展了自评。"}


@pytest.mark.parametrize("phase", ["评价", "公开"])
def test_a_form_without_a_file_of_its_phase_is_due_with_what_it_reads(tmp_path: Path, phase: str) -> None:
    """A published table that only prints the targets is made when they are there."""
    form = NOTE.replace("阶段: 公开", f"阶段: {phase}").replace("  - publication.yaml\n", "")
    form = form.replace("publication.yaml", "targets.yaml")
    lay(
        tmp_path,
        {"note/form.yaml": form, "note/document.md": "{{ 说明文字 }}\n"},
        {"targets.yaml": "说明文字: 办好案件。\n"},
    )
    assert built(tmp_path).pages == {"绩效情况说明": "办好案件。"}


def test_an_unknown_phase_is_refused_with_the_five(tmp_path: Path) -> None:
    """The message names all of them."""
    lay(tmp_path, {"note/form.yaml": NOTE.replace("阶段: 公开", "阶段: 复核")}, {})
    assert refused(tmp_path) == ["form.yaml:2 “复核”不认识，只能写：申报、监控、自评、评价、公开"]
