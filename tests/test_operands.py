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
        # A formula may begin like a number.
        (["2*x", "0-x", "-5*x", "1/x", "-3", "3"], Operands(("2*x", "0-x", "-5*x", "1/x"), ("-3", "3"))),
    ],
)
def test_each_word_is_judged_by_itself(words: list[str], meaning: Operands) -> None:
    assert parse_operands(words) == meaning


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["relu", "1_000", "2"], "'1_000' is not a number"),
        (["2y"], "'2y' is not a number"),
        (["0x10"], "'0x10' is not a number"),
        (["relu", "1"], "a range is START STOP, two numbers"),
        (["relu", "1", "2", "3"], "a range is START STOP, two numbers"),
        (["relu", "1", "2", "-"], "points come from - or START STOP, not both"),
        (["relu", "out.gif"], "'out.gif': figures end in .svg, .png or .pdf"),
        (["relu", "a.svg", "b.png"], "one output file, not 2: a.svg, b.png"),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_operands(words)
    assert caught.value.message == complaint
