"""What the READMEs and handbooks tell people to type, typed: it does what they say."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT
from golden import members
from rulepages import pages
from test_layers import ALLOWED
from wordfile import repacked

from selfeval import __version__
from selfeval.cli import cli, display
from selfeval.documents.outcome import Outcome
from selfeval.evaluation.rules import RULES
from selfeval.form.declaration import FIELD_WORDS, LEVELS
from selfeval.form.expression import DONE, EQUAL, FUNCTIONS
from selfeval.form.field import ROLES, Kind, Role
from selfeval.form.form import FORM_SHAPE
from selfeval.form.library import Library, load
from selfeval.pipeline.department import build, check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level
from selfeval.problem.codes import CODES
from selfeval.quantity.notation import is_day_pattern, item_mark, print_day, print_number
from selfeval.submission.folder import DepartmentYear

FRONT, GUIDE, REFERENCE, WORKSHOP, CHANGES = (
    (ROOT / name).read_text(encoding="utf-8")
    for name in ("README.md", "docs/clerk.md", "templates/README.md", "CONTRIBUTING.md", "CHANGELOG.md")
)
SHOWN = "2024/qinghu-library/projects/mobile-library.yaml"
"""The data that README.md shows beside its page."""

PLACE = DepartmentYear("2025", "qinghu")
ACTUALS, NARRATIVE = "data/2025/qinghu/actuals.yaml", "data/2025/qinghu/narrative.yaml"
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def written(page: str, folder: Path) -> dict[str, str]:
    """Write the files a page shows under a name, and return them."""
    files = dict(_FILE.findall(page))
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return files


def change(path: Path, right: str, wrong: str) -> None:
    """Put one text of a file in place of another, which must be there once."""
    text = path.read_text(encoding="utf-8")
    assert text.count(right) == 1
    path.write_text(text.replace(right, wrong), encoding="utf-8")


def said(outcome: Outcome) -> list[str]:
    """Return each problem as a person sees it."""
    return [click.unstyle("\n".join(display.problem(found, outcome.lines))) for found in outcome.problems]


def summary(outcome: Outcome) -> str:
    """Return what is printed of the documents."""
    return "\n".join(display.documents(outcome, Path("reports")))


def table(page: str, head: str) -> list[list[str]]:
    """Return the cells of the table under a heading row, without back quotes."""
    body = page.split(f"{head}\n", 1)[1].split("\n\n", 1)[0]
    rows = [line.strip("|").split(" | ") for line in body.split("\n")[1:]]
    return [[cell.strip().strip("`") for cell in row] for row in rows]


def test_the_front_page_is_short() -> None:
    """Whoever wants to know more is told where to read on."""
    assert len(FRONT) <= 6000


def test_the_front_page_shows_a_sample_and_what_is_computed_from_it() -> None:
    """The block is part of the file it names; nobody typed the sum, the rate and the points."""
    (shown,) = _YAML.findall(FRONT)
    typed = (ROOT / "data" / SHOWN).read_text(encoding="utf-8")
    assert f"](data/{SHOWN})" in FRONT
    assert shown in typed
    (made,) = (ROOT / "reports/2024/qinghu-library").glob("*流动*.md")
    for label, value in (("资金总额 ", "43.20"), ("执行率 ", "86.20%"), ("执行率的得分 ", "8.62")):
        assert label + value in FRONT
        assert value in made.read_text(encoding="utf-8")
    assert "86.20" not in typed
    assert "8.62" not in typed


@pytest.mark.parametrize(
    "page",
    [
        *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "templates/README.md"),
        *("docs/clerk.md", "docs/coordinator.md", "docs/province.md"),
    ],
)
def test_every_link_leads_somewhere(page: str) -> None:
    """To a file of the project, and to a heading that is there."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    assert found
    for link in found:
        file, _, heading = link.partition("#")
        target = (ROOT / page).parent / file if file else ROOT / page
        assert target.exists(), link
        if heading:
            lines = target.read_text(encoding="utf-8").splitlines()
            assert heading in {anchor(line) for line in lines if line.startswith("#")}, link


def anchor(line: str) -> str:
    """Return what a link to a heading says: its words, without marks."""
    return re.sub(r"[^\w -]", "", line.lstrip("#").strip().lower()).replace(" ", "-")


def test_pictures_are_small_and_shown() -> None:
    """Each is quickly loaded, and stands on a page."""
    for path in (ROOT / "docs/img").glob("*.png"):
        assert path.stat().st_size <= 200_000
        assert f"img/{path.name}" in FRONT + GUIDE


def test_the_changes_of_this_version_are_told() -> None:
    """The newest version in the list is the one the program tells."""
    newest = next(found for found in re.findall(r"^## (\S+)", CHANGES, re.MULTILINE) if found != "未发布")
    assert newest == __version__


@pytest.fixture
def walk(tmp_path: Path) -> Path:
    """Write the clerk's files and return their folder."""
    written(GUIDE, tmp_path)
    return tmp_path


def test_the_walk_begins_before_its_time(walk: Path, library: Library) -> None:
    """With the targets alone the form is not due yet, in the words shown."""
    (walk / ACTUALS).unlink()
    (walk / NARRATIVE).unlink()
    outcome = check(Workspace(walk / "data", ROOT / "templates"), PLACE)
    assert not outcome.problems
    assert summary(outcome) in GUIDE


WORD_NAME = "部门整体支出绩效自评表.docx"


def edited(made: Path, file: str, *changes: tuple[str, str]) -> None:
    """Save a document under another name, with some texts changed, each where it stands first."""
    xml = members(made.read_bytes())["word/document.xml"].decode()
    for old, new in changes:
        assert old in xml
        xml = xml.replace(old, new, 1)
    Path(file).write_bytes(repacked(made.read_bytes(), {"word/document.xml": xml.encode()}))


def lines_of(*words: str) -> list[str]:
    """Return the lines that a command prints."""
    done = CliRunner().invoke(cli, [*words, "--data=data", "--reports=reports", f"--templates={ROOT / 'templates'}"])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_what_import_says_is_as_shown(walk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form of last year with a paragraph more and a rate that was typed wrong."""
    monkeypatch.chdir(walk)
    shutil.move("data/2025", "data/2024")
    change(walk / "data/2024/qinghu/targets.yaml", "年度: 2025", "年度: 2024")
    lines_of("build", "2024/qinghu")
    more = "<w:p><w:r><w:t>填报人：张三</w:t></w:r></w:p><w:sectPr"
    edited(Path("reports/2024/qinghu") / WORD_NAME, "去年的表.docx", ("2.00%", "1.80%"), ("<w:sectPr", more))
    told = lines_of("import", "去年的表.docx", "2024/liwan")
    assert "  没放进去 1 处，写成备注，请看一看：" in told
    assert "\n".join(told) in GUIDE


def test_what_revise_says_is_as_shown(walk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure and a sentence come back; a rate that is computed and a figure that is quoted do not."""
    monkeypatch.chdir(walk)
    lines_of("build", "2025/qinghu")
    changes = [("968.50", "970.00"), ("驻点。", "驻点和宣传。"), ("98.83%", "99.00%"), ("案件566件", "案件570件")]
    edited(Path("reports/2025/qinghu") / WORD_NAME, "改过的.docx", *changes)
    told = lines_of("revise", "2025/qinghu", "改过的.docx")
    assert "没有带回来 3 处：" in told
    assert "\n".join(told) in GUIDE


def test_the_walk_ends_with_documents(walk: Path, library: Library) -> None:
    """The final files have no problem and make the documents shown, with the rates told."""
    outcome = build(Workspace(walk / "data", ROOT / "templates", walk / "reports"), PLACE)
    assert not outcome.problems
    assert summary(outcome) in GUIDE
    prose = next(document.data for document in outcome.documents if document.path.endswith(".md"))
    assert prose is not None
    for rate in ("98.83%", "2.00%"):
        assert rate in GUIDE
        assert rate in prose.decode()


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        (ACTUALS, "实际支出: 968.50", "实际支出：968.50"),
        (NARRATIVE, "案件{{ 办理法律援助案件（件） }}", "案件{{ 办理法律援助案件 }}"),
        (ACTUALS, "值班律师驻点天数（天）: 240天", "值班律师驻点天（天）: 240天"),
        (ACTUALS, "实际支出: 968.50", "实际支出: 985.00"),
    ],
    ids=["fullwidth-colon", "unknown-quote", "name-differs", "spending-over-budget"],
)
def test_a_slip_brings_the_message_shown(walk: Path, library: Library, file: str, right: str, wrong: str) -> None:
    """Each message in README and handbook is what the program says, to the caret."""
    change(walk / file, right, wrong)
    messages = said(check(Workspace(walk / "data", ROOT / "templates"), PLACE))
    assert len(messages) == 1
    assert f"\n{messages[0]}\n" in FRONT + GUIDE


def test_blanks_are_listed_as_shown(walk: Path) -> None:
    """What `fill` adds for the tasks is listed by a check as the guide shows it."""
    typed = (walk / ACTUALS).read_text(encoding="utf-8")
    (walk / ACTUALS).write_text(typed[: typed.index("任务完成:")], encoding="utf-8")
    run = CliRunner().invoke
    run(cli, ["fill", str(PLACE), f"--data={walk / 'data'}"])
    listed = run(cli, ["check", str(PLACE), f"--data={walk / 'data'}"]).stdout
    assert f"```text\n{listed.split(chr(10) * 2)[0]}\n```" in GUIDE


def test_an_explanation_as_shown_is_heard(walk: Path, library: Library) -> None:
    """The block pasted at the end of the file explains the finding."""
    change(walk / ACTUALS, "实际支出: 968.50", "实际支出: 985.00")
    block = next(text for text in _YAML.findall(GUIDE) if text.startswith("说明情况:"))
    with (walk / ACTUALS).open("a", encoding="utf-8") as file:
        file.write(block)
    (problem,) = check(Workspace(walk / "data", ROOT / "templates"), PLACE).problems
    assert problem.explained


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("办理法律援助案件（件）.数", "566"),
        ("实际支出", "968.50"),
        ("人民调解进社区.完成情况", "12 个社区都建起了调解室。"),
    ],
)
def test_quotes_print_what_the_guide_says(walk: Path, library: Library, quote: str, value: str) -> None:
    """A quote of the guide's table gives the value."""
    assert f"`{{{{ {quote} }}}}`" in GUIDE
    change(walk / NARRATIVE, "偏远社区的值班律师还不够。", f"引用得{{{{ {quote} }}}}完")
    outcome = build(Workspace(walk / "data", ROOT / "templates", walk / "reports"), PLACE)
    prose = next(document.data for document in outcome.documents if document.path.endswith(".md"))
    assert prose is not None
    assert f"引用得{value}完" in prose.decode()


@pytest.mark.parametrize(
    ("right", "wrong", "rules"),
    [
        ("99.21%", "99.21%", []),
        ("刑事法律援助案件: 246件", "刑事法律援助案件: 240件", ["parts-differ"]),
        ("值: 99.21%", "值: 98.21%", ["rate-differs"]),
    ],
)
def test_facts_as_shown_are_checked(walk: Path, library: Library, right: str, wrong: str, rules: list[str]) -> None:
    """Figures that belong together stand as shown, and a wrong one is found."""
    block = next(text for text in _YAML.findall(GUIDE) if text.startswith("事实:") and "组成" in text)
    assert block.count(right) == 1
    with (walk / ACTUALS).open("a", encoding="utf-8") as file:
        file.write(block.replace(right, wrong))
    assert [problem.rule for problem in check(Workspace(walk / "data", ROOT / "templates"), PLACE).problems] == rules


def test_the_smallest_form_makes_what_is_shown(tmp_path: Path) -> None:
    """The form copied from the reference builds Markdown without a problem."""
    files = written(REFERENCE, tmp_path)
    outcome = build(Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports"), PLACE)
    assert said(outcome) == []
    (document,) = outcome.documents
    assert document.path == "2025/qinghu/绩效简表.md"
    assert document.data is not None
    assert files["绩效简表.md"] in document.data.decode()


def test_the_purchases_are_computed_as_shown(tmp_path: Path) -> None:
    """Formulas in rows, sums of them, units, dates and scores."""
    files = written(REFERENCE, tmp_path)
    folder = tmp_path / "采购"
    shutil.copy(ROOT / "templates" / "scoring.yaml", folder / "templates")
    outcome = build(Workspace(folder / "data", folder / "templates", folder / "reports"), PLACE)
    assert said(outcome) == []
    data = outcome.documents[0].data
    assert data is not None
    assert data.decode().startswith(files["采购绩效表.md"])


def test_columns_that_follow_the_data_print_as_shown(tmp_path: Path) -> None:
    """One for each item of a list, in rows of another list, with the sums of both."""
    files = written(REFERENCE, tmp_path)
    folder = tmp_path / "分配"
    outcome = build(Workspace(folder / "data", folder / "templates", folder / "reports"), PLACE)
    assert said(outcome) == []
    data = outcome.documents[0].data
    assert data is not None
    assert data.decode().startswith(files["资金分配表.md"])


def test_levels_of_rules_shown_can_be_loaded(tmp_path: Path) -> None:
    """The part of form.yaml in the reference is taken as it stands."""
    part = next(text for text in _YAML.findall(REFERENCE) if text.startswith("规则:"))
    head = "名称: 表\n阶段: 自评\n数据:\n  - targets.yaml\n  - actuals.yaml\n  - narrative.yaml\n"
    folder = tmp_path / "templates" / "demo"
    folder.mkdir(parents=True)
    rest = "字段:\n  年度:\n    标签: 年度\n"
    (folder / "form.yaml").write_text(head + part + rest, encoding="utf-8")
    library = load(tmp_path / "templates")
    assert library.problems == ()
    assert "demo" in library.forms


def test_the_reference_knows_every_word() -> None:
    """No word of form.yaml, kind, function or level is left out."""
    words = {*FIELD_WORDS, *FORM_SHAPE.keys, *FORM_SHAPE.keys["评分"].keys, *FUNCTIONS, DONE, EQUAL, *LEVELS, *Kind}
    told = set(re.findall(r"\w+", REFERENCE))
    assert words - told == set()
    assert [row[0] for row in table(REFERENCE, "| 类型 | 填的时候写 | 印出来 |")] == list(Kind)


def test_the_reference_lists_the_roles() -> None:
    """Every role with the keys that have it without a word, as the program has them."""
    rows = table(REFERENCE, "| 作用 | 不写也有它的键 | 程序拿它做什么 |")
    others = {path: role for path, role in ROLES.items() if path != (role.value,)}
    keys = [[".".join(path) for path, known in others.items() if known is role] for role in Role]
    assert [row[:2] for row in rows] == [
        [role.value, "、".join(listed)] for role, listed in zip(Role, keys, strict=True)
    ]


def test_the_reference_lists_the_rules() -> None:
    """Code and level of every rule are the program's, its title that of its page."""
    levels = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.HINT: "提示"}
    rows = table(REFERENCE, "| 代码 | 不改是 | 管什么 |")
    assert [row[:2] for row in rows] == [[code, levels[CODES[code].level]] for code in RULES]
    titles = {page.rule: page.title for page in pages()}
    assert [row[2] for row in rows] == [titles.get(code, title) for code, _, title in rows]


def test_the_reference_prints_patterns_and_numbering_truly() -> None:
    """The printed forms in the tables are what the patterns print."""
    for pattern, printed, _ in table(REFERENCE, "| 格式 | 1234.5 印成 | 说明 |"):
        value = Decimal("98.826") if "%" in pattern else Decimal("1234.5")
        assert print_number(value, pattern.strip('"')) == printed.rpartition("）")[2]
    for pattern, printed in table(REFERENCE, "| 日期格式 | 2026 年 3 月 9 日印成 |"):
        assert is_day_pattern(pattern.strip('"'))
        assert print_day(date(2026, 3, 9), pattern.strip('"')) == printed
    for style, printed in table(REFERENCE, "| 编号 | 印出来 |"):
        assert f"{item_mark(style, 1)}……{item_mark(style, 2)}……" == printed


def test_the_rooms_told_are_those_there_are() -> None:
    """In the order of their imports, each with the rooms above it that it may not import."""
    rows = table(WORKSHOP, "| 屋子 | 只有它知道的 | 可以用上面的 |")
    assert [row[0].strip("/") for row in rows] == list(ALLOWED)
    above: list[str] = []
    for row, (room, allowed) in zip(rows, ALLOWED.items(), strict=True):
        barred = [other for other in above if other not in allowed.split()]
        assert row[2] == ("—" if not allowed else f"除 {'、'.join(barred)}" if barred else "全部")
        above.append(room)


def test_every_file_the_workshop_names_is_there() -> None:
    """But for what its recipes add."""
    named = set(
        re.findall(r"`((?:selfeval|tests|docs|templates|data|reports|bench|\.ci|\.github)/[\w./-]*)`", WORKSHOP)
    )
    added = {"docs/rules/exclamation-mark.md", "selfeval/cli/years.py"}
    assert {name for name in named if not (ROOT / name).exists()} <= added


def test_every_command_is_told_and_every_command_told_is_there() -> None:
    """A clerk's in the handbook, those for the program itself where the program is told."""
    commands = set(cli.list_commands(click.Context(cli)))
    coordinator = (ROOT / "docs/coordinator.md").read_text(encoding="utf-8")
    told = set(re.findall(r"build\.py ([a-z]+)", FRONT + GUIDE + WORKSHOP + coordinator))
    assert commands <= told <= commands | {"years"}  # the example of a recipe
    listed = {
        row[0].removeprefix("python build.py ").partition(" ")[0]
        for row in table(GUIDE.partition("## 全部命令")[2], "| 命令 | 做什么 |")
    }
    assert listed == commands - {"test", "lint"}
