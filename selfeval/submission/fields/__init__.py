"""The walk through a file along the schema: it types the values, and finds keys that are missing, unknown or misplaced.

`walk` goes down the file. The other modules look at one kind of field each, know nothing of the way, and yield
the items that are still to be walked: `items` and `categories` at lists, `results` at what was achieved, `points` at
lists of text, `keys` at which key may stand where, `gaps` at keys that are not there.
"""

from __future__ import annotations

from selfeval.submission.fields.walk import Walk

__all__ = ["Walk"]
