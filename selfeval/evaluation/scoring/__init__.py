"""The score sheet: what each indicator scores by a profile, and what all of them come to."""
