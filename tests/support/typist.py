"""An editor at work: the project's language server, asked as an editor asks it."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conftest import ROOT
from language_server import Server

END = re.compile(r"\r\n|\n|\r")


class Editor(Server):
    """Type into files as an editor does; positions are the editor's own, counted from 0."""

    def __init__(self, folder: Path, *arguments: str, options: Mapping[str, Any] | None = None) -> None:
        folders = [f"--data={folder / 'data'}", f"--templates={folder / 'templates'}"]
        super().__init__([sys.executable, str(ROOT / "build.py"), "lsp", *folders, "--wait=0", *arguments], options)
        self.texts: dict[Path, str] = {}
        self._versions: dict[Path, int] = {}

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a file, with its text as it is on the disk unless another is given."""
        shown = path.read_bytes().decode("utf-8", "replace") if text is None else text
        self.texts[path], self._versions[path] = shown.removeprefix("\ufeff"), 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": self.texts[path]}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def type(self, path: Path, text: str) -> None:
        """Change the whole text of an open file."""
        self.texts[path] = text
        self._versions[path] += 1
        document = {"uri": path.as_uri(), "version": self._versions[path]}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def save(self, path: Path) -> None:
        """Save an open file."""
        path.write_bytes(self.texts[path].encode())
        self.tell("textDocument/didSave", {"textDocument": {"uri": path.as_uri()}})

    def close(self, path: Path) -> None:
        """Close a file without saving it."""
        del self.texts[path]
        self.tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def told(self, path: Path) -> list[dict[str, Any]]:
        """Return the marks of a file once everything typed so far was checked."""
        version = self._versions.get(path) if path in self.texts else None
        self.settle()
        while version is not None and self.marked.get(path.as_uri(), {}).get("version") != version:
            self.next()
        found: list[dict[str, Any]] = self.marked.get(path.as_uri(), {}).get("diagnostics", [])
        return found

    def codes(self, path: Path) -> list[tuple[int, str]]:
        """Return line, from 1, and code of each mark."""
        return [(mark["range"]["start"]["line"] + 1, mark["code"]) for mark in self.told(path)]

    def settle(self) -> None:
        """Wait until all that was sent is answered."""
        self.ask(
            "textDocument/hover", {"textDocument": {"uri": "file:///nowhere"}, "position": {"line": 0, "character": 0}}
        )

    def at(self, path: Path, words: str, behind: int = 0) -> dict[str, Any]:
        """Return the position of words in an open file, as a request names it."""
        before = self.texts[path][: self.texts[path].index(words) + behind]
        line, column = before.count("\n"), len(before[before.rfind("\n") + 1 :].encode("utf-16-le")) // 2
        return {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": column}}

    def actions(self, path: Path, line: int, *kinds: str) -> list[dict[str, Any]]:
        """Return what is offered on a line, counted from 1."""
        where = {"start": {"line": line - 1, "character": 0}, "end": {"line": line - 1, "character": 0}}
        context = {"diagnostics": [], **({"only": list(kinds)} if kinds else {})}
        asked = {"textDocument": {"uri": path.as_uri()}, "range": where, "context": context}
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", asked)
        return found

    def edited(self, path: Path, edits: list[dict[str, Any]]) -> str:
        """Return the text of an open file after some edits."""
        text = self.texts[path]
        for edit in sorted(edits, key=lambda each: sorted(each["range"]["start"].items()), reverse=True):
            start, end = (_offset(text, edit["range"][side]) for side in ("start", "end"))
            text = text[:start] + edit["newText"] + text[end:]
        return text

    def applied(self, path: Path, action: dict[str, Any]) -> str:
        """Return the text of an open file after an action."""
        return self.edited(path, action["edit"]["changes"][path.as_uri()])


def _offset(text: str, position: dict[str, int]) -> int:
    start = 0
    for _ in range(position["line"]):
        end = END.search(text, start)
        start = end.end() if end else len(text)
    line = text[start:]
    return start + len(line.encode("utf-16-le")[: position["character"] * 2].decode("utf-16-le", "ignore"))
