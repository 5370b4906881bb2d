"""Programs as functions, in any language: ``cmd:PROGRAM ARGS`` reads one number per line and prints one per line."""

from __future__ import annotations

import shlex
import shutil
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from actcli import termination
from actcli.catalog.user_activation import undefined
from actcli.errors import ActcliError, UsageError, one_line
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.array import Array
from actcli.numbers.encodings import read_encodings
from actcli.numbers.formatting import format_floats, replace_char
from actcli.numbers.grammar import CODE_HINT, is_code, quote
from actcli.numbers.reading import read_joined
from actcli.spec.process import Process

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actcli.evaluation.bound import Stream
    from actcli.numbers.number_format import NumberFormat

#: Seconds without an answer.
TIMEOUT = 60.0


class Program(BoundActivation):
    """A program that is started once for all blocks that it is to answer.

    Attributes
    ----------
    words
        The program and its arguments.
    encoding
        The type whose encodings it is given and prints; None for decimals.
    timeout
        Seconds without an answer after which it has failed.
    """

    words: tuple[str, ...] = ()
    encoding: NumberFormat | None = None
    timeout: float = TIMEOUT
    values_only = True

    @property
    def stream(self) -> Stream:
        """A function that answers many blocks with one start of the program."""
        return self._answers

    def compute(self, x: Array) -> Array:
        """Return the answers for float64 x of any shape."""
        parts = list(self._answers([x.reshape(-1)]))
        return parts[0].reshape(x.shape)

    def slope(self, x: Array, wrt: str | None = None, order: int = 1) -> Array:  # noqa: ARG002  # as of every function
        """Refuse: differences of printed numbers would measure their digits, not the function."""
        raise UsageError(f"{self.name} is a program, and gives values without derivatives")

    def _answers(self, blocks: Iterable[Array]) -> Iterator[Array]:
        """Yield the answers for each block, as they come.

        Raises
        ------
        ActcliError
            If it fails, prints anything but a number for each number, or takes too long.
        """
        due: deque[int] = deque()
        given = 0

        def lines() -> Iterator[bytes]:
            nonlocal given
            for x in blocks:
                given += x.size
                due.append(x.size)
                yield self._lines(x)

        parts: list[Array] = []
        answered = taken = 0
        with termination.raised(), Process(self.words, self.name, self.timeout) as process:
            for text in process.converse(lines()):
                parts.append(self._read(text, answered, process))
                answered += parts[-1].size
                if answered > given:
                    raise ActcliError(f"{self.name} printed more lines than it was given{process.said}")
                if due and due[0] <= answered - taken:
                    values = np.concatenate(parts)
                    while due and due[0] <= values.size:
                        count = due.popleft()
                        yield values[:count]
                        values, taken = values[count:], taken + count
                    parts = [values]
            if answered < given:
                raise ActcliError(f"{self.name} answered {answered} of {given} lines{process.said}")
            yield from (np.empty(0) for _ in due)

    def _lines(self, x: Array) -> bytes:
        if not x.size:
            return b""
        if self.encoding is not None:
            return ("\n".join(self.encoding.hex_strings(x)) + "\n").encode()
        return replace_char(format_floats(x) + b",", b",", b"\n")

    def _read(self, text: bytes, before: int, process: Process) -> Array:
        """Return the numbers of whole lines."""
        lines = text[:-1].replace(b"\r\n", b"\n")
        values = None if b"," in lines else self._numbers(replace_char(lines, b"\n", b","))
        if values is not None:
            return values
        words = [line.strip(b" \t\r") for line in lines.split(b"\n")]
        for at, word in enumerate(words, before + 1):
            if b"," in word or self._numbers(word) is None:
                what = "a number" if self.encoding is None else f"an encoding of {self.encoding.hex_digits} digits"
                hint = CODE_HINT if self.encoding is None and is_code(word.decode(errors="replace")) else ""
                raise ActcliError(f"{self.name} printed {quote(word)} in line {at}, not {what}{process.said}", hint)
        return np.concatenate([values for word in words if (values := self._numbers(word)) is not None])

    def _numbers(self, words: bytes) -> Array | None:
        if self.encoding is not None:
            return read_encodings(words, self.encoding)
        return read_joined(words)


def program(command: str, number_format: NumberFormat | None, *, bits: bool, timeout: float) -> Program:
    """Return a program as a function.

    Parameters
    ----------
    command
        The program and its arguments, quoted as for a shell; none is involved.
    number_format
        The type whose encodings are exchanged, with ``bits``.
    bits
        Whether encodings are exchanged instead of decimals.
    timeout
        Seconds without an answer after which it has failed.

    Raises
    ------
    UsageError
        If the program is not found.
    """
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise UsageError(f"cmd:{command}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    if not words or not words[0]:
        raise UsageError("cmd: names no program", "for instance 'cmd:./gelu --fast'")
    if shutil.which(words[0]) is None:
        raise UsageError(f"cmd:{words[0]}: no such program, or it may not be run")
    record = undefined(one_line(f"cmd:{shlex.join(words)}"), "a program")
    return Program(record, words=words, encoding=number_format if bits else None, timeout=timeout)
