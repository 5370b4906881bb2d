"""A float that remembers the exact number it was rounded from: 1/6, or a decimal of thirty digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from actcli.numbers.grammar import DECIMAL, parse_number

if TYPE_CHECKING:
    from fractions import Fraction

_PART = rb"[+-]?+" + DECIMAL
_FRACTION = rb"(" + _PART + rb")/(" + _PART + rb")"
#: The largest power of ten that is written out; larger ones are far outside float64.
_MAX_EXPONENT = 400
_MAX_LENGTH = 1000


class ExactFloat(float):
    """A rational number, used wherever a float is as the double nearest to it.

    ``Fraction(value)`` is the exact number for it as for any float, so code that needs the digits asks every parameter
    in the same way. Arithmetic gives plain floats. It equals what has the same exact value, so no double that it was
    rounded to; ``str`` gives the text it was made from.

    Parameters
    ----------
    text
        A decimal, or a fraction of two integers such as ``"1/6"``; its nearest double is finite.

    Examples
    --------
    >>> sixth = ExactFloat("1/6")
    >>> 3 * sixth, str(sixth), sixth == 1 / 6, Fraction(sixth)
    (0.5, '1/6', False, Fraction(1, 6))
    """

    __slots__ = ("_exact", "_text")
    _exact: Fraction
    _text: str

    def __new__(cls, text: str) -> Self:
        """Read a number exactly, round it, and keep both."""
        from fractions import Fraction  # not at every start

        exact = Fraction(text)
        self = super().__new__(cls, float(exact))
        self._exact = exact
        self._text = text
        return self

    def as_integer_ratio(self) -> tuple[int, int]:
        """Return numerator and denominator of the exact number."""
        return self._exact.as_integer_ratio()

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"ExactFloat({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return self._exact == (other._exact if isinstance(other, ExactFloat) else other)

    def __ne__(self, other: object) -> bool:  # float has its own
        return not self == other

    def __hash__(self) -> int:
        return hash(self._exact)

    def __reduce__(self) -> tuple[type[ExactFloat], tuple[str]]:
        return ExactFloat, (self._text,)


def parse_value(word: str) -> float | None:
    """Read the value of a parameter: a number, or a fraction of two, which stays exact; None where it is neither."""
    return parse_fraction(word) if "/" in word else parse_number(word)


def parse_fraction(word: str) -> float | None:
    """Read a fraction of two decimals, such as ``1/30`` or ``-0.5/3``.

    Returns
    -------
    float or None
        The exact quotient, a plain float where a double is equal to it; None where the word is not a fraction, or the
        quotient is beyond the doubles.
    """
    parts = re.fullmatch(_FRACTION, word.encode()) if word.isascii() and len(word) <= _MAX_LENGTH else None
    if parts is None:
        return None
    from decimal import Decimal
    from fractions import Fraction

    above, below = (Decimal(part.decode()) for part in parts.groups())
    if not below or any(part and abs(part.adjusted()) > _MAX_EXPONENT for part in (above, below)):
        return None
    return _float_of(Fraction(above) / Fraction(below))


def _float_of(exact: Fraction) -> float | None:
    try:
        nearest = float(exact)
    except OverflowError:
        return None
    if exact == nearest:
        return nearest
    return ExactFloat(str(exact)) if nearest else None
