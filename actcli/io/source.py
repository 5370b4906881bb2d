"""Sources of numbers: standard input or a file, read as bytes arrive."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from actcli.errors import ActcliError
from actcli.numbers.grammar import quote
from actcli.numbers.npy_header import MAGIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")

#: The most that one read returns.
SIZE = 1 << 17
#: The most bytes of a line: it is held whole, and its numbers and results take ten times as much.
LONGEST = 1 << 27
#: Seconds between two polls of a non-blocking descriptor, on systems that can't wait for it.
PAUSE = 0.01

_BOM = b"\xef\xbb\xbf"


class Source:
    """A stream of bytes that is read once, from its beginning.

    A read returns what has arrived, without waiting for more: a line that someone types, or that a log gains, is
    answered at once, and a busy pipe is still emptied in large pieces.

    Parameters
    ----------
    descriptor
        Open for reading.
    name
        How messages call it.

    Raises
    ------
    ActcliError
        If it is a directory.
    """

    def __init__(self, descriptor: int, name: str) -> None:
        self.name = name
        self.advance: Callable[[int], object] = lambda _count: None
        #: The number of invalid words so far, where they do not end the run.
        self.invalid = 0
        self._descriptor = descriptor
        try:
            self._raw = io.FileIO(descriptor, closefd=False)
        except OSError as error:
            raise ActcliError(f"{name}: {error.strerror}") from None
        self._wait = _waiter(descriptor)
        self._ahead = b""
        self._ended = False

    @property
    def size(self) -> int | None:
        """The number of bytes yet to come, where that is known: in regular files."""
        with suppress(OSError):
            status = os.fstat(self._descriptor)
            if stat.S_ISREG(status.st_mode):
                return len(self._ahead) + max(status.st_size - os.lseek(self._descriptor, 0, os.SEEK_CUR), 0)
        return None

    @property
    def is_npy(self) -> bool:
        """Whether it begins with the magic bytes of NumPy's format; reads no further than it takes to tell."""
        self._peek(MAGIC)
        return self._ahead.startswith(MAGIC)

    def lines(self) -> Iterator[bytes]:
        """Yield runs of whole lines as they arrive, and an empty one before waiting for more.

        The last line may lack its line feed. A byte order mark is dropped.

        Raises
        ------
        ActcliError
            At a line that is too long to be held.
        """
        self._peek(_BOM)
        self._ahead = self._ahead.removeprefix(_BOM)
        parts: list[bytes] = []
        held = 0
        while True:
            if not self._wait(0):
                yield b""
            data = self.read()
            if not data:
                break
            end = data.rfind(b"\n") + 1
            if end:
                yield b"".join([*parts, memoryview(data)[:end]])
                parts.clear()
                held = 0
            parts.append(data[end:])
            held += len(parts[-1])
            if held > LONGEST:
                raise ActcliError(f"{self.name}: a line of more than {LONGEST} bytes", "write a number a line")
        if rest := b"".join(parts):
            yield rest

    def read(self, size: int = SIZE) -> bytes:
        """Return what has arrived, at most ``size`` bytes; nothing only at the end."""
        parts = [self._some(size)]
        missing = size - len(parts[0])
        while missing > 0 and not self._ended and self._wait(0):
            parts.append(self._some(missing))
            missing -= len(parts[-1])
        data = b"".join(parts)
        self.advance(len(data))
        return data

    def readinto(self, view: memoryview) -> int:
        """Fill a buffer; return the number of bytes, less than its length only at the end."""
        done = min(len(self._ahead), len(view))
        view[:done] = self._ahead[:done]
        self._ahead = self._ahead[done:]
        while done < len(view) and not self._ended:
            count = self._arrived(self._raw.readinto, view[done:])
            self._ended = count == 0
            done += count
        self.advance(done)
        return done

    def _peek(self, token: bytes) -> None:
        """Read ahead until it is clear whether the stream begins with a token."""
        while len(self._ahead) < len(token) and token.startswith(self._ahead) and not self._ended:
            data = self._arrived(self._raw.read, SIZE)
            self._ended = not data
            self._ahead += data

    def _some(self, size: int) -> bytes:
        """Return bytes read ahead, else those of one read."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        elif self._ended:
            data = b""
        else:
            data = self._arrived(self._raw.read, size)
            self._ended = not data
        return data

    def _arrived(self, read: Callable[[_Argument], _Result | None], argument: _Argument) -> _Result:
        """Read once; wait first where a non-blocking descriptor has nothing."""
        try:
            while (result := read(argument)) is None:
                self._wait(None)
        except OSError as error:
            raise ActcliError(f"{self.name}: {error.strerror}") from None
        return result


def _waiter(descriptor: int) -> Callable[[float | None], object]:
    """Return a function that waits for input, for milliseconds or (None) without limit, and tells if there is any.

    Where the system cannot tell, the answer is always no: each read returns what has arrived all the same.
    """
    if not hasattr(select, "poll"):
        return lambda milliseconds: time.sleep(PAUSE) if milliseconds is None else None
    ready = select.poll()
    ready.register(descriptor, select.POLLIN)
    return ready.poll


@contextmanager
def open_source(path: str | None) -> Iterator[Source]:
    """Open a file, or standard input for None and ``-``.

    Raises
    ------
    ActcliError
        If it can't be opened.
    """
    if path is None or path == "-":
        # Python sets it to None if descriptor 0 was closed at start-up; another file may have that descriptor by now.
        if sys.stdin is None:
            raise ActcliError("stdin is closed")
        yield Source(0, "stdin")
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise ActcliError(f"{path or quote(path)}: {error.strerror}") from None
    try:
        yield Source(descriptor, path)
    finally:
        os.close(descriptor)
