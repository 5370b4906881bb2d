"""The one writer of results: standard output, or a file that is whole or absent."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, NoReturn, Protocol

from actcli.errors import ActcliError, Terminated, UsageError, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


#: Signals that end the process; a temporary file is removed first.
_FATAL = (signal.SIGTERM, signal.SIGHUP)


class Sink(Protocol):
    """What results are written to."""

    is_terminal: bool

    def write(self, data: bytes | bytearray | memoryview, /) -> object:
        """Write all of the data."""


class _Descriptor:
    """Unbuffered writes to a file descriptor, each complete; nothing is left for interpreter exit to flush.

    An interrupt that comes while a write is under way waits for the end of a line; a second one does not.
    """

    def __init__(self, descriptor: int, name: str) -> None:
        self.descriptor = descriptor
        self.name = name
        self.is_terminal = os.isatty(descriptor)
        self._writing = False
        self._interrupted = False

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        view = memoryview(data).cast("B")
        self._writing = True
        try:
            while view:
                written = self._some(view)
                view = view[written : _line_end(view, written) if self._interrupted else None]
        except BrokenPipeError:
            raise
        except OSError as error:
            raise ActcliError(f"{self.name}: {error.strerror}") from None
        finally:
            self._writing = False
        if self._interrupted:
            raise KeyboardInterrupt

    def _some(self, view: memoryview) -> int:
        """Write once; wait first where a non-blocking descriptor is full."""
        while True:
            try:
                return os.write(self.descriptor, view)
            except BlockingIOError:
                select.select([], [self.descriptor], [])

    def interrupt(self, _signal: int, _frame: FrameType | None) -> None:
        """Handle SIGINT."""
        if self._interrupted or not self._writing:
            raise KeyboardInterrupt
        self._interrupted = True

    @contextmanager
    def interruptible(self) -> Iterator[_Descriptor]:
        """Handle SIGINT as long as this lasts, unless it is ignored or another's business."""
        if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or current_thread() is not main_thread():
            yield self
            return
        signal.signal(signal.SIGINT, self.interrupt)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _line_end(view: memoryview, start: int) -> int:
    """Return where the line that goes on at ``start`` ends."""
    end = view[start - 1 :].tobytes().find(b"\n")
    return len(view) if end < 0 else start + end


@contextmanager
def opened(path: str | None) -> Iterator[Sink]:
    """Open a file, or standard output for None and ``-``.

    A regular file is written beside its final name and renamed when all is done: it is whole or absent, its mode is the
    old file's or follows the umask, and a symbolic link's target is what is replaced. Anything else (a device, a FIFO)
    is written directly.

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
        # A closed descriptor 1 may have been taken by a file opened since: ask Python, which looked first.
        if sys.__stdout__ is None:
            raise ActcliError("stdout is closed")
        with _Descriptor(1, "stdout").interruptible() as sink:
            yield sink
        return
    try:
        mode = _mode(path)
        if stat.S_ISREG(mode):
            with _temporary(Path(os.path.realpath(path)), mode) as descriptor:
                yield _Descriptor(descriptor, path)
            return
        descriptor = os.open(path, os.O_WRONLY)
        try:
            with _Descriptor(descriptor, path).interruptible() as sink:
                yield sink
        finally:
            os.close(descriptor)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ActcliError(f"{path}: {error.strerror}") from None


def refuse_binary(form: str, words: str) -> NoReturn:
    """Refuse a format that a terminal does not show; the words write it to a file."""
    raise UsageError(f"{form} is binary and does not belong on a terminal", f"write it to a file: {words}")


def say(text: str) -> None:
    """Write text to standard output, as results are written.

    Raises
    ------
    ActcliError
        If it can't be written.
    """
    with opened(None) as sink:
        sink.write(text.encode())


def note(text: str) -> None:
    """Say on standard error what is no failure; a closed one is no failure either."""
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
    import tempfile  # noqa: PLC0415  # pipes do without it

    name = ""
    descriptor = -1
    previous = {
        number: signal.signal(number, _terminate) for number in _FATAL if signal.getsignal(number) is signal.SIG_DFL
    }
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        os.fchmod(descriptor, stat.S_IMODE(mode))
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
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)
