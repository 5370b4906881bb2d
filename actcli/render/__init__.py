"""Tables, cards and figures as bytes: text for pipes and files, rich text for terminals, matplotlib for figures."""
