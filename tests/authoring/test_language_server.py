"""With the YAML language server itself: nothing right is marked, every key is offered, what is wrong is said in Chinese."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES
from language_server import Server, yaml_server
from offices import office
from rulepages import pages

from selfeval.authoring.schema import FOLDER, schema_name
from selfeval.cli.schema import equip
from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, CONTAINERS, Kind
from selfeval.form.library import Library, load
from selfeval.form.schema import Schema, levels_of
from selfeval.problem import Level
from selfeval.problem.codes import CODES
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, branches

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Start the language server once."""
    with Server(yaml_server()) as started:
        yield started


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """Copy the samples and write their schemas."""
    data = tmp_path_factory.mktemp("samples") / "data"
    for year, department in SAMPLES:
        shutil.copytree(ROOT / "data" / year / department, data / year / department)
        assert equip(data, DepartmentYear(year, department), library)
    return data


def texts(folder: Path) -> dict[Path, str]:
    """Return the text of every YAML file in a folder."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))}


def test_no_sample_is_marked(server: Server, samples: Path) -> None:
    """Every file of every sample is as the editor would have it."""
    marks = server.marks(texts(samples))
    assert len(marks) >= 15
    assert {path.name: found for path, found in marks.items() if found} == {}


@dataclass(frozen=True)
class Cursor:
    """Hold lines that lead to where a key may be typed, and how far in it stands."""

    lines: tuple[str, ...] = ()
    column: int = 0

    def below(self, *names: str) -> Cursor:
        """Go in below keys."""
        lines, column = self.lines, self.column
        for name in names:
            lines, column = (*lines, f"{' ' * column}{name}:"), column + 2
        return Cursor(lines, column)

    def item(self, first: str) -> Cursor:
        """Begin a list item with its first key."""
        return Cursor((*self.lines, f"{' ' * self.column}- {first}: 甲"), self.column + 2)

    @property
    def text(self) -> str:
        """Return the lines above the cursor, and blanks up to it."""
        return "\n".join([*self.lines, " " * self.column])


def cursors(schema: Schema, path: KeyPath, at: Cursor, owner: Branch) -> Iterator[tuple[Cursor, set[str]]]:
    """Yield every place below a key where others may be typed, with the keys the forms use there."""
    declared = schema.slots[path].field
    at = at.below(path[-1])
    keys = [key for key in schema.children.get(path, ()) if used(schema, (*path, key))]
    if declared.kind in (Kind.LIST, Kind.INDICATORS):
        levels = levels_of(schema, path) if declared.kind is Kind.INDICATORS else {}
        if levels:
            yield at, set(levels)
            first = next(iter(levels))
            yield at.below(first), set(levels[first])
            at = at.below(first, levels[first][0])
        at = at.item(keys[0])
        yield at, set(keys[1:])
    elif declared.kind is Kind.RESULTS:
        rows = [row for row in branches(owner.get(declared.results_of[-1])) if row.title]
        if not rows:
            return
        alike = {str(row.title) for row in rows if row.levels == rows[0].levels}
        yield at.below(*rows[0].levels), alike
        at, owner = at.below(*rows[0].levels, str(rows[0].title)), rows[0]
        yield at, set(keys)
    else:
        yield at, set(keys)
    for key in keys:
        if schema.slots[(*path, key)].field.kind in CONTAINERS:
            yield from cursors(schema, (*path, key), at, owner)


def used(schema: Schema, path: KeyPath) -> bool:
    """Tell whether a form of the department uses a field, or anybody may."""
    return bool(schema.slots[path].forms) or schema.slots[path].field.annotation or path[0] in ANYWHERE


def places(base: Submission) -> Iterator[tuple[str, Cursor, set[str]]]:
    """Yield every place of a department's files where keys may be typed."""
    schema = base.schema
    for file in dict.fromkeys(file for form in schema.forms for file in form.files):
        keys = [key for key in schema.top(file) if used(schema, (key,))]
        yield file, Cursor(), set(keys)
        for key in keys:
            if schema.slots[(key,)].field.kind in CONTAINERS - {Kind.FACTS}:
                yield from ((file, at, found) for at, found in cursors(schema, (key,), Cursor(), base.tree))


def test_every_key_of_every_form_is_offered(server: Server, samples: Path, library: Library) -> None:
    """At the top, in groups, in list items, below categories and below the names of the targets."""
    asked = 0
    for year, department in SAMPLES:
        base, *_ = read_department(samples, DepartmentYear(year, department), library)
        for file, at, keys in places(base):
            asked += 1
            path = samples / year / department / file.replace("*", "new")
            up = "../" * file.count("/")
            text = f"# yaml-language-server: $schema={up}{FOLDER}/{schema_name(file)}\n{at.text}"
            assert keys <= server.completed(path, text).keys(), text
    assert asked > 100


def test_no_sample_value_and_no_foreign_word_is_offered(server: Server, samples: Path) -> None:
    """Choices are offered; figures from an example, true and null are not."""
    path = samples / "2020/caidian/targets.yaml"
    head = "# yaml-language-server: $schema=.schema/targets.json\n"
    assert server.completed(path, f"{head}部门:\n  级次: ").keys() == {"省", "市", "区", "县"}
    assert server.completed(path, f"{head}预算:\n  支出:\n    基本支出: ") == {}
    offered = server.completed(path, f"{head}预算:\n  支出:\n    ")
    assert offered == {"基本支出": "基本支出: ", "项目支出": "项目支出: "}
    assert "wuhan/self-evaluation" in server.completed(path, f"{head}表样:\n  - ")
    narrative = samples / "2020/caidian/narrative.yaml"
    assert server.completed(narrative, head.replace("targets", "narrative"))["社会效益"].startswith("社会效益: |\n")


WRONG = {
    "乱写: 1": "targets.yaml 里分行写这几项，没有别的：",
    "部门:\n  全称: 甲": "“部门”下面分行写这几项，没有别的：名称、级次",
    "部门: 某局": "“部门”下面分行写这几项，没有别的：名称、级次",
    "部门:\n  级次: 乡": "“级次”只能填：省、市、区、县",
    "预算:\n  支出:\n    基本支出: 很多": "要填数字，例 5,105.47",
    "预算:\n  收入:\n    财政拨款: 1": "“收入”在本部门选的表样里都不用，写了也印不出来",
    "年度:\n  - 2020": "“年度”后面直接写内容，不再分行",
    "年度目标: 很多目标": "“年度目标”下面要一条一条写，每条以“- ”开头",
    "年度目标:\n  - 目标一": "“年度目标”的每一条分行写这几项，没有别的：名称、内容、绩效指标",
    "年度目标:\n  - 绩效指标:\n      产出指标:\n        数量: 无": "“产出指标”下面分行写这几项，没有别的：数量指标、",
    "年度目标:\n  - 绩效指标:\n      - 名称: 甲": "下面分行写这几项，没有别的：产出指标、",
}


def test_what_is_wrong_is_said_in_chinese(server: Server, samples: Path) -> None:
    """One mark each, on its line, that names the thing and says what may stand there."""
    head = "# yaml-language-server: $schema=.schema/targets.json\n"
    folder = samples / "2020/caidian"
    opened = {folder / f"{number}.yaml": head + text for number, text in enumerate(WRONG)}
    marks = server.marks(opened)
    for number, (text, expected) in enumerate(WRONG.items()):
        (mark,) = marks[folder / f"{number}.yaml"]
        assert expected in mark, text
        line = 4 if text.startswith("预算:\n  支出") else mark.partition(" ")[0]
        assert mark.startswith(f"{line} ")


LOOSE = {
    "targets.yaml": """\
部门:
  名称: 青湖区司法局
  级次: "区 "
年度: ２０２４年度
表样: form
预算:
  支出:
    基本支出: ８００．００ 万元
    项目支出: "200"
总体目标: 2024
重点任务: 无
绩效指标:
  产出指标:
    数量指标:
      - 名称: 办理法律援助案件（件）
        年度指标值: 550
    质量 指标: 无
    时效指标: 无。
  效益指标: 无
说明情况: 无
""",
    "actuals.yaml": """\
部门:
  名称: 青湖区司法局
年度: 2024
预算执行:
  调整预算: ¥1 000.00
  实际支出: 九百九十万元
任务完成: 无
指标完成:
  产出指标:
    数量指标:
      办理法律援助案件(件): 566
事实:
  受理: 645宗
  审结:
    值: 600宗
    其中: [调解, 撤回]
  申请:
    值: 10
    组成:
      调解: 4
      撤回:
        值: 6
""",
    "narrative.yaml": """\
年度: 2024
自评结论: 全年工作完成。
自评等级: 优 秀。
填报日期: 二〇二五年一月八日
存在问题: 案件质量评估的覆盖面还不够。
说明情况:
""",
}


def test_nothing_is_marked_that_the_checker_takes(server: Server, tmp_path: Path) -> None:
    """Full width, units, spaces, 无 for lists, names written otherwise, values in short."""
    office(tmp_path, dict(LOOSE))
    known = load(tmp_path / "templates")
    assert equip(tmp_path / "data", DepartmentYear("2024", "qinghu"), known)
    base, *_ = read_department(tmp_path / "data", DepartmentYear("2024", "qinghu"), known)
    assert [problem for problem in base.problems if problem.level is Level.ERROR] == []
    found = server.marks(texts(tmp_path / "data"))
    assert {path.name: marks for path, marks in found.items()} == {name: [] for name in sorted(LOOSE)}


def test_nothing_is_marked_that_the_checker_only_doubts(server: Server, tmp_path: Path) -> None:
    """Of the rule pages with no error, no file is marked, save for fields that no form uses."""
    sections = [
        section
        for page in pages()
        for section in page.wrong
        if section.files.keys() <= LOOSE.keys() and not any(" error " in line for line in section.expected)
    ]
    for number, section in enumerate(sections):
        office(tmp_path, dict.fromkeys(section.absent), f"2024/d{number}")
        for name, content in section.files.items():
            (tmp_path / "data/2024" / f"d{number}" / name).write_bytes(content)
    known = load(tmp_path / "templates")
    opened: dict[Path, str] = {}
    for number in range(len(sections)):
        equip(tmp_path / "data", DepartmentYear("2024", f"d{number}"), known)
        base, *_ = read_department(tmp_path / "data", DepartmentYear("2024", f"d{number}"), known)
        marked = ("unused-field", *(code for code, row in CODES.items() if row.is_encoding))
        wrong = {found.place.file for found in base.problems if found.level is Level.ERROR or found.rule in marked}
        folder = tmp_path / "data/2024" / f"d{number}"
        if (folder / FOLDER).is_dir():
            opened |= {folder / file.name: file.data.decode() for file in base.files if file.shown not in wrong}
    assert len(opened) > 100
    assert {path: found for path, found in server.marks(opened).items() if found} == {}


def test_hover_names_the_indicator_it_stands_on(server: Server, samples: Path) -> None:
    """Each of several indicators that share their columns is told by its own name and target."""
    path = samples / "2022/tianhe/actuals.yaml"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    told = {}
    for name in ("开展市法治街道培育项目数量（个）", "组织开展党政主要负责人述法活动"):
        line = next(number for number, typed in enumerate(lines) if typed.strip().startswith(name))
        told[name] = server.hover(path, text, line, lines[line].index(name) + 1)
    assert all(name in said for name, said in told.items()), told
