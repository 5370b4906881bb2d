"""``show -t markdown``: the card of a function for a page, with mathematics as GitHub reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.render.text import card_lines
from actcli.render.text.as_markdown import escaped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.analysis.describe import Card

_ARXIV = re.compile(r"arXiv:([\w./-]+)$")


def card_markdown(card: Card, equations: Iterable[str]) -> bytes:
    """Return a heading, the summary, the equations in LaTeX, and a table of facts."""
    blocks = [f"## {escaped(card['name'])}\n", f"{escaped(card['summary'])}\n"]
    blocks += [f"```math\n{equation}\n```\n" for equation in equations]
    rows = [f"| {escaped(name)} | {_linked(escaped(text))} |\n" for name, text in card_lines.facts(card)]
    return "\n".join([*blocks, "| | |\n| :--- | :--- |\n" + "".join(rows)]).encode()


def _linked(text: str) -> str:
    return _ARXIV.sub(r"[arXiv:\1](https://arxiv.org/abs/\1)", text)
