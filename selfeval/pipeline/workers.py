"""Worker processes, one for each core: outcomes come in order; a killed worker is replaced and its work done again."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice

from selfeval.documents.outcome import Outcome
from selfeval.submission.folder import DepartmentYear

PARALLEL_FROM = 12
"""With fewer departments than this, starting workers costs more than they save."""

GARBAGE = 50_000
"""How many objects a worker makes before it looks for garbage: few of them refer to themselves."""

RESTARTS = 3


class WorkerLostError(Exception):
    """Report that workers died again and again; the message says in Chinese how far the work is."""


def spread(
    work: Callable[[DepartmentYear], Outcome], places: Sequence[DepartmentYear], prepare: Callable[[], object]
) -> Iterator[Outcome]:
    """Do some work on every department, and yield the outcomes in order.

    ``prepare`` is called before workers are started and loads what each of them needs.

    Raises:
        WorkerLostError: where workers died again and again.
    """
    workers = min(os.cpu_count() or 1, len(places))
    if workers < 2 or len(places) < PARALLEL_FROM:
        yield from map(work, places)
        return
    from concurrent.futures import ProcessPoolExecutor  # one department does not pay for workers
    from concurrent.futures.process import BrokenProcessPool

    prepare()
    import_module("selfeval.pipeline.department")
    gc.freeze()
    gc.set_threshold(GARBAGE)
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
    raise WorkerLostError(f"处理到 {places[done]} 前后，工作进程几次被系统中止（可能内存不够）；再运行一次会接着做")
