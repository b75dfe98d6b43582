"""Changes that were made in a Word document, brought back into the files it was made from: returned, not written.

Three documents are held against each other, value by value: the one that was generated, the one that would be made
now, and the one that came back. What only the last has changed is edited where it was typed, character by character;
what is computed, quoted, changed on both sides, taken out or approved is named and never written. Then the document
is made again from the edited files: an edit after which it does not say what the Word says is taken back.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from selfeval.authoring.revise.changes import Changes, key_after
from selfeval.authoring.revise.compare import compare
from selfeval.authoring.revise.hidden import with_hidden_names
from selfeval.authoring.revise.patched import patched
from selfeval.authoring.revise.proof import Proof, in_order, says
from selfeval.authoring.revise.revision import Edited, Revision
from selfeval.authoring.revise.settled import settled
from selfeval.authoring.revise.unsaid import unsaid
from selfeval.documents.read.found import keyed
from selfeval.documents.read.made import made_now, word_now
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear


def revise(data: Path, place: DepartmentYear, library: Library, edited: Edited) -> Revision:
    """Return how a department's files change so that they say what the document says; write nothing."""
    made = made_now(data, place, library, edited.form, edited.project)
    assert made is not None
    edited = with_hidden_names(edited, made.entry)
    changes = Changes.none_yet(made, edited)
    compare(changes, edited)
    failed: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="selfeval-revise-", ignore_cleanup_errors=True) as folder:
        proof = Proof(data, Path(folder) / data.name, place, library)
        while True:
            files = patched(changes, failed)
            again = proof.print(edited, files)
            printed = dict(keyed(again.entry)) if again else {}
            renames = [each for each in changes.renames if each.key not in failed]
            wrong = {key for key, value in changes.wanted.items() if not says(printed, key_after(key, renames), value)}
            wrong |= {
                move.key
                for move in changes.moves
                if not in_order(printed, [key_after(name, renames) for name in move.names])
            }
            if wrong <= failed:
                break
            failed |= wrong
    told = list(settled(changes, edited, printed, failed))
    lines = read_word(word_now(again.case)).lines if again else ()
    told += unsaid(edited.base, edited.theirs, lines, told)
    return Revision(tuple(files), tuple(told))
