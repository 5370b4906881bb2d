"""Results for a terminal: rich tables and plots made of characters."""
