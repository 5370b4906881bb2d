"""Cards of functions on a page: summary, typeset equations, papers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from actcli.evaluation import notation
from actcli.render.html.document import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.formula.typeset import Typeset
    from actcli.render.figure.glyphs import FormulaSvg


class Cards(NamedTuple):
    """Cards of functions, and the glyphs of their equations, which the page holds once."""

    cards: list[Card]
    glyphs: str


def cards(functions: Sequence[BoundActivation], *, most: int = 2) -> Cards:
    """Return the cards of functions.

    Parameters
    ----------
    functions
        The functions.
    most
        How many equations each card has: 1 for the definition alone, 0 for none.
    """
    typeset = [_equations(function, most) for function in functions]
    glyphs, equations = _drawn([equation for each in typeset for equation in each])
    drawn = iter(equations)
    result = []
    for function, own in zip(functions, typeset, strict=True):
        record = function.activation
        text = f"f(x) = {record.formula}" if most and not own and record.formula != record.name else ""
        links = tuple((str(p), f"https://arxiv.org/abs/{p.arxiv}" if p.arxiv else "") for p in record.papers)
        result.append(Card(function.name, record.summary, tuple(islice(drawn, len(own))), text, links))
    return Cards(result, glyphs)


def _equations(function: BoundActivation, most: int) -> list[Typeset]:
    """Return the definition and the derivative of a function; nothing where words define it."""
    if not (function.base or function).has_formula:
        return []
    return list(islice(notation.typeset_equations(function), most))


def _drawn(equations: Sequence[Typeset]) -> tuple[str, list[FormulaSvg]]:
    if not equations:
        return "", []
    from actcli.render.figure import glyphs

    return glyphs.draw(equations)
