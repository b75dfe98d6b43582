"""What one department filled in, by the forms it chose: found, typed, joined, quotable."""
