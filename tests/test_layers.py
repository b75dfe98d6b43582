"""Twelve rooms: who may import whom, and through which doors."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter

from conftest import ROOT

PACKAGE = ROOT / "selfeval"

ALLOWED: Mapping[str, str] = {
    "problem": "",
    "text": "",
    "quantity": "text",
    "source": "problem text",
    "form": "problem text quantity source",
    "submission": "problem text quantity source form",
    "evaluation": "problem text quantity source form submission",
    "documents": "problem text quantity form submission evaluation",
    "pipeline": "problem text quantity form submission evaluation documents",
    "authoring": "problem text quantity source form submission documents",
    "history": "problem text quantity form submission evaluation pipeline",
    "cli": "problem text form submission evaluation documents pipeline authoring history",
}
"""Each room with the rooms it may import: those above it, and of them only those it needs."""

DOORS: Mapping[str, str] = {
    "problem": ". codes disk many",
    "text": "argument name pattern personal placeholder",
    "quantity": "values read judge verdict direction notation units fields numbers bounds characters common compare garbled columns single",
    "source": "node read excerpt reading fast shape repair decode",
    "form": "library folders form field columns fixed condition difference declaration around schema example expression operands profile draws",
    "submission": "submission read contacts tree target quotes printed computed numbers folder approval fields.facts",
    "evaluation": "judge dossier case verdicts score scoring.row",
    "documents": "view outcome make check html.page html.site html.redaction pandoc pdf"
    " html.review content from_word read.asked read.blank read.word word.tagging read.form read.found read.made read.label read.lines read.opening",
    "pipeline": "across cluster department batch save workspace marks summary.year watch",
    "authoring": "new schema fix values importing revise revise.revision form_draft sample explanation server editor.judged editor.session",
    "history": "approvals collecting record change difference edit progress overview reminder trend repository table",
    "cli": "",
}
"""The modules of a room that other rooms may import; the dot is the room itself."""

MOST_IMPORTS = 54
"""Twelve rooms without a circle can have 66 imports; each one fewer is a room easier to move."""


def modules() -> dict[str, ast.Module]:
    """Return every module of the package by its name below it (``form.library``; a package by its folder's)."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that a module imports, wherever in it, by their names below the package."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.module is None or node.module.split(".")[0] != "selfeval":
            continue
        for alias in node.names:
            names = [*node.module.split(".")[1:], alias.name]
            name = ".".join(names)
            yield name if name in MODULES else ".".join(names[:-1])


def room(module: str) -> str:
    """Return the room a module stands in."""
    return module.partition(".")[0]


EDGES = {module: set(imported(tree)) - {module, ""} for module, tree in MODULES.items() if module}


def test_the_package_is_its_rooms() -> None:
    """Nothing stands beside the rooms."""
    there = {path.name for path in PACKAGE.iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert there == set(ALLOWED)


def test_rooms_import_those_above_them_only() -> None:
    """The order of the rooms is the order of the work; what is allowed is what is needed, and no more than a few."""
    rooms = list(ALLOWED)
    for name, allowed in ALLOWED.items():
        assert all(rooms.index(other) < rooms.index(name) for other in allowed.split())
    wrong = [
        f"{module} imports {other}"
        for module, others in EDGES.items()
        for other in sorted(others)
        if room(other) != room(module) and room(other) not in ALLOWED[room(module)].split()
    ]
    assert not wrong
    needed = {(room(module), room(other)) for module, others in EDGES.items() for other in others}
    assert {(name, other) for name, allowed in ALLOWED.items() for other in allowed.split()} <= needed
    assert sum(len(allowed.split()) for allowed in ALLOWED.values()) <= MOST_IMPORTS


def test_rooms_are_entered_through_their_doors() -> None:
    """What is no door is private to its room."""
    doors = {f"{name}.{door}".rstrip(".") for name, listed in DOORS.items() for door in listed.split()}
    used = {other for module, others in EDGES.items() for other in others if room(other) != room(module)}
    assert not used - doors
    assert not doors - used


def test_no_file_imports_itself_in_a_circle() -> None:
    """Every module can be read after those it imports; a package does not count for what its files import."""
    order = TopologicalSorter(EDGES).static_order()
    assert set(order) >= set(EDGES)


def test_libraries_stay_in_their_rooms() -> None:
    """Only source knows yaml; only documents knows docxtpl and pandoc; only one module knows pygls; only history runs git."""
    rooms = {"yaml": "source", "docxtpl": "documents", "docx": "documents", "pypandoc": "documents"}
    modules = {"pygls": "authoring.server", "lsprotocol": "authoring.server"}
    wrong = []
    for module, tree in MODULES.items():
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            wrong += [
                f"{module}: {name}"
                for name in names
                if rooms.get(name.split(".")[0], room(module)) != room(module)
                or modules.get(name.split(".")[0], module) != module
            ]
    assert not wrong
    calls_git = {
        room(module)
        for module, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == "git"
    }
    assert calls_git == {"history"}
