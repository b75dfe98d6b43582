"""Examine the lines as typed, beside the YAML parser, which places most slips wrongly or not at all.

``walk`` goes through the lines, ``entries`` and ``keys`` take in what they are. ``line`` knows what a
line is made of, ``outline`` which maps and lists are open, ``columns`` and ``homes`` where a line belongs, ``content`` and ``loose`` what it
holds; ``marks``, ``values``, ``quotes``, ``flow`` and ``blocks`` know one thing each.
"""
