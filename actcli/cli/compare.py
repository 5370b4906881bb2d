"""``compare``: functions side by side, in sections."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from actcli import compute, points, spec, words
from actcli.cli.values import format_of, style_of, write
from actcli.compare import traits
from actcli.errors import UsageError
from actcli.render import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from actcli.bound import Bound
    from actcli.cli.compare_request import CompareRequest
    from actcli.compare.section import Section
    from actcli.points import Points
    from actcli.render.text import Format, Style

#: Points that compare and plot take at most.
MAX_POINTS = 10**6


def compare(request: CompareRequest) -> None:
    """Measure what was asked for, and write it."""
    asked = words.judge(request.words)
    if asked.out is not None:
        raise UsageError(
            f"'{asked.out}' is a figure", f"actcli plot {' '.join(request.words)}, or -o {asked.out} with --depth"
        )
    if not asked.specs:
        raise UsageError("functions are missing", "for instance: actcli compare relu gelu")
    functions = spec.resolve_all(asked.specs)
    style = style_of(request.dtype, request.digits)
    form = format_of(request.format, request.output)
    chosen = [name for name in ("traits", "values") if getattr(request, name)]
    wanted = chosen or (["traits"] if request.cost else ["values"] if form in sections.ONE else ["traits", "values"])
    parts: dict[str, Section | compute.Table] = {}
    for name in wanted:
        parts[name] = (
            traits.section(functions, cost=request.cost)
            if name == "traits"
            else _values(functions, asked, request, style)
        )
    write(_rendered(parts, form, style, request), request.output, form)


def _values(functions: Sequence[Bound], asked: words.Words, request: CompareRequest, style: Style) -> compute.Table:
    quantity = compute.derivative if request.grad else compute.value
    return compute.table([quantity(f) for f in functions], _points(functions, asked, request), style.number_type)


def _points(functions: Sequence[Bound], asked: words.Words, request: CompareRequest) -> Points:
    multiple = max(f.multiple for f in functions)
    if asked.stdin:
        from actcli import stream  # noqa: PLC0415  # words need no stream

        return points.Listed(tuple(stream.numbers()))
    start, stop = asked.ends or ("-5", "5")
    grid = points.grid(start, stop, num=request.num, multiple=multiple)
    if grid.count > MAX_POINTS:
        raise UsageError(f"compare takes up to 10**6 points, got {grid.count}", "actcli eval streams any number")
    return grid


def _rendered(
    parts: Mapping[str, Section | compute.Table], form: Format | None, style: Style, request: CompareRequest
) -> Iterable[bytes]:
    if form is None and request.output is None and os.isatty(1):
        from actcli.render import terminal  # noqa: PLC0415  # rich is for terminals

        return terminal.sections(parts, style, color=request.color)
    return sections.encode(parts, form or "table", style, header=not request.no_header)
