"""Examine the lines as typed: the YAML parser would place most slips wrongly, or not see them.

``walk`` goes through the lines; ``entries``, ``keys``, ``content`` and ``stray`` take in what stands on each.
``line`` knows what a line is made of, ``outline`` which maps and lists are open, ``columns`` and ``placement``
where a line belongs, ``state`` how far the examination has come. ``foreign``, ``values``, ``quotes``, ``flow``
and ``blocks`` know one kind of text each.
"""
