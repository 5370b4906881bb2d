"""Numbers from a pipe or a file, answered block by block: text, vectors, ``.npy`` arrays."""
