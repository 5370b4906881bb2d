"""Large arrays are computed in threads: the same bits whatever their number, which the environment says."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

import actcli
from actcli.catalog.record import InPlace
from actcli.errors import UsageError
from actcli.evaluation import evaluate, threads
from actcli.formula.rationals import precision
from processes import ENV, run

if TYPE_CHECKING:
    from pathlib import Path

    from actcli.numbers.array import Array


@pytest.fixture(name="x")
def _x(monkeypatch: pytest.MonkeyPatch) -> Array:
    """Return points for many small blocks."""
    monkeypatch.setattr(evaluate, "BLOCK", 1 << 8)
    return np.random.default_rng(0).normal(0, 5, 5003)


@pytest.mark.parametrize("name", ["relu", "gelu", "hard_swish", "x*tanh(exp(x))", "1-tanh(x)**2"])
def test_the_bits_are_the_same_whatever_the_number(name: str, x: Array, monkeypatch: pytest.MonkeyPatch) -> None:
    function = actcli.get(name)
    results = []
    for count in ("1", "2", "7"):
        monkeypatch.setenv("ACTCLI_NUM_THREADS", count)
        results.append((function(x).tobytes(), function.grad(x).tobytes()))
    assert results[0] == results[1] == results[2]


def test_blocks_run_in_so_many_threads(x: Array) -> None:
    seen: set[int] = set()
    together = threading.Barrier(3)

    def kernel(block: Array) -> Array:
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            together.wait(10)
        return block

    assert np.array_equal(evaluate.elementwise(kernel, x, (), 3), x)
    assert len(seen) == 3


@pytest.mark.parametrize(
    ("own", "openmp", "count"),
    [("3", "2", 3), ("", "2", 2), ("", "4,2", 4), (None, None, None), ("", "many", None), ("1", None, 1)],
)
def test_the_environment_says_how_many(
    own: str | None, openmp: str | None, count: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ACTCLI_NUM_THREADS", own), ("OMP_NUM_THREADS", openmp)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    monkeypatch.setattr(threads, "_cores", lambda: 11)
    assert threads.available() == count or 11
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(threads.available).result() == 1


@pytest.mark.parametrize("value", ["0", "-1", "two", "1.5"])
def test_a_number_of_threads_that_is_none_is_refused(value: str, x: Array, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTCLI_NUM_THREADS", value)
    with pytest.raises(UsageError, match="ACTCLI_NUM_THREADS"):
        actcli.get("relu")(x)


def test_a_users_code_runs_in_one_thread(x: Array, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "import threading\nseen = set()\ndef f(x):\n    seen.add(threading.get_ident())\n    return x * len(seen)\n"
    )
    monkeypatch.setenv("ACTCLI_NUM_THREADS", "4")
    monkeypatch.chdir(tmp_path)
    assert np.array_equal(actcli.get("mine.py:f")(x), x)


def test_a_precision_holds_until_its_thread_is_done() -> None:
    from actcli.formula.flint import ctx

    seen = []

    def compute(bits: int) -> None:
        with precision(bits):
            for _ in range(50):
                threading.Event().wait(0.0001)
                seen.append((bits, ctx.prec))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(compute, [64, 128, 256, 512]))
    assert all(wanted == found for wanted, found in seen)


def test_a_kernel_that_writes_in_place_gives_the_same_as_one_that_returns() -> None:
    x = np.linspace(-5, 5, 1000)
    writing = [f for f in map(actcli.get, actcli.names()) if not f.is_vector and isinstance(f.kernels.f, InPlace)]
    assert len(writing) >= 7
    for function in writing:
        kernel = function.kernels.f
        assert np.array_equal(function(x), kernel(x, *function.arguments))


def test_an_array_file_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.random.default_rng(0).normal(0, 5, (3, 500_001)))
    out = [
        run(["eval", "gelu", "--input", str(path)], env={**ENV, "ACTCLI_NUM_THREADS": count}).stdout
        for count in ("1", "2")
    ]
    assert out[0] == out[1]
    assert len(out[0]) > 12_000_000
