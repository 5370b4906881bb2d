"""Cards of functions on a page: summary, typeset equations, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from actcli.errors import UsageError
from actcli.evaluation import notation
from actcli.formula import latex
from actcli.render.html.document import Card, Equation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.formula.typeset import Typeset


class Cards(NamedTuple):
    """Cards of functions, and the glyphs of their equations, which the page holds once."""

    cards: list[Card]
    glyphs: str


def cards(functions: Sequence[BoundActivation], settings: Sequence[str], *, most: int = 2) -> Cards:
    """Return the cards of functions.

    Parameters
    ----------
    functions
        The functions.
    settings
        The parameters of each, as text.
    most
        How many equations each card has: 1 for the definition alone, 0 for none.
    """
    typeset = [_equations(function, most) for function in functions]
    drawn, glyphs = _drawn([equation for each in typeset for equation in each])
    result = []
    for function, setting, own in zip(functions, settings, typeset, strict=True):
        record = function.activation
        equations, drawn = tuple(drawn[: len(own)]), drawn[len(own) :]
        text = f"f(x) = {record.formula}" if most and not own and record.formula != record.name else ""
        links = tuple((str(p), f"https://arxiv.org/abs/{p.arxiv}" if p.arxiv else "") for p in record.papers)
        result.append(Card(function.name, record.summary, setting, equations, text, links))
    return Cards(result, glyphs)


def _equations(function: BoundActivation, most: int) -> list[Typeset]:
    """Return the definition and the derivative of a function; nothing where words define it."""
    if function.base is None and not function.has_formula:
        return []
    try:
        return [equation for equation, _ in zip(notation.typeset_equations(function), range(most), strict=False)]
    except UsageError:
        return []


def _drawn(equations: Sequence[Typeset]) -> tuple[list[Equation], str]:
    if not equations:
        return [], ""
    from actcli.render.figure import glyphs

    drawn = glyphs.draw(equations)
    texts = (latex.equation(each) for each in equations)
    return [Equation(*each, text) for each, text in zip(drawn.equations, texts, strict=True)], drawn.glyphs
