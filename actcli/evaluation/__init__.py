"""Functions with their parameters, evaluated: points, blocks, tables."""
