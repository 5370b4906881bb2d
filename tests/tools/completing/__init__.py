"""The completion scripts and the manual page, made from the program itself."""
