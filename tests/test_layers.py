"""Imports point one way: a module knows only those above it in this list."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "selfeval"
LAYERS = (
    "problem",
    "regex",
    "name",
    "notation",
    "quantity",
    "source",
    "expression",
    "form",
    "placeholder",
    "filled",
    "report",
    "facts",
    "value",
    "structure",
    "submission",
    "target",
    "approval",
    "filing",
    "joining",
    "department",
    "mending",
    "scoring",
    "scoresheet",
    "references",
    "rules",
    "explanations",
    "view",
    "writers",
    "outcome",
    "freshness",
    "pipeline",
    "batch",
    "watching",
    "display",
    "skeleton",
    "editor",
    "history",
    "yearly",
    "publish",
    "bundle",
    "cli",
)


def layer(name: str) -> str:
    """Return the module or package below selfeval that a dotted name belongs to."""
    return name.split(".")[1]


def test_imports_point_up_the_list_only() -> None:
    """No module imports one that comes after it."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if home == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name == "selfeval" and isinstance(node, ast.ImportFrom):
                    inner = [alias.name for alias in node.names]
                else:
                    inner = [layer(name)] if name.startswith("selfeval.") else []
                wrong += [f"{home} -> {other}" for other in inner if LAYERS.index(other) > LAYERS.index(home)]
    assert not wrong


def test_yaml_word_and_pandoc_stay_in_their_rooms() -> None:
    """Only source knows yaml; only the writers know docxtpl and pandoc."""
    rooms = {"yaml": "source", "docxtpl": "writers", "docx": "writers", "pypandoc": "writers"}
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        home = path.relative_to(PACKAGE).parts[0]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            wrong += [f"{home}: {name}" for name in names if rooms.get(name.split(".")[0], home) != home]
    assert not wrong
