"""Reading ahead and writing behind: at the same time as computing, in order, and no error is lost."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from actcli.io.background import read_ahead, write_behind

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 60


def test_the_next_item_is_read_while_one_is_used() -> None:
    asked = [threading.Event() for _ in range(4)]

    def items() -> Iterator[int]:
        for i, event in enumerate(asked):
            event.set()
            yield i

    found = []
    for item in read_ahead(items()):
        assert item == len(asked) - 1 or asked[item + 1].wait(LONG)
        assert item > 1 or not asked[item + 2].is_set()  # two exist at a time
        found.append(item)
    assert found == [0, 1, 2, 3]


def test_an_error_is_raised_after_the_items_before_it() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    found = read_ahead(items())
    assert next(found) == 1
    with pytest.raises(OSError, match="gone"):
        next(found)


def test_a_chunk_is_written_while_the_next_is_made() -> None:
    made = threading.Event()
    written: list[int] = []

    def chunks() -> Iterator[int]:
        yield 1
        made.set()
        yield 2

    def write(chunk: int) -> None:
        assert made.wait(LONG)
        written.append(chunk)

    write_behind(chunks(), write)
    assert written == [1, 2]


def test_all_that_was_made_is_written_before_an_error() -> None:
    written: list[int] = []

    def chunks() -> Iterator[int]:
        yield from (1, 2)
        raise ValueError("no third")

    with pytest.raises(ValueError, match="no third"):
        write_behind(chunks(), written.append)
    assert written == [1, 2]


def test_a_failure_to_write_ends_it() -> None:
    chunks = iter(range(100))

    def write(chunk: int) -> None:
        raise BrokenPipeError(chunk)

    with pytest.raises(BrokenPipeError):
        write_behind(chunks, write)
    assert next(chunks) == 2
