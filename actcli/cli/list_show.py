"""``list`` and ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actcli.analysis import describe
from actcli.choices import OutputFormat
from actcli.cli import validation
from actcli.cli.writing import are_for_reading, format_of, write
from actcli.errors import ActcliError, UsageError
from actcli.render.terminal.screen import shows_curves, wants_color
from actcli.render.text import json_text, word_table
from actcli.render.text.writer import Grid
from actcli.spec import registry
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.cli.options import ListRequest, ShowRequest

COLUMNS = ("name", "family", "kind", "formula")


def list_functions(request: ListRequest) -> None:
    """Write the registry, or a part of it."""
    family = None if request.family is None else registry.family(request.family)
    entries = [
        describe.entry(record)
        for record in registry.records().values()
        if family in {None, record.family} and describe.matches(record, request.search or "")
    ]
    if not entries:
        raise ActcliError(f"nothing found for '{request.search}'", "actcli list shows every function")
    form = format_of(request.format, request.output)
    write(_listed(entries, form, request), request.output, form)


def _listed(entries: list[describe.Card], form: OutputFormat | None, request: ListRequest) -> Iterable[bytes]:
    if are_for_reading(form, request.output):
        from actcli.render.terminal import rich_tables  # noqa: PLC0415  # rich is for terminals

        return [rich_tables.listing(entries, color=request.color)]
    names = COLUMNS[:1] if form == "plain" else COLUMNS
    columns = [[str(entry[name]) for entry in entries] for name in names]
    grid = Grid(names, [False] * len(names), [columns], len(entries))
    header = not request.no_header
    return word_table.encode("the list", grid, entries, form or OutputFormat.table, header=header)


def show(request: ShowRequest) -> None:
    """Write the card of a function."""
    function = resolve(request.spec)
    validation.definitions("show", [function])
    form = format_of(request.format, request.output)
    facts: dict[str, Any] = describe.card(function)
    if form in {"json", "jsonl"}:
        between = ",\n " if form == "json" else ", "
        fields = (f"{json_text.encode(key)}: {json_text.encode(value)}" for key, value in facts.items())
        chunks = [f"{{{between.join(fields)}}}\n".encode()]
    elif form in {None, "table", "plain"}:
        from actcli.cli.sketch import sketch  # noqa: PLC0415  # so are sketches, by uniplot
        from actcli.render.terminal import rich_tables  # noqa: PLC0415  # cards are laid out by rich

        in_file = request.output not in {None, "-"}
        chunks = [
            rich_tables.show(facts, color=request.color, in_file=in_file),
            sketch(
                function,
                rich_tables.room(in_file=in_file),
                ascii_only=not (in_file or shows_curves()),
                colored=wants_color(request.color, in_file=in_file),
            ),
        ]
    else:
        raise UsageError(f"a card is text or json, not {form}")
    write(chunks, request.output, form)
