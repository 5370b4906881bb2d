"""Points given as codes, ``0x3f80``, and the table of all codes."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import UsageError
from actcli.evaluation.compute import ROWS
from actcli.numbers.encodings import code_range, read_encodings
from actcli.numbers.formatting import format_float
from actcli.numbers.grammar import CODE_HINT
from actcli.numbers.integer_format import integers

if TYPE_CHECKING:
    from actcli.evaluation.compute import Table
    from actcli.numbers.style import Style


def to_decimal(word: str, style: Style) -> str:
    """Return the decimal of the value of a code.

    Raises
    ------
    UsageError
        If codes are not read, or there is no such code.
    """
    if not style.bits or style.number_format is None:
        raise UsageError(f"'{word}' is not a number", CODE_HINT)
    values = read_encodings(word.strip().encode(errors="replace"), style.number_format)
    if values is None:
        raise UsageError(f"'{word}' is not a number", code_range(style.number_format))
    return format_float(float(values[0]))


def with_codes_as_x(table: Table, style: Style) -> tuple[Table, Style]:
    """Return the table of all codes of a format with the codes themselves as x, since those of nan would look alike."""
    form = style.number_format
    if form is None:
        raise AssertionError(style)  # of float64 no table holds every code
    blocks = (
        [start + np.arange(results[0].size, dtype=np.float64), *results]
        for start, (_, *results) in zip(count(0, ROWS), table.blocks, strict=False)
    )
    return table._replace(blocks=blocks), style._replace(number_format=integers(form.bits))
