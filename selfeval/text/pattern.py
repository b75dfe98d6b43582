"""Regular expressions compiled when they are first used: a command pays for those it needs."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

HAN = r"[^\W\x00-\xff]"
"""A Chinese character: quick to compile, where the range of all of them takes milliseconds."""


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what behaves like the compiled pattern, and is compiled at its first use."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))


class _Later(Generic[AnyStr]):
    """Take over each method of the compiled pattern when it is first asked for."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        method = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, method)
        return method
