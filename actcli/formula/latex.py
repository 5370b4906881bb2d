"""Typeset equations as LaTeX that needs only amsmath, and that GitHub and notebooks read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.formula.typeset import Typeset

#: Characters with a meaning in LaTeX, as they are written in text.
_CHARACTERS = str.maketrans(
    {"\\": r"$\backslash$", "^": r"$\wedge$", "~": r"$\sim$", "<": "$<$", ">": "$>$", "|": "$|$"}
    | {c: "\\" + c for c in "{}$&#%_"}
)


def equation(typeset: Typeset) -> str:
    r"""Return an equation for any display of mathematics: ``f(x) = \begin{cases} ... \end{cases}``."""
    if len(typeset.cases) == 1:
        return f"{typeset.left} {typeset.cases[0][0]}"
    rows = " \\\\\n".join(f"{text} & {_condition(condition)}" for text, condition in typeset.cases)
    return f"{typeset.left} \\begin{{cases}}\n{rows}\n\\end{{cases}}"


def _condition(text: str) -> str:
    return r"\text{otherwise}" if text == r"\mathrm{otherwise}" else rf"\text{{if }} {text}"


def displays(equations: Iterable[str]) -> str:
    r"""Return equations as display mathematics, one after another."""
    return "\n".join(f"\\[\n{text}\n\\]\n" for text in equations)


def words(text: str) -> str:
    r"""Return text as it reads within mathematics."""
    return rf"\text{{{text.translate(_CHARACTERS)}}}"
