"""Boxes that a blank form prints among other words, and texts that it asks for in a cell without a place for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from draftedform import drafted, shown
from drawnform import drawn_form

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.documents.check import check
from selfeval.form.library import Library


def drafted_of(text: str, library: Library) -> Draft:
    """Return the draft of a drawn form."""
    return draft_form("空表.docx", drawn_form(f"= 项目支出绩效自评表\n{text}")[0], library)


BOXES = {
    "behind numbered answers": (
        "=| 2 6\n甲类主体 | 1.事业单位□ 2.国有企业□ 3.其他（请注明　　　　）",
        "| 甲类主体 | 1.事业单位{{ 甲类主体.框.事业单位 }} 2.国有企业{{ 甲类主体.框.国有企业 }} 3.其他（请注明{{ 甲类主体其他 }}） |",
        "选项: [事业单位, 国有企业, 其他]",
    ),
    "in lines that go on": (
        "=| 2 6\n验收结论 | □通过验收<br>□整改后通过，整改期限：____个月<br>□不通过",
        "| 验收结论 | {{ 验收结论.框.通过验收 }}通过验收<br>{{ 验收结论.框.整改后通过 }}整改后通过，整改期限：{{ 验收结论整改期限 }}个月<br>{{ 验收结论.框.不通过 }}不通过 |",
        "选项: [通过验收, 整改后通过, 不通过]",
    ),
    "answers that begin alike": (
        "=| 8\n甲方结论：<br>□通过　□通过，但须补报____资料　□不通过",
        "{{ 甲方结论.框.通过但须补报资料 }}通过，但须补报{{ 但须补报 }}资料",
        "选项: [通过, 通过但须补报资料, 不通过]",
    ),
    "reasons behind one of the answers": (
        "=| 2 6\n验收结论 | □通过　□不通过，原因：□目标没有完成　□资料不全",
        "{{ 验收结论.框.不通过 }}不通过，原因：{{ 验收结论原因.框.目标没有完成 }}目标没有完成　",
        "选项: [目标没有完成, 资料不全]",
    ),
    "reasons in lines below": (
        "=| 2 6\n验收结论 | □通过<br>□不通过，原因为：<br>□目标没有完成；<br>□资料不全。",
        "{{ 验收结论.框.不通过 }}不通过，原因为：<br>{{ 验收结论原因为.框.目标没有完成 }}目标没有完成；<br>",
        "选项: [通过, 不通过]",
    ),
    "behind a question": ("= 有没有违反规定的行为？是□ 否□", "有没有违反规定的行为？{{", "类型: 是否"),
}


@pytest.mark.parametrize(("text", "page", "declared"), BOXES.values(), ids=BOXES)
def test_each_box_is_ticked_where_it_stands(
    text: str, page: str, declared: str, library: Library, tmp_path: Path
) -> None:
    """All else stays as it is printed, and the form passes once it is answered."""
    draft = drafted_of(text, library)
    assert page in shown(draft.document)
    assert declared in draft.declaration
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


TEXTS = {
    "below a hint": (
        "甲方意见：（包括完成情况、取得的成果和存在的问题，不少于200字）",
        "甲方意见：（包括完成情况、取得的成果和存在的问题，不少于200字）<br>{%p for 段 in 甲方意见 %}<br>{{ 段 }}<br>{%p endfor %}",
    ),
    "above who signs": (
        "（甲方意见）<br>组长（签字）：<br>年　月　日",
        "（甲方意见）<br>{%p for 段 in 甲方意见 %}<br>{{ 段 }}<br>{%p endfor %}<br>组长（签字）：<br>年　月　日",
    ),
}


@pytest.mark.parametrize(("cell", "made"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_asked_for_in_the_cell_of_its_label(cell: str, made: str, library: Library) -> None:
    """Where nothing below holds it; what the cell prints stays."""
    assert f"| {made} |" in shown(drafted_of(f"=| 3 5\n项目名称 | \n{cell}[→2]", library).document)


def test_a_hint_above_a_place_asks_for_no_second_one(library: Library) -> None:
    """Below it the room is, or a table."""
    draft = drafted_of("=| 4 4\n甲方意见（包括完成情况、取得的成果和存在的问题）[→2]\n [→2]", library)
    assert [tag.place for tag in draft.tags if tag.key != "标题"] == ["表1第2行第1格"]


def test_an_opinion_above_a_hand_that_dates_it_is_typed_where_there_is_room(library: Library) -> None:
    """The signature and its day stay; without room above them, all is by hand."""
    draft = drafted_of(
        "=| 3 5\n甲处审核意见（主管人员） | <br>签名：　　　　年　月　日\n乙处审核意见 | 签名：　　　　年　月　日",
        library,
    )
    page = shown(draft.document)
    assert "{%p endfor %}<br>签名：　　　　年　月　日 |" in page
    assert "| 乙处审核意见 | 签名：　　　　年　月　日 |" in page
