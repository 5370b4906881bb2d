"""JSON in actcli's spelling: null for nan and infinities, ``1e-7``, integral values as integers, ``, `` and ``: ``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

import orjson

from actcli.catalog.traits import Interval, union
from actcli.evaluation.compute import in_blocks
from actcli.numbers.choice import Choice
from actcli.numbers.formatting import format_float
from actcli.render.text.writer import interleaved

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.evaluation.compute import Table, Vectors
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style
    from actcli.render.text.writer import Records


def encode(value: object, digits: int | None = None) -> str:
    """Return plain data as JSON on one line.

    Parameters
    ----------
    value
        None, a truth value, a number, a text, intervals as a tuple, or lists and dicts of them.
    digits
        Significant digits of floats; all by default.
    """
    match value:
        case bool() | str() | None:
            return orjson.dumps(value).decode()
        case Choice():
            return encode(str(value))
        case int():
            return str(value)
        case float():
            # JSON has no fractions: 1/6 is the double nearest to it.
            return format_float(float(value), digits) if math.isfinite(value) else "null"
        case dict():
            return f"{{{', '.join(f'{encode(key)}: {encode(item, digits)}' for key, item in value.items())}}}"
        case Interval(), *_:
            return encode(union(cast("tuple[Interval, ...]", value)))
        case list() | tuple():
            return f"[{', '.join(encode(item, digits) for item in value)}]"
    raise TypeError(f"no JSON for {type(value).__name__}")


def records(rows: Sequence[object], digits: int | None = None) -> Records:
    """Return records of plain data as one run."""
    return lambda between: iter([between.join(encode(row, digits) for row in rows)] if rows else [])


def table_records(table: Table, style: Style) -> Records:
    """Return a record for each row of a table, or for each of its vectors."""
    if table.vectors is not None:
        vectors = table.vectors
        return lambda between: _vectors(vectors, style, between)
    return lambda between: _rows(table, style, between)


def _rows(table: Table, style: Style, between: str) -> Iterator[str]:
    openings = [("{" if index == 0 else ", ") + encode(name) + ": " for index, name in enumerate(table.names)]
    for columns in table.blocks:
        cells: list[list[str]] = []
        for name, opening, column in zip(table.names, openings, columns, strict=True):
            own = style.of_x if name == "x" else style
            cells += [[opening] * column.size, own.json_texts(column)]
        cells.append(["}" + between] * columns[0].size)
        yield "".join(interleaved(cells)).removesuffix(between)


def _vectors(vectors: Vectors, style: Style, between: str) -> Iterator[str]:
    keys = [encode(name) for name in ("x", *vectors.names)]
    for batch in vectors.batches:
        for part in in_blocks(batch):
            x, *results = part
            texts = zip(_nested(x, style.of_x), *(_nested(array, style) for array in results), strict=True)
            yield between.join(f"{{{', '.join(map('%s: %s'.__mod__, zip(keys, row, strict=True)))}}}" for row in texts)


def _nested(arrays: Array, style: Style) -> list[str]:
    """Return each vector as a list, each matrix as a list of lists."""
    texts = style.json_texts(arrays.reshape(-1))
    for size in reversed(arrays.shape[1:]):
        texts = [f"[{', '.join(texts[start : start + size])}]" for start in range(0, len(texts), size)]
    return texts
