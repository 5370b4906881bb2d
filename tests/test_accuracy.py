"""The accuracy report lists every function and still holds.

``python tests/tools/accuracy.py --check`` measures all of it.
"""

from __future__ import annotations

import json

import pytest

import accuracy
from actcli.catalog.record import Elementwise
from actcli.spec import registry
from oracle.errors import measure

REPORT = accuracy.REPORT.read_text(encoding="utf-8")
PEER = json.loads(accuracy.PEER.read_text(encoding="utf-8"))


def table(columns: int) -> dict[str, str]:
    """Return the lines of the table of so many columns, by function."""
    lines = [line for line in REPORT.splitlines() if line.count(" | ") == columns - 1 and "---" not in line]
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines[1:]}


def test_every_function_stands_in_the_report() -> None:
    assert list(table(11)) == [record.name for record in accuracy.built_in()]


def test_every_function_of_pytorch_that_was_measured_stands_in_the_report() -> None:
    assert sorted(table(13)) == sorted(PEER["float64"]) == sorted(PEER["float32"])
    assert f"PyTorch {PEER['version']} (CPU)" in " ".join(REPORT.split())


def test_exact_results_are_off_by_half_an_ulp_at_most() -> None:
    for name, line in table(11).items():
        cells = line.strip("| ").split(" | ")
        assert max(float(cells[5]), float(cells[10])) <= 0.5, name


@pytest.mark.parametrize("name", ["sigmoid", "silu"])
def test_figures_are_those_measured_now(name: str) -> None:
    record = registry.find(name)
    assert isinstance(record, Elementwise)
    measured = measure(record)
    assert accuracy.drift(REPORT, accuracy.row(name, measured)) == []
    assert accuracy.drift(REPORT, accuracy.torch_row(name, measured, PEER)) == []


@pytest.mark.parametrize(
    "line",
    [
        "| sigmoid | 1.9 | 1.2 | 1.9 | 1.3 | 0.5 | 2.0 | 1.5 | 4.8 | 1.7 | 0.5 |",
        "| unheard_of | 1.9 | 1.2 | 1.9 | 1.3 | 0.5 | 2.0 | 1.5 | 2.0 | 1.7 | 0.5 |",
        "| sigmoid | 1.7 | 1.2 | 1.7 | 1.2 |",
        "| sigmoid | nan | 1.2 | 1.9 | 1.3 | 0.5 | 2.0 | 1.5 | 2.0 | 1.7 | 0.5 |",
    ],
)
def test_drift_is_found(line: str) -> None:
    assert accuracy.drift(REPORT, line) == [line]
