"""Input and output: sources, the streaming filter, and the one writer."""
