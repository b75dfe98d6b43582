"""Workers of a Dask cluster: the same seam as `workers`, on as many machines as have joined.

Every worker runs the same program and reads the same folders at the same paths. It hands back what it made; only the
caller writes, so that a killed worker leaves nothing half done. What it had taken others do again.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from selfeval.pipeline.workers import TOGETHER
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

if TYPE_CHECKING:
    from distributed import Client, Future

T = TypeVar("T")
Portion: TypeAlias = tuple[DepartmentYear, ...]

CONNECT = 20.0
"""For how many seconds the scheduler and a first worker are waited for."""

PATIENCE = 60.0
"""For how many seconds new workers are waited for when all are gone."""

_LOOK = 5.0
"""After how many seconds of waiting it is asked whether there is still any worker."""

_NOT_RUN = "计算节点上运行不了这个程序：在项目文件夹里、用同一个 .venv 启动它们（见 docs/province.md）"

_TALKING = ("distributed", "distributed.client")
"""Who would tell a clerk in English what goes on in the cluster; both have a level of their own."""

_AHEAD = 4
"""How many portions are handed out for each thread of the workers, before the first of them is back."""


class ClusterError(Exception):
    """Say, in the words of who started it, why a cluster cannot do the work."""


@dataclass(frozen=True)
class Cluster:
    """Name a cluster by the address of its scheduler (``tcp://10.0.0.1:8786``), and the workspace it works in."""

    address: str
    workspace: Workspace

    def spread(
        self,
        work: Callable[[DepartmentYear], T],
        places: Sequence[DepartmentYear],
        prepare: Callable[[], object],
        lost: Callable[[DepartmentYear], T],
    ) -> Iterator[T]:
        """Do some work on every department as `workers.Spread` says; each worker prepares itself.

        Raises:
            ClusterError: where the cluster cannot be reached, ends, or has other files than the workspace.
        """
        if not places:
            return
        with _connected(self.address) as client:
            do = partial(_do, work, self.workspace, self.workspace.shelf.mark(()))
            portions = (tuple(places[at : at + TOGETHER]) for at in range(0, len(places), TOGETHER))
            out: deque[tuple[Portion, Future]] = deque()
            while True:
                for portion in islice(portions, max(_AHEAD * _threads(client) - len(out), 1)):
                    out.append((portion, client.submit(do, portion, pure=False)))
                if not out:
                    return
                portion, future = out.popleft()
                found: list[T] | None = _result(client, future)
                yield from _one_by_one(client, do, portion, lost) if found is None else found


def _one_by_one(
    client: Client, do: Callable[[Portion], list[T]], portion: Portion, lost: Callable[[DepartmentYear], T]
) -> Iterator[T]:
    """Do each department of a portion over which workers died by itself; over one of them they may die again."""
    for place in portion:
        found: list[T] | None = _result(client, client.submit(do, (place,), pure=False))
        yield from [lost(place)] if found is None else found


def _do(work: Callable[[DepartmentYear], T], workspace: Workspace, mark: bytes, portion: Portion) -> list[T]:
    """Do the work of a portion, in a worker.

    Raises:
        ClusterError: where the worker has another program, other forms or no data.
    """
    try:
        same = workspace.data.is_dir() and workspace.shelf.mark(()) == mark
    except OSError:
        same = False
    if not same:
        raise ClusterError(
            "计算节点上的程序、表样或数据文件夹和这里的不一样：让它们用同一个共享文件夹，路径也相同；升级以后重新启动它们"
        )
    return [work(place) for place in portion]


def _result(client: Client, future: Future) -> list[T] | None:
    """Wait for what a worker hands back; None where workers died over it again and again.

    Raises:
        ClusterError: where the scheduler or all workers are gone, or a worker cannot run the program.
    """
    from distributed import CancelledError, KilledWorker

    alone = 0.0
    while True:
        try:
            found: list[T] = future.result(timeout=_LOOK)
        except TimeoutError:
            alone = 0.0 if _threads(client) else alone + _LOOK
            if alone >= PATIENCE:
                raise ClusterError("计算节点都不在了；做好的已经存下，启动计算节点再运行一次，会接着做") from None
        except KilledWorker:
            return None
        except (CancelledError, OSError) as error:
            raise ClusterError("和调度程序的连接断了；做好的已经存下，再运行一次，会接着做") from error
        except ClusterError:
            raise
        except Exception as error:
            raise ClusterError(_NOT_RUN) from error
        else:
            return found


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler that has workers, and have them and those that join later made ready.

    Raises:
        ClusterError: where distributed is not installed, nothing answers at the address, or no worker has joined.
    """
    try:
        from distributed import Client

        from selfeval.pipeline.node import Node
    except ImportError as error:
        raise ClusterError("用集群要多装一个程序包：.venv/bin/python -m pip install distributed") from error
    for name in _TALKING:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(f"{address} 没有应答：看调度程序启动了没有，地址写成 tcp://主机:8786") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=CONNECT)
            client.register_plugin(Node())
        except TimeoutError as error:
            raise ClusterError(f"{address} 还没有计算节点：先启动计算节点（见 docs/province.md）") from error
        except Exception as error:
            raise ClusterError(_NOT_RUN) from error
        yield client


def _threads(client: Client) -> int:
    """Return how many threads the workers have together, 0 where there is no worker."""
    threads: dict[str, int] = client.nthreads()
    return sum(threads.values())
