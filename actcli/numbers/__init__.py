"""Numbers as text: their grammar, their formatting, blocks of text, and the number types."""
