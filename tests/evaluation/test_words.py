"""The lists of words: well written, and without words that would undo one another."""

from __future__ import annotations

from itertools import chain

import pytest

from selfeval.evaluation.figures.phrase import write_out
from selfeval.evaluation.words import FILE, SHAPE, Synonym, either, read_words, trade_words
from selfeval.quantity.units import is_unit
from selfeval.source.fast import read_forgivingly
from selfeval.text.pattern import regex

WORDS = trade_words()
DATA = FILE.read_bytes()


def test_the_file_is_written_without_a_slip() -> None:
    """The careful reader has nothing to say, and every list is one that is read."""
    reading = read_forgivingly(DATA, FILE.name, SHAPE)
    assert not reading.problems
    assert reading.root is not None
    assert [str(name) for name in reading.root] == list(SHAPE.keys)


@pytest.mark.parametrize("synonym", WORDS.synonyms, ids=lambda synonym: synonym.said)
def test_a_synonym_says_the_same_once(synonym: Synonym) -> None:
    """What is written out stays as it is, and so do the words that only look like the short one."""
    assert write_out(synonym.said) == write_out(synonym.meant) == write_out(write_out(synonym.said))
    for word in synonym.unlike:
        assert synonym.said in word
        assert synonym.replace(f"开展{word}") == f"开展{word}"
    assert synonym.replace(f"开展{synonym.said}") == f"开展{synonym.meant}"
    assert [each.said for each in WORDS.synonyms].count(synonym.said) == 1


def test_kinds_shut_one_another_out() -> None:
    """A row names each kind once, and no row stands in both lists."""
    rows = [frozenset(kinds.names) for kinds in WORDS.kinds]
    assert all(len(row) == len(kinds.names) > 1 for row, kinds in zip(rows, WORDS.kinds, strict=True))
    assert len(set(rows)) == len(rows)
    assert all(len(set(row)) == len(row) > 1 for row in WORDS.beside)


def test_done_is_counted_in_units() -> None:
    """What is counted as done is counted in what the program knows as units."""
    assert all(map(is_unit, chain.from_iterable(WORDS.done.values())))


def test_an_average_has_takers_that_are_counted() -> None:
    """The one in the name of an average is counted in units too, and no line of the list undoes another."""
    lines = [
        line.split()[0]
        for line in DATA.decode().partition("\n均摊:")[2].partition("\n\n")[0].splitlines()
        if ":" not in line and line
    ]
    assert lines == list(WORDS.takers)
    assert all(WORDS.takers.values())


def test_lists_repeat_no_word() -> None:
    """A word that stands twice in a list was meant to be another."""
    for words in (
        *(WORDS.own, WORDS.mixed, WORDS.taken, WORDS.deeds, WORDS.handled, WORDS.gained, WORDS.spent),
        *(WORDS.seasons, WORDS.plans, WORDS.endings, WORDS.others),
    ):
        assert len(set(words)) == len(words) > 0
    assert all(len(word) == 1 for word in WORDS.endings)


def test_characters_are_typed_for_one_another() -> None:
    """The one for the other and the other for the one; numerals tell offices apart."""
    for character, others in WORDS.alike.items():
        assert character not in others
        assert all(character in WORDS.alike[other] for other in others)
        assert not regex(either("一二三四五六七八九十东南西北")).search(character)


@pytest.mark.parametrize(
    ("right", "wrong", "error"),
    [("接收:", "收下:", KeyError), ("    幼教 幼儿教育\n", "    幼教\n", ValueError), ("齐全:", "齐备:", KeyError)],
)
def test_a_wrong_file_is_refused(right: str, wrong: str, error: type[Exception]) -> None:
    """A list that is missing and a short word without the long one stop the reading."""
    text = DATA.decode()
    assert right in text
    with pytest.raises(error):
        read_words(text.replace(right, wrong).encode())
