"""What the form prints itself is not printed twice: numbers are left out, labels and stops are reported."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import text
from offices import changed, office
from wordfile import word

from selfeval.form.around import Around
from selfeval.form.library import load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.quantity.notation import typed_mark
from selfeval.submission.folder import DepartmentYear

WORD = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>{{ 任务.名称 }}</w:t></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("一是值班", "一是"),
        ("（二）值班", "（二）"),
        ("(2)值班", "(2)"),
        ("3. 值班", "3. "),
        ("3、值班", "3、"),
        ("十一、值班", "十一、"),
        ("②值班", "②"),
        ("第一，值班", "第一，"),
        ("其三，值班", "其三，"),
        ("第2、值班", "第2、"),
        ("二）值班", "二）"),
        ("⑵值班", "⑵"),
        ("⒉值班", "⒉"),
        ("㈡值班", "㈡"),
        ("Ⅱ、值班", "Ⅱ、"),
        ("一是：值班", "一是："),
        ("壹、值班", "壹、"),
        ("A. 值班", "A. "),
        ("b）值班", "b）"),
        ("•值班", "•"),
        ("- 值班", ""),
        ("-5℃以下停工", ""),
        ("问题一：值班少", "问题一："),
        ("目标2:值班", "目标2:"),
        ("A、B 两级", ""),
        ("A.1 栋漏水", ""),
        ("-5 度停工", ""),
        ("目标一致", ""),
        ("其一部分人", ""),
        ("Ⅱ级响应", ""),
        ("1.5万人", ""),
        ("3、4月", ""),
        ("三、四季度", ""),
        ("一是一，二是二", ""),
        ("12 个社区", ""),
        ("2024年", ""),
        ("十个社区", ""),
        ("一是", ""),
        ("（1）（2）两项未做", ""),
        ("（1）、（2）两项未做", ""),
        ("（一）至（三）项已完成", ""),
        ("①②两处漏水", ""),
        ("1）和2）没有验收", ""),
        ("第一、第二批没有到货", ""),
        ("（3）项未做", ""),
        ("（二）条措施没有落实", ""),
        ("（3）号楼漏水", ""),
        ("（1）项目进度慢", "（1）"),
        ("（1）条件不具备", "（1）"),
        ("（1）点位少", "（1）"),
        ("（1）号召力不够", "（1）"),
        ("（1）值班少（2）巡查少", "（1）"),
    ],
)
def test_what_is_a_typed_number(typed: str, mark: str) -> None:
    """A number of an item, and no number that says how many; a text that is nothing else keeps it."""
    assert typed_mark(typed) == mark


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("- 值班", "- "),
        ("* 值班", "* "),
        ("－值班", "－"),
        ("- （二）值班", "- （二）"),
        ("- 5 人值班", "- "),
        ("-5℃以下停工", ""),
    ],
)
def test_a_sign_of_lists_counts_in_lists_only(typed: str, mark: str) -> None:
    """A title may begin with one; a number below nought is a number."""
    assert (typed_mark(typed, listed=True), typed_mark(typed)) == (mark, "")


def built(folder: Path, points: tuple[str, ...], document: str = "{{ 存在问题 }}") -> tuple[list[str], str]:
    """Return the codes reported of the data, and the document, for points of 存在问题; the template shows little else."""
    listed = "".join(f"\n  - {point}" for point in points)
    files = changed("narrative.yaml", "\n  - 案件质量评估的覆盖面还不够。", listed)
    office(folder, {**files, "document.md": document})
    place = Workspace(folder / "data", folder / "templates", folder / "reports")
    outcome = build(place, DepartmentYear("2024", "qinghu"))
    made = b"".join(each.data or b"" for each in outcome.documents).decode()
    codes = [problem.rule for problem in outcome.problems if problem.rule != "template-field-not-shown"]
    return codes, made.split("\n\n<!--")[0]


@pytest.mark.parametrize(
    ("points", "rules", "printed"),
    [
        (("一是只抽查 40 件。", "二是窗口 2 人。"), ["number-typed"], "一是只抽查 40 件。\n\n二是窗口 2 人。"),
        (("（一）只抽查 40 件。",), ["number-typed"], "一是只抽查 40 件。"),
        (('"- 只抽查 40 件。"', '"* 窗口 2 人。"'), ["number-typed"], "一是只抽查 40 件。\n\n二是窗口 2 人。"),
        (('"-只抽查 40 件。"', '"－窗口 2 人。"'), ["number-typed"], "一是只抽查 40 件。\n\n二是窗口 2 人。"),
        (('"-5℃以下停工 3 天。"',), [], "一是-5℃以下停工 3 天。"),
        (("2. 只抽查 40 件。", "1. 窗口 2 人。"), ["number-typed"], "一是只抽查 40 件。\n\n二是窗口 2 人。"),
        (
            ("一是只抽查 40 件；二是窗口 2 人。",),
            ["number-typed"],
            "一是只抽查 40 件；二是窗口 2 人。",
        ),
        (("只抽查 40 件。", "12 个窗口各 2 人。"), [], "一是只抽查 40 件。\n\n二是12 个窗口各 2 人。"),
    ],
)
def test_a_number_typed_where_the_form_numbers(
    tmp_path: Path, points: tuple[str, ...], rules: list[str], printed: str
) -> None:
    """It is printed once, and reported once; nobody is told to add a second point."""
    assert built(tmp_path, points) == (rules, printed)


def test_a_list_of_word_counts_like_a_declared_number(tmp_path: Path) -> None:
    """Also a loop's own count; where one of two templates prints no number, the typed one stays."""
    files = changed("targets.yaml", "名称: 法律援助惠民", "名称: 1. 法律援助惠民")
    files |= changed("actuals.yaml", "  法律援助惠民:", "  1. 法律援助惠民:")
    loop = "{{%p for 任务 in 重点任务 %}}\n{}\n{{%p endfor %}}"
    office(tmp_path, {**files, "document.md": None})
    for lines, expected in (
        ([WORD], ["法律援助惠民"]),
        (["{{ loop.index }}. {{ 任务.名称 }}"], ["1. 法律援助惠民"]),
        ([WORD, "{{ 任务.名称 }}"], ["1. 法律援助惠民"] * 2),
    ):
        (tmp_path / "templates/form/document.docx").write_bytes(word("\n".join(map(loop.format, lines))))
        forget_forms()
        place = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
        made, *_ = build(place, DepartmentYear("2024", "qinghu")).documents
        assert text(made.data or b"").split("\n") == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（一）{{ 自评结论 }}", Around(counted=True)),
        ("主要用于{{ 自评结论 }}。", Around(label="主要用于", after="。")),
        ("| 结论：{{ 自评结论 }} | 乙 |", Around(label="结论", after=" ")),
        ("{{ 自评等级 }}：{{ 自评结论 }}", Around(named=("自评等级",))),
        ("{% if 自评等级 %}甲乙{% else %}{{ 自评结论 }}{% endif %}", Around()),
        ("说明。{{ 自评结论 }}", Around()),
    ],
)
def test_what_stands_beside_a_field(tmp_path: Path, line: str, expected: Around) -> None:
    """In one line of Markdown, or one cell."""
    office(tmp_path, {"document.md": line})
    assert load(tmp_path / "templates").forms["form"].around["自评结论",] == (expected,)


@pytest.mark.parametrize(
    ("document", "typed", "said"),
    [
        ("资金主要用于{{ 自评结论 }}", "主要用于值班补贴。", "“主要用于”表样已经印了"),
        ("依据《{{ 自评结论 }}》", "《值班办法》", "两边的“《》”表样已经印了"),
        ("（{{ 自评结论 }}）", "（值班补贴）", "两边的“（）”表样已经印了"),
        ("（{{ 自评结论 }}）", "（值班）补贴（试行）", ""),
        ("达到{{ 自评结论 }}%", "98%", "末尾的“%”表样已经印了"),
        ("年度目标：{{ 自评结论 }}", "目标达到 98%。", ""),
    ],
)
def test_what_a_template_prints_around_a_text(tmp_path: Path, document: str, typed: str, said: str) -> None:
    """The end of the words before it, the brackets on both sides and the sign of per cent; not a word that begins alike."""
    files = changed(
        "narrative.yaml",
        "全年办理法律援助案件{{ 办理法律援助案件 }}，预算完成率{{ 预算完成率 }}，自评{{ 自评等级 }}。",
        typed,
    )
    office(tmp_path, {**files, "document.md": f"{document}\n"})
    place = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    told = [each for each in build(place, DepartmentYear("2024", "qinghu")).problems if each.rule == "printed-twice"]
    assert [said in problem.message for problem in told] == ([True] if said else [])
