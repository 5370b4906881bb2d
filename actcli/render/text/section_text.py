"""Sections of a comparison -> bytes for pipes and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actcli.compare.section import fields_of
from actcli.compare.sections import module_of
from actcli.errors import UsageError
from actcli.evaluation.compute import Table
from actcli.render.text import numeric_table, word_table
from actcli.render.text.writer import TextTable, writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.choices import OutputFormat
    from actcli.compare.section import Field, Section
    from actcli.numbers.style import Style


def holds_one(form: OutputFormat | None) -> bool:
    """Tell whether a document in a format can hold one section only."""
    return form is not None and writer_of(form).join is None


def encode(
    parts: Mapping[str, Section[Any] | Table], form: OutputFormat, style: Style, *, header: bool
) -> Iterator[bytes]:
    """Yield sections in a format.

    Raises
    ------
    UsageError
        If the format holds one section and there are several, or it does not hold words.
    """
    chunks = {name: _encoded(name, part, form, style, header=header) for name, part in parts.items()}
    join = writer_of(form).join
    if join is not None:
        return join(chunks)
    if len(parts) > 1:
        raise UsageError(
            f"{form} holds one section, not {' and '.join(parts)}", f"choose one, such as --{next(iter(parts))}"
        )
    return next(iter(chunks.values()))


def _encoded(
    name: str, part: Section[Any] | Table, form: OutputFormat, style: Style, *, header: bool
) -> Iterator[bytes]:
    if isinstance(part, Table):
        return numeric_table.encode(part._replace(vectors=None), form, style, header=header)
    fields = fields_of(module_of(name).ROW)
    records = [
        {
            key: None if (value := getattr(row, key)) is None else field.to_json(value, style.digits)
            for key, field in fields.items()
        }
        for row in part.rows
    ]
    grid = _grid(part, fields, style.digits)
    return word_table.encode(name, grid, records, form, header=header, digits=style.digits)


def _grid(part: Section[Any], fields: Mapping[str, Field], digits: int | None) -> TextTable:
    """Return the fields of rows as texts, without those that are always empty or repeat an option."""
    columns: dict[str, list[str]] = {}
    for key, field in fields.items():
        values = [getattr(row, key) for row in part.rows]
        if field.in_tables == "always" or (field.in_tables == "if any" and any(values)):
            columns[key] = ["" if value is None else field.to_text(value, digits) for value in values]
    numeric = [fields[key].is_number for key in columns]
    return TextTable(list(columns), numeric, [list(columns.values())], len(part.rows))
