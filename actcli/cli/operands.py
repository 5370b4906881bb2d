"""The words of ``plot`` and ``compare``, each classified by itself: numbers, ``-``, an output file, functions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actcli.choices import FIGURES
from actcli.errors import UsageError
from actcli.formula.parse import is_formula
from actcli.numbers.grammar import looks_like_number, parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A name with a suffix that is neither a figure nor a Python file: a mistyped output file, not a function.
_OTHER_FILE = re.compile(r"[^:()*+]*\.[A-Za-z][A-Za-z0-9]{0,4}")
#: How SPECs begin that name a file or a program, whatever its suffix.
_SPECS = ("@", "cmd:")


@dataclass(frozen=True)
class Operands:
    """What the words of a command line mean.

    Attributes
    ----------
    specs
        The functions, in order.
    ends
        START and STOP as written, or nothing.
    out
        The figure to write, or None.
    stdin
        Whether the points come from standard input.
    """

    specs: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    out: str | None = None
    stdin: bool = False


def parse_operands(words: Sequence[str]) -> Operands:
    """Tell numbers, ``-``, OUT and SPECs apart.

    Raises
    ------
    UsageError
        If there are one or more than two numbers, several output files, or a file that is no figure.
    """
    ends = [word for word in words if _is_end(word)]
    for word in ends:
        if parse_number(word) is None:
            raise UsageError(f"'{word}' is not a number")
    rest = [word for word in words if not _is_end(word) and word != "-"]
    outs = [word for word in rest if word.lower().endswith(FIGURES) and not word.startswith(_SPECS)]
    specs = [word for word in rest if word not in outs]
    for word in specs:
        if not word.startswith(_SPECS) and _OTHER_FILE.fullmatch(word) and not word.endswith(".py"):
            raise UsageError(f"'{word}': figures end in .svg, .png or .pdf")
    if len(outs) > 1:
        raise UsageError(f"one output file, not {len(outs)}: {', '.join(outs)}")
    stdin = "-" in words
    if len(ends) not in {0, 2} or (ends and stdin):
        raise UsageError(
            "a range is START STOP, two numbers" if len(ends) != 2 else "points come from - or START STOP, not both"
        )
    return Operands(tuple(specs), tuple(ends), outs[0] if outs else None, stdin)


def _is_end(word: str) -> bool:
    """Tell whether a word is meant as an end of the range; ``2*x`` begins like a number and is a formula."""
    return looks_like_number(word) and not is_formula(word)
