"""What a text says of its figures: each with its clause, and the figures of the data that it speaks of."""
