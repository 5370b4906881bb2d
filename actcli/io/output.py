"""The one writer of results: standard output, or a file that is whole or absent."""

from __future__ import annotations

import os
import select
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, Protocol

from actcli import termination
from actcli.errors import ActcliError, UsageError, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Bytes of a file's name that the name of its temporary begins with; most systems allow 255 in all.
_LONGEST_NAME = 80
#: Consoles of Windows take UTF-8 only through Python's own stream; elsewhere a terminal is an ordinary descriptor.
_HAS_CONSOLE = os.name == "nt"

#: Output: bytes as they are, text in the encoding of standard output, or JSON, whose text can be escaped.
Content = Literal["bytes", "text", "json"]


class Sink(Protocol):
    """A destination of results."""

    is_terminal: bool

    def write(self, data: bytes | bytearray | memoryview, /) -> object:
        """Write all of the data."""


class _Descriptor:
    """Unbuffered writes to a file descriptor, each complete; nothing is left for interpreter exit to flush."""

    def __init__(self, descriptor: int, name: str) -> None:
        self.descriptor = descriptor
        self.name = name
        self.is_terminal = os.isatty(descriptor)

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        view = memoryview(data).cast("B")
        try:
            while view:
                view = view[self._some(view) :]
        except BrokenPipeError:
            raise
        except OSError as error:
            raise ActcliError(f"{self.name}: {error.strerror}") from None

    def _some(self, view: memoryview) -> int:
        """Write once; wait first where a non-blocking descriptor is full."""
        while True:
            try:
                return os.write(self.descriptor, view)
            except BlockingIOError:
                select.select([], [self.descriptor], [])


class _Console:
    """A console of Windows, which takes whole texts."""

    is_terminal = True

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        sys.__stdout__.write(bytes(data).decode(errors="replace"))  # type: ignore[union-attr]  # reason: it is a console
        sys.__stdout__.flush()  # type: ignore[union-attr]  # reason: the same


class _Encoded:
    """UTF-8 text to a sink in another encoding."""

    def __init__(self, sink: Sink, encoding: str, content: Content) -> None:
        self.is_terminal = sink.is_terminal
        self._sink = sink
        self._encoding = encoding
        self._content = content

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        """Write whole characters."""
        given = bytes(data)
        if not given.isascii():
            from actcli.render.text import encoding

            text = given.decode()
            given = encoding.json_escaped(text) if self._content == "json" else encoding.encode(text, self._encoding)
        self._sink.write(given)


def _standard_output(content: Content) -> Sink:
    # Python sets it to None if descriptor 1 was closed at start-up; another file may have that descriptor by now.
    if sys.__stdout__ is None:
        raise ActcliError("stdout is closed")
    if _HAS_CONSOLE and os.isatty(1):
        return _Console()
    sink = _Descriptor(1, "stdout")
    encoding = sys.__stdout__.encoding.lower().replace("_", "-")
    return sink if content == "bytes" or encoding in {"utf-8", "utf8"} else _Encoded(sink, encoding, content)


@contextmanager
def open_sink(path: str | None, content: Content = "bytes") -> Iterator[Sink]:
    """Open a file, or standard output for None and ``-``.

    A regular file is written beside its final name and renamed when all is done: it is whole or absent, its mode is the
    old file's or follows the umask, and of a symbolic link the target is replaced. Anything else (a device, a FIFO)
    is written directly. Text is UTF-8, on standard output in its encoding; what that lacks is replaced by ASCII.

    Raises
    ------
    ActcliError
        If it can't be opened or written.
    UsageError
        If it has no name.
    """
    if path == "":
        raise UsageError("the file to write has no name")
    if path is None or path == "-":
        yield _standard_output(content)
        return
    try:
        mode = _mode(path)
        if stat.S_ISREG(mode):
            with termination.raised(), _temporary(Path(os.path.realpath(path)), mode) as descriptor:
                yield _Descriptor(descriptor, path)
            return
        descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            yield _Descriptor(descriptor, path)
        finally:
            os.close(descriptor)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ActcliError(f"{path}: {error.strerror}") from None


def refuse_binary(form: str, words: str) -> NoReturn:
    """Refuse to write a binary format to a terminal; the hint writes it to a file."""
    raise UsageError(f"{form} is binary and does not belong on a terminal", f"write it to a file: {words}")


def say(text: str) -> None:
    """Write text to standard output, as results are written.

    Raises
    ------
    ActcliError
        If it can't be written.
    """
    with open_sink(None, "text") as sink:
        sink.write(text.encode())


def note(text: str) -> None:
    """Write a note to standard error; a closed standard error is ignored."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"actcli: {one_line(text)}\n")


def _mode(path: str) -> int:
    try:
        return os.stat(path).st_mode  # noqa: PTH116  # reason: unlike its real path, /dev/stdout always has a mode
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return stat.S_IFREG | (0o666 & ~umask)


@contextmanager
def _temporary(target: Path, mode: int) -> Iterator[int]:
    import tempfile

    name = ""
    descriptor = -1
    try:
        start = target.name[:_LONGEST_NAME]
        while len(os.fsencode(start)) > _LONGEST_NAME:
            start = start[:-1]
        # mkstemp opens it in binary mode on systems that have other modes.
        descriptor, name = tempfile.mkstemp(prefix=f".{start}.", dir=target.parent)
        Path(name).chmod(stat.S_IMODE(mode))
        yield descriptor
        os.fsync(descriptor)
        descriptor, closing = -1, descriptor
        os.close(closing)
        Path(name).replace(target)
    except BaseException:
        if descriptor >= 0:
            os.close(descriptor)
        if name:
            with suppress(FileNotFoundError):
                Path(name).unlink()
        raise
