"""Filled Word documents become a department's files: all that they say is there, and nothing that was there changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from byhand import ByHand
from click.testing import CliRunner
from conftest import ROOT, label, shipped_documents
from desk import problems
from golden import members
from hidden import without_hidden_names
from sampled import sampled
from wordfile import repacked, word

from selfeval.authoring.importing import Imported, ToImport, import_documents
from selfeval.authoring.new import NotReadyError
from selfeval.cli import cli
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import Value, keyed, same
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import made_now
from selfeval.documents.read.printed import printed_entry
from selfeval.documents.read.word import read_word
from selfeval.documents.view import view
from selfeval.documents.word import render
from selfeval.evaluation.case import Case
from selfeval.form.form import Subject
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.text.name import fold

EXPLANATION = "guangzhou/explanation"
PLACE = DepartmentYear("2024", "office")


def imported(data: Path, library: Library, form: str, document: bytes, place: DepartmentYear = PLACE) -> Imported:
    """Return what importing a document into a department does, and do it."""
    known = library.forms[form]
    found = read_by_form(read_word(document), known, labels_of(library.forms.values()))
    made = import_documents(data, place, library, [ToImport("来.docx", known, found)])
    for file in made.files:
        path = data / str(place) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.new)
    return made


IN_ONE_SENTENCE = "mof/transfer-report"
"""The form whose indicators stand in sentences."""
TYPED = [case for case in shipped_documents() if not case.form.draws_from_projects]


@pytest.mark.parametrize("case", sampled(TYPED, 3), ids=label)
def test_what_was_built_and_imported_prints_the_same(case: Case, library: Library, tmp_path: Path) -> None:
    """A document made from data, imported into an empty folder, gives files from which the same document is made."""
    document = render.render(case.form.template_folder / "document.docx", view(case), "", "made")
    place = DepartmentYear(case.submission.year, case.submission.department)
    made = imported(tmp_path / "data", library, case.form.slug, document, place)
    assert not made.documents[0].unplaced
    assert not made.documents[0].differs
    own = {Subject.PROJECT: "project-1", Subject.FUND: "fund-1"}
    project = own.get(case.form.subject, "")
    again = made_now(tmp_path / "data", place, library, case.form, project)
    assert again is not None
    after = dict(keyed(without_hidden_names(again.entry, case.form)))
    before = dict(keyed(without_hidden_names(printed_entry(case), case.form)))
    placed = {each.key for each in made.documents[0].placed}
    assert placed
    assert {key: fold(after[key].text) for key in placed} == {key: fold(before[key].text) for key in placed}


def test_indicators_in_one_sentence_become_comments(library: Library, tmp_path: Path) -> None:
    """Indicators that cannot be told apart are kept as they stand, and no category says that it has none."""
    (case,) = (case for case in shipped_documents() if case.form.slug == IN_ONE_SENTENCE)
    document = render.render(case.form.template_folder / "document.docx", view(case), "", "made")
    xml = members(document)["word/document.xml"].decode()
    changed = xml.replace("救灾物资储备数量≥5200件", "5类物资储备数量5200件")
    made = imported(
        tmp_path / "data", library, IN_ONE_SENTENCE, repacked(document, {"word/document.xml": changed.encode()})
    )
    written = b"".join(file.new for file in made.files).decode()
    assert changed != xml
    assert "5类物资储备数量5200件，实际5360件。" in written
    assert "质量指标: 无" not in written
    assert "数量指标: 无" not in written


def test_a_fund_that_is_there_is_found_by_its_name(library: Library, tmp_path: Path) -> None:
    """A fund's document that is imported again goes to the same files, of which none changes."""
    slug = "mof/transfer-self-evaluation"
    case = next(case for case in shipped_documents() if case.form.slug == slug)
    document = render.render(case.form.template_folder / "document.docx", view(case), "", "made")
    place = DepartmentYear(case.submission.year, case.submission.department)
    first = imported(tmp_path / "data", library, slug, document, place)
    assert {each.name for each in first.files} == {"targets.yaml", "funds/fund-1.yaml", "funded/fund-1.yaml"}
    again = imported(tmp_path / "data", library, slug, document, place)
    assert [each.status for each in again.files] == ["unchanged"] * 3


TITLE = "2024年度云山市司法局部门整体支出绩效自评表说明"
HEADINGS = """一、绩效自评情况
（一）部门整体支出绩效目标
1. 抓普法。全年举办普法活动23场。
第二段也是这一条的。
（二）自评结论
本部门自评优秀。
（三）履职效能分析
履职情况良好。
（四）管理效率分析
管理规范。
二、存在的主要问题
一是案件评估的覆盖面还不够。
二是宣传形式单一。
三、下一步改进措施
一是扩大覆盖面。
二是丰富宣传形式。"""


def explanation(**changed: str) -> bytes:
    """Return a filled explanation with some of its lines changed."""
    text = f"{TITLE}\n{HEADINGS}"
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    return word(text)


def file(folder: Path, name: str) -> str:
    """Return a file of the office."""
    return (folder / "data" / str(PLACE) / name).read_text(encoding="utf-8")


def test_files_are_laid_out_as_new_and_fill_do(library: Library, tmp_path: Path) -> None:
    """Keys stand in the form's order, texts as blocks, points without their marks."""
    imported(tmp_path / "data", library, EXPLANATION, explanation())
    assert file(tmp_path, "targets.yaml").split("\n", 1)[1] == (
        "部门:\n  名称: 云山市司法局\n年度: 2024\n表样:\n  - guangzhou/explanation\n"
    )
    narrative = file(tmp_path, "narrative.yaml")
    assert (
        "工作成效:\n  - 标题: 抓普法\n    内容: |\n      全年举办普法活动23场。\n      第二段也是这一条的。\n"
        in narrative
    )
    assert "存在问题:\n  - 案件评估的覆盖面还不够。\n  - 宣传形式单一。\n" in narrative


def test_a_value_that_is_there_is_never_changed(library: Library, tmp_path: Path) -> None:
    """What is typed stays byte for byte; what the Word says otherwise is told and kept as a comment."""
    imported(tmp_path / "data", library, EXPLANATION, explanation())
    before = file(tmp_path, "narrative.yaml")
    made = imported(tmp_path / "data", library, EXPLANATION, explanation(管理规范="管理很规范"))
    (difference,) = made.documents[0].differs
    assert (difference.key, difference.word, difference.computed) == ("管理效率分析", "管理很规范。", "管理规范。")
    after = file(tmp_path, "narrative.yaml")
    assert [line for line in after.split("\n") if not line.startswith("# 没放进去")] == before.split("\n")
    assert "# 没放进去（第11段）：管理很规范。" in after
    again = imported(tmp_path / "data", library, EXPLANATION, explanation(管理规范="管理很规范"))
    assert [each.status for each in again.files] == ["unchanged", "unchanged"]


def test_a_value_that_prints_with_fewer_decimals_is_placed_once(library: Library, tmp_path: Path) -> None:
    """It is in the file as the Word has it: told as printed otherwise, but not left over beside itself.

    A score that cannot be computed yet is told too.
    """
    table = (
        "| 项目名称 | 图书购置 |\n| 项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n"
        "| | 其中：当年财政拨款 | 90 | 89.974 | 89.974 | — | | — |\n| 总分 | 100 | 98.62 | |"
    )
    form = "mof/project-self-evaluation"
    made = imported(tmp_path / "data", library, form, word(f"项目支出绩效自评表\n{table}")).documents[0]
    assert file(tmp_path, "projects/project-1.yaml").count("89.974") == 2
    assert "项目资金.全年预算.财政拨款" in {each.key for each in made.placed}
    assert not [each for each in made.unplaced if each.text == "89.974"]
    assert ("89.974", "89.97") in {(each.word, each.computed) for each in made.differs}
    assert ("评分.总得分", "98.62", "") in made.differs
    again = imported(tmp_path / "data", library, form, word(f"项目支出绩效自评表\n{table.replace('89.974', '89.973')}"))
    assert [each.text for each in again.documents[0].unplaced] == ["89.973", "89.973"]


def test_a_date_and_a_sum_written_otherwise_are_the_same(library: Library, tmp_path: Path) -> None:
    """A day with zeros is the day; a computed figure without its decimals is the figure."""
    document = word("岳阳市2018年度部门整体支出绩效评价自评报告\n预算编码：906017\n报告日期：2019年06月18日")
    made = imported(tmp_path / "data", library, "yueyang/department-report", document).documents[0]
    assert "填报日期" in {each.key for each in made.placed}
    assert not [each for each in made.unplaced if "06月" in each.text]
    one, other = (Value(("评分", "总得分"), (text,), "", None) for text in ("98", "98.00"))
    assert (same(one, other), same(one, other._replace(texts=("98.5",)))) == (True, False)


def test_blanks_are_filled_and_comments_stay(library: Library, tmp_path: Path) -> None:
    """待填 is no value: it gives way to what the Word says, with no comment of a clerk lost."""
    folder = tmp_path / "data" / str(PLACE)
    folder.mkdir(parents=True)
    (folder / "targets.yaml").write_text(
        "部门:\n  名称: 云山市司法局  # 全称\n年度: 2024\n表样:\n  - guangzhou/explanation\n", encoding="utf-8"
    )
    (folder / "narrative.yaml").write_text(
        "# 王五在写\n自评结论: |\n  待填\n管理效率分析: |\n  已经写好了。\n", encoding="utf-8"
    )
    made = imported(tmp_path / "data", library, EXPLANATION, explanation(管理规范="已经写好了"))
    assert not made.documents[0].differs
    narrative = file(tmp_path, "narrative.yaml")
    assert "# 王五在写\n" in narrative
    assert "自评结论: |\n  本部门自评优秀。\n" in narrative
    assert narrative.count("管理效率分析") == 1
    assert "  名称: 云山市司法局  # 全称\n" in file(tmp_path, "targets.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "- 一横开头",
        "# 井号开头",
        "冒号: 在中间",
        "“引号”里的：话",
        "it's",
        'a "b" c',
        "100%",
        "[方括号]",
        "* 星号",
        "@人",
        "尾巴 #3",
    ],
)
def test_any_text_comes_back_as_it_was(text: str, library: Library, tmp_path: Path) -> None:
    """A text that YAML would take for something else is typed so that it is read as it stands."""
    made = imported(tmp_path / "data", library, EXPLANATION, explanation(抓普法=text, 覆盖面还不够=text, 管理规范=text))
    assert not made.documents[0].unplaced
    assert not made.documents[0].differs


def test_a_paragraph_behind_a_numbered_list_is_no_point_of_it(library: Library, tmp_path: Path) -> None:
    """What follows the last point and is none is kept as a comment."""
    document = explanation(二是丰富宣传形式="二是丰富宣传形式。\n以上说明，请审阅")
    made = imported(tmp_path / "data", library, EXPLANATION, document)
    assert [each.text for each in made.documents[0].unplaced] == ["以上说明，请审阅。"]
    assert "# 没放进去" in file(tmp_path, "narrative.yaml")


def test_another_year_is_told(library: Library, tmp_path: Path) -> None:
    """The year is that of the folder; one that the Word says otherwise is told."""
    made = imported(tmp_path / "data", library, EXPLANATION, explanation(**{TITLE: TITLE.replace("2024", "2023")}))
    assert [(each.key, each.word) for each in made.documents[0].differs] == [("年度", "2023")]
    assert "年度: 2024\n" in file(tmp_path, "targets.yaml")


def test_a_value_of_another_year_is_not_said_to_be_typed_otherwise(library: Library, tmp_path: Path) -> None:
    """Of a table of another year it is said which year it is of, and which is written already."""
    imported(tmp_path / "data", library, EXPLANATION, explanation())
    last = word(f"{TITLE}\n{HEADINGS}".replace("2024年度", "2023年度").replace("管理规范", "管理很规范"))
    made = imported(tmp_path / "data", library, EXPLANATION, last)
    reasons = {each.text: each.why for each in made.documents[0].unplaced}
    assert reasons == {
        "2023": "年度照文件夹，是 2024",
        "管理很规范。": "这张表是 2023 年度的，2024/office 里已经写了，没有动",
    }


def test_a_form_of_a_project_with_nothing_filled_in_is_read(library: Library, tmp_path: Path) -> None:
    """A blank form makes no file of a project, and its texts without a place are kept."""
    title = "2024年度项目支出绩效自评表"
    made = imported(tmp_path / "data", library, "mof/project-self-evaluation", word(f"{title}\n说不清的一句。"))
    assert [each.text for each in made.documents[0].unplaced] == ["说不清的一句。"]
    assert [each.name for each in made.files] == ["targets.yaml"]
    assert "说不清的一句。" in file(tmp_path, "targets.yaml")


def test_of_two_forms_that_print_the_same_the_chosen_one_is_meant(tmp_path: Path) -> None:
    """A document that two forms print alike is read by the one that the department chose, else it is asked which."""
    case = next(each for each in shipped_documents() if each.form.slug == "mof/project-review")
    made = render.render(case.form.template_folder / "document.docx", view(case), "", "made")
    (tmp_path / "表.docx").write_bytes(made)
    (tmp_path / "data").mkdir()
    call = ["import", str(tmp_path / "表.docx"), "2025/office", "--data", str(tmp_path / "data"), "--format", "json"]
    asked = CliRunner().invoke(cli, call)
    assert asked.exit_code == 1
    assert "mof/project-review（项目支出绩效自评表（附综述要点））" in asked.output
    assert "--form mof/project-" in asked.output
    folder = tmp_path / "data" / "2025" / "office"
    folder.mkdir(parents=True)
    (folder / "targets.yaml").write_text(
        "部门:\n  名称: 云山市司法局\n年度: 2025\n表样:\n  - mof/project-review\n", encoding="utf-8"
    )
    assert json.loads(CliRunner().invoke(cli, call).stdout)["form"] == "mof/project-review"


PAID = """
科普活动专项资金绩效目标自评表
（2024年度）
| 转移支付（项目）名称 | 科普活动专项资金 |
| 中央主管部门 | 财政部、科技部 |
| 地方主管部门 | 云山市科技局 | 实施单位 | 云山市科技馆 |
| 项目资金<br>（万元） | | 全年预算数（A） | 全年执行数（B） | 预算执行率（B/A） |
| | 年度资金总额： | 120.00 | 118.00 | 98.33% |
| | 其中：中央补助 | 100.00 | 100.00 | 100% |
| | 地方资金 | 20.00 | 18.00 | 90% |
| | 其他资金 | | | |
| 年度总体目标 | 年初设定目标 | | | 全年实际完成情况 | | |
| | 办好科普活动。 | | | 科普活动都办了。 | | |
| 绩效<br>指标 | 一级<br>指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值 | 未完成原因和改进措施 |
| | 产出指标 | 数量指标 | 科普活动 | ≥20场 | 21场 | |
| | | | 科普展板 | ≥60块 | 63块 | |
| | | 质量指标 | 讲座开讲率 | ≥90% | 91% | |
| | 效益指标 | 社会效益指标 | 参加人次 | ≥2000人次 | 2100人次 | |
| | 满意度指标 | 服务对象满意度指标 | 听众满意度 | ≥90% | 95% | |
| 说明 | | | | | | |
"""


def test_a_table_of_results_is_none_of_targets(tmp_path: Path) -> None:
    """A form with fewer labels, all of which the table has, is not taken where another one has a place for the rest."""
    (tmp_path / "表.docx").write_bytes(word(PAID))
    (tmp_path / "data").mkdir()
    call = ["import", str(tmp_path / "表.docx"), "2024/office", "--data", str(tmp_path / "data"), "--format", "json"]
    assert json.loads(CliRunner().invoke(cli, call).stdout)["form"] == "mof/transfer-self-evaluation"


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("项目支出绩效自评表（2025年度）", "mof/project-self-evaluation"),
        ("云山市本级项目支出绩效自评表", "mof/project-self-evaluation"),
        ("云山市2025年度财政项目支出绩效自评表", "shanghai/project-self-evaluation"),
    ],
)
def test_of_two_forms_alike_the_one_with_the_longer_title_is_meant(title: str, meant: str, tmp_path: Path) -> None:
    """Neither the year nor whose table it is counts; of two forms that print the same the one that the other builds on is named first."""
    case = next(each for each in shipped_documents() if each.form.slug == "shanghai/project-self-evaluation")
    hand = ByHand(render.render(case.form.template_folder / "document.docx", view(case), "", "made"))
    hand.replace("财政项目支出绩效自评表", title)
    (tmp_path / "表.docx").write_bytes(hand.saved())
    (tmp_path / "data").mkdir()
    call = ["import", str(tmp_path / "表.docx"), "2025/office", "--data", str(tmp_path / "data"), "--format", "json"]
    told = CliRunner().invoke(cli, call)
    is_chosen = meant.startswith("shanghai/")
    assert told.exit_code == (0 if is_chosen else 1)
    assert (f'"form": "{meant}"' if is_chosen else f"--form {meant}") in told.output
    assert is_chosen or "shanghai" not in told.output


def test_a_form_is_added_to_those_chosen(library: Library, tmp_path: Path) -> None:
    """A department that has chosen other forms chooses this one too, and keeps all its lines."""
    folder = tmp_path / "data" / str(PLACE)
    folder.mkdir(parents=True)
    head = "部门:\n  名称: 云山市司法局\n年度: 2024\n表样:\n  - guangzhou/targets  # 年初\n"
    (folder / "targets.yaml").write_text(head, encoding="utf-8")
    imported(tmp_path / "data", library, EXPLANATION, explanation())
    assert file(tmp_path, "targets.yaml").startswith(f"{head}  - guangzhou/explanation\n")


@pytest.mark.parametrize("chosen", ["表样: guangzhou/targets\n", "表样: [guangzhou/targets]\n"])
def test_forms_on_one_line_must_be_parted_first(chosen: str, library: Library, tmp_path: Path) -> None:
    """Where a form cannot be added without harm, nothing is written, and it is said what to do."""
    folder = tmp_path / "data" / str(PLACE)
    folder.mkdir(parents=True)
    head = f"部门:\n  名称: 云山市司法局\n年度: 2024\n{chosen}"
    (folder / "targets.yaml").write_text(head, encoding="utf-8")
    with pytest.raises(NotReadyError, match="一行写一个"):
        imported(tmp_path / "data", library, EXPLANATION, explanation())
    assert file(tmp_path, "targets.yaml") == head


def test_the_comments_are_counted_until_they_are_gone(library: Library, tmp_path: Path) -> None:
    """The check says how many texts wait to be looked at."""
    imported(tmp_path / "data", library, EXPLANATION, explanation(二是宣传形式单一="二是宣传形式单一。\n填报人：张三"))
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    assert "not-placed narrative.yaml:" in " ".join(problems(tmp_path, str(PLACE)))


def test_what_was_guessed_is_said_in_the_file(library: Library, tmp_path: Path) -> None:
    """A comment beside the value says it until a person takes it away; a text that nobody doubts has none."""
    imported(tmp_path / "data", library, EXPLANATION, explanation(管理效率分析="制度建设方面"))
    written = file(tmp_path, "narrative.yaml")
    guess = "# 猜的（来.docx）：第10段“（四）制度建设方面”当作“（四）管理效率分析”\n"
    assert written.count("# 猜的") == 1
    assert guess in written
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    assert "not-placed narrative.yaml:" in " ".join(problems(tmp_path, str(PLACE)))


def test_the_command_writes_only_when_told(tmp_path: Path) -> None:
    """A dry run says what it would write; --write does it; JSON names every value; a file of no form is refused."""
    (tmp_path / "data").mkdir()
    (tmp_path / "说明.docx").write_bytes(explanation())
    (tmp_path / "通知.docx").write_bytes(word("关于开展工作的通知"))
    call = ["--data", str(tmp_path / "data"), "2024/office"]
    dry = CliRunner().invoke(cli, ["import", str(tmp_path / "说明.docx"), *call])
    assert dry.exit_code == 0
    assert "没有写盘" in dry.output
    assert not (tmp_path / "data" / "2024").exists()
    done = CliRunner().invoke(cli, ["import", str(tmp_path / "说明.docx"), *call, "--write", "--format", "json"])
    said = json.loads(done.stdout)
    assert said["form"] == EXPLANATION
    assert [(each["name"], each["form"]) for each in said["documents"]] == [("说明.docx", EXPLANATION)]
    assert {each["key"] for each in said["placed"]} >= {"部门.名称", "自评结论", "工作成效.抓普法.标题"}
    assert [each["status"] for each in said["files"]] == ["new", "new"]
    assert (tmp_path / "data" / "2024" / "office" / "narrative.yaml").is_file()
    refused = CliRunner().invoke(cli, ["import", str(tmp_path / "通知.docx"), *call])
    assert refused.exit_code == 1
    assert "什么都没有写" in refused.output


def test_a_title_of_one_form_over_the_labels_of_another_is_asked_about(tmp_path: Path) -> None:
    """Unless the department has chosen the form that has the labels."""
    rows = """项目支出绩效目标申报表
（2024年度）
| 项目名称 | 河道保洁 |
| 主管部门及代码 | 区水务局 | 实施单位 | 河道管护中心 |
| 项目资金（万元） | 年度资金总额： | 60.00 | 执行率分值（10） |
| | 其中：财政拨款 | 50.00 | |
| | 上年结转 | 4.00 | |
| | 其他资金 | 6.00 | |
| 年度总体目标 | 河道全年干净。 |
| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值权重（90） |
| | 产出指标 | 数量指标 | 保洁里程 | 12公里 | 90 |"""
    (tmp_path / "表.docx").write_bytes(word(rows))
    home = tmp_path / "data" / "2024" / "office"
    home.mkdir(parents=True)
    call = ["import", str(tmp_path / "表.docx"), "2024/office", "--data", str(tmp_path / "data")]
    refused = CliRunner().invoke(cli, call)
    assert refused.exit_code == 1
    assert "--form mof/project-targets 或者 --form mof/project-targets-published" in refused.output
    (home / "targets.yaml").write_text("年度: 2024\n表样: [mof/project-targets-published]\n", encoding="utf-8")
    assert CliRunner().invoke(cli, call).exit_code == 0


def test_each_document_names_its_form(tmp_path: Path) -> None:
    """Several files are read each by its own form, which JSON names for each."""
    (tmp_path / "data").mkdir()
    wanted = {"mof/project-targets": "甲.docx", "hubei/project-monitoring": "乙.docx"}
    for case in TYPED:
        if case.form.slug in wanted:
            made = render.render(case.form.template_folder / "document.docx", view(case), "", "made")
            (tmp_path / wanted[case.form.slug]).write_bytes(made)
    files = [str(tmp_path / name) for name in wanted.values()]
    call = ["--data", str(tmp_path / "data"), "2025/office", "--format", "json"]
    said = json.loads(CliRunner().invoke(cli, ["import", *files, *call]).stdout)
    assert {each["form"]: each["name"] for each in said["documents"]} == wanted
    assert [each["unplaced"] for each in said["documents"]] == [0, 0]


def test_of_many_texts_left_over_the_rest_is_in_the_file(tmp_path: Path) -> None:
    """The screen lists the first; every one of them is a comment once it is written."""
    more = [f"第{number}件附件的名称" for number in range(20)]
    (tmp_path / "来.docx").write_bytes(word("\n".join(["财政项目支出绩效自评表", "| 项目名称 | 甲 |", *more])))
    (tmp_path / "data").mkdir()
    call = ["import", str(tmp_path / "来.docx"), "2025/office", "--data", str(tmp_path / "data"), "--write"]
    done = CliRunner().invoke(cli, [*call, "--form", "shanghai/project-self-evaluation"])
    assert "还有 8 处，写进文件以后都在备注里" in done.output
    typed = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "data").rglob("*.yaml"))
    assert all(f"：{text}" in typed for text in more)


@pytest.mark.parametrize("name", ["预算完成率", "没有的项"])
def test_braces_become_no_quote(name: str, library: Library, tmp_path: Path) -> None:
    """A text with braces is kept as a comment: typed as it is, it would print something else."""
    document = explanation(本部门自评优秀="总体完成得好{{ " + name + " }}")
    made = imported(tmp_path / "data", library, EXPLANATION, document)
    (left,) = [each for each in made.documents[0].unplaced if name in each.text]
    assert "双花括号" in left.why
    lines = [line for each in made.files for line in each.new.decode().splitlines() if "{{" in line]
    assert all(line.lstrip().startswith("#") for line in lines)
    assert any("没放进去" in line for line in lines)
