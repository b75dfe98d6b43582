"""Eighteen changes made by hand in the documents of five forms come back exactly: these lines change, and no other byte."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from byhand import ByHand, type_over
from click.testing import CliRunner
from conftest import ROOT

from selfeval.cli import cli
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed, same
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library


class Typed(NamedTuple):
    """Hold a text of a file, and what stands for it: laid before the document is made, or expected after the change."""

    file: str
    old: str
    new: str


class Office(NamedTuple):
    """Hold where a department's files are, the form of the document, and its name."""

    place: str
    form: str
    document: str


class HandEdit(NamedTuple):
    """Hold one change: how the files were typed, what is done in Word, what was typed meanwhile, and what must come of it.

    ``told`` are the kind and the last part of the key of each conflict.
    """

    office: Office
    by_hand: Callable[[ByHand], object]
    lines: tuple[Typed, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    laid: tuple[Typed, ...] = ()
    meanwhile: tuple[Typed, ...] = ()


JUSTICE = Office("2022/tianhe", "guangzhou/self-evaluation", "部门整体支出绩效自评表.docx")
EXPLAINED = Office("2024/liwan", "guangzhou/explanation", "部门整体支出绩效自评表说明.docx")
SPORTS = Office("2025/fengxiang-sports", "shaanxi/self-evaluation", "部门整体支出绩效自评表.docx")
RELIEF = Office("2025/yunling-emergency", "mof/transfer-self-evaluation", "")
AFFAIRS = Office("2025/lancang-affairs", "yunnan/self-evaluation", "部门整体支出绩效自评表.docx")

SLOW = pytest.mark.slow
NARRATIVE, ACTUALS, TARGETS = "narrative.yaml", "actuals.yaml", "targets.yaml"
FUNDED, FUND = "funded/relief.yaml", "funds/relief.yaml"
NEW_PARAGRAPH = "此外，对调解员开展了两轮业务培训。"
RUN_TOGETHER = Typed(
    NARRATIVE,
    "  - 绩效指标的设置还需进一步完善。\n",
    '  - "绩效指标的设置还需“进一步”完善。"   # 处里提的\n',
)


NEW_ROW = {"救灾物资储备数量": "培训基层灾害信息员", "≥5200件": "≥120人", "5360件": "126人"}
"""What a new row says in the place of each text of the row above."""

EDITS = [
    pytest.param(
        HandEdit(
            SPORTS,
            lambda hand: type_over(hand.cell("309.20"), "309.70"),
            (Typed(ACTUALS, "309.20 #", "309.70 #"),),
            told=(
                ("computed", "执行总额"),
                ("computed", "执行财政拨款"),
                ("computed", "执行总额"),
                ("computed", "总得分"),
            ),
            laid=(Typed(ACTUALS, "执行财政拨款: 309.20\n", "执行财政拨款: 309.20 # 12月对过账，不含利息\n"),),
        ),
        marks=SLOW,
        id="an amount with a comment on its line",
    ),
    pytest.param(
        HandEdit(
            EXPLAINED,
            lambda hand: hand.replace("化解涉外纠纷案件7宗", "化解涉外纠纷案件9宗"),
            (Typed(NARRATIVE, "化解涉外纠纷案件7宗", "化解涉外纠纷案件9宗"),),
        ),
        marks=SLOW,
        id="a sentence without quotes",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: hand.replace("比目标少3户", "比目标少3户，都在建设中"),
            (Typed(FUNDED, "比目标少3户", "比目标少3户，都在建设中"),),
        ),
        marks=SLOW,
        id="literal text beside a quote",
    ),
    pytest.param(
        HandEdit(
            JUSTICE,
            lambda hand: hand.add_paragraph("调解服务更加专业", NEW_PARAGRAPH),
            (Typed(NARRATIVE, "数量有所减少。\n", f"数量有所减少。\n  {NEW_PARAGRAPH}\n"),),
        ),
        marks=SLOW,
        id="a paragraph added",
    ),
    pytest.param(
        HandEdit(
            EXPLAINED,
            lambda hand: hand.add_paragraph("绩效评价成果的运用还需加强", "三是培训还不够。"),
            (Typed(NARRATIVE, "运用还需加强。\n", "运用还需加强。\n  - 培训还不够。\n"),),
        ),
        id="a point added",
    ),
    pytest.param(
        HandEdit(
            EXPLAINED,
            lambda hand: hand.replace("设置还需“进一步”完善", "设置还需“逐步”完善"),
            (Typed(NARRATIVE, "“进一步”", "“逐步”"),),
            laid=(RUN_TOGETHER,),
        ),
        marks=SLOW,
        id="a point in double quotes",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: hand.track(hand.cell("18天"), "18天", "17天"),
            (Typed(FUNDED, "救灾资金下达时间: 18天", "救灾资金下达时间: 17天"),),
        ),
        marks=SLOW,
        id="a value with revision marks",
    ),
    pytest.param(HandEdit(AFFAIRS, lambda hand: None), marks=SLOW, id="nothing changed"),
    pytest.param(
        HandEdit(AFFAIRS, lambda hand: type_over(hand.cell("实际完成值"), "全年实际值"), told=(("fixed-text", ""),)),
        marks=SLOW,
        id="a head of the table renamed",
    ),
    pytest.param(
        HandEdit(SPORTS, lambda hand: _delete_row(hand, "青少年训练"), told=(("gone", "青少年训练"),)),
        marks=SLOW,
        id="a row deleted",
    ),
    pytest.param(
        HandEdit(
            JUSTICE,
            lambda hand: hand.replace("2022年度广州市天河区司法局", "2022年度广州市天河区法治局"),
            told=(("differs-within", "名称"),),
        ),
        marks=SLOW,
        id="the department's name changed in one of its places",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: hand.replace("完成重建83户", "完成重建84户"),
            told=(("quoted", "资金目标完成情况"),),
        ),
        marks=SLOW,
        id="a quoted figure changed",
    ),
    pytest.param(
        HandEdit(AFFAIRS, lambda hand: type_over(hand.cell("98.85%"), "98.90%"), told=(("computed", "执行率"),)),
        marks=SLOW,
        id="a computed rate changed",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: _rebuilt(hand),
            (Typed(FUNDED, "实际: 83户", "实际: 84户"),),
        ),
        id="a quoted figure changed together with its source",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: hand.add_row("救灾物资储备数量", lambda text: NEW_ROW.get(text, "")),
            (
                Typed(
                    FUND,
                    "        年度指标值: ≥5200件\n",
                    "        年度指标值: ≥5200件\n      - 名称: 培训基层灾害信息员\n        年度指标值: ≥120人\n",
                ),
                Typed(
                    FUNDED,
                    "救灾物资储备数量: 5360件\n",
                    "救灾物资储备数量: 5360件\n      培训基层灾害信息员: 126人\n",
                ),
            ),
        ),
        id="an indicator added",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: type_over(hand.cell("恢复重建倒损房屋户数"), "恢复重建倒损住房户数"),
            (
                Typed(FUND, "名称: 恢复重建倒损房屋户数", "名称: 恢复重建倒损住房户数"),
                Typed(FUNDED, "      恢复重建倒损房屋户数:", "      恢复重建倒损住房户数:"),
                Typed(FUNDED, "{{ 恢复重建倒损房屋户数 }}", "{{ 恢复重建倒损住房户数 }}"),
            ),
        ),
        id="an indicator renamed in two files and where it is quoted",
    ),
    pytest.param(
        HandEdit(
            RELIEF,
            lambda hand: type_over(hand.beside("5360件"), "年底又补了160件"),
            (
                Typed(
                    FUNDED,
                    "      救灾物资储备数量: 5360件\n",
                    "      救灾物资储备数量:\n        实际: 5360件\n        偏差原因: 年底又补了160件\n",
                ),
            ),
        ),
        marks=SLOW,
        id="a reason under a value that was typed on one line",
    ),
    pytest.param(
        HandEdit(
            SPORTS,
            lambda hand: type_over(hand.cell("458.30"), "458.40"),
            told=(("changed-twice", "执行财政拨款"),),
            meanwhile=(Typed(ACTUALS, "执行财政拨款: 458.30", "执行财政拨款: 458.00"),),
        ),
        id="an amount changed in the file meanwhile",
    ),
]


def _rebuilt(hand: ByHand) -> None:
    hand.replace("完成重建83户", "完成重建84户")
    type_over(hand.cell("83户"), "84户")


def _delete_row(hand: ByHand, text: str) -> None:
    row = hand.row(text)
    table = row.getparent()
    assert table is not None
    table.remove(row)


def _replaced(files: dict[str, str], changes: tuple[Typed, ...]) -> dict[str, str]:
    """Return the texts of files with some replaced, each of which is there once."""
    made = dict(files)
    for change in changes:
        assert made[change.file].count(change.old) == 1, change
        made[change.file] = made[change.file].replace(change.old, change.new)
    return made


def _typed(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*.yaml"))
        if ".schema" not in path.parts
    }


def _lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done.stdout


def _document(office: Office, desk: Path) -> Path:
    """Return the document of a department as it was built."""
    _run("build", office.place, f"--data={desk / 'data'}", f"--reports={desk / 'reports'}")
    folder = desk / "reports" / office.place
    (found,) = [path for path in folder.glob("*.docx") if path.name == (office.document or path.name)][-1:]
    return found


def _read(path: Path, office: Office, library: Library) -> DocumentReading:
    return read_by_form(read_word(path.read_bytes()), library.forms[office.form], labels_of(library.forms.values()))


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_by_hand_comes_back_exactly(edit: HandEdit, library: Library, tmp_path: Path) -> None:
    """These texts of the files change and no other byte; what is not brought back is named; built anew, it says the same."""
    office, home = edit.office, tmp_path / "data" / edit.office.place
    shutil.copytree(ROOT / "data" / office.place, home)
    _lay(home, _replaced(_typed(home), edit.laid))
    hand = ByHand(_document(office, tmp_path).read_bytes())
    edit.by_hand(hand)
    edited = tmp_path / "改过的.docx"
    edited.write_bytes(hand.saved())
    _lay(home, _replaced(_typed(home), edit.meanwhile))
    before = _typed(home)
    folders = (f"--data={tmp_path / 'data'}", f"--reports={tmp_path / 'reports'}")
    done = json.loads(_run("revise", office.place, str(edited), "--write", "--format", "json", *folders))
    told = [(each["kind"], each["key"].rpartition(".")[2]) for each in done["conflicts"]]
    assert sorted(told) == sorted(edit.told), done["conflicts"]
    assert _typed(home) == _replaced(before, edit.lines)
    edited_words = _read(edited, office, library)
    built = dict(keyed(_read(_document(office, tmp_path), office, library).entry))
    open_keys = {each["key"] for each in done["conflicts"]}
    for key, value in keyed(edited_words.entry):
        is_open = bool(edit.meanwhile) or any(key == name or key.startswith(f"{name}.") for name in open_keys if name)
        assert is_open or same(value, built[key]), key


def test_each_change_is_of_its_own_kind() -> None:
    """There are eighteen, over the documents of five forms."""
    edits = [parameter.values[0] for parameter in EDITS]
    assert len(edits) == 18
    assert len({edit.office.form for edit in edits if isinstance(edit, HandEdit)}) == 5
