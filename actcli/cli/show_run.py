"""The work of ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.analysis import describe
from actcli.choices import CardFormat
from actcli.cli import validation
from actcli.cli.writing import format_of, write
from actcli.errors import UsageError
from actcli.evaluation import notation
from actcli.formula import latex
from actcli.numbers.formatting import format_float
from actcli.render.terminal.screen import shows_curves, wants_color
from actcli.render.text import json_text
from actcli.render.text.card_markdown import card_markdown
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from actcli.cli.show import ShowRequest
    from actcli.evaluation.bound import BoundActivation


def run(request: ShowRequest) -> None:
    """Write the card of a function."""
    form = format_of(request.format, request.output, CardFormat)
    function = resolve(request.spec)
    validation.definitions("show", [function])
    write(_rendered(function, form, request), request.output, form)


def _rendered(function: BoundActivation, form: CardFormat | None, request: ShowRequest) -> list[bytes]:
    match form:
        case CardFormat.latex:
            values = ", ".join(f"{name} = {format_float(value)}" for name, value in function.values.items())
            heading = f"% {function.activation.name}: {values}\n" if values else ""
            return [(heading + latex.displays(notation.equations(function))).encode()]
        case CardFormat.markdown:
            return [card_markdown(describe.card(function), _equations(function))]
        case CardFormat.json | CardFormat.jsonl:
            between = ",\n " if form == CardFormat.json else ", "
            facts = describe.card(function).items()
            fields = (f"{json_text.encode(key)}: {json_text.encode(value)}" for key, value in facts)
            return [f"{{{between.join(fields)}}}\n".encode()]
    return _with_sketch(function, request)


def _equations(function: BoundActivation) -> list[str]:
    """Return the equations of a function; none where no formula defines it."""
    try:
        return list(notation.equations(function))
    except UsageError:
        return []


def _with_sketch(function: BoundActivation, request: ShowRequest) -> list[bytes]:
    from actcli.cli.sketch import sketch
    from actcli.render.terminal import rich_tables

    in_file = request.output not in {None, "-"}
    return [
        rich_tables.show(describe.card(function), color=request.color, in_file=in_file),
        sketch(
            function,
            rich_tables.room(in_file=in_file),
            ascii_only=not (in_file or shows_curves()),
            colored=wants_color(request.color, in_file=in_file),
        ),
    ]
