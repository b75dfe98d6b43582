"""Cut what stands under one key at the top of a file out of it, to be read by itself before the rest can be."""

from __future__ import annotations

from selfeval.source.decode import decode


def excerpt(data: bytes, key: str) -> bytes:
    """Return the lines of a key at the top of a file and of what stands under it, each at its place; empty where there is none.

    The lines before are blank, so that everything keeps its line. Only a first look: the file read as a
    whole may hold the key where a slip of typing hides it from here.
    """
    lines = decode(data, (key,)).lines
    start = next((number for number, line in enumerate(lines) if line.startswith(key)), None)
    if start is None:
        return b""
    end = next((number for number in range(start + 1, len(lines)) if _is_key(lines[number])), len(lines))
    return ("\n" * start + "\n".join(lines[start:end]) + "\n").encode()


def _is_key(line: str) -> bool:
    """Tell whether a line begins something new at the left margin."""
    return bool(line) and not line[0].isspace() and line[0] not in "-#－—–"
