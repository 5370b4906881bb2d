"""Errors in formulas that cannot be parsed: their position, their reason, and a hint at what was meant.

Python's own messages are about Python, and differ between its versions.
"""

from __future__ import annotations

import keyword
import re
from itertools import pairwise
from typing import NamedTuple

#: The depth of nested brackets at which Python's parser gives up.
DEEPEST = 100
CHOICE = "a choice is written where(x > 0, IF SO, IF NOT)"
LATEX = "LaTeX is printed by show -t latex, but not read; a formula is x/2*(1 + erf(x/sqrt(2)))"

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<operator>\*\*|[<>=!]=|[-+*/<>=,()])|\S"
)


class Token(NamedTuple):
    """A token of a formula: its kind (number, name, operator or other), its text and its position."""

    kind: str
    text: str
    at: int

    @property
    def begins_operand(self) -> bool:
        """Whether an operand may begin with it."""
        return self.kind in {"number", "name"} or self.text == "("

    @property
    def ends_operand(self) -> bool:
        """Whether an operand may end with it."""
        return self.kind in {"number", "name"} or self.text == ")"


def explain(text: str, offset: int) -> tuple[int, str, str]:
    """Return where a text is wrong, why, and a hint, which may be empty.

    Parameters
    ----------
    text
        ASCII that Python does not parse as an expression.
    offset
        Where Python stopped, from 0; used where nothing better is found.
    """
    tokens = _tokens(text)
    for token in tokens:
        if token.kind == "other":
            return token.at, f"{token.text} is not in the language", LATEX if token.text == "\\" else ""
        if token.kind == "name" and keyword.iskeyword(token.text):
            return token.at, f"{token.text} is not in the language", CHOICE
    return _bracket(tokens) or missing_operator(text) or _operand(tokens, text) or (offset, "it can't be read", "")


def missing_operator(text: str) -> tuple[int, str, str] | None:
    """Return where the first operand is that follows another, why that is wrong, and a hint; None if there is none."""
    missing = _products(_tokens(text))
    return (missing[0], "an operator is missing", f"write {with_products(text)}") if missing else None


def with_products(text: str) -> str:
    """Return a text with a ``*`` wherever one operand follows another: ``2x`` is ``2*x``."""
    spaced = text
    for index in reversed(_products(_tokens(text))):
        spaced = f"{spaced[:index].rstrip()}*{spaced[index:]}"
    return spaced


def _tokens(text: str) -> list[Token]:
    return [Token(found.lastgroup or "other", found[0], found.start()) for found in _TOKEN.finditer(text)]


def _bracket(tokens: list[Token]) -> tuple[int, str, str] | None:
    opened: list[int] = []
    for token in tokens:
        if token.text == "(":
            opened.append(token.at)
            if len(opened) > DEEPEST:
                return token.at, f"brackets are nested more than {DEEPEST} deep", ""
        elif token.text == ")" and not opened:
            return token.at, "')' closes nothing", ""
        elif token.text == ")":
            opened.pop()
    return (opened[-1], "'(' is never closed", "") if opened else None


def _products(tokens: list[Token]) -> list[int]:
    """Return where operands begin that follow another without an operator; a name before a bracket is a call."""
    return [
        right.at
        for left, right in pairwise(tokens)
        if left.ends_operand and right.begins_operand and not (left.kind == "name" and right.text == "(")
    ]


def _operand(tokens: list[Token], text: str) -> tuple[int, str, str] | None:
    end = Token("operator", ")", len(text))
    for left, right in pairwise([Token("operator", "(", 0), *tokens, end]):
        is_sign = right.text in {"+", "-"}
        if not (left.ends_operand or right.begins_operand or is_sign or (left.text, right.text) == ("(", ")")):
            where = f"before '{right.text}'" if left.text == "(" else f"after '{left.text}'"
            return right.at, f"something is missing {where}", ""
    return None
