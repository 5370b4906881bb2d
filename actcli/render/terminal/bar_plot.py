"""Vectors as horizontal bars of characters: a line for each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.charts.numerals import rounded
from actcli.charts.vector_chart import ELEMENT
from actcli.render.terminal.screen import painted

if TYPE_CHECKING:
    from actcli.charts.model import BarChart, Bars
    from actcli.numbers.array import Array

_LEAST = 8


def draw(chart: BarChart, columns: int, *, colored: bool) -> list[str]:
    """Return the lines of a chart; results are beside their inputs if there are as many."""
    given, *results = chart.panels
    lines = [chart.title.center(columns).rstrip()] if chart.title else []
    for bars in results:
        paired = len(bars.values) == len(given.values)
        inputs = [given.label, *_numbers(given.values)] if paired else [""] * (len(bars.values) + 1)
        lines += [""] if lines else []
        lines += _chart(bars, inputs, columns, colored=colored)
    return lines if chart.xlabel == ELEMENT else [*lines, "", f" {chart.xlabel}"]


def _chart(bars: Bars, inputs: list[str], columns: int, *, colored: bool) -> list[str]:
    outputs = [bars.label, *_numbers(bars.values)]
    left, right = (max(map(len, texts)) for texts in (inputs, outputs))
    pad = left + 2 if left else 0
    room = max(columns - pad - right - 4, _LEAST)
    drawn = ["", *_bars(bars.values, room)]
    shown = [painted(bar, 0) if colored and bar.strip() else bar for bar in drawn]
    return [
        f" {text_in.rjust(left)}{'  ' * bool(left)}{text_out.rjust(right)}  {bar}".rstrip()
        for text_in, text_out, bar in zip(inputs, outputs, shown, strict=True)
    ]


def _bars(values: Array, room: int) -> list[str]:
    """Return bars from a common zero, to the right for positive numbers, to the left for negative ones."""
    finite = np.where(np.isfinite(values), values, 0.0)
    low, high = min(float(finite.min()), 0.0), max(float(finite.max()), 0.0)
    span = high / room - low / room
    zero = round(-low / span) if span else 0
    lines = []
    for value in finite.tolist():
        end = zero + round(value / span) if span else 0
        lines.append(" " * min(zero, end) + "█" * abs(end - zero))
    return lines


def _numbers(values: Array) -> list[str]:
    return [rounded(value) for value in values.tolist()]
