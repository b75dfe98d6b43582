"""Names compared: what is the same, what is most alike, and nothing kept with them."""

from __future__ import annotations

import difflib
import random
import sys

import pytest

from selfeval.source.node import Mark, Origin, Page, Text
from selfeval.text.name import fold, fold_beginning, nearest

CHARACTERS = "部门预算完成率执行进度指标数量质量"


class _Start(Mark):
    line = column = 0


@pytest.mark.parametrize("form", [fold, fold_beginning])
def test_no_file_is_kept_with_a_name(form: object) -> None:
    """The forms of names are kept, the files in which they were typed are not."""
    assert callable(form)
    page = Page("targets.yaml", ("名称: 只见一次的名称",))
    known = sys.getrefcount(page)
    assert form(Text(f"只见一次的名称 {form}", Origin(page, _Start(), _Start(), ""))) == form(f"只见一次的名称 {form}")
    assert sys.getrefcount(page) == known


@pytest.mark.parametrize("cutoff", [0.3, 0.6, 0.8])
def test_what_cannot_be_alike_is_left_out_quickly(cutoff: float) -> None:
    """The nearest name is the one that comparing all of them gives."""
    chance = random.Random(7)
    names = ["".join(chance.choices(CHARACTERS, k=chance.randrange(1, 12))) for _ in range(300)]
    for name in names[:100]:
        others = [other for other in names if other != name]
        expected = difflib.get_close_matches(name, others, n=1, cutoff=cutoff)
        assert nearest(name, others, cutoff) == (expected[0] if expected else "")
