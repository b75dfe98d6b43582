"""Judging what a department filled in: verdicts, scores, rules, explained findings. Yields problems; touches no disk."""
