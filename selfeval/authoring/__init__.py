"""Help while a file is being written: new files, blanks, the editor's schema, slips put right."""
