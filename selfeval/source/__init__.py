"""Read what clerks type: bytes become texts that know their line and column.

The steps, one file each: ``decode``, ``characters``, ``lint``, ``compose``. ``read`` runs them; ``fast`` is the
short way for forms; ``repair`` corrects in the file each slip that has only one cure.
"""
