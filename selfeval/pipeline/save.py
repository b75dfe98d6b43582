"""Saving: a file is written whole or not at all; several files together, or none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from selfeval.problem.disk import about_file

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, making its folder where there is none.

    Raises:
        OSError: about the file, where the disk refuses; an older file is then as it was.
    """
    save_together({path: data})


def save_together(files: Mapping[Path, bytes]) -> None:
    """Write every file or none of them.

    All are written beside their places before the first is put there; where a later one fails, the older files are
    put back.

    Raises:
        OSError: about the file at which the disk refuses.
    """
    written: dict[Path, Path] = {}
    before: dict[Path, Path | None] = {}
    with _undisturbed():
        try:
            for path, data in files.items():
                with _errors_about(path):
                    written[path] = _beside(path)
                    _write(written[path], data)
            for path, new in written.items():
                with _errors_about(path):
                    before[path] = _keep_aside(path) if len(files) > 1 else None
                    os.replace(new, path)
        except BaseException:
            replaced = [path for path in before if not written[path].exists()]
            for path in replaced:
                _put_back(path, before[path])
            raise
        finally:
            for left in (*written.values(), *before.values()):
                if left is not None:
                    with suppress(OSError):
                        left.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """Return a free name beside a file that nobody takes for a document."""
    from secrets import token_hex  # checking writes nothing

    return path.parent / f".{token_hex(6)}.tmp"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, _NEW, 0o666), "wb") as file:  # who may read it, the system's mask says
        file.write(data)


def _keep_aside(path: Path) -> Path | None:
    """Keep a file under another name beside it and return that; None where there is no file."""
    if not path.is_file():
        return None
    aside = _beside(path)
    try:
        os.link(path, aside)
    except OSError:  # not every disk knows links
        _write(aside, path.read_bytes())
    return aside


def _put_back(path: Path, aside: Path | None) -> None:
    if aside is None:
        path.unlink(missing_ok=True)
    else:
        os.replace(aside, path)


@contextmanager
def _errors_about(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise about_file(error, path) from error


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
