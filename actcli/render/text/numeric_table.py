"""Table -> bytes for pipes and files: aligned columns, plain results, CSV, TSV, JSON, .npy."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import numpy as np

from actcli.choices import OutputFormat
from actcli.errors import ActcliError
from actcli.evaluation.compute import ROWS
from actcli.numbers.formatting import exchange
from actcli.render.text.word_table import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.evaluation.compute import Table
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style

#: The longest spelling of a double: -2.2250738585072014e-308.
WIDEST = 24


def encode(table: Table, form: OutputFormat, style: Style, *, header: bool = True) -> Iterator[bytes]:
    """Yield the bytes of a table in a format, block by block."""
    match form:
        case OutputFormat.table:
            return _aligned(table, style, header=header)
        case OutputFormat.plain:
            return _plain(table, style)
        case OutputFormat.csv | OutputFormat.tsv:
            return _separated(table, style, "," if form == "csv" else "\t", header=header)
        case OutputFormat.json | OutputFormat.jsonl:
            return _json(table, style, lines=form == "jsonl")
        case OutputFormat.npy:  # pragma: no branch  # the last there is
            return iter([npy(table, style)])


def _aligned(table: Table, style: Style, *, header: bool) -> Iterator[bytes]:
    names = table.names if header else ("",) * len(table.names)
    template = ""
    for columns in table.blocks if table.count else _together(iter(table.blocks)):
        texts = [style.texts(column) for column in columns]
        if not template:
            long = max(table.count, columns[0].size) > ROWS
            widths = [
                max(len(name), WIDEST if long else max(map(len, column), default=0))
                for name, column in zip(names, texts, strict=True)
            ]
            template = "  ".join(f"%{width}s" for width in widths) + "\n"
            if header:
                yield (template % names).encode()
        yield (template * len(texts[0]) % _interleaved(texts)).encode()


def _together(blocks: Iterator[Sequence[Array]]) -> Iterator[Sequence[Array]]:
    """Join the first blocks, as many as widths are measured over; an error follows the rows before it."""
    first: list[Sequence[Array]] = []
    error = None
    try:
        while sum(columns[0].size for columns in first) <= ROWS and (block := next(blocks, None)) is not None:
            first.append(block)
    except ActcliError as failure:
        error = failure
    if first:
        yield [np.concatenate(columns) for columns in zip(*first, strict=True)]
    if error is not None:
        raise error
    yield from blocks


def _interleaved(columns: Sequence[list[str]]) -> tuple[str, ...]:
    """Return the texts of columns in reading order."""
    count = len(columns)
    cells = [""] * (count * len(columns[0]))
    for index, column in enumerate(columns):
        cells[index::count] = column
    return tuple(cells)


def _plain(table: Table, style: Style) -> Iterator[bytes]:
    skip = 1 if table.names[0] == "x" else 0
    for columns in table.blocks:
        yield lines(np.stack(columns[skip:], axis=-1), style, " ")


def _separated(table: Table, style: Style, separator: str, *, header: bool) -> Iterator[bytes]:
    if header:
        yield (separator.join(quoted(name, separator) for name in table.names) + "\n").encode()
    for columns in table.blocks:
        yield lines(np.stack(columns, axis=-1), style, separator)


def lines(matrix: Array, style: Style, separator: str) -> bytes:
    """Spell the rows of a matrix, one a line.

    Parameters
    ----------
    matrix
        Shape (rows, columns).
    style
        How to spell.
    separator
        The one character between numbers.
    """
    text = style.formatter(matrix)
    width = matrix.shape[1]
    if width == 1 or not text:
        return exchange(text + b",", b",", b"\n") if text else b""
    # The rows are spelled in one go, and the commas that end them found with NumPy: twelve times as fast as joins.
    characters = np.frombuffer(bytearray(text + b","), dtype=np.uint8)
    commas = np.flatnonzero(characters == ord(","))
    characters[commas] = ord(separator)
    characters[commas[width - 1 :: width]] = ord("\n")
    return characters.tobytes()


def _json(table: Table, style: Style, *, lines: bool) -> Iterator[bytes]:
    openings = [("{" if index == 0 else ", ") + json.dumps(name) + ": " for index, name in enumerate(table.names)]
    between = "\n" if lines else ",\n "
    before = "" if lines else "["
    for columns in table.blocks:
        cells: list[list[str]] = []
        for opening, column in zip(openings, columns, strict=True):
            cells += [[opening] * column.size, style.json_texts(column)]
        cells.append(["}" + between] * columns[0].size)
        yield (before + "".join(_interleaved(cells)).removesuffix("" if lines else between)).encode()
        before = "" if lines else between
    if not lines:
        yield b"]\n" if before == between else b"[]\n"


def npy(table: Table, style: Style) -> bytes:
    """Return the results without x as a .npy file: shape (rows,), or (rows, columns) for several."""
    skip = 1 if table.names[0] == "x" else 0
    blocks = [np.stack(columns[skip:], axis=-1) for columns in table.blocks]
    whole = np.concatenate(blocks) if blocks else np.empty((0, len(table.names) - skip))
    return npy_bytes(whole[:, 0] if whole.shape[1] == 1 else whole, style)


def npy_bytes(array: Array, style: Style) -> bytes:
    """Return an array as a .npy file, in the dtype that holds every value of the number type."""
    buffer = io.BytesIO()
    np.save(buffer, array if style.number_type is None else array.astype(style.number_type.dtype), allow_pickle=False)
    return buffer.getvalue()
