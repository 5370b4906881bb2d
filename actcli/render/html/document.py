"""A chart as one HTML file that needs no network: markup, style, script and numbers."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import orjson

from actcli.render.figure.theme import THEMES
from actcli.render.html import readout, svg
from actcli.render.html.svg import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.charts.ticks import Ticks
    from actcli.render.figure.glyphs import FormulaSvg
    from actcli.render.html.views import Curve, PanelView, View

#: Themes that follow the reader's setting, and those that are kept whatever it is.
_AUTOMATIC = "light dark"


@dataclass(frozen=True)
class Card:
    """A description of a function on a page.

    Attributes
    ----------
    name, summary
        The function and a line about it.
    equations
        The definition and the derivative.
    text
        The definition where it is words.
    links
        Papers: a text, and an address or nothing.
    """

    name: str
    summary: str
    equations: tuple[FormulaSvg, ...]
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Heading:
    """The title of a page, the line below it, its contents in words, its theme (None: the reader's own), its scale."""

    title: str
    subtitle: str
    description: str
    theme: str | None = None
    ramp: int = 0


def page(heading: Heading, view: View, cards: Sequence[Card], glyphs: str) -> bytes:
    """Return the page of a chart."""
    body = (
        f"{_header(heading, cards)}\n<main>\n{_figure(heading, view)}\n{readout.aside(view)}\n</main>\n{_about(cards)}"
    )
    return document(heading, body, _data(view), glyphs)


def document(heading: Heading, body: str, data: object, glyphs: str) -> bytes:
    """Return a whole document around its visible part."""
    theme = f' data-theme="{heading.theme}"' if heading.theme else ""
    scheme = "dark" if heading.theme == "dark" else "light" if heading.theme else _AUTOMATIC
    script = ""
    if data is not None:
        numbers = orjson.dumps(data).decode().replace("<", "\\u003c")
        script = (
            f'<script type="application/json" id="data">{numbers}</script>\n<script>\n{_asset("script.js")}</script>\n'
        )
    text = f"""<!doctype html>
<html lang="en"{theme}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="{scheme}">
<meta name="description" content="{escape(heading.description)}">
<title>{escape(heading.title)}</title>
<link rel="icon" href="data:,">
<style>
{_colors(heading.ramp)}{_asset("style.css")}</style>
<svg width="0" height="0" aria-hidden="true" class="defs"><defs>{glyphs}</defs></svg>
{body}
{script}</html>
"""
    return text.encode()


@cache
def _asset(name: str) -> str:
    return files("actcli.render.html").joinpath(name).read_text(encoding="utf-8")


def picture(heading: Heading, drawn: Sequence[bytes]) -> bytes:
    """Return the page of a figure: one SVG, or a second one for dark pages."""
    sources = ["data:image/svg+xml;base64," + b64encode(each).decode() for each in drawn]
    dark = "".join(f'<source media="(prefers-color-scheme:dark)" srcset="{each}">' for each in sources[1:])
    alt = escape(heading.description)
    body = f'<main class="picture"><picture>{dark}<img src="{sources[0]}" alt="{alt}"></picture><p>{alt}</p></main>'
    return document(heading, body, None, "")


def _colors(ramp: int) -> str:
    """Return the colours of the themes as variables of CSS: c0, c1, ... of lines, r0, ... of an ordered scale."""

    def declared(name: str) -> str:
        theme = THEMES[name]
        named = {"ground": theme.ground, "panel": theme.panel, "ink": theme.ink, "muted": theme.muted}
        named |= {"faint": theme.faint} | {f"c{i}": color for i, color in enumerate(theme.palette)}
        named |= {f"r{i}": color for i, color in enumerate(theme.ramped(ramp))}
        return "".join(f"--{key}:{value};" for key, value in named.items())

    return (
        f":root{{{declared('light')}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{declared('dark')}}}}}\n"
        f":root[data-theme=dark]{{{declared('dark')}}}\n:root[data-theme=print]{{{declared('print')}}}\n"
    )


def _header(heading: Heading, cards: Sequence[Card]) -> str:
    parts = [f"<h1>{escape(heading.title)}</h1>"]
    one = cards[0] if len(cards) == 1 else None
    if one is not None and one.summary:
        parts.append(f'<p class="summary">{escape(one.summary)}</p>')
    if heading.subtitle:
        parts.append(f'<p class="settings">{escape(heading.subtitle)}</p>')
    if one is not None:
        parts.append(_card_body(one))
    return f"<header>\n{''.join(parts)}\n</header>"


def _card_body(card: Card) -> str:
    drawn = "".join(map(equation, card.equations))
    parts = [f'<div class="equations">{drawn}</div>'] if drawn else []
    if card.text:
        parts.append(f'<p class="words">{escape(card.text)}</p>')
    return "".join([*parts, papers(card)])


def papers(card: Card) -> str:
    """Return the papers of a card as a list."""
    items = "".join(f"<li>{_link(text, address)}</li>" for text, address in card.links)
    return f'<ul class="papers">{items}</ul>' if items else ""


def _link(text: str, address: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{escape(text)}</a>' if address else escape(text)


def equation(drawn: FormulaSvg) -> str:
    """Return a typeset equation as SVG in the size of the text around it."""
    size = f'style="width:{drawn.width / 12:.2f}em" viewBox="0 0 {drawn.width:.2f} {drawn.height:.2f}"'
    label = escape(drawn.latex)
    return f'<div class="equation"><svg role="img" aria-label="{label}" {size}>{drawn.markup}</svg></div>'


def _about(cards: Sequence[Card]) -> str:
    """Return the cards of several functions, below their curves."""
    if len(cards) < 2:
        return ""
    parts = [
        f'<section class="card"><h2>{escape(card.name)}</h2><p class="summary">{escape(card.summary)}</p>'
        f"{_card_body(card)}</section>"
        for card in cards
    ]
    return f'<div class="cards">{"".join(parts)}</div>'


def _figure(heading: Heading, view: View) -> str:
    last = len(view.panels) - 1
    panels = "\n".join(_panel(heading, view, panel, last=i == last) for i, panel in enumerate(view.panels))
    start = view.start
    slider = (
        f'<div class="cursor-row"><input type="range" id="x" min="0" max="{len(view.x) - 1}" value="{start}" '
        f'aria-label="{escape(view.xlabel)}" aria-valuetext="{escape(view.x[start])}"></div>'
    )
    return f'<figure>\n{panels}\n<p class="xlabel">{escape(view.xlabel + view.xticks.note)}</p>\n{slider}\n</figure>'


def _panel(heading: Heading, view: View, panel: PanelView, *, last: bool) -> str:
    box = panel.box
    rows = [(1000 - at, text) for at, text in _placed(panel.ticks, box.ylim)]
    columns = _placed(view.xticks, box.xlim)
    grid = "".join(svg.segment(0, at, 1000, at, "grid") for at, _ in rows)
    grid += "".join(svg.segment(at, 0, at, 1000, "grid") for at, _ in columns)
    if not panel.log:
        grid += svg.zeros(box)
    curves = "".join(_group(curve) for curve in panel.curves)
    texts = [f'<span class="ytick" style="top:{at / 10:.2f}%">{escape(text)}</span>' for at, text in rows]
    if last:
        texts += [f'<span class="xtick" style="left:{at / 10:.2f}%">{escape(text)}</span>' for at, text in columns]
    label = escape(f"{heading.description} {panel.label}")
    return (
        f'<div class="panel"><p class="ylabel">{escape(panel.label + panel.ticks.note)}</p><div class="area">'
        f'<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f'{grid}{panel.behind}{curves}<g class="cursor"></g></svg>'
        f'<div aria-hidden="true">{"".join(texts)}</div></div></div>'
    )


def _placed(marks: Ticks, limits: tuple[float, float]) -> list[tuple[float, str]]:
    """Return where ticks are, in units of the box, with their labels."""
    places = Box(limits, limits).x(np.array(marks.values)).tolist()
    return list(zip(places, marks.texts, strict=True))


def _group(curve: Curve) -> str:
    return f'<g data-series="{curve.series}" style="color:var(--{curve.color})">{curve.markup}</g>'


def _data(view: View) -> object:
    return {
        "x": " ".join(view.x),
        "places": [round(place, 1) for place in view.places],
        "panels": [{"low": p.box.ylim[0], "high": p.box.ylim[1], "log": p.log} for p in view.panels],
        "curves": [
            {"panel": i, "series": curve.series, "y": _joined(curve)}
            for i, panel in enumerate(view.panels)
            for curve in panel.curves
        ],
        "turns": [
            {
                "series": turn.series,
                "at": turn.at,
                "values": turn.values,
                "states": [
                    {"name": name, "curves": [{"markup": c.markup, "y": _joined(c)} for c in curves]}
                    for name, curves in turn.states
                ],
            }
            for turn in view.turns
        ],
    }


def _joined(curve: Curve) -> str:
    return ",".join(curve.y)
