"""Sections of a comparison as short cells for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.compare.section import Column, Section


class Cells(NamedTuple):
    """A table of short cells.

    Attributes
    ----------
    columns
        Those that have something to say.
    rows
        One text per column.
    below
        Pairs of a function and a text that is too long for a cell.
    notes
        Lines about the table.
    """

    columns: Sequence[Column[Any]]
    rows: Sequence[Sequence[str]]
    below: Sequence[tuple[str, str]]
    notes: Sequence[str]


def cells(section: Section[Any], digits: int | None) -> Cells:
    """Return the cells of a section; columns without content are left out.

    Parameters
    ----------
    section
        Rows and columns.
    digits
        Significant digits; None for the section's own.
    """
    digits = digits or section.digits
    lines = section.rows if section.lines is None else section.lines
    first = section.columns[0]
    texts = {column: [column.cell(line, digits) for line in lines] for column in section.columns if not column.below}
    shown = [column for column in texts if column is first or column.always or set(texts[column]) != {"-"}]
    below = [
        (first.cell(line, digits), text)
        for line in lines
        for column in section.columns
        if column.below
        for text in column.cell(line, digits).splitlines()
    ]
    notes = [*section.notes, *(f"{column.heading}: {column.note}" for column in shown if column.note)]
    return Cells(shown, list(zip(*(texts[column] for column in shown), strict=True)), below, notes)
