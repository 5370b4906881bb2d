"""How notebooks show functions: the card, the figure and the definition. ``actcli.get`` imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import ActcliError
from actcli.evaluation.bound import BoundActivation

if TYPE_CHECKING:
    from collections.abc import Container


def html(function: BoundActivation) -> str | None:
    """Return the card of a function with its figure; None where only values are known."""
    from actcli.analysis import describe
    from actcli.render.html.card_html import card_html

    return None if function.values_only else card_html(describe.card(function), svg(function))


def svg(function: BoundActivation) -> bytes | None:
    """Return the figure of a function; None if it has no finite value there, or only values are known."""
    from actcli.charts.compose import overview
    from actcli.render.figure import figures

    chart = None if function.values_only else overview(function)
    return None if chart is None else figures.draw(chart, figures.FigureStyle("svg"))


def bundle(
    function: BoundActivation, include: Container[str] | None = None, exclude: Container[str] | None = None
) -> dict[str, str]:
    """Return a function in the formats of notebooks: text, HTML, and the definition for exports to LaTeX."""
    found: dict[str, str | None] = {"text/plain": repr(function), "text/html": html(function)}
    drawn = svg(function)
    found["image/svg+xml"] = None if drawn is None else drawn.decode()
    try:
        found["text/latex"] = f"$\\displaystyle {function.latex}$"
    except ActcliError:
        found["text/latex"] = None
    return {
        kind: text
        for kind, text in found.items()
        if text is not None and (include is None or kind in include) and (exclude is None or kind not in exclude)
    }


# The rooms that draw know functions, not the other way round: the methods that notebooks look for are added here.
BoundActivation._repr_html_ = html  # type: ignore[attr-defined]  # added
BoundActivation._repr_mimebundle_ = bundle  # type: ignore[attr-defined]  # added
