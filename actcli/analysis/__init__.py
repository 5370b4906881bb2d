"""Facts found by search: extrema, kinks, tails, inferred traits, and the description of a record."""
