"""Table -> bytes for pipes and files: aligned columns, plain results, CSV, TSV, JSON, .npy."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from actcli.compute import ROWS, vector
from actcli.render.strings import quoted
from actcli.spelling import spell, spell_digits, spell_each, spell_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actcli.activation import Array
    from actcli.compute import Series, Table
    from actcli.narrow import NumberType
    from actcli.points import Points
    from actcli.spelling import Spell

Format = Literal["table", "plain", "csv", "tsv", "json", "jsonl", "npy"]

#: The longest spelling of a double: -2.2250738585072014e-308.
WIDEST = 24


@dataclass(frozen=True)
class Style:
    """How numbers are spelled.

    Attributes
    ----------
    number_type
        The type whose shortest decimals are printed; None for float64.
    digits
        Significant digits; None for as many as read back to the same number.
    bits
        Hexadecimal encodings instead of decimals.
    """

    number_type: NumberType | None = None
    digits: int | None = None
    bits: bool = False

    @property
    def spell(self) -> Spell:
        """The function from values to their texts."""
        number_type = self.number_type
        if self.bits and number_type is not None:
            return spell_each(number_type.hex_strings)
        if self.digits is not None:
            return spell_digits(self.digits)
        if number_type is not None:
            return lambda values: spell(number_type.decimals(values))
        return spell

    def texts(self, values: Array) -> list[str]:
        """Spell each value."""
        return spell_list(values, self.spell)

    def json_texts(self, values: Array) -> list[str]:
        """Spell each value as JSON: null for nan and the infinities, strings for encodings."""
        texts = self.texts(values)
        if self.bits:
            return [f'"{text}"' for text in texts]
        if np.isfinite(values).all():
            return texts
        return [text if finite else "null" for text, finite in zip(texts, np.isfinite(values).flat, strict=True)]


def encode(table: Table, form: Format, style: Style, *, header: bool = True) -> Iterator[bytes]:
    """Yield the bytes of a table in a format, block by block."""
    match form:
        case "table":
            return _aligned(table, style, header=header)
        case "plain":
            return _plain(table, style)
        case "csv" | "tsv":
            return _separated(table, style, "," if form == "csv" else "\t", header=header)
        case "json" | "jsonl":
            return _json(table, style, lines=form == "jsonl")
        case "npy":
            return iter([npy(table, style)])


def _aligned(table: Table, style: Style, *, header: bool) -> Iterator[bytes]:
    names = table.names if header else ("",) * len(table.names)
    for first, columns in _numbered(table.blocks):
        texts = [style.texts(column) for column in columns]
        if first:
            long = table.count > ROWS
            widths = [
                max(len(name), WIDEST if long else max(map(len, column), default=0))
                for name, column in zip(names, texts, strict=True)
            ]
            if header:
                yield "  ".join(name.rjust(width) for name, width in zip(names, widths, strict=True)).encode() + b"\n"
        rows = zip(
            *([text.rjust(width) for text in column] for column, width in zip(texts, widths, strict=True)), strict=True
        )
        yield "".join("  ".join(row) + "\n" for row in rows).encode()


def _numbered(blocks: Iterable[Sequence[Array]]) -> Iterator[tuple[bool, Sequence[Array]]]:
    first = True
    for columns in blocks:
        yield first, columns
        first = False


def _plain(table: Table, style: Style) -> Iterator[bytes]:
    skip = 1 if table.names[0] == "x" else 0
    for columns in table.blocks:
        if len(columns) == skip + 1:
            yield style.spell(columns[skip]).replace(b",", b"\n") + b"\n"
        else:
            yield _rows([style.texts(column) for column in columns[skip:]], " ")


def _rows(texts: Sequence[list[str]], separator: str) -> bytes:
    return "".join([separator.join(row) + "\n" for row in zip(*texts, strict=True)]).encode()


def _separated(table: Table, style: Style, separator: str, *, header: bool) -> Iterator[bytes]:
    if header:
        yield (separator.join(quoted(name, separator) for name in table.names) + "\n").encode()
    for columns in table.blocks:
        yield _rows([style.texts(column) for column in columns], separator)


def _json(table: Table, style: Style, *, lines: bool) -> Iterator[bytes]:
    keys = [json.dumps(name) for name in table.names]
    if not lines:
        yield b"["
    for first, columns in _numbered(table.blocks):
        texts = [
            [f"{key}: {text}" for text in style.json_texts(column)] for key, column in zip(keys, columns, strict=True)
        ]
        records = ["{" + ", ".join(row) + "}" for row in zip(*texts, strict=True)]
        if lines:
            yield ("\n".join(records) + "\n").encode()
        else:
            yield (("" if first else ",\n ") + ",\n ".join(records)).encode()
    if not lines:
        yield b"]\n"


def vector_record(series: Series, points: Points, style: Style, *, lines: bool) -> Iterator[bytes]:
    """Yield the JSON of a function of all points together: one record of lists."""
    x = vector(points)
    if style.number_type is not None:
        x = style.number_type.round(x)
        series = series.in_type(style.number_type)
    record = json_vectors(("x", series.name), (x, series.compute(x)), style)
    yield record + b"\n" if lines else b"[" + record + b"]\n"


def json_vectors(names: Sequence[str], arrays: Sequence[Array], style: Style) -> bytes:
    """Return one JSON record of whole vectors, matrices as nested lists."""
    fields = [f"{json.dumps(name)}: {_nested(array, style)}" for name, array in zip(names, arrays, strict=True)]
    return ("{" + ", ".join(fields) + "}").encode()


def _nested(array: Array, style: Style) -> str:
    if array.ndim == 1:
        return "[" + ", ".join(style.json_texts(array)) + "]"
    return "[" + ", ".join(_nested(row, style) for row in array) + "]"


def npy(table: Table, style: Style) -> bytes:
    """Return the results without x as a .npy file: shape (rows,), or (rows, columns) for several."""
    skip = 1 if table.names[0] == "x" else 0
    blocks = [np.stack(columns[skip:], axis=-1) for columns in table.blocks]
    whole = np.concatenate(blocks)
    if whole.shape[1] == 1:
        whole = whole[:, 0]
    if style.number_type is not None:
        whole = whole.astype(style.number_type.dtype)
    buffer = io.BytesIO()
    np.save(buffer, whole, allow_pickle=False)
    return buffer.getvalue()
