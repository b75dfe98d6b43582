"""The year form: one row for each department of a year, drawn from its judged submissions."""
