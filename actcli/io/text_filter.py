"""Text in, text out: each number answered, all numbers one vector, or each line a vector of its own."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.choices import OutputFormat
from actcli.errors import ActcliError
from actcli.io.answers import Question, answers
from actcli.io.worker import Result
from actcli.numbers.block import Block, parse_block, write_block
from actcli.numbers.grammar import CODE_HINT, JSON_HINT, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.evaluation.compute import Batch
    from actcli.io.filter_options import FilterOptions
    from actcli.io.source import Source
    from actcli.numbers.array import Array
    from actcli.numbers.invalid import BadWord, Policy
    from actcli.numbers.style import Style

#: Entries of the matrices that are computed at once where there are many short vectors.
ENTRIES = 1 << 20

_TABLE = "--column NAME reads one column of a table with a header"
_SEPARATOR = re.compile(rb"0([ \t,]++)0")


def chunks(source: Source, job: FilterOptions) -> Iterator[bytes | memoryview]:
    """Yield the results for the numbers of a text, as they arrive.

    Parameters
    ----------
    source
        The text.
    job
        The operation on it.

    Raises
    ------
    ActcliError
        At input that is not a number, or a vector of an unsuitable length; results of earlier lines come first.
    """
    if job.form is None and not job.is_vector:
        return _filter(source, job)
    parts = _parts(source, job.invalid, job)
    if job.form is not None and not job.is_vector:
        return job.columns((part.block.values for part in parts), job.form)
    if not job.rows:
        return _whole(parts, job, source.name)
    if job.form is not None:
        return job.vectors((batch for part in parts for batch in _rows(part, job)), job.form)
    return _filter_rows(parts, job)


def _filter(source: Source, job: FilterOptions) -> Iterator[bytes | memoryview]:
    """Yield each line with its results."""
    line = 1
    for answer in answers(source.lines(), job, partial(_question, job=job)):
        yield answer.text
        if answer.bad is not None:
            raise _error(answer.bad, source.name, line, job)
        line += answer.line_count
        source.invalid += answer.invalid


def _question(data: bytes, job: FilterOptions) -> Question:
    block = parse_block(job.decoded(data), job.invalid)

    def answer(y: Array) -> Result:
        return Result(write_block(block, y, job.style.formatter), block.line_count, block.bad, block.invalid)

    return Question(block.values, answer, block.bad is not None)


def _error(bad: BadWord, name: str, line: int, job: FilterOptions | None) -> ActcliError:
    """Return the error, with a hint for a code, for JSON, and for the first line, where a table has its header."""
    at = line + bad.line
    hint = (_loop(bad, name) or (_TABLE if job else "")) if at == 1 else ""
    if bad.word[:1] in {b"{", b"["}:
        hint = JSON_HINT
    if bad.word[:2].lower() == b"0x":
        hint = job.code_hint if job else CODE_HINT
    return ActcliError(f"{name}:{at}: {quote(bad.word)} is not a number", hint)


def _loop(bad: BadWord, name: str) -> str:
    """Return a hint where standard input holds the functions of a loop, not points."""
    from actcli.spec import registry

    if name != "stdin" or registry.find(bad.word.decode(errors="replace")) is None:
        return ""
    return "without points, numbers are read from standard input: give points, or < /dev/null in a loop"


class _Part(NamedTuple):
    """Lines that arrived together; ``line`` is the number of the first, from 1, in the source ``name``."""

    data: bytes
    block: Block
    name: str
    line: int


def _parts(source: Source, invalid: Policy, job: FilterOptions | None = None) -> Iterator[_Part]:
    line = 1
    for data in map(job.decoded if job else bytes, source.lines()):
        block = parse_block(data, invalid)
        yield _Part(data, block, source.name, line)
        if block.bad is not None:
            raise _error(block.bad, source.name, line, job)
        line += block.line_count
        source.invalid += block.invalid


def number_blocks(source: Source) -> Iterator[Array]:
    """Yield all numbers of a text, in blocks."""
    return (part.block.values for part in _parts(source, "abort"))


def _whole(parts: Iterator[_Part], job: FilterOptions, name: str) -> Iterator[bytes]:
    """Take all numbers as one vector."""
    blocks = [part.block for part in parts]
    x = np.concatenate([np.empty(0), *(block.values for block in blocks)])
    batches = [job.apply(x[None, :], lambda: name)] if x.size else []
    if job.form is not None:
        return job.vectors(iter(batches), job.form)
    if all(x.shape == y.shape for x, y in batches):
        return _filled(blocks, batches[0][1][0] if batches else x, job.style)
    return job.vectors(iter(batches), OutputFormat.plain)


def _filled(blocks: Sequence[Block], results: Array, style: Style) -> Iterator[bytes]:
    """Yield lines with a result in the place of each number."""
    done = 0
    for block in blocks:
        yield write_block(block, results[done : done + block.values.size], style.formatter)
        done += block.values.size


def _rows(part: _Part, job: FilterOptions) -> Iterator[Batch]:
    """Yield the lines as vectors with their results, neighbours of one length together."""
    lengths = part.block.row_lengths
    ends = np.cumsum(lengths).tolist()
    edges = [*np.flatnonzero(np.diff(lengths, prepend=0)).tolist(), lengths.size]
    for start, stop in pairwise(edges):
        length = int(lengths[start])
        step = max(1, ENTRIES // length**2)
        for row in range(start, stop, step):
            last = min(row + step, stop) - 1
            x = part.block.values[ends[row] - length : ends[last]].reshape(-1, length)
            # Finding the line takes as long as computing the block, so only errors do it.
            yield job.apply(x, partial(_place, part, row))


def _place(part: _Part, row: int) -> str:
    return f"{part.name}:{part.line + part.block.line_of(row)}"


def _filter_rows(parts: Iterator[_Part], job: FilterOptions) -> Iterator[bytes]:
    """Yield each line with the results for its vector."""
    for part in parts:
        batches: list[Batch] = []
        try:
            batches.extend(_rows(part, job))
        except ActcliError:
            done = part.block.line_of(sum(len(x) for x, _ in batches))
            before = b"\n".join(part.data.split(b"\n", done)[:done])
            yield _lines(parse_block(before, job.invalid), batches, job.style)
            raise
        yield _lines(part.block, batches, job.style)


def _lines(block: Block, batches: Sequence[Batch], style: Style) -> bytes:
    """Write the results of each line on one line: in the places of its numbers, or joined by its first separator."""
    if all(x.shape == y.shape for x, y in batches):
        return write_block(block, np.concatenate([np.empty(0), *(y.reshape(-1) for _, y in batches)]), style.formatter)
    texts = (row for _, y in batches for row in _texts(y.reshape(len(y), -1), style))
    # With zeros in place of the numbers, separators are easy to find.
    lines = write_block(block, np.zeros(block.values.size)).split(b"\n")
    for index, line in enumerate(lines):
        if line.lstrip(b" \t").startswith(b"0"):
            separator = _SEPARATOR.search(line)
            lines[index] = (separator[1] if separator else b" ").join(next(texts))
    return b"\n".join(lines)


def _texts(matrix: Array, style: Style) -> Iterator[list[bytes]]:
    texts = style.formatter(matrix).split(b",")
    width = matrix.shape[1]
    return (texts[start : start + width] for start in range(0, len(texts), width))
