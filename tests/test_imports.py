"""The imports of each command: start-up time is kept by not loading what a command does not need."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROBE = """
import json, sys
from actcli.cli.boundary import run
run(sys.argv[1:])
sys.stderr.write("MODULES " + json.dumps(sorted(sys.modules)))
"""


def imported(*words: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True, input="1\n2\n"
    )
    return set(json.loads(done.stderr.rpartition("MODULES ")[2]))


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["eval", "--help"], ["completion", "bash"], ["plot", "--help"]], ids=" ".join
)
def test_what_needs_no_numbers_does_not_import_numpy(words: list[str]) -> None:
    modules = imported(*words)
    assert "numpy" not in modules
    assert "matplotlib" not in modules


@pytest.mark.parametrize(
    "words",
    [
        ["eval", "relu", "-5", "5"],
        ["grad", "gelu"],
        ["list"],
        ["show", "relu"],
        ["compare", "relu", "elu"],
        ["plot", "relu"],
    ],
    ids=" ".join,
)
def test_nothing_but_figures_imports_matplotlib(words: list[str]) -> None:
    assert "matplotlib" not in imported(*words)


@pytest.mark.parametrize(("name", "module"), [("relu", "rectifier"), ("SiLU", "swish"), ("x*tanh(x)", "tanh")])
def test_only_the_functions_of_one_module_are_imported(name: str, module: str) -> None:
    modules = {found for found in imported("eval", name, "1") if re.fullmatch(r"actcli\.functions\.[a-z]\w*", found)}
    assert modules == {f"actcli.functions.{module}"}


def test_eval_in_a_pipe_imports_no_more_than_it_needs() -> None:
    modules = imported("eval", "relu", "-5", "5")
    assert "numpy" in modules
    assert not modules & {
        "rich",
        "rich.console",
        "uniplot",
        "importlib.metadata",
        "actcli.io.stream",
        "actcli.formula.arrays",
    }


def test_a_figure_does_import_matplotlib(tmp_path: Path) -> None:
    assert "matplotlib" in imported("plot", "relu", str(tmp_path / "out.svg"))
