"""The grammar of numbers, for every place that reads one: arguments, ``--at`` lists, lines of text, without NumPy."""

from __future__ import annotations

import re

from actcli.spelling import minus_hint

# Possessive throughout: a word of a hundred million characters is matched in one pass and without a stack.
DECIMAL = rb"(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?+\d++)?+"
NAMED = rb"(?:[iI][nN][fF](?:[iI][nN][iI][tT][yY])?+|[nN][aA][nN])"
NUMBER = rb"[+-]?+(?:" + DECIMAL + rb"|" + NAMED + rb")"

_NUMERIC_START = re.compile(rb"[+-]?+(?:\.?\d|(?:" + NAMED + rb"|pi)(?!\w))")
_SHOWN = 40
#: The hint for a code where numbers are read.
CODE_HINT = "0x... is a code of the --dtype for eval and grad with --bits, and in measured values, @FILE"
#: The hint for JSON where numbers are read.
JSON_HINT = "JSON is not read; jq takes the numbers out: jq .x FILE | actcli ..."
#: Python's escape of a byte that is not valid UTF-8.
_BYTE = r"(?<!\\)\\udc(?=[89a-f][0-9a-f])"


def parse_number(word: str) -> float | None:
    """Read one number.

    Parameters
    ----------
    word
        ASCII decimal with optional sign, point and exponent, or ``inf``, ``infinity``, ``nan`` in any case.

    Returns
    -------
    float or None
        The nearest double (``1e400`` is inf, ``-0`` keeps its sign), or None if the word is not a number.
    """
    if word.isascii() and re.fullmatch(NUMBER, word.encode()):
        return float(word)
    return None


def looks_like_number(word: str) -> bool:
    """Tell whether a word is intended as a number, well formed or not.

    ``-1_000``, ``-1,2`` and ``-pi`` are: on the command line
    they are operands, to be refused as numbers, not as options.
    """
    return _NUMERIC_START.match(word.encode(errors="replace")) is not None


def is_code(word: str) -> bool:
    """Tell whether a word is meant as a code."""
    return word.strip()[:2].lower() == "0x"


def number_hint(word: str) -> str:
    """Return a hint for a word that is not a number: a code, or one with the minus sign of plots."""
    return CODE_HINT if is_code(word) else minus_hint(word)


def quote(word: str | bytes) -> str:
    """Show a word of unknown origin on one line: quoted, control and non-ASCII characters escaped, 40 characters."""
    # A character has at most four bytes, so nothing that would be shown is cut off here.
    text = word if isinstance(word, str) else word[: 4 * _SHOWN].decode(errors="surrogateescape")
    shown = re.sub(_BYTE, r"\\x", ascii(text[:_SHOWN]))
    if len(text) <= _SHOWN and len(shown) <= _SHOWN + 2:
        return shown
    return shown[:_SHOWN] + "…" + shown[-1]
