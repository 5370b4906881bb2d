"""Random commands, data and files, given to the real tool, and what must hold whatever they are."""
