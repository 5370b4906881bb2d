"""(functions, points, wishes) -> picture, by the kind of the functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.card import kind
from actcli.drawing import elementwise, gates, vectors
from actcli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.bound import Bound
    from actcli.drawing.picture import BarPicture, Picture, Where, Wishes

_KINDS = {"elementwise": "one number", "gated": "two halves of a vector", "vector": "a whole vector"}


def compose(functions: Sequence[Bound], where: Where, wishes: Wishes) -> Picture | BarPicture:
    """Return the picture of functions of one kind.

    Raises
    ------
    UsageError
        If they are of different kinds, or the wishes do not suit them.
    ActcliError
        If nothing finite is to be seen.
    """
    first = functions[0]
    for other in functions[1:]:
        if kind(other.activation) != kind(first.activation):
            ours, theirs = (f"{f.name} is a function of {_KINDS[kind(f.activation)]}" for f in (first, other))
            raise UsageError(f"{ours}, {theirs}: they have no axis in common", "plot them one by one")
    match kind(first.activation):
        case "elementwise":
            return elementwise.compose(functions, where, wishes)
        case "gated":
            return gates.compose(functions, where, wishes)
    return vectors.compose(functions, where, wishes)
