"""The side effects of a user's function are kept whole, and its folder is no danger to anything else."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from processes import ENV, TOOL, run

if TYPE_CHECKING:
    from pathlib import Path

#: As the installed tool is started: the current folder is not on the search path.
INSTALLED = [sys.executable, "-P", "-m", "actcli"]
#: What the tool and its libraries import: some of it early, some by one command alone.
LIBRARIES = {"actcli", "matplotlib", "numpy", "orjson", "PIL", "readchar", "rich", "typer", "uniplot"}
TAKEN = {name for name in sys.stdlib_module_names | LIBRARIES if find_spec(name)}
COMMANDS = (
    "eval mine.py:f -1 1",
    "eval mine.py:f - -t npy -o out.npy",
    "grad mine:f -1 1",
    "compare mine.py:f relu --traits --values --diff --depth 2",
    "show mine.py:f",
    "plot mine.py:f relu",
    "plot mine.py:f relu out.svg",
)
MINE = """
import helper

def f(x):
    import later
    return helper.FACTOR * later.FACTOR * x
"""
LEAVES = """
import atexit, sys, threading, time

log = open("log.txt", "w")
log.write("begun")
atexit.register(lambda: print("ended", file=log))
atexit.register(print, "goodbye")
threading.Thread(target=lambda: (time.sleep(0.2), log.write(", slept, "))).start()
words, path = list(sys.argv), __import__("os").getcwd()

def f(x):
    if x.size > 9:
        raise ValueError
    return x
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(MINE)
    (tmp_path / "helper.py").write_text("FACTOR = 3\n")
    (tmp_path / "later.py").write_text("FACTOR = 2\n")
    (tmp_path / "leaves.py").write_text(LEAVES)
    return tmp_path


def output(tool: list[str], words: str, folder: Path) -> bytes:
    done = subprocess.run(
        [*tool, *words.split()],
        input=b"1\n",
        cwd=folder,
        env=ENV | {"HOME": str(folder)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize("words", COMMANDS)
def test_a_users_folder_shadows_no_module_and_its_own_are_found(folder: Path, words: str) -> None:
    usual = output(INSTALLED, words, folder)
    for name in TAKEN:
        (folder / f"{name}.py").write_text(f"raise AssertionError({name!r})\n")
    assert output(INSTALLED, words, folder) == usual


def test_the_current_folder_shadows_no_module_of_a_run_as_a_module(folder: Path) -> None:
    for name in ("random", "string", "numpy", "rich"):
        (folder / f"{name}.py").write_text(f"raise AssertionError({name!r})\n")
    assert output(TOOL, "eval mine:f 2 -t plain", folder) == b"12\n"
    assert output(TOOL, "show mine.py:f", folder)


@pytest.mark.parametrize("points", [["1"], ["1", "20"]], ids=["done", "failed"])
def test_what_a_users_code_leaves_to_the_end_is_done(folder: Path, points: list[str]) -> None:
    done = run(["eval", "leaves.py:f", *points, "-t", "plain", "-o", "out"], cwd=folder)
    assert done.returncode == len(points) - 1
    assert done.stdout == b""
    assert done.stderr.endswith(b"goodbye\n")
    assert (folder / "log.txt").read_text() == "begun, slept, ended\n"


def test_a_users_code_sees_the_command_line_and_the_folder_as_they_are(folder: Path) -> None:
    (folder / "told.py").write_text("import os, sys\nprint(sys.argv[1:], os.getcwd())\ndef f(x): return x\n")
    done = run(["eval", "told.py:f", "1"], cwd=folder)
    assert done.stderr.decode() == f"['eval', 'told.py:f', '1'] {folder}\n"


def test_without_a_users_code_python_is_not_taken_apart(folder: Path) -> None:
    (folder / "sitecustomize.py").write_text("import atexit, sys; atexit.register(sys.stderr.write, 'taken apart')\n")
    env = ENV | {"PYTHONPATH": f"{folder}:{ENV['PYTHONPATH']}"}
    for words, errors in (
        (["eval", "x*relu(x)", "1"], b""),
        (["list"], b""),
        (["eval", "mine:f", "1"], b"taken apart"),
    ):
        assert run(words, cwd=folder, env=env).stderr == errors
