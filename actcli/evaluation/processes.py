"""Work on many functions, shared by as many processes as there are cores; each takes the next item until none is left.

Threads don't help where many small arrays are computed: that holds Python's lock.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from actcli.evaluation import threads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
R = TypeVar("R")

#: The most items: the queue of their indices fits into a pipe of the smallest size.
MOST = 1024
_INDEX = struct.Struct("I")


class _Helper(NamedTuple):
    """Another process: its id, and the descriptor from which its results are read."""

    process: int
    results: int


def mapped(task: Callable[[T], R], items: Sequence[T], meanwhile: Callable[[], object] | None = None) -> list[R]:
    """Return the results of a task for all items, in their order.

    Parameters
    ----------
    task
        Computes a result, which can be pickled, from an item; it depends on nothing that changes.
    items
        If they are more than `MOST`, this process does them alone.
    meanwhile
        What this process does before it takes its first item, while others are at work.

    Raises
    ------
    Exception
        What the task raises for an item.
    """
    helpers = _helpers(len(items))
    if not helpers:
        if meanwhile is not None:
            meanwhile()
        return list(map(task, items))
    queue = _queue(len(items))
    others: list[_Helper] = []
    try:
        for _ in range(helpers):
            others += _started(task, items, queue, others)
        if meanwhile is not None:
            meanwhile()
        found: dict[int, R] = {index: task(items[index]) for index in _taken(queue)}
        for other in others:
            found |= _received(other)
    finally:
        os.close(queue)
        for process, results in others:
            os.close(results)
            os.kill(process, signal.SIGKILL)  # it has ended, unless this process failed
            os.waitpid(process, 0)
    # What another process could not do is done, or fails, here.
    return [found[index] if index in found else task(item) for index, item in enumerate(items)]


def _helpers(count: int) -> int:
    """Return how many processes help; none where other threads may hold locks, which a fork would copy."""
    if not hasattr(os, "fork") or threading.active_count() > 1 or count > MOST:
        return 0
    return max(min(threads.available(), count) - 1, 0)


def _queue(count: int) -> int:
    """Return a descriptor from which every process reads the next index."""
    queue, end = os.pipe()
    os.write(end, b"".join(map(_INDEX.pack, range(count))))
    os.close(end)
    return queue


def _taken(queue: int) -> Iterator[int]:
    while taken := os.read(queue, _INDEX.size):
        yield _INDEX.unpack(taken)[0]


def _started(task: Callable[[T], R], items: Sequence[T], queue: int, others: Sequence[_Helper]) -> list[_Helper]:
    """Start a process beside others; return none if the system has no room for it."""
    results, end = os.pipe()
    with warnings.catch_warnings():
        # Python warns about OpenBLAS's threads, which it does not use.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            process = os.fork()
        except OSError:
            os.close(results)
            os.close(end)
            return []
    if process == 0:
        try:
            # Where nobody else can read the results, sending them fails, and this process ends.
            for other in (*others, _Helper(0, results)):
                os.close(other.results)
            _help(task, items, queue, end)
        finally:
            os._exit(0)
    os.close(end)
    return [_Helper(process, results)]


def _help(task: Callable[[T], R], items: Sequence[T], queue: int, end: int) -> None:
    """Compute in the other process what is left, and send it at once; end where nobody waits for it."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    os.environ[threads.OWN] = "1"  # each process has a core
    parent, found = os.getppid(), dict[int, R]()
    for index in _taken(queue):
        if os.getppid() != parent:
            return
        with suppress(Exception):
            found[index] = task(items[index])
    with os.fdopen(end, "wb") as file:
        pickle.dump(found, file, protocol=5)


def _received(other: _Helper) -> dict[int, R]:
    """Return the results of another process; none if it was killed."""
    with os.fdopen(other.results, "rb", closefd=False) as file:
        data = file.read()
    found: dict[int, R] = {}
    with suppress(EOFError, pickle.UnpicklingError):
        found = pickle.loads(data)  # noqa: S301  # our own process wrote them
    return found
