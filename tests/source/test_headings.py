"""A forgotten first-level heading comes back at its own column, however wide a file indents."""

from __future__ import annotations

import pytest
from shapes import TARGETS

from selfeval.source.read import read

WIDE = """\
绩效指标:
    产出指标:
        数量指标:
            - 名称: 甲
              年度指标值: ≥5件
        质量指标:
            - 名称: 乙
              年度指标值: ≥5件
    效益指标:
        社会效益指标:
            - 名称: 丙
              年度指标值: ≥5件
年度: 2024
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    产出指标:\n", ""),
        ("    产出指标:\n        数量", "    数量"),
        ("    效益指标:\n", ""),
        ("    效益指标:\n        社会", "    社会"),
    ],
)
def test_a_heading_comes_back_in_a_file_of_four_blanks(old: str, new: str) -> None:
    """The columns are those of the file, and one problem tells all."""
    text = WIDE.replace(old, new)
    reading = read(text.encode(), "targets.yaml", TARGETS)
    (problem,) = reading.problems
    lines = text.split("\n")
    for edit in sorted(problem.edits, key=lambda each: (each.line, each.start), reverse=True):
        line = lines[edit.line - 1]
        lines[edit.line - 1] = line[: edit.start] + edit.text + line[edit.end :]
    assert (problem.rule, "\n".join(lines)) == ("missing-heading", WIDE)
    assert str(reading.root) == str(read(WIDE.encode(), "targets.yaml", TARGETS).root)
