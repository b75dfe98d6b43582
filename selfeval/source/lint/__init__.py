"""Examine the lines as typed, beside the YAML parser, which places most slips wrongly or not at all.

``line`` knows what a line is made of, ``outline`` which maps and lists are open, ``walk`` goes
through the lines; ``marks``, ``values``, ``quotes``, ``flow`` and ``blocks`` know one thing each.
"""
