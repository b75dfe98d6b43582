"""Many departments: shares that add up, workers that may die, saves that are noticed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import ROOT
from offices import changed as replaced
from offices import office

from selfeval.documents.outcome import Outcome, Status
from selfeval.pipeline.batch import look_at, make, run, shard, skip_unchanged
from selfeval.pipeline.watch import changed_departments, snapshot, snapshot_at_rest
from selfeval.pipeline.workers import PARALLEL_FROM
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")


def year(folder: Path, departments: int) -> list[DepartmentYear]:
    """Lay a year of equal departments below a folder."""
    places = [DepartmentYear("2024", f"d{number:02}") for number in range(departments)]
    for _, department in places:
        office(folder, place=f"2024/{department}")
    return places


def test_shares_are_stable_and_together_everything() -> None:
    """Each department is in one share, whatever the others are."""
    places = [DepartmentYear("2024", f"d{number}") for number in range(500)]
    shares = [shard(places, number, 16) for number in range(1, 17)]
    assert sorted(place for share in shares for place in share) == sorted(places)
    assert all(shares)
    assert shard(places[:250], 3, 16) == [place for place in shares[2] if place in places[:250]]


def test_workers_give_what_one_process_gives(tmp_path: Path) -> None:
    """The outcomes come in order, and the documents are the same bytes as those of one process."""
    places = year(tmp_path, PARALLEL_FROM + 3)
    many = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "many")
    one = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "one")
    outcomes = list(run(many, places))
    assert [(outcome.year, outcome.department) for outcome in outcomes] == places
    assert {document.status for outcome in outcomes for document in outcome.documents} == {Status.BUILT}
    for place in places:
        done(one, place)
    made = {path.relative_to(tmp_path / "one"): path.read_bytes() for path in (tmp_path / "one").rglob("*.md")}
    assert made == {
        path.relative_to(tmp_path / "many"): path.read_bytes() for path in (tmp_path / "many").rglob("*.md")
    }


def deadly(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Make a department, but kill the worker the first time a certain one comes up."""
    mark = workspace.data / "killed"
    if place.department == "d07" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return make(workspace, place)


def deadlier(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Make a department, but kill the worker whenever a certain one comes up."""
    if place.department == "d07":
        os.kill(os.getpid(), signal.SIGKILL)
    return make(workspace, place)


def done(workspace: Workspace, place: DepartmentYear = PLACE) -> Outcome:
    """Leave a department alone where nothing changed, or make it."""
    return skip_unchanged(workspace, place) or make(workspace, place)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("told_by_workers", [False, True])
def test_a_killed_worker_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_by_workers: bool) -> None:
    """Nothing is lost, nothing is half written."""
    places = year(tmp_path, PARALLEL_FROM + 3)
    if told_by_workers:
        monkeypatch.setattr("selfeval.pipeline.batch.WORKERS_SKIP_FROM", len(places))
    outcomes = list(run(Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports"), places, deadly))
    assert (tmp_path / "data/killed").exists()
    assert [(outcome.year, outcome.department) for outcome in outcomes] == places
    assert len(list((tmp_path / "reports").rglob("*.md"))) == len(places)
    assert not list((tmp_path / "reports").rglob(".*.tmp"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_department_over_which_workers_die_stops_no_other(tmp_path: Path) -> None:
    """All others are made, the one is named, and a rerun goes on from there."""
    places = year(tmp_path, PARALLEL_FROM + 3)
    folders = (tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    first = list(run(Workspace(*folders), places, deadlier))
    assert [(outcome.year, outcome.department) for outcome in first] == places
    (problem,) = [problem for outcome in first if outcome.failed for problem in outcome.problems]
    assert problem.message == "data/2024/d07 没有做成：做到一半被系统中止，可能内存不够；关掉别的程序，再运行一次"
    made = set((tmp_path / "reports").rglob("*.md"))
    assert len(made) == len(places) - 1
    assert not list((tmp_path / "reports").rglob(".*.tmp"))
    outcomes = list(run(Workspace(*folders), places))
    skipped = {outcome.department for outcome in outcomes if outcome.skipped}
    assert set() < skipped <= {path.parent.name for path in made}  # one killed before it was marked is made again
    assert len(list((tmp_path / "reports").rglob("*.md"))) == len(places)


def looked(workspace: Workspace, place: DepartmentYear) -> str:
    """Return the text of a department's targets."""
    return (workspace.data / str(place) / "targets.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("departments", [PARALLEL_FROM - 1, PARALLEL_FROM + 3])
def test_a_look_goes_on_past_what_fails(tmp_path: Path, departments: int) -> None:
    """In one process and in several the order is kept, and the outcome of what fails is told."""
    places = year(tmp_path, departments)
    (tmp_path / "data/2024/d03/targets.yaml").unlink()
    failed: list[Outcome] = []
    found = dict(look_at(Workspace(tmp_path / "data", tmp_path / "templates"), places, looked, failed))
    assert list(found) == [place for place in places if place.department != "d03"]
    assert all("部门:" in text for text in found.values())
    assert [outcome.department for outcome in failed] == ["d03"]


def test_a_saved_file_names_its_department(tmp_path: Path) -> None:
    """New, changed and removed files count, at any depth."""
    year(tmp_path, 3)
    data = tmp_path / "data"
    before = snapshot(data)
    (data / "2024/d01/actuals.yaml").write_text("事实:\n", encoding="utf-8")
    (data / "2024/d02/narrative.yaml").unlink()
    assert changed_departments(before, snapshot(data), data) == [("2024", "d01"), ("2024", "d02")]


def test_a_save_in_several_steps_is_one_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks at a file that an editor is still writing."""
    file = tmp_path / "targets.yaml"
    file.write_text("年度: 2024\n", encoding="utf-8")
    before = snapshot(tmp_path)
    assert snapshot_at_rest(tmp_path, before) == before
    steps = iter(["", "年度:", "年度: 2024\n部门:\n"])
    file.write_text(next(steps), encoding="utf-8")

    def pause(_: float) -> None:
        text = next(steps, None)
        if text is not None:
            file.write_text(text, encoding="utf-8")

    monkeypatch.setattr("selfeval.pipeline.watch.time.sleep", pause)
    assert snapshot_at_rest(tmp_path, before)[file][1] == len("年度: 2024\n部门:\n".encode())


def test_what_cannot_be_looked_at_is_left_out(tmp_path: Path) -> None:
    """A link to itself or to nothing does not end the watching."""
    (tmp_path / "a.yaml").touch()
    for name, target in (("b.yaml", "b.yaml"), ("c.yaml", "nowhere")):
        (tmp_path / name).symlink_to(tmp_path / target)
    assert [path.name for path in snapshot(tmp_path)] == ["a.yaml"]


@contextmanager
def watching(folder: Path) -> Iterator[None]:
    """Run the real watch command over a folder's departments, from when it has begun to look."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates", "reports")]
    watcher = subprocess.Popen([sys.executable, str(ROOT / "build.py"), "watch", *folders], stdout=subprocess.PIPE)
    try:
        assert watcher.stdout is not None
        assert "正在守着" in watcher.stdout.readline().decode()
        yield
    finally:
        watcher.kill()
        watcher.wait()


def says_in_time(document: Path, text: str) -> bool:
    """Wait ten seconds at most for a document that holds a text."""
    for _ in range(200):
        if document.exists() and text in document.read_text(encoding="utf-8"):
            return True
        time.sleep(0.05)
    return False


def test_watch_rebuilds_after_a_save(tmp_path: Path) -> None:
    """The real command answers a save by building the department."""
    office(tmp_path)
    with watching(tmp_path):
        narrative = tmp_path / "data/2024/qinghu/narrative.yaml"
        narrative.write_text(narrative.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert says_in_time(tmp_path / "reports/2024/qinghu/部门绩效自评表.md", "办理法律援助案件")


def test_watch_reads_changed_forms_again(tmp_path: Path) -> None:
    """The real command answers a saved template, and then a saved form.yaml, by building with them."""
    office(tmp_path)
    made = tmp_path / "reports/2024/qinghu/部门绩效自评表.md"
    template, form = (tmp_path / "templates/form" / name for name in ("document.md", "form.yaml"))
    with watching(tmp_path):
        template.write_text(template.read_text(encoding="utf-8") + "\n以上内容属实。\n", encoding="utf-8")
        assert says_in_time(made, "以上内容属实。")
        form.write_text(form.read_text(encoding="utf-8").replace("年度绩效自评表", "年度自评表"), encoding="utf-8")
        assert says_in_time(made, "2024年度自评表")
        assert "以上内容属实。" in made.read_text(encoding="utf-8")


def test_a_draft_shows_its_gaps(tmp_path: Path) -> None:
    """What is missing is named in the draft, and nothing goes into reports/."""
    from selfeval.pipeline.department import make_drafts

    office(tmp_path, {"narrative.yaml": "自评等级: 优秀\n"})
    (made,) = make_drafts(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE, tmp_path)
    assert made.data is not None
    assert "草稿" in made.path
    assert "**【待填：自评结论】**" in made.data.decode()


def test_a_draft_marks_what_stands_for_text_never_written(tmp_path: Path) -> None:
    """A placeholder is a gap like any other; a half-written text keeps what was written."""
    from selfeval.pipeline.department import make_drafts

    narrative = (
        "自评结论: |\n  全年接待XX人次，{{ 办理法律援助案件 }}。\n自评等级: ……\n存在问题:\n  - 待填：一个问题一条\n"
    )
    figure = replaced("actuals.yaml", "办理法律援助案件: 566件", "办理法律援助案件: 待填")
    office(tmp_path, {"narrative.yaml": narrative, **figure})
    (made,) = make_drafts(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE, tmp_path)
    assert made.data is not None
    text = made.data.decode()
    assert "全年接待**【待填：自评结论】**人次，**【待填：自评结论】**。" in text
    assert "\n一是**【待填：存在问题】**\n" in text
    assert "| 办理法律援助案件 | ≥550件 | **【待填：实际完成值】** |" in text
    assert "\n**【待填：自评等级】**，" in text
    assert "……" not in text


def test_a_settled_department_is_not_read_again(tmp_path: Path) -> None:
    """Only content counts: touching a file changes nothing, one changed character or a lost document does."""
    office(tmp_path)
    job = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    narrative = tmp_path / "data/2024/qinghu/narrative.yaml"
    made = tmp_path / "reports/2024/qinghu/部门绩效自评表.md"
    assert not done(job).skipped
    narrative.touch()
    assert done(job).skipped
    narrative.write_text(narrative.read_text(encoding="utf-8").replace("覆盖面", "范围"), encoding="utf-8")
    outcome = done(job)
    assert [document.status for document in outcome.documents] == [Status.BUILT]
    made.unlink()
    assert [document.status for document in done(job).documents] == [Status.BUILT]
    (made.parent / "旧表.md").write_text("旧\n", encoding="utf-8")
    assert Status.STALE in {document.status for document in done(job).documents}


def test_last_years_figures_count_where_they_are_quoted(tmp_path: Path) -> None:
    """A text that quotes last year is made anew when last year's files change."""
    office(tmp_path, place="2023/qinghu")
    before = tmp_path / "data/2023/qinghu"
    targets = before / "targets.yaml"
    targets.write_text(targets.read_text(encoding="utf-8").replace("年度: 2024", "年度: 2023"), encoding="utf-8")
    office(
        tmp_path,
        {
            "narrative.yaml": "自评结论: |\n  上年办理{{ 上年.办理法律援助案件 }}。\n自评等级: 优秀\n存在问题:\n  - 覆盖面还不够。\n"
        },
    )
    job = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    assert not done(job).problems
    assert "上年办理566件。" in (tmp_path / "reports/2024/qinghu/部门绩效自评表.md").read_text(encoding="utf-8")
    assert done(job).skipped
    actuals = before / "actuals.yaml"
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("566件", "570件"), encoding="utf-8")
    assert [document.status for document in done(job).documents] == [Status.BUILT]


def test_growth_is_checked_against_last_years_files(tmp_path: Path) -> None:
    """A fact that names last year's figure is checked, whether or not a text speaks of last year."""
    office(tmp_path, place="2023/qinghu")
    before = tmp_path / "data/2023/qinghu"
    for name, old, new in (("targets.yaml", "年度: 2024", "年度: 2023"), ("actuals.yaml", "566件", "500件")):
        text = (before / name).read_text(encoding="utf-8")
        (before / name).write_text(text.replace(old, new), encoding="utf-8")
    office(tmp_path)
    actuals = tmp_path / "data/2024/qinghu/actuals.yaml"
    grown = "事实:\n  法律援助案件增长:\n    值: 10%\n    增长: 办理法律援助案件 / 上年.办理法律援助案件\n"
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("事实:\n", grown), encoding="utf-8")
    job = Workspace(tmp_path / "data", tmp_path / "templates")
    assert "growth-differs" in {problem.rule for problem in done(job).problems}
    actuals.write_text(actuals.read_text(encoding="utf-8").replace("10%", "13.2%"), encoding="utf-8")
    assert "growth-differs" not in {problem.rule for problem in done(job).problems}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.slow
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    """A killed build leaves nobody waiting for work."""
    code = (
        "import os, time\n"
        "from selfeval.pipeline import workers\n"
        "def work(place):\n"
        "    print(os.getpid(), flush=True)\n"
        "    time.sleep(60)\n"
        "list(workers.spread(work, list(range(40)), int, int))\n"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    worker = int(starter.stdout.readline())
    starter.kill()
    starter.wait()
    starter.stdout.close()
    deadline = time.monotonic() + 20
    while _runs(worker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _runs(worker)


def _runs(process: int) -> bool:
    """Tell whether a process still runs; one that nobody waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
