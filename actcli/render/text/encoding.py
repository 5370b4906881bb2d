"""Encoding of text; characters that the encoding lacks are replaced by ASCII with the same meaning."""

from __future__ import annotations

import re
import unicodedata

from actcli.charts.numerals import RAISED

_ASCII = {
    "│": "|", "─": "-", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
    "╌": "-", "┊": ":",
    "━": "-", "█": "#", "▁": "_", "•": "*", "·": "*", "−": "-", "–": "-", "—": "-", "′": "'", "×": "x",
    "ß": "ss", "‘": "'", "’": "'", "“": '"', "”": '"', "«": "<<", "»": ">>", "±": "+-",
    "√": "sqrt", "∞": "inf", "≈": "~",
    "≠": "!=", "≤": "<=", "≥": ">=", "∪": "U", "∂": "d", "→": "->", "↗": "/", "↑": "^", "↓": "v",
}  # fmt: skip
_LOWERED = str.maketrans(RAISED, "-0123456789")
#: The units that are replaced: a superscript number, or one character.
_UNIT = re.compile(f"[{RAISED}]+|[^\x00-\x7f]")
#: Dots of a character of Braille in its upper and its lower half.
_BRAILLE, _UPPER, _LOWER = 0x2800, 0b00011011, 0b11100100


def encode(text: str, encoding: str) -> bytes:
    """Encode text; characters that the encoding lacks become ASCII."""

    def replaced(unit: re.Match[str]) -> str:
        return unit[0] if has(unit[0], encoding) else _ascii(unit)

    return _UNIT.sub(replaced, text).encode(encoding, errors="replace")


def json_escaped(text: str) -> bytes:
    """Return JSON with its characters beyond ASCII escaped."""

    def escaped(unit: re.Match[str]) -> str:
        return re.sub("....", r"\\u\g<0>", unit[0].encode("utf-16-be").hex())

    return _UNIT.sub(escaped, text).encode()


def to_ascii(text: str) -> str:
    """Return text with all other characters replaced by ASCII."""
    return _UNIT.sub(_ascii, text)


def has(text: str, encoding: str) -> bool:
    """Tell whether an encoding has all characters of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _ascii(unit: re.Match[str]) -> str:
    text = unit[0]
    if text[0] in RAISED:
        return "^" + text.translate(_LOWERED)
    if text in _ASCII:
        return _ASCII[text]
    dots = ord(text) - _BRAILLE
    if 0 <= dots < 256:
        return " '.:"[bool(dots & _UPPER) + 2 * bool(dots & _LOWER)]
    if unicodedata.name(text, "").startswith("GREEK"):
        return _greek(unicodedata.name(text))
    plain = unicodedata.normalize("NFKD", text).encode("ascii", errors="ignore").decode()
    return plain or "?"


def _greek(name: str) -> str:
    """Return a letter by its name: ``GREEK SMALL LETTER ALPHA`` is alpha."""
    letter = name.partition(" LETTER ")[2].partition(" ")[0].lower() or "?"
    return letter.capitalize() if "CAPITAL" in name else letter
