"""Templates as word processors save them print the same: runs split anywhere, revision ids, theme fonts, LibreOffice."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import label, sample_documents
from golden import W, members
from wordfile import repacked

from selfeval.documents.check import refuse
from selfeval.documents.view import view
from selfeval.documents.word import render as word
from selfeval.evaluation.case import Case

DOCUMENTS = pytest.mark.parametrize("case", sample_documents(), ids=label)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def shown(document: bytes) -> list[object]:
    """Return the paragraphs outside tables, and of every table the cells: text, columns spanned, merge."""
    body = ElementTree.fromstring(members(document)["word/document.xml"])[0]
    found: list[object] = []
    for block in body:
        if block.tag == f"{W}p" and said(block):
            found.append(said(block))
        for row in block.iter(f"{W}tr"):
            found.append([cell(inner) for inner in row.findall(f"{W}tc")])
    return found


def said(element: ElementTree.Element) -> str:
    """Return all the text in an element."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def cell(element: ElementTree.Element) -> tuple[str, str, str]:
    """Return the text of a cell, how many columns it spans and how it is merged."""
    merged = element.find(f"{W}tcPr/{W}vMerge")
    span = element.find(f"{W}tcPr/{W}gridSpan")
    merge = "" if merged is None else merged.get(f"{W}val", "continue")
    return said(element), "1" if span is None else span.get(f"{W}val", ""), merge


def split(xml: str) -> str:
    """Cut every run in two, with what Word puts between: revision ids, spelling marks, bookmarks, theme fonts."""
    between = '<w:proofErr w:type="spellStart"/><w:bookmarkStart w:id="9" w:name="_GoBack"/><w:bookmarkEnd w:id="9"/>'
    theme = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:hint="eastAsia"/>'

    def halves(run: re.Match[str]) -> str:
        properties, typed = run[1] or "", run[2]
        if "&" in typed:  # an entity must stay whole
            return run[0]
        themed = properties if "rFonts" in properties else f"<w:rPr>{theme}{properties[7:-8]}</w:rPr>"
        return between.join(
            f'<w:r w:rsidRPr="00A{n}77B1">{themed}<w:t xml:space="preserve">{part}</w:t></w:r>'
            for n, part in enumerate((typed[: len(typed) // 2], typed[len(typed) // 2 :]))
        )

    xml = re.sub(
        r"<w:r(?: [^>]*)?>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>([^<]*)</w:t></w:r>", halves, xml
    )
    return re.sub(r"<w:(p|tr)>", r'<w:\1 w:rsidR="00B377B1" w:rsidRDefault="00C112D5">', xml)


@DOCUMENTS
def test_runs_split_by_a_word_processor_print_the_same(case: Case, tmp_path: Path) -> None:
    """Every tag, also the marks, cut in two with other elements between."""
    original = case.form.folder / "document.docx"
    body = members(original.read_bytes())["word/document.xml"].decode()
    cut = split(body)
    assert cut.count("<w:t") > 1.8 * body.count("<w:t ")
    variant = tmp_path / "document.docx"
    core = members(original.read_bytes())["docProps/core.xml"]
    with pytest.warns(UserWarning, match="Duplicate name"):
        variant.write_bytes(
            repacked(original.read_bytes(), {"word/document.xml": cut.encode()}, (("docProps/core.xml", core),))
        )
    refuse(variant)
    seen = view(case)
    made = word.render(variant, seen, "", "0")
    assert shown(made) == shown(word.render(original, seen, "", "0"))
    assert len(members(made)) == len(set(zipfile.ZipFile(io.BytesIO(made)).namelist()))


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.filterwarnings("ignore:Duplicate name")  # LibreOffice's core.xml has a name python-docx does not know
def test_templates_saved_by_libreoffice_print_the_same(tmp_path: Path) -> None:
    """Text, spans and merged cells of every sample; all templates are saved in one run, for starting it takes longest."""
    assert OFFICE
    for case in sample_documents():
        shutil.copy(case.form.folder / "document.docx", tmp_path / f"{case.form.slug.replace('/', '-')}.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [OFFICE, profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*convert, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)
    for case in sample_documents():
        variant, seen = tmp_path / "saved" / f"{case.form.slug.replace('/', '-')}.docx", view(case)
        refuse(variant)
        assert shown(word.render(variant, seen, "", "0")) == shown(
            word.render(case.form.folder / "document.docx", seen, "", "0")
        )
