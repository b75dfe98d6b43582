"""Worker processes, one for each core: outcomes come in order; a killed worker is replaced and its work done again."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from selfeval.submission.folder import DepartmentYear

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")

PARALLEL_FROM = 12
"""With fewer departments than this, starting workers costs more than they save."""

GARBAGE = 50_000
"""How many objects a worker makes before it looks for garbage: few of them refer to themselves."""

TOGETHER = 4
"""How many departments a worker takes at once."""

ORPHANED_AFTER = 1.0
"""How many seconds a worker goes on without the process that started it."""


class Spread(Protocol):
    """Do some work on every department, and yield what it gives in order.

    ``prepare`` is called before workers are started and loads what each of them needs. ``lost`` gives what stands for
    a department over which the system stops a worker even when nothing else is being done.
    """

    def __call__(
        self,
        work: Callable[[DepartmentYear], T],
        places: Sequence[DepartmentYear],
        prepare: Callable[[], object],
        lost: Callable[[DepartmentYear], T],
    ) -> Iterator[T]:
        """Return what the work gives, department by department."""
        ...


def spread(
    work: Callable[[DepartmentYear], T],
    places: Sequence[DepartmentYear],
    prepare: Callable[[], object],
    lost: Callable[[DepartmentYear], T],
) -> Iterator[T]:
    """Do some work on every department in processes of this machine, as `Spread` says."""
    workers = min(os.cpu_count() or 1, len(places))
    if workers < 2 or len(places) < PARALLEL_FROM:
        yield from map(work, places)
        return
    from concurrent.futures.process import BrokenProcessPool  # one department does not pay for workers

    prepare()
    import_module("selfeval.pipeline.department")
    gc.freeze()
    gc.set_threshold(GARBAGE)
    done = 0
    while done < len(places):
        try:
            with _pool(workers) as pool:
                for outcome in pool.map(work, islice(places, done, None), chunksize=TOGETHER):
                    done += 1
                    yield outcome
        except BrokenProcessPool:
            for place in places[done : done + TOGETHER * (workers + 1)]:
                try:
                    with _pool(1) as pool:
                        outcome = pool.submit(work, place).result()
                except BrokenProcessPool:
                    outcome = lost(place)
                done += 1
                yield outcome


def _pool(workers: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(workers, initializer=_end_with, initargs=(os.getpid(),))


def _end_with(parent: int) -> None:
    """End this worker soon after the process that started it: a worker waits for work even where none can come.

    On Windows the wait ends by itself, and the parent's number never changes.
    """
    from threading import Thread

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(ORPHANED_AFTER)
        os._exit(1)

    Thread(target=watch, daemon=True).start()
