"""The memory of a run does not grow with its input or output."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: Megabytes; NumPy and Typer alone take 35.
MOST = 90

# A process counts what the one that started it took at that time: this small one stands between it and pytest.
PEAK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "actcli", *sys.argv[1:]], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20))
"""


def peak(*words: str, pieces: int = 0) -> float:
    """Return the most memory, in megabytes, that a run took; pieces are 2 MB of text each."""
    command = [sys.executable, "-c", PEAK, *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tool:
        assert tool.stdin is not None
        assert tool.stdout is not None
        for _ in range(pieces):
            tool.stdin.write(b"-0.1234567890123456\n" * 100_000)
        tool.stdin.close()
        return float(tool.stdout.read())


@pytest.fixture(name="array")
def _array(tmp_path: Path) -> Path:
    """Write an array of 200 MB that takes no room on the disk."""
    path = tmp_path / "array.npy"
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": (5_000_000, 5)})
        file.truncate(file.tell() + 200_000_000)
    return path


@pytest.mark.parametrize("options", [(), ("-t", "csv")])
def test_numbers_that_are_read(options: tuple[str, ...]) -> None:
    assert peak("eval", "relu", *options, pieces=50) < MOST


@pytest.mark.parametrize("form", ["csv", "npy", "markdown", "latex", "c"])
def test_a_range(form: str) -> None:
    assert peak("eval", "relu", "-5", "5", "-n", "5000000" if form == "npy" else "3000000", "-t", form) < MOST


@pytest.mark.parametrize("form", ["csv", "plain"])
def test_a_vector_takes_no_more_as_text_than_as_numbers(form: str, tmp_path: Path) -> None:
    assert peak("eval", "softmax", "-5", "5", "-n", "1000000", "-t", form) < MOST
    np.save(tmp_path / "x.npy", np.linspace(-5, 5, 1_000_000))
    assert peak("eval", "softmax", "--input", str(tmp_path / "x.npy"), "-t", form) < MOST


@pytest.mark.parametrize("words", [("relu",), ("softmax", "--rows")])
def test_an_array(words: tuple[str, ...], array: Path) -> None:
    assert peak("eval", *words, "--input", str(array)) < MOST


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("relu", "@{}", "--worst", "9"), id="measured"),
        pytest.param(("relu", "relu6", "--input", "{}"), id="points", marks=pytest.mark.exhaustive),
    ],
)
def test_differences(words: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "pairs.npy"
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": (1_000_000, 2)})
        file.truncate(file.tell() + 8_000_000)
    assert peak("compare", *(word.format(path) for word in words), "--diff", "--dtype", "float32", "-t", "json") < MOST
