"""Facts about activation functions: the record types, traits, and the libraries that ship them."""
