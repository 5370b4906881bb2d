"""Runs of records to numbers: the wanted columns of a delimited table.

Most tables are regular: every record has as many cells as the first, and the wanted ones are numbers. Their cells are
found with NumPy, a run at once; records of any other run are read one by one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.numbers.delimited import CELL, record_pattern
from actcli.numbers.encodings import read_encodings
from actcli.numbers.grammar import NUMBER
from actcli.numbers.invalid import BadWord
from actcli.numbers.reading import read_joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from actcli.numbers.array import Array
    from actcli.numbers.delimited import Layout
    from actcli.numbers.invalid import Policy
    from actcli.numbers.number_format import NumberFormat

    Formats = Sequence[NumberFormat | None]

_COMMENT = re.compile(rb"(?:\A|\n)[ \t]*+#")
_NUMBER = re.compile(NUMBER)
_QUOTE, _LF, _COMMA = ord('"'), ord("\n"), ord(",")


class Rows(NamedTuple):
    """The records of a run.

    Attributes
    ----------
    values
        The numbers of each wanted column, shape (n,).
    records
        The text of each record, without its line end; those left out are missing, comments are there.
    numbered
        Which of the records have numbers; None for all.
    bad
        The cell that ended the run before its record.
    invalid
        How many cells were no numbers, where that ends nothing.
    """

    values: tuple[Array, ...]
    records: Sequence[bytes]
    numbered: Sequence[bool] | None = None
    bad: BadWord | None = None
    invalid: int = 0


def read_columns(run: bytes, layout: Layout, formats: Formats) -> tuple[Array, ...] | None:
    """Read the wanted columns of a regular run; None if it is irregular.

    Parameters
    ----------
    run
        Whole records, each ended by a line end.
    layout
        The table's.
    formats
        For each wanted column the type whose encodings are read as its values; None where cells are decimals.
    """
    text = _joined(run, layout)
    if text is None:
        return None
    wanted = sorted(set(layout.columns))
    places = [wanted.index(column) for column in layout.columns]
    values = _read_cells(text, formats[0]) if len(set(formats)) == 1 else None
    if values is not None:
        return tuple(values.reshape(-1, len(wanted)).T[places])
    # Encodings in one column, decimals in another, or encodings of two types.
    words = text.split(b",")
    columns = [
        _read_cells(b",".join(words[place :: len(wanted)]), form) for place, form in zip(places, formats, strict=True)
    ]
    found = tuple(column for column in columns if column is not None)
    return found if len(found) == len(columns) else None


def read_rows(run: bytes, layout: Layout, formats: Formats, invalid: Policy = "abort") -> Rows:
    """Read the wanted columns of any run, and keep its records.

    Parameters
    ----------
    run, layout, formats
        As `read_columns` takes them.
    invalid
        How to handle a cell that is not a number, or is missing.
    """
    values = read_columns(run, layout, formats)
    if values is not None:
        lines = run[:-1].split(b"\n") if run else []
        # In a regular run quotes are around cells only: an odd number of them leaves a line open.
        whole = b'"' not in run or all(line.count(b'"') % 2 == 0 for line in lines)
        return Rows(values, lines if whole else _records(run, layout))
    return _read_one_by_one(run, layout, formats, invalid)


def _read_one_by_one(run: bytes, layout: Layout, formats: Formats, invalid: Policy) -> Rows:
    """Read the wanted columns of a run record by record."""
    kept: list[bytes] = []
    numbered: list[bool] = []
    texts: list[list[bytes]] = []
    count = line = 0
    bad = None
    for record in _records(run, layout):
        stripped = record.strip(b" \t\r")
        if not stripped or stripped.startswith(b"#"):
            kept.append(record)
            numbered.append(False)
        else:
            cells = layout.cells(record)
            wanted = [cells[index] if index < len(cells) else b"" for index in layout.columns]
            wrong = [i for i, cell in enumerate(wanted) if not _is_number(cell, formats[i])]
            if wrong and invalid == "abort":
                bad = BadWord(line, wanted[wrong[0]])
                break
            count += len(wrong)
            if not (wrong and invalid == "skip"):
                texts.append([b"nan" if i in wrong else cell for i, cell in enumerate(wanted)])
                kept.append(record)
                numbered.append(True)
        line += record.count(b"\n") + 1
    columns = tuple(_read_each(cells, form) for cells, form in zip(zip(*texts, strict=True), formats, strict=False))
    return Rows(columns or tuple(np.empty(0) for _ in layout.columns), kept, numbered, bad, count)


def _is_number(cell: bytes, number_format: NumberFormat | None) -> bool:
    if _NUMBER.fullmatch(cell):
        return True
    if number_format is None or not CELL.fullmatch(cell):
        return False
    return read_encodings(cell, number_format) is not None


def _read_cells(text: bytes, number_format: NumberFormat | None) -> Array | None:
    """Read cells joined by commas that are all decimals, or all encodings."""
    if number_format is not None and text[:2] in {b"0x", b"0X"}:
        return read_encodings(text, number_format)
    return read_joined(text)


def _read_each(cells: Sequence[bytes], number_format: NumberFormat | None) -> Array:
    """Read cells that are known to be numbers."""
    values = _read_cells(b",".join(cells), number_format)
    if values is None:
        parts = [_read_cells(cell, number_format) for cell in cells]
        values = np.concatenate([part for part in parts if part is not None])
    return values


def _records(run: bytes, layout: Layout) -> list[bytes]:
    if b'"' not in run:
        return run[:-1].split(b"\n") if run else []
    return [record[:-1] for record in record_pattern(layout.separator).findall(run)]


def _joined(run: bytes, layout: Layout) -> bytes | None:
    """Return the cells of the wanted columns, record by record, joined by commas; None where the run is not regular."""
    if b"#" in run and _COMMENT.search(run):
        return None
    if layout.separator == b" ":
        run = _single_blanks(run)
    characters = np.frombuffer(run, dtype=np.uint8)
    line_ends = characters == _LF
    delimiters = characters == ord(layout.separator)
    delimiters |= line_ends
    if b'"' in run:
        outside = _outside_quotes(characters, delimiters)
        if outside is None:
            return None
        delimiters &= outside
        line_ends &= outside
    ends = np.flatnonzero(delimiters)
    rows = int(np.count_nonzero(line_ends))
    if ends.size != rows * layout.width or not line_ends[ends[layout.width - 1 :: layout.width]].all():
        return None
    lengths = np.diff(ends, prepend=-1)
    is_wanted = np.zeros(ends.size, dtype=np.bool_)
    for column in layout.columns:
        is_wanted[column :: layout.width] = True
    cells = characters[np.repeat(is_wanted, lengths)]
    cells[np.cumsum(lengths[is_wanted]) - 1] = _COMMA
    text = cells[:-1].tobytes()
    return None if b'""' in text else text.replace(b'"', b"")


def _single_blanks(run: bytes) -> bytes:
    """Return records with one space between their cells, and none around them."""
    run = run.replace(b"\t", b" ")
    return (
        re.sub(rb" *+\n *+", b"\n", re.sub(rb"  ++", b" ", run)).lstrip(b" ")
        if b"  " in run or b" \n" in run or b"\n " in run
        else run
    )


def _outside_quotes(characters: NDArray[np.uint8], delimiters: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Tell which characters are outside of quotes; None where a quote is anywhere but around a cell, or doubled."""
    quotes = characters == _QUOTE
    places = np.flatnonzero(quotes)
    opening, closing = places[::2], places[1::2]
    if opening.size != closing.size:
        return None
    may_open = np.concatenate([[True], (delimiters | quotes)[:-1]])
    may_close = np.concatenate([(delimiters | quotes)[1:], [True]])
    if not (may_open[opening].all() and may_close[closing].all()):
        return None
    is_outside: NDArray[np.bool_] = np.cumsum(quotes, dtype=np.uint8) & 1 == 0
    return is_outside
