"""What became of the data over time: how far departments are, what changed, what was recorded."""
