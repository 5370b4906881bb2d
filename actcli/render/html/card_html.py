"""The card of a function as a notebook shows it: a table, and the figure as an image."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from actcli.render.text import card_lines

if TYPE_CHECKING:
    from actcli.analysis.describe import Card

_LEFT = 'style="text-align:left;vertical-align:top"'


def card_html(card: Card, svg: bytes | None) -> str:
    """Return a card with its figure; the image keeps its identifiers from those of other cells."""
    rows = "".join(
        f"<tr><th {_LEFT}>{escape(name)}</th><td {_LEFT}>{escape(text)}</td></tr>"
        for name, text in card_lines.lines(card)
    )
    image = ""
    if svg is not None:
        source = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
        image = f'<img src="{source}" alt="{escape(card["name"])} and its derivative" style="max-width:100%">'
    title = f"<p><b>{escape(card['name'])}</b> {escape(card['summary'])}</p>"
    return f"<div>{title}{image}<details><summary>Facts</summary><table>{rows}</table></details></div>"
