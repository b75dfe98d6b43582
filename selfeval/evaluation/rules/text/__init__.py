"""Rules about wording: one module for each noun, one small function for each defect."""
