"""PDF: several at once, each proved to be there and to hold the document's text; what cannot be done is said."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from wordfile import word

from selfeval.documents import pdf

OFFICE = pdf.program()
NEEDS_OFFICE = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
NEEDS_SHELL = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")


def report(folder: Path, name: str, data: bytes) -> Path:
    """Write a report of one department and return its path."""
    path = folder / "reports/2024/qinghu" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def program(folder: Path, script: str) -> str:
    """Write a program to be called in the place of LibreOffice."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.slow
@NEEDS_OFFICE
def test_reports_become_pdf_at_once_and_only_when_new(tmp_path: Path) -> None:
    """Two good ones are made, the broken one is named, a second run finds nothing to do."""
    good = [report(tmp_path, f"自评表{number}.docx", word(f"青湖区司法局自评表{number}")) for number in (1, 2)]
    report(tmp_path, "坏.docx", b"not a document")
    report(tmp_path, "~$自评表1.docx", b"a lock of Word")
    options = ("2024/qinghu", f"--reports={tmp_path / 'reports'}", f"--out={tmp_path / 'pdf'}")
    done = run("pdf", *options)
    said = done.stdout.decode()
    assert done.returncode == 1
    assert "生成 2，没有变化 0，没有做成 1" in said
    assert "坏.docx：不是完好的 Word 文档" in said
    made = [(tmp_path / "pdf/2024/qinghu" / path.name).with_suffix(".pdf") for path in good]
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)
    assert "生成 0，没有变化 2，没有做成 1" in run("pdf", *options).stdout.decode()


@pytest.mark.parametrize("data", [b"%PDF-1.6\n%%EOF\n", b"%PDF-1.6\nx\n\n%%EOF\n"])
def test_a_pdf_carries_the_mark_of_its_own_bytes(data: bytes) -> None:
    """Another one, or one that was changed, is told from it."""
    made = pdf.mark(data)
    assert pdf.is_as_made(made)
    assert not any(pdf.is_as_made(other) for other in (b"", data, made + b"\n", made.replace(b"1.6", b"1.7"), made[1:]))


@NEEDS_SHELL
@pytest.mark.parametrize("stamp", [0, 4_000_000_000])
def test_a_pdf_that_was_not_made_here_is_kept(tmp_path: Path, stamp: int) -> None:
    """Older or newer than the report, it is no PDF of it; it stays under another name, and that is said once."""
    report(tmp_path, "自评表.docx", word("青湖区司法局"))
    program(
        tmp_path,
        "while [ $# -gt 1 ]; do [ $1 = --outdir ] && out=$2; shift; done; mkdir -p $out; printf '%%PDF-1\\n' > $out/document.pdf",
    )
    (tmp_path / "office").rename(tmp_path / "soffice")
    (tmp_path / "pdftotext").write_text("#!/bin/sh\necho 青湖区司法局\n", encoding="utf-8")
    (tmp_path / "pdftotext").chmod(0o755)
    foreign = tmp_path / "pdf/2024/qinghu/自评表.pdf"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"%PDF-1.4 of somebody else")
    os.utime(foreign, (stamp, stamp))
    options = ("2024/qinghu", f"--reports={tmp_path / 'reports'}", f"--out={tmp_path / 'pdf'}")
    path = f"{tmp_path}:{os.environ['PATH']}"
    said = run("pdf", *options, PATH=path).stdout.decode()
    assert "自评表（手改）.pdf（原来的一份不是这里做的" in said
    assert foreign.with_stem("自评表（手改）").read_bytes() == b"%PDF-1.4 of somebody else"
    assert pdf.is_as_made(foreign.read_bytes())
    assert "手改" not in run("pdf", *options, "--force", PATH=path).stdout.decode()


@NEEDS_SHELL
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 0", "没有做出"),
        ("while [ $# -gt 1 ]; do [ $1 = --outdir ] && out=$2; shift; done; mkdir -p $out; echo '%PDF-1' > $out/document.pdf", "没有文档的文字"),
        ("sleep 60", "已停止"),
    ],
)  # fmt: skip
def test_an_exit_code_of_nought_proves_nothing(script: str, reason: str, tmp_path: Path) -> None:
    """No PDF, one without the text, and one that is never done are failures."""
    if "文字" in reason and not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    path = report(tmp_path, "自评表.docx", word("青湖区司法局"))
    ((_, made),) = pdf.convert(program(tmp_path, script), [path], 1, seconds=1)
    assert isinstance(made, pdf.ConversionError)
    assert reason in str(made)


@pytest.mark.parametrize(("target", "path"), [("2024/liwan", ""), ("1999", os.environ["PATH"])])
def test_without_libreoffice_or_reports_it_says_so_in_one_line(target: str, path: str) -> None:
    """Exit code 2 and what to do."""
    done = run("pdf", target, PATH=path)
    said = done.stderr.decode().strip()
    assert done.returncode == 2
    assert len(said.splitlines()) == 1
    assert "LibreOffice" in said if not path else "build" in said
    assert not (ROOT / "build/pdf/1999").exists()


def test_missing_fonts_are_official_ones() -> None:
    """What is reported is a part of the list."""
    assert set(pdf.missing_fonts()) <= set(pdf.FONTS)
