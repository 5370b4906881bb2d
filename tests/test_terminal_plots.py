"""Plots of characters: their limits, and what they cost where a curve leaves the frame."""

from __future__ import annotations

import re
import tracemalloc
from dataclasses import replace
from functools import reduce
from operator import or_

import numpy as np
import pytest

from actcli.charts.compose import compose
from actcli.charts.model import LineChart, PlotOptions, SampleRange
from actcli.render.figure.theme import GRAPHICS, contrast
from actcli.render.terminal import line_plot, plots
from actcli.render.terminal.screen import PALETTE
from actcli.spec.resolve import resolve_all

SCREEN = plots.TerminalSize(60, 20, ascii_only=True, color="never")


def drawn(*specs: str, ends: tuple[float, float] = (-5, 5), ylim: tuple[float, float] | None = None) -> list[str]:
    options = PlotOptions(ylim=ylim)
    chart = compose(resolve_all(list(specs)), SampleRange(*ends, None), options)
    return plots.draw(chart, SCREEN).decode().splitlines()


def test_limits_that_are_asked_for_are_those_of_the_axis() -> None:
    rows = drawn("x**3", ylim=(-1, 1))
    assert re.findall(r"^ *(\S+) \+", "\n".join(rows), re.MULTILINE) == ["1", "0.5", "0", "-0.5", "-1"]


def test_labels_without_room_beside_others_are_left_out() -> None:
    chart = compose(resolve_all(["relu"]), SampleRange(1000000.001, 1000000.002, None), PlotOptions())
    rows = plots.draw(chart, SCREEN._replace(width=40)).decode().splitlines()
    (labels,) = (row.split() for row in rows if row.strip().startswith("+0 "))
    assert labels == ["+0", "+0.0002", "+0.0006"]


def test_powers_of_ten_are_legible_in_ascii() -> None:
    assert drawn("linear", ylim=(0, 1e-9))[-2].strip() == "activations (x10^-9)"


@pytest.mark.parametrize(
    ("specs", "ends", "ylim"),
    [
        (["exponential"], (0, 700), (0, 10)),
        (["linear", "gelu"], (-5, 5), (0, 1e-9)),
        (["linear", "gelu"], (-5, 5), (0, 5e-324)),
        (["linear"], (-1e308, 1e308), (-1, 1)),
    ],
)
def test_a_curve_far_outside_of_the_frame_costs_nothing(
    specs: list[str], ends: tuple[float, float], ylim: tuple[float, float]
) -> None:
    drawn("relu")
    tracemalloc.start()
    rows = drawn(*specs, ends=ends, ylim=ylim)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert any(set(row) & {"*", "."} for row in rows[1:-1])


def test_a_line_is_cut_where_it_leaves() -> None:
    x, y = line_plot._cut(np.array([0.0, 1.0, 2.0]), np.array([0.0, 100.0, -np.inf]))
    assert y.tolist() == [0, 2, 2, 2, -1, -1]
    assert x[1] == 0.02


def test_curves_that_share_a_character_show_the_dots_of_all() -> None:
    options = PlotOptions(ylim=(-1, 5))
    chart = compose(resolve_all(["relu", "gelu", "silu"]), SampleRange(-5, 5, None), options)
    assert isinstance(chart, LineChart)
    (panel,) = chart.panels
    single = [replace(chart, panels=(replace(panel, lines=(line,)),)) for line in panel.lines]
    screen = plots.TerminalSize(60, 20, ascii_only=False, color="always")
    together, *alone = (dots(plots.draw(each, screen).decode()) for each in (chart, *single))
    assert together == [reduce(or_, cells) for cells in zip(*alone, strict=True)]
    assert sum(map(int.bit_count, together)) > max(sum(map(int.bit_count, cells)) for cells in alone)


def dots(plot: str) -> list[int]:
    """Return which of the eight dots are set in each character inside the frame."""
    rows = re.findall("│(.*)│$", re.sub(r"\x1b\[[\d;]+m", "", plot), re.MULTILINE)
    return [ord(cell) - 0x2800 if "\u2800" <= cell <= "\u28ff" else 0 for row in rows for cell in row]


def test_colours_stand_out_from_black_and_from_white() -> None:
    steps = (0, 95, 135, 175, 215, 255)
    for code in PALETTE:
        red, green, blue = (steps[(code - 16) // size % 6] for size in (36, 6, 1))
        color = f"#{red:02x}{green:02x}{blue:02x}"
        assert min(contrast(color, "#000000"), contrast(color, "#ffffff")) >= GRAPHICS


@pytest.mark.parametrize("names", [["relu", "gelu", "tanh"], ["relu"]])
def test_a_curve_has_the_colour_of_its_name(names: list[str]) -> None:
    chart = compose(resolve_all(names), SampleRange(-5, 5, None), PlotOptions(grad=False))
    screen = plots.TerminalSize(60, 20, ascii_only=False, color="always")
    *rows, legend = plots.draw(chart, screen).decode().splitlines()
    codes = re.findall(r"\x1b\[38;5;(\d+)m", legend)
    assert codes == [str(code) for code in PALETTE[: len(names)]]
    assert set(re.findall(r"\x1b\[([\d;]+)m", "".join(rows))) == {"0", *(f"38;5;{code}" for code in codes)}
