"""The formula language: the parser, and one module per number system in which a formula is evaluated."""
