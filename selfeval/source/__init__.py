"""Read what clerks type: bytes become texts that know where they stand.

The steps, one file each: decode, characters, lint, compose. `read` runs them;
`fast` is the short way for forms; `repair` puts right in the file what has only one cure.
"""
