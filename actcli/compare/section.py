"""A section of a comparison: records with the same fields, one or more for each function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.catalog.record import Interval

Value: TypeAlias = "float | int | str | bool | Interval | list[Interval] | dict[str, list[float]] | None"
Record: TypeAlias = dict[str, Value]


@dataclass(frozen=True)
class Section:
    """Records of the same fields.

    Attributes
    ----------
    name
        Its key in JSON and the option that asks for it: ``traits``, ``diff``, ``depth``, ``train``.
    columns
        The fields that are columns of a table, in their order; the others are in JSON only.
    records
        One mapping of fields per row: numbers, words, truth values, intervals (a place, or where something holds),
        lists of numbers by name, or None.
    note
        A sentence below the table, such as how it was measured.
    """

    name: str
    columns: Sequence[str]
    records: list[Record]
    note: str = ""
