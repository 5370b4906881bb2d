"""Columns of numbers of any length: in memory while they are short, else in a temporary file without a name."""

from __future__ import annotations

import tempfile
import threading
from typing import IO, TYPE_CHECKING

import numpy as np

from actcli.errors import ActcliError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actcli.numbers.array import Array

#: Rows that are held in memory, and the rows of a block that is read back.
HELD, BLOCK = 1 << 19, 1 << 16


class Rows:
    """Numbers in one or more columns, which can be read several times in blocks of rows.

    Parameters
    ----------
    blocks
        The rows in their order: a matrix (n, columns) each.

    Attributes
    ----------
    size
        The number of rows.

    Raises
    ------
    ActcliError
        If there is no room for the temporary file.
    """

    def __init__(self, blocks: Iterable[Array]) -> None:
        self.size = 0
        self._held: list[Array] = []
        self._width = 1
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()  # a program is fed its points by a thread of its own
        for block in filter(len, blocks):
            self.size += len(block)
            self._width = block.shape[1]
            self._held.append(block)
            if self.size > HELD:
                self._store()

    def __del__(self) -> None:
        if self._file is not None:
            self._file.close()

    def _store(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the rows go
            for block in self._held:
                self._file.write(np.ascontiguousarray(block).data)
        except OSError as error:
            raise ActcliError(f"no room for a temporary file: {error.strerror}") from None
        self._held = []

    def blocks(self) -> Iterator[Array]:
        """Yield the rows from the first one on: matrices (n, columns)."""
        if self._file is None:
            yield from self._held
            return
        with self._lock:
            self._store()
        row = 8 * self._width
        for start in range(0, self.size, BLOCK):
            with self._lock:
                self._file.seek(start * row)
                data = self._file.read(min(BLOCK, self.size - start) * row)
            yield np.frombuffer(data).reshape(-1, self._width)

    def column(self, index: int) -> Array:
        """Return a whole column, shape (n,)."""
        return np.concatenate([np.empty(0), *(block[:, index] for block in self.blocks())])
