"""The page of this machine: to nobody else, nothing written, and up to date once a file is saved."""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from offices import office
from rulepages import BASE

from selfeval.cli.serve.pages import Pages
from selfeval.cli.serve.server import HEADERS, Server
from selfeval.pipeline.workspace import Workspace

TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")
WHERE = "2024/qinghu"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Serve a small office whose targets have a slip."""
    office(tmp_path, {"targets.yaml": TARGETS.replace("年度: 2024", "年度：2024")})
    pages = Pages(Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports"), ROOT / "docs" / "rules")
    with Server(pages) as started:
        threading.Thread(target=started.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield started
        started.shutdown()


def asked(server: Server, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """Ask for a path as typed; the answer is read by the caller."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def page(server: Server, path: str = "") -> str:
    """Return a page below the path that nobody can guess."""
    answer = asked(server, f"/{server.pages.token}/{path}")
    assert answer.status == 200, path
    return answer.read().decode()


def test_a_department_is_shown_as_it_is(server: Server) -> None:
    """The problem with its line, the place in it, what to write, how to explain; the document as it will look."""
    shown = page(server, WHERE)
    line = TARGETS.splitlines().index("年度: 2024") + 1
    assert f"第 {line} 行（Ctrl+G）" in shown
    assert "年度<mark>：</mark>2024" in shown
    assert re.search(r'aria-label="改成">年度: 2024</pre><button type="button" data-copy="fix:', shown)
    assert "fullwidth-colon" in shown
    assert "印出来的样子" in shown
    assert "青湖区司法局" in shown.partition("印出来的样子")[2]


def test_departments_and_rules_are_listed(server: Server) -> None:
    """The index leads to the department, a code to its explanation."""
    index = page(server)
    assert f'href="/{server.pages.token}/{WHERE}"' in index
    assert "青湖区司法局" in index
    assert "全角" in page(server, "rules/fullwidth-colon")


def test_nothing_is_told_to_anybody_else(server: Server) -> None:
    """Another host name, a wrong path, another method: refused; the server listens on this machine only."""
    assert server.server_address[0] == "127.0.0.1"
    good = f"/{server.pages.token}/"
    assert asked(server, good, Host="evil.example").status == 403
    assert asked(server, good, Host=f"evil.example:{server.server_port}").status == 403
    for path in ("/", "/x/", f"/{server.pages.token[:-1]}/", "/page.js"):
        assert asked(server, path).status == 404
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(server, good, method).status == 501


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "2024/..",
        "2024/../2024/qinghu",
        "2024/%2e%2e",
        "rules/../../README",
        "rules/..%2Fclerk",
        "page.html",
        "2025/",
        "news.js",
        "2024/qinghu/targets.yaml",
    ],
)
def test_only_what_is_listed_is_given(server: Server, path: str) -> None:
    """A path is looked up among the departments and pages there are, never joined to a folder."""
    assert asked(server, f"/{server.pages.token}/{path}").status == 404


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET * HTTP/1.1", 404),
        ("GET ? HTTP/1.1", 404),
        ("GET http://[::1/ HTTP/1.1", 404),
        ("GET /%ff%fe HTTP/1.1", 404),
        ("GET / / HTTP/1.1", 400),
        ("BREW / HTTP/1.1", 501),
        ("GET / HTTP/9.9", 505),
        ("GET /" + "a" * 70_000 + " HTTP/1.1", 414),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(server: Server, request_line: str, status: int) -> None:
    """In the same words and with the same rules as any other; nothing more is heard on that connection."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        connection.sendall(f"{request_line}\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        assert answer.status == status
        assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
        assert answer.read().decode() == "没有这一页"


def test_two_host_names_are_refused(server: Server) -> None:
    """Which of them counts, nobody knows."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as connection:
        hosts = f"Host: 127.0.0.1:{server.server_port}\r\nHost: evil.example\r\n"
        connection.sendall(f"GET /{server.pages.token}/ HTTP/1.1\r\n{hosts}\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 403"


def test_every_answer_forbids_what_it_does_not_need(server: Server) -> None:
    """Nothing from elsewhere is loaded, framed or kept; no address outside stands in a page."""
    for path in ("", WHERE, "page.js", "page.css", "none"):
        answer = asked(server, f"/{server.pages.token}/{path}")
        assert {name: answer.getheader(name) for name in HEADERS} == HEADERS
        assert not re.search(rb"(?:src|href)=\"(?:https?:)?//", answer.read())


def test_what_was_typed_is_shown_and_not_run(server: Server, tmp_path: Path) -> None:
    """Markup in a file is text on the page, in a problem as in the document."""
    path = tmp_path / "data" / WHERE / "targets.yaml"
    path.write_text(TARGETS.replace("青湖区司法局", "<script>alert(1)</script>：<b>局</b>"), encoding="utf-8")
    shown = page(server, WHERE)
    assert "<script>alert" not in shown
    assert "<b>局" not in shown


def test_a_saved_file_is_news(server: Server, tmp_path: Path) -> None:
    """After saving, the page is told at once, and then shows what was saved."""
    news = asked(server, f"/{server.pages.token}/news/{WHERE}")
    assert news.getheader("Content-Type") == "text/event-stream"
    time.sleep(0.3)
    started = time.monotonic()
    (tmp_path / "data" / WHERE / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    line = news.readline()
    while not line.startswith(b"data"):
        line = news.readline()
    assert time.monotonic() - started < 2  # half a second where nothing else runs
    assert "fullwidth-colon" not in page(server, WHERE)


def test_a_department_that_goes_is_not_found(server: Server, tmp_path: Path) -> None:
    """A folder that was removed has no page, and the server goes on."""
    shutil.rmtree(tmp_path / "data" / WHERE)
    assert asked(server, f"/{server.pages.token}/{WHERE}").status == 404
    assert "还没有部门" in page(server)


def test_nothing_is_written(server: Server, tmp_path: Path) -> None:
    """Looking changes no file and makes none."""
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    page(server)
    page(server, WHERE)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_many_departments_are_listed_quickly(server: Server, tmp_path: Path) -> None:
    """The index judges nobody."""
    for number in range(200):
        shutil.copytree(tmp_path / "data" / WHERE, tmp_path / "data" / "2024" / f"d{number}")
    started = time.monotonic()
    assert page(server).count("<li>") == 201
    assert time.monotonic() - started < 3
