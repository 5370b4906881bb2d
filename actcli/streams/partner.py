"""A second process that answers every other piece of a busy stream.

Threads do not help: reading and spelling numbers holds Python's lock. The partner shares memory with us and touches
nothing else: we alone read, write, count and fail. What it can't do, for whatever reason, is done here again.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import warnings
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from actcli.numbers.block import BadWord

    Work = Callable[[bytes], "Answer"]

#: Pieces before a partner may be worth its start, and the size from which a piece tells of a busy stream.
ALONE = 8
BUSY = 1 << 15
#: The largest piece, and the largest answer, that are passed on.
PIECE = 1 << 20
ANSWER = 1 << 22

_MESSAGE = struct.Struct("qq")
_FAILED = _MESSAGE.pack(-1, 0)


class Answer(NamedTuple):
    """What becomes of a piece of text.

    Attributes
    ----------
    text
        Its lines with results.
    line_count
        How many lines were read.
    bad
        The word that ended it, if any.
    """

    text: bytes | memoryview
    line_count: int
    bad: BadWord | None = None


def answers(work: Work, pieces: Iterable[bytes]) -> Iterator[Answer]:
    """Yield the answers to pieces in their order, each good until the next; a busy stream is shared with a partner.

    Parameters
    ----------
    work
        Answers one piece; it depends on nothing else.
    pieces
        An empty one, or the last, asks for all answers that are due.
    """
    alone = iter(pieces)
    for count, piece in enumerate(alone, 1):
        yield work(piece)
        if count >= ALONE and len(piece) >= BUSY:
            break
    with _started(work) as partner:
        yield from map(work, alone) if partner is None else _shared(partner, work, alone)


def _shared(partner: Partner, work: Work, pieces: Iterator[bytes]) -> Iterator[Answer]:
    for piece in pieces:
        if not BUSY <= len(piece) <= PIECE:
            yield work(piece)
            continue
        partner.give(piece)
        failure = None
        ours = None
        try:
            ours = work(next(pieces, b""))
        except Exception as error:  # noqa: BLE001  # reason: told after the answer that comes before it
            failure = error
        yield partner.take() or work(piece)
        if failure is not None:
            raise failure
        if ours is not None:
            yield ours


@contextmanager
def _started(work: Work) -> Iterator[Partner | None]:
    """Start a partner, if there is a processor for it; it ends with the block."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2:
        yield None
        return
    try:
        partner = Partner(work)
    except OSError:
        # Too many processes or too little memory: not worth a word.
        yield None
        return
    try:
        yield partner
    finally:
        partner.close()


class Partner:
    """The other process, seen from here."""

    def __init__(self, work: Work) -> None:
        self._shared = mmap.mmap(-1, PIECE + ANSWER)
        requests, self._requests = os.pipe()
        self._replies, replies = os.pipe()
        with warnings.catch_warnings():
            # Python warns of threads: those of NumPy's linear algebra, which the partner does not use.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = os.fork()
        if self._process == 0:
            try:
                os.close(self._requests)
                os.close(self._replies)
                _serve(work, self._shared, requests, replies)
            finally:
                os._exit(0)
        os.close(requests)
        os.close(replies)

    def give(self, piece: bytes) -> None:
        """Give it a piece."""
        self._shared[: len(piece)] = piece
        # Should it have been killed, its answer will be missing.
        with suppress(BrokenPipeError):
            os.write(self._requests, _MESSAGE.pack(len(piece), 0))

    def take(self) -> Answer | None:
        """Wait for the answer to the piece given; None if there is none."""
        message = os.read(self._replies, _MESSAGE.size)
        if len(message) < _MESSAGE.size or message == _FAILED:
            return None
        size, line_count = _MESSAGE.unpack(message)
        return Answer(memoryview(self._shared)[PIECE : PIECE + size], line_count)

    def close(self) -> None:
        """End it."""
        os.close(self._requests)
        os.close(self._replies)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _serve(work: Work, shared: mmap.mmap, requests: int, replies: int) -> None:
    """Be the partner, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # Whoever is at the other end of our pipes must see their end when we end, whatever the partner is at.
    for descriptor in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
        if descriptor not in {requests, replies}:
            with suppress(OSError):
                os.close(descriptor)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    while message := os.read(requests, _MESSAGE.size):
        try:
            answer = work(shared[: _MESSAGE.unpack(message)[0]])
        except Exception:  # noqa: BLE001  # reason: done again where it can be told
            os.write(replies, _FAILED)
            continue
        size = len(answer.text)
        if answer.bad is not None or size > ANSWER:
            os.write(replies, _FAILED)
            continue
        shared[PIECE : PIECE + size] = answer.text
        os.write(replies, _MESSAGE.pack(size, answer.line_count))
