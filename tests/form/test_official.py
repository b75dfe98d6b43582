"""The library of official forms: each is sound, and has a department in data/2025 that checks clean and is built."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from conftest import ROOT
from lxml import etree
from sampled import sampled

from selfeval.documents import check as lint
from selfeval.documents.outcome import Status
from selfeval.documents.word.package import W, members
from selfeval.evaluation.judge import misdeclared
from selfeval.form.field import Kind
from selfeval.form.library import CAREFUL, Library, load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

FORMS = sorted(path.parent.relative_to(ROOT / "templates").as_posix() for path in ROOT.glob("templates/*/*/form.yaml"))
SAMPLES = {
    home.parent.name: frozenset(re.findall(r"^  - (\w[\w-]*/[\w-]+)$", home.read_text(encoding="utf-8"), re.MULTILINE))
    for home in sorted(ROOT.glob("data/2025/*/targets.yaml"))
}
OFFICIAL = sorted(name for name, forms in SAMPLES.items() if forms)


@pytest.fixture(scope="module")
def known() -> Library:
    """Read all forms once."""
    return load(ROOT / "templates", CAREFUL)


@pytest.mark.parametrize("slug", FORMS)
def test_a_form_is_sound_and_says_where_it_comes_from(slug: str, known: Library) -> None:
    """Its declaration and its templates raise no problem; its evidence is stated; a department shows it."""
    form = {**known.forms, **known.yearly}[slug]
    assert not [found for found in known.problems if slug in (found.forms or ())]
    assert [*misdeclared(form), *known.idle_checks(form), *lint.check(form).problems] == []
    if any(slug in forms for forms in SAMPLES.values()):
        assert form.origin


@pytest.mark.parametrize("slug", FORMS)
def test_the_pages_of_a_form_are_numbered_and_repeat_the_heads_of_indicators(slug: str, known: Library) -> None:
    """The title has the script of titles; a table of indicators begins with a row that stands on each page."""
    form = {**known.forms, **known.yearly}[slug]
    package = members((form.template_folder / "document.docx").read_bytes())
    assert any(b"PAGE" in data for name, data in package.items() if name.startswith("word/footer"))
    assert "小标宋" in (package["word/document.xml"] + package["word/styles.xml"]).decode()
    listed = {".".join(path) for path, declared in form.fields.items() if declared.kind is Kind.INDICATORS}
    for table in etree.fromstring(package["word/document.xml"]).iter(f"{W}tbl"):
        first, *rows = table.iterchildren(f"{W}tr")
        loops = re.findall(r"{%tr for \w+ in (\S+) %}", "".join(node.text or "" for node in table.iter(f"{W}t")))
        if rows and listed.intersection(loops):
            assert first.find(f"{W}trPr/{W}tblHeader") is not None, loops


def _labels(table: etree._Element) -> Iterator[tuple[str, float]]:
    """Yield each printed text of a table, and how many characters of it a line of its cell holds."""
    widths = [int(each.get(f"{W}w", "0")) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    sides = [each for side in ("left", "right") for each in table.iterfind(f"{W}tblPr/{W}tblCellMar/{W}{side}")]
    margin = sum(int(each.get(f"{W}w", "0")) for each in sides) if len(sides) == 2 else 216
    for row in table.iterchildren(f"{W}tr"):
        at = 0
        for cell in row.iterchildren(f"{W}tc"):
            spans = cell.findall(f"{W}tcPr/{W}gridSpan")
            end = at + (int(spans[0].get(f"{W}val", "1")) if spans else 1)
            for paragraph in cell.iterchildren(f"{W}p"):
                text = "".join(node.text or "" for node in paragraph.iter(f"{W}t")).replace("〔合并〕", "")
                sizes = [node.get(f"{W}val", "") for node in paragraph.iter(f"{W}sz")]
                if sizes and re.fullmatch("[一-鿿]{3,12}", text) and paragraph.find(f".//{W}br") is None:
                    yield text, (sum(widths[at:end]) - margin) / (10 * int(sizes[-1]))
            at = end


@pytest.mark.parametrize("slug", FORMS)
def test_no_label_leaves_one_character_for_the_next_line(slug: str, known: Library) -> None:
    """Nor nearly does: another program breaks lines a little sooner."""
    path = known.forms[slug].template_folder / "document.docx" if slug in known.forms else Path()
    tables = etree.fromstring(members(path.read_bytes())["word/document.xml"]).iter(f"{W}tbl") if path.is_file() else ()
    left = [text for table in tables for text, room in _labels(table) if len(text) - 1 <= room + 0.05 < len(text) + 0.1]
    assert left == []


_WORD = re.compile(
    "不可能|确定|设立|资金|用途|指标|绩效|完成|情况|原因|措施|执行|预算|项目|年度|目标|建议|举措|分析|管理|主管|部门|单位"
)
"""Words of which labels are made; no line ends within one."""


@pytest.mark.parametrize("slug", FORMS)
def test_no_label_breaks_within_a_word(slug: str, known: Library) -> None:
    """A column too narrow for the label has its break where a word ends."""
    path = known.forms[slug].template_folder / "document.docx" if slug in known.forms else Path()
    tables = etree.fromstring(members(path.read_bytes())["word/document.xml"]).iter(f"{W}tbl") if path.is_file() else ()
    torn = [
        text
        for table in tables
        for text, room in _labels(table)
        for found in _WORD.finditer(text)
        for end in range(int(room + 0.05), len(text), int(room + 0.05))
        if found.start() < end < found.end()
    ]
    assert torn == []


def test_the_note_of_a_summary_stays_with_its_table() -> None:
    """Every cell of the last row keeps with what follows."""
    root = etree.fromstring(members((ROOT / "templates/year-summary/document.docx").read_bytes())["word/document.xml"])
    last = list(root.iter(f"{W}tr"))[-1]
    assert all(each.find(f"{W}pPr/{W}keepNext") is not None for each in last.iter(f"{W}p"))


def test_every_official_form_has_a_department(known: Library) -> None:
    """Forms with evidence are those of the library."""
    shown = frozenset().union(*SAMPLES.values())
    assert [slug for slug in FORMS if slug in known.forms and known.forms[slug].origin and slug not in shown] == []


@pytest.mark.parametrize("department", sampled(OFFICIAL, 3))
def test_a_sample_department_is_clean_and_its_documents_are_committed(department: str) -> None:
    """Nothing is found in it, not even a hint, and building it again changes nothing."""
    workspace = Workspace(ROOT / "data", ROOT / "templates", ROOT / "reports")
    outcome = build(workspace, DepartmentYear("2025", department))
    assert [problem.message for problem in outcome.problems] == []
    assert {document.status for document in outcome.documents} == {Status.UNCHANGED}


def _sentences_of_note(folder: Path, changes: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the sentences on self-evaluation of the note of two projects with these values."""
    shutil.copytree(ROOT / "data/2025/yuquan-museum", folder / "data/2025/yuquan-museum")
    for key, values in changes.items():
        for name, value in zip(("exhibition", "relics"), values, strict=True):
            path = folder / f"data/2025/yuquan-museum/projects/{name}.yaml"
            text = re.sub(f" {key}: .*", f" {key}: {value}", path.read_text(encoding="utf-8"))
            path.write_text(text, encoding="utf-8")
    workspace = Workspace(folder / "data", ROOT / "templates", folder / "reports")
    documents = build(workspace, DepartmentYear("2025", "yuquan-museum")).documents
    (note,) = (each.data for each in documents if each.path.endswith("预算绩效情况说明.md"))
    assert note is not None
    return [line for line in note.decode().splitlines() if "开展绩效自评" in line]


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        (("一级", "一级"), "其中一级项目2个，共涉及资金"),
        (("二级", "二级"), "其中二级项目2个，共涉及资金"),
        (("一级", "二级"), "其中一级项目1个，二级项目1个，共涉及资金"),
    ],
)
def test_a_note_on_accounts_counts_no_level_without_projects(
    levels: tuple[str, str], said: str, tmp_path: Path
) -> None:
    """A level of which there is none is not named."""
    (sentence,) = _sentences_of_note(tmp_path, {"资金性质": ("一般公共预算", "一般公共预算"), "级别": levels})
    assert said in sentence


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (
            ("一般公共预算", "政府性基金预算"),
            ["云山市玉泉区博物馆组织对2025年度一般公共预算", "组织对1个政府性基金预算"],
        ),
        (
            ("政府性基金预算", "国有资本经营预算"),
            ["云山市玉泉区博物馆2025年度组织对1个政府性", "组织对1个国有资本经营预算"],
        ),
        (("国有资本经营预算", "国有资本经营预算"), ["云山市玉泉区博物馆2025年度组织对2个国有资本经营预算"]),
    ],
)
def test_a_note_on_accounts_says_nothing_of_a_budget_without_projects(
    kinds: tuple[str, str], said: list[str], tmp_path: Path
) -> None:
    """The first sentence names department and year, whichever budget it is of."""
    begins = _sentences_of_note(tmp_path, {"资金性质": kinds})
    assert [line.startswith(begin) for line, begin in zip(begins, said, strict=True)] == [True] * len(said)
