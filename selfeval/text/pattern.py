"""Regular expressions compiled when they are first used: a command pays for those it needs."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

HAN = r"[^\W\x00-\xff]"
"""Matches a Chinese character; a range of all of them would take milliseconds to compile."""


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return an object that behaves like the compiled pattern, and compiles it at its first use."""
    return cast("re.Pattern[AnyStr]", _Lazy(pattern, flags))


class _Lazy(Generic[AnyStr]):
    """Compile a pattern when one of its methods is first used, and keep that method."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, method)
        return method
