"""What is looked for first never hides what a rule would find: every paragraph in which its pattern matches is looked at."""

from __future__ import annotations

import re

import pytest
from spliced import PRINTED

from selfeval.evaluation import steps
from selfeval.evaluation.rules.text import (
    attachment,
    leftovers,
    naming,
    numbering,
    punctuation,
    wording,
    years,
)

Given = tuple[str | re.Pattern[str], ...]
HINTS: dict[str, tuple[re.Pattern[str], Given]] = {
    "document-brackets": (punctuation._DOCUMENT_NUMBER, ("号",)),
    "document-number": (punctuation._NUMBERED, ("号",)),
    "between-titles": (punctuation._BETWEEN, ("》、", "”、")),
    "doubled": (punctuation._DOUBLED, (punctuation._SIDE_BY_SIDE,)),
    "halfwidth": (punctuation._HALF, (punctuation._TYPED_HALF,)),
    "pointed": (attachment._POINTED, ("附件",)),
    "listed": (attachment._LISTED, ("附件",)),
    "stopped": (wording._STOPPED, ("截止",)),
    "more": (wording._MORE, (wording._MORE_OR_SO,)),
    "about": (wording._ABOUT_TWICE, (wording._ABOUT,)),
    "slip": (wording._SLIP, (wording._ANY_SLIP,)),
    "prompt": (leftovers._PROMPT, (leftovers._PROMPTING,)),
    "empty": (leftovers._EMPTY, (leftovers._CLOSED,)),
    "so-far": (years._SO_FAR, years._UNTIL),
    **{f"missing-{at}": (pattern, given) for at, (pattern, given) in enumerate(leftovers._MISSING)},
    **{
        f"numbered-{at}": (pattern, (steps.NUMBERING,))
        for at, pattern in enumerate((*steps._WORDED, *steps._BRACKETED, numbering._JOINED))
    },
}


@pytest.mark.parametrize("name", HINTS)
def test_nothing_is_hidden(name: str) -> None:
    """Where the pattern matches, there the paragraph was held to be worth a look."""
    pattern, given = HINTS[name]
    matching = {id(each.text) for each in PRINTED if pattern.search(each.text)}
    assert matching
    assert matching <= {id(each.text) for each in PRINTED.holding(*given)}


@pytest.mark.parametrize("pattern", numbering._HEADINGS)
def test_no_half_width_heading_is_hidden(pattern: re.Pattern[str]) -> None:
    """A heading with one half-width bracket is looked for wherever it may stand."""
    half = (found for each in PRINTED for found in pattern.finditer(each.text) if found[0][0] + found[0][-1] != "（）")
    assert all(numbering._HALF.search(found[0]) for found in half)


def test_balanced_marks_are_balanced() -> None:
    """What is taken for balanced at a glance has no mark without its partner."""
    for each in PRINTED:
        marks = "".join(punctuation._MARK.findall(each.text))
        if punctuation._BALANCED.fullmatch(marks):
            for opening, closing in punctuation._PAIRS:
                alone = re.sub(f"[^{re.escape(opening + closing)}]", "", marks)
                assert re.fullmatch(f"(?:[{re.escape(opening)}][{re.escape(closing)}])*", alone)


@pytest.mark.parametrize("name", ["广州市荔湾区司法局", "青湖区人力资源和社会保障局", "青湖图书馆", "市民政局"])
def test_no_slip_in_a_name_is_hidden(name: str) -> None:
    """A slip leaves a half of the name, and the text it stands in is looked at."""
    halves = [half for half in (name[: len(name) // 2], name[len(name) // 2 + 1 :]) if half]
    wrong = {name[:at] + "某" + name[at + 1 :] for at in range(len(name))}
    for slip in (*naming._slips(name), *(each for each in wrong if naming._one_wrong(name).fullmatch(each))):
        text = f"{name}和{slip}联合开展培训。"
        assert any(half in slip for half in halves)
        assert naming._suspect(text, frozenset({name}), halves)
        assert any(found[1] for found in naming._misspelt(frozenset({name}), text).finditer(text))
