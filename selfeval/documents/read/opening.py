"""Files as they come in: told by their content, not by their names, and opened as lines; what cannot be is refused."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple

from selfeval.documents.pdf import ConversionError, program, run_office
from selfeval.documents.read.lines import Incoming, RefusedError
from selfeval.documents.read.sheet import read_old_workbook, read_workbook
from selfeval.documents.read.word import BROKEN, read_word

LARGEST = 50 * 2**20
"""How large a file may be, in bytes; pictures may make a form large."""

SECONDS = 60
"""How long LibreOffice may take to open one file."""

SAVE_AS_WORD = "请在 Word 或 WPS 里打开，另存为 .docx，再运行一次"

_BEFORE = b"\xef\xbb\xbf \r\n\t"
"""What may stand before the beginning of a text file."""

_SAFE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
"""Settings with which LibreOffice runs nothing that a document brings, and fetches nothing that it points to."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class _Signature(NamedTuple):
    """Hold how a kind of file begins, and why it is refused."""

    start: bytes
    why: str


_REFUSED = (
    _Signature(b"%PDF", "这是 PDF，里面没有表格，读不出哪个数填在哪一格；请找原来的 Word 文件"),
    _Signature(b"\xff\xd8\xff", "这是图片（照片或者扫描件），里面没有文字；请找原来的 Word 文件"),
    _Signature(b"\x89PNG", "这是图片（照片或者扫描件），里面没有文字；请找原来的 Word 文件"),
    _Signature(b"Rar!", "这是压缩文件；请先解压，再把里面的 Word 文件拿来"),
    _Signature(b"<html", "这是网页存成的 .doc；请在 Word 或 WPS 里打开，另存为 .docx 再试"),
    _Signature(b"<!DOCTYPE html", "这是网页存成的 .doc；请在 Word 或 WPS 里打开，另存为 .docx 再试"),
    _Signature(b"MIME-Version", "这是网页存成的 .doc；请在 Word 或 WPS 里打开，另存为 .docx 再试"),
    _Signature(b"7z\xbc\xaf", "这是压缩文件；请先解压，再把里面的 Word 文件拿来"),
)


def open_file(name: str, data: bytes) -> Incoming:
    """Return the lines of a Word document or a sheet.

    Raises:
        RefusedError: where the file is none, or cannot be opened on this computer.
    """
    _refuse_others(data)
    if data.startswith(b"PK") and any(member.startswith("xl/") for member in _members(data)):
        return read_workbook(data)
    if _is_old_workbook(data):
        return read_old_workbook(data)
    return read_word(_word_of(name, data))


def word_of(name: str, data: bytes) -> bytes:
    """Return a Word document of whatever kind as .docx; one that is so already as it is.

    Raises:
        RefusedError: where the file is none, or cannot be opened on this computer.
    """
    _refuse_others(data)
    if _is_old_workbook(data) or (data.startswith(b"PK") and any(name.startswith("xl/") for name in _members(data))):
        raise RefusedError(
            "这是 Excel 表，不是 Word 文件；请在 Excel 里选中整张表，复制，粘贴到空白的 Word 文件里，存成 .docx，再运行一次"
        )
    return _word_of(name, data)


def _refuse_others(data: bytes) -> None:
    """Refuse what is neither a Word document nor a sheet."""
    if len(data) > LARGEST:
        raise RefusedError(
            f"超过 {LARGEST // 2**20} MB，不像是填写的表，没有读；请删去图片，只留要读的表，另存一份再试"
        )
    if not data.strip():
        raise RefusedError("是空的，什么也没有；请找填好的那一份")
    for signature in _REFUSED:
        if data.lstrip(_BEFORE).startswith(signature.start):
            raise RefusedError(signature.why)
    if data.startswith(_OLD_OFFICE) and _named("EncryptedPackage") in data:
        raise RefusedError("加了密码，打不开；请在 Word 或 Excel 里打开，去掉密码，另存一份再试")


def _members(data: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return set(package.namelist())
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RefusedError(BROKEN) from error


def _is_old_workbook(data: bytes) -> bool:
    """Tell whether a file is a .xls, saved by Excel or WPS before 2007, by what is inside."""
    return data.startswith(_OLD_OFFICE) and (_named("Workbook") in data or _named("Book") in data)


def _word_of(name: str, data: bytes) -> bytes:
    if data.startswith(_OLD_OFFICE):
        return _as_word(name, data, ".doc")
    if data.startswith(b"{\\rtf"):
        return _as_word(name, data, ".rtf")
    if not data.startswith(b"PK"):
        raise RefusedError(f"不是 Word 文件，也不是 Excel 文件，打不开；{SAVE_AS_WORD}")
    members = _members(data)
    if "content.xml" in members and "mimetype" in members:
        return _as_word(name, data, ".odt")
    if "[Content_Types].xml" not in members:
        raise RefusedError("这是压缩文件；请先解压，再把里面的 Word 文件拿来")
    return data


def _named(stream: str) -> bytes:
    """Return the name of a stream as an old file's directory has it."""
    return stream.encode("utf-16-le") + b"\0\0"


def _as_word(name: str, data: bytes, suffix: str) -> bytes:
    """Return a file as LibreOffice saves it as .docx; nothing in it is run, and it has a profile of its own."""
    office = program()
    kind = Path(name).suffix or suffix
    if office is None:
        raise RefusedError(f"这台电脑没有装 LibreOffice，读不了 {kind}；{SAVE_AS_WORD}")
    with tempfile.TemporaryDirectory(prefix="selfeval-word-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        source, made = room / f"document{suffix}", room / "made" / "document.docx"
        source.write_bytes(data)
        (room / "profile" / "user").mkdir(parents=True)
        (room / "profile" / "user" / "registrymodifications.xcu").write_text(_SAFE, encoding="utf-8")
        profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
        try:
            run_office(
                [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(made.parent), str(source)],
                SECONDS,
            )
        except ConversionError as error:
            raise RefusedError(f"LibreOffice {SECONDS} 秒还没有打开它；{SAVE_AS_WORD}") from error
        if not made.is_file():
            raise RefusedError(f"LibreOffice 打不开这个 {kind}；{SAVE_AS_WORD}")
        return made.read_bytes()
