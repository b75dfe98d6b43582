"""What one department filled in, by the forms it chose: its files found, typed, joined, and ready to be quoted."""
