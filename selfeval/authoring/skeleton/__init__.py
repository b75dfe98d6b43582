"""The skeleton of a file before it is filled in: made anew, rolled forward from last year, or completed."""
