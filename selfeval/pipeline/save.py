"""Saving: a file is written whole or not at all; several files together, or none of them.

A file is written under another name beside its place and then put there. Who saves in a folder locks it, so that two
programs at once never mix their files, and what a killed program left there can be taken away.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from selfeval.problem.disk import about_file

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_BESIDE = ".tmp"
_DIGITS = 12
"""How many digits of chance the name of a file has that is still to be put in its place."""

PATIENCE = 10.0
"""For how many seconds the lock of a folder is waited for; then files are saved without it."""

_LOOK = 0.01


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
    with _undisturbed(), ExitStack() as locks:
        try:
            for path in files:
                with _errors_about(path):
                    path.parent.mkdir(parents=True, exist_ok=True)
            for folder in sorted({path.parent for path in files}):
                _take_away_left_over(folder, locks.enter_context(_locked(folder)))
            for path, data in files.items():
                with _errors_about(path):
                    written[path] = _beside(path)
                    _write(written[path], data)
                    _keep_mode(path, written[path])
            for path in files if len(files) > 1 else ():
                with _errors_about(path):
                    before[path] = _keep_aside(path)
            for path, new in written.items():
                with _errors_about(path):
                    os.replace(new, path)
        except BaseException:
            for path in (path for path in before if not written[path].exists()):
                with suppress(OSError):
                    _put_back(path, before[path])
            raise
        finally:
            for left in (*written.values(), *before.values()):
                if left is not None:
                    with suppress(OSError):
                        left.unlink(missing_ok=True)


def take_away_left_over(folders: Iterable[Path]) -> None:
    """Take away what a killed program left in some folders in the middle of saving, unless another program saves there."""
    for folder in folders:
        if folder.is_dir():
            with _locked(folder) as locked:
                _take_away_left_over(folder, locked)


def _take_away_left_over(folder: Path, locked: bool) -> None:
    if not locked:
        return
    with suppress(OSError), os.scandir(folder) as found:
        for name in [entry.name for entry in found if entry.name.endswith(_BESIDE)]:
            if len(name) == _DIGITS + len(f".{_BESIDE}") and name[0] == ".":
                os.unlink(folder / name)


def _beside(path: Path) -> Path:
    """Return a free name beside a file that nobody takes for a document."""
    from secrets import token_hex  # checking writes nothing

    return path.parent / f".{token_hex(_DIGITS // 2)}{_BESIDE}"


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, _NEW, 0o666), "wb") as file:  # who may read it, the system's mask says
        file.write(data)


def _keep_mode(old: Path, new: Path) -> None:
    """Let the people read and write a file who may do so with the one whose place it takes.

    Raises:
        PermissionError: where nobody may write the old one; systems differ in whether another may take its place.
    """
    if not old.is_file():
        return
    mode = stat.S_IMODE(old.stat().st_mode)
    if not mode & _WRITABLE:
        raise PermissionError(errno.EACCES, "")
    with suppress(OSError):  # not every share knows who may read
        new.chmod(mode)


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
def _locked(folder: Path) -> Iterator[bool]:
    """Lock a folder and give whether that was possible; Windows and some shares know no such lock."""
    try:
        import fcntl  # Windows has none

        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield False
        return
    try:
        yield _lock_in_time(fcntl.flock, opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(opened)  # which unlocks it, as does the end of the program


def _lock_in_time(lock: Callable[[int, int], object], opened: int, kind: int) -> bool:
    """Tell whether an open folder could be locked before patience ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            lock(opened, kind)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOOK)
        except OSError:  # not every share knows locks
            return False
        else:
            return True


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
