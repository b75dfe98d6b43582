"""The order of the stages, for a department, a year, a province; what is up to date; saving."""
