"""PDF from Word documents, made by LibreOffice: for reading only, its bytes and page breaks vary.

A PDF that is made here ends in a mark of its bytes, so that another one in its place is never taken for it.

LibreOffice reports success even when it made nothing, so the PDF itself is examined: it must be there and
hold the document's first words. Two at once on one profile lose a document; each worker has a profile of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from queue import SimpleQueue
from xml.etree import ElementTree

FONTS = ("方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体")
"""The fonts of official documents, GB/T 9704 and its usual reading."""

SECONDS = 120
"""How long one document may take."""

_LISTER = "fc-list"
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_PROOF = 12
"""How many characters from the beginning of a document are looked for in its PDF."""


_MARK = b"%% selfeval %s\n"


class ConversionError(Exception):
    """Say in Chinese why a document did not become a PDF."""


def program() -> str | None:
    """Return where LibreOffice is, None where it is not installed."""
    known = (shutil.which(name) for name in ("soffice", "libreoffice", *_PLACES))
    return next((path for path in known if path), None)


def missing_fonts() -> list[str]:
    """Return the official fonts that are not installed, none where this cannot be found out."""
    if not shutil.which(_LISTER):
        return []
    listed = subprocess.run([_LISTER, ":", "family"], capture_output=True, text=True, check=False).stdout
    installed = {name.strip() for line in listed.splitlines() for name in line.split(",")}
    return [font for font in FONTS if font not in installed]


def convert(
    office: str, documents: Iterable[Path], workers: int, seconds: int = SECONDS
) -> Iterator[tuple[Path, bytes | ConversionError]]:
    """Yield every document in order, with its PDF or the reason why there is none; ``office`` is from `program`."""
    with tempfile.TemporaryDirectory(prefix="selfeval-pdf-", ignore_cleanup_errors=True) as folder:
        free: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            free.put(Path(folder) / str(number))

        def one(document: Path) -> tuple[Path, bytes | ConversionError]:
            room = free.get()
            try:
                return document, _convert_one(office, document, room, seconds)
            except ConversionError as error:
                return document, error
            finally:
                free.put(room)

        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(one, documents)


def mark(made: bytes) -> bytes:
    """Return a PDF with the mark of its bytes behind its end, where readers look no further."""
    return made + _MARK % blake2b(made, digest_size=16).hexdigest().encode()


def is_as_made(found: bytes) -> bool:
    """Tell whether a PDF was made here and nobody changed it since."""
    made, _, _ = found[:-1].rpartition(b"\n")
    return mark(made + b"\n") == found


def _convert_one(office: str, document: Path, room: Path, seconds: int) -> bytes:
    beginning = _first_characters(document)
    made = room / "made" / "document.pdf"
    made.unlink(missing_ok=True)
    room.mkdir(exist_ok=True)
    shutil.copyfile(document, room / "document.docx")
    profile = f"-env:UserInstallation={(room / 'profile').as_uri()}"
    run_office(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(made.parent),
            str(room / "document.docx"),
        ],
        seconds,
    )
    data = made.read_bytes() if made.is_file() else b""
    if not data.startswith(b"%PDF"):
        raise ConversionError("LibreOffice 没有做出 PDF")
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, check=False, timeout=seconds)
        if beginning not in re.sub(r"\s", "", done.stdout.decode(errors="replace")):
            raise ConversionError("LibreOffice 做出的 PDF 里没有文档的文字")
    return mark(data if data.endswith(b"\n") else data + b"\n")


def _first_characters(document: Path) -> str:
    """Return the first characters of a document without blanks."""
    try:
        with zipfile.ZipFile(document) as package:
            root = ElementTree.fromstring(package.read("word/document.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise ConversionError("不是完好的 Word 文档") from error
    return re.sub(r"\s", "", "".join(node.text or "" for node in root.iter(_T)))[:_PROOF]


def run_office(command: list[str], seconds: int) -> None:
    """Run LibreOffice; when time is up, end its whole process group, for it starts other processes."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as running:
        try:
            running.wait(seconds)
        except subprocess.TimeoutExpired:
            if hasattr(os, "killpg"):
                os.killpg(running.pid, signal.SIGKILL)
            running.kill()
            raise ConversionError(f"{seconds} 秒还没有做完，已停止") from None
