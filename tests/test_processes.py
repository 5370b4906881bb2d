"""Work that processes share gives what one of them gives, whatever happens to the others."""

from __future__ import annotations

import os
import select
import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import actcli
from actcli.evaluation import processes

US = os.getpid()


@pytest.fixture(autouse=True)
def _three_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTCLI_NUM_THREADS", "3")


def squared(index: int) -> tuple[int, int]:
    time.sleep(0.001)
    return index**2, os.getpid()


def test_results_are_in_order_and_from_several_processes() -> None:
    begun: list[int] = []
    results = processes.mapped(squared, range(100), partial(begun.append, 1))
    assert [square for square, _ in results] == [index**2 for index in range(100)]
    assert len({process for _, process in results}) > 1
    assert begun == [1]
    assert processes.mapped(squared, []) == []


def failing(index: int) -> int:
    if index == 30:
        raise ValueError(index)
    return index


def test_an_error_is_raised_here() -> None:
    with pytest.raises(ValueError, match="30"):
        processes.mapped(failing, range(60))


def dying(index: int) -> int:
    if os.getpid() != US:
        os._exit(1)
    return index


def test_the_work_of_a_process_that_was_killed_is_done_here() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    assert processes.mapped(dying, range(20), partial(time.sleep, 0.05)) == list(range(20))
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def large(index: int) -> bytes:
    time.sleep(0.001)
    return bytes([index]) * 100_000


def die_soon() -> None:
    time.sleep(0.05)
    os._exit(0)


@pytest.mark.parametrize("count", [4, 200])
def test_helpers_of_a_process_that_is_killed_end(count: int) -> None:
    """None keeps a pipe of that process open, whether it was at work or sent more results than a pipe holds."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        processes.mapped(large, range(count), die_soon)
    os.close(writing)
    os.waitpid(process, 0)
    ended, _, _ = select.select([reading], [], [], 10)
    assert ended
    assert os.read(reading, 1) == b""
    os.close(reading)


def test_helpers_of_a_process_that_fails_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error here ends their work at once."""
    started, fork = [], os.fork

    def counted() -> int:
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(os, "fork", counted)
    begun = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        processes.mapped(large, range(1000), lambda: 1 / 0)
    assert time.monotonic() - begun < 1.0
    assert len(started) == 2
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_alone_where_there_is_one_core_another_thread_or_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def alone() -> bool:
        return {process for _, process in processes.mapped(squared, range(9))} == {US}

    def refuse() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    assert alone()
    stop.set()
    thread.join()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fork", refuse)
        assert alone()
    monkeypatch.setenv("ACTCLI_NUM_THREADS", "1")
    assert alone()


def test_what_is_done_meanwhile_is_done_alone_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTCLI_NUM_THREADS", "1")
    begun: list[int] = []
    assert processes.mapped(squared, range(9), partial(begun.append, 1))[3] == squared(3)
    assert begun == [1]


def test_exact_results_do_not_depend_on_the_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.linspace(-40, 8, 2500)
    shared = actcli.get("gelu").exact(x)
    monkeypatch.setenv("ACTCLI_NUM_THREADS", "1")
    assert actcli.get("gelu").exact(x).tobytes() == shared.tobytes()
