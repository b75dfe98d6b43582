"""The summary of a year: a year form with one row for each department, drawn from its judged submissions."""
