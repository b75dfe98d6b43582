"""Saving: a file is written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder where there is none.

    Raises:
        OSError: where it cannot be written; an older file is then as it was.
    """
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
    """Put off SIGTERM: where one worker was killed the others get it, perhaps in the middle of a file."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
