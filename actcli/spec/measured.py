"""Measured values as a SPEC: ``@FILE`` and ``@-``, with their points or for points that are given elsewhere."""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import numpy as np

from actcli.catalog.user_activation import undefined
from actcli.errors import ActcliError, UsageError, one_line
from actcli.evaluation.bound import BoundActivation
from actcli.numbers import delimited, table_rows
from actcli.numbers.array import Array
from actcli.numbers.grammar import quote
from actcli.spec.values_npy import read_npy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from actcli.evaluation.bound import Stream
    from actcli.numbers.number_format import NumberFormat

_COLUMNS = re.compile(r"(.*):([xy]=.*)", re.DOTALL)
_PAIR = re.compile(r"([xy])=(.*?)(?:,(?!\1)([xy])=(.*))?", re.DOTALL)
_BLOCK = 1 << 18
_NPY = b"\x93NUMPY"


@dataclass(frozen=True, repr=False)
class Measured(BoundActivation):
    """Values that were measured: a function at its own points, and nan elsewhere; of several at one x the first.

    Attributes
    ----------
    x
        The points, shape (n,), in any order, some perhaps several times; None where they are given elsewhere.
    y
        The values there.
    """

    x: Array | None = None
    y: Array = field(default_factory=lambda: np.empty(0))

    def at(self, x: Array) -> Measured:
        """Return the values with their points.

        Raises
        ------
        ActcliError
            If there are more or fewer points than values.
        """
        if x.size != self.y.size:
            raise ActcliError(f"{self.name} has {self.y.size} values for {x.size} points")
        return replace(self, x=x)

    def between(self, low: float, high: float) -> Measured:
        """Return the values whose points lie in a range, both ends included."""
        if self.x is None:
            return self
        inside = (self.x >= low) & (self.x <= high)
        return replace(self, x=self.x[inside], y=self.y[inside])

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
            own = np.array_equal(keys, self._own[start:stop])
            yield self.y[start:stop] if own else self._found(keys)
            start = stop

    def _found(self, keys: NDArray[np.int64]) -> Array:
        order, sorted_keys = self._order
        if not sorted_keys.size:
            return np.full(keys.shape, np.nan)
        places = np.minimum(np.searchsorted(sorted_keys, keys), sorted_keys.size - 1)
        return np.where(sorted_keys[places] == keys, self.y[order[places]], np.nan)

    @cached_property
    def _own(self) -> NDArray[np.int64]:
        if self.x is None:
            raise UsageError(f"{self.name} has no x", "give START STOP, or its points on standard input: -")
        return _keys(self.x)

    @cached_property
    def _order(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        order = np.argsort(self._own, kind="stable")
        return order, self._own[order]


def _keys(x: Array) -> NDArray[np.int64]:
    """Return the bits of numbers: -0 and 0 are distinct points, all nans are the same."""
    return np.where(np.isnan(x), np.nan, x).view(np.int64)


def measured(text: str, number_format: NumberFormat | None) -> Measured:
    """Read measured values.

    Parameters
    ----------
    text
        ``FILE`` or ``-``, and perhaps columns: ``runs/gelu.csv:x=input,y=output``.
    number_format
        The type to which x and y are rounded, and whose encodings are read; None for float64.

    Raises
    ------
    ActcliError
        If the file can't be read, or a cell is not a number.
    UsageError
        If a column is missing.
    """
    path, columns = _parts(text)
    name = one_line(f"@{text}")
    if not path:
        raise UsageError(f"{name} names no file", "for instance @values.csv, or @- for standard input")
    with _opened(path) as (file, label):
        start = file.read(len(_NPY))
        if start == _NPY:
            if columns.given:
                raise UsageError(f"{label} is an .npy array, which has no columns with names")
            x, y = read_npy(file, start, label, number_format)
        else:
            x, y = _read_table(_blocks(file, start), columns, label, number_format)
    if number_format is not None:
        x, y = (None if x is None else number_format.round(x)), number_format.round(y)
    return Measured(undefined(name, "a file of measured values"), x=x, y=y)


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


def _read_table(
    blocks: Iterator[bytes], columns: _Columns, label: str, number_format: NumberFormat | None
) -> tuple[Array | None, Array]:
    """Return x, if there is such a column, and y of a table."""
    table = delimited.open_table(blocks, columns.of, label)
    line = 1 + table.head.count(b"\n")
    parts: list[tuple[Array, ...]] = []
    for run in filter(None, table.runs):
        values = table_rows.read_columns(run, table.layout, number_format)
        if values is None:
            rows = table_rows.read_rows(run, table.layout, number_format)
            if rows.bad is not None:
                raise _bad(rows.bad.word, f"{label}:{line + rows.bad.line}", number_format)
            values = rows.values
        parts.append(values)
        line += run.count(b"\n")
    found = [np.concatenate(column) for column in zip(*parts, strict=True)]
    if not found or not found[0].size:
        raise ActcliError(f"{label}: no values")
    return (None, found[0]) if len(found) == 1 else (found[0], found[1])


def _bad(word: bytes, where: str, number_format: NumberFormat | None) -> ActcliError:
    if number_format is None and delimited.CELL.fullmatch(word):
        return ActcliError(f"{where}: {quote(word)} is an encoding", "--dtype says of which type")
    what = "a number" if number_format is None else f"a number, or an encoding of {number_format.name}"
    return ActcliError(f"{where}: {quote(word)} is not {what}")
