"""A language server, as VS Code runs it: the one for YAML, and the project's own."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

PACKAGE, VERSION = "yaml-language-server", "1.25.0"
HOME = Path.home() / ".cache" / "selfeval" / f"{PACKAGE}-{VERSION}"
"""Where the server is kept between runs, outside the project."""
SETTINGS = json.loads((Path(__file__).parents[2] / ".vscode" / "settings.json").read_text(encoding="utf-8"))
YAML = {key.split(".")[1]: {key.split(".")[2]: value} for key, value in SETTINGS.items() if key.startswith("yaml.")}
"""The settings of the project as the server is told them."""


def yaml_server() -> list[str]:
    """Return the command of the YAML server, installed when it is not there; skip where that cannot be done."""
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
    return ["node", str(HOME / "node_modules" / PACKAGE / "bin" / PACKAGE), "--stdio"]


class Server:
    """Talk to a running server."""

    def __init__(self, command: Sequence[str], options: Mapping[str, Any] | None = None) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.marked: dict[str, dict[str, Any]] = {}
        """What was last said to be marked in each file, by its address."""
        self.capabilities: dict[str, Any] = {}
        self._options, self._number = options or {}, 0

    def __enter__(self) -> Self:
        """Greet the server."""
        able = {
            "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
            "workspace": {"configuration": True},
        }
        asked = {"processId": None, "rootUri": None, "locale": "zh-cn", "capabilities": able}
        answer = self.ask("initialize", {**asked, "initializationOptions": self._options})
        self.capabilities = answer["capabilities"]
        self.tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server."""
        self.process.kill()
        self.process.communicate()

    def marks(self, texts: Mapping[Path, str]) -> dict[Path, list[str]]:
        """Open texts as the contents of files and return what is marked in each, with its line."""
        for path, text in texts.items():
            self._open(path, text)
        found: dict[Path, list[str]] = {}
        waiting = {path.as_uri(): path for path in texts}
        while waiting:
            said = self.next()
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
        answer = self.ask("textDocument/completion", {"textDocument": {"uri": path.as_uri()}, "position": place})
        return {item["label"]: item["insertText"] for item in answer["items"]}

    def hover(self, path: Path, text: str, line: int, character: int) -> str:
        """Open a text as the content of a file and return what is told of a position, both counted from 0."""
        self._open(path, text)
        place = {"line": line, "character": character}
        answer = self.ask("textDocument/hover", {"textDocument": {"uri": path.as_uri()}, "position": place})
        return str(answer["contents"]["value"]) if answer else ""

    def _open(self, path: Path, text: str) -> None:
        self._number += 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": self._number, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and return its answer."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        while True:
            said = self.next()
            if said.get("id") == number and "method" not in said:
                assert "error" not in said, said["error"]
                return said["result"]

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def next(self) -> dict[str, Any]:
        """Return the next message, answering what the server asks on the way."""
        assert self.process.stdout is not None
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        said: dict[str, Any] = json.loads(self.process.stdout.read(size))
        if said.get("method") == "textDocument/publishDiagnostics":
            self.marked[said["params"]["uri"]] = said["params"]
        if "id" in said and "method" in said:
            asked = said["params"].get("items", []) if said["method"] == "workspace/configuration" else None
            answer = None if asked is None else [YAML if each.get("section") == "yaml" else {} for each in asked]
            self._send({"id": said["id"], "result": answer})
        return said

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()
