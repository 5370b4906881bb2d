"""Signals that end the process: as exceptions, so that nothing stays behind, and held while modules are imported."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from actcli.errors import Terminated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

#: These signals, where they exist.
_FATAL = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def raised() -> Iterator[None]:
    """Let signals that would end the process raise `Terminated` in a block; those that are handled stay so."""
    previous = {}
    if threading.current_thread() is threading.main_thread():
        default = [number for number in _FATAL if signal.getsignal(number) is signal.SIG_DFL]
        previous = {number: signal.signal(number, _terminate) for number in default}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


@contextmanager
def held() -> Iterator[None]:
    """Hold signals that would end the process until a block is done, where the system can.

    An exception in the middle of an import can crash a native module, or comes out as another exception.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, *_FATAL])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)
