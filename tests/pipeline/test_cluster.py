"""A year on a Dask cluster of two worker processes: the same bytes as on one machine, also when workers are killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from conftest import ROOT
from offices import office

from selfeval.documents.outcome import Outcome, Status
from selfeval.pipeline.batch import Made, make_unsaved, run, run_away
from selfeval.pipeline.cluster import Cluster, ClusterError
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

T = TypeVar("T")
SEARCHED = os.pathsep.join(str(ROOT / folder) for folder in ("tests", "tests/support", "tests/pipeline"))
ONE_DEATH = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "PYTHONPATH": SEARCHED}
"""So that a portion of work is given up with the first worker that dies over it."""


@contextmanager
def started(module: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program of Dask in the project's folder, as docs/province.md says, and end it at last."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **ONE_DEATH}, stdout=quiet, stderr=quiet) as process:
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def cluster(*options: str) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers; give its address and their processes."""
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    with ExitStack() as stack:
        stack.enter_context(started("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"))
        workers = [
            stack.enter_context(started("dask_worker", address, "--nthreads", "1", "--no-dashboard", *options))
            for _ in range(2)
        ]
        yield address, workers


def year(folder: Path, departments: int) -> list[DepartmentYear]:
    """Lay a year of equal departments below a folder."""
    places = [DepartmentYear("2024", f"d{number:02}") for number in range(departments)]
    for _, department in places:
        office(folder, place=f"2024/{department}")
    return places


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every document below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def deadly(workspace: Workspace, place: DepartmentYear) -> Made:
    """Make a department, but kill the worker whenever a certain one comes up."""
    if place.department == "d05":
        os.kill(os.getpid(), signal.SIGKILL)
    return make_unsaved(workspace, place)


def kept(dask_worker: Any) -> list[str]:
    """Return the names of what keeps a profile in a worker, or more than a minute's samples of its load."""
    callbacks, samples = dask_worker.periodic_callbacks, dask_worker.monitor.quantities
    profilers = [name for name in ("profile", "profile-cycle") if name in callbacks and callbacks[name].is_running()]
    return [*profilers, *(name for name, seen in samples.items() if seen.maxlen != 60)]


def nobody(place: DepartmentYear) -> Outcome:
    """Return an outcome without anything in it."""
    return Outcome(*place, place.department, (), (), {})


@pytest.mark.slow
def test_a_killed_workers_departments_are_done_by_others(tmp_path: Path) -> None:
    """Nothing is lost, the outcomes come in order, the bytes are those of one machine, and a rerun skips all."""
    places = year(tmp_path, 100)
    away, here = (Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / name) for name in ("away", "here"))
    with cluster("--no-nanny") as (address, workers):
        outcomes: list[Outcome] = []
        for outcome in run_away(away, places, Cluster(address, away).spread):
            if not outcomes:
                workers[0].kill()
            outcomes.append(outcome)
        assert workers[0].wait(10) == -signal.SIGKILL
    assert [(outcome.year, outcome.department) for outcome in outcomes] == places
    assert {document.status for outcome in outcomes for document in outcome.documents} == {Status.BUILT}
    assert all(document.data is None for outcome in outcomes for document in outcome.documents)
    list(run(here, places))
    assert bytes_below(tmp_path / "away") == bytes_below(tmp_path / "here")
    assert all(outcome.skipped for outcome in run(away, places))


@pytest.mark.slow
def test_a_department_over_which_workers_die_stops_no_other(tmp_path: Path) -> None:
    """All others of its portion are done one by one, and the one is named."""
    places = year(tmp_path, 8)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    with cluster() as (address, _):
        spread = Cluster(address, workspace).spread
        made = list(spread(partial(deadly, workspace), places, int, lambda place: Made(nobody(place), b"")))
    assert [(one.outcome.year, one.outcome.department) for one in made] == places
    assert [one.outcome.department for one in made if not one.typed] == ["d05"]


@pytest.mark.slow
def test_build_tells_how_far_it_is_and_what_is_wrong(tmp_path: Path) -> None:
    """The command prints its progress and makes the documents; a scheduler that is gone is named."""
    year(tmp_path, 24)
    options = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    with cluster("--no-nanny") as (address, _):
        command = [sys.executable, "build.py", "build", "2024", "--cluster", address, *options]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "20/24 个部门，0 个有错误" in done.stderr
    assert done.stdout.rstrip().endswith("生成 24 份文档。")
    assert "distributed" not in done.stderr
    missing = subprocess.run([*command, "--force"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert missing.returncode == 2
    assert f"{address} 没有应答" in missing.stderr


@pytest.mark.slow
def test_a_worker_keeps_no_profile_of_its_calls(tmp_path: Path) -> None:
    """It would take some hundred MiB in an hour; a worker that joins later keeps none either."""
    places = year(tmp_path, 2)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    with cluster("--no-nanny") as (address, _):
        assert all(not outcome.failed for outcome in run_away(workspace, places, Cluster(address, workspace).spread))
        with started("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"):
            from distributed import Client  # skipped above where it is not there

            with Client(address, set_as_default=False) as client:
                client.wait_for_workers(3, timeout=60)
                assert list(client.run(kept).values()) == [[], [], []]


@pytest.mark.slow
def test_a_worker_without_the_folders_is_named(tmp_path: Path) -> None:
    """Where a worker does not see the data, nothing is made of nothing."""
    places = year(tmp_path, 2)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    elsewhere = Workspace(tmp_path / "no-data", tmp_path / "templates", tmp_path / "reports")
    with cluster("--no-nanny") as (address, _), pytest.raises(ClusterError, match="数据文件夹和这里的不一样"):
        list(run_away(workspace, places, Cluster(address, elsewhere).spread))


def test_what_a_cluster_needs_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package that is not installed, before anything is done."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    places = year(tmp_path, 1)
    with pytest.raises(ClusterError, match="pip install distributed"):
        list(run_away(workspace, places, Cluster("tcp://127.0.0.1:1", workspace).spread))


def test_what_was_made_of_other_files_is_not_saved(tmp_path: Path) -> None:
    """A worker whose copy of a department differs makes a document that nobody here has checked."""
    places = year(tmp_path, 2)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")

    def spread(
        work: Callable[[DepartmentYear], T],
        places: Sequence[DepartmentYear],
        prepare: Callable[[], object],
        lost: Callable[[DepartmentYear], T],
    ) -> Iterator[T]:
        for place in places:
            made = work(place)
            if place.department == "d01":
                (workspace.data / str(place) / "narrative.yaml").write_text("自评等级: 优秀\n", encoding="utf-8")
            yield made

    first, second = run_away(workspace, places, spread)
    assert not first.failed
    assert [problem.message for problem in second.problems] == [
        "data/2024/d01 没有存：计算节点读到的文件和这里的不一样，或者刚才有人改过；再运行一次"
    ]
    assert [path.name for path in (tmp_path / "reports" / "2024").iterdir()] == ["d00"]
