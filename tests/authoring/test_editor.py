"""The language server at work: an editor types, and is told; nothing of it is in the way of other commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from conftest import ROOT
from desk import over
from offices import office
from rulepages import BASE
from typist import Editor

from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.session import Office
from selfeval.authoring.server import EditorServer, Host
from selfeval.cli.lsp import let_go
from selfeval.form.library import Library
from selfeval.text.name import fold

TARGETS = (BASE / "targets.yaml").read_text(encoding="utf-8")
ACTUALS = (BASE / "actuals.yaml").read_text(encoding="utf-8")
NARRATIVE = (BASE / "narrative.yaml").read_text(encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of a small department, in a folder with blanks and Chinese in its path."""
    folder = tmp_path / "绩效 2024"
    folder.mkdir()
    office(folder)
    return folder / "data" / "2024" / "qinghu"


@pytest.fixture
def editor(home: Path) -> Iterator[Editor]:
    """Start the server over the small office."""
    with Editor(home.parents[2]) as started:
        yield started


def test_an_unsaved_file_changes_what_another_is_told(editor: Editor, home: Path) -> None:
    """A name in targets.yaml that is not saved yet is told in actuals.yaml; closed without saving all is as before."""
    targets, actuals = home / "targets.yaml", home / "actuals.yaml"
    editor.open(targets)
    editor.open(actuals)
    before = editor.codes(actuals)
    editor.type(targets, TARGETS.replace("办理法律援助案件", "受理法律援助案件"))
    told = editor.told(targets)
    assert "name-differs" in [code for _, code in editor.codes(actuals)]
    assert told is not None
    editor.close(targets)
    assert editor.codes(actuals) == before
    assert targets.read_text(encoding="utf-8") == TARGETS


def test_what_shows_beside_other_departments_and_in_git_is_told(editor: Editor, home: Path) -> None:
    """What check finds in last year's folders, in texts of others and in the last commit is told of texts not saved."""
    for arguments in (("init",), ("add", "."), ("commit", "-m", "x")):
        if arguments[0] == "add":
            (home / "approved.yaml").write_text("# 存档\n", encoding="utf-8")
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=home.parents[2], check=True, capture_output=True)
    office(home.parents[2], {"targets.yaml": TARGETS.replace("青湖", "云岭")}, "2024/yunling")
    name = next(line for line in TARGETS.splitlines() if "名称:" in line).split(": ")[1]
    later = home.parents[1] / "2025" / "moved" / "targets.yaml"
    editor.open(later, TARGETS.replace("2024", "2025"))
    assert (1, "folder-renamed") in editor.codes(later)
    narrative, targets = home / "narrative.yaml", home / "targets.yaml"
    editor.open(
        narrative, NARRATIVE + f"# 备注\n其他: {name.replace('青湖', '云岭')}全年办理法律援助案件，群众都很满意。\n"
    )
    assert "other-department-named" in [code for _, code in editor.codes(narrative)]
    editor.open(targets)
    assert "approval-gone" not in [code for _, code in editor.codes(targets)]
    (home / "approved.yaml").unlink()
    event = {"uri": (home / "approved.yaml").as_uri(), "type": 3}
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [event]})
    editor.type(targets, TARGETS + "\n")
    assert (1, "approval-gone") in editor.codes(targets)


def test_a_mark_says_all_that_check_says(editor: Editor, home: Path) -> None:
    """The code links to its page, a name that differs points to where it was declared."""
    targets, actuals = home / "targets.yaml", home / "actuals.yaml"
    editor.open(actuals, ACTUALS.replace("办理法律援助案件:", "办理法律援助案:"))
    (mark,) = [mark for mark in editor.told(actuals) if mark["code"] == "name-differs"]
    assert mark["codeDescription"]["href"] == (ROOT / "docs/rules/name-differs.md").as_uri()
    assert mark["source"] == "绩效"
    (related,) = mark["relatedInformation"]
    assert unquote(related["location"]["uri"]) == unquote(targets.as_uri())
    line = TARGETS.splitlines()[related["location"]["range"]["start"]["line"]]
    assert "名称: 办理法律援助案件" in line


def test_columns_are_counted_as_editors_count(editor: Editor, home: Path) -> None:
    """Characters outside the basic plane are two units: marks, hover and edits all count so."""
    path = home / "actuals.yaml"
    editor.open(path, ACTUALS + "事实:\n  𠮷𠮷𠮷项目：12件\n")
    (mark,) = [mark for mark in editor.told(path) if mark["code"] == "fullwidth-colon"]
    assert [mark["range"][side]["character"] for side in ("start", "end")] == [10, 11]
    line = ACTUALS.count("\n") + 2
    action = next(each for each in editor.actions(path, line) if each["title"].startswith("改成"))
    assert editor.applied(path, action).endswith("  𠮷𠮷𠮷项目: 12件\n")
    editor.type(path, editor.applied(path, action))
    assert editor.told(path) is not None
    told = editor.ask("textDocument/hover", editor.at(path, "项目: 12", 1))
    assert told is None or told["range"]["start"]["character"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# 只有注释",
        "年度",
        ACTUALS + "事实",
        ACTUALS.replace("实际支出: ", "实际支出"),
        ACTUALS + "事实:\n  𠮷项目",
    ],
    ids=["empty", "comment", "key alone", "key at the end", "no colon", "astral"],
)
def test_a_mark_stands_where_check_says(editor: Editor, home: Path, text: str) -> None:
    """Line and both columns are the same, also where something is missing at the end of a line."""
    path = home / "actuals.yaml"
    path.write_text(text, encoding="utf-8")
    said = json.loads(over(home.parents[2], "check", "2024/qinghu", "--format", "json").stdout)["problems"]
    editor.open(path)
    lines = text.split("\n")

    def found(mark: dict[str, Any]) -> tuple[str, int, int, int]:
        line, end = mark["range"]["start"]["line"], mark["range"]["end"]["line"]
        assert line == end
        wide = lines[line].find("𠮷")
        first, last = (
            mark["range"][side]["character"] - (0 <= wide < mark["range"][side]["character"]) + 1
            for side in ("start", "end")
        )
        return mark["code"], line + 1, first, last

    expected = [each for each in said if each["file"].endswith("actuals.yaml")]
    assert expected
    assert sorted(map(found, editor.told(path))) == sorted(
        (each["rule"], each["line"], each["column"], each["end_column"]) for each in expected
    )


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_no_other_character_ends_a_line(editor: Editor, home: Path, odd: str) -> None:
    """A separator in a text shifts no line: what stands below it is marked where it stands."""
    path = home / "narrative.yaml"
    text = NARRATIVE.replace("自评结论: |\n  ", f"自评结论: |\n  甲{odd}乙", 1)
    assert odd in text
    editor.open(path, text)
    editor.told(path)
    editor.type(path, text + "自评等级: 优秀\n")
    assert (text.count("\n") + 1, "duplicate-key") in editor.codes(path)


def test_a_file_in_another_encoding_is_judged_by_its_bytes(editor: Editor, home: Path) -> None:
    """A GBK file is told as check tells it, though the editor holds broken characters; one action makes it UTF-8."""
    path = home / "targets.yaml"
    path.write_bytes(TARGETS.encode("gbk"))
    editor.open(path)
    assert "\ufffd" in editor.texts[path]
    assert editor.codes(path) == [(1, "gbk-encoding")]
    (action,) = editor.actions(path, 1)
    assert "UTF-8" in action["title"]
    assert "edit" not in action
    editor.ask(
        "workspace/executeCommand",
        {"command": action["command"]["command"], "arguments": action["command"]["arguments"]},
    )
    assert path.read_bytes() == TARGETS.encode()
    editor.type(path, TARGETS)
    assert "gbk-encoding" not in [code for _, code in editor.codes(path)]


def test_the_bytes_are_not_replaced_while_the_broken_text_was_typed_into(editor: Editor, home: Path) -> None:
    """Whoever typed into a broken text is told so, and both text and file stay as they are."""
    path = home / "targets.yaml"
    path.write_bytes(TARGETS.encode("gbk"))
    editor.open(path)
    editor.type(path, editor.texts[path] + "a")
    assert editor.codes(path) == [(1, "gbk-encoding")]
    (action,) = editor.actions(path, 1)
    editor.ask(
        "workspace/executeCommand",
        {"command": action["command"]["command"], "arguments": action["command"]["arguments"]},
    )
    assert path.read_bytes() == TARGETS.encode("gbk")


def test_a_burst_of_keys_ends_in_one_state(home: Path) -> None:
    """An input method sends many changes; only the last version is told, and no mark is of an older text."""
    path = home / "actuals.yaml"
    with Editor(home.parents[2], "--wait=50") as editor:
        editor.open(path)
        for count in range(1, 101):
            editor.type(
                path, ACTUALS + "#" * (count % 7) + "\n" * (count == 100) + ("乱写: 1\n" if count == 100 else "")
            )
        codes = editor.codes(path)
        assert editor.marked[path.as_uri()]["version"] == 101
    assert any(code == "unknown-key" for _, code in codes)


def test_checked_only_when_saved_where_that_is_wanted(home: Path) -> None:
    """With 检查时机: 保存时 nothing is told of what is typed until it is saved."""
    path = home / "actuals.yaml"
    with Editor(home.parents[2], options={"检查时机": "保存时"}) as editor:
        editor.open(path)
        before = editor.codes(path)
        editor.type(path, ACTUALS + "乱写: 1\n")
        editor.settle()
        assert editor.marked[path.as_uri()]["version"] == 1
        editor.save(path)
        editor.settle()
        assert len(editor.marked[path.as_uri()]["diagnostics"]) > len(before)


def test_settings_may_change_while_it_runs(editor: Editor, home: Path) -> None:
    """Figures beside the text go and come with 显示数字."""
    path = home / "actuals.yaml"
    editor.open(path)
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    asked = {"textDocument": {"uri": path.as_uri()}, "range": where}
    assert any("达成" in each["label"] for each in editor.ask("textDocument/inlayHint", asked))
    editor.tell("workspace/didChangeConfiguration", {"settings": {"绩效": {"显示数字": False}}})
    assert editor.ask("textDocument/inlayHint", asked) == []


ODD = {
    "empty": "",
    "lone surrogate": "部门: \ud800\n",
    "astral": "部门: 𠮷\n  𠮷: 1\n",
    "CR only": TARGETS.replace("\n", "\r"),
    "CRLF": TARGETS.replace("\n", "\r\n").replace("年度: ", "年度： "),
    "no end": TARGETS.rstrip("\n"),
    "tabs": TARGETS.replace("  ", "\t"),
    "deep": "\n".join("  " * depth + "a:" for depth in range(40)),
    "brackets": "{[{[" * 50,
    "quotes": "部门: '{{ 甲 }} \"\n" * 20,
    "dashes": "- - - -\n- {{\n",
    "large": "# " + "长" * 1_000_000,
}


def test_no_text_ends_it(editor: Editor, home: Path) -> None:
    """Whatever is typed, every request is answered, and every range lies in the text."""
    path = home / "targets.yaml"
    editor.open(path)
    for name, text in ODD.items():
        editor.type(path, text)
        lines = [
            len(line.encode("utf-16-le", "surrogatepass")) // 2
            for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        ]
        for mark in editor.told(path):
            for end in mark["range"].values():
                assert end["line"] < len(lines), name
                assert end["character"] <= lines[end["line"]] + 1, (name, mark)
        for line in range(min(len(lines), 4)):
            for character in (0, 1, lines[line]):
                place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
                for what in ("hover", "completion", "definition"):
                    editor.ask(f"textDocument/{what}", place)
            editor.actions(path, line + 1)
        editor.ask("textDocument/documentSymbol", {"textDocument": {"uri": path.as_uri()}})


def test_a_department_may_go_and_a_form_break(editor: Editor, home: Path) -> None:
    """What changes on the disk is noticed: a broken form is told, a department that is gone has no marks."""
    path = home / "actuals.yaml"
    form = home.parents[2] / "templates" / "form" / "form.yaml"
    editor.open(path)
    good = form.read_text(encoding="utf-8")
    form.write_text(good + "\n乱写: 1\n", encoding="utf-8")
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": form.as_uri(), "type": 2}]})
    assert editor.told(form)
    form.write_text(good, encoding="utf-8")
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": form.as_uri(), "type": 2}]})
    assert editor.told(form) == []
    shutil.rmtree(home)
    editor.close(path)
    assert editor.told(path) == []


def test_nothing_but_the_protocol_is_sent() -> None:
    """What the program prints on its own goes to the error stream; garbage is looked for, since the server lives for days."""
    code = (
        "import sys; from selfeval.cli import lsp, cli;"
        "import gc; lsp.serve = lambda office, host, stdin, stdout: "
        "(print('printed', gc.isenabled()), stdout.write(b'sent'), stdout.flush());"
        "cli(['lsp'], standalone_mode=False)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout == b"sent"
    assert b"printed True" in done.stderr


def test_other_commands_load_nothing_of_it() -> None:
    """Neither the server's packages nor its modules are imported by check."""
    code = "import sys; from selfeval.cli import main; sys.argv = ['build.py', 'check', '2022/tianhe']\ntry: main()\nexcept SystemExit: print([n for n in sys.modules if n.split('.')[0] in ('pygls', 'lsprotocol', 'cattrs', 'attr', 'attrs') or n.startswith('selfeval.authoring.editor')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_what_was_read_is_let_go_of() -> None:
    """What the program keeps of texts is emptied, so that days of typing do not fill the memory."""
    before = fold("第一次 读到的名称")
    assert fold("第一次 读到的名称") is before
    let_go()
    after = fold("第一次 读到的名称")
    assert after == before
    assert after is not before


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_is_put_right_with_the_ends_of_lines_as_typed(end: str, home: Path, editor: Editor) -> None:
    """The text is the one that check --fix writes, whatever ends its lines."""
    wrong = ACTUALS.replace(": ", "： ", 1)
    assert wrong != ACTUALS
    path = home / "actuals.yaml"
    path.write_bytes(wrong.replace("\n", end).encode())
    editor.open(path)
    (action,) = editor.actions(path, 1, "source.fixAll.selfeval")
    assert editor.applied(path, action) == ACTUALS.replace("\n", end)


def test_notifications_dealt_with_are_let_go_of(tmp_path: Path) -> None:
    """Of a thousand edits nothing is kept but those that are not answered yet."""
    library = Library(tmp_path / "templates")
    folders = Office(
        tmp_path / "data", library.folder, lambda place, texts: JudgedTexts(), lambda: library, lambda changed: None
    )
    server = EditorServer(folders, Host(tmp_path, 0, lambda path, data: None, lambda: None))
    dealt_with: Future[None] = Future()
    waiting: Future[None] = Future()
    dealt_with.set_result(None)
    server.protocol._request_futures.update({"edit": dealt_with, "asked": waiting})
    server.forget_answered()
    assert server.protocol._request_futures == {"asked": waiting}


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux tells the memory of a process so")
def test_memory_stays_flat(tmp_path: Path) -> None:
    """The server takes hardly more after 1,500 different texts than after 1,000, when what it keeps is full."""
    for name in ("templates", "data/2024/liwan"):
        shutil.copytree(ROOT / name, tmp_path / name)
    path = tmp_path / "data/2024/liwan/narrative.yaml"
    text = path.read_text(encoding="utf-8")
    taken = []
    with Editor(tmp_path) as editor:
        editor.open(path)
        for number in range(1, 1501):
            editor.type(path, text.replace("。", f"，共{number}件。", 3))
            editor.told(path)
            if number in (1000, 1500):
                status = Path(f"/proc/{editor.process.pid}/status").read_text(encoding="ascii")
                taken.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
    assert taken[1] - taken[0] < 1
    assert taken[1] < 120
