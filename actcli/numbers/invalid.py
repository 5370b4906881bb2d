"""Handling of words that are not numbers: finding them, and dropping or replacing them."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from actcli.numbers.grammar import NUMBER

#: How to handle a word that is not a number: stop before its line, replace it by nan, or drop its line.
Policy = Literal["abort", "nan", "skip"]

# Between words: at most one comma, and any blanks.
_BETWEEN = rb"(?:[ \t]++(?:,[ \t]*+)?+|,[ \t]*+)"
_BAD_WORD = re.compile(rb"(\A[ \t]*+|" + _BETWEEN + rb")(?!" + NUMBER + rb"(?:[ \t,]|\Z))([^ \t,]*+)")
_NUMBERS = NUMBER + rb"(?:" + _BETWEEN + NUMBER + rb")*+[ \t]*+"
_BAD_LINE = re.compile(rb"\n(?!\Z)(?![ \t]*+(?:#[^\n]*+|" + _NUMBERS + rb")?+\n)([^\n]*+)")


class BadWord(NamedTuple):
    """A word that is not a number.

    Parameters
    ----------
    line
        Index of its line in the block, from 0.
    word
        The word as written; empty for an empty field between commas.
    """

    line: int
    word: bytes


def apply_policy(data: bytes, invalid: Policy) -> tuple[bytes, list[BadWord], int]:
    """Apply the policy for invalid words to lines.

    Parameters
    ----------
    data
        Lines ended by LF.
    invalid
        ``abort`` ends them before the first bad word, ``nan`` replaces each, ``skip`` drops their lines.

    Returns
    -------
    tuple
        The remaining lines, the first bad word of each line that has any, and the number of bad words.
    """
    kept = []
    bad = []
    line = done = count = 0
    for match in _BAD_LINE.finditer(b"\n" + data):
        start, end = match.start(), match.end()
        kept.append(data[done:start])
        line += data.count(b"\n", done, start)
        words = list(_BAD_WORD.finditer(match[1].rstrip(b" \t")))
        bad.append(BadWord(line, words[0][2]))
        count += len(words)
        if invalid == "abort":
            return kept[0], bad, count
        if invalid == "nan":
            at = 0
            for word in words:
                kept += [match[1][at : word.start(2)], b"nan"]
                at = word.end(2)
            kept += [match[1][at:], b"\n"]
        line, done = line + 1, end
    return b"".join([*kept, data[done:]]), bad, count
