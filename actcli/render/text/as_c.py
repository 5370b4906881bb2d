"""``-t c``: a header file with the results as an array of constants, for C and C++."""

from __future__ import annotations

import math
import re
import textwrap
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.errors import ActcliError
from actcli.numbers.format_table import ROUNDINGS
from actcli.numbers.formats import FLOAT64
from actcli.numbers.target import Target
from actcli.render.text.result_arrays import only_series, result_blocks, whole
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.evaluation.bound import BoundActivation
    from actcli.evaluation.compute import Series, Table
    from actcli.numbers.array import Array
    from actcli.numbers.style import Style

#: Characters of a line of entries and of the comment.
WIDTH = 100
_NOT_FINITE = {"nan": "NAN", "inf": "INFINITY", "-inf": "-INFINITY"}
_DERIVATIVES = {0: "", 1: "the derivative of ", 2: "the second derivative of ", 3: "the third derivative of "}


class _Entries(NamedTuple):
    """The element type of an array, and how its values are written."""

    style: Style
    kind: str

    def literals(self, values: Array) -> list[str]:
        """Return each value as a constant of the element type."""
        texts = self.style.texts(values)
        if self.style.bits:
            return texts
        suffix = "f" if self.kind == "float" else ""
        return [_NOT_FINITE.get(text) or _floating(text) + suffix for text in texts]


def _c(table: Table, style: Style, header: bool) -> Iterator[bytes]:
    series = only_series(table, "C array")
    stored = style.array(np.empty(0)).dtype
    entries = _Entries(style, _element_type(stored))
    shape, blocks = _shape(table)
    if 0 in shape:
        raise ActcliError("there are no results, and an array of C has at least one")
    first = next(blocks)
    # Of a long table only the beginning is known when its header is written.
    special = not style.bits and not (first.size == math.prod(shape) and np.isfinite(first).all())
    name = f"{identifier(series)}_{_snake(_target(style).number_format.name.partition(':')[0])}"
    guard = f"ACTCLI_{name.upper()}_H"
    yield _comment(table, series, style, shape).encode()
    yield f"#ifndef {guard}\n#define {guard}\n\n".encode()
    includes = ["stdint.h"] * style.bits + ["math.h"] * special
    yield "".join(f"#include <{file}>\n" for file in includes).encode() + b"\n" * bool(includes)
    sizes = "".join(f"[{size}]" for size in shape)
    yield f"static const {entries.kind} {name}{sizes} = {{\n".encode()
    yield from _rows(chain([first], blocks), shape, entries)
    yield f"}};\n\n#endif /* {guard} */\n".encode()


def _shape(table: Table) -> tuple[tuple[int, ...], Iterator[Array]]:
    """Return the shape of the results, and their runs; a table whose length is not known is read to its end."""
    if table.vectors is not None:
        array = whole(table.vectors)
        return array.shape, iter([array])
    blocks = (block.reshape(-1) for block in result_blocks(table))
    if table.count:
        return (table.count,), blocks
    held = list(blocks)
    return (sum(map(len, held)),), iter(held)


def _rows(blocks: Iterator[Array], shape: tuple[int, ...], entries: _Entries) -> Iterator[bytes]:
    """Yield the lines of entries; the rows of a matrix in braces of their own."""
    for block in blocks:
        if len(shape) == 1:
            yield _lines(entries.literals(block), "    ").encode()
        else:
            yield _braces(block, entries, "    ").encode()


def _braces(array: Array, entries: _Entries, indent: str) -> str:
    """Return the rows of a matrix, or the matrices of a stack, each in braces: on one line where it fits."""
    text = ""
    for part in array:
        row = ", ".join(entries.literals(part)) if part.ndim == 1 else "\n"
        if "\n" in row or len(indent) + len(row) > WIDTH:
            inner = indent + "    "
            row = _lines(entries.literals(part), inner) if part.ndim == 1 else _braces(part, entries, inner)
            row = f"\n{row}{indent}"
        text += f"{indent}{{{row}}},\n"
    return text


def _lines(literals: Sequence[str], indent: str) -> str:
    """Return constants in lines of a power of two, as many as fit."""
    widest = max(map(len, literals)) + 2
    count = 1 << ((WIDTH - len(indent) + 1) // widest).bit_length() - 1
    runs = (literals[start : start + count] for start in range(0, len(literals), count))
    return "".join(f"{indent}{', '.join(run)},\n" for run in runs)


def _floating(text: str) -> str:
    """Return a decimal as a floating constant: ``5`` is an integer in C, ``5.0`` is not."""
    return text if re.search("[.e]", text) else f"{text}.0"


def _element_type(stored: np.dtype[Any]) -> str:
    if stored.kind == "u":
        return f"{stored.name}_t"
    return "double" if stored.itemsize == 8 else "float"


def _target(style: Style) -> Target:
    return style.results or Target(FLOAT64)


def identifier(series: Series) -> str:
    """Return the name of a quantity in snake case; a formula is a table."""
    base, order = _base(series)
    name = "table" if _is_formula(base) else _snake(re.sub(r"(?<![a-z])-(?=\d)", "minus_", base.name))
    grad = f"_grad{order if order > 1 else ''}" if order else ""
    return name + grad + (f"_grad_{_snake(series.wrt)}" if series.wrt else "")


def _base(series: Series) -> tuple[BoundActivation, int]:
    """Return the function that a quantity is a derivative of, and the order."""
    function = series.function
    return (function, series.order) if function.base is None else (function.base, series.order + function.order)


def _is_formula(function: BoundActivation) -> bool:
    return function.has_formula and function.activation.name == "".join(function.formula.split())


def _snake(text: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return f"f_{name}" if name[:1].isdigit() or not name else name


def _comment(table: Table, series: Series, style: Style, shape: tuple[int, ...]) -> str:
    """Return the lines of the comment: function, points, types, rounding, and the rules of the type of the results."""
    target = _target(style)
    form = target.number_format
    what = "codes" if style.bits else "values"
    points = (style.number_format or FLOAT64).name
    count = f"{' by '.join(map(str, shape))} result{'s' * (shape != (1,))}"
    rounding = _rounding(series, target)
    sentences = [
        f"{series.name}: {_definition(series)}.",
        f"{count}{f' at {table.points}' if table.points else ''}.",
        f"Points: {points}. Results: {what} of {form.name}{rounding}.",
    ]
    sentences += [form.encoding] if style.bits and form.encoding else []
    sentences += [] if form is FLOAT64 else [form.rule]
    sentences += ["Saturated: infinities and overflow give the largest value here."] if target.saturate else []
    lines = chain.from_iterable(textwrap.wrap(sentence, WIDTH, break_long_words=False) for sentence in sentences)
    text = "\n * ".join(lines).replace("/*", "/ *").replace("*/", "* /")
    return f"/* {text}\n */\n"


def _rounding(series: Series, target: Target) -> str:
    form = target.number_format
    if form is FLOAT64 and target.rounding is None:
        return ""
    how = "correctly rounded" if series.function.provable else "rounded from float64"
    direction = ROUNDINGS[target.rounding or form.default_rounding]
    return f", {how} {direction}"


def _definition(series: Series) -> str:
    base, order = _base(series)
    kind = (
        f"the derivative by {series.wrt} of "
        if series.wrt
        else _DERIVATIVES.get(order, f"the {order}th derivative of ")
    )
    values = ", ".join(f"{name} = {value}" for name, value in base.values.items())
    text = base.formula if base.has_formula else base.activation.summary.rstrip(".")
    return f"{kind}{text}{f', {values}' if values and base.has_formula else ''}"


WRITER = Writer(numbers=_c)
