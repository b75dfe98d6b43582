"""The tags in a passage: prints, blocks and merge marks; and the mistakes in what was meant as a tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterator
from enum import Enum
from typing import NamedTuple

from jinja2 import nodes

from selfeval.documents.language import BLOCKS, WORDS, forbidden, parse
from selfeval.documents.passage import Passage, TagSpot, TemplateSlip
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

_OPEN, _CLOSE = r"[{｛][{｛%％]", r"[%％}｝][}｝]"
_PIECE = regex(
    rf"(?P<note>{{\#.*?(?:\#}}|\Z))|(?P<open>{_OPEN})(?P<body>(?:(?!{_OPEN}|{_CLOSE}).)*)(?P<close>{_CLOSE})?"
    rf"|(?P<stray>{_CLOSE})|〔\s*合\s*并(?P<mark>[^〕]*)(?P<end>〕?)"
    r"|(?:[{｛]|\[\[|<<|«|《《|【【)(?P<single>[^{}｛｝%％#\[\]<>«»《》【】]+)(?:[}｝]|\]\]|>>|»|》》|】】)",
    re.DOTALL,
)
_SPACED = regex(r"[{｛]\s+([{｛%％])([^{}｛｝]*?)([%％}｝])\s*[}｝]")
_LIKE_MARK = regex(
    r"[\[【［〖{｛](\s*合\s*并[^\]】］〗}｝〕]{0,20})[\]】］〗}｝〕]|(?:\A|(?<=\|))\s*[（(](\s*合\s*并[^）)]{0,20})[）)](?=\s*{{)"
    r"|[<＜〈《「『](\s*合\s*并\s*)[>＞〉》」』]"
)
LONGEST = 300
"""How many characters a tag may have: longer ones exhaust who reads them."""
_BRACE_BESIDE = regex(r"[{}｛｝]\0|\0[{}｛｝]")
_HALF = str.maketrans("｛｝％。．，“”‘’", "{}%..,\"\"''")
_PREFIX = regex(r"( *(?:tr|tc|p|r))\s+")


class TagKind(Enum):
    """Name what a tag does."""

    PRINT = "print"
    BLOCK = "block"
    MARK = "mark"
    SINGLE = "single"


class TemplateTag(NamedTuple):
    """Hold one tag: ``word`` is the word of a block, ``prefix`` the p or tr before it.

    ``tree`` is the parsed expression, None where the tag has none or it could not be parsed.
    """

    spot: TagSpot
    kind: TagKind
    prefix: str = ""
    word: str = ""
    tree: nodes.Template | None = None

    @property
    def text(self) -> str:
        """Return the tag as typed."""
        return self.spot.passage.text[self.spot.start : self.spot.end]


def bare(passage: Passage) -> str:
    """Return a passage without its notes, which print nothing."""
    return _PIECE.sub(lambda piece: "" if piece["note"] else piece[0], passage.text)


def tags(passage: Passage) -> Iterator[TemplateTag | TemplateSlip]:
    """Yield every tag of a passage in order, each after the mistakes in it."""
    if stray := _BRACE_BESIDE.search(_PIECE.sub("\0", passage.text)):
        message = f"标记旁边多了一个“{stray[0].strip(chr(0))}”"
        yield TemplateSlip(TagSpot(passage, 0, len(passage.text)), "template-unclosed-tag", message)
    yield from _look_alikes(passage)
    for piece in _PIECE.finditer(passage.text):
        spot = TagSpot(passage, *piece.span())
        if piece["note"]:
            continue
        if piece["mark"] is not None:
            yield from _mark(spot, piece["mark"].strip(), closed=bool(piece["end"]))
        elif piece["single"]:
            yield from () if _SPACED.search(passage.text) else _single(spot, piece["single"])
        elif piece["stray"]:
            yield TemplateSlip(spot, "template-unclosed-tag", f"“{piece[0]}”前面没有配对的括号")
        else:
            yield from _tag(spot, piece["open"], piece["body"], piece["close"] or "")


def _look_alikes(passage: Passage) -> Iterator[TemplateSlip]:
    """Yield a slip for what is not read as a tag or mark, for other brackets or a space, and so would be printed."""
    for found in _SPACED.finditer(passage.text):
        fix = "".join(("{", found[1], found[2], found[3], "}")).translate(_HALF)
        yield TemplateSlip(TagSpot(passage, *found.span()), "template-broken-tag", "标记的括号中间不要空格", fix)
    for found in _LIKE_MARK.finditer(passage.text):
        fix = f"〔{found[found.lastindex or 0].strip()}〕" if passage.in_word else ""
        advice = "合并要用六角括号" if fix else "Markdown 的表格不合并：一类只印一次的，写 {% if 行.一级首行 %}"
        message = f"“{found[0].strip()}”会原样印出来，{advice}"
        if fix or passage.text[found.end() :].lstrip().startswith("{"):
            yield TemplateSlip(TagSpot(passage, *found.span()), "template-unknown-mark", message, fix)


def _single(spot: TagSpot, name: str) -> Iterator[TemplateTag]:
    """Yield a name in single braces or doubled brackets, which is text unless the form knows the name."""
    tree = parse("", unicodedata.normalize("NFKC", name))
    if tree is not None and not forbidden(tree):
        yield TemplateTag(spot, TagKind.SINGLE, tree=tree)


def _tag(spot: TagSpot, start: str, body: str, end: str) -> Iterator[TemplateTag | TemplateSlip]:
    opened, closed = start.translate(_HALF), end.translate(_HALF)
    wanted = "}}" if opened == "{{" else "%}"
    unit = "同一段" if spot.passage.in_word else "同一行"
    if closed != wanted:
        yield TemplateSlip(spot, "template-unclosed-tag", f"“{start}”没有在{unit}里用“{wanted}”收尾")
        return
    if (opened, closed) != (start, end):
        fix = opened + body + closed
        yield TemplateSlip(spot, "template-fullwidth-brace", "标记的括号和百分号要用半角，全角的会原样印出来", fix)
    yield from _print(spot, body) if opened == "{{" else _block(spot, body)


def _print(spot: TagSpot, body: str) -> Iterator[TemplateTag | TemplateSlip]:
    prefix, content = _split_prefix(body)
    if prefix and not prefix.startswith(" ") and spot.passage.in_word:
        yield TemplateSlip(spot, "template-forbidden", f"“{{{{”后面不能紧跟“{prefix}”", f"{{{{ {content.strip()} }}}}")
        return
    tree = yield from _read(spot, "", body)
    yield TemplateTag(spot, TagKind.PRINT, tree=tree)


def _block(spot: TagSpot, body: str) -> Iterator[TemplateTag | TemplateSlip]:
    prefix, content = _split_prefix(body)
    if prefix.startswith(" "):
        fix = f"{{%{prefix.strip()} {content.strip()} %}}"
        yield TemplateSlip(spot, "template-broken-tag", f"“{prefix.strip()}”要紧跟在“{{%”后面，中间不空格", fix)
    elif prefix and not spot.passage.in_word:
        fix = f"{{% {content.strip()} %}}"
        yield TemplateSlip(spot, "template-broken-tag", f"“{prefix}”只在 Word 模板里用，Markdown 里不写", fix)
    elif prefix == "r" or (spot.passage.in_word and body.startswith(("-", "+"))):
        yield TemplateSlip(spot, "template-forbidden", "“{%”后面只能紧跟 p、tr 或 tc")
    word, rest = (*content.strip("-+ ").split(None, 1), "", "")[:2]
    if word not in WORDS:
        near = nearest(word, WORDS)
        if not near:
            message = f"不能用“{word}”，标记里只能用 for、if、else、elif、endfor、endif"
            yield TemplateSlip(
                spot, "template-forbidden", message + ("；合并单元格写〔合并〕" if word in ("vm", "hm") else "")
            )
            return
        fix = spot.passage.text[spot.start : spot.end].replace(word, near, 1)
        yield TemplateSlip(spot, "template-broken-tag", f"没有“{word}”这个词，是不是“{near}”？", fix)
        word = near
    if prefix.strip() == "tc" and word not in ("for", BLOCKS["for"]):
        message = "tc 只能写 {%tc for 项 in 列表 %} 和 {%tc endfor %}；格子里的取舍写在格子里面，不带 tc"
        yield TemplateSlip(spot, "template-forbidden", message)
    tree = None
    if word in BLOCKS or word == "elif":
        tree = yield from _read(spot, word, rest)
    elif rest:
        yield TemplateSlip(spot, "template-broken-tag", f"“{word}”后面不能再写“{rest.strip()}”")
    yield TemplateTag(spot, TagKind.BLOCK, prefix.strip(), word, tree)


def _split_prefix(body: str) -> tuple[str, str]:
    """Return the p, tr, tc or r of a block and the rest; a space before it is kept, for it is a mistake to report."""
    found = _PREFIX.match(body)
    return (found[1], body[found.end() :]) if found else ("", body)


def _mark(spot: TagSpot, thing: str, *, closed: bool) -> Iterator[TemplateTag | TemplateSlip]:
    if not closed:
        yield TemplateSlip(spot, "template-unclosed-tag", "“〔合并”没有在同一段里用“〕”收尾")
        return
    tree = (yield from _read(spot, "", thing)) if thing else None
    yield TemplateTag(spot, TagKind.MARK, tree=tree)


def _read(spot: TagSpot, word: str, rest: str) -> Generator[TemplateSlip, None, nodes.Template | None]:
    """Yield the mistakes in an expression and return its tree, None where it cannot be used."""
    typed = rest.translate(str.maketrans("“”‘’", "\"\"''"))  # as docxtpl reads them
    if len(rest) > LONGEST:
        yield TemplateSlip(spot, "template-forbidden", f"一个标记里不能超过 {LONGEST} 个字")
        return None
    tree = parse(word, typed)
    if tree is None:
        half = unicodedata.normalize("NFKC", rest).translate(_HALF)
        fix = spot.passage.text[spot.start : spot.end].replace(rest, half) if half != rest else ""
        if fix and parse(word, half) is not None:
            yield TemplateSlip(spot, "template-fullwidth-brace", "标记里的标点要用半角", fix)
        else:
            yield TemplateSlip(spot, "template-broken-tag", _say_what_is_expected(word, rest))
        return None
    refused = forbidden(tree)
    if refused:
        message = f"标记里不能用{refused}，只能写名称；固定的文字写在标记外面，数字用 form.yaml 的算式算好"
        yield TemplateSlip(spot, "template-forbidden", message)
        return None
    return tree


def _say_what_is_expected(word: str, rest: str) -> str:
    if not rest.strip():
        return "标记是空的，里面要写名称"
    shapes = {"for": "{% for 行 in 列表 %}", "": "{{ 名称 }}"}
    return f"看不懂“{rest.strip()[:30]}”，要写成 {shapes.get(word, f'{{% {word} 名称 %}}')} 的样子"
