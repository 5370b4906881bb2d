"""A process that is given lines and prints lines: fed from one thread, read in others, so that no buffer blocks it."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import threading
import time
from typing import TYPE_CHECKING, Self

from actcli.errors import ActcliError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

#: The bytes of one read or write.
SIZE = 1 << 16
#: The most chunks of output that are queued; a program that prints endlessly then blocks.
_WAITING = 16
#: The bytes of standard error that are kept for the last line.
_SAID = 4096
#: Seconds between checks of the clock.
_LOOK = 0.25


class Process:
    """A running program; it is ended, with its children, when the block is left.

    Parameters
    ----------
    words
        The program and its arguments.
    name
        Its name in messages.
    timeout
        Seconds without an answer, after its input has ended or while it takes none, after which it has failed.

    Raises
    ------
    UsageError
        If it can't be started.
    """

    def __init__(self, words: Sequence[str], name: str, timeout: float) -> None:
        self.name = name
        self.timeout = timeout
        self._output: queue.Queue[bytes] = queue.Queue(_WAITING)
        self._said = b""
        self._refused_since: float | None = None
        self._ended_at: float | None = None
        self._input_failure: BaseException | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603  # the user's own program, without a shell
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise UsageError(f"{name} can't be started: {error.strerror}") from None
        self._listener = self._begin(self._listen)
        self._reader = self._begin(self._read)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def said(self) -> str:
        """The last line of its standard error, to be appended to a message; may be empty."""
        self._listener.join(_LOOK)
        lines = self._said.decode(errors="replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"; its last words: {last}" if last else ""

    def converse(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Write lines to it, and yield the lines that it prints, as they arrive.

        Parameters
        ----------
        pieces
            Whole lines; another thread requests them.

        Raises
        ------
        ActcliError
            If it ends before its input does, fails, or does not answer in time; what asking for a piece raises.
        """
        self._begin(self._feed, pieces)
        rest = b""
        last = time.monotonic()
        while True:
            try:
                data = self._output.get(timeout=_LOOK)
            except queue.Empty:
                self._check_time(last)
                continue
            last = time.monotonic()
            if not data:
                break
            end = data.rfind(b"\n") + 1
            if end:
                yield rest + data[:end]
                rest = b""
            rest += data[end:]
        if rest:
            yield rest + b"\n"
        self._check_end()

    def _check_time(self, last: float) -> None:
        """Fail if it has not answered within the timeout although it could have."""
        since = self._refused_since if self._ended_at is None else self._ended_at
        if since is not None and time.monotonic() - max(since, last) > self.timeout:
            self._end()
            raise ActcliError(f"{self.name} gave no answer for {self.timeout:g} s{self.said}")

    def _check_end(self) -> None:
        """Raise an error if the program failed or ended early."""
        try:
            status = self._process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            self._end()
            raise ActcliError(f"{self.name} did not end within {self.timeout:g} seconds{self.said}") from None
        if status:
            how = f"failed with status {status}" if status > 0 else f"was ended by {_signal_name(-status)}"
            raise ActcliError(f"{self.name} {how}{self.said}")
        if self._input_failure is not None:
            raise self._input_failure
        if self._ended_at is None:
            raise ActcliError(f"{self.name} ended before its input did{self.said}")

    def _begin(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        return thread

    def _feed(self, pieces: Iterable[bytes]) -> None:
        """Write all pieces; if the program stops reading, the reader reports why."""
        pipe = self._process.stdin
        if pipe is None:
            raise AssertionError("stdin is a pipe")
        with contextlib.suppress(OSError, ValueError):
            try:
                for piece in pieces:
                    view = memoryview(piece)
                    while view:
                        self._refused_since = time.monotonic()
                        view = view[pipe.write(view[:SIZE]) :]
                    self._refused_since = None
            except (OSError, ValueError):
                raise
            except BaseException as failure:  # noqa: BLE001  # reason: raised again in the thread that asked
                self._input_failure = failure
            self._ended_at = time.monotonic()
            pipe.close()

    def _read(self) -> None:
        pipe = self._process.stdout
        if pipe is None:
            raise AssertionError("stdout is a pipe")
        with contextlib.suppress(OSError, ValueError):
            while data := pipe.read(SIZE):
                self._output.put(data)
        self._output.put(b"")

    def _listen(self) -> None:
        pipe = self._process.stderr
        if pipe is None:
            raise AssertionError("stderr is a pipe")
        with contextlib.suppress(OSError, ValueError):
            while data := pipe.read(SIZE):
                self._said = (self._said + data)[-_SAID:]

    def _end(self) -> None:
        """Kill it and its remaining children, and reap it."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:  # pragma: no cover  # Windows
                self._process.kill()
        self._process.wait()
        until = time.monotonic() + _LOOK
        while self._reader.is_alive() and time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                self._output.get(timeout=0.01)
        self._listener.join(_LOOK)
        pipes = ((self._process.stdout, self._reader), (self._process.stderr, self._listener))
        for pipe in filter(None, [self._process.stdin, *(pipe for pipe, thread in pipes if not thread.is_alive())]):
            with contextlib.suppress(OSError):
                pipe.close()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
