"""The console: what its encoding lacks is written as numbers, with a word on it; files are named in UTF-8 everywhere."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

AS_NUMBERS = "selfeval.as-numbers"
"""The name under which Python calls what `legible` does with characters that an encoding lacks."""


def name_files_in_utf8() -> None:
    """Start again where the system would name files in another encoding than the one in which they are kept."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        shown = os.environ.get("PYTHONIOENCODING") or sys.stdout.encoding
        again = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": shown}
        os.execve(sys.executable, sys.orig_argv, again)  # itself


@contextmanager
def legible() -> Iterator[None]:
    """Let whatever is printed be printed: characters that the console lacks as [U+2611], and at the end a word on it.

    A console without Chinese gets UTF-8, which most understand.
    """
    lacking: set[str] = set()

    def as_numbers(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeEncodeError)
        lacked = error.object[error.start : error.end]
        lacking.update(lacked)
        return "".join(f"[U+{ord(each):04X}]" for each in lacked), error.end

    codecs.register_error(AS_NUMBERS, as_numbers)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if _has_chinese(stream.encoding) else "utf-8", errors=AS_NUMBERS)
    try:
        yield
    finally:
        if lacking:
            click.echo(
                f"有 {len(lacking)} 个字这个窗口（{sys.stdout.encoding}）显示不了，写成了 [U+2611] 的样子；"
                "要看原来的字，把环境变量 PYTHONUTF8 设为 1 再运行",
                err=True,
            )


def _has_chinese(encoding: str) -> bool:
    try:
        return bool("绩".encode(encoding))
    except UnicodeError:
        return False
