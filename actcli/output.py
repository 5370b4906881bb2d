"""The one writer of results: standard output, or a file that is whole or absent."""

from __future__ import annotations

import os
import signal
import stat
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from actcli.errors import ActcliError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Sink(Protocol):
    """What results are written to."""

    def write(self, data: bytes | bytearray | memoryview, /) -> object:
        """Write all of the data."""


class _Descriptor:
    """Unbuffered writes to a file descriptor, each complete; nothing is left for interpreter exit to flush."""

    def __init__(self, descriptor: int, name: str) -> None:
        self.descriptor = descriptor
        self.name = name

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        view = memoryview(data).cast("B")
        try:
            while view:
                view = view[os.write(self.descriptor, view) :]
        except BrokenPipeError:
            raise
        except OSError as error:
            raise ActcliError(f"{self.name}: {error.strerror}") from None


def stdout() -> Sink:
    """Return standard output."""
    return _Descriptor(1, "stdout")


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
    """
    if path is None or path == "-":
        yield stdout()
        return
    target = Path(os.path.realpath(path))
    try:
        mode = _mode(target)
        if not stat.S_ISREG(mode):
            descriptor = os.open(target, os.O_WRONLY)
            try:
                yield _Descriptor(descriptor, path)
            finally:
                os.close(descriptor)
            return
        with _temporary(target, mode) as descriptor:
            yield _Descriptor(descriptor, path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ActcliError(f"{path}: {error.strerror}") from None


def _mode(target: Path) -> int:
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return stat.S_IFREG | (0o666 & ~umask)


@contextmanager
def _temporary(target: Path, mode: int) -> Iterator[int]:
    if target.is_dir():
        raise IsADirectoryError(21, "Is a directory")
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    previous = signal.signal(signal.SIGTERM, _terminate)
    try:
        os.fchmod(descriptor, stat.S_IMODE(mode))
        yield descriptor
        os.fsync(descriptor)
        os.close(descriptor)
        descriptor = -1
        Path(name).replace(target)
    except BaseException:
        if descriptor >= 0:
            os.close(descriptor)
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    finally:
        signal.signal(signal.SIGTERM, previous)


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signal.SIGTERM)
