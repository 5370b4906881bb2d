"""The filter within this process: what it writes for what arrives on a pipe."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from actcli import get
from actcli.errors import ActcliError
from actcli.evaluation import compute
from actcli.io import stream
from actcli.io.source import Source
from actcli.numbers.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence


class Collected:
    """A sink that remembers."""

    is_terminal = False

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes | bytearray | memoryview, /) -> None:
        self.data += bytes(data)


def answered(
    data: bytes | Sequence[bytes],
    spec: str = "relu",
    *,
    grad: bool = False,
    style: Style | None = None,
    **options: Any,  # noqa: ANN401  # reason: those of a job
) -> tuple[bytes, str]:
    """Return what is written, and the error; pieces of data arrive one by one."""
    reading, writing = os.pipe()
    pieces = [data] if isinstance(data, bytes) else data

    def write() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for piece in pieces:
                pipe.write(piece)
                if len(pieces) > 1:
                    _wait_until_read(reading)

    writer = threading.Thread(target=write)
    writer.start()
    sink = Collected()
    error = ""
    quantity = compute.derivative if grad else compute.value
    job = stream.FilterOptions(quantity(get(spec)), style or Style(), None, header=True, invalid="abort", rows=False)
    try:
        stream.run(Source(reading, "stdin"), sink, job._replace(**options))
    except ActcliError as failure:
        error = failure.message
    finally:
        while os.read(reading, 1 << 20):
            pass
        writer.join()
        os.close(reading)
    return sink.data, error


def _wait_until_read(descriptor: int) -> None:
    import fcntl
    import termios

    waiting = bytearray(4)
    while fcntl.ioctl(descriptor, termios.FIONREAD, waiting) == 0 and int.from_bytes(waiting, "little"):
        pass
