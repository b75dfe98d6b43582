"""Word documents: a template prepared once and rendered many times, with docxtpl as its judge."""
