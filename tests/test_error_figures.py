"""Figures of errors: the axes with their places for 0 and infinity, and what is drawn in them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.charts import error_chart
from actcli.charts.model import PlotOptions
from actcli.charts.scale import SymmetricLog
from actcli.cli import boundary
from actcli.compare.envelope import EVERY, Envelope
from actcli.compare.errors_by_block import in_blocks
from actcli.compare.judged import judge
from actcli.compare.pointwise_errors import Errors
from actcli.errors import ActcliError
from actcli.numbers.formats import FLOAT64, number_format
from differing import opaque

if TYPE_CHECKING:
    from pathlib import Path

    from actcli.charts.model import LineChart
    from actcli.numbers.array import Array

SCALE = SymmetricLog(-2, 3, "∞")


@given(st.lists(st.floats(allow_nan=False), min_size=2, unique=True))
def test_places_keep_the_order_of_values(values: list[float]) -> None:
    x = np.sort(np.array(values))
    places = SCALE.places(x)
    assert (np.diff(places) >= 0).all()
    np.testing.assert_array_equal(SCALE.places(-x), -places)


def test_zero_infinity_and_powers_of_ten_have_their_places() -> None:
    x = np.array([0, 0.005, 0.01, 0.1, 1000, 2000, math.inf])
    np.testing.assert_allclose(SCALE.places(x), [0, 0.5, 1, 2, 6, 6.5, 7])
    assert SymmetricLog(-2, 3).places(np.array([1e4])).tolist() == [7]


@pytest.mark.parametrize("most", [2, 5, 9, 40])
@pytest.mark.parametrize("scale", [SCALE, SymmetricLog(-300, 300), SymmetricLog(0, 1, "nan, inf"), SymmetricLog(-1, 1)])
def test_ticks_are_where_their_labels_say(scale: SymmetricLog, most: int) -> None:
    found = scale.ticks(-scale.end, scale.end, most)
    assert "0" in found.texts
    assert list(found.values) == sorted(found.values)
    for place, text in zip(found.values, found.texts, strict=True):
        if text.isascii() and text != scale.infinity:
            assert place == pytest.approx(float(scale.places(np.array(float(text)))), abs=1e-12)
    assert len(found.texts) <= 4 * most + 6


def envelope(x: Array, sizes: Array, block: int) -> Envelope:
    found = Envelope()
    for i in range(0, x.size, block):
        part = slice(i, i + block)
        found.add(Errors("f", FLOAT64, x[part], np.ones(x[part].size), 1 + sizes[part] * 2.0**-52))
    return found


def test_few_points_are_all_there_and_of_many_the_worst() -> None:
    x = np.linspace(-3, 3, 1001)
    assert envelope(x, np.ones(x.size), 100).points[0].tolist() == x.tolist()
    x = np.linspace(-50, 50, 10 * EVERY)
    sizes = np.abs(np.sin(np.arange(x.size)))
    sizes[12345] = 1000
    found = envelope(x, sizes, 1000)
    places, errors = found.points
    assert not found.is_whole
    assert x.size / 20 > places.size > 100
    assert places[errors.argmax()] == x[12345]
    assert np.isin(places, x).all()
    in_one_piece = envelope(x, sizes, x.size).points
    np.testing.assert_array_equal(in_one_piece[0], places)


def chart(x: Array, wrong: Array, **options: str) -> LineChart:
    f = opaque("f", lambda x: x)
    g = opaque("g", lambda x: np.where(np.isin(x, wrong), np.where(x > 2, np.nan, 1.5 * x), x))
    judged = judge(f, [g], in_blocks(x), number_format("float32"), options={"figure": True})
    return error_chart.compose(judged, "f", "float32", [1.0], PlotOptions(**options))  # type: ignore[arg-type]  # texts


def test_every_error_is_where_its_x_is() -> None:
    drawn = chart(np.array([-1.0, 0, 0.5, 1, 3, math.nan]), np.array([0.5, 3]))
    (panel,) = drawn.panels
    (line,) = panel.lines
    assert line.scattered
    assert isinstance(drawn.scale, SymmetricLog)
    assert isinstance(panel.scale, SymmetricLog)
    assert line.curve.x.tolist() == drawn.scale.places(np.array([-1.0, 0, 0.5, 1, 3])).tolist()
    assert line.curve.y[2] == panel.scale.places(np.array(0.25 / 2.0**-24))
    assert line.curve.y.tolist()[:2] == [0, 0]
    assert line.curve.y[4] == panel.scale.places(np.array(math.inf)) <= panel.ylim[1]
    assert "nan, inf" in panel.scale.ticks(*panel.ylim, 9).texts
    kink = float(drawn.scale.places(np.array(1.0)))
    assert any(x0 == x1 == kink for x0, _, x1, _ in panel.asymptotes)
    assert (drawn.title, drawn.subtitle) == ("Error of g against f", "float32, 6 points; dashed: half an ulp, kinks")
    assert "g is off by up to 4.194e6 ulp at 0.5" in drawn.description


def test_the_axis_is_wide_where_errors_are_large() -> None:
    x = np.concatenate([-(2.0 ** np.arange(-100, 100)), 2.0 ** np.arange(-100, 100)])
    scale = chart(x, np.array([2.0**-10, 1])).scale
    assert scale == SymmetricLog(-4, 1, "∞")
    assert chart(x, np.array([1e99])).scale == SymmetricLog(-1, 1, "∞")
    assert chart(np.array([1.0, 2, 3]), np.array([1.0])).scale == SymmetricLog(0, 1)
    assert chart(np.array([0.0]), np.array([1.0])).scale == SymmetricLog(-1, 1)
    assert chart(np.array([1.0]), np.array([1.0]), title="T", xlabel="X", ylabel="Y").panels[0].label == "Y"


@pytest.mark.parametrize("points", ["1,-1.7e308", "-1e308", "5e-324"])
def test_errors_at_the_largest_and_smallest_numbers_have_places(tmp_path: Path, points: str) -> None:
    out = tmp_path / "largest.svg"
    assert boundary.run(["compare", "relu", "gelu", "--diff", f"--at={points}", str(out)]) == 0
    assert "nan" not in out.read_text()


def test_points_that_are_nowhere_are_no_figure() -> None:
    with pytest.raises(ActcliError, match="no points to draw"):
        chart(np.array([math.nan]), np.array([1.0]))


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_a_figure_names_its_functions_and_scales(theme: str, tmp_path: Path) -> None:
    out = tmp_path / "errors.svg"
    words = ["compare", "relu6", "hard_swish", "silu", "--diff", "--dtype", "float8_e5m2", str(out), "--theme", theme]
    assert boundary.run(words) == 0
    texts = [element.text for element in ET.fromstring(out.read_text()).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  # our own
    assert {"Errors against relu6", "hard_swish", "silu", "0", "1", "error in ulp", "∞", "−∞"} <= {*texts}


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_figure_does_not_hide_a_check_that_fails(
    suffix: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"errors.{suffix}"
    words = ["compare", "relu", "elu", "--at=-1,1", "--max-ulp", "1", "-o", str(out), "--size", "3x3"]
    assert boundary.run(words) == 1
    assert out.stat().st_size > 1000
    assert "elu is off by" in capfd.readouterr().err


def test_the_terminal_shows_errors_too(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["plot", "gelu", "gelu_tanh", "--diff", "--ulp", "--width", "80", "--height", "20", "--color", "never"]
    assert boundary.run([*words, "--dtype", "float8_e5m2"]) == 0
    text = capfd.readouterr().out
    assert "Error of gelu_tanh against gelu" in text
    assert "error in ulp" in text
    assert "−∞" in text
    assert boundary.run(["plot", "relu", "--ulp"]) == 2
    assert "--ulp needs --diff" in capfd.readouterr().err
    assert boundary.run(["plot", "relu", "--diff", "--ulp"]) == 2
    assert "--diff needs two functions or more" in capfd.readouterr().err


def test_the_terminal_dashes_the_kinks_and_half_an_ulp(capfd: pytest.CaptureFixture[str]) -> None:
    words = ["plot", "hard_swish", "relu6", "--diff", "--ulp", "--width", "80", "--height", "20", "--color", "never"]
    assert boundary.run([*words, "--dtype", "bfloat16"]) == 0
    heading, *rows = capfd.readouterr().out.splitlines()
    assert "dashed: half an ulp, kinks" in heading + rows[0]
    columns = {at for row in rows for at, character in enumerate(row) if character == "┊"}
    assert len(columns) == 2  # -3, and 3 with 6, the kink of relu6
    assert sum("╌╌╌" in row for row in rows) == 1


def test_measured_encodings_are_plotted(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "e.csv").write_text("0x3c00,0x3c00\n0xbc00,0x8000\n")
    spec = f"@{tmp_path}/e.csv"
    assert boundary.run(["plot", "relu", spec]) == 1
    assert "--dtype says of which type" in capfd.readouterr().err
    assert boundary.run(["plot", "relu", spec, "--dtype", "float16"]) == 0
    assert boundary.run(["plot", "relu", spec, "--diff", "--ulp", "--dtype", "float16"]) == 0
