"""The disk: only regular files are read, and a refusal is explained in a clerk's words."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from selfeval.problem import Level, Place, Problem

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Windows would change the line ends; a pipe nobody writes to would be waited for."""

LARGEST = 5 * 1024 * 1024
"""The most bytes that a file typed by people may have."""

HUGE = 100 * 1024 * 1024
"""The most bytes of any file that is read whole."""

_REASONS = {
    errno.EACCES: "正在 Word 里打开，或者是只读的、没有读写的权限；关掉它，在它的“属性”里去掉“只读”，再运行一次",
    errno.ENOSPC: "磁盘满了；腾出空间，再运行一次",
    errno.ENAMETOOLONG: "文件名太长，系统最多认 255 个字节，约 80 个汉字；把名称改短",
    errno.ENOENT: "没有这个文件，或者这是断了的链接；放好文件，或删去链接",
    errno.EISDIR: "这里要的是文件，现在是文件夹；把文件夹改名或移走",
    errno.ENOTDIR: "这里要的是文件夹，现在是文件；把文件改名或移走",
    errno.EROFS: "磁盘是只读的；换一个能写的地方",
    errno.ELOOP: "链接绕回了自己；删去这个链接",
    errno.EIO: "磁盘读写出错；把文件夹复制到别的磁盘，再运行一次",
    errno.EMFILE: "同时打开的文件太多；关掉别的程序，再运行一次",
    errno.EXDEV: "这是指向文件夹外面的链接；放文件本身，不放链接",
    errno.EOVERFLOW: f"超过 {HUGE // 1024 // 1024} MB，不读了；看看是不是放错了文件，把它移走",
    errno.ENODEV: "不是普通的文件，而是管道或设备；删去它，放普通的文件",
}
_SAME_AS = {
    errno.EPERM: errno.EACCES,
    errno.ENXIO: errno.ENODEV,
    errno.EBUSY: errno.EACCES,
    errno.ETXTBSY: errno.EACCES,
    getattr(errno, "EDQUOT", errno.ENOSPC): errno.ENOSPC,
    errno.EFBIG: errno.ENOSPC,
    errno.EEXIST: errno.ENOTDIR,
    errno.ENOTEMPTY: errno.EISDIR,
    errno.ENFILE: errno.EMFILE,
}


def read_file(path: Path | str, most: int | None = None) -> bytes:
    """Return the bytes of a regular file, at most ``most`` of them; all of them without ``most``, where it is not huge.

    Raises:
        OSError: about the file, where it is no regular file or cannot be read.
    """
    try:
        file = os.open(path, _READ)
        try:
            status = os.fstat(file)
            if stat.S_ISDIR(status.st_mode):
                raise IsADirectoryError(errno.EISDIR, "")
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.ENODEV, "")
            if most is None and status.st_size > HUGE:
                raise OSError(errno.EOVERFLOW, "")
            return os.read(file, status.st_size if most is None else min(status.st_size, most))
        finally:
            os.close(file)
    except OSError as error:
        raise about_file(error, path) from error


def stay_within(path: Path | str, root: Path | str) -> None:
    """Raise OSError about a path that links lead out of a folder."""
    inside, real = os.path.realpath(root), os.path.realpath(path)
    if real != inside and not real.startswith(os.path.join(inside, "")):
        raise OSError(errno.EXDEV, "", str(path))


def unreadable(shown: str, error: OSError) -> Problem:
    """Return the problem that a file, as messages call it, cannot be read."""
    return Problem(Place(shown, 1, 1, 1), "unreadable-file", Level.ERROR, f"读不了这个文件：{why_refused(error)}")


def about_file(error: OSError, path: Path | str) -> OSError:
    """Return the same error with the name of a file that a clerk knows."""
    return OSError(error.errno, error.strerror, str(path))


def why_refused(error: OSError) -> str:
    """Return a Chinese phrase for the reason of an error and what to do, to follow the name of the file."""
    number = error.errno or 0
    unknown = f"系统不让读写（第 {number} 号错误）；换一个地方，再运行一次"
    return _REASONS.get(_SAME_AS.get(number, number), unknown)
