"""What was taken over from last year's files."""

from __future__ import annotations

from pathlib import Path

from written import written

from selfeval.evaluation.case import cases
from selfeval.evaluation.rules.text.last_year import actuals_unchanged, section_unchanged, sentence_unchanged
from selfeval.form.library import load
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

LONG = "{}年，全局办理法律援助案件566件，回访满意率95%以上，调解成功率保持在98%，没有发生一起有效投诉。"
FIVE = "".join(f"\n      - 名称: 培训第{count}期\n        年度指标值: ≥{count}场次" for count in range(2, 6))
ACTUALS = "".join(f"\n      培训第{count}期: {count + 1}场次" for count in range(2, 6))
CHANGES = (
    ("年度指标值: ≥550件", "年度指标值: ≥550件" + FIVE),
    ("办理法律援助案件: 566件", "办理法律援助案件: 566件" + ACTUALS),
)


def test_a_whole_text_with_only_the_year_changed_is_found(tmp_path: Path) -> None:
    """The year moves on, the text does not; it is found as a whole and not sentence by sentence."""
    written(tmp_path, LONG.format(2023), "2023")
    now = written(tmp_path, LONG.format(2024))
    assert [found.place.line for found in section_unchanged(now.dossier)] == [2]
    assert list(sentence_unchanged(now.dossier)) == []


def test_sentences_with_last_years_figures_are_counted(tmp_path: Path) -> None:
    """Two sentences among new ones are one finding, at the first of them."""
    old = "全年办理法律援助案件566件，办结率100%。接待群众来访1280人次，满意率95%。"
    written(tmp_path, "坚持以人民为中心。" + old, "2023")
    now = written(tmp_path, "坚持依法行政。" + old + "新建工作站3个，服务企业120家。")
    (found,) = sentence_unchanged(now.dossier)
    assert "共 2 处" in found.message
    assert found.place.column == 3 + len("坚持依法行政。")


def test_new_text_is_left_alone(tmp_path: Path) -> None:
    """Other figures make another sentence."""
    written(tmp_path, LONG.format(2023), "2023")
    now = written(tmp_path, LONG.format(2024).replace("566", "612"))
    assert list(section_unchanged(now.dossier)) == []
    assert list(sentence_unchanged(now.dossier)) == []


def test_actuals_that_are_all_last_years_are_found(tmp_path: Path) -> None:
    """One new figure among them is enough to believe the rest."""
    written(tmp_path, "略。", "2023", CHANGES)
    now = written(tmp_path, "略。", "2024", CHANGES)
    changed = written(tmp_path, "略。", "2024", (*CHANGES, ("566件", "612件")))
    assert [found.where for found in actuals_unchanged(now)] == ["指标完成.产出指标.数量指标.办理法律援助案件.实际"]
    assert list(actuals_unchanged(changed)) == []


def test_a_few_equal_actuals_say_nothing(tmp_path: Path) -> None:
    """Two indicators may well end alike."""
    written(tmp_path, "略。", "2023")
    now = written(tmp_path, "略。")
    assert list(actuals_unchanged(now)) == []


def test_what_an_office_is_for_stays_the_same(tmp_path: Path) -> None:
    """A text that says so by its label is not asked for anew every year."""
    written(tmp_path, LONG.format(2023), "2023")
    form = tmp_path / "templates/form/form.yaml"
    for year in ("2023", "2024"):
        now = written(tmp_path, LONG.format(year), year)
    text = form.read_text(encoding="utf-8")
    assert "标签: 自评结论" in text
    form.write_text(text.replace("标签: 自评结论", "标签: 部门职能概述"), encoding="utf-8")
    library = load(form.parent.parent)
    place = DepartmentYear("2024", "qinghu")
    assert list(section_unchanged(now.dossier))
    again = cases(read_department(tmp_path / "data", place, library)[0])[0]
    assert list(section_unchanged(again.dossier)) == []
