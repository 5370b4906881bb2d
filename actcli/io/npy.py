"""``.npy`` in, ``.npy`` or text out, through one buffer; its memory never exceeds the data that arrived.

Source: the NEP 1 format, versions 1.0 to 3.0, as ``numpy.lib.format`` documents it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.errors import ActcliError
from actcli.evaluation.evaluate import to_dtype
from actcli.numbers.encodings import are_codes, decoded
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.numbers.npy_header import read_header
from actcli.render.text.as_npy import header_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from actcli.evaluation.compute import Batch
    from actcli.io.filter_options import FilterOptions
    from actcli.io.source import Source
    from actcli.numbers.array import Array
    from actcli.numbers.npy_header import Header
    from actcli.numbers.number_format import NumberFormat

#: Values that are read, computed and written at once: enough for several threads.
BLOCK = 1 << 20


def chunks(source: Source, job: FilterOptions) -> Iterator[bytes | memoryview]:
    """Return the results for an array, as an array or as text, in pieces.

    Parameters
    ----------
    source
        Stands at the magic bytes.
    job
        The operation. Without a number type a floating dtype is kept; integers become float64.

    Raises
    ------
    ActcliError
        If the header can't be read, the data are not real numbers, or fewer or more data follow than it says.
    """
    header = read_header(_reading(source), source.name)
    reader = _Reader(source, header, job.style.number_format if job.style.bits else None)
    form = job.form
    if form is None or form == "npy":
        return _arrays(reader, job) if job.is_vector else _elementwise(reader, job)
    if job.style.results is None and header.dtype.name in FLOAT_FORMATS:
        job = job._replace(style=job.style._replace(number_format=FLOAT_FORMATS[header.dtype.name]))
    if job.is_vector:
        return job.vectors(_batches(reader, job), form)
    if header.fortran and len(header.shape) > 1:
        return job.columns(iter([reader.whole()]), form)
    return job.columns((block.copy() for block in reader.blocks()), form)


def number_blocks(source: Source) -> Iterator[Array]:
    """Yield all values of an array, flat, in the order of their indices."""
    header = read_header(_reading(source), source.name)
    reader = _Reader(source, header)
    if header.fortran and len(header.shape) > 1:
        yield reader.whole()
    else:
        yield from (block.copy() for block in reader.blocks())


def _elementwise(reader: _Reader, job: FilterOptions) -> Iterator[bytes | memoryview]:
    dtype = _result_dtype(reader, job)
    yield header_of(dtype, reader.header.shape, fortran=reader.header.fortran)
    # If results come after the next block is read, the buffer has been reused.
    blocks = reader.blocks() if job.series.stream is None else (block.copy() for block in reader.blocks())
    for _, y in job.apply_each(blocks):
        yield _data(job, y, dtype)


def _arrays(reader: _Reader, job: FilterOptions) -> Iterator[bytes | memoryview]:
    shape, dtype = reader.header.shape, _result_dtype(reader, job)
    begun = False
    for x, y in _batches(reader, job):
        if not begun:
            if job.rows:
                shape = shape[:-1] + y.shape[1:]
            elif x.shape != y.shape:
                shape = y.shape[1:]
            yield header_of(dtype, shape)
            begun = True
        yield _data(job, y, dtype)
    if not begun:
        yield header_of(dtype, shape)


def _batches(reader: _Reader, job: FilterOptions) -> Iterator[Batch]:
    """Yield the whole array as one vector, or its last axis as many."""
    shape, name = reader.header.shape, reader.name
    if not job.rows:
        x = reader.whole()
        if x.size:
            yield job.apply(x[None, :], lambda: name)
        return
    length = shape[-1] if shape else 1
    count = math.prod(shape[:-1])
    if not (length and count):
        yield job.apply(np.empty((0, length)), lambda: name)
    # The number of vectors per batch depends on the size of a result, known after the first one.
    step = 1
    take = _slices(reader.whole()) if reader.header.fortran else reader.take
    while count and length:
        x, y = job.apply(take(min(step, count) * length).reshape(-1, length), lambda: name)
        yield x, y
        count -= len(x)
        step = max(1, BLOCK // max(length, y[0].size))
    reader.finish()


def _slices(values: Array) -> Callable[[int], Array]:
    """Return a function that returns the next n values."""
    done = 0

    def take(count: int) -> Array:
        nonlocal done
        done += count
        return values[done - count : done]

    return take


def _result_dtype(reader: _Reader, job: FilterOptions) -> np.dtype[Any]:
    if job.style.results is not None:
        form = job.style.results.number_format
        return form.code_dtype if job.style.bits else form.dtype
    return reader.header.dtype if reader.header.dtype.kind == "f" else np.dtype(np.float64)


def _data(job: FilterOptions, y: Array, dtype: np.dtype[Any]) -> memoryview:
    """Return the bytes of results in a dtype, or of their codes."""
    stored = job.style.array(y) if job.style.bits else to_dtype(y, dtype)
    return np.ascontiguousarray(stored).reshape(-1).view(np.uint8).data


class _Reader:
    """The values of an array, through one buffer; no more memory is taken than data came.

    Parameters
    ----------
    source
        Stands at the data.
    header
        The bytes that were read before.
    codes
        The format whose codes are read: unsigned integers of their width. None if all integers are numbers.
    """

    def __init__(self, source: Source, header: Header, codes: NumberFormat | None = None) -> None:
        self.name = source.name
        self._codes = codes if are_codes(header.dtype, codes) else None
        self.header = header
        self._source = source
        self._buffer = bytearray(min(header.size, BLOCK) * header.dtype.itemsize)
        self._wanted = header.size * header.dtype.itemsize
        self._taken = 0
        if source.size not in {None, self._wanted}:
            raise self._mismatch(str(source.size))

    def blocks(self) -> Iterator[Array]:
        """Yield all values in the order in which they are stored; each block is good until the next."""
        for start in range(0, self.header.size, BLOCK):
            yield self._next(min(BLOCK, self.header.size - start))
        self.finish()

    def take(self, count: int) -> Array:
        """Return the next values in the order in which they are stored."""
        return np.concatenate([self._next(min(BLOCK, count - start)).copy() for start in range(0, count, BLOCK)])

    def whole(self) -> Array:
        """Return all values in the order of their indices."""
        values = np.concatenate([np.empty(0), *(block.copy() for block in self.blocks())])
        return values.reshape(self.header.shape, order="F" if self.header.fortran else "C").reshape(-1)

    def finish(self) -> None:
        """Refuse data that the header does not account for."""
        if self._source.readinto(memoryview(bytearray(1))):
            raise self._mismatch("more")

    def _next(self, count: int) -> Array:
        view = memoryview(self._buffer)[: count * self.header.dtype.itemsize]
        got = self._source.readinto(view)
        self._taken += got
        if got < len(view):
            raise self._mismatch(str(self._taken))
        values = np.frombuffer(view, self.header.dtype)
        if self._codes is not None:
            return decoded(values, self._codes, self.name)
        return values.astype(np.float64, copy=False)

    def _mismatch(self, found: str) -> ActcliError:
        return ActcliError(f"{self.name}: the header promises {self._wanted} bytes of data, {found} follow")


def _reading(source: Source) -> Callable[[int], bytes]:
    """Return a function that returns the next bytes of a source."""

    def read(count: int) -> bytes:
        buffer = bytearray(count)
        return bytes(buffer[: source.readinto(memoryview(buffer))])

    return read
