"""Places as people type them: with Tab, on Windows, by the name of the department, without the year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from archive import ROOT, over
from click.testing import CliRunner
from commandline import run
from offices import changed, office

from selfeval.cli import cli
from selfeval.cli.places import departments_meant, place_in, year_meant
from selfeval.cli.trouble import Trouble
from selfeval.history import record

NAME = "云山市红岭区民政局"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return data of two departments in 2024, and of one of them in 2025, where only targets are laid out."""
    named = changed("targets.yaml", "名称: 青湖区司法局", f"名称: {NAME}")
    office(tmp_path, place="2024/qinghu")
    office(tmp_path, named, "2024/minzheng")
    office(tmp_path, {**named, "actuals.yaml": None, "narrative.yaml": None}, "2025/minzheng")
    return tmp_path / "data"


@pytest.mark.parametrize(
    "typed",
    [
        "2024/minzheng",
        "2024/minzheng/",
        "./data/2024/minzheng",
        r"2024\minzheng",
        ".\\data\\2024\\minzheng\\",
        "data/2024/minzheng/targets.yaml",
        "reports/2024/minzheng",
        "２０２４／minzheng",
        "2024年/minzheng",
        "2024/MinZheng",
        f"2024/{NAME}",
        f" “2024/{NAME}” ",
        "minzheng",
        "minzheng/2024",
        NAME,
    ],
)
def test_one_department_typed_in_many_ways(data: Path, typed: str) -> None:
    """Tab, Windows, full width, the name; without the year it is that of the year in collection."""
    assert str(place_in(data, typed)) == "2024/minzheng"


def test_a_path_from_the_top_of_the_disk(data: Path) -> None:
    """An absolute path is what a file manager copies."""
    assert str(place_in(data, str(data / "2024/minzheng"))) == "2024/minzheng"
    assert [str(place) for place in departments_meant(data, f"{data}/2024")] == ["2024/minzheng", "2024/qinghu"]
    assert len(departments_meant(data, "./data/")) == 3


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024/minzhen", "是不是 2024/minzheng？"),
        ("2024/民政局", "是不是 2024/minzheng？"),
        ("民政局", "是不是 2024/minzheng？"),
        ("2024/另一个", "data/2024 里没有“另一个”。现有：2024/minzheng、2024/qinghu"),
        ("2019/minzheng", "data 里没有 2019 年的部门。现有的年度：2024、2025"),
        ("2024", "“2024”要写成 年度/部门，例如 2024/liwan"),
        ("去年的表.docx", "“去年的表.docx”是一个文件；这里要写 年度/部门"),
        ("2024/minzheng/报表.xlsx", "是一个文件；这里要写 年度/部门"),
        ("2024/a/b/c", "“2024/a/b/c”要写成 年度/部门，例如 2024/liwan"),
    ],
)
def test_what_is_not_there_is_answered_with_one_candidate(data: Path, typed: str, said: str) -> None:
    """Never with the whole district where one may be meant."""
    with pytest.raises(Trouble) as raised:
        place_in(data, typed)
    assert said in raised.value.message


def test_two_departments_of_one_name(data: Path, tmp_path: Path) -> None:
    """The name does not say which; the folder does."""
    office(tmp_path, changed("targets.yaml", "名称: 青湖区司法局", f"名称: {NAME}"), "2024/copy")
    with pytest.raises(Trouble) as raised:
        place_in(data, f"2024/{NAME}")
    assert "有 2 个：2024/copy、2024/minzheng；写文件夹名" in raised.value.message


def test_the_year_in_collection(data: Path, tmp_path: Path) -> None:
    """A year of which only targets are laid out waits until the one before is final everywhere."""
    assert year_meant(data, "") == "2024"
    final = record.written([record.Record("2025-03-01", record.State.FINAL, "0" * 32)])
    (data / "2024/minzheng" / record.NAME).write_bytes(final)
    assert year_meant(data, "") == "2024"
    (data / "2024/qinghu" / record.NAME).write_bytes(final)
    assert year_meant(data, "") == "2025"
    office(tmp_path, place="2025/qinghu")
    assert year_meant(data, "") == "2025"
    done = over(tmp_path, "status")
    assert "2025" in done.stdout
    assert done.stderr == ""


def test_it_is_said_which_year_is_looked_at(data: Path, tmp_path: Path) -> None:
    """Where a later one is there, and only then."""
    assert over(tmp_path, "status").stderr.startswith("看的是 2024 年，正在收的一年；要看 2025 年，")
    assert over(tmp_path, "status", "2024").stderr == ""


def test_a_part_of_several_names_lists_these(data: Path, tmp_path: Path) -> None:
    """Not one of them, as if it were meant, nor the whole district."""
    office(tmp_path, changed("targets.yaml", "名称: 青湖区司法局", "名称: 云山市青湖区民政局"), "2024/qh")
    with pytest.raises(Trouble) as raised:
        place_in(data, "2024/民政局")
    assert f"有 2 个：2024/minzheng（{NAME}）、2024/qh（云山市青湖区民政局）" in raised.value.message


def test_a_year_laid_out_with_projects_waits_too(tmp_path: Path) -> None:
    """Its projects' files have blanks from the start; nobody is behind with a phase for which nothing else is there."""
    for year in ("2024", "2025"):
        shutil.copytree(ROOT / "data/2024/qinghu-library", tmp_path / "data" / year / "qinghu-library")
    shutil.copytree(ROOT / "data/2024/liwan", tmp_path / "data/2025/liwan")
    for name in ("actuals.yaml", "narrative.yaml"):
        (tmp_path / "data/2025/liwan" / name).unlink()
    (tmp_path / "data/2025/qinghu-library/monitoring.yaml").unlink()
    projects = sorted((tmp_path / "data/2025/qinghu-library/projects").iterdir())
    for path in projects:
        laid_out = (
            path.read_text(encoding="utf-8").replace("财政拨款: 34.00", "财政拨款: 待填").replace("40.00", "待填")
        )
        path.write_text(f"# 把“待填”改成内容\n{laid_out}", encoding="utf-8")
    assert year_meant(tmp_path / "data", "") == "2024"
    status = ["status", "2025", f"--data={tmp_path / 'data'}", f"--templates={ROOT / 'templates'}"]
    assert "自评还没有开始" not in CliRunner().invoke(cli, status).stdout
    for path in projects:
        path.write_text(path.read_text("utf-8").replace("财政拨款: 待填", "财政拨款: 36.00"), encoding="utf-8")
    assert year_meant(tmp_path / "data", "") == "2025"
    assert "自评还没有开始" in CliRunner().invoke(cli, status).stdout


def test_the_next_command_is_told_with_the_folders_that_were_typed(tmp_path: Path) -> None:
    """Else it would look for the department where it is not."""
    office(tmp_path, changed("targets.yaml", "年度指标值: ≥550件", "年度指标值: 待填"))
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates")]
    said = run("approve", "2024/qinghu", *folders).stderr.decode()
    _, _, command = said.strip().splitlines()[-1].partition("python build.py ")
    assert command == f"check 2024/qinghu --data {tmp_path / 'data'} --templates {tmp_path / 'templates'}"
    assert run(*command.split()).returncode == 1
