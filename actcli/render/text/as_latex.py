r"""``-t latex``: a ``tabular`` that needs no package: numbers in mathematics, aligned to the right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.render.text.writer import Writer, one_after_another

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.render.text.writer import TextTable

#: Characters that LaTeX reads as commands, or that its standard fonts lack.
_CHARACTERS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": "$<$",
    ">": "$>$",
    "|": "$|$",
    "-": "$-$",
    "*": "$*$",
    "'": r"$'$",
    "∞": r"$\infty$",
    "∪": r"$\cup$",
    "≥": r"$\geq$",
    "≈": r"$\approx$",
}
_TO_LATEX = str.maketrans(_CHARACTERS)
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_NUMBER = re.compile(r"-?(?:inf|[\d.]+(?:e[-+]?\d+)?)")


def _tabular(grid: TextTable, header: bool) -> Iterator[bytes]:
    columns = "".join("r" if numeric else "l" for numeric in grid.numeric)
    yield f"\\begin{{tabular}}{{{columns}}}\n\\hline\n".encode()
    if header:
        yield f"{' & '.join(map(_text, grid.names))} \\\\\n\\hline\n".encode()
    for block in grid.blocks:
        rows = zip(*([_cell(text) for text in column] for column in block), strict=True)
        yield "".join(f"{' & '.join(row)} \\\\\n" for row in rows).encode()
    yield b"\\hline\n\\end{tabular}\n"


def _cell(text: str) -> str:
    r"""Return a number in mathematics, ``$-2.5 \times 10^{-7}$``, and words as text."""
    number = _NUMBER.fullmatch(text)
    if number is None:
        return _text(text)
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.replace("inf", r"\infty")
    return f"${mantissa} \\times 10^{{{int(exponent)}}}$" if exponent else f"${mantissa}$"


def _text(text: str) -> str:
    return text if _WORD.fullmatch(text) else text.translate(_TO_LATEX)


WRITER = Writer(grid=_tabular, join=one_after_another, blank="")
