"""The work of ``eval``, which ``grad`` shares: resolve, read points, compute, render."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from actcli.choices import NUMERIC, OutputFormat
from actcli.cli import validation
from actcli.cli.request import Fact, refuse_ignored
from actcli.cli.writing import are_for_reading, content_of, format_of, style_of, write
from actcli.errors import UsageError
from actcli.evaluation import compute, points
from actcli.evaluation.evaluate import keep_memory
from actcli.io import output
from actcli.numbers.grammar import is_code, parse_number
from actcli.render.text import numeric_table
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from actcli.cli.eval import EvalRequest, PointsRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.style import Style

#: Longer tables are written to a terminal as they are computed, without a box.
BOXED = 1000


def run(request: EvalRequest) -> None:
    """Compute values at the requested points, and write them."""
    answer(request, compute.value, timeout=request.timeout)


def answer(
    request: PointsRequest, quantity: Callable[[BoundActivation], compute.Series], timeout: float | None = None
) -> None:
    """Compute a quantity of a function at the requested points, and write it."""
    keep_memory()
    form = format_of(request.format, request.output, OutputFormat)
    style = style_of(request, request.digits, bits=request.bits or form == "hex")
    function = resolve(request.spec, style.number_format, bits=style.bits, timeout=timeout)
    validation.no_measured(function)
    series = quantity(validation.proven([function], style)[0] if request.exact else function)
    request = _without_codes(request, style)
    _check_points(request)
    refuse_ignored(request, _facts(request, function, form, style), _hints(request))
    asked = _points(request, function, style)
    if asked is None:
        _filter(request, series, style, form)
    else:
        write(_rendered(request, series, asked, style, form), request.output, form)


def _rendered(
    request: PointsRequest, series: compute.Series, asked: Points, style: Style, form: OutputFormat | None
) -> Iterable[bytes]:
    """Return the bytes of a table of points and results."""
    if form == "npy":
        style.check_array()
    table = compute.table([series], asked, style.number_format, style.results)
    if request.codes and style.bits and form not in NUMERIC:
        from actcli.cli import codes

        table, style = codes.with_codes_as_x(table, style)
    if are_for_reading(form, request.output) and table.count <= BOXED:
        from actcli.render.terminal import rich_tables

        return rich_tables.table(table, style, color=request.color, header=not request.no_header)
    return numeric_table.encode(table, form or OutputFormat.table, style, header=not request.no_header)


def _without_codes(request: PointsRequest, style: Style) -> PointsRequest:
    """Return the request with decimals in the place of the codes among its points."""
    at = None if request.at is None else request.at.split(",")
    if not any(map(is_code, (*request.points, *(at or ())))):
        return request
    from actcli.cli import codes

    def decimals(words: Iterable[str]) -> list[str]:
        return [codes.to_decimal(word, style) if is_code(word) else word for word in words]

    words = {"points": decimals(request.points), "at": None if at is None else ",".join(decimals(at))}
    return request._replace(**words)


def _points(request: PointsRequest, function: BoundActivation, style: Style) -> Points | None:
    """Return the points that were given as arguments; None where they are read."""
    if request.every or request.codes:
        return _enumerated(request, function, style)
    if request.at is not None:
        return points.listed(request.at)
    if _is_range(request):
        start, stop = request.points or points.DEFAULT_ENDS
        return points.grid(start, stop, num=request.num, step=request.step, multiple=function.multiple)
    if request.points and request.points != ["-"]:
        return points.listed(request.points[0])
    return None


def _is_range(request: PointsRequest) -> bool:
    """Tell whether the points are evenly spaced: those of START STOP, or of the default range at a terminal."""
    if request.every or request.codes or request.at is not None or request.input is not None:
        return False
    return len(request.points) == 2 if request.points else os.isatty(0)


def _is_read(request: PointsRequest) -> bool:
    """Tell whether the points come from standard input or a file."""
    if request.input is not None or request.points == ["-"]:
        return True
    given = request.points or request.at is not None or request.every or request.codes
    return not given and not _is_range(request)


def _facts(request: PointsRequest, function: BoundActivation, form: OutputFormat | None, style: Style) -> set[Fact]:
    """Return what holds for the command as given."""
    facts = {
        Fact.RANGE: _is_range(request),
        Fact.READ: _is_read(request),
        Fact.VECTOR: function.is_vector,
        Fact.ELEMENTWISE: not function.is_vector,
        Fact.PROGRAM: validation.is_program(function),
        Fact.DECIMALS: not style.bits and form != "npy",
        Fact.ROUNDED: function.provable or style.is_narrow,
    }
    return {fact for fact, holds in facts.items() if holds}


def _hints(request: PointsRequest) -> dict[str, str]:
    """Return hints that explain why some options would have no effect."""
    if request.every or request.codes:
        option = "--every" if request.every else "--codes"
        return dict.fromkeys(("--num", "--step"), f"{option} takes all values of the type")
    if not request.points and _is_read(request) and request.input is None:
        hint = "without points, numbers are read from standard input; for the default range write -5 5"
        return dict.fromkeys(("--num", "--step"), hint)
    return {}


def _check_points(request: PointsRequest) -> None:
    """Refuse arguments and options that contradict each other."""
    words = request.points
    for word in words:
        if word != "-" and parse_number(word) is None:
            from actcli.cli import usage_errors

            raise UsageError(f"'{word}' is not a number", usage_errors.not_a_point(request, word))
    if len(words) > 2:
        raise UsageError(f"START STOP or one X, not {len(words)} numbers", f"list points with --at {','.join(words)}")
    if "-" in words and len(words) > 1:
        raise UsageError("- (standard input) cannot be combined with other points")
    typed = "START STOP" if len(words) == 2 else "".join(words)
    given = {typed: bool(words), "--at": request.at is not None, "--input": request.input is not None}
    listed = ",".join(filter(None, [request.at, *(word for word in words if word != "-")]))
    joined = request.at is not None and listed != request.at
    hint = f"several points with --at are joined by commas: --at {listed}" if joined else ""
    validation.one_source({**given, "--every": request.every, "--codes": request.codes}, hint)


def _enumerated(request: PointsRequest, function: BoundActivation, style: Style) -> Points:
    """Return all values of a format in numeric order, or those of all codes."""
    from actcli.numbers import formats

    compute.require_elementwise("--every" if request.every else "--codes", [function])
    form = style.number_format or formats.FLOAT64
    limits = [points.number(word) for word in request.points]
    values = form.every(*limits) if request.every else form.decode(form.codes())
    return points.Listed(tuple(values.tolist()), f"every {'finite value' if request.every else 'code'} of {form.name}")


def _filter(request: PointsRequest, series: compute.Series, style: Style, form: OutputFormat | None) -> None:
    from actcli.io import stream

    if request.column is not None:
        compute.require_elementwise("--column", [series.function])
        if form not in {None, "csv", "tsv"}:
            raise UsageError(f"--column writes the table as it was read, not as {form}")
    job = stream.FilterOptions(
        series, style, form, not request.no_header, request.invalid.value, request.rows, request.column
    )
    # Comments and rows of tables pass through in their own encoding.
    content = "bytes" if form is None or request.column is not None else content_of(form)
    with stream.open_source(request.input) as source, output.open_sink(request.output, content) as sink:
        stream.run(source, sink, job)
