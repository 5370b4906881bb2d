"""Models of charts, and ticks with their labels, before any drawing."""
