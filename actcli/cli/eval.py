"""``eval`` and ``grad``: resolve, points, compute, render."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from actcli.choices import OutputFormat
from actcli.cli import validation
from actcli.cli.options import GradRequest
from actcli.cli.writing import are_for_reading, content_of, format_of, style_of, write
from actcli.errors import UsageError
from actcli.evaluation import compute, points
from actcli.evaluation.evaluate import keep_memory
from actcli.io import output
from actcli.numbers.grammar import parse_number
from actcli.render.text import numeric_table
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from actcli.cli.options import EvalRequest
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.points import Points
    from actcli.numbers.style import Style

#: Longer tables are written to a terminal as they are computed, without a box.
BOXED = 1000


def answer(request: EvalRequest, quantity: Callable[[BoundActivation], compute.Series]) -> None:
    """Compute a quantity of a function at the points that were asked for, and write it."""
    keep_memory()
    style = style_of(request.dtype, request.digits, bits=request.bits)
    function = resolve(request.spec, style.number_type, bits=request.bits, timeout=request.timeout)
    validation.timeout(request.timeout, [function])
    validation.no_measured(function)
    if isinstance(request, GradRequest):
        validation.definitions("grad", [function])
    series = quantity(function)
    form = format_of(request.format, request.output)
    asked = _points(request, function)
    if asked is None:
        _filter(request, series, style, form)
        return
    if request.column is not None:
        raise UsageError("--column is for standard input and files", "--input FILE reads one")
    if request.rows:
        raise UsageError("--rows is for standard input and files")
    if form == "npy":
        style.check_array()
    table = compute.table([series], asked, style.number_type)
    if are_for_reading(form, request.output) and table.count <= BOXED:
        from actcli.render.terminal import rich_tables  # noqa: PLC0415  # rich is for terminals

        chunks: Iterable[bytes] = rich_tables.table(table, style, color=request.color, header=not request.no_header)
    else:
        chunks = numeric_table.encode(table, form or OutputFormat.table, style, header=not request.no_header)
    write(chunks, request.output, form)


def _points(request: EvalRequest, function: BoundActivation) -> Points | None:
    """Return the points that words ask for; None where they are read."""
    words = request.points
    _check(request, words)
    if request.every:
        return _every(request, function)
    if request.at is not None:
        return points.listed(request.at)
    if _is_range(request):
        start, stop = words or points.DEFAULT_ENDS
        return points.grid(start, stop, num=request.num, step=request.step, multiple=function.multiple)
    if words and words != ["-"]:
        return points.Listed((points.number(words[0]),))
    return None


def _is_range(request: EvalRequest) -> bool:
    """Tell whether the points are evenly spaced: those of START STOP, or of the default range at a terminal."""
    if request.every or request.at is not None or request.input is not None:
        return False
    return len(request.points) == 2 if request.points else os.isatty(0)


def _check(request: EvalRequest, words: Sequence[str]) -> None:
    """Refuse words and options that contradict each other."""
    for word in words:
        if word != "-" and parse_number(word) is None:
            if _is_function(word):
                others = " ".join(each for each in words if parse_number(each) is None)
                raise UsageError(
                    f"'{word}' is not a number", f"to see several functions: actcli compare {request.spec} {others}"
                )
            from actcli.cli.usage_errors import no_number  # noqa: PLC0415  # for mistakes only

            raise UsageError(f"'{word}' is not a number", no_number(request.spec, word))
    if len(words) > 2:
        raise UsageError(f"START STOP or one X, not {len(words)} numbers", f"list points with --at {','.join(words)}")
    if "-" in words and len(words) > 1:
        raise UsageError("- (standard input) stands alone")
    sources = [bool(words), request.at is not None, request.input is not None, request.every]
    if sum(sources) > 1 and not (request.every and sum(sources) == 2 and len(words) == 2):
        raise UsageError("points come from words, --at, --input or --every, one of them")
    if (request.num is not None or request.step is not None) and not _is_range(request):
        raise UsageError("--num and --step go with START STOP")


def _is_function(word: str) -> bool:
    try:
        resolve(word)
    except UsageError:
        return False
    return True


def _every(request: EvalRequest, function: BoundActivation) -> Points:
    from actcli.numbers.narrow import dtype_named  # noqa: PLC0415  # only narrow types need it

    compute.require_elementwise("--every", [function])
    limits = [points.number(word) for word in request.points]
    return points.Listed(tuple(dtype_named(request.dtype).every(*limits).tolist()))


def _filter(request: EvalRequest, series: compute.Series, style: Style, form: OutputFormat | None) -> None:
    from actcli.io import stream  # noqa: PLC0415  # words need no stream

    if request.column is not None:
        compute.require_elementwise("--column", [series.function])
        if form not in {None, "csv", "tsv"}:
            raise UsageError(f"--column writes the table as it was read, not as {form}")
    job = stream.FilterOptions(
        series, style, form, not request.no_header, request.invalid.value, request.rows, request.column
    )
    # What is passed through, comments and the rows of tables, keeps its encoding.
    content = "bytes" if form is None or request.column is not None else content_of(form)
    with stream.open_source(request.input) as source, output.open_sink(request.output, content) as sink:
        stream.run(source, sink, job)
