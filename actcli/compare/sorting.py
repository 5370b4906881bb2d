"""Sections in the order of one of their fields."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from actcli.catalog.record import Interval
from actcli.compare.section import Section
from actcli.errors import UsageError
from actcli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actcli.evaluation.compute import Table

    Parts = Mapping[str, "Section[Any] | Table"]


def in_order(parts: Parts, field: str) -> Parts:
    """Return sections with their rows in ascending order of a field, or descending with a minus before its name.

    Rows without a value come last; equal ones keep their order.

    Raises
    ------
    UsageError
        If no section has the field.
    """
    name = field.removeprefix("-")
    known = [each for part in parts.values() if isinstance(part, Section) for each in _fields(part)]
    if name not in known:
        raise UsageError(f"--sort: '{name}' is not a field", nearest(name, known) or f"fields: {', '.join(known)}")
    return {
        key: replace(part, rows=_sorted(part.rows, name, descending=field.startswith("-")))
        if isinstance(part, Section) and name in _fields(part)
        else part
        for key, part in parts.items()
    }


def _fields(part: Section[Any]) -> tuple[str, ...]:
    return () if part.lines is not None or not part.rows else tuple(part.rows[0]._fields)


def _sorted(rows: Sequence[Any], name: str, *, descending: bool) -> list[Any]:
    keyed = [(_key(getattr(row, name)), row) for row in rows]
    present = [pair for pair in keyed if pair[0] is not None]
    present.sort(key=lambda pair: pair[0], reverse=descending)
    return [row for _, row in present] + [row for key, row in keyed if key is None]


def _key(value: Any) -> Any:  # noqa: ANN401 - a value of any field
    """Return the sort key of a value: itself, or the ends of intervals; None if it is absent."""
    if isinstance(value, Interval):
        return [(value.low, value.high)]
    if isinstance(value, tuple):
        return [(piece.low, piece.high) for piece in value] or None
    if isinstance(value, float) and math.isnan(value):
        return None
    return value
