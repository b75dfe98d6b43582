"""How the documents look on paper: page counts, and where title, page numbers and table edges stand.

LibreOffice makes the pages with stand-in fonts (``fonts.conf``). Images stay in ``build/pages`` to be looked at.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SAMPLES

from selfeval.documents import pdf

ACCEPTED = ROOT / "tests" / "golden" / "pages.json"
SEEN = ROOT / "build" / "pages"
STAND_INS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "AR PL UKai CN", "AR PL UMing CN")
DOTS = 50
NEAR = 4
"""How far, in points or dots, a thing may stand from where it was accepted."""

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</word>')
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)


def lacking() -> str:
    """Return what is missing for looking at pages, empty where all is there."""
    if pdf.program() is None:
        return "LibreOffice is not installed"
    if not shutil.which("pdftotext") or not shutil.which("fc-list"):
        return "poppler-utils or fontconfig is not installed"
    families = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    return "" if all(name in families for name in STAND_INS) else "the stand-in fonts are not installed"


def layout(document: Path) -> list[dict[str, Any]]:
    """Return for every page its size, first line, page number and table edges."""
    boxes = subprocess.run(["pdftotext", "-bbox", document, "-"], capture_output=True, text=True, check=True).stdout
    pages = []
    for number, (width, height, body) in enumerate(_PAGE.findall(boxes), start=1):
        words = [(*map(float, word[:4]), word[4]) for word in _WORD.findall(body)]
        mark = [word for word in words if word[4].startswith("—") and word[1] > float(height) * 0.85]
        pages.append(
            {
                "size": [round(float(width)), round(float(height))],
                "top": [round(part) for part in words[0][:2]] if words else [],
                "number": [round(part) for part in mark[0][:2]] if mark else [],
                "edges": edges(document, number),
            }
        )
    return pages


def edges(document: Path, page: int) -> list[int]:
    """Return where the outermost long vertical lines of a page stand, in dots."""
    target = SEEN / document.parent.relative_to(document.parents[2]) / document.stem
    target.parent.mkdir(parents=True, exist_ok=True)
    command = ["pdftoppm", "-gray", "-r", str(DOTS), "-f", str(page), "-l", str(page), "-singlefile", str(document)]
    subprocess.run([*command, f"{target}-{page}"], check=True)
    data = Path(f"{target}-{page}.pgm").read_bytes()
    _, size, _, pixels = data.split(b"\n", 3)
    width, height = map(int, size.split())
    line = b"1" * (height // 8)
    dark = [
        column
        for column in range(width)
        if line in bytes(49 if value < 160 else 48 for value in pixels[column : width * height : width])
    ]
    return [dark[0], dark[-1]] if dark else []


def near(seen: Any, accepted: Any) -> bool:
    """Tell whether two layouts are the same but for a hair's breadth."""
    if isinstance(seen, dict):
        return seen.keys() == accepted.keys() and all(near(seen[key], accepted[key]) for key in seen)
    if isinstance(seen, list):
        return len(seen) == len(accepted) and all(map(near, seen, accepted))
    return bool(abs(seen - accepted) <= NEAR)


@pytest.mark.slow
@pytest.mark.skipif(bool(lacking()), reason=lacking())
def test_pages_look_as_accepted(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every sample has its pages, and title, page numbers and tables stand where they were accepted."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(ROOT / "tests" / "support" / "fonts.conf"))
    folders = [ROOT / "reports" / year / department for year, department in SAMPLES]
    documents = [path for folder in folders for path in sorted(folder.glob("*.docx"))]
    seen = {}
    for document, made in pdf.convert(pdf.program() or "", documents, os.cpu_count() or 1):
        assert isinstance(made, bytes), made
        place = tmp_path / document.relative_to(ROOT / "reports").with_suffix(".pdf")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(made)
        seen[document.relative_to(ROOT / "reports").as_posix()] = layout(place)
    if request.config.getoption("--accept"):
        ACCEPTED.write_text(json.dumps(seen, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    accepted = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    assert {name: len(pages) for name, pages in seen.items()} == {name: len(pages) for name, pages in accepted.items()}
    assert [name for name in seen if not near(seen[name], accepted[name])] == []
