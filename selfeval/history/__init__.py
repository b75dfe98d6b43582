"""The data over time: how far departments are, what changed, what was recorded. Only this room runs git."""
