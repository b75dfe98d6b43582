"""What a file looks like before it is filled: made anew, rolled forward, or completed."""
