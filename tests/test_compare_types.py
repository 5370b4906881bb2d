"""Differences whose points and results are of different types: steps and ulps are those of the results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.charts import compose
from actcli.charts.model import LineChart, PlotOptions, SampleRange
from actcli.cli.boundary import run
from actcli.errors import ActcliError
from actcli.numbers.formats import number_format
from actcli.numbers.style import Style
from actcli.numbers.target import Target
from actcli.spec.resolve import resolve
from asking import asked

if TYPE_CHECKING:
    from pathlib import Path

POINTS, RESULTS = "int8:scale=1/16,zero_point=3", "int8:scale=1/256,zero_point=-128"
TYPES = ["--dtype", POINTS, "--to", RESULTS]


@pytest.fixture
def dumps(tmp_path: Path) -> dict[str, str]:
    """Dumps of a sigmoid of 256 codes, the third of which is two codes too large."""
    done = ["eval", "sigmoid", "--codes", *TYPES, "--bits"]
    assert run([*done, "-o", f"{tmp_path}/good.npy"]) == run([*done, "-o", f"{tmp_path}/good.csv"]) == 0
    codes = np.load(tmp_path / "good.npy")
    codes[2] += 2
    np.save(tmp_path / "off.npy", codes)
    np.save(tmp_path / "pairs.npy", np.stack([np.arange(256, dtype=np.uint8), codes], axis=-1))
    return {path.name: f"@{path}" for path in tmp_path.iterdir()}


def test_a_dump_of_codes_is_held_against_a_function(dumps: dict[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    for name, most in (("good.npy", 0), ("off.npy", 2)):
        found = asked(capfd, "compare", "sigmoid", dumps[name], *TYPES, "--codes", "--diff", "--worst", "1")
        assert (found["diff"][0]["max_steps"], found["diff"][0]["points"]) == (most, 256)
    (worst,) = found["worst"]
    # Code 2 is (2 - 3) / 16, where the sigmoid is 124 / 256: code -4.
    assert (worst["x"], worst["x_code"]) == (-1 / 16, "0x02")
    assert (worst["reference_code"], worst["value_code"], worst["steps"]) == ("0xfc", "0xfe", 2)


@pytest.mark.parametrize(("name", "most"), [("good.csv", 0), ("pairs.npy", 2)])
def test_a_dump_with_its_points(name: str, most: int, dumps: dict[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    (row,) = asked(capfd, "compare", "sigmoid", dumps[name], *TYPES, "--diff")["diff"]
    assert (row["max_steps"], row["points"]) == (most, 256)


def test_a_memory_file_is_read_as_codes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "tanh", "--codes", "--dtype", "q3.12", "-o", f"{tmp_path}/rom.hex"]) == 0
    words = ["compare", "tanh", f"@{tmp_path}/rom.hex", "--codes", "--dtype", "q3.12", "--diff"]
    (row,) = asked(capfd, *words)["diff"]
    assert (row["max_steps"], row["points"]) == (0, 65536)
    (tmp_path / "rom.hex").write_bytes(b"// a ROM\r\n10 // one\r\n\r\nF0\r\n7f")
    found = resolve(f"@{tmp_path}/rom.hex", number_format("q3.4"))
    assert found.at(np.arange(3.0)).y.tolist() == [1, -1, 7.9375]  # type: ignore[attr-defined]  # it is measured
    with pytest.raises(ActcliError, match="'0x10' is an encoding"):
        resolve(f"@{tmp_path}/rom.hex")
    (tmp_path / "rom.hex").write_bytes(b"10\n1g\n")
    with pytest.raises(ActcliError, match=r"rom\.hex:2: '0x1g' is not"):
        resolve(f"@{tmp_path}/rom.hex", number_format("q3.4"))


def test_encodings_of_different_widths(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,y\n0x10,0x0800\n0xf0,-0.5\n")
    found = resolve(f"@{tmp_path}/t.csv", number_format("q3.4"), results=number_format("q3.12"))
    assert found.compute(np.array([1.0, -1.0])).tolist() == [0.5, -0.5]
    (tmp_path / "t.csv").write_text("0x0010,0x0800\n")
    with pytest.raises(ActcliError, match=r"encoding of q3\.4 or q3\.12"):
        resolve(f"@{tmp_path}/t.csv", number_format("q3.4"), results=number_format("q3.12"))


def test_directions_of_rounding(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("compare", "sigmoid", "1/(1+exp(-x))", "--every", *TYPES, "--rounding")
    for mode in ("even", "away", "zero", "up", "down"):
        (row,) = asked(capfd, *words, mode, "--diff")["diff"]
        assert (row["max_steps"], row["share_exact"]) == (0, 1)
        values = asked(capfd, *words, mode, "--values")["values"]
        assert all(each["sigmoid"] == each["1/(1+exp(-x))"] for each in values)
    up, down = (asked(capfd, *words, mode, "--values")["values"] for mode in ("up", "down"))
    assert {round(256 * (a["sigmoid"] - b["sigmoid"])) for a, b in zip(up, down, strict=True)} == {0, 1}


def test_saturated_results(capfd: pytest.CaptureFixture[str]) -> None:
    words = ("compare", "exponential", "--values", "--at", "10", "--dtype", "fp16", "--to", "e4m3fn")
    (row,), (saturated,) = (asked(capfd, *words, *more)["values"] for more in ((), ("--saturate",)))
    assert (row["exponential"], saturated["exponential"]) == (None, 448)


def test_measured_values_are_drawn_in_their_type(dumps: dict[str, str]) -> None:
    style = Style(number_format(POINTS), target=Target(number_format(RESULTS)))
    function = resolve(dumps["good.csv"], style.number_format, results=style.results_format)
    made = compose.compose([function], SampleRange(-8, 8), PlotOptions(style=style, grad=False))
    assert isinstance(made, LineChart)
    line = made.panels[0].lines[0]
    assert line.scattered
    assert line.curve.y[line.curve.x == 0].tolist() == [0.5]


def test_callables_are_not_proven_in_a_narrow_type_either() -> None:
    for words in (["plot"], ["compare", "--values"], ["eval"]):
        assert run([*words, "math:tanh", "--exact", "--dtype", "bf16"]) == 2
