"""Walk what was typed along the schema: types the values and finds what is missing, unknown or out of place.

`walk` goes down the file. The other modules look at one thing each, know nothing of the way, and yield
what is still to be walked: `items` and `categories` at lists, `results` at what was achieved, `points` at
lists of text, `keys` at what may stand where, `gaps` at what is not there.
"""

from __future__ import annotations

from selfeval.submission.fields.walk import Walk

__all__ = ["Walk"]
