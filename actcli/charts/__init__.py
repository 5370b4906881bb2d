"""What a figure shows, before any drawing."""
