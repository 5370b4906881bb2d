"""The panel beside the curves of a page: the numbers under the cursor, switches of functions, sliders."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from actcli.render.html.views import EVERY

if TYPE_CHECKING:
    from actcli.render.html.views import View


def aside(view: View) -> str:
    """Return the numbers under the cursor, with a switch for each function, and the sliders."""
    return f'<aside>\n<div class="reader">{_readout(view)}</div>\n{_turns(view)}</aside>'


def _readout(view: View) -> str:
    """Return the table of values under the cursor, filled in for where it is at first."""
    start = view.start
    heads = "".join(f'<th scope="col">{escape(_short(panel.label))}</th>' for panel in view.panels)
    rows = "".join(_row(view, series, start) for series in range(len(view.series)))
    return (
        f'<p class="at">{escape(_variable(view.xlabel))} = <output id="at" for="x">{escape(view.x[start])}</output></p>'
        f"<table><thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _variable(label: str) -> str:
    return "x" if label == "values" else label.removeprefix("values of ")


def _short(label: str) -> str:
    derivative = {"derivative": "f′(x)", "second derivative": "f″(x)"}.get(label.removesuffix("s"))
    return derivative or {"activations": "f(x)"}.get(label, label)


def _row(view: View, series: int, at: int) -> str:
    cells = []
    for panel in view.panels:
        curve = next((c for c in panel.curves if c.series == series), None)
        cells.append(
            "<td></td>"
            if curve is None
            else f'<td style="--c:var(--{curve.color})"><span>{escape(curve.y[at])}</span></td>'
        )
    name = escape(view.series[series])
    box = f'<label><input type="checkbox" checked data-series="{series}"><span class="name">{name}</span></label>'
    return f'<tr data-series="{series}"><th scope="row">{box}</th>{"".join(cells)}</tr>'


def _turns(view: View) -> str:
    if not view.turns:
        return ""
    parts = []
    for i, turn in enumerate(view.turns):
        name = f"{view.series[turn.series]}: " if len(view.series) > 1 and turn.series != EVERY else ""
        value = escape(turn.values[turn.at])
        parts.append(
            f'<div class="turn"><label for="turn{i}"><b>{escape(name + turn.label)}</b> {escape(turn.summary)}</label>'
            f'<output for="turn{i}">{value}</output>'
            f'<input type="range" id="turn{i}" min="0" max="{len(turn.values) - 1}" value="{turn.at}" '
            f'aria-valuetext="{value}"></div>'
        )
    return f'<div class="turns">{"".join(parts)}<button type="button" id="reset">Reset</button></div>'
