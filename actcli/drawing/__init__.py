"""What figures show, before any drawing: pure data that renderers turn into ink or characters."""
