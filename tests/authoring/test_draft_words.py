"""The words by which a draft knows labels: data that a form author can read and add to."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from onepage import lay, refused
from wordfile import word

from selfeval.authoring.form_draft import draft_form
from selfeval.authoring.form_draft.words import FILE, draft_words, read_words
from selfeval.form.library import load

TEXT = FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "list_", [line.partition(":")[0] for line in TEXT.split("\n") if line[:1] not in ("", " ", "#")]
)
def test_every_list_is_read(list_: str) -> None:
    """A list that is misspelt is missed at once, not when a form happens to need it."""
    with pytest.raises(KeyError, match=list_):
        read_words(TEXT.replace(f"\n{list_}:", f"\n{list_}甲:").encode())


@pytest.mark.parametrize(
    ("head", "monitored", "key"),
    [
        ("1-7月完成情况", True, "完成情况"),
        ("全年预计完成情况", True, "预计全年完成"),
        ("偏差原因分析", True, "偏差说明"),
        ("偏差原因分析", False, "偏差原因"),
        ("实际完成值", False, "实际"),
        ("指标解释", False, ""),
        ("中期指标值", False, "周期指标值"),
        ("指标值", False, "年度指标值"),
    ],
)
def test_heads_over_indicators(head: str, monitored: bool, key: str) -> None:
    """The first column in the list whose words a head has; one with an empty key takes the head's own words."""
    column = draft_words().indicator_column(head, monitored=monitored)
    assert column is not None
    assert column.key == key


def test_a_province_adds_what_its_forms_call_a_key(tmp_path: Path) -> None:
    """又叫 in fields.yaml is all that a draft needs to know a label."""
    fields = "字段:\n  部门.名称:\n    类型: 文本\n    文件: targets.yaml\n    又叫: [填表机关]\n"
    lay(tmp_path, {"fields.yaml": fields}, {})
    library = load(tmp_path / "templates")
    draft = draft_form("空表.docx", word("部门整体支出绩效自评表\n| 填表机关（盖章） | |\n| 甲乙 | |"), library)
    assert [tag.key for tag in draft.tags] == ["标题", "部门.名称", "甲乙"]


def test_other_names_are_no_word_of_one_form(tmp_path: Path) -> None:
    """A form says 标签; the other names belong to the key."""
    form = "名称: 例表\n阶段: 自评\n数据:\n  - targets.yaml\n字段:\n  甲:\n    类型: 文本\n    又叫: [乙]\n"
    lay(tmp_path, {"one/form.yaml": form}, {})
    assert refused(tmp_path) == ["form.yaml:8 “又叫”只能写在 fields.yaml 里"]


def test_the_shipped_names_are_each_of_one_key() -> None:
    """In the files that one form reads, no label may mean two keys."""
    vocabulary = load(ROOT / "templates").words().vocabulary
    seen: dict[tuple[str, str], str] = {}
    for field in vocabulary.values():
        for name in field.aliases:
            assert seen.setdefault((field.file, name), field.key) == field.key
