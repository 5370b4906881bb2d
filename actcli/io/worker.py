"""A second process that answers every other piece of a busy stream.

Threads do not help: reading and spelling numbers holds Python's lock. The worker shares memory with us and touches
nothing else: we alone read, write, count and fail. Whatever it can't do is done again here.
"""

from __future__ import annotations

import mmap
import os
import select
import signal
import struct
import warnings
from collections import deque
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from actcli.numbers.invalid import BadWord

    Task = Callable[[bytes], "Result"]

#: Pieces before a worker may be worth its start, and the size of a piece that indicates a busy stream.
ALONE = 4
BUSY = 1 << 15
#: The largest piece, and the largest answer, that are passed on.
PIECE = 1 << 20
ANSWER = 1 << 22
SLOT = PIECE + ANSWER
#: The most pieces that the worker has: with two more it never waits for us.
SLOTS = 3
#: The most answers that wait here for one of the worker's.
MOST = 8

#: Whether the system has everything that a worker needs.
_CAN_FORK = hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and hasattr(select, "poll")

_MESSAGE = struct.Struct("qqq")
_FAILED = _MESSAGE.pack(-1, 0, 0)


class Result(NamedTuple):
    """The result of a piece of text.

    Attributes
    ----------
    text
        Its lines with results.
    line_count
        How many lines were read.
    bad
        The invalid word that ended it, if any.
    invalid
        The number of invalid words, where they do not end the run.
    """

    text: bytes | memoryview
    line_count: int
    bad: BadWord | None = None
    invalid: int = 0


def results(task: Task, chunks: Iterable[bytes]) -> Iterator[Result]:
    """Yield the answers to pieces in their order, each good until the next; a busy stream is shared with a worker.

    Parameters
    ----------
    work
        Answers one piece; it depends on nothing else.
    pieces
        An empty one, or the last, asks for all answers that are due.
    """
    alone = iter(chunks)
    for count, chunk in enumerate(alone, 1):
        yield task(chunk)
        if count >= ALONE and len(chunk) >= BUSY:
            with _started(task) as worker:
                yield from map(task, alone) if worker is None else _shared(worker, task, alone)


def _shared(worker: Worker, task: Task, chunks: Iterator[bytes]) -> Iterator[Result]:
    """Keep the worker busy, and answer the remaining pieces here."""
    due: deque[bytes | Result] = deque()  # a piece is being answered by the worker
    failure = None
    for chunk in chunks:
        if BUSY <= len(chunk) <= PIECE and worker.pending < SLOTS:
            worker.submit(chunk)
            due.append(chunk)
        else:
            try:
                due.append(task(chunk))
            except Exception as error:  # noqa: BLE001  # raised after the answers that come before it
                failure = error
                break
        while due and (not chunk or len(due) > MOST or isinstance(due[0], Result) or worker.is_done):
            yield _next(due, worker, task)
    while due:
        yield _next(due, worker, task)
    if failure is not None:
        raise failure


def _next(due: deque[bytes | Result], worker: Worker, task: Task) -> Result:
    first = due.popleft()
    return first if isinstance(first, Result) else worker.result() or task(first)


@contextmanager
def _started(task: Task) -> Iterator[Worker | None]:
    """Start a worker, if there is a processor for it; it ends with the block."""
    if not _CAN_FORK or len(os.sched_getaffinity(0)) < 2:
        yield None
        return
    try:
        worker = Worker(task)
    except OSError:
        # Too many processes or too little memory: go on without a worker.
        yield None
        return
    try:
        yield worker
    finally:
        worker.close()


class Worker:
    """The worker process, as seen from the main process."""

    def __init__(self, task: Task) -> None:
        self._shared = mmap.mmap(-1, SLOTS * SLOT)
        self._given = self._taken = 0
        requests, self._requests = os.pipe()
        self._replies, replies = os.pipe()
        self._done = select.poll()
        self._done.register(self._replies, select.POLLIN)
        with warnings.catch_warnings():
            # Python warns about OpenBLAS's threads, which the worker does not use.
            warnings.simplefilter("ignore", DeprecationWarning)
            try:
                self._process = os.fork()
            except OSError:
                for descriptor in (requests, self._requests, self._replies, replies):
                    os.close(descriptor)
                raise
        if self._process == 0:
            try:
                os.close(self._requests)
                os.close(self._replies)
                _serve(task, self._shared, requests, replies)
            finally:
                os._exit(0)
        os.close(requests)
        os.close(replies)

    @property
    def pending(self) -> int:
        """The number of tasks whose results were not yet taken."""
        return self._given - self._taken

    @property
    def is_done(self) -> bool:
        """Whether the next result is there, or will never come."""
        return bool(self._done.poll(0))

    def submit(self, chunk: bytes) -> None:
        """Give it a piece: at most ``SLOTS`` before their answers are taken."""
        place = self._given % SLOTS * SLOT
        self._shared[place : place + len(chunk)] = chunk
        self._given += 1
        # If it was killed, its answer is missing.
        with suppress(BrokenPipeError):
            os.write(self._requests, _MESSAGE.pack(len(chunk), 0, 0))

    def result(self) -> Result | None:
        """Wait for the next answer, good until the next piece is given; None if there is none."""
        place = self._taken % SLOTS * SLOT + PIECE
        self._taken += 1
        message = os.read(self._replies, _MESSAGE.size)
        if len(message) < _MESSAGE.size or message == _FAILED:
            return None
        size, line_count, invalid = _MESSAGE.unpack(message)
        return Result(memoryview(self._shared)[place : place + size], line_count, invalid=invalid)

    def close(self) -> None:
        """End it."""
        os.close(self._requests)
        os.close(self._replies)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _serve(task: Task, shared: mmap.mmap, requests: int, replies: int) -> None:
    """Run the loop of the worker process, until its task pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # Close our pipes here, so that the processes at their other ends see the end when the main process ends.
    for descriptor in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        if descriptor not in {requests, replies}:
            with suppress(OSError):
                os.close(descriptor)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    for place in cycle(range(0, SLOTS * SLOT, SLOT)):  # pragma: no branch  # it has no end
        message = os.read(requests, _MESSAGE.size)
        if not message:
            return
        os.write(replies, _reply(task, shared, place, _MESSAGE.unpack(message)[0]))


def _reply(task: Task, shared: mmap.mmap, place: int, size: int) -> bytes:
    """Answer the piece in a slot; return the length of the answer as a message."""
    try:
        answer = task(shared[place : place + size])
    except Exception:  # noqa: BLE001  # done again in the main process, which reports it
        return _FAILED
    size = len(answer.text)
    if answer.bad is not None or size > ANSWER:
        return _FAILED
    shared[place + PIECE : place + PIECE + size] = answer.text
    return _MESSAGE.pack(size, answer.line_count, answer.invalid)
