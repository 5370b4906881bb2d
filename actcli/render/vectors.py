"""Results of functions of vectors -> bytes: JSON, columns, plain lines, .npy."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from actcli.compute import Table
from actcli.errors import ActcliError
from actcli.render import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.activation import Array
    from actcli.render.text import Format, Style

    #: Vectors of one length, shape (r, n), and their results: (r, m), or the Jacobians (r, m, n).
    Batch = tuple[Array, Array]


def encode(  # noqa: PLR0913  # reason: the options of a format
    batches: Iterator[Batch], name: str, form: Format, style: Style, *, header: bool, rows: bool
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
            return (plain(y, style) for _, y in batches)
        case _:
            return _columns(batches, name, form, style, header=header)


def plain(y: Array, style: Style) -> bytes:
    """Spell one result per line, Jacobians a row per line."""
    return text.lines(y.reshape(-1, y.shape[2] if y.ndim == 3 else 1), style, " ")


def _records(batches: Iterator[Batch], name: str, style: Style, *, lines: bool) -> Iterator[bytes]:
    between, before = (b"\n", b"") if lines else (b",\n ", b"[")
    for xs, ys in batches:
        for x, y in zip(xs, ys, strict=True):
            record = _record(("x", name), (x, y), style)
            yield record + between if lines else before + record
            before = between
    if not lines:
        yield b"]\n" if before == between else b"[]\n"


def _record(names: Sequence[str], arrays: Sequence[Array], style: Style) -> bytes:
    """Return one JSON record of whole vectors, matrices as nested lists."""
    fields = [f"{json.dumps(name)}: {_nested(array, style)}" for name, array in zip(names, arrays, strict=True)]
    return ("{" + ", ".join(fields) + "}").encode()


def _nested(array: Array, style: Style) -> str:
    if array.ndim == 1:
        return "[" + ", ".join(style.json_texts(array)) + "]"
    return "[" + ", ".join(_nested(row, style) for row in array) + "]"


def _array(batches: Iterator[Batch], style: Style, *, rows: bool) -> Iterator[bytes]:
    results = [y for _, y in batches]
    if len({y.shape[1:] for y in results}) > 1:
        raise ActcliError("rows of different lengths do not make one array")
    whole = np.concatenate(results) if results else np.empty((1, 0))
    yield text.npy_bytes(whole if rows else whole[0], style)


def _columns(batches: Iterator[Batch], name: str, form: Format, style: Style, *, header: bool) -> Iterator[bytes]:
    first = next(batches, None)
    if first is None:
        return
    names = [f"d/dx{j + 1}" for j in range(first[0].shape[1])] if first[1].ndim == 3 else [name]
    if _keeps_length(*first):
        names.insert(0, "x")
    rows = (_side_by_side(x, y, len(names)) for x, y in chain([first], batches))
    yield from text.encode(Table(tuple(names), rows), form, style, header=header)


def _keeps_length(x: Array, y: Array) -> bool:
    return y.shape[:2] == x.shape


def _side_by_side(x: Array, y: Array, count: int) -> list[Array]:
    columns = list(y.reshape(-1, y.shape[2] if y.ndim == 3 else 1).T)
    if _keeps_length(x, y):
        columns.insert(0, x.reshape(-1))
    if len(columns) != count:
        raise ActcliError("Jacobians of different widths do not fit into one set of columns")
    return columns
