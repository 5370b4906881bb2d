"""The work of ``compare``: functions side by side, in sections."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.record import Vector
from actcli.choices import OutputFormat
from actcli.cli import checks, compare_figure, operands, validation
from actcli.cli.compare import CompareRequest
from actcli.cli.request import Fact, refuse_ignored, require
from actcli.cli.writing import are_for_reading, format_of, style_of, write
from actcli.compare import sorting
from actcli.compare.comparison import Comparison
from actcli.compare.sections import module_of, names
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import points
from actcli.evaluation.compute import require_elementwise
from actcli.evaluation.evaluate import keep_memory
from actcli.numbers.formats import number_format
from actcli.render.terminal import progress
from actcli.render.text import section_text
from actcli.spec import registry
from actcli.spec.resolve import resolve_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from actcli.cli.operands import Operands
    from actcli.compare.section import Section
    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.compute import Table
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style


def run(request: CompareRequest) -> None:
    """Compute the requested sections, and write them."""
    keep_memory()
    asked = operands.parse_operands(request.words)
    figure = compare_figure.figure(request, asked)
    style = style_of(request, request.digits)
    functions: Sequence[BoundActivation] = resolve_all(
        _chosen(request, asked.specs), style.number_format, results=style.results_format, timeout=request.timeout
    )
    if request.exact:
        functions = validation.proven(functions, style)
    comparison = Comparison(
        functions,
        vars(request) | {"figure": figure is not None},
        style,
        () if request.every else asked.ends,
        _points(request, asked),
        progress.shown,
    )
    form = format_of(request.format, request.output, OutputFormat) if figure is None else None
    wanted = _wanted(request, comparison, form)
    _check(request, comparison, wanted, _facts(comparison, wanted, form, figure))
    if figure is not None:
        write([compare_figure.draw(wanted, comparison, request, figure)], figure, None)
        checks.enforce(request, comparison)
        return
    parts: sorting.Parts = {name: module_of(name).section(comparison) for name in wanted}
    if request.sort is not None:
        parts = sorting.in_order(parts, request.sort)
    write(_rendered(parts, form, style, request), request.output, form)
    checks.enforce(request, comparison)


def _chosen(request: CompareRequest, specs: Sequence[str]) -> Sequence[str]:
    """Return the SPECs, or the names of the functions that options choose."""
    if not request.all and request.family is None:
        if not specs:
            raise UsageError("functions are missing", "for instance: actcli compare relu gelu")
        return specs
    validation.chooser(all_=request.all, family=request.family, words=specs)
    family = None if request.family is None else registry.family(request.family)
    records = [record for record in registry.records().values() if family in {None, record.family}]
    if any(_is_asked(request, name) for name in in_order() if name != "traits"):
        records = [record for record in records if not isinstance(record, Vector)]
        if not records:
            raise UsageError(f"--family {request.family}: all take a vector; they have --traits only")
    return [record.name for record in records]


def _is_asked(request: CompareRequest, name: str) -> bool:
    return getattr(request, name) not in {None, False}


def _points(request: CompareRequest, asked: Operands) -> Callable[[], Iterable[Array]] | None:
    """Return a source of the points given one by one, in blocks; None for a range or the default."""
    given = {"-": asked.stdin, "--at": request.at is not None, "--input": request.input is not None}
    given |= {"--every": request.every, "--codes": request.codes}
    sources = validation.one_source({"START STOP": bool(asked.ends), **given})
    if request.at is not None:
        x = np.array(points.listed(request.at).values)
        return lambda: [x]
    if request.every:
        limits = [points.number(word) for word in asked.ends]
        return lambda: [number_format(request.dtype).every(*limits)]
    if request.codes:
        form = number_format(request.dtype)
        return lambda: [form.decode(form.codes())]
    return partial(_read_points, request.input) if {"-", "--input"} & {*sources} else None


def _read_points(path: str | None) -> Iterator[Array]:
    """Yield the points in a file, or on standard input, in blocks."""
    from actcli.io import stream

    count = 0
    for block in stream.number_blocks(path):
        count += block.size
        yield block
    if not count:
        raise ActcliError(f"{path or 'stdin'}: no numbers")


def _wanted(request: CompareRequest, comparison: Comparison, form: OutputFormat | None) -> list[str]:
    """Return the requested sections; the default is traits, then values where they fit side by side."""
    checked = any(limit is not None for limit in (request.max_ulp, request.atol, request.rtol))
    of_diff = (request.worst is not None or request.above is not None) and not section_text.holds_one(form)
    implied = {"diff": checked or of_diff}
    asked = {name: _is_asked(request, name) or implied.get(name) for name in in_order()}
    wanted = [name for name in asked if asked[name]]
    if wanted:
        return wanted
    if request.cost or request.all or request.family is not None:
        return ["traits"]
    if section_text.holds_one(form) or any(function.values_only for function in comparison.functions):
        return ["values"]
    return ["traits", "values"] if comparison.fit_side_by_side() else ["traits"]


def in_order() -> list[str]:
    """Return the names of all sections, in the order of the options that ask for them."""
    return [name for name in CompareRequest.__annotations__ if name in names()]


def _check(request: CompareRequest, comparison: Comparison, wanted: Sequence[str], facts: set[str]) -> None:
    """Refuse arguments and options that no section heeds."""
    for option in [*{"traits", "depth", "train"}.intersection(wanted), *["grad"] * request.grad]:
        validation.definitions(f"--{option}", comparison.functions)
    refuse_ignored(request, facts)
    for option in ("every", "codes"):
        if getattr(request, option):
            require_elementwise(f"--{option}", comparison.functions)
    for word, given in (("START STOP", comparison.ends), ("-", request.at is None and comparison.read)):
        if given:
            require(word, (Fact.VALUES, Fact.DIFF), facts)


def _facts(comparison: Comparison, wanted: Sequence[str], form: OutputFormat | None, figure: str | None) -> set[str]:
    """Return what holds for the command as given."""
    facts = {
        Fact.TABLE: figure is None,
        Fact.FIGURE: figure is not None,
        Fact.PICTURE: figure is not None and not figure.lower().endswith(".html"),
        Fact.PNG: (figure or "").lower().endswith(".png"),
        Fact.RANGE: comparison.read is None,
        Fact.DIFF: not {"diff", "worst", "above"}.isdisjoint(wanted),
        Fact.DECIMALS: figure is None and form != "npy",
        Fact.PROGRAM: any(map(validation.is_program, comparison.functions)),
        Fact.ROUNDED: comparison.style.is_narrow or any(function.provable for function in comparison.functions),
    }
    return {f"--{name}" for name in wanted} | {fact for fact, holds in facts.items() if holds}


def _rendered(
    parts: Mapping[str, Section[Any] | Table], form: OutputFormat | None, style: Style, request: CompareRequest
) -> Iterable[bytes]:
    if are_for_reading(form, request.output):
        from actcli.render.terminal import rich_tables

        return rich_tables.sections(parts, style, color=request.color)
    return section_text.encode(parts, form or OutputFormat.table, style, header=not request.no_header)
