"""What offices write where a value belongs, and whether an actual meets its target."""
