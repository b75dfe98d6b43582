"""The language server: it speaks the protocol of editors, and tells them what the plain modules of ``editor/`` say.

Texts come whole with every change: cut into lines by anybody else, a character such as U+2028 would shift them.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

from selfeval import __version__
from selfeval.authoring.editor import document as text
from selfeval.authoring.editor.action import Action
from selfeval.authoring.editor.completion import Context, offers
from selfeval.authoring.editor.definition import defined
from selfeval.authoring.editor.document import OpenDocument, TextChange, TextPosition, TextSpan
from selfeval.authoring.editor.hover import told
from selfeval.authoring.editor.mark import ProblemMark, Severity, span_of
from selfeval.authoring.editor.outline import Heading, outline
from selfeval.authoring.editor.session import JudgedFile, Office, Session
from selfeval.authoring.editor.standing import What
from selfeval.problem import Place
from selfeval.source.decode import END
from selfeval.submission.folder import DepartmentYear

SOURCE, SECTION = "绩效", "绩效"
WHEN, ON_SAVE, FIGURES = "检查时机", "保存时", "显示数字"
"""The settings of the section: when to check (输入时, else 保存时), and whether figures are shown beside the text."""
TO_UTF8 = "selfeval.toUtf8"
FIX_ALL = "source.fixAll.selfeval"
WATCHED = ("**/data/**/*.{yaml,yml}", "**/templates/**")
REFRESH = 500
"""After how many checks what the program keeps of texts it has read is let go of."""
GARBAGE = 10_000
"""How many objects are made before those are looked for that only refer to themselves: a check leaves few of them."""
KINDS = {
    What.FIELD: lsp.SymbolKind.Field,
    What.LEVEL: lsp.SymbolKind.Namespace,
    What.ITEM: lsp.SymbolKind.Object,
    What.NAME: lsp.SymbolKind.Object,
    What.FACT: lsp.SymbolKind.Number,
    What.UNKNOWN: lsp.SymbolKind.Key,
}
T = TypeVar("T")


class Host(NamedTuple):
    """Hold what the command hands in beside the office: the rule pages, how long to wait, how to save, what to let go of."""

    pages: Path
    wait: float
    save: Callable[[Path, bytes], None]
    let_go: Callable[[], None]


def serve(office: Office, host: Host, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer an editor until it ends."""
    EditorServer(office, host).start_io(stdin, stdout)


class EditorServer(LanguageServer):
    """Keep the session of one editor, its settings, and a timer for each department that is to be checked."""

    def __init__(self, office: Office, host: Host) -> None:
        super().__init__("selfeval", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.session, self.host = Session(office), host
        self.settings: Mapping[str, Any] = {}
        self._timers: dict[DepartmentYear, asyncio.TimerHandle] = {}
        self._checks = 0
        for method, answer in _ANSWERS.items():
            self.feature(method, _OPTIONS.get(method))(_guarded(self, answer))

        @self.command(TO_UTF8)
        def to_utf8(uri: str) -> None:
            self._to_utf8(uri)

    @property
    def encoding(self) -> str:
        """Return the encoding by whose units the editor counts characters."""
        return str(getattr(self.server_capabilities.position_encoding, "value", None) or "utf-16")

    def soon(self, place: DepartmentYear) -> None:
        """Check a department once nobody has typed for a moment."""
        self.cancel(place)
        self._timers[place] = asyncio.get_running_loop().call_later(self.host.wait, self.check, place)

    def cancel(self, place: DepartmentYear) -> None:
        """Leave out a check that was put off."""
        timer = self._timers.pop(place, None)
        if timer:
            timer.cancel()

    def check(self, place: DepartmentYear) -> None:
        """Check a department now, and send the marks of its files."""
        self.cancel(place)
        for path, marks in self.session.marks(place):
            uri, version = self.session.uri(path), self.session.version(path)
            shown = [self.diagnostic(place, each) for each in marks]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, shown, version))
        if not self._checks:
            gc.freeze()  # forms, rules and modules stay until the end; walking them again and again made edits wait
            gc.set_threshold(GARBAGE)
        self._checks += 1
        if self._checks % REFRESH == 0:
            self.host.let_go()
            self.forget_answered()
        self._refresh_figures()

    def check_all(self) -> None:
        """Check every department that is open or has marks."""
        for place in self.session.places():
            self.check(place)

    def range(self, lines: Sequence[str], span: TextSpan) -> lsp.Range:
        """Return a stretch as the editor counts it."""
        return lsp.Range(self._position(lines, span.start), self._position(lines, span.end))

    def spot(self, document: OpenDocument, position: lsp.Position) -> TextPosition:
        """Return a position of the editor as characters are counted here."""
        line = text.line_at(document.lines, position.line)
        return TextPosition(position.line, text.column(line, position.character, self.encoding))

    def edits(self, document: OpenDocument, changes: Iterable[TextChange]) -> list[lsp.TextEdit]:
        """Return changes as the editor makes them, with its line ends."""
        first = END.search(document.text)
        end, lines = first[0] if first else "\n", document.lines
        return [lsp.TextEdit(self.range(lines, change.span), END.sub(end, change.text)) for change in changes]

    def location(self, place: Place, near: DepartmentYear) -> lsp.Location:
        """Return a place as the editor finds it."""
        lines = self.session.lines(near, place.file)
        return lsp.Location(self.session.uri(self.session.path(place.file)), self.range(lines, span_of(place)))

    def _position(self, lines: Sequence[str], spot: TextPosition) -> lsp.Position:
        return lsp.Position(spot.line, text.units(text.line_at(lines, spot.line), spot.column, self.encoding))

    def diagnostic(self, place: DepartmentYear, shown: ProblemMark) -> lsp.Diagnostic:
        """Return a mark as the editor shows it."""
        problem = shown.problem
        page = self.host.pages / f"{problem.rule}.md"
        return lsp.Diagnostic(
            self.range(self.session.lines(place, problem.place.file), shown.span),
            problem.message,
            severity=lsp.DiagnosticSeverity(shown.severity),
            code=problem.rule,
            code_description=lsp.CodeDescription(page.as_uri()) if page.is_file() else None,
            source=SOURCE,
            tags=[lsp.DiagnosticTag.Unnecessary] if shown.severity is Severity.HINT else None,
            related_information=[
                lsp.DiagnosticRelatedInformation(self.location(each, place), "这里也写了") for each in problem.related
            ]
            or None,
        )

    def forget_answered(self) -> None:
        """Let go of the notifications that were dealt with: pygls keeps a future of each and never drops it."""
        futures = self.protocol._request_futures
        for name in [name for name, future in futures.items() if future.done()]:
            del futures[name]

    def _refresh_figures(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def _to_utf8(self, uri: str) -> None:
        """Write an open file in UTF-8; the editor reads it again, since nothing in it was changed there."""
        document, made = self.session.document(uri), self.session.in_utf8(uri)
        if document is None or made is None or document.changed:
            said = "没有改：先撤销这个文件里还没有保存的改动，再试一次"
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, said))
            return
        self.host.save(*made)
        self.session.doubt_all(made[0])


def _guarded(server: EditorServer, answer: Callable[[EditorServer, Any], T]) -> Callable[[Any], T | None]:
    """Return a function that answers a message; a fault of the program is recorded and answered with nothing."""

    def guarded(params: Any) -> T | None:
        try:
            return answer(server, params)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return None

    return guarded


def _start(server: EditorServer, params: lsp.InitializeParams) -> None:
    options = params.initialization_options
    server.settings = options if isinstance(options, Mapping) else {}


def _ready(server: EditorServer, params: lsp.InitializedParams) -> None:
    """Ask the editor to tell which files of departments and forms change on the disk."""
    able = server.client_capabilities.workspace
    watching = able.did_change_watched_files if able else None
    if watching and watching.dynamic_registration:
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(glob) for glob in WATCHED])
        registration = lsp.Registration("watched", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        server.client_register_capability(lsp.RegistrationParams([registration]))


def _configure(server: EditorServer, params: lsp.DidChangeConfigurationParams) -> None:
    settings = params.settings if isinstance(params.settings, Mapping) else {}
    inner = settings.get(SECTION, settings)
    server.settings = inner if isinstance(inner, Mapping) else {}
    server.check_all()


def _open(server: EditorServer, params: lsp.DidOpenTextDocumentParams) -> None:
    opened = params.text_document
    server.session.put(OpenDocument(opened.uri, opened.version, opened.text))
    place = server.session.place(opened.uri)
    if place:
        server.check(place)


def _change(server: EditorServer, params: lsp.DidChangeTextDocumentParams) -> None:
    changed, place = params.text_document, server.session.place(params.text_document.uri)
    if not params.content_changes:
        return
    server.session.put(OpenDocument(changed.uri, changed.version, params.content_changes[-1].text, changed=True))
    if place and server.settings.get(WHEN) != ON_SAVE:
        server.soon(place)


def _save(server: EditorServer, params: lsp.DidSaveTextDocumentParams) -> None:
    document, place = server.session.document(params.text_document.uri), server.session.place(params.text_document.uri)
    if document and place:
        server.session.put(document._replace(changed=False))
        server.check(place)


def _close(server: EditorServer, params: lsp.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    place = server.session.place(uri)
    server.session.close(uri)
    if place:
        server.check(place)


def _watched(server: EditorServer, params: lsp.DidChangeWatchedFilesParams) -> None:
    for path in filter(None, (text.path_of(change.uri) for change in params.changes)):
        server.session.doubt_all(path)
    for place in server.session.places():
        server.soon(place)


def _actions(server: EditorServer, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    uri, wanted = params.text_document.uri, params.context.only
    document = server.session.document(uri)
    if document is None or server.session.place(uri) is None:
        return []
    kinds = [kind.value if isinstance(kind, lsp.CodeActionKind) else str(kind) for kind in wanted or ()]
    asked = [kind for kind in ("quickfix", FIX_ALL) if not kinds or any(_covers(each, kind) for each in kinds)]
    made: list[lsp.CodeAction] = []
    if "quickfix" in asked:
        lines = range(params.range.start.line, params.range.end.line + 1)
        made += [_quick_fix(server, document, action) for action in server.session.actions(uri, lines)]
        if server.session.is_read_from_disk(uri):
            made.append(_utf8_action(uri))
    if FIX_ALL in asked:
        changes = server.session.mended(uri)
        if changes:
            title = "改好本文件里改法只有一种的笔误"
            edit = lsp.WorkspaceEdit({uri: server.edits(document, changes)})
            made.append(lsp.CodeAction(title, kind=FIX_ALL, edit=edit))
    return made


def _covers(asked: str, kind: str) -> bool:
    return asked in ("", kind) or kind.startswith(f"{asked}.")


def _quick_fix(server: EditorServer, document: OpenDocument, action: Action) -> lsp.CodeAction:
    place = server.session.place(document.uri)
    problem = action.problem
    assert place is not None
    assert problem is not None
    marks = dict(server.session.marks(place)).get(server.session.path(problem.place.file), ())
    shown = [server.diagnostic(place, mark) for mark in marks if mark.problem == problem]
    return lsp.CodeAction(
        action.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=shown,
        edit=lsp.WorkspaceEdit({document.uri: server.edits(document, action.changes)}),
        is_preferred=(bool(problem.edits) and not action.title.startswith("确实")) or None,
    )


def _utf8_action(uri: str) -> lsp.CodeAction:
    title = "把这个文件改成 UTF-8（字不变）"
    return lsp.CodeAction(title, kind=lsp.CodeActionKind.QuickFix, command=lsp.Command(title, TO_UTF8, arguments=[uri]))


def _hover(server: EditorServer, params: lsp.HoverParams) -> lsp.Hover | None:
    at = _readable(server, params.text_document.uri)
    found = told(at.judged, at.submission, at.file, server.spot(at.document, params.position)) if at else None
    if at is None or found is None:
        return None
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.markdown)
    return lsp.Hover(content, server.range(at.document.lines, found.span))


def _complete(server: EditorServer, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    at = _readable(server, params.text_document.uri)
    if at is None:
        return None
    lines, forms = at.document.lines, [form.slug for form in server.session.forms()]
    found = offers(Context(at.submission, at.file, lines, forms), server.spot(at.document, params.position))
    items = [
        lsp.CompletionItem(
            offer.label,
            detail=offer.detail or None,
            sort_text=f"{number:05}",
            filter_text=offer.label,
            insert_text_mode=lsp.InsertTextMode.AsIs,
            text_edit=server.edits(at.document, [offer.change])[0],
        )
        for number, offer in enumerate(found)
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def _define(server: EditorServer, params: lsp.DefinitionParams) -> list[lsp.Location]:
    at = _readable(server, params.text_document.uri)
    near = server.session.place(params.text_document.uri)
    if at is None or near is None:
        return []
    spot = server.spot(at.document, params.position)
    return [server.location(place, near) for place in defined(at.judged, at.submission, at.file, spot)]


def _outline(server: EditorServer, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
    at = _readable(server, params.text_document.uri)
    if at is None:
        return []
    lines = at.document.lines

    def symbol(heading: Heading) -> lsp.DocumentSymbol:
        return lsp.DocumentSymbol(
            heading.name,
            KINDS[heading.what],
            server.range(lines, heading.span),
            server.range(lines, heading.key),
            detail=heading.detail or None,
            children=[symbol(each) for each in heading.below],
        )

    return [symbol(each) for each in outline(at.submission.schema, at.file)]


def _figures(server: EditorServer, params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
    at = _readable(server, params.text_document.uri)
    if at is None or server.settings.get(FIGURES) is False:
        return []
    wanted, lines = range(params.range.start.line, params.range.end.line + 1), at.document.lines
    beside = [(span_of(each.place).end, each.text) for each in at.judged.figures if each.place.file == at.file.shown]
    return [
        lsp.InlayHint(server.range(lines, TextSpan(spot, spot)).start, shown, padding_left=True)
        for spot, shown in beside
        if spot.line in wanted
    ]


def _readable(server: EditorServer, uri: str) -> JudgedFile | None:
    """Return an open file as it is judged now; None where its text in the editor is not the one that is read."""
    return None if server.session.is_read_from_disk(uri) else server.session.standing(uri)


_ANSWERS: Mapping[str, Callable[[EditorServer, Any], object]] = {
    lsp.INITIALIZE: _start,
    lsp.INITIALIZED: _ready,
    lsp.WORKSPACE_DID_CHANGE_CONFIGURATION: _configure,
    lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES: _watched,
    lsp.TEXT_DOCUMENT_DID_OPEN: _open,
    lsp.TEXT_DOCUMENT_DID_CHANGE: _change,
    lsp.TEXT_DOCUMENT_DID_SAVE: _save,
    lsp.TEXT_DOCUMENT_DID_CLOSE: _close,
    lsp.TEXT_DOCUMENT_CODE_ACTION: _actions,
    lsp.TEXT_DOCUMENT_HOVER: _hover,
    lsp.TEXT_DOCUMENT_COMPLETION: _complete,
    lsp.TEXT_DOCUMENT_DEFINITION: _define,
    lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _outline,
    lsp.TEXT_DOCUMENT_INLAY_HINT: _figures,
}
"""What answers each message."""

_OPTIONS: Mapping[str, Any] = {
    lsp.TEXT_DOCUMENT_CODE_ACTION: lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix, FIX_ALL]),
    lsp.TEXT_DOCUMENT_COMPLETION: lsp.CompletionOptions(trigger_characters=["{", "｛", " "]),
    lsp.TEXT_DOCUMENT_DID_SAVE: lsp.SaveOptions(include_text=False),
}
