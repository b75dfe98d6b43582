"""What each worker of a cluster does before its first department, also one that joins later; `cluster` alone loads it."""

from __future__ import annotations

import gc
from collections import deque
from typing import TYPE_CHECKING

from distributed import WorkerPlugin

from selfeval.pipeline.workers import GARBAGE
from selfeval.pipeline.workspace import forget_forms

if TYPE_CHECKING:
    from distributed import Worker

PROFILERS = ("profile", "profile-cycle")
"""What keeps a profile of a worker's calls, a new one every second: some 100 MiB in an hour."""

SAMPLES = 60
"""How many of its latest samples of load and memory a worker keeps; two a second, of an hour some 3 MiB."""


class Node(WorkerPlugin):  # type: ignore[misc]  # mypy does not follow distributed
    """Make a worker ready for a build."""

    name = "selfeval"

    def setup(self, worker: Worker) -> None:
        """Let the forms be read anew, and stop what takes more and more memory."""
        forget_forms()
        gc.set_threshold(GARBAGE)
        for name in PROFILERS:
            profiler = worker.periodic_callbacks.pop(name, None)  # a worker that joins later has not started it yet
            if profiler:
                profiler.stop()
        for name, seen in worker.monitor.quantities.items():
            worker.monitor.quantities[name] = deque(seen, SAMPLES)
