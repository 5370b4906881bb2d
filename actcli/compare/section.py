"""A section of a comparison: typed rows, the fields that JSON and csv have of them, and the columns of a reader.

Each section is one module ``compare/NAME_section.py``, found by the option ``--NAME`` that asks for it, which has

``ROW``
    The type of its rows, a named tuple: each field is annotated with its :class:`Field`, and the docstring says what
    the records are. FIELDS.md is made of both. None for a table of numbers, which is documented by ``ABOUT``.
``section(comparison)``
    Computes it: a :class:`Section`, or a table of numbers.
``chart(comparison)``
    Only where the section can be drawn: the curves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeVar, get_type_hints

from actcli.catalog.record import Interval
from actcli.catalog.traits import union
from actcli.numbers.formatting import format_float

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

R = TypeVar("R")
L = TypeVar("L")


class Field(NamedTuple):
    """How a field of a row is documented and written.

    Attributes
    ----------
    unit, meaning
        As FIELDS.md has them.
    to_text
        Writes a value, never None, in csv and aligned text, with significant digits (None: exactly).
    to_json
        Makes plain data of a value: a number, which is rounded later, a text, lists and dicts of them.
    in_tables
        Whether csv and aligned text have it: always, only where some row has something to say, or never, because it
        repeats an option.
    """

    unit: str
    meaning: str
    to_text: Callable[[Any, int | None], str]
    to_json: Callable[[Any, int | None], object] = lambda value, _: value
    in_tables: Literal["always", "if any", "never"] = "always"

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, which are aligned to the right."""
        return self.to_text is format_float

    def rare(self) -> Field:
        """Return the field as one that tables show only where a row has a value for it."""
        return self._replace(in_tables="if any")

    def repeated(self) -> Field:
        """Return the field as one that repeats an option, which tables leave out."""
        return self._replace(in_tables="never")


def number(unit: str, meaning: str) -> Field:
    """Return a field of a number."""
    return Field(unit, meaning, format_float)


def text(meaning: str) -> Field:
    """Return a field of a text."""
    return Field("text", meaning, lambda value, _: str(value))


def truth(meaning: str) -> Field:
    """Return a field of a truth value: yes or no."""
    return Field("truth", meaning, lambda value, _: "yes" if value else "no")


def intervals(unit: str, meaning: str) -> Field:
    """Return a field of pieces of the real line: text, absent if there are none."""
    return Field(f"intervals of {unit}", meaning, union, lambda pieces, digits: union(pieces, digits) or None)


def place(unit: str, meaning: str) -> Field:
    """Return a field of an interval that may be a point: in JSON a number if it is one, text if it is not finite."""
    return Field(unit, meaning, Interval.format, _place)


def _place(where: Interval, digits: int | None) -> object:
    is_number = where.low == where.high and math.isfinite(where.low)
    return where.low if is_number else where.format(digits)


def parameters(meaning: str) -> Field:
    """Return a field of lists of numbers by name: ``alpha=0.25,0.3;beta=1``."""

    def to_text(values: Mapping[str, Sequence[float]], digits: int | None) -> str:
        return ";".join(f"{key}={','.join(format_float(v, digits) for v in each)}" for key, each in values.items())

    return Field("parameters", meaning, to_text, lambda values, _: values or None)


def fields_of(row: type) -> Mapping[str, Field]:
    """Return the fields of a type of rows, in their order."""
    hints = get_type_hints(row, include_extras=True)
    return {name: next(m for m in hint.__metadata__ if isinstance(m, Field)) for name, hint in hints.items()}


@dataclass(frozen=True)
class Column(Generic[L]):
    """A column of the table that a reader sees at a terminal.

    Attributes
    ----------
    heading
        The text above it.
    cell
        Formats the cell of a line with a number of significant digits; ``-`` for an absent value.
    note
        The meaning of the heading, for the lines below the table.
    numeric
        Whether cells are aligned to the right.
    narrowest
        The width down to which cells may be wrapped; None: never.
    always
        Whether it is shown even if it has nothing to say.
    below
        Whether its texts, too long for cells, are listed below the table, line by line.
    """

    heading: str
    cell: Callable[[L, int], str]
    note: str = ""
    numeric: bool = True
    narrowest: int | None = None
    always: bool = False
    below: bool = False


@dataclass(frozen=True)
class Section(Generic[R]):
    """Rows of one type, and how a reader sees them.

    Attributes
    ----------
    rows
        Named tuples, one or more for each function.
    columns
        The first one names the function.
    notes
        Notes on the whole table, a line each.
    lines
        The lines of a reader's table where they are not the rows.
    digits
        Significant digits of the reader's cells.
    """

    rows: Sequence[R]
    columns: Sequence[Column[Any]]
    notes: Sequence[str] = ()
    lines: Sequence[Any] | None = None
    digits: int = 4
