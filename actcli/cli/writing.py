"""Results of every command: in which format, how numbers are spelled, for whom, and where they go."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from actcli.cli.operands import FIGURES
from actcli.cli.options import TypeName
from actcli.errors import UsageError
from actcli.io import output
from actcli.render.text import numeric_table

if TYPE_CHECKING:
    from collections.abc import Iterable

SUFFIXES: dict[str, numeric_table.Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".npy": "npy",
}


def format_of(asked: str | None, path: str | None) -> numeric_table.Format | None:
    """Return the format asked for, else the one that the file's suffix means, else None."""
    if asked is not None:
        return str(asked)  # type: ignore[return-value]  # the option admits formats only
    suffix = os.path.splitext(path or "")[1].lower()  # noqa: PTH122  # a word, perhaps '-', no path yet
    if suffix in FIGURES:
        raise UsageError(f"'{path}' is a figure", "actcli plot draws functions")
    return SUFFIXES.get(suffix)


def style_of(dtype: str, digits: int | None, *, bits: bool = False) -> numeric_table.Style:
    """Return how numbers are to be spelled."""
    if dtype == TypeName.float64 and not bits:
        return numeric_table.Style(digits=digits)
    from actcli.numbers.narrow import dtype_named  # noqa: PLC0415  # only narrow types and encodings need it

    return numeric_table.Style(dtype_named(dtype), digits, bits)


def are_for_reading(form: numeric_table.Format | None, path: str | None) -> bool:
    """Tell whether results go to a person: to a terminal, in no format that was asked for."""
    return form is None and path in {None, "-"} and os.isatty(1)


def write(chunks: Iterable[bytes], path: str | None, form: str | None) -> None:
    """Write results to standard output or a file."""
    with output.opened(path) as sink:
        if form == "npy" and sink.is_terminal:
            output.refuse_binary(form, "-o out.npy")
        for chunk in chunks:
            sink.write(chunk)
