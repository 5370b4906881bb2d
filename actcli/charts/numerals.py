"""Numbers as a picture shows them: with real minus signs and raised exponents."""

from __future__ import annotations

#: What stands for a minus sign and the ten digits in an exponent.
RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_TO_RAISED = str.maketrans("-0123456789", RAISED)


def minus(text: str) -> str:
    """Return a text with real minus signs."""
    return text.replace("-", "−")


def coordinate(value: float, digits: int = 4) -> str:
    """Return a number to some significant digits."""
    return minus(f"{value:.{digits}g}")


def power_of_ten(exponent: int) -> str:
    """Return a power of ten: ``10⁶``."""
    return f"10{str(exponent).translate(_TO_RAISED)}"
