"""The order of the stages for a department, a year, a province; which documents are up to date; saving."""
