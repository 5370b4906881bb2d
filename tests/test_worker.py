"""The second process makes no difference to what comes out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from actcli.errors import ActcliError
from actcli.io import worker

if TYPE_CHECKING:
    from collections.abc import Iterator


def task(chunk: bytes) -> worker.Result:
    if b"!" in chunk:
        raise ActcliError("told")
    return worker.Result(chunk.upper(), chunk.count(b"\n"))


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})


def chunks(count: int) -> Iterator[bytes]:
    for index in range(count):
        yield f"piece {index}\n".encode() * (3 * worker.BUSY // 20)
        if index % 5 == 0:
            yield b""
        if index % 7 == 0:
            yield b"small\n"


@pytest.mark.parametrize("count", [1, 8, 9, 10, 40])
def test_answers_are_in_order(count: int) -> None:
    got = b"".join(bytes(answer.text) for answer in worker.results(task, chunks(count)))
    assert got == b"".join(chunks(count)).upper()


@pytest.mark.parametrize("bad", [3, 20, 21, 22, 23])
def test_an_error_follows_the_answers_before_it(bad: int) -> None:
    chunks = [b"a\n" * worker.BUSY] * bad + [b"!\n" * worker.BUSY] + [b"c\n" * worker.BUSY] * 3
    got: list[bytes] = []
    with pytest.raises(ActcliError, match="told"):
        got.extend(bytes(answer.text) for answer in worker.results(task, chunks))
    assert got == [b"A\n" * worker.BUSY] * bad


def test_an_answer_too_large_is_given_here() -> None:
    def task(chunk: bytes) -> worker.Result:
        return worker.Result(chunk * 200, 1)

    chunks = [bytes([65 + i]) * worker.BUSY for i in range(12)]
    got = [bytes(answer.text) for answer in worker.results(task, chunks)]
    assert got == [chunk * 200 for chunk in chunks]


def test_an_empty_piece_asks_for_all_that_is_due() -> None:
    answered: list[bytes] = []
    missing: list[int] = []

    def chunks() -> Iterator[bytes]:
        for index in range(30):
            yield b"%d\n" % index * worker.BUSY
            if index % 3 == 0:
                yield b""
                missing.append(index + 1 - len(answered))

    for answer in worker.results(task, chunks()):
        answered.extend([bytes(answer.text)] if answer.text else [])
    assert len(answered) == 30
    assert missing == [0] * 10


@pytest.mark.parametrize("chunks", [[b"a\n" * worker.BUSY] * (worker.ALONE - 1), [b"a\n"] * 100])
def test_a_short_or_slow_stream_starts_no_process(monkeypatch: pytest.MonkeyPatch, chunks: list[bytes]) -> None:
    monkeypatch.setattr(worker, "Worker", None)
    assert len(list(worker.results(task, chunks))) == len(chunks)


def test_where_no_worker_can_be_had_the_work_is_done_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert b"".join(bytes(answer.text) for answer in worker.results(task, chunks(20))) == b"".join(chunks(20)).upper()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0})
    monkeypatch.setattr(os, "fork", pytest.fail)
    assert b"".join(bytes(answer.text) for answer in worker.results(task, chunks(20))) == b"".join(chunks(20)).upper()
