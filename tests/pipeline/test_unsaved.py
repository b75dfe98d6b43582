"""Texts that an editor has not saved are judged in place of the files on the disk."""

from __future__ import annotations

from pathlib import Path

from offices import office
from rulepages import BASE

from selfeval.authoring.fix import mended
from selfeval.form.library import load
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import Desk

PLACE = DepartmentYear("2024", "qinghu")
TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")


def said(folder: Path, unsaved: dict[str, str]) -> list[tuple[str, str]]:
    """Return the rule and the file of every problem, with some unsaved texts."""
    texts = {name: text.encode() for name, text in unsaved.items()}
    found = check(Workspace(folder / "data", folder / "templates", desk=Desk(texts)), PLACE).problems
    return [(each.rule, each.place.file.rpartition("/")[2]) for each in found]


def test_an_unsaved_text_stands_in_for_its_file(tmp_path: Path) -> None:
    """A name changed in the unsaved targets is told where the saved result stands; without the text all is as on disk."""
    office(tmp_path)
    renamed = TARGETS.replace("办理法律援助案件", "受理法律援助案件")
    before = said(tmp_path, {})
    assert ("name-differs", "actuals.yaml") in said(tmp_path, {"2024/qinghu/targets.yaml": renamed})
    assert said(tmp_path, {}) == before


def test_a_file_not_saved_yet_counts(tmp_path: Path) -> None:
    """A file that exists only in the editor is there."""
    folder = office(tmp_path)
    (folder / "data/2024/qinghu/targets.yaml").unlink()
    assert ("missing-file", "targets.yaml") in said(tmp_path, {})
    assert ("missing-file", "targets.yaml") not in said(tmp_path, {"2024/qinghu/targets.yaml": TARGETS})


def test_the_texts_of_other_departments_change_nothing(tmp_path: Path) -> None:
    """A path counts whole: neither another department nor a file that is no YAML is read."""
    office(tmp_path)
    others = {"2024/qinghu2/targets.yaml": "年度：2024\n", "2024/qinghu/notes.txt": "年度：2024\n"}
    assert said(tmp_path, others) == said(tmp_path, {})


def test_slips_are_put_right_in_the_unsaved_text(tmp_path: Path) -> None:
    """What is typed is mended, the file stays as it is."""
    folder = office(tmp_path)
    text = TARGETS.replace("年度: 2024", "年度：2024")
    (file,) = mended(
        folder / "data", PLACE, load(folder / "templates"), Desk({"2024/qinghu/targets.yaml": text.encode()})
    )
    assert (file.typed, file.data) == (text.encode(), TARGETS.encode())
