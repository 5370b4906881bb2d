"""The work of ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from actcli.analysis import describe
from actcli.choices import CardFormat
from actcli.cli import validation
from actcli.cli.writing import format_of, write
from actcli.render.terminal.screen import shows_curves, wants_color
from actcli.render.text import json_text
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from actcli.cli.show import ShowRequest


def run(request: ShowRequest) -> None:
    """Write the card of a function."""
    form = format_of(request.format, request.output, CardFormat)
    function = resolve(request.spec)
    validation.definitions("show", [function])
    facts: dict[str, Any] = describe.card(function)
    if form in {CardFormat.json, CardFormat.jsonl}:
        between = ",\n " if form == CardFormat.json else ", "
        fields = (f"{json_text.encode(key)}: {json_text.encode(value)}" for key, value in facts.items())
        chunks = [f"{{{between.join(fields)}}}\n".encode()]
    else:
        from actcli.cli.sketch import sketch
        from actcli.render.terminal import rich_tables

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
    write(chunks, request.output, form)
