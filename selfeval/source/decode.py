"""Turn bytes into lines: UTF-8 as it should be, and the encodings that Notepad, WPS and Excel save instead.

Nothing is guessed by statistics: an encoding other than UTF-8 is accepted only when a key of the
form can be read in it.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from selfeval.problem.disk import LARGEST
from selfeval.source.slip import Slip
from selfeval.text.pattern import regex

SIGNATURES = (
    (b"PK\x03\x04", "Word、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "压缩文件"),
    (b"7z\xbc\xaf", "压缩文件"),
    (b"<?xml", "XML 文件"),
    (b"<!doctype", "网页"),
    (b"<html", "网页"),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAVE_AS = "请在记事本或 WPS 里点“另存为”，编码选 UTF-8"
UNREADABLE = "□"  # shown where a byte is no character in any encoding
END = regex(r"\r\n|\n|\r")
RUN = regex(rb"[\x80-\xff]+|[\0-\x7f]+")
CHINESE = regex(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]")


class Decoded(NamedTuple):
    """Hold the lines of a file, the line end of each, the byte order mark at its start, and the slips of its encoding."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    mark: bytes
    slips: tuple[Slip, ...]


def decode(data: bytes, keys: Collection[str]) -> Decoded:
    """Decode the bytes in the encoding in which they were saved; without lines when that cannot be known.

    ``keys`` are the keys of the form, one of which must be readable in an encoding other than UTF-8.
    """
    head = data[:256].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for signature, name in SIGNATURES:
        if head.startswith(signature.lower()):
            return _refuse("not-text", f"这不是文本文件，而是{name}改了名字；请把内容填到模板文件里，用记事本保存")
    if len(data) > LARGEST:
        return _refuse(rule="file-too-large", message="文件超过 5 MB，不读了；请检查是否粘贴了不该有的内容")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            if encoding == "utf-8":
                return _decode_utf8(data[len(mark) :], keys)._replace(mark=mark)
            return _decode_marked_utf16(data[len(mark) :], encoding)
    return _decode_utf8(data, keys)


def _decode_utf8(data: bytes, keys: Collection[str]) -> Decoded:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_other(data, error, keys)
    if not text.strip("\0 \t\r\n\u3000\xa0"):
        return _refuse("empty-file", "文件是空的，什么也没有填")
    return _decode_unmarked_utf16(data, keys) if text.count("\0") * 4 > len(text) else _split_lines(text)


def _decode_marked_utf16(data: bytes, encoding: str) -> Decoded:
    """Decode what Notepad saves as Unicode; characters that cannot be read stay in the text, and are named there."""
    text = _decode_as(data, encoding)
    shorter = _decode_as(data[:-1], encoding) if text is None else None
    if shorter is not None:
        return _decode_truncated(shorter)
    return _split_lines(data.decode(encoding, "replace") if text is None else text)


def _decode_unmarked_utf16(data: bytes, keys: Collection[str]) -> Decoded:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        if _has_key(text, keys):
            return _split_lines(
                text, _slip_of_file("utf16-encoding", f"这个文件存成了 UTF-16 编码，这次照读；{SAVE_AS}")
            )
    return _refuse("not-text", "这不是文本文件，里面有大量不可见的内容；请用记事本重新保存")


def _decode_other(data: bytes, error: UnicodeDecodeError, keys: Collection[str]) -> Decoded:
    if b"\0" in data:
        return _decode_unmarked_utf16(data, keys)
    body = data.rstrip(b"\r\n")
    head = codecs.getincrementaldecoder("utf-8")()
    if error.start >= len(body) - 3:
        with suppress(UnicodeDecodeError):  # a half character at the end is no error to this decoder
            return _decode_truncated(head.decode(body))
    raw = data.splitlines(keepends=True)
    utf8 = [_decode_as(line, "utf-8") for line in raw]
    chinese = [bool(text and CHINESE.search(text)) for text in utf8]
    if not any(chinese):
        text = _decode_as(data, "gb18030")
        if text is not None and _has_key(text, keys):
            return _split_lines(
                text, _slip_of_file("gbk-encoding", f"这个文件存成了 ANSI（GBK）编码，这次照读；{SAVE_AS}")
            )
        shorter = _decode_as(body[:-1], "gb18030")
        if text is None and shorter is not None and _has_key(shorter, keys):
            return _decode_truncated(shorter)
    return _decode_lines(raw, utf8, chinese)


def _decode_lines(raw: list[bytes], utf8: list[str | None], chinese: list[bool]) -> Decoded:
    """Decode every line by itself, and name the lines in the rarer encoding."""
    foreign = utf8.count(None)
    rare_utf8 = foreign > sum(chinese)
    texts = [text if text is not None else _decode_runs(line) for line, text in zip(raw, utf8, strict=True)]
    decoded = _split_lines("".join(texts))
    if not any(chinese) and not any(CHINESE.search(text) for text in texts):
        return _refuse("broken-encoding", f"文件的编码读不出来；{SAVE_AS}")
    slips = []
    for number, (text, good) in enumerate(zip(utf8, chinese, strict=True)):
        if (good and rare_utf8) or (text is None and not rare_utf8):
            column = next((at for at, each in enumerate(texts[number]) if each > "\x7f"), 0)
            broken = UNREADABLE in texts[number]
            slips.append(
                Slip(
                    "broken-encoding" if broken else "mixed-encoding",
                    number,
                    column,
                    len(texts[number].rstrip()),
                    "这一行有读不出来的字，请对照原文重新输入"
                    if broken
                    else "这一行的编码和别的行不一样，多半是从别处粘贴来的；请把这一行重新输入一遍再保存",
                )
            )
    return decoded._replace(slips=tuple(slips))


def _decode_runs(line: bytes) -> str:
    """Decode a line that is not UTF-8 run by run: only a part of it may have been pasted."""
    runs = [_decode_as(run, "utf-8") if run.isascii() else _decode_run(run) for run in RUN.findall(line)]
    return (
        line.decode("gb18030", "replace").replace("\ufffd", UNREADABLE) if None in runs else "".join(filter(None, runs))
    )


def _decode_run(run: bytes) -> str | None:
    text = _decode_as(run, "utf-8")
    return text if text is not None and CHINESE.search(text) else _decode_as(run, "gb18030")


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_key(text: str, keys: Collection[str]) -> bool:
    return any(key in text for key in keys)


def _split_lines(text: str, *slips: Slip) -> Decoded:
    lines = tuple(END.split(text))
    ends = (*END.findall(text), "")
    if not lines[-1] and len(lines) > 1:
        lines, ends = lines[:-1], ends[:-1]
    return Decoded(lines, ends, b"", slips)


def _slip_of_file(rule: str, message: str) -> Slip:
    return Slip(rule, 0, 0, 0, message)


def _refuse(rule: str, message: str) -> Decoded:
    return Decoded((), (), b"", (_slip_of_file(rule, message),))


def _decode_truncated(text: str) -> Decoded:
    decoded = _split_lines(text)
    line, column = len(decoded.lines) - 1, len(decoded.lines[-1])
    return decoded._replace(
        slips=(
            Slip(
                "truncated-file",
                line,
                max(column - 1, 0),
                column,
                "文件到这里断了，最后一个字只剩一半；请重新拷贝这个文件",
            ),
        )
    )
