"""A float that is one of a few words: the value of a parameter such as ``gate=second``."""

from __future__ import annotations

from typing import Self


class Choice(float):
    """A word as the value of a parameter, held as its position among the words that are allowed.

    Parameters
    ----------
    word
        The word, as it is typed and printed.
    position
        Its place in the list of words, from 0.

    Examples
    --------
    >>> second = Choice("second", 1)
    >>> str(second), second == 1
    ('second', True)
    """

    __slots__ = ("_word",)
    _word: str

    def __new__(cls, word: str, position: int) -> Self:
        """Keep the word beside its position."""
        self = super().__new__(cls, position)
        self._word = word
        return self

    def __str__(self) -> str:
        return self._word

    def __repr__(self) -> str:
        return f"Choice({self._word!r}, {int(self)})"

    def __reduce__(self) -> tuple[type[Choice], tuple[str, int]]:
        return Choice, (self._word, int(self))
