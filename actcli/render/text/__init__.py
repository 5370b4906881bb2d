"""Results as text for pipes and files."""
