"""Results of functions of vectors -> bytes: JSON, columns, plain lines, .npy."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError
from actcli.evaluation.compute import Table, in_blocks
from actcli.render.text import numeric_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.choices import OutputFormat
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style

    #: Vectors of one length, shape (r, n), and their results: (r, m), or the Jacobians (r, m, n).
    Batch = tuple[Array, Array]


def encode(  # noqa: PLR0913  # reason: the options of a format
    batches: Iterator[Batch], name: str, form: OutputFormat, style: Style, *, header: bool, rows: bool
) -> Iterator[bytes]:
    """Yield the bytes of vectors and their results in a format, batch by batch.

    Parameters
    ----------
    batches
        In the order of the input; lengths may differ between them.
    name
        What the results are called.
    form
        JSON has one record per vector; columns and plain lines have one row per result, or per row of a Jacobian.
    style
        How to spell.
    header
        Whether columns have names above them.
    rows
        Whether there may be several vectors: an array then has an axis for them.

    Raises
    ------
    ActcliError
        If vectors of different lengths don't fit into one array or one set of columns.
    """
    match form:
        case "json" | "jsonl":
            return _records(batches, name, style, lines=form == "jsonl")
        case "npy":
            return _array(batches, style, rows=rows)
        case "plain":
            return (lines for _, y in batches for lines in _plain(y, style))
        case _:
            return _columns(batches, name, form, style, header=header)


def _plain(y: Array, style: Style) -> Iterator[bytes]:
    """Spell one result per line, Jacobians a row per line."""
    for (rows,) in in_blocks([_rows(y)]):
        yield numeric_table.lines(rows, style, " ")


def _rows(y: Array) -> Array:
    """Return results as a column, or Jacobians one below the other."""
    return y.reshape(-1, y.shape[2] if y.ndim == 3 else 1)


def _records(batches: Iterator[Batch], name: str, style: Style, *, lines: bool) -> Iterator[bytes]:
    key, before = json.dumps(name), "["
    for batch in batches:
        for part in in_blocks(batch):
            texts = zip(*(_nested(array, style) for array in part), strict=True)
            records = [f'{{"x": {x}, {key}: {y}}}' for x, y in texts]
            yield ("\n".join([*records, ""]) if lines else before + ",\n ".join(records)).encode()
            before = ",\n "
    if not lines:
        yield b"[]\n" if before == "[" else b"]\n"


def _nested(arrays: Array, style: Style) -> list[str]:
    """Return each vector as a list, each matrix as a list of lists."""
    texts = style.json_texts(arrays.reshape(-1))
    for size in reversed(arrays.shape[1:]):
        texts = [f"[{', '.join(texts[start : start + size])}]" for start in range(0, len(texts), size)]
    return texts


def _array(batches: Iterator[Batch], style: Style, *, rows: bool) -> Iterator[bytes]:
    results = [y for _, y in batches]
    if len({y.shape[1:] for y in results}) > 1:
        raise ActcliError("rows of different lengths do not make one array")
    whole = np.concatenate(results) if results else np.empty((1, 0))
    yield numeric_table.npy_bytes(whole if rows else whole[0], style)


def _columns(batches: Iterator[Batch], name: str, form: OutputFormat, style: Style, *, header: bool) -> Iterator[bytes]:
    first = next(batches, None)
    if first is None:
        return
    names = [f"d/dx{j + 1}" for j in range(first[0].shape[1])] if first[1].ndim == 3 else [name]
    if _keeps_length(*first):
        names.insert(0, "x")
    blocks = (rows for x, y in chain([first], batches) for rows in in_blocks(_side_by_side(x, y, len(names))))
    yield from numeric_table.encode(Table(tuple(names), blocks), form, style, header=header)


def _keeps_length(x: Array, y: Array) -> bool:
    return y.shape[:2] == x.shape


def _side_by_side(x: Array, y: Array, count: int) -> list[Array]:
    columns = list(_rows(y).T)
    if _keeps_length(x, y):
        columns.insert(0, x.reshape(-1))
    if len(columns) != count:
        raise ActcliError("Jacobians of different widths do not fit into one set of columns")
    return columns
