"""The same documents by others: plain docxtpl, docxtemplater, and the mere writing of what is ready."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

import docxtpl
import yaml
from jinja2 import Environment

from selfeval.documents.view import Item
from selfeval.documents.word.package import members, pack

PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0")
LABEL = "绩效指标"
"""The list of the compared form, and the fixed text of its first column."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROWS = re.compile(
    r"<w:tr>(?:(?!<w:tr>).)*{%tr for (\w+) in ([\w.]+) %}.*?</w:tr>(<w:tr>.*?</w:tr>)<w:tr>(?:(?!<w:tr>).)*{%tr endfor %}.*?</w:tr>"
)
_PARAGRAPHS = re.compile(r"{%p for (\w+) in ([\w.]+) %}(.*?){%p endfor %}")
_PROPERTIES = {"docProps/core.xml"}


def plain_docxtpl(template: Path, view: Item, output: Path) -> None:
    """Make one document as docxtpl's documentation says, with escaping on."""
    document = docxtpl.DocxTemplate(template)
    document.render(view, Environment(autoescape=True))
    document.save(output)


Work: TypeAlias = tuple[tuple[Path, ...], Path, Item, Path]
_listed: list[Work] = []


def year(listed: list[Work]) -> None:
    """Read every document's files with PyYAML's C loader and render it with docxtpl, on all cores."""
    _listed[:] = listed
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        pool.map(_nth, range(len(listed)))


def _nth(number: int) -> None:
    files, template, view, output = _listed[number]
    for path in files:
        yaml.load(path.read_bytes(), yaml.CSafeLoader)
    plain_docxtpl(template, view, output)


def mere_writing(template: Path, made: bytes) -> Callable[[Path], None]:
    """Return what deflates the members of a document that differ from the template's, and writes the whole."""
    old = members(template.read_bytes())
    changing = [data for name, data in members(made).items() if name in _PROPERTIES or old.get(name, b"").count(b"{")]

    def write(output: Path) -> None:
        for data in changing:
            zlib.crc32(data)
            zlib.compress(data, 1)
        output.write_bytes(made)

    return write


def docxtemplater(folder: Path) -> bool:
    """Install docxtemplater below a folder; tell whether it is there."""
    if not shutil.which("npm"):
        return False
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *PACKAGES]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def time_docxtemplater(folder: Path, template: Path, views: Path, output: Path) -> float:
    """Return the milliseconds docxtemplater takes for a document, start and reading the data not counted."""
    command = ["node", str(Path(__file__).with_name("docxtemplater.mjs")), *map(str, (folder, template, views, output))]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def translated(template: bytes) -> bytes:
    """Return a Word template in docxtemplater's language: value tags, paragraph loops and loops over one row."""

    def row(found: re.Match[str]) -> str:
        item, listed, cells = found.groups()
        cells = cells.replace(f"〔合并〕{LABEL}", f"{{{{ {item}.标签 }}}}").replace(f"{{{{ {item}.", "{{ ")
        first, end = cells.index("{{"), cells.rindex("</w:t>")
        return f"{cells[:first]}{{#{listed}}}{cells[first:end]}{{/{listed}}}{cells[end:]}"

    def paragraphs(found: re.Match[str]) -> str:
        item, listed, inside = found.groups()
        return f"{{#{listed}}}{inside.replace(f'{{{{ {item} }}}}', '{.}')}{{/{listed}}}"

    content = members(template)
    xml = _PARAGRAPHS.sub(paragraphs, _ROWS.sub(row, content["word/document.xml"].decode()))
    content["word/document.xml"] = re.sub(r"{{ ([\w.]+) }}", r"{\1}", xml.replace("〔合并〕", "")).encode()
    return pack(content)


def flattened(views: Iterable[Item]) -> str:
    """Return views as JSON in which cells that are merged with the one above are empty: docxtemplater merges none."""

    def rows(listed: Any) -> list[dict[str, object]]:
        made: list[dict[str, object]] = []
        above: Any = {}
        for item in listed:
            names = {
                level: {"名称": "" if item[level] is above.get(level) else item[level]["名称"]}
                for level in ("一级", "二级")
            }
            made.append({**item, **names, "标签": "" if above else LABEL})
            above = item
        return made

    return json.dumps([{**view, LABEL: rows(view[LABEL])} for view in views], ensure_ascii=False)


def words(document: bytes) -> list[str]:
    """Return the text of a document's body, paragraph by paragraph."""
    root = ElementTree.fromstring(members(document)["word/document.xml"])
    return ["".join(text.text or "" for text in paragraph.iter(f"{_W}t")) for paragraph in root.iter(f"{_W}p")]
