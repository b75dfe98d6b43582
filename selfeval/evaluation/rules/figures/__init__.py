"""Figures typed into prose that stand for something written elsewhere: in the data, or in another text."""
