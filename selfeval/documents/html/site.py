"""The pages of a year: every document that may be published, and an index of the departments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, chain
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from selfeval.documents import markdown
from selfeval.documents.html.page import page, room
from selfeval.documents.html.redaction import RedactionError, count_in_words, redact
from selfeval.documents.outcome import MADE, Outcome, Status
from selfeval.documents.view import Item
from selfeval.problem.disk import why_refused
from selfeval.quantity.notation import print_number
from selfeval.text.name import fold

INDEX = "index.html"
"""The page that lists the others."""
NOT_YET = "暂未公开"
"""What the public reads of a document that is held back; why it is is for the department alone."""

COLUMNS = {"met": "达到", "missed": "未达到", "unknown": "未判定"}
"""The parts of a bar: each part's class in the style sheet, with the column of the year form that it shows."""


class Published(NamedTuple):
    """Hold one document of the site; one without a page is only named, and ``refused`` says to the desk which and why."""

    name: str
    path: str = ""
    page: str = ""
    omitted: Counter[str] = Counter()
    refused: str = ""

    @property
    def href(self) -> str:
        """Return the address of the page as seen from the index."""
        return quote(self.path)


class Bar(NamedTuple):
    """Hold one part of a bar: where it begins and how long it is, in per cent of the whole."""

    kind: str
    start: str
    width: str


class Listing(NamedTuple):
    """Hold a department as the index lists it."""

    name: str
    scope: str
    links: list[Published]
    grades: list[str]
    rate: str
    bars: list[Bar]
    said: str


def site(
    year: str, outcomes: Sequence[Outcome], summaries: Sequence[Outcome], rows: Sequence[Item], reports: Path
) -> tuple[dict[str, str], list[str]]:
    """Return the pages of a year by path, and a line for each document that could not be published, with the reason.

    The documents are taken from the reports folder; ``rows`` are those of a year form, found by the department's name.
    Raise RedactionError where the index itself would show what is marked internal.
    """
    taken = {INDEX}
    overall = [_apart(made, taken) for outcome in summaries for made in _publish(outcome, reports)]
    known = {fold(str(row.get("名称"))): row for row in rows}
    entries = [
        _listing(outcome.name, known, [_apart(made, taken) for made in _publish(outcome, reports)])
        for outcome in outcomes
    ]
    every = [*overall, *chain.from_iterable(entry.links for entry in entries)]
    pages = {made.path: made.page for made in every if made.page}
    index = (
        room()
        .get_template("index.html")
        .render(
            title=f"{year}年度部门绩效公开目录",
            entries=entries,
            summaries=[made for made in overall if made.page],
            pages=len(pages),
            not_yet=NOT_YET,
            omitted=count_in_words(sum((made.omitted for made in every), Counter())),
            wide=False,
        )
    )
    refused = [made.refused for made in every if not made.page]
    return {**pages, INDEX: redact(index).text}, refused


def _apart(made: Published, taken: set[str]) -> Published:
    """Return a document with a page that no other has, and note it: names are alike where a phone number was left out."""
    path, count = PurePosixPath(made.path), 1
    while made.page and made.path.casefold() in taken:
        count += 1
        made = made._replace(path=f"{path.with_suffix('')}（{count}）{path.suffix}")
    taken.add(made.path.casefold())
    return made


def _publish(outcome: Outcome, reports: Path) -> Iterator[Published]:
    """Yield every document of an outcome that is due and for the public."""
    for document in outcome.documents:
        path = PurePosixPath(document.path)
        if path.suffix != markdown.SUFFIX or not document.public or document.status in (Status.STALE, Status.KEPT):
            continue
        named = path.with_suffix("").as_posix()
        if document.status not in MADE:
            yield Published(path.stem, refused=f"{named}：{document.note or NOT_YET}")
            continue
        try:
            inside = PurePosixPath(redact(document.path).text).relative_to(outcome.year).with_suffix(".html")
            up = "../" * (len(inside.parts) - 1) + "index.html"
            made, omitted = page((reports / path).read_text(encoding="utf-8-sig"), outcome.year, up)
        except RedactionError as error:
            yield Published(path.stem, refused=f"{named}：{error}")
        except OSError as error:
            yield Published(path.stem, refused=f"{named}：读不了这份文档：{why_refused(error)}")
        else:
            yield Published(inside.stem, inside.as_posix(), made, omitted)


def _listing(name: str, rows: Mapping[str, Item], links: list[Published]) -> Listing:
    row = rows.get(fold(name), Item())
    counts = {kind: Decimal(str(row.get(column) or 0)) for kind, column in COLUMNS.items()}
    grades = row.get("等级") or []
    scope, rate = (str(row.get(column) or "") for column in ("范围", "执行率"))
    said = "，".join(f"{COLUMNS[kind]} {count} 项" for kind, count in counts.items() if count)
    return Listing(name, scope, links, grades if isinstance(grades, list) else [str(grades)], rate, _bars(counts), said)


def _bars(counts: dict[str, Decimal]) -> list[Bar]:
    """Return the parts of a bar one after the other, no part where nothing is counted."""
    total = sum(counts.values())
    shares = {kind: count * 100 / total for kind, count in counts.items() if count}
    starts = accumulate(shares.values(), initial=Decimal(0))
    return [
        Bar(kind, print_number(start, "0.##"), print_number(share, "0.##"))
        for (kind, share), start in zip(shares.items(), starts, strict=False)
    ]
