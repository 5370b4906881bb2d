"""The work of ``list``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.analysis import describe
from actcli.choices import ListFormat, OutputFormat
from actcli.cli.writing import are_for_reading, format_of, write
from actcli.errors import ActcliError
from actcli.numbers.formatting import format_settings
from actcli.render.text import word_table
from actcli.render.text.writer import TextTable
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.catalog.record import Activation
    from actcli.cli.list import ListRequest

COLUMNS = ("name", "family", "kind", "formula")
#: Further columns in all formats without aligned lines.
MORE_COLUMNS = ("summary", "parameters")


def run(request: ListRequest) -> None:
    """Write the registry, or a part of it."""
    form = format_of(request.format, request.output, ListFormat)
    family = None if request.family is None else registry.family(request.family)
    library = None if request.library is None else registry.library(request.library)
    records = [
        record
        for record in registry.records().values()
        if family in {None, record.family}
        and (library is None or library in record.libraries)
        and describe.matches(record, request.search or "")
    ]
    if not records:
        wanted = [word for word in (request.search, request.library, request.family) if word]
        raise ActcliError(f"nothing found for '{' '.join(wanted)}'", "actcli list shows every function")
    write(_rendered(records, form, request), request.output, form)


def _rendered(records: list[Activation], form: ListFormat | None, request: ListRequest) -> Iterable[bytes]:
    entries = [describe.entry(record) for record in records]
    if are_for_reading(form, request.output):
        from actcli.render.terminal import rich_tables

        return [rich_tables.listing(entries, color=request.color)]
    names = _columns(form)
    texts = {"parameters": [format_settings(record.defaults) for record in records]}
    columns = [texts.get(name, [str(entry[name]) for entry in entries]) for name in names]
    grid = TextTable(names, [False] * len(names), [columns], len(entries))
    header = not request.no_header
    return word_table.encode("the list", grid, entries, OutputFormat(form or "table"), header=header)


def _columns(form: ListFormat | None) -> tuple[str, ...]:
    if form == ListFormat.plain:
        return COLUMNS[:1]
    return COLUMNS if form in {None, ListFormat.table} else (*COLUMNS, *MORE_COLUMNS)
