"""Help with writing a file: new files, blanks to fill, the schema for editors, slips corrected."""
