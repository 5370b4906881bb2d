"""SPEC text resolved to functions: the registry, plug-ins, formulas, and Python callables."""
