"""A form as it was in other years: rows in another order, labels with a word more before them."""

from __future__ import annotations

import itertools

import pytest
from wordfile import word

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import Labels, labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

TITLE = "林业草原改革发展资金区域绩效目标表\n（2024年度）"
ROWS = {
    "资金.名称": "| 专项（项目）名称 | 林业草原改革发展资金 |",
    "资金.中央主管部门": "| 中央主管部门 | 国家林草局 | 专项实施期 | 2024年 |",
    "资金.地方主管部门": "| 省级财政部门 | 省财政厅 | 省级主管部门 | 省林草局 |",
}
SAID = {"资金.名称": "林业草原改革发展资金", "资金.中央主管部门": "国家林草局", "资金.地方主管部门": "省林草局"}


def read(text: str, form: str, library: Library) -> DocumentReading:
    """Return what a text says by a form, as a Word file."""
    return read_by_form(read_word(word(text)), library.forms[form], labels_of(library.forms.values()))


def values(found: DocumentReading) -> dict[str, str]:
    """Return the texts by their keys."""
    return {key: value.text for key, value in keyed(found.entry)}


@pytest.mark.parametrize("order", list(itertools.permutations(ROWS)))
def test_rows_with_labels_of_their_own_may_stand_in_any_order(order: tuple[str, ...], library: Library) -> None:
    """Each is found by its labels."""
    found = read("\n".join([TITLE, *(ROWS[key] for key in order)]), "mof/region-targets", library)
    assert {key: values(found)[key] for key in SAID} == SAID
    assert not found.unplaced


def test_a_row_that_stands_there_twice_is_no_other_row(library: Library) -> None:
    """What the second says is left over: which one is meant, a person must say."""
    twice = "| 专项（项目）名称 | 草原生态修复资金 |"
    found = read("\n".join([TITLE, *ROWS.values(), twice]), "mof/region-targets", library)
    assert values(found)["资金.名称"] == "林业草原改革发展资金"
    assert "草原生态修复资金" in {each.text for each in found.unplaced}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("实施单位", "项目实施单位", True),
        ("年度资金总额", "资金总额", True),
        ("资金总额", "中期资金总额", False),
        ("名称", "项目名称", False),
        ("主管部门", "主管部门意见", False),
        ("上年结转", "上年结转资金", True),
    ],
)
def test_a_word_before_a_label_makes_no_other_label(one: str, other: str, same: bool) -> None:
    """Unless it says another thing, or the label says little without it."""
    assert bool(Labels().likeness(one, other)) == bool(Labels().likeness(other, one)) == same


def test_a_label_of_the_template_is_no_other_one(library: Library) -> None:
    """Two labels that are nearly alike keep their values in whatever order they stand."""
    rows = "| 资金使用单位 | 粮食收储公司 | 地方主管部门 | 县粮食局 |\n| 中央主管部门 | 财政部 |\n| 转移支付（项目）名称 | 粮食储备 |"
    found = read(f"转移支付区域（项目）绩效自评表\n（2020年度）\n{rows}", "mof/transfer-self-evaluation", library)
    said = {key.removeprefix("资金."): text for key, text in values(found).items()}
    assert said["使用单位"] == "粮食收储公司"
    assert (said["地方主管部门"], said["中央主管部门"]) == ("县粮食局", "财政部")
