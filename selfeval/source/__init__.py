"""Read what clerks type: bytes become texts that know where they stand.

The steps, one file each: decode, characters, lint, compose. ``read`` in ``reader`` runs them; ``glance`` in
``glance`` is the short way for forms; ``repair`` in ``repair`` puts right in the file what has only one cure.
"""
