"""The words of plot and compare: what each one is, whatever stands around it."""

from __future__ import annotations

import pytest

from actcli.cli.operands import Operands, parse_operands
from actcli.errors import UsageError


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (["relu"], Operands(("relu",))),
        (["-5", "relu", "5"], Operands(("relu",), ("-5", "5"))),
        (["out.svg", "relu", "Out.PDF.py:f"], Operands(("relu", "Out.PDF.py:f"), (), "out.svg")),
        (["relu", "-"], Operands(("relu",), stdin=True)),
        (["math.tanh", "jax.nn:relu"], Operands(("math.tanh", "jax.nn:relu"))),
        # A formula may begin like a number.
        (["x-1.e3"], Operands(("x-1.e3",))),
        (["2*x", "0-x", "-5*x", "1/x", "-3", "3"], Operands(("2*x", "0-x", "-5*x", "1/x"), ("-3", "3"))),
    ],
)
def test_each_word_is_judged_by_itself(words: list[str], meaning: Operands) -> None:
    assert parse_operands(words) == meaning


@pytest.mark.parametrize(
    ("words", "offending"),
    [
        (["2y"], "2y"),
        (["0x10"], "0x10"),
        (["relu", "1", "2", "3"], "1 2 3"),
        *((["relu", f"out{suffix}"], f"out{suffix}") for suffix in (".gif", ".JPG", ".txt", ".csv", ".npy", ".pptx")),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], offending: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_operands(words)
    assert offending in caught.value.message
