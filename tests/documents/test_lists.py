"""Lists of Word in loops begin again where they are a list of their own, and are named where that is in doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from rendered import PROPERTIES, by_docxtpl, canonical
from wordfile import word

from selfeval.documents.check import word as check
from selfeval.documents.from_word import markdown_of
from selfeval.documents.read.numbering import read_numbering
from selfeval.documents.view import Item
from selfeval.documents.word import prepared, render
from selfeval.documents.word.package import W, members

_XMLNS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _level(depth: int, text: str, start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'


NUMBERING = (
    f'<w:numbering {_XMLNS}><w:abstractNum w:abstractNumId="0">{_level(0, "%1.")}{_level(1, "%1.%2")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_level(0, "(%1)", 3)}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="7"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'
    "</w:num>"
    '<w:num w:numId="9"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    "</w:num></w:numbering>"
)
STYLES = (
    f'<w:styles {_XMLNS}><w:style w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="M"><w:basedOn w:val="L"/></w:style></w:styles>'
)
FOR, END = "{%p for 行 in 行表 %}", "{%p endfor %}"
INNER, OTHER = "{%p for 段 in 行.段 %}", "{%p for 段 in 别的 %}"


def listed(typed: str, level: int = 0, number: int = 1) -> str:
    """Return a paragraph that Word numbers."""
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{typed}</w:t></w:r></w:p>"
    )


def styled(typed: str, style: str = "L", more: str = "") -> str:
    """Return a paragraph that its style numbers."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:keepNext/>{more}</w:pPr><w:r><w:t>{typed}</w:t></w:r></w:p>'


def template(lines: list[str]) -> bytes:
    """Return a Word file with these lines, and with the lists and styles above."""
    made = members(word("\n".join(lines)))
    made |= {"word/numbering.xml": NUMBERING.encode(), "word/styles.xml": STYLES.encode()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    for name in ("numbering", "styles"):
        relation = f'<Relationship Id="{name}" Type="{office}/{name}" Target="{name}.xml"/></Relationships>'
        override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/></Types>'
        relations = made["word/_rels/document.xml.rels"].decode()
        made["word/_rels/document.xml.rels"] = (
            (relations.replace("/>", "></Relationships>", 1) if relations.endswith("/>") else relations)
            .replace("</Relationships>", relation)
            .encode()
        )
        made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return word("\n".join(lines), made)


def view() -> Item:
    """Return two rows of two pieces each, and two others."""
    rows = [Item(名=name, 段=[f"{name}甲", f"{name}乙"], 有=name == "子") for name in ("子", "丑")]
    return Item(标题="标题", 行表=rows, 别的=["卯", "辰"])


def numbers(document: bytes) -> list[str]:
    """Return the numbers that Word shows before the paragraphs of a document."""
    parts = members(document)
    known = read_numbering(etree.fromstring(parts["word/numbering.xml"]), etree.fromstring(parts["word/styles.xml"]))
    body = etree.fromstring(parts["word/document.xml"])
    return [mark for paragraph in body.iter(f"{W}p") if (mark := known.mark(paragraph))]


def warned(source: bytes) -> bool:
    """Tell whether the check of the template names a list."""
    return any("从 1 数起" in slip.message for slip in check.read(source)[1])


A, B, C = listed("{{ 行.名 }}"), listed("目标"), listed("{{ 段 }}")
AGAIN = {
    "several in a round": ([FOR, "文", B, listed("实际"), END], "1. 2. 1. 2."),
    "text behind them": ([FOR, B, listed("实际"), "文", END], "1. 2. 1. 2."),
    "a loop in a round": ([FOR, "{{ 行.名 }}", INNER, C, END, END], "1. 2. 1. 2."),
    "both in a round": ([FOR, "文", B, INNER, C, END, END], "1. 2. 3. 1. 2. 3."),
    "by their style": ([FOR, "文", styled("目标"), styled("实际", "M"), END], "1. 2. 1. 2."),
    "a list that Word begins again behind a loop": (
        [FOR, A, END, "措施", OTHER, listed("{{ 段 }}", 0, 7), END],
        "1. 2. 4. 5.",
    ),
    "in a cell of each row": (
        [
            "| {%tr for 行 in 行表 %} | |",
            "| {{ 行.名 }} | " + "<br>".join((INNER, C, END)) + " |",
            "| {%tr endfor %} | |",
        ],
        "1. 2. 1. 2.",
    ),
    "one that begins with three": ([FOR, "文", listed("甲", 0, 5), listed("乙", 0, 5), END], "(3) (4) (3) (4)"),
    "one that Word begins again": ([FOR, "文", listed("甲", 0, 7), listed("乙", 0, 7), END], "4. 5. 4. 5."),
    "with a level below": (
        [FOR, "文", B, listed("一", 1), listed("二", 1), listed("实际"), END],
        "1. 1.1 1.2 2. 1. 1.1 1.2 2.",
    ),
    "one of them conditional": ([FOR, "文", B, "{%p if 行.有 %}", listed("实际"), "{%p endif %}", END], "1. 2. 1."),
}
GOES_ON = {
    "rounds are counted": ([FOR, A, "文", END], "1. 2."),
    "either of two": ([FOR, "文", "{%p if 行.有 %}", A, "{%p else %}", B, "{%p endif %}", END], "1. 2."),
    "a level below": ([FOR, A, INNER, listed("{{ 段 }}", 1), END, END], "1. 1.1 1.2 2. 2.1 2.2"),
    "no loop": ([B, "文", B], "1. 2."),
    "loops without text between": ([FOR, A, END, OTHER, C, END], "1. 2. 3. 4."),
    "a list turned off": ([FOR, "文", styled("甲", more='<w:numPr><w:numId w:val="0"/></w:numPr>') * 2, END], ""),
}
DOUBTFUL = {
    "two loops of one list": ([FOR, A, END, "措施", OTHER, C, END], "1. 2. 3. 4."),
    "two loops in a round": ([FOR, "甲", INNER, C, END, "乙", INNER, C, END, END], "1. 2. 3. 4. 1. 2. 3. 4."),
    "in the cells of a row": ([f"| {FOR}<br>{A}<br>{END} | {OTHER}<br>{C}<br>{END} |"], "1. 2. 3. 4."),
    "nothing between the rounds": ([FOR, B, listed("实际"), END], "1. 2. 3. 4."),
    "inner rounds without text between": ([FOR, INNER, C, END, END], "1. 2. 3. 4."),
    "part of a longer list": ([B, FOR, "文", A, listed("实际"), END, B], "1. 2. 3. 4. 5. 6."),
    "rows of a table": (
        [
            "| {%tr for 行 in 行表 %} |",
            "| {{ 行.名 }} |",
            "| {%tr for 段 in 行.段 %} |",
            f"| {C} |",
            "| {%tr endfor %} |",
            "| {%tr endfor %} |",
        ],
        "1. 2. 3. 4.",
    ),
}


@pytest.mark.parametrize(
    ("lines", "expected", "doubtful"),
    [
        *((*case, False) for case in (*AGAIN.values(), *GOES_ON.values())),
        *((*case, True) for case in DOUBTFUL.values()),
    ],
    ids=[*AGAIN, *GOES_ON, *DOUBTFUL],
)
def test_a_list_of_its_own_begins_again(tmp_path: Path, lines: list[str], expected: str, doubtful: bool) -> None:
    """The same bytes each time, by docxtpl too, and every number is one of a list that the document has."""
    source = template(lines)
    path = tmp_path / "document.docx"
    path.write_bytes(source)
    made = render.render(path, view(), "2024 青湖", "f00")
    assert " ".join(numbers(made)) == expected
    assert made == render.render(path, view(), "2024 青湖", "f00")
    ready = prepared.prepare(source)
    quick = prepared.render(ready, view(), PROPERTIES) if ready else None
    assert quick is None or canonical(quick) == by_docxtpl(source, view())
    parts = members(made)
    assert b"listRestart" not in parts["word/document.xml"]
    used = etree.fromstring(parts["word/document.xml"]).iter(f"{W}numId")
    known = [each.get(f"{W}numId") for each in etree.fromstring(parts["word/numbering.xml"]).iter(f"{W}num")]
    assert len(known) == len(set(known))
    assert {each.get(f"{W}val") for each in used} - {"0"} <= set(known)
    assert warned(source) is doubtful


@pytest.mark.parametrize(
    ("second", "printed"),
    [
        pytest.param(C, "{{ 别的 }}", id="goes on"),
        pytest.param(listed("{{ 段 }}", 0, 5), "{{ 别的 }}", id="begins with three"),
        pytest.param(
            listed("{{ 段 }}", 0, 9),
            "{% for 段 in 别的 %}\n\n{{ loop.index }}\\.{{ 段 }}\n\n{% endfor %}",
            id="begins with one",
        ),
    ],
)
def test_markdown_counts_only_loops_that_begin_with_one(second: str, printed: str) -> None:
    """A number that Markdown cannot know is left out, and none is wrong."""
    made = markdown_of(template([FOR, A, END, "措施", OTHER, second, END]))
    first = "{% for 行 in 行表 %}\n\n{{ loop.index }}\\.{{ 行.名 }}\n\n{% endfor %}"
    assert made == f"{first}\n\n措施\n\n{printed}\n"
