"""Word documents: a template prepared once and rendered many times; docxtpl is what the result must agree with."""
