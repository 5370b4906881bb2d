"""A section of a comparison: records with the same fields, one or more for each function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True)
class Section:
    """Records of the same fields.

    Attributes
    ----------
    name
        Its key in JSON and the option that asks for it: ``traits``, ``values``, ``diff``, ``depth``, ``train``.
    headings
        Field -> what stands above its column, in the order of columns.
    records
        One mapping of fields per row; numbers, words, truth values, or None.
    note
        A sentence below the table, such as how it was measured.
    """

    name: str
    headings: dict[str, str]
    records: list[Record]
    note: str = ""
