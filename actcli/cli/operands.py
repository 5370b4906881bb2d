"""Operands of ``plot`` and ``compare``, classified one by one: numbers, ``-``, an output file, SPECs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from actcli.choices import FIGURES, SUFFIXES
from actcli.errors import UsageError
from actcli.evaluation import points
from actcli.formula.parse import is_formula
from actcli.numbers.grammar import looks_like_number

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A clause of error messages: the suffixes of figures.
FIGURES_END = f"figures end in {', '.join(FIGURES[:-1])} or {FIGURES[-1]}"
#: Suffixes of files that hold numbers or text.
DATA = (".txt", ".dat", *SUFFIXES)
#: Those that measured values are read from.
_MEASURED = (".csv", ".tsv", ".txt", ".dat", ".npy")
#: Suffixes that mark a word as a file that can't be written, not a function such as ``math.tanh``.
_OTHER_FILES = {
    *DATA,
    *(".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".eps", ".ps", ".emf", ".html", ".htm"),
    *(".rst", ".log", ".xml", ".yaml", ".doc", ".docx", ".odt", ".ppt", ".pptx", ".odp"),
    *(".xls", ".xlsx", ".ods", ".npz", ".parquet", ".h5", ".mat", ".pkl", ".mp4", ".ipynb"),
}
#: Prefixes of SPECs that name a file or a program, whatever its suffix.
_SPECS = ("@", "cmd:")


@dataclass(frozen=True)
class Operands:
    """The operands of a command line, sorted by kind.

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
    """Sort operands into numbers, ``-``, OUT and SPECs.

    Raises
    ------
    UsageError
        If there are one or more than two numbers, several output files, or a file that is not a figure.
    """
    ends = [word for word in words if _is_end(word)]
    for word in ends:
        points.number(word)
    rest = [word for word in words if not _is_end(word) and word != "-"]
    outs = [word for word in rest if word.lower().endswith(FIGURES) and not word.startswith(_SPECS)]
    specs = [word for word in rest if word not in outs]
    for word in specs:
        if _is_file(word):
            measured = os.path.splitext(word)[1].lower() in _MEASURED
            raise UsageError(f"'{word}': {FIGURES_END}", f"measured values are written @{word}" if measured else "")
    if len(outs) > 1:
        raise UsageError(f"give one output file, not {len(outs)}: {', '.join(outs)}")
    stdin = "-" in words
    if len(ends) not in {0, 2}:
        raise UsageError(f"a range is two numbers, START STOP, not {' '.join(ends)}")
    if ends and stdin:
        raise UsageError("give points in one way only: START STOP or -")
    return Operands(tuple(specs), tuple(ends), outs[0] if outs else None, stdin)


def _is_end(word: str) -> bool:
    """Tell whether a word is an end of the range; ``2*x`` begins like a number but is a formula."""
    return looks_like_number(word.replace("−", "-")) and not is_formula(word)


def _is_file(word: str) -> bool:
    return not word.startswith(_SPECS) and os.path.splitext(word)[1].lower() in _OTHER_FILES
