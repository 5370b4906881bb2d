"""The progress bar: on a terminal, after a while, never among the results."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

RELU = ("eval", "relu")
SCRIPT = """
import sys
from actcli.cli.boundary import run
from actcli.render.terminal import progress
progress.PATIENCE = float(sys.argv[1])
progress.INTERVAL = 0.0
sys.exit(run(sys.argv[2:]))
"""


def seen(
    patience: float, *words: str, numbers: Path, to_terminal: bool = False, term: str = "xterm"
) -> tuple[bytes, bytes]:
    """Return what comes out, and what a terminal on standard error shows."""
    ours, theirs = pty.openpty()
    env = os.environ | {"TERM": term, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parent.parent)}
    with numbers.open("rb") as data:
        tool = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(patience), *(words or RELU)],
            stdin=data, stdout=theirs if to_terminal else subprocess.PIPE, stderr=theirs, env=env,
        )  # fmt: skip
        os.close(theirs)
        out = tool.stdout.read() if tool.stdout else b""
        shown = b""
        try:
            while piece := os.read(ours, 1 << 16):
                shown += piece
        except OSError:
            pass  # the end of a terminal
        os.close(ours)
        assert tool.wait() == 0
        if tool.stdout:
            tool.stdout.close()
    return out, shown


@pytest.fixture(name="numbers")
def _numbers(tmp_path: Path) -> Path:
    path = tmp_path / "numbers"
    path.write_bytes(b"1\n" * 400_000)
    return path


def test_long_work_shows_how_far_it_is(numbers: Path) -> None:
    out, shown = seen(0, numbers=numbers)
    assert out == numbers.read_bytes()
    assert b"%" in shown


def test_short_work_shows_nothing(numbers: Path) -> None:
    assert seen(30, numbers=numbers) == (numbers.read_bytes(), b"")


def test_a_terminal_that_shows_the_results_shows_no_bar(tmp_path: Path) -> None:
    few = tmp_path / "few"
    few.write_bytes(b"1\n2\n")
    assert seen(0, numbers=few, to_terminal=True)[1] == b"1\r\n2\r\n"


def test_a_terminal_that_can_not_redraw_shows_no_bar(numbers: Path) -> None:
    assert seen(0, numbers=numbers, term="dumb")[1] == b""


def test_results_in_a_file_leave_the_terminal_to_the_bar(numbers: Path, tmp_path: Path) -> None:
    out, shown = seen(0, *RELU, "-o", str(tmp_path / "out"), numbers=numbers)
    assert out == b""
    assert b"%" in shown
    assert (tmp_path / "out").read_bytes() == numbers.read_bytes()


@pytest.mark.parametrize("words", ["--train sine --layers 1 --width 2 --epochs 5 --seeds 1", "--depth 2"])
def test_studies_show_how_far_they_are_and_leave_no_trace_of_it_in_the_results(words: str, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.touch()
    command = ("compare", "tanh", "relu", *words.split(), "-t", "csv")
    out, shown = seen(0, *command, numbers=nothing)
    assert b"%" in shown
    assert out.startswith(b"function,")
    assert out.count(b"\n") == 3
    assert seen(0, *command, numbers=nothing, term="dumb") == (out, b"")
