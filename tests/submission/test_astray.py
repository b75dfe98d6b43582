"""What was not read silences what hangs on it; a file under nearly its name is named; nothing typed counts as filled."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selfeval.documents.outcome import Status
from selfeval.pipeline.batch import make
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
from selfeval.submission.folder import DepartmentYear

ROOT = Path(__file__).parent.parent.parent


def department(tmp_path: Path, place: str) -> Path:
    """Return a copy of a sample department."""
    return Path(shutil.copytree(ROOT / "data" / place, tmp_path / "data" / place))


def errors(folder: Path) -> list[Problem]:
    """Return the errors of a department."""
    workspace = Workspace(folder.parent.parent, ROOT / "templates")
    problems = check(workspace, DepartmentYear(folder.parent.name, folder.name)).problems
    return [each for each in problems if each.level is Level.ERROR]


@pytest.mark.parametrize(
    "name",
    [
        "actuals.yaml.txt",
        "actuals(1).yaml",
        "actuals - 副本.yaml",
        "actuals．yaml",
        "actuals.yaml.yaml",
        "完成情况.yaml",
    ],
)
def test_a_file_under_nearly_its_name_is_one_message(tmp_path: Path, name: str) -> None:
    """It is the missing file, named; what quotes its values waits for it."""
    folder = department(tmp_path, "2022/tianhe")
    (folder / "actuals.yaml").rename(folder / name)
    (found,) = errors(folder)
    assert (found.rule, Path(found.place.file).name) == ("missing-file", "actuals.yaml")
    assert f"“{name}”" in found.message


@pytest.mark.parametrize("inner", ["tianhe", "天河区/上报"])
def test_files_in_a_folder_too_many_are_named(tmp_path: Path, inner: str) -> None:
    """An archive unpacked into the department's folder: each file is where it should not be, and no other message."""
    folder = department(tmp_path, "2022/tianhe")
    (folder / inner).mkdir(parents=True)
    for path in folder.glob("*.yaml"):
        path.rename(folder / inner / path.name)
    found = errors(folder)
    assert {each.place.file for each in found} == {
        f"data/2022/tianhe/{name}.yaml" for name in ("targets", "actuals", "narrative")
    }
    assert all(f"把“{inner}”里面的文件都移出来，放在 data/2022/tianhe 里" in each.message for each in found)
    assert {each.related[0].file for each in found} == {
        f"data/2022/tianhe/{inner}/{name}.yaml" for name in ("targets", "actuals", "narrative")
    }


def test_one_file_in_a_folder_too_many_is_named(tmp_path: Path) -> None:
    """Also where the others are in their places; a copy in such a folder holds nothing back."""
    folder = department(tmp_path, "2022/tianhe")
    (folder / "旧稿").mkdir()
    shutil.copy(folder / "actuals.yaml", folder / "旧稿" / "actuals.yaml")
    assert errors(folder) == []
    (folder / "actuals.yaml").unlink()
    (found,) = errors(folder)
    assert (found.rule, found.place.file) == ("missing-file", "data/2022/tianhe/actuals.yaml")
    assert "“旧稿/actuals.yaml”多套了一层文件夹" in found.message


@pytest.mark.parametrize(
    ("place", "there", "astray", "said"),
    [
        (
            "2025/yanxi-elderly",
            "projects/meals.yaml",
            "meals.yaml",
            "像是 projects 文件夹里的，是的话改成 projects/meals.yaml",
        ),
        ("2025/qingan-education", "funded", "fund", "像是 funded 文件夹里的，是的话改成 funded/schools.yaml"),
    ],
)
def test_a_file_out_of_its_folder_is_told_where_it_belongs(
    tmp_path: Path, place: str, there: str, astray: str, said: str
) -> None:
    """By what stands in it: a name alone would send it where another file is."""
    folder = department(tmp_path, place)
    (folder / there).rename(folder / astray)
    found = check(Workspace(tmp_path / "data", ROOT / "templates"), DepartmentYear(*place.split("/"))).problems
    assert any(each.rule == "unknown-file" and each.message.endswith(said) for each in found)


@pytest.mark.parametrize(
    "name", ["mobile-library.yaml.txt", "mobile-library.yml", "mobile-library．yaml", "mobile-library.YAML.txt"]
)
def test_a_project_under_nearly_its_name_is_told(tmp_path: Path, name: str) -> None:
    """Nothing else would say that it is not read; and what was made of it is not called superfluous."""
    folder = department(tmp_path, "2024/qinghu-library")
    place, reports = DepartmentYear("2024", "qinghu-library"), tmp_path / "reports"
    workspace = Workspace(tmp_path / "data", ROOT / "templates", reports)
    made = {document.path for document in make(workspace, place).documents}
    (folder / "projects/mobile-library.yaml").rename(folder / "projects" / name)
    outcome = make(workspace, place)
    (found,) = (each for each in outcome.problems if each.rule == "unknown-file")
    assert found.place.file == f"data/2024/qinghu-library/projects/{name}"
    assert "是的话改成 projects/mobile-library.yaml" in found.message
    assert len(made) == len(outcome.documents) + 2
    assert not [document for document in outcome.documents if document.status is Status.STALE]


def test_a_copy_kept_beside_a_project_is_no_matter(tmp_path: Path) -> None:
    """An editor keeps one; the project itself is read."""
    folder = department(tmp_path, "2024/qinghu-library") / "projects"
    shutil.copy(folder / "mobile-library.yaml", folder / "mobile-library.yaml.bak")
    problems = check(
        Workspace(tmp_path / "data", ROOT / "templates"), DepartmentYear("2024", "qinghu-library")
    ).problems
    assert not [each for each in problems if each.rule == "unknown-file"]


def test_results_of_another_department_are_one_message(tmp_path: Path) -> None:
    """Of its indicators none was declared; what is missing of one's own is not listed one by one."""
    folder = department(tmp_path, "2025/haihe-park")
    shutil.copy(ROOT / "data/2025/fengxiang-sports/actuals.yaml", folder / "actuals.yaml")
    (found,) = (each for each in errors(folder) if each.rule in ("unknown-name", "name-differs", "missing-result"))
    assert found.message.startswith("“指标完成”里的 8 个名称没有一个是申报过的，像是别的部门或别的年度的")


@pytest.mark.parametrize(("count", "guessed"), [(3, True), (1200, False)])
def test_among_very_many_unknown_keys_nothing_is_guessed(tmp_path: Path, count: int, guessed: bool) -> None:
    """A table of another program under the name of a file is told in seconds, not compared name by name for minutes."""
    folder = department(tmp_path, "2022/tianhe")
    path = folder / "narrative.yaml"
    more = "自评等级别: 优秀\n" + "".join(f"编号{number}: 1\n" for number in range(count))
    path.write_text(path.read_text(encoding="utf-8").replace("自评等级: ", "原等级: ") + more, encoding="utf-8")
    said = [each.message for each in errors(folder) if each.rule == "unknown-key"]
    assert said
    assert any("是不是“" in message for message in said) is guessed


def test_without_targets_it_is_the_targets_that_are_missing(tmp_path: Path) -> None:
    """The forms are listed there; no other file is blamed for having no list of them."""
    folder = department(tmp_path, "2022/tianhe")
    (folder / "targets.yaml").unlink()
    (found,) = errors(folder)
    assert (found.rule, found.place.file) == ("missing-file", "data/2022/tianhe/targets.yaml")


def test_a_copy_beside_the_file_is_only_one_nobody_reads(tmp_path: Path) -> None:
    """Where the file is there, its copy holds nothing back."""
    folder = department(tmp_path, "2022/tianhe")
    shutil.copy(folder / "actuals.yaml", folder / "actuals - 副本.yaml")
    assert errors(folder) == []


@pytest.mark.parametrize("empty", ["[]", "{}", ""])
@pytest.mark.parametrize("key", ["存在问题", "改进措施"])
def test_an_empty_list_is_not_filled(tmp_path: Path, key: str, empty: str) -> None:
    """Brackets with nothing in them say no more than nothing."""
    folder = department(tmp_path, "2024/liwan")
    path = folder / "narrative.yaml"
    before, _, after = path.read_text(encoding="utf-8").partition(f"\n{key}:\n")
    rest = "".join(line for line in after.splitlines(keepends=True) if not line.startswith("  - "))
    path.write_text(f"{before}\n{key}: {empty}\n{rest}", encoding="utf-8")
    assert "missing-value" in {each.rule for each in errors(folder)}


@pytest.mark.parametrize("empty", ["  - \n", "  -\n  - ''\n"])
def test_a_list_of_forms_with_nothing_in_it_is_no_choice(tmp_path: Path, empty: str) -> None:
    """No form chosen means that nothing is made, which is said where the first was to stand."""
    folder = department(tmp_path, "2022/tianhe")
    path = folder / "targets.yaml"
    before, _, after = path.read_text(encoding="utf-8").partition("  - guangzhou-self-evaluation\n")
    path.write_text(before + empty + after, encoding="utf-8")
    (found,) = errors(folder)
    assert (found.rule, found.place.line) == ("missing-value", before.count("\n") + 1)


def test_a_line_not_read_hides_what_it_may_hold(tmp_path: Path) -> None:
    """A line without its key is one message, not a missing value too."""
    folder = department(tmp_path, "2024/qinghu-library")
    path = folder / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("年度指标值: ≥2.4万册", ": ≥2.4万册"), encoding="utf-8")
    (found,) = errors(folder)
    assert found.rule == "not-understood"
    assert "冒号前面没有写项目名称" in found.message


def test_a_heading_forgotten_is_told_once(tmp_path: Path) -> None:
    """The first of the categories below it says so, and the line comes back."""
    folder = department(tmp_path, "2024/qinghu-library")
    path = folder / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n  效益指标:\n", "\n"), encoding="utf-8")
    (found,) = errors(folder)
    assert found.rule == "missing-heading"
    assert found.fix == "  效益指标:\n    社会效益指标:"


ONE_CAUSE = [
    ("2024/qinghu-library/targets.yaml", "年度: 2024", "年度: 20 24", "not-a-year"),
    ("2024/qinghu-library/targets.yaml", "    时效指标:", "    時效指標:", "unknown-category"),
    ("2024/qinghu-library/monitoring.yaml", "    质量指标:", "    质量:", "unknown-category"),
    ("2022/tianhe/targets.yaml", "  - 名称: 推进依法行政工作纵深发展\n    ", "  - ", "missing-value"),
    ("2024/liwan/actuals.yaml", "调解涉案金额: 10106.17", "调解涉案金额: 1O106.17", "letter-in-number"),
    (
        "2024/qinghu-library/projects/mobile-library.yaml",
        "    服务对象满意度指标:\n",
        "    服务对象满意度指标:\n      - 名称: 流动服务读者满意度\n        年度指标值: ≥90%\n        实际: 95.6%\n"
        "        分值: 10\n        得分: 10\n",
        "duplicate-name",
    ),
]


@pytest.mark.parametrize(("file", "typed", "slip", "rule"), ONE_CAUSE, ids=[each[-1] for each in ONE_CAUSE])
def test_one_slip_is_one_error(tmp_path: Path, file: str, typed: str, slip: str, rule: str) -> None:
    """What only follows from it, in this file or another, is left out."""
    year, name, *_ = file.split("/")
    folder = department(tmp_path, f"{year}/{name}")
    path = tmp_path / "data" / file
    text = path.read_text(encoding="utf-8")
    assert typed in text
    path.write_text(text.replace(typed, slip, 1), encoding="utf-8")
    (found,) = errors(folder)
    assert (found.rule, Path(found.place.file).name) == (rule, path.name)


def test_keys_left_empty_are_hinted_at_once(tmp_path: Path) -> None:
    """One message a file and key, with how many there are."""
    folder = department(tmp_path, "2024/qinghu-library")
    path = folder / "projects" / "mobile-library.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("        得分: 8\n", "        得分: 8\n        偏差原因:\n"), encoding="utf-8")
    problems = check(Workspace(tmp_path / "data", ROOT / "templates"), DepartmentYear("2024", folder.name)).problems
    (found,) = [each for each in problems if each.rule == "missing-value"]
    assert (found.level, found.message.endswith("（这样的共 2 处）")) == (Level.HINT, True)


@pytest.mark.parametrize(
    ("typed", "slip", "said"),
    [
        ("    社会效益指标:", "    民生指标:", "没有“民生指标”这一类，可以写：经济效益指标、"),
        ("    社会效益指标:", "    社会指标:", "是不是“社会效益指标”？"),
        (
            "    服务对象满意度指标:\n      - 名称: 读者满意度\n        年",
            "    - 名称: 读者满意度\n      年",
            "“满意度指标”下面要先写一类，再列指标：在它下面加一行“服务对象满意度指标:”",
        ),
    ],
)
def test_a_wrong_heading_is_said_with_the_right_one(tmp_path: Path, typed: str, slip: str, said: str) -> None:
    """Only a heading that is alike is proposed; one that is left out is named where it belongs."""
    path = department(tmp_path, "2024/qinghu-library") / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    assert typed in text
    path.write_text(text.replace(typed, slip, 1), encoding="utf-8")
    (found,) = errors(path.parent)
    assert (found.rule, said in found.message) == ("unknown-category", True)
