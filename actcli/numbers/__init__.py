"""What a number is: its grammar, its spelling, blocks of text, the narrow types."""
