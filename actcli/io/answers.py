"""Answers to chunks of text: one after the other, or many at once for functions that are streams."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from actcli.io.worker import Result, results

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from actcli.io.filter_options import FilterOptions
    from actcli.numbers.array import Array


class Question(NamedTuple):
    """The numbers of a chunk.

    Attributes
    ----------
    x
        Shape (n,).
    answer
        Makes the chunk's answer of the results, shape (n,).
    is_last
        Whether nothing after it is to be read.
    """

    x: Array
    answer: Callable[[Array], Result]
    is_last: bool


def answers(chunks: Iterable[bytes], job: FilterOptions, ask: Callable[[bytes], Question]) -> Iterator[Result]:
    """Yield the answers to chunks in their order, each good until the next.

    Parameters
    ----------
    chunks
        Whole lines, or nothing where the source has nothing at the moment.
    job
        The operation on the numbers.
    ask
        Reads a chunk; it depends on nothing else.
    """
    if job.series.stream is not None:
        return _streamed(chunks, job, ask)

    def task(chunk: bytes) -> Result:
        question = ask(chunk)
        return question.answer(job.apply(question.x)[1])

    return results(task, chunks)


def _streamed(chunks: Iterable[bytes], job: FilterOptions, ask: Callable[[bytes], Question]) -> Iterator[Result]:
    due: deque[Question] = deque()

    def blocks() -> Iterator[Array]:
        for chunk in filter(None, chunks):
            question = ask(chunk)
            due.append(question)
            yield question.x
            if question.is_last:
                return

    for _, y in job.apply_each(blocks()):
        yield due.popleft().answer(y)
