"""Many departments: on the machine's cores, saved as they come, a stable share for each of several machines."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from selfeval.documents.outcome import MADE, Document, Outcome, Status
from selfeval.form.form import Phase
from selfeval.form.library import Library, load
from selfeval.pipeline.marks import JUDGED, data_mark, judged, judged_at, judged_mark, up_to_date

Place: TypeAlias = tuple[str, str]
"""Year and department."""

PARALLEL_FROM = 12
"""With fewer departments than this, starting workers costs more than they save."""

WORKERS_TELL_FROM = 2000
"""With fewer departments than this, telling which are settled takes less time than starting workers."""

GARBAGE = 50_000
"""How many things a worker makes before it looks for garbage: little of what it makes refers to itself."""

RESTARTS = 3
_library = lru_cache(maxsize=1)(load)


class WorkerLostError(Exception):
    """Report that workers died again and again."""


class Job(NamedTuple):
    """Say what is to be done with each department; without reports it is only checked."""

    data: Path
    templates: Path
    reports: Path | None = None
    phase: Phase | None = None
    anew: bool = False

    @property
    def library(self) -> Library:
        """Return the forms, read once in each process."""
        return _library(self.templates)

    def prepare(self) -> None:
        """Load what every worker needs: those that are forked find it there, and look for no garbage in it."""
        _library(self.templates)
        import_module("selfeval.pipeline.department")
        gc.freeze()
        gc.set_threshold(GARBAGE)

    def run(self, place: Place) -> Outcome:
        """Do all that is to be done with one department; one whose documents are settled is left alone."""
        return self.settled(place) or self.make(place)

    def settled(self, place: Place) -> Outcome | None:
        """Return the outcome of a department whose documents are all what its files make, without judging it again."""
        if self.reports is None or self.anew:
            return None
        same = up_to_date(self.data, *place, self.templates, self.reports, self.phase)
        if same is None:
            return None
        unchanged = tuple(Document(path, Status.UNCHANGED) for path in same)
        return Outcome(*place, place[1], (), unchanged, {}, skipped=True)

    def make(self, place: Place) -> Outcome:
        """Read, judge, make and save one department; the outcome no longer holds the documents' bytes."""
        from selfeval.pipeline.department import (
            build,  # where nothing changed, no rule is needed
            check,
        )

        if self.reports is None:
            return check(self.data, *place, self.library, self.phase)
        typed = data_mark(self.data, *place)
        outcome = build(self.data, *place, self.library, self.reports, self.phase, anew=self.anew)
        for document in outcome.documents:
            if document.data is not None:
                save(self.reports / document.path, document.data)
        self.remember(place, outcome, typed)
        return outcome._replace(documents=tuple(document._replace(data=None) for document in outcome.documents))

    def remember(self, place: Place, outcome: Outcome, typed: bytes) -> None:
        """Keep the mark of what was judged where every document is made; ``typed`` is that of what was read."""
        if self.reports is None:
            return
        made = [document.path for document in outcome.documents if document.status is not Status.NOT_DUE]
        whole = made and all(document.status in {*MADE, Status.NOT_DUE} for document in outcome.documents)
        if whole and not outcome.blocked:
            mark = judged_mark(typed, self.templates, outcome.forms, self.phase)
            with suppress(OSError):  # without it the department is only judged again
                save(judged_at(self.reports, *place), judged(mark, outcome.forms, self.reports, made))
                unheeded = self.reports.parent / JUDGED / ".gitignore"
                if not unheeded.exists():
                    save(unheeded, b"*\n")

    def rehearse(self, place: Place) -> None:
        """Do for one department all but save it: what that loads is there when the next one is really made."""
        from selfeval.pipeline.department import build

        if self.reports is not None:
            build(self.data, *place, self.library, self.reports, self.phase, anew=True)


def run(job: Job, places: Sequence[Place]) -> Iterator[Outcome]:
    """Yield the outcome of every department in order; what is settled of not too many is told without workers."""
    if len(places) >= WORKERS_TELL_FROM:
        yield from _spread(job.run, job, places)
        return
    told = [job.settled(place) for place in places]
    rest = [place for place, outcome in zip(places, told, strict=True) if outcome is None]
    made = _spread(job.make, job, rest)
    for outcome in told:
        yield outcome or next(made)


def _spread(work: Callable[[Place], Outcome], job: Job, places: Sequence[Place]) -> Iterator[Outcome]:
    """Do some work on every department, in order; a killed worker is replaced and its work done again."""
    workers = min(os.cpu_count() or 1, len(places))
    if workers < 2 or len(places) < PARALLEL_FROM:
        yield from map(work, places)
        return
    from concurrent.futures import ProcessPoolExecutor  # one department does not pay for workers
    from concurrent.futures.process import BrokenProcessPool

    job.prepare()
    done = 0
    for _ in range(RESTARTS):
        try:
            with ProcessPoolExecutor(workers) as pool:
                for outcome in pool.map(work, islice(places, done, None), chunksize=4):
                    done += 1
                    yield outcome
            return
        except BrokenProcessPool:
            continue
    here = "/".join(places[done])
    raise WorkerLostError(f"处理到 {here} 前后，工作进程几次被系统中止（可能内存不够）；再运行一次会接着做")


def shard(places: Sequence[Place], number: int, of: int) -> list[Place]:
    """Return a stable share of the departments: the shares of all numbers together are all departments."""
    return [place for place in places if _number(place) % of == number - 1]


def _number(place: Place) -> int:
    from hashlib import blake2b  # only for shards

    return int.from_bytes(blake2b("/".join(place).encode(), digest_size=8).digest())


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    import tempfile  # checking writes nothing

    path.parent.mkdir(parents=True, exist_ok=True)
    with _undisturbed():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.chmod(name, 0o644)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put off being told to stop: where one worker was killed the others are stopped, perhaps in the middle of a file."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
