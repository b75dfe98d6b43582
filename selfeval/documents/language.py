"""What a template may say: names, dots, for, if, and, or, not. Everything else is refused before it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import NamedTuple

from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

BLOCKS = {"for": "endfor", "if": "endif"}
BETWEEN = ("else", "elif")
WORDS = (*BLOCKS, *BETWEEN, *BLOCKS.values())

_PARSER = SandboxedEnvironment()
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
_CALLED: Mapping[type[nodes.Node], str] = {
    nodes.Filter: "过滤器（竖线后面的词）",
    nodes.Call: "函数（带括号的词）",
    nodes.Const: "引号里的文字、数字",
    nodes.Test: "is 判断",
    nodes.Compare: "大小、相等的比较",
    nodes.BinExpr: "算式",
    nodes.UnaryExpr: "算式",
    nodes.Getitem: "方括号",
}


def parse(word: str, rest: str) -> nodes.Template | None:
    """Parse the expression in one tag, behind for, if or elif (``word``) or alone in a print; None if it is wrong."""
    source = {"for": "{%% for %s %%}{%% endfor %%}", "": "{{ %s }}"}.get(word, "{%% if %s %%}{%% endif %%}") % rest
    try:
        return _PARSER.parse(source)
    except (TemplateError, RecursionError, ValueError, MemoryError):  # a number of 10,000 digits is a ValueError
        return None


class _Survey(NamedTuple):
    """Hold how often a part of a template prints which key of which name, and the outermost loops in it with theirs."""

    printed: Counter[tuple[str, str]]
    loops: list[tuple[nodes.For, Counter[tuple[str, str]]]]


def carrying(tree: nodes.Template) -> list[nodes.For]:
    """Return the loops over a list of an item that print of that item what nothing else in its own loop prints.

    Where such a list is empty, all that they print of the item would be lost.
    """
    found: list[nodes.For] = []
    _survey(tree, found)
    return found


def _survey(node: nodes.Node, found: list[nodes.For]) -> _Survey:
    """Survey a part of a template, and add the loops in it that carry what is around them to those ``found``."""
    if isinstance(node, nodes.Output):
        shown = [(_owner(each), each.attr) for each in node.find_all(nodes.Getattr)]
        return _Survey(Counter(key for key in shown if key[0]), [])
    made = _Survey(Counter(), [])
    for child in node.iter_child_nodes():
        inner = _survey(child, found)
        made.printed.update(inner.printed)
        made.loops.extend(inner.loops)
    if not isinstance(node, nodes.For):
        return made
    for loop, printed in made.loops:
        name = _owner(loop.iter)
        if name and node.target == nodes.Name(name, "store") and not loop.else_:
            alone = [key for key, count in printed.items() if key[0] == name and made.printed[key] == count]
            found.extend([loop] if alone else [])
    return _Survey(made.printed, [(node, made.printed)])


def _owner(node: nodes.Node) -> str:
    """Return the name before the only point of an expression (行.名称), empty for any other."""
    return node.node.name if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) else ""


def forbidden(tree: nodes.Template, filters: Collection[str] = ()) -> str:
    """Return the first thing that a template must not use, in a template author's words; empty where all is allowed."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Filter) and node.name in filters:
            continue
        if isinstance(node, nodes.For) and (node.test or node.recursive or not isinstance(node.target, nodes.Name)):
            return "for 的这种写法"
        name = node.name if isinstance(node, nodes.Name) else node.attr if isinstance(node, nodes.Getattr) else ""
        if name.startswith("_"):
            return f"下划线开头的“{name}”"
        if isinstance(node, nodes.Expr | nodes.Stmt | nodes.Template) and not isinstance(node, _ALLOWED):
            return next((word for kind, word in _CALLED.items() if isinstance(node, kind)), "这种写法")
    return ""
