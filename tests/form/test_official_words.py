"""The words that official forms need: each does what templates/README.md says, through check and build."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from onepage import HEAD, built, lay, refused
from wordfile import word

from selfeval.cli import cli
from selfeval.documents.outcome import Status
from selfeval.form.form import Phase

REFERENCE = (ROOT / "templates/README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", REFERENCE, re.MULTILINE | re.DOTALL)
LISTED = next(block for block in BLOCKS if block.startswith("# indicators.yaml"))
EXAMPLES = [block for block in BLOCKS if block.startswith(("字段:", "阶段:", "格式:"))]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_reference_loads(tmp_path: Path, example: str) -> None:
    """As it stands there, below the head that every form has, with the common vocabulary."""
    files = dict.fromkeys(["targets.yaml", *re.findall(r"文件: (\S+)", example)])
    head = "名称: 例表\n" + ("" if "阶段:" in example else "阶段: 自评\n")
    head += "" if "数据:" in example else "数据:\n" + "".join(f"  - {file}\n" for file in files)
    lay(tmp_path, {"one/form.yaml": head + example, "one/indicators.yaml": LISTED}, {})
    (tmp_path / "templates/fields.yaml").write_bytes((ROOT / "templates/fields.yaml").read_bytes())
    assert refused(tmp_path) == []


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


PROJECT = """
名称: 项目自评表
阶段: 自评
主体: 项目
数据:
  - targets.yaml
  - projects/*.yaml
文件名: "项目自评表（{{ 项目.名称 }}）"
格式:
  金额: "#,##0.00"
字段:
  项目.名称:
    类型: 文本
    文件: projects/*.yaml
  项目.级别:
    类型: 选项
    选项: [一级, 二级]
  项目.部门评价:
    类型: 是否
    必填: 否
  资金.预算:
    类型: 金额
    文件: projects/*.yaml
  资金.执行:
    类型: 金额
  存在问题:
    类型: 条目
    文件: projects/*.yaml
核对:
  over:
    算式: 资金.执行 <= 资金.预算
    位置: 资金.执行
    说明: 执行数超过了预算数
"""
SUMMARY = """
名称: 绩效情况说明
阶段: 公开
数据:
  - targets.yaml
  - projects/*.yaml
  - publication.yaml
字段:
  说明文字:
    类型: 段落
    文件: publication.yaml
  各项目:
    类型: 列表
  各项目.名称:
    类型: 文本
  各项目.级别:
    类型: 选项
    选项: [一级, 二级]
  各项目.部门评价:
    类型: 是否
  各项目.预算:
    类型: 金额
  各项目.执行:
    类型: 金额
    单位: 元
  各项目.执行率:
    类型: 百分比
    算式: 各项目.执行 / 各项目.预算
  各项目.存在问题:
    类型: 条目
    编号: 一是
  合计.项目数:
    类型: 整数
    算式: 个数(各项目)
  合计.一级项目数:
    类型: 整数
    算式: 合计(各项目.级别.一级)
  合计.评价项目数:
    类型: 整数
    算式: 合计(各项目.部门评价)
  合计.预算:
    类型: 金额
    算式: 合计(各项目.预算)
取数:
  各项目.名称: 项目.名称
  各项目.级别: 项目.级别
  各项目.部门评价: 项目.部门评价
  各项目.预算: 资金.预算
  各项目.执行: 资金.执行
  各项目.存在问题: 存在问题
"""
SUMMARY_PAGE = """
{{ 说明文字 }}

{% for 行 in 各项目 %}
{{ 行.名称 }}（{{ 行.级别 }}、{{ 行.部门评价 }}）：{{ 行.预算 }} 万元，{{ 行.执行 }} 元，{{ 行.执行率 }}。{% for 段 in 行.存在问题 %}{{ 段 }}{% endfor %}

{% endfor %}
共 {{ 合计.项目数 }} 个，一级 {{ 合计.一级项目数 }} 个，评价 {{ 合计.评价项目数 }} 个，{{ 合计.预算 }} 万元
"""
PROJECT_FILES = {
    "publication.yaml": "说明文字: |\n  自评项目{{ 项目数 }}个，普法项目执行 {{ 普法.执行 }} 元。\n",
    "projects/one.yaml": """
        项目:
          名称: 普法
          级别: 一级
          部门评价: 是
        资金:
          预算: 10.00
          执行: 9.50
        存在问题:
          - 讲师不够；
          - 场地少。
    """,
    "projects/two.yaml": """
        项目:
          名称: 援助
          级别: 二级
        资金:
          预算: 20.00
          执行: 20.00
        存在问题:
          - 回访少。
    """,
}


def summary(folder: Path, form: str = SUMMARY, files: dict[str, str] = PROJECT_FILES) -> Path:
    """Lay a department with a form of projects and one that draws from them."""
    page = {
        "project/form.yaml": PROJECT,
        "project/document.md": "{{ 项目.名称 }}",
        "note/form.yaml": form,
        "note/document.md": SUMMARY_PAGE,
    }
    return lay(folder, page, files)


def test_a_form_of_the_department_draws_from_its_projects(tmp_path: Path) -> None:
    """It counts, sums and quotes what the project files hold, amounts in its own units."""
    made = built(summary(tmp_path))
    assert made.errors == []
    assert made.pages["绩效情况说明"].split("\n\n") == [
        "自评项目2个，普法项目执行 95000.00 元。",
        "普法（一级、是）：10.00 万元，95000.00 元，95.00%。一是讲师不够；二是场地少。",
        "援助（二级、）：20.00 万元，200000.00 元，100.00%。一是回访少。",
        "共 2 个，一级 1 个，评价 1 个，30.00 万元",
    ]


def test_what_is_drawn_is_listed_to_be_quoted(tmp_path: Path) -> None:
    """With its value now."""
    folders = [f"--data={tmp_path / 'data'}", f"--templates={summary(tmp_path) / 'templates'}"]
    listed = CliRunner().invoke(cli, ["quote", "2025/qinghu", *folders]).output
    assert "{{ 合计.项目数 }}  2\n" in listed or "{{ 项目数 }}  2\n" in listed


@pytest.mark.parametrize("phase", [None, Phase.PUBLICATION])
def test_an_error_in_a_project_holds_back_what_is_drawn_from_it(tmp_path: Path, phase: Phase | None) -> None:
    """A sum of which one part is wrong is not printed, in whatever phase the error is judged."""
    wrong = PROJECT_FILES["projects/two.yaml"].replace("执行: 20.00", "执行: 21.00")
    made = built(summary(tmp_path, files={**PROJECT_FILES, "projects/two.yaml": wrong}), phase)
    assert any("执行数超过了预算数" in each for each in made.errors)
    assert "绩效情况说明" not in made.pages


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("取数:\n", "取数:\n  合计.预算: 资金.预算\n", "要是字段里一个列表的一列，一个项目印一行"),
        ("  各项目.名称: 项目.名称\n", "", "没有在“取数”里写“各项目.名称”从项目的哪个键取"),
        ("各项目.名称: 项目.名称", "各项目.名称: 项目.名称 + 1", "只能取自项目的一个键，不能是算式"),
        ("  - projects/*.yaml\n", "", "“数据”下面要有一个项目一个文件的"),
        ("各项目.预算: 资金.预算", "各项目.预算: 各项目.执行", "用本行的“各项目.执行”，写在字段的“算式”里"),
    ],
)
def test_a_draw_that_cannot_work_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line, with what to write."""
    (told,) = [each for each in refused(summary(tmp_path, SUMMARY.replace(old, new, 1))) if "form.yaml" in each]
    assert message in told


FRAME = """
名称: 绩效评价指标表
阶段: 评价
数据:
  - targets.yaml
  - evaluation.yaml
字段:
  评价指标:
    类型: 指标
    文件: evaluation.yaml
    层级:
      决策: [项目立项]
      产出: [产出数量]
    指标表: indicators.yaml
    自填: [产出]
  评价指标.名称:
    类型: 文本
  评价指标.解释:
    类型: 文本
  评价指标.分值:
    类型: 小数
  评价指标.得分:
    类型: 小数
"""
INDICATORS = """
评价指标:
  决策:
    项目立项:
      - 名称: 立项依据充分性
        解释: 立项是不是有依据
        分值: 10
      - 名称: 立项程序规范性
        解释: 立项是不是照程序
        分值: 5
        必选: 否
"""
FRAME_PAGE = """
{% for 行 in 评价指标 %}
{{ 行.二级.名称 }}：{{ 行.名称 }}，{{ 行.解释 }}，{{ 行.得分 }}／{{ 行.分值 }}

{% endfor %}
"""
SCORES = """
评价指标:
  决策:
    项目立项:
      - 名称: 立项依据充分性
        得分: 10
  产出:
    产出数量:
      - 名称: 办理案件
        解释: 办了多少
        分值: 20
        得分: 20
"""


def frame(folder: Path, scores: str = SCORES, form: str = FRAME, listed: str = INDICATORS) -> Path:
    """Lay a department with a form whose indicators are printed."""
    page = {"frame/form.yaml": form, "frame/document.md": FRAME_PAGE, "frame/indicators.yaml": listed}
    return lay(folder, page, {"evaluation.yaml": scores})


def test_printed_indicators_are_filled_in_from_the_form(tmp_path: Path) -> None:
    """The department types what is open; one to choose may be left out, others added where the form says so."""
    made = built(frame(tmp_path))
    assert made.errors == []
    assert made.pages["绩效评价指标表"].split("\n\n") == [
        "项目立项：立项依据充分性，立项是不是有依据，10／10",
        "产出数量：办理案件，办了多少，20／20",
    ]


def test_a_dash_that_the_form_prints_is_nothing_to_fill_in(tmp_path: Path) -> None:
    """And filler rows stand only below headings that take rows of the department's own."""
    form = FRAME.replace("    自填: [产出]\n", "    自填: [产出]\n    空行: [指标1：, 指标2：]\n")
    dash = INDICATORS.replace("解释: 立项是不是有依据", "解释: —")
    made = built(frame(tmp_path, form=form, listed=dash))
    assert made.errors == []
    assert made.pages["绩效评价指标表"].split("\n\n") == [
        "项目立项：立项依据充分性，—，10／10",
        "产出数量：办理案件，办了多少，20／20",
        "产出数量：指标2：，，／",
    ]
    typed = SCORES.replace("解释: 办了多少", "解释: —")
    assert built(frame(tmp_path, typed, form, dash)).errors != []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "        得分: 10\n",
            "        得分: 10\n        分值: 12\n",
            "“立项依据充分性”的“分值”表样印的是“10”，不能另写；删去这一行或照它写",
        ),
        ("立项依据充分性", "立项依据充足性", "“立项依据充足性”和表样印好的“立项依据充分性”不一样"),
        (
            "立项依据充分性",
            "项目预算合理性",
            "表样印好的“决策 → 项目立项”下面的“立项依据充分性”没有写：不能删，也不能改名",
        ),
        ("立项依据充分性", "项目预算合理性", "“项目立项”下面的条目由表样印好，不能另加“项目预算合理性”"),
    ],
)
def test_a_printed_indicator_is_neither_dropped_nor_changed(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each is an error at its line."""
    assert any(message in each for each in built(frame(tmp_path, SCORES.replace(old, new, 1))).errors)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "    项目立项:",
            "    项目立案:",
            "indicators.yaml:3 “项目立案”不在“层级”里，这里可以写：项目立项。是不是“项目立项”？",
        ),
        ("解释: 立项是不是有依据", "说明: 有依据", "indicators.yaml:5 “评价指标”没有“说明”这一列"),
        ("分值: 10", "分值: 若干", "“若干”不是数字"),
        ("      - 名称: 立项程序规范性", "      - 名称: 立项依据充分性", "“立项依据充分性”写了两次，只留一个"),
        ("评价指标:\n", "指标:\n", "这里没有“评价指标:”，不知道是哪个键的指标"),
    ],
)
def test_a_list_of_printed_indicators_is_checked(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At the line in the file beside form.yaml."""
    assert any(message in each for each in refused(frame(tmp_path, listed=INDICATORS.replace(old, new, 1))))


def test_printed_indicators_are_laid_out_by_new_and_fill(tmp_path: Path) -> None:
    """With their names; only what is open is to be filled in."""
    frame(tmp_path)
    (tmp_path / "data/2025/qinghu/evaluation.yaml").unlink()
    folders = [f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}"]
    CliRunner().invoke(cli, ["fill", "2025/qinghu", "--phase", "评价", *folders])
    typed = (tmp_path / "data/2025/qinghu/evaluation.yaml").read_text(encoding="utf-8")
    assert typed.partition("评价指标:")[2].splitlines()[1:] == [
        "  决策:",
        "    项目立项:",
        "      - 名称: 立项依据充分性",
        "        得分: 待填",
        "      - 名称: 立项程序规范性  # 可以不选，不选的整条删去",
        "        得分: 待填",
        "  产出:",
        "    产出数量:",
        "      - 名称: 待填",
        "        解释: 待填",
        "        分值: 待填",
        "        得分: 待填",
    ]


BLANK_ROWS = """
名称: 申报表
阶段: 申报
数据:
  - targets.yaml
格式:
  小数: "0.##"
字段:
  任务:
    类型: 列表
    文件: targets.yaml
    空行: [任务1：, 任务2：, ……]
    必填: 否
  任务.名称:
    类型: 文本
  中期指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出指标: [数量指标, 质量指标]
      满意度指标: [服务对象满意度指标]
    空行: [指标1：, ……]
    并排: 年度指标
  中期指标.名称:
    类型: 文本
  中期指标.指标值:
    类型: 指标值
  中期指标.分值:
    类型: 小数
  年度指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出指标: [数量指标, 质量指标]
      满意度指标: [服务对象满意度指标]
  年度指标.名称:
    类型: 文本
  年度指标.年度指标值:
    类型: 指标值
"""
BLANK_ROWS_PAGE = """
{% for 行 in 任务 %}
（{{ loop.index }}）{{ 行.名称 }}
{% endfor %}

{% for 行 in 中期指标 %}
{% if 行.一级首行 %}[{{ 行.一级.名称 }} {{ 行.一级.分值合计 }}]{% endif %}{% if 行.二级首行 %}{{ 行.二级.名称 }}{{ 行.二级.分值合计 }}{% endif %}|{{ 行.类内序号 }}|{{ 行.名称 }}|{{ 行.指标值 }}|{{ 行.分值 }}|{{ 行.年度指标.名称 }}|{{ 行.年度指标.年度指标值 }}|{% if 行.一级末行 %}完{% endif %}

{% endfor %}
"""
BLANK_ROWS_FILE = """
任务:
  - 名称: 普法
中期指标:
  产出指标:
    数量指标:
      - 名称: 办案
        指标值: ≥1500件
        分值: 20
      - 名称: 普法
        指标值: ≥60场
        分值: 10.5
      - 名称: 培训
        指标值: ≥9期
        分值: 10
    质量指标:
      - 名称: 合格率
        指标值: ≥95%
        分值: 10
年度指标:
  产出指标:
    数量指标:
      - 名称: 办案
        年度指标值: ≥500件
    质量指标:
      - 名称: 合格率
        年度指标值: ≥95%
      - 名称: 及格率
        年度指标值: ≥96%
  满意度指标: 无
"""


def blank_rows(folder: Path, form: str = BLANK_ROWS) -> Path:
    """Lay a department with blank rows and two lists of indicators side by side."""
    return lay(folder, {"one/form.yaml": form, "one/document.md": BLANK_ROWS_PAGE}, {"targets.yaml": BLANK_ROWS_FILE})


def test_rows_without_an_item_print_what_the_form_prints_there(tmp_path: Path) -> None:
    """Each category has its least number of rows; two lists side by side have as many as the longer."""
    made = built(blank_rows(tmp_path))
    assert made.errors == []
    tasks, *rows = made.pages["申报表"].split("\n\n")
    assert tasks.split("\n") == ["（1）普法", "（2）任务2：", "（3）……"]
    assert [row.replace("\\", "") for row in rows] == [
        "[产出指标 50.5]数量指标40.5|1|办案|≥1500件|20|办案|≥500件|",
        "|2|普法|≥60场|10.5|||",
        "|3|培训|≥9期|10|||",
        "质量指标10|1|合格率|≥95%|10|合格率|≥95%|",
        "|2|……|||及格率|≥96%|完",
        "[满意度指标 ]服务对象满意度指标|1|指标1：|||||",
        "|2|……|||||完",
    ]


def test_as_many_blank_rows_as_a_number_says(tmp_path: Path) -> None:
    """They print nothing; a number that is none is refused."""
    made = built(blank_rows(tmp_path / "a", BLANK_ROWS.replace("[任务1：, 任务2：, ……]", "2")))
    assert made.pages["申报表"].startswith("（1）普法\n（2）\n")
    assert refused(blank_rows(tmp_path / "b", BLANK_ROWS.replace("[任务1：, 任务2：, ……]", "0"))) == [
        "form.yaml:11 “空行”写 1 到 50 的数"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("并排: 年度指标", "并排: 任务", "“任务”不是另一个指标，不能并排"),
        ("  年度指标.名称:", "  中期指标.年度指标:\n    类型: 文本\n  年度指标.名称:", "有一列也叫“年度指标”"),
        ("      产出指标: [数量指标, 质量指标]\n", "      产出指标: [数量指标]\n", "层级一样"),
    ],
)
def test_what_cannot_stand_side_by_side_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line."""
    assert message in refused(blank_rows(tmp_path, BLANK_ROWS.replace(old, new, 1)))[0]


TICKS = """
名称: 监控表
阶段: 申报
数据:
  - targets.yaml
字段:
  可能性:
    类型: 选项
    文件: targets.yaml
    选项: [确定能, 有可能]
  偏差:
    类型: 多选
    文件: targets.yaml
    选项: [经费保障, 制度保障, 其他]
  合计.其他:
    类型: 整数
    算式: 偏差.其他 + 偏差.制度保障
"""
TICKS_PAGE = """
{{ 可能性.钩.确定能 }}|{{ 可能性.钩.有可能 }}；{{ 偏差 }}；{{ 偏差.勾选 }}；{{ 偏差.钩.经费保障 }}|{{ 偏差.钩.其他 }}；{{ 偏差.框.其他 }}；{{ 合计.其他 }}
"""


@pytest.mark.parametrize("typed", ["[其他, 经费保障]", "经费保障、其他", "\n  - 其他\n  - 经费保障"])
def test_a_choice_prints_as_columns_and_several_may_be_chosen(tmp_path: Path, typed: str) -> None:
    """However they are typed, in the order of the form."""
    files = {"targets.yaml": f"可能性: 有可能\n偏差: {typed}\n"}
    made = built(lay(tmp_path, {"one/form.yaml": TICKS, "one/document.md": TICKS_PAGE}, files))
    assert made.errors + made.others == []
    assert made.pages == {"监控表": "|√；经费保障、其他；☑经费保障 □制度保障 ☑其他；√|√；☑；1"}


def test_what_is_not_among_the_choices_is_an_error(tmp_path: Path) -> None:
    """And choices that the mark between them would tear are refused."""
    files = {"targets.yaml": "可能性: 有可能\n偏差: [其他, 天气]\n"}
    lay(tmp_path / "a", {"one/form.yaml": TICKS, "one/document.md": TICKS_PAGE}, files)
    assert built(tmp_path / "a").errors == [
        "targets.yaml:7 偏差：“天气”不在可选的内容里：只能填“经费保障”、“制度保障”、“其他”"
    ]
    lay(tmp_path / "b", {"one/form.yaml": TICKS.replace("制度保障, 其他", '"制度、其他"')}, {})
    assert refused(tmp_path / "b") == ["form.yaml:13 多选的选项里不能有顿号：几个选项之间就用它"]


TABLE = """
名称: 资金表
阶段: 申报
数据:
  - targets.yaml
格式:
  金额: "#,##0.00"
  百分比: "0.00%"
字段:
  资金:
    文件: targets.yaml
    行:
      总额:
        标签: "年度资金总额："
        算式: 本列.中央 + 本列.地方
      中央: "其中：中央财政资金"
      地方:
        标签: 地方资金
        必填: 否
    列:
      预算:
        类型: 金额
        标签: 全年预算数（A）
      执行:
        类型: 金额
        标签: 全年执行数（B）
      执行率:
        类型: 百分比
        算式: 本行.执行 / 本行.预算
  管理:
    文件: targets.yaml
    各项:
      类型: 文本
    行: [分配科学性, 下达及时性]
    列: [情况说明, 存在问题]
  管理.备注:
    必填: 否
"""
TABLE_PAGE = """
{{ 资金.总额.预算 }}|{{ 资金.总额.执行 }}|{{ 资金.总额.执行率 }}；{{ 资金.中央.执行率 }}；{{ 资金.地方.预算 }}|{{ 资金.地方.执行 }}|{{ 资金.地方.执行率 }}；{{ 资金.中央.预算 }}{{ 资金.中央.执行 }}；{{ 管理.分配科学性.情况说明 }}{{ 管理.分配科学性.存在问题 }}{{ 管理.下达及时性.情况说明 }}{{ 管理.下达及时性.存在问题 }}{{ 管理.备注 }}
"""
TABLE_FILE = """
资金:
  中央:
    预算: 100
    执行: 90
  地方:
    预算: 50
    执行: 50
管理:
  分配科学性:
    情况说明: 好。
    存在问题: 无
  下达及时性:
    情况说明: 好
    存在问题: 无
"""


def table(folder: Path, form: str = TABLE, typed: str = TABLE_FILE) -> Path:
    """Lay a department with two tables of rows and columns."""
    return lay(folder, {"one/form.yaml": form, "one/document.md": TABLE_PAGE}, {"targets.yaml": typed})


def test_a_table_of_rows_and_columns_is_declared_once(tmp_path: Path) -> None:
    """Each cell is a field; rows and columns may be computed, and messages say both labels."""
    made = built(table(tmp_path / "a"))
    assert made.errors == []
    assert made.pages["资金表"] == "150.00|140.00|93.33%；90.00%；50.00|50.00|100.00%；100.0090.00；好。无好无"
    (tmp_path / "b").mkdir()
    lacking = built(table(tmp_path / "b", typed=TABLE_FILE.replace("    执行: 90\n", ""))).errors
    assert lacking == ["targets.yaml:7 “中央”下面没有写“中央财政资金的全年执行数（B）（执行）”"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    列: [情况说明, 存在问题]\n", "", "“管理”写了“行”和“列”里的一个，还要写“列”"),
        ("标签: 地方资金\n", "标签: 地方资金\n        列: [预算, 决算]\n", "“列”里没有“决算”。是不是“预算”？"),
        ("算式: 本行.执行 / 本行.预算", "算式: 本行.执行 / 本行.预计", "的算式用了这个表样里没有的“资金.总额.预计”"),
        (
            "    类型: 金额\n        标签: 全年预算数",
            "    类形: 金额\n        标签: 全年预算数",
            "“类形”不是字段可用的词。是不是“类型”？",
        ),
        (
            "    类型: 金额\n        标签: 全年预算数",
            "    颜色: 红\n        标签: 全年预算数",
            "“颜色”不是字段可用的词，可以写：类型、",
        ),
    ],
)
def test_a_table_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line."""
    assert message in refused(table(tmp_path, TABLE.replace(old, new, 1)))[0]


def test_a_row_may_have_some_of_the_columns_and_sum_all_others(tmp_path: Path) -> None:
    """合计(本列) adds what is typed in the column, cells that are not there left out."""
    form = TABLE.replace("本列.中央 + 本列.地方", "合计(本列)").replace(
        "标签: 地方资金\n", "标签: 地方资金\n        列: [预算]\n"
    )
    page = "{{ 资金.总额.预算 }}|{{ 资金.总额.执行 }}|{{ 资金.地方.预算 }}"
    typed = TABLE_FILE.replace("    预算: 50\n    执行: 50\n", "    预算: 50\n")
    lay(tmp_path, {"one/form.yaml": form, "one/document.md": page}, {"targets.yaml": typed})
    assert built(tmp_path).pages == {"资金表": "150.00|90.00|50.00"}


HEADINGS = """
名称: 评分表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
字段:
  指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出指标: 无
      满意度指标: [服务对象, 工作人员]
    分值:
      产出指标: 60
      满意度指标: {服务对象: 20, 工作人员: 10}
    满分: 90
  指标.名称:
    类型: 文本
  指标.年度指标值:
    类型: 指标值
  指标.分值:
    类型: 小数
  完成:
    类型: 对应
    对应: 指标
    文件: actuals.yaml
  完成.实际:
    类型: 指标值
"""
HEADINGS_PAGE = """
{% for 行 in 指标 %}
{% if 行.一级首行 %}{{ 行.一级.名称 }}（{{ 行.一级.分值 }}）{% endif %}{% if 行.二级首行 %}{{ 行.二级.名称 }}（{{ 行.二级.分值 }}）{% endif %}：{{ 行.名称 }}，{{ 行.年度指标值 }}，{{ 行.实际 }}，{{ 行.分值 }}

{% endfor %}
"""
HEADINGS_FILES = {
    "targets.yaml": """
        指标:
          产出指标:
            - 名称: 办理案件
              年度指标值: ≥550件
              分值: 60
          满意度指标:
            服务对象:
              - 名称: 受援人满意度
                年度指标值: ≥95%
                分值: 20
            工作人员:
              - 名称: 律师满意度
                年度指标值: ≥95%
                分值: 10
    """,
    "actuals.yaml": """
        完成:
          产出指标:
            办理案件: 566件
          满意度指标:
            服务对象:
              受援人满意度: 96%
            工作人员:
              律师满意度:
                实际: 97%
    """,
}


def headings(folder: Path, old: str = "", new: str = "", form: str = HEADINGS) -> Path:
    """Lay a department with headings of one and of two levels, one text replaced."""
    files = {name: text.replace(old, new, 1) if old else text for name, text in HEADINGS_FILES.items()}
    return lay(folder, {"one/form.yaml": form, "one/document.md": HEADINGS_PAGE}, files)


def test_headings_have_one_level_or_two_and_points_at_both(tmp_path: Path) -> None:
    """Results stand below as many headings as their targets."""
    made = built(headings(tmp_path))
    assert made.errors + made.others == []
    assert made.pages["评分表"].split("\n\n") == [
        "产出指标（60）（）：办理案件，≥550件，566件，60",
        "满意度指标（30）服务对象（20）：受援人满意度，≥95%，96%，20",
        "工作人员（10）：律师满意度，≥95%，97%，10",
    ]


def test_sentences_by_category_and_those_not_met(tmp_path: Path) -> None:
    """A category has its rows, and a row tells whether its target is reached."""
    page = """
{% for 行 in 指标 %}
{% if 行.一级首行 %}{{ 行.一级.名称 }}：{% for 条 in 行.一级.各条 %}{{ 条.名称 }}{{ 条.年度指标值 }}，实际{{ 条.实际 }}{% if loop.last %}。{% else %}；{% endif %}{% endfor %}{% endif %}

{% endfor %}
{% for 行 in 指标 %}{% if 行.未达到 %}{{ 行.名称 }}没有达到{% endif %}{% if 行.达到 %}{{ 行.名称 }}达到了{% endif %}{% endfor %}
"""
    form = HEADINGS + "规则:\n  unmet-without-reason: 关\n"
    below = "工作人员:\n              律师满意度:"
    headings(tmp_path, f"{below}\n                实际: 97%", f"{below} 90%", form)
    (tmp_path / "templates/one/document.md").write_text(page, encoding="utf-8")
    assert built(tmp_path).pages["评分表"].split("\n\n") == [
        "产出指标：办理案件≥550件，实际566件。",
        "满意度指标：受援人满意度≥95%，实际96%；律师满意度≥95%，实际90%。",
        "办理案件达到了受援人满意度达到了律师满意度没有达到",
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("分值: 20", "分值: 15", "“服务对象”各项分值合计 15 分，表样规定 20 分，相差 5 分"),
        ("分值: 60", "分值: 70", "各项指标的分值合计 100 分，应为 90 分，相差 10 分"),
        (
            "          产出指标:\n            - 名称: 办理案件\n              年度指标值: ≥550件\n              分值: 60\n",
            "          产出指标:\n            数量指标:\n              - 名称: 办理案件\n                年度指标值: ≥550件\n                分值: 60\n",
            "“产出指标”不分二级，下面直接一条一条列指标",
        ),
    ],
)
def test_points_and_headings_are_checked_at_both_levels(tmp_path: Path, old: str, new: str, message: str) -> None:
    """And the sum that the form names, if it is not 100."""
    assert any(message in each for each in built(headings(tmp_path, old, new)).errors)


def test_headings_without_a_second_level_may_be_a_list(tmp_path: Path) -> None:
    """Points below a heading that is not there are refused."""
    levels = "    层级:\n      产出指标: 无\n      满意度指标: [服务对象, 工作人员]\n"
    listed = HEADINGS.replace(levels, "    层级: [产出指标, 满意度指标]\n").replace(
        "{服务对象: 20, 工作人员: 10}", "30"
    )
    assert refused(headings(tmp_path / "a", form=listed)) == []
    wrong = HEADINGS.replace("{服务对象: 20", "{服务群众: 20")
    assert "“层级”的“满意度指标”下面没有“服务群众”" in refused(headings(tmp_path / "b", form=wrong))[0]


DIFFERENCE = """
基于: {base}
名称: 区域资金表
来源: 某省财政厅
证据: 丙
字段:
  资金:
    行: [中央, 地方]
  管理:
    不用: 是
  联系人:
    类型: 文本
    文件: targets.yaml
"""


def test_a_form_states_only_what_differs_from_another(tmp_path: Path) -> None:
    """The rest, templates included, is that of the other form."""
    page = "{{ 资金.中央.预算 }}|{{ 资金.中央.执行率 }}|{{ 资金.地方.执行 }}"
    base = TABLE.replace("算式: 本列.中央 + 本列.地方", "算式: 合计(本列)")
    forms = {"base/form.yaml": base, "base/document.md": TABLE_PAGE}
    lay(tmp_path, {**forms, "hubei/table/form.yaml": DIFFERENCE.format(base="base")}, {})
    (tmp_path / "templates/hubei/table/document.md").write_text(page + "{{ 联系人 }}", encoding="utf-8")
    assert refused(tmp_path) == []
    typed = TABLE_FILE.partition("管理:")[0] + "联系人: 张三\n"
    (tmp_path / "data/2025/qinghu/targets.yaml").write_text(
        HEAD.lstrip() + "  - hubei/table\n" + typed.lstrip(), encoding="utf-8"
    )
    assert built(tmp_path).pages == {"区域资金表": "100.00|90.00%|50.00张三"}
    said = CliRunner().invoke(cli, ["templates", "hubei/table", f"--templates={tmp_path / 'templates'}"]).output
    assert said.endswith("；来源 某省财政厅，证据 丙（没有和官方的表核对过）\n")


def test_a_field_that_the_other_form_has_from_a_third_can_be_left_out(tmp_path: Path) -> None:
    """Each form in a row of them is put over all that is below it."""
    forms = {
        "base/form.yaml": TABLE.replace("算式: 本列.中央 + 本列.地方", "算式: 合计(本列)"),
        "middle/form.yaml": "基于: base\n名称: 中间的表\n",
        "last/form.yaml": "基于: middle\n名称: 最后的表\n字段:\n  管理:\n    不用: 是\n",
        "last/document.md": "{{ 资金.中央.预算 }}|{{ 资金.中央.执行率 }}|{{ 资金.地方.执行 }}",
        "middle/document.md": TABLE_PAGE,
    }
    typed = TABLE_FILE.partition("管理:")[0]
    lay(tmp_path, forms, {})
    (tmp_path / "data/2025/qinghu/targets.yaml").write_text(HEAD.lstrip() + "  - last\n" + typed.lstrip(), "utf-8")
    assert built(tmp_path).pages == {"最后的表": "100.00|90.00%|50.00"}


def test_templates_come_from_the_other_form(tmp_path: Path) -> None:
    """And what is wrong in them is told where they lie."""
    forms = {
        "base/form.yaml": TABLE,
        "base/document.md": TABLE_PAGE + "{{ 没有 }}",
        "one/form.yaml": "基于: base\n名称: 表\n",
    }
    lay(tmp_path, forms, {"targets.yaml": TABLE_FILE})
    (wrong,) = {each for each in built(tmp_path).errors if "没有" in each}
    assert wrong.startswith("document.md:2 ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("基于: base", "基于: bas", "form.yaml:1 “基于”的“bas”不是一个表样的代号。是不是“base”？"),
        ("基于: base", "基于: one", "form.yaml:1 “基于”绕回了自己：one→one"),
        ("  管理:\n    不用", "  管里:\n    不用", "“基于”的表样没有“管里”，不用写“不用”。是不是“管理”？"),
        ("证据: 丙", "证据: 丁", "“丁”不认识，只能写：甲、乙、丙"),
    ],
)
def test_a_base_that_is_none_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line."""
    own = DIFFERENCE.format(base="base").lstrip().replace(old, new, 1)
    lay(tmp_path, {"base/form.yaml": TABLE, "base/document.md": TABLE_PAGE, "one/form.yaml": own}, {})
    assert message in refused(tmp_path)[0]


NUMBERS = """
名称: 数字表
阶段: 申报
数据:
  - targets.yaml
格式:
  金额: "#,##0.00"
字段:
  资金.结转:
    类型: 金额
    文件: targets.yaml
    零: "-"
  资金.其他:
    类型: 金额
    必填: 否
    空白: "—"
  资金.差额:
    类型: 金额
    算式: 资金.结转 - 资金.结转
    零: 无
  资金.得分:
    类型: 小数
    算式: 取整(资金.预算 / 3, 1) + 取整(资金.预算 / 3)
    格式: "0.0"
  资金.预算:
    类型: 金额
    上限: 100
  资金.进度:
    类型: 百分比
  资金.预警:
    类型: 文本
    算式: 资金.进度
    分档: {80%: 绿, 60%: 黄, 0: 红}
  资金.等次:
    类型: 选项
    选项: [快, 慢]
    算式: 资金.进度
    分档: {80%: 快, 0: 慢}
  资金.档分:
    类型: 小数
    算式: 资金.进度
    分档: {80%: 10, 60%: 7.5, 0%: 0}
  资金.加倍:
    类型: 小数
    算式: 资金.档分 * 2
  开始:
    类型: 日期
    文件: targets.yaml
    格式: "2026年1月"
"""
NUMBERS_PAGE = "{{ 资金.结转 }}|{{ 资金.其他 }}|{{ 资金.差额 }}|{{ 资金.得分 }}|{{ 资金.预算 }}|{{ 资金.进度 }}|{{ 资金.预警 }}|{{ 资金.等次 }}{{ 资金.等次.勾选 }}|{{ 资金.档分 }}|{{ 资金.加倍 }}|{{ 开始 }}"
NUMBERS_FILE = """
资金:
  结转: 0
  预算: 10.00
  进度: 72%
开始: 2025年3月
"""


def numbers(folder: Path, form: str = NUMBERS, typed: str = NUMBERS_FILE) -> Path:
    """Lay a department with numbers that print in special ways."""
    return lay(folder, {"one/form.yaml": form, "one/document.md": NUMBERS_PAGE}, {"targets.yaml": typed})


def test_numbers_print_as_the_form_says(tmp_path: Path) -> None:
    """Zero and blanks as marks, rounded and in bands, months without a day."""
    made = built(numbers(tmp_path))
    assert made.errors + made.others == []
    assert made.pages == {"数字表": "\\-|—|无|6.3|10.00|72%|黄|慢□快 ☑慢|7.5|15|2025年3月"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    算式: 资金.进度\n    分档: {80%: 绿", "    分档: {80%: 绿", "“资金.预警”没有算式，“分档”没有用"),
        ("{80%: 绿,", "{多数: 绿,", "“多数”不是数，分档要写成“80%: 绿”的样子"),
        ("60%: 7.5", "60%: 中", "“资金.档分”是小数，分档的“中”要是数"),
        ("取整(资金.预算 / 3, 1)", "取整(资金.预算 / 3, 资金.进度)", "的取整，后一项是保留几位小数"),
        ("    上限: 100", "    上限: 100\n    下限: 200", "“资金.预算”的上限比下限小"),
        ("资金.档分 * 2", "资金.预警 * 2", "“资金.预警”是文本，不能算"),
    ],
)
def test_words_for_numbers_are_refused_where_they_do_not_fit(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At their line."""
    assert message in refused(numbers(tmp_path, NUMBERS.replace(old, new, 1)))[0]


@pytest.mark.parametrize(("least", "told"), [("-500", ""), ("-50", "表样规定最少是 -50"), ("", "小于 0")])
def test_a_number_below_zero_is_no_doubt_where_the_form_expects_it(tmp_path: Path, least: str, told: str) -> None:
    """A cut of the budget is a negative adjustment; one below the bound is wrong still."""
    bound = f"    下限: {least}\n" if least else ""
    form = NUMBERS.replace("  资金.结转:\n    类型: 金额\n", f"  资金.结转:\n    类型: 金额\n{bound}", 1)
    made = built(numbers(tmp_path, form, NUMBERS_FILE.replace("结转: 0", "结转: -60.00")))
    found = made.errors + made.others
    assert len(found) == bool(told)
    assert all(told in message for message in found)


@pytest.mark.parametrize(("typed", "message"), [("2025年13月", "没有 13 月"), ("2025年", "不是完整的日期")])
def test_a_month_that_is_none_is_an_error(tmp_path: Path, typed: str, message: str) -> None:
    """As a day that is none is."""
    made = built(numbers(tmp_path, typed=NUMBERS_FILE.replace("2025年3月", typed)))
    assert message in (made.errors + made.others)[0]


@pytest.mark.parametrize(("pattern", "told"), [("2026年1月", 0), ("2026年1月1日", 1)])
def test_the_pattern_of_all_dates_says_whether_a_month_will_do(tmp_path: Path, pattern: str, told: int) -> None:
    """A date without a pattern of its own takes that of the form."""
    own = NUMBERS.replace('    格式: "2026年1月"\n', "")
    form = own.replace("格式:\n", f'格式:\n  日期: "{pattern}"\n', 1)
    made = built(numbers(tmp_path, form))
    assert len(made.errors + made.others) == told


CONDITIONS = """
名称: 监控表
阶段: 监控
数据:
  - targets.yaml
  - monitoring.yaml
字段:
  指标:
    类型: 指标
    文件: targets.yaml
  指标.名称:
    类型: 文本
  监控:
    类型: 对应
    对应: 指标
    文件: monitoring.yaml
  监控.可能性:
    类型: 选项
    选项: [确定能, 有可能, 不可能]
  监控.原因:
    类型: 文本
    条件:
      监控.可能性: [有可能, 不可能]
  建议:
    类型: 段落
    文件: monitoring.yaml
    条件:
      监控.可能性: [有可能, 不可能]
"""
CONDITIONS_FILES = {
    "targets.yaml": "指标:\n  - 名称: 办案\n  - 名称: 普法\n",
    "monitoring.yaml": "监控:\n  办案: 确定能\n  普法:\n    可能性: 有可能\n    原因: 讲师不够\n建议: 多请讲师。\n",
}
CONDITIONS_PAGE = "{% for 行 in 指标 %}{{ 行.名称 }}{{ 行.可能性 }}{{ 行.原因 }}{% endfor %}{{ 建议 }}"


def conditions(folder: Path, form: str = CONDITIONS, old: str = "", new: str = "") -> Path:
    """Lay a department with fields that an answer makes compulsory, one text of it replaced."""
    files = {name: text.replace(old, new, 1) if old else text for name, text in CONDITIONS_FILES.items()}
    return lay(folder, {"one/form.yaml": form, "one/document.md": CONDITIONS_PAGE}, files)


def test_an_answer_makes_other_cells_compulsory(tmp_path: Path) -> None:
    """In its own row, and outside of the list where any row has it."""
    assert built(conditions(tmp_path / "a")).errors == []
    assert built(conditions(tmp_path / "b", old="    原因: 讲师不够\n", new="")).errors == [
        "monitoring.yaml:4 “普法”的“可能性”写的是“有可能”，要写“原因”"
    ]
    assert built(conditions(tmp_path / "c", old="建议: 多请讲师。\n", new="")).errors == [
        "monitoring.yaml:4 “可能性”写的是“有可能”，要写“建议”"
    ]
    certain = "  普法: 确定能\n"
    typed = "  普法:\n    可能性: 有可能\n    原因: 讲师不够\n建议: 多请讲师。\n"
    assert built(conditions(tmp_path / "d", old=typed, new=certain)).errors == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "[有可能, 不可能]\n  建议",
            "[也许]\n  建议",
            "“监控.可能性”没有“也许”这个答案，可以写：确定能、有可能、不可能",
        ),
        (
            "监控.可能性: [有可能, 不可能]\n  建议",
            "监控.原因: [有]\n  建议",
            "“条件”要用这个表样里的一个选项、多选或是否",
        ),
        ("  监控.原因:\n    类型: 文本\n", "  监控.原因:\n    类型: 文本\n    必填: 是\n", "必填，“条件”没有用"),
    ],
)
def test_a_condition_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line."""
    assert message in refused(conditions(tmp_path, CONDITIONS.replace(old, new, 1)))[0]


FUND = """
名称: 区域自评表
阶段: 自评
主体: 资金
归属: 项目.资金
文件名: "区域自评表（{{ 资金.名称 }}）"
数据:
  - targets.yaml
  - funds/*.yaml
  - projects/*.yaml
格式:
  金额: "#,##0.00"
字段:
  资金.名称:
    类型: 文本
    文件: funds/*.yaml
  资金.情况:
    类型: 段落
  各地:
    类型: 列表
  各地.名称:
    类型: 文本
  各地.预算:
    类型: 金额
  合计.预算:
    类型: 金额
    算式: 合计(各地.预算)
取数:
  各地.名称: 项目.名称
  各地.预算: 资金投入.预算
"""
FUND_PAGE = (
    "{{ 资金.名称 }}：{% for 行 in 各地 %}{{ 行.名称 }} {{ 行.预算 }}；{% endfor %}共 {{ 合计.预算 }}。{{ 资金.情况 }}"
)
COUNTY = """
名称: 使用单位自评表
阶段: 自评
主体: 项目
文件名: "使用单位自评表（{{ 项目.名称 }}）"
数据:
  - targets.yaml
  - projects/*.yaml
字段:
  项目.名称:
    类型: 文本
    文件: projects/*.yaml
  项目.资金:
    类型: 文本
  资金投入.预算:
    类型: 金额
    文件: projects/*.yaml
"""
FUND_FILES = {
    "funds/library.yaml": "资金:\n  名称: 图书馆免费开放资金\n  情况: 合计{{ 合计.预算 }}万元。\n",
    "funds/museum.yaml": "资金:\n  名称: 博物馆资金\n  情况: 无\n",
    "projects/a.yaml": "项目:\n  名称: 甲县\n  资金: 图书馆免费开放资金\n资金投入:\n  预算: 10.00\n",
    "projects/b.yaml": "项目:\n  名称: 乙县\n  资金: 图书馆免费开放资金\n资金投入:\n  预算: 20.50\n",
    "projects/library.yaml": "项目:\n  名称: 丙县\n  资金: 博物馆资金\n资金投入:\n  预算: 7.00\n",
}


def fund(folder: Path, files: dict[str, str] = FUND_FILES, form: str = FUND) -> Path:
    """Lay a department with two funds and the projects that belong to them."""
    pages = {"fund/form.yaml": form, "fund/document.md": FUND_PAGE, "county/form.yaml": COUNTY}
    return lay(folder, {**pages, "county/document.md": "{{ 项目.名称 }}{{ 项目.资金 }}{{ 资金投入.预算 }}"}, files)


def test_a_fund_sums_up_the_projects_that_name_it(tmp_path: Path) -> None:
    """Each fund has documents of its own, though a project's file has the name of its own."""
    made = built(fund(tmp_path))
    assert made.errors == []
    assert (
        made.pages["区域自评表（图书馆免费开放资金）"]
        == "图书馆免费开放资金：甲县 10.00；乙县 20.50；共 30.50。合计30.50万元。"
    )
    assert made.pages["区域自评表（博物馆资金）"] == "博物馆资金：丙县 7.00；共 7.00。无"
    assert made.pages["使用单位自评表（丙县）"] == "丙县博物馆资金7.00"


def test_funds_are_approved_with_the_targets(tmp_path: Path) -> None:
    """A fund that is gone afterwards is told."""
    fund(tmp_path)
    folders = [f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}"]
    said = CliRunner().invoke(cli, ["approve", "2025/qinghu", *folders]).output
    assert said.endswith("approved.yaml，其中项目 3 个，其中资金 2 个\n")
    (tmp_path / "data/2025/qinghu/funds/museum.yaml").unlink()
    assert any("批复的项目 funds/museum.yaml 现在没有了" in each for each in built(tmp_path).errors)


def test_a_new_year_of_funds_begins_with_one_of_each(tmp_path: Path) -> None:
    """A file for a fund, and one for a project."""
    folders = [f"--data={tmp_path / 'data'}", f"--templates={fund(tmp_path) / 'templates'}"]
    CliRunner().invoke(cli, ["new", "2026", "liwan", "--form", "区域自评表", "--form", "county", *folders])
    made = sorted(
        path.relative_to(tmp_path / "data/2026/liwan").as_posix() for path in tmp_path.glob("data/2026/liwan/*/*.yaml")
    )
    assert made == ["funds/fund-1.yaml", "projects/project-1.yaml"]


def test_a_project_of_no_fund_is_reported(tmp_path: Path) -> None:
    """No sum would have it."""
    wrong = {**FUND_FILES, "projects/a.yaml": FUND_FILES["projects/a.yaml"].replace("免费开放", "免费开房")}
    made = built(fund(tmp_path, wrong))
    assert any(
        "没有叫“图书馆免费开房资金”的资金" in each and "是不是“图书馆免费开放资金”？" in each for each in made.errors
    )
    said = (
        CliRunner()
        .invoke(cli, ["check", "2025/qinghu", f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}"])
        .output
    )
    assert "没有叫“图书馆免费开房资金”的资金" in said
    assert "unknown-name" not in said.partition("的“说明情况”里写")[2]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("归属: 项目.资金\n", "", "要用“归属”写明项目的哪个键写着资金的名称"),
        ("  - projects/*.yaml\n", "", "“数据”先列资金的文件，再列项目的文件"),
        ("  - funds/*.yaml\n  - projects/*.yaml\n", "", "在“数据”下面加一行“- funds/*.yaml”"),
        ("主体: 资金", "主体: 部门", "主体是部门的表样不能写“归属”"),
    ],
)
def test_a_fund_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line."""
    assert any(message in each for each in refused(fund(tmp_path, form=FUND.replace(old, new, 1))))


def test_rows_that_print_no_item_are_none_when_a_document_is_read(tmp_path: Path) -> None:
    """What was built and read again gives the items alone, ticks and answers as they were typed."""
    form = (
        BLANK_ROWS.partition("    并排: 年度指标\n")[0]
        + "  中期指标.名称:\n    类型: 文本\n  中期指标.指标值:\n    类型: 指标值\n"
    )
    page = (
        "{%p for 行 in 任务 %}\n{{ 行.名称 }}\n{%p endfor %}\n| 二级指标 | 三级指标 | 指标值 |\n"
        "| {%tr for 行 in 中期指标 %} |\n| 〔合并〕{{ 行.二级.名称 }} | {{ 行.名称 }} | {{ 行.指标值 }} |\n| {%tr endfor %} |\n"
    )
    typed = (
        "任务:\n  - 名称: 普法\n中期指标:\n  产出指标:\n    数量指标:\n      - 名称: 办案\n        指标值: ≥1500件\n"
    )
    lay(tmp_path, {"one/form.yaml": form}, {"targets.yaml": typed})
    (tmp_path / "templates/one/document.docx").write_bytes(word(page))
    made = next(each.data for each in built(tmp_path).outcome.documents if each.data)
    (tmp_path / "表.docx").write_bytes(made)
    (tmp_path / "data/2025/qinghu/targets.yaml").unlink()
    folders = [f"--data={tmp_path / 'data'}", f"--templates={tmp_path / 'templates'}"]
    run = CliRunner().invoke(
        cli, ["import", str(tmp_path / "表.docx"), "2025/qinghu", "--form", "one", "--write", *folders]
    )
    assert run.exit_code == 0, run.output
    back = (tmp_path / "data/2025/qinghu/targets.yaml").read_text(encoding="utf-8")
    assert back.partition("任务:")[2].strip() == (
        typed.partition("任务:")[2].strip() + "\n    质量指标: 无\n  满意度指标:\n    服务对象满意度指标: 无"
    )


RATE = """
名称: 自评表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
格式:
  百分比: "0.00%"
字段:
  资金.预算:
    类型: 金额
    文件: actuals.yaml
  资金.执行:
    类型: 金额
  资金.执行率:
    类型: 百分比
    算式: 资金.执行 / 资金.预算
  指标:
    类型: 指标
    文件: targets.yaml
    指标表: indicators.yaml
  指标.名称:
    类型: 文本
  指标.年度指标值:
    类型: 指标值
  完成:
    类型: 对应
    对应: 指标
    文件: actuals.yaml
  完成.实际:
    类型: 指标值
  完成.偏差原因:
    类型: 文本
    必填: 否
"""
RATE_LISTED = """
指标:
  - 名称: 预算执行率
    年度指标值: 100%
    实际: = 资金.执行率
"""
RATE_FILES = {
    "targets.yaml": "指标:\n  - 名称: 预算执行率\n  - 名称: 办案\n    年度指标值: ≥5件\n",
    "actuals.yaml": "资金:\n  预算: 100\n  执行: 98.8\n完成:\n  预算执行率:\n    偏差原因: 尾款下年支付\n  办案: 6件\n",
}
RATE_PAGE = "{{ 资金.预算 }}{{ 资金.执行 }}{{ 资金.执行率 }}：{% for 行 in 指标 %}{{ 行.名称 }}{{ 行.年度指标值 }}，{{ 行.实际 }}{{ 行.偏差原因 }}；{% endfor %}"


def rate(folder: Path, old: str = "", new: str = "", listed: str = RATE_LISTED) -> Path:
    """Lay a department whose execution rate is one of the indicators, one text of its actuals replaced."""
    actuals = RATE_FILES["actuals.yaml"].replace(old, new, 1) if old else RATE_FILES["actuals.yaml"]
    pages = {"one/form.yaml": RATE, "one/document.md": RATE_PAGE, "one/indicators.yaml": listed}
    return lay(folder, pages, {**RATE_FILES, "actuals.yaml": actuals})


def test_an_execution_rate_is_an_indicator_like_any_other(tmp_path: Path) -> None:
    """Its actual is computed, judged, and never typed."""
    made = built(rate(tmp_path / "a"))
    assert made.errors == []
    assert made.pages["自评表"] == "10098.898.80%：预算执行率100%，98.80%尾款下年支付；办案≥5件，6件；"
    without = built(rate(tmp_path / "b", "  预算执行率:\n    偏差原因: 尾款下年支付\n", "")).errors
    assert [each for each in without if "没有达到目标" in each]
    assert not [each for each in without if "没有写完成情况" in each]
    typed = built(rate(tmp_path / "c", "    偏差原因", "    实际: 99%\n    偏差原因")).errors
    assert typed == ["actuals.yaml:6 “预算执行率”的“实际”由程序算，是“98.80%”，不能另写；删去这一项"]


def test_a_column_that_prints_no_key_is_refused(tmp_path: Path) -> None:
    """At the line of the list."""
    (told,) = refused(rate(tmp_path, listed=RATE_LISTED.replace("执行率\n", "执行综\n")))
    assert told == "indicators.yaml:4 “= 资金.执行综”：等号后面写这个表样里列表以外的一个键。是不是“资金.执行”？"


def test_a_form_of_the_department_takes_the_indicators_of_its_projects(tmp_path: Path) -> None:
    """Whole, with the columns of the same keys, so that all projects stand in one document."""
    project = (
        COUNTY
        + "  项目指标:\n    类型: 指标\n    文件: projects/*.yaml\n    层级:\n      产出: [数量]\n      效益: [社会]\n"
    )
    project += (
        "  项目指标.名称:\n    类型: 文本\n  项目指标.年度指标值:\n    类型: 指标值\n  项目指标.分值:\n    类型: 小数\n"
    )
    note = """
        名称: 各项目目标
        阶段: 自评
        数据:
          - targets.yaml
          - projects/*.yaml
        字段:
          各项目:
            类型: 列表
          各项目.名称:
            类型: 文本
          各项目.指标:
            类型: 指标
            层级:
              产出: [数量]
              效益: [社会]
          各项目.指标.名称:
            类型: 文本
          各项目.指标.年度指标值:
            类型: 指标值
          各项目.指标.分值:
            类型: 小数
          各项目.分值:
            类型: 小数
            算式: 合计(各项目.指标.分值)
        取数:
          各项目.名称: 项目.名称
          各项目.指标: 项目指标
    """
    page = "{% for 项 in 各项目 %}{{ 项.名称 }}{{ 项.分值 }}：{% for 行 in 项.指标 %}{{ 行.二级.名称 }}{{ 行.名称 }}{{ 行.年度指标值 }}；{% endfor %}{% endfor %}"
    rows = "项目指标:\n  效益:\n    社会:\n      - 名称: 满意度\n        年度指标值: ≥95%\n        分值: 30\n  产出:\n    数量:\n      - 名称: 场次\n        年度指标值: ≥{}场\n        分值: 70\n"
    files = {
        name: text + rows.replace("{}", str(len(name)))
        for name, text in FUND_FILES.items()
        if name.startswith("projects")
    }
    pages = {
        "county/form.yaml": project,
        "county/document.md": "{{ 项目.名称 }}",
        "note/form.yaml": note,
        "note/document.md": page,
    }
    made = built(lay(tmp_path, pages, files))
    assert made.errors == []
    assert made.pages["各项目目标"] == (
        "甲县100：数量场次≥15场；社会满意度≥95%；乙县100：数量场次≥15场；社会满意度≥95%；丙县100：数量场次≥21场；社会满意度≥95%；"
    )


def test_a_label_may_hold_what_the_table_prints_there(tmp_path: Path) -> None:
    """In messages it is some figure."""
    form = NUMBERS.replace(
        "  资金.结转:\n    类型: 金额\n", '  资金.结转:\n    类型: 金额\n    标签: "1-{{ 月份 }}月结转"\n', 1
    )
    made = built(numbers(tmp_path, form, NUMBERS_FILE.replace("  结转: 0\n", "")))
    assert made.errors == ["targets.yaml:6 “资金”下面没有写“1-几月结转（结转）”"]


def checklist(folder: Path, typed: str) -> Path:
    """Lay a department whose indicators have checklists."""
    form = FRAME.replace(
        "  评价指标.得分:\n    类型: 小数\n",
        "  评价指标.要点:\n    类型: 要点\n    必填: 否\n  评价指标.得分:\n    类型: 小数\n    算式: 评价指标.要点\n",
    )
    listed = INDICATORS.replace(
        "        分值: 10\n", "        分值: 10\n        要点: {有依据: 4, 相关: 3.5, 可行: 2.5}\n"
    )
    page = "{% for 行 in 评价指标 %}{{ 行.名称 }}{{ 行.解释 }}{{ 行.分值 }}：{{ 行.要点 }}；{{ 行.要点.勾选 }}；{{ 行.得分 }}{% endfor %}"
    scores = f"评价指标:\n  决策:\n    项目立项:\n      - 名称: 立项依据充分性\n        要点: {typed}\n"
    pages = {"frame/form.yaml": form, "frame/document.md": page, "frame/indicators.yaml": listed}
    return lay(folder, pages, {"evaluation.yaml": scores})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[有依据, 可行]", "有依据、可行；☑有依据 □相关 ☑可行；6.5"),
        ("全部", "有依据、相关、可行；☑有依据 ☑相关 ☑可行；10"),
        ("无", "；□有依据 □相关 □可行；0"),
    ],
)
def test_a_checklist_gives_the_points_of_what_is_ticked(tmp_path: Path, typed: str, shown: str) -> None:
    """Each row has the items that its form prints there."""
    made = built(checklist(tmp_path, typed))
    assert made.pages == {"绩效评价指标表": f"立项依据充分性立项是不是有依据10：{shown}"}, made.errors


def test_an_item_of_no_checklist_is_an_error(tmp_path: Path) -> None:
    """And a checklist without a list of printed rows is refused."""
    (told,) = built(checklist(tmp_path / "a", "[有依据, 合法]")).errors
    assert told.startswith("evaluation.yaml:5 “立项依据充分性”没有“合法”这个要点，可以写：有依据、相关、可行")
    lay(tmp_path / "b", {"one/form.yaml": NUMBERS + "  资金.要点:\n    类型: 要点\n"}, {})
    assert "只能是有“指标表”的一列" in refused(tmp_path / "b")[0]


def test_headings_are_numbered_below_those_above_them(tmp_path: Path) -> None:
    """From 1 below each; a heading that prints nothing has no number."""
    page = "{% for 行 in 中期指标 %}\n{{ 行.一级.序号 }}.{{ 行.二级.序号 }}{{ 行.二级.名称 }}\n\n{% endfor %}\n"
    lay(tmp_path, {"one/form.yaml": BLANK_ROWS, "one/document.md": page}, {"targets.yaml": BLANK_ROWS_FILE})
    shown = built(tmp_path).pages["申报表"].split("\n\n")
    assert list(dict.fromkeys(shown)) == ["1.1数量指标", "1.2质量指标", "2.1服务对象满意度指标"]
