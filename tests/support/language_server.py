"""The YAML language server, as VS Code runs it: opens a text, gives back what is marked and what is completed."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

PACKAGE, VERSION = "yaml-language-server", "1.25.0"
HOME = Path.home() / ".cache" / "selfeval" / f"{PACKAGE}-{VERSION}"
"""Where the server is kept between runs, outside the project."""
SETTINGS = json.loads((Path(__file__).parents[2] / ".vscode" / "settings.json").read_text(encoding="utf-8"))
YAML = {key.split(".")[1]: {key.split(".")[2]: value} for key, value in SETTINGS.items() if key.startswith("yaml.")}
"""The settings of the project as the server is told them."""


def installed() -> Path:
    """Return the server's start script, installed when it is not there; skip where that cannot be done."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("the YAML language server needs node and npm")
    if not HOME.is_dir():
        HOME.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=HOME.parent) as folder:
            command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, f"{PACKAGE}@{VERSION}"]
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                pytest.skip(f"npm could not install {PACKAGE}: {done.stderr.decode()[-200:]}")
            if not HOME.is_dir():  # another worker may have been quicker
                shutil.copytree(folder, HOME, symlinks=True, dirs_exist_ok=True)
    return HOME / "node_modules" / PACKAGE / "bin" / PACKAGE


class Server:
    """Talk to a running server."""

    def __init__(self, script: Path) -> None:
        self._process = subprocess.Popen(
            ["node", str(script), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._number = 0

    def __enter__(self) -> Server:
        """Greet the server."""
        able = {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
            "workspace": {"configuration": True},
        }
        self._ask("initialize", {"processId": None, "rootUri": None, "locale": "zh-cn", "capabilities": able})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server."""
        self._process.kill()
        self._process.communicate()

    def marks(self, texts: Mapping[Path, str]) -> dict[Path, list[str]]:
        """Open texts as the contents of files and return what is marked in each, with its line."""
        for path, text in texts.items():
            self._open(path, text)
        found: dict[Path, list[str]] = {}
        waiting = {path.as_uri(): path for path in texts}
        while waiting:
            said = self._next()
            if said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] in waiting:
                path = waiting.pop(said["params"]["uri"])
                marks = said["params"]["diagnostics"]
                found[path] = sorted(f"{each['range']['start']['line'] + 1} {each['message']}" for each in marks)
        return found

    def completed(self, path: Path, text: str) -> dict[str, str]:
        """Open a text as the content of a file and return what is offered at its end, with what would be typed."""
        self._open(path, text)
        lines = text.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        answer = self._ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": place})
        return {item["label"]: item["insertText"] for item in answer["items"]}

    def hover(self, path: Path, text: str, line: int, character: int) -> str:
        """Open a text as the content of a file and return what is told of a position, both counted from 0."""
        self._open(path, text)
        place = {"line": line, "character": character}
        answer = self._ask("textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": place})
        return str(answer["contents"]["value"]) if answer else ""

    def _open(self, path: Path, text: str) -> None:
        self._number += 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": self._number, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})

    def _ask(self, method: str, params: Any) -> Any:
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self._next()
            if said.get("id") == number and "method" not in said:
                return said["result"]

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """Return the next message, answering what the server asks on the way."""
        assert self._process.stdout is not None
        size = 0
        while line := self._process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        said: dict[str, Any] = json.loads(self._process.stdout.read(size))
        if "id" in said and "method" in said:
            asked = said["params"].get("items", []) if said["method"] == "workspace/configuration" else None
            answer = None if asked is None else [YAML if each.get("section") == "yaml" else {} for each in asked]
            self._send({"id": said["id"], "result": answer})
        return said

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()
