"""Measured values as a SPEC: ``@FILE`` and ``@-``, with their points or for points that are given elsewhere."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import numpy as np

from actcli.catalog.user_activation import undefined
from actcli.errors import ActcliError, UsageError, one_line
from actcli.evaluation.bound import BoundActivation
from actcli.numbers import delimited, table_rows
from actcli.numbers.array import Array
from actcli.numbers.grammar import quote
from actcli.numbers.npy_header import MAGIC
from actcli.spec.stored_rows import Rows
from actcli.spec.values_npy import npy_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from actcli.evaluation.bound import Stream
    from actcli.numbers.number_format import NumberFormat
    from actcli.numbers.table_rows import Formats

_COLUMNS = re.compile(r"(.*):([xy]=.*)", re.DOTALL)
_PAIR = re.compile(r"([xy])=(.*?)(?:,(?!\1)([xy])=(.*))?", re.DOTALL)
_BLOCK = 1 << 18
#: The hint for values without x where no points are given.
NO_X = "give START STOP, --every or --codes with a --dtype, or its points on standard input: -"
#: The hint for as many values as a type has codes.
_ALL = "--codes takes every code of the --dtype, those of nan and infinities too"


class Measured(BoundActivation):
    """Values that were measured: a function at its own points, and nan elsewhere; of several at one x the first.

    Attributes
    ----------
    rows
        The points, in any order, some perhaps several times, and the values there; or the values alone, whose points
        are given elsewhere.
    """

    rows: Rows = Rows(())
    has_points: bool = True
    values_only = True

    @cached_property
    def x(self) -> Array | None:
        """The points, shape (n,); None where they are given elsewhere."""
        return self.rows.column(0) if self.has_points else None

    @cached_property
    def y(self) -> Array:
        """The values."""
        return self.rows.column(1 if self.has_points else 0)

    @property
    def points(self) -> Iterator[Array]:
        """The points, block by block."""
        return (block[:, 0] for block in self.rows.blocks())

    @property
    def results(self) -> Iterator[Array]:
        """The values at them, in the same blocks."""
        return (block[:, 1] for block in self.rows.blocks())

    def at(self, x: Array) -> Measured:
        """Return the values with their points.

        Raises
        ------
        ActcliError
            If there are more or fewer points than values.
        """
        if x.size != self.rows.size:
            all_codes = self.rows.size > x.size and self.rows.size.bit_count() == 1
            raise ActcliError(f"{self.name} has {self.rows.size} values for {x.size} points", _ALL if all_codes else "")
        return self._replace(rows=Rows([np.column_stack([x, self.y])]), has_points=True)

    def between(self, low: float, high: float) -> Measured:
        """Return the values whose points lie in a range, both ends included."""
        inside = (block[(block[:, 0] >= low) & (block[:, 0] <= high)] for block in self.rows.blocks())
        return self._replace(rows=Rows(inside))

    @property
    def stream(self) -> Stream:
        """A function that answers many blocks: blocks of its own points in order get its values in order."""
        return self._answers

    def compute(self, x: Array) -> Array:
        """Return the values at float64 x of any shape."""
        return next(self._answers([x.reshape(-1)])).reshape(x.shape)

    def slope(self, x: Array, wrt: str | None = None, order: int = 1) -> Array:  # noqa: ARG002  # as of every function
        """Refuse: values have no derivatives."""
        raise UsageError(f"{self.name} holds measured values, without derivatives")

    def _answers(self, blocks: Iterable[Array]) -> Iterator[Array]:
        start = 0
        for x in blocks:
            keys = _keys(x)
            stop = start + keys.size
            yield self.y[start:stop] if np.array_equal(keys, self._own[start:stop]) else self._found(keys)
            start = stop

    def _found(self, keys: NDArray[np.int64]) -> Array:
        order, sorted_keys = self._order
        places = np.minimum(np.searchsorted(sorted_keys, keys), sorted_keys.size - 1)
        return np.where(sorted_keys[places] == keys, self.y[order[places]], np.nan)

    @cached_property
    def _own(self) -> NDArray[np.int64]:
        if self.x is None:
            raise UsageError(f"{self.name} has no x", NO_X)
        return _keys(self.x)

    @cached_property
    def _order(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        order = np.argsort(self._own, kind="stable")
        return order, self._own[order]


def _keys(x: Array) -> NDArray[np.int64]:
    """Return the bits of numbers: -0 and 0 are distinct points, all nans are the same."""
    return np.where(np.isnan(x), np.nan, x).view(np.int64)


def measured(text: str, number_format: NumberFormat | None, results: NumberFormat | None = None) -> Measured:
    """Read measured values.

    Parameters
    ----------
    text
        ``FILE`` or ``-``, and perhaps columns: ``runs/gelu.csv:x=input,y=output``.
    number_format
        The type to which x is rounded, and whose encodings are read; None for float64.
    results
        The type whose encodings are read as y; None for that of x.

    Raises
    ------
    ActcliError
        If the file can't be read, or a cell is not a number.
    UsageError
        If a column is missing.
    """
    formats = (number_format, results or number_format)
    path, columns = _parts(text)
    name = one_line(f"@{text}")
    if not path:
        raise UsageError(f"{name} names no file", "for instance @values.csv, or @- for standard input")
    with _opened(path) as (file, label):
        start = file.read(len(MAGIC))
        if start == MAGIC:
            if columns.given:
                raise UsageError(f"{label} is an .npy array, which has no columns with names")
            width, blocks = npy_blocks(file, start, label, formats)
        else:
            read = _memory_words if path.lower().endswith(".hex") else _blocks
            width, blocks = _table_blocks(read(file, start), columns, label, formats)
        rows = Rows(blocks if number_format is None or width == 1 else _with_rounded_points(blocks, number_format))
    if not rows.size:
        raise ActcliError(f"{label}: no values")
    return Measured(undefined(name, "a file of measured values"), rows=rows, has_points=width == 2)


def _with_rounded_points(blocks: Iterable[Array], number_format: NumberFormat) -> Iterator[Array]:
    return (np.column_stack([number_format.round(block[:, 0]), block[:, 1]]) for block in blocks)


def union(parts: Sequence[Array]) -> Array:
    """Return the points of several measurements in ascending order, each once: -0 before 0, nan last."""
    x = np.concatenate(parts)
    x = x[np.unique(_keys(x), return_index=True)[1]]
    return x[np.lexsort([~np.signbit(x), x])]


class _Columns(NamedTuple):
    """The columns of x and y as typed."""

    x: str | None = None
    y: str | None = None

    @property
    def given(self) -> bool:
        return self != _Columns()

    def of(self, width: int) -> list[str]:
        """Return the columns to read from a table with ``width`` columns; a single column is y."""
        if self.x is None and (width == 1 or self.y == "1"):
            return [self.y or "1"]
        return [self.x or "1", self.y or "2"]


def _parts(text: str) -> tuple[str, _Columns]:
    """Return the path, which ends at the last ``:x=`` or ``:y=``, and the columns behind it."""
    match = _COLUMNS.fullmatch(text)
    if match is None:
        return text, _Columns()
    pair = _PAIR.fullmatch(match[2])
    if pair is None:
        raise AssertionError(text)
    given = {pair[1]: pair[2], **({pair[3]: pair[4]} if pair[3] else {})}
    if not all(given.values()):
        raise UsageError(f"{quote('@' + text)} names no column", "write @FILE:x=COLUMN,y=COLUMN")
    return match[1], _Columns(**given)


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """Open a file, or standard input; errors name the file."""
    label = "stdin" if path == "-" else path
    if path == "-" and sys.stdin is None:
        raise ActcliError("stdin is closed")
    if "\0" in path:
        raise ActcliError(f"{quote(path)} is not the name of a file")
    try:
        with open(0 if path == "-" else path, "rb", closefd=path != "-") as file:
            yield file, label
    except OSError as error:
        raise ActcliError(f"{label}: {error.strerror or error}") from None


def _blocks(file: BinaryIO, start: bytes) -> Iterator[bytes]:
    yield start
    while block := file.read(_BLOCK):
        yield block


def _memory_words(file: BinaryIO, start: bytes) -> Iterator[bytes]:
    """Yield the lines of a memory file of Verilog, one encoding each, as encodings of a table."""
    kept = start
    for block in _blocks(file, b""):
        *lines, kept = (kept + block).split(b"\n")
        yield b"".join(map(_encoding, lines))
    yield _encoding(kept) if kept else b""


def _encoding(line: bytes) -> bytes:
    word = line.partition(b"//")[0].strip()
    return b"0x" + word + b"\n" if word else b"#\n"


def _table_blocks(
    blocks: Iterator[bytes], columns: _Columns, label: str, formats: Formats
) -> tuple[int, Iterator[Array]]:
    """Return how many columns of a table are wanted, and its rows in blocks."""
    table = delimited.open_table(blocks, columns.of, label)
    formats = formats[-len(table.layout.columns) :]

    def read() -> Iterator[Array]:
        line = 1 + table.head.count(b"\n")
        for run in filter(None, table.runs):
            values = table_rows.read_columns(run, table.layout, formats)
            if values is None:
                rows = table_rows.read_rows(run, table.layout, formats)
                if rows.bad is not None:
                    raise _bad(rows.bad.word, f"{label}:{line + rows.bad.line}", formats)
                values = rows.values
            yield np.column_stack(values)
            line += run.count(b"\n")

    return len(table.layout.columns), read()


def _bad(word: bytes, where: str, formats: Formats) -> ActcliError:
    names = dict.fromkeys(form.name for form in formats if form is not None)
    if not names and delimited.CELL.fullmatch(word):
        return ActcliError(f"{where}: {quote(word)} is an encoding", "--dtype says of which type")
    what = f"a number, or an encoding of {' or '.join(names)}" if names else "a number"
    return ActcliError(f"{where}: {quote(word)} is not {what}")
