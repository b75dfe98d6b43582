"""The words by which a draft knows labels: data that a form author can read and add to."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from onepage import lay, refused
from wordfile import word

from selfeval.authoring.form_draft import draft_form
from selfeval.authoring.form_draft.kinds import kind_of, said
from selfeval.authoring.form_draft.words import FILE, draft_words, read_words
from selfeval.documents.read.blank import WrittenAs
from selfeval.form.field import Kind
from selfeval.form.library import Library, load

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


@pytest.mark.parametrize(
    ("label", "kind", "is_sure"),
    [
        ("资金来源", Kind.TEXT, True),
        ("资金到位率", Kind.PERCENT, True),
        ("财政资金放大倍数", Kind.NUMBER, True),
        ("累计投资项目数", Kind.COUNT, True),
        ("预算调整数", Kind.AMOUNT, True),
        ("认缴规模（亿元）", Kind.AMOUNT, True),
        ("在校研究生（人）", Kind.COUNT, True),
        ("存续期限（年）", Kind.NUMBER, True),
        ("覆盖人口（万人）", Kind.NUMBER, True),
        ("处理能力（吨/日）", Kind.NUMBER, True),
        ("得分合计", Kind.NUMBER, True),
        ("项目起止时间", Kind.TEXT, True),
        ("完成时限", Kind.DATE, True),
        ("资金联络簿", None, False),
        ("投入经济性", None, False),
        ("规格及数量", Kind.TEXT, False),
        ("对个人和家庭的补助", Kind.AMOUNT, True),
        ("建设周期（月）", Kind.NUMBER, True),
        ("占地（㎡）", Kind.NUMBER, True),
        ("所属乡（镇）", None, False),
        ("考核（等级）", None, False),
        ("甲乙", None, False),
    ],
)
def test_the_last_word_of_a_label_says_its_type(label: str, kind: Kind | None, is_sure: bool) -> None:
    """A unit in brackets before all; a word in the middle is only a guess, and says nothing about figures."""
    assert (said(label).kind, said(label).is_sure) == (kind, is_sure)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("共发放问卷____份。", "整数"),
        ("本项目自评____分。", "小数"),
        ("综合满意____%。", "百分比"),
        ("计划____万元。", "金额"),
        ("参加____项目。", "文本"),
        ("完成____分析。", "文本"),
    ],
)
def test_the_unit_behind_a_gap_says_its_type(sentence: str, kind: str, library: Library) -> None:
    """Not where it is the beginning of another word."""
    draft = draft_form("空表.docx", word(f"部门整体支出绩效自评报告\n{sentence}"), library)
    (tag,) = (tag for tag in draft.tags if tag.key != "标题")
    assert f"  {tag.key}:\n    类型: {kind}\n" in draft.declaration


def test_an_amount_has_the_unit_printed_beside_it(library: Library) -> None:
    """Each its own, in one form."""
    text = "部门整体支出绩效自评报告\n计划____万元。\n| 合同金额（元） | |\n| 总规模（亿元） | |"
    declaration = draft_form("空表.docx", word(text), library).declaration
    assert declaration.count("单位: ") == 2
    assert "    单位: 元\n" in declaration
    assert "    单位: 亿元\n" in declaration


def test_a_type_that_no_label_says_is_asked(library: Library) -> None:
    """One question at its place; none where a label says it."""
    draft = draft_form("空表.docx", word("部门整体支出绩效自评表\n| 甲乙 | | 合同金额 | |"), library)
    assert [(question.place, question.text) for question in draft.questions if "看不出" in question.text] == [
        ("表1第1行第2格", "看不出“甲乙”填的是什么，先当作文本。对吗？")
    ]


def test_what_is_written_below_a_heading_is_a_text(library: Library) -> None:
    """Whatever the heading's last word is."""
    report = "部门绩效自评报告\n一、预算安排\n二、下一步工作安排\n三、存在问题"
    declaration = draft_form("空表.docx", word(report), library).declaration
    assert "类型: 金额" not in declaration
    assert "看不出" not in declaration


def test_a_label_further_out_says_a_type_only_as_a_guess(library: Library) -> None:
    """The nearest one is silent."""
    form = word("部门绩效自评表\n| 资金使用费用 | 甲乙 | | 丙丁 | |\n| | 戊己 | | 庚辛 | |")
    asked = [question.text for question in draft_form("空表.docx", form, library).questions]
    assert sum("先当作金额" in text for text in asked) == 4


def test_a_place_without_a_name_is_asked_about_once(library: Library) -> None:
    """Its name and its type in one question."""
    draft = draft_form("空表.docx", word("部门绩效自评报告\n________"), library)
    assert [question.text for question in draft.questions if question.place == "第2段"] == [
        "没有认出这一格填什么，先叫“第1项”，当作文本。该叫什么？"
    ]


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


@pytest.mark.parametrize(
    ("label", "shape", "kind"),
    [
        ("偏差原因", WrittenAs.NARROW, Kind.TEXT),
        ("偏差原因", WrittenAs.CELL, Kind.PROSE),
        ("修改意见", WrittenAs.NARROW, Kind.PROSE),
        ("资金使用情况", WrittenAs.PROSE, Kind.PROSE),
        ("绩效目标数", WrittenAs.CELL, Kind.COUNT),
        ("完成情况", WrittenAs.VALUE, Kind.TEXT),
        ("统筹安排处", WrittenAs.CELL, Kind.TEXT),
    ],
)
def test_the_room_of_a_place_says_whether_its_text_has_paragraphs(label: str, shape: WrittenAs, kind: Kind) -> None:
    """A reason in a narrow cell of a row is a sentence; the last word of a label says whether it asks for a text at all."""
    assert kind_of((label,), shape) is kind
