"""The form of templates/README.md whose columns follow the data, with its department, and its template in Word."""

from __future__ import annotations

import re
from pathlib import Path

from conftest import ROOT
from wordfile import word

_BLOCK = re.compile(r"^```\w+ 分配/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MERGE = '<w:vMerge w:val="restart"/>'


def cell(text: str, width: int = 1500, span: int = 1, merge: str = "") -> str:
    """Return a cell of so many twips and columns of the grid."""
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{merge}</w:tcPr><w:p>{run}</w:p></w:tc>'


def row(*cells: str) -> str:
    """Return a row."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def columns(listed: str, *texts: str) -> str:
    """Return the cells that a loop over a list repeats, between those with its tags."""
    return "".join((cell(f"{{%tc for 项 in {listed} %}}"), *map(cell, texts), cell("{%tc endfor %}")))


def grid(*widths: int) -> str:
    """Return the grid of a table with columns of these widths."""
    return f"<w:tblGrid>{''.join(f'<w:gridCol w:w={chr(34)}{width}{chr(34)}/>' for width in widths)}</w:tblGrid>"


ROWS = (
    row(cell("单位", 2000, 1, _MERGE), cell("资金来源", 4500, 3), cell("合计", 1500, 1, _MERGE)),
    row(cell("", 2000, 1, "<w:vMerge/>"), columns("资金来源", "{{ 项.名称 }}"), cell("", 1500, 1, "<w:vMerge/>")),
    row(cell("下达数", 2000), columns("资金来源", "{{ 项.下达 }}"), cell("{{ 下达合计 }}")),
    row(cell("{%tr for 行 in 各镇 %}", 8000, 5)),
    row(cell("{{ 行.名称 }}", 2000), columns("行.分配", "{{ 项.金额 }}"), cell("{{ 行.合计 }}")),
    row(cell("{%tr endfor %}", 8000, 5)),
    row(cell("已分配", 2000), columns("资金来源", "{{ 项.已分配 }}"), cell("")),
    row(cell("单位：万元", 8000, 5)),
)
"""The rows of the table; the grid has five columns, the tags of the columns that follow the data stand in two."""


def table(*rows: str, widths: tuple[int, ...] = (2000, 1500, 1500, 1500, 1500)) -> str:
    """Return a table of the rows."""
    return f"<w:tbl><w:tblPr/>{grid(*widths)}{''.join(rows)}</w:tbl>"


def lay_allocation(folder: Path, *rows: str, markdown: bool = False) -> Path:
    """Write the form and the department; the template in Word has these rows, those above where none is given."""
    reference = (ROOT / "templates/README.md").read_text(encoding="utf-8")
    for name, text in _BLOCK.findall(reference):
        if markdown or not name.endswith(".md"):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    template = word("{{ 标题 }}\n" + table(*(rows or ROWS)))
    (folder / "templates/allocation/document.docx").write_bytes(template)
    return folder
