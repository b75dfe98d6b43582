"""Chinese office text as such: when two names are the same, what stands for text never written, how patterns are compiled."""
