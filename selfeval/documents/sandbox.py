"""The closed room in which templates run: a sandbox without functions, strict about every name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, UndefinedError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from selfeval.documents.language import carrying, forbidden
from selfeval.documents.tick import Tick
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

_NOT_XML = regex("[\0-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTED = regex(r"'([^']+)'")


class RenderingError(Exception):
    """Say in Chinese what is wrong in a template, with the text of the paragraph or line around it."""

    def __init__(self, message: str, line: int = 1, around: str = "") -> None:
        super().__init__(message)
        self.message, self.line, self.around = message, line, around


FAILURES = (
    TemplateError,
    RenderingError,
    TypeError,
    ValueError,
    ArithmeticError,
    RecursionError,
    SyntaxError,
    MemoryError,
)
"""The exceptions that a faulty template can raise while it is compiled or runs."""

OUTPUT_LIMIT = 32 * 2**20
"""How many characters a template may print."""
AT_ONCE = 64
"""How many pieces are printed before their characters are counted."""
TURN_LIMIT = 1_000_000
"""How many turns all loops of a template may take together."""
_LISTED = "列表"


class _Run(Context):
    """Count the turns that the loops of one run take together."""

    turns = 0


@pass_context
def _listed(run: _Run, value: object, carries: bool) -> object:
    """Return a list that a loop may go over; raise RenderingError for a text, and when there are too many turns.

    A list that ``carries`` what is around it has a blank item where it has none, so that nothing is lost.
    """
    if isinstance(value, Undefined):
        return value
    if not isinstance(value, list):
        raise RenderingError("for 只能列一个列表或几段文字，不能列一段文字的字")
    if carries and hasattr(value, "blank"):
        value = [value.blank]
    run.turns += len(value)
    if run.turns > TURN_LIMIT:
        raise RenderingError("一层套一层的 for 要转的圈数太多，出不了文档")
    return value


def _join(pieces: Iterable[str]) -> str:
    """Join what a template prints; raise RenderingError when it is too much."""
    size, kept, coming = 0, list[str](), iter(pieces)
    while some := list(islice(coming, AT_ONCE)):
        size += sum(map(len, some))
        if size > OUTPUT_LIMIT:
            raise RenderingError(f"印出来的文字超过 {OUTPUT_LIMIT // 2**20} MB，出不了文档；请检查一层套一层的 for")
        kept += some
    return "".join(kept)


class _Room(SandboxedEnvironment):
    """Refuse whatever a template must not use, and look a name up in the data before anything else."""

    context_class = _Run
    concat = staticmethod(_join)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        refused = forbidden(tree, self.filters.keys() - {_LISTED})
        if refused:
            raise RenderingError(refused)
        carriers = carrying(tree)
        for loop in tree.find_all(nodes.For):
            carries = nodes.Const(any(loop is each for each in carriers), lineno=loop.lineno)
            loop.iter = nodes.Filter(loop.iter, _LISTED, [carries], [], None, None, lineno=loop.lineno)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        names = obj if isinstance(obj, dict) else obj.parts if isinstance(obj, Tick) else {}
        return names[attribute] if attribute in names else super().getattr(obj, attribute)


def environment(
    finalize: Callable[[object], object],
    filters: Mapping[str, Callable[..., object]],
    **options: bool,
) -> SandboxedEnvironment:
    """Return an environment that knows the filters given and nothing else."""
    made = _Room(undefined=StrictUndefined, finalize=finalize, **options)
    made.globals.clear()
    made.filters.clear()
    made.filters.update(filters, **{_LISTED: _listed})
    return made


def plain(value: object) -> object:
    """Return texts and numbers as they are; raise RenderingError for anything else that a template prints.

    A text with characters that XML cannot hold is not printed either.
    """
    if isinstance(value, str):
        if not value.isprintable() and _NOT_XML.search(value):
            raise RenderingError("这一项里有看不见的控制字符，印不出来")
        return value
    if isinstance(value, Undefined) or (isinstance(value, int) and not isinstance(value, bool)):
        return value  # an unknown name is refused where it is printed, with its name
    if isinstance(value, list):
        raise RenderingError("这一项有好几段，要用 {%p for 段 in … %} 一段一段地印")
    raise RenderingError("这一项不是一个值，不能直接印；要写到它下面的具体一项")


def explain(error: Exception, source: str, names: Mapping[str, object]) -> RenderingError:
    """Turn an exception raised while a template ran into one Chinese sentence with its place."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else _line_in_template(error.__traceback__)
    lines = source.split("\n")
    around = re.sub(r"<[^>]+>", "", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    if isinstance(error, RenderingError):
        return RenderingError(error.message, line, around)
    if isinstance(error, UndefinedError):
        quoted = _QUOTED.findall(str(error))
        name = quoted[-1] if quoted else ""
        near = nearest(name, _all_names(names))
        return RenderingError(
            f"模板里的“{name}”不是这个表样的名称" + (f"，是不是“{near}”？" if near else ""), line, around
        )
    if isinstance(error, TemplateSyntaxError):
        return RenderingError("模板的标记没有写完整，或 for、if 没有配上 endfor、endif", line, around)
    if isinstance(error, TemplateError):
        return RenderingError("模板里用了不允许的写法", line, around)
    return RenderingError("模板里的标记用错了地方", line, around)


def _line_in_template(traceback: TracebackType | None) -> int:
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _all_names(names: object) -> set[str]:
    if isinstance(names, Mapping):
        return set(names) | {name for inner in names.values() for name in _all_names(inner)}
    if isinstance(names, list):
        return {name for inner in names for name in _all_names(inner)}
    return set()
