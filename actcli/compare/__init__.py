"""The sections of ``compare``, one module ``NAME_section`` each, and the measurements behind them."""
