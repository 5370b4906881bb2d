"""The output of every command: its format, how numbers are written, and where it goes."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from actcli.choices import FIGURES, SUFFIXES
from actcli.cli.options import FLOAT64
from actcli.errors import UsageError
from actcli.io import output
from actcli.numbers.style import Style
from actcli.numbers.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.cli.compare import CompareRequest
    from actcli.cli.eval import PointsRequest
    from actcli.cli.plot import PlotRequest

F = TypeVar("F", bound=StrEnum)


def format_of(asked: F | None, path: str | None, formats: type[F]) -> F | None:
    """Return the requested format, else that of the file's suffix, else None for the table.

    Raises
    ------
    UsageError
        If the file is a figure, or its suffix means none of the formats and no format was given.
    """
    suffix = os.path.splitext(path or "")[1].lower()
    if suffix in FIGURES:
        raise UsageError(f"'{path}' is a figure", "actcli plot draws functions")
    if asked is not None:
        return asked
    suffixes = {suffix: formats(form) for suffix, form in SUFFIXES.items() if form in {*formats}}
    if suffix not in {"", ".txt", *suffixes}:
        raise UsageError(
            f"'{path}' has an unknown suffix: files end in {', '.join(suffixes)} or .txt",
            "name the format with -t to use any suffix",
        )
    return suffixes.get(suffix)


def style_of(
    request: PointsRequest | CompareRequest | PlotRequest, digits: int | None = None, *, bits: bool = False
) -> Style:
    """Return to which formats numbers are rounded, and how they are written."""
    if request.dtype == FLOAT64 and not (bits or request.to or request.saturate or request.rounding):
        return Style(digits=digits)
    from actcli.numbers.formats import number_format

    points = number_format(request.dtype)
    results = points if request.to is None else number_format(request.to)
    return Style(points, digits, bits, Target(results, request.rounding, request.saturate))


def are_for_reading(form: str | None, path: str | None) -> bool:
    """Tell whether results are for reading: on a terminal, without an explicit format."""
    return form is None and path in {None, "-"} and os.isatty(1)


def content_of(form: str | None) -> output.Content:
    """Return the kind of content that a format writes to standard output."""
    if form == "npy":
        return "bytes"
    return "json" if form in {"json", "jsonl"} else "text"


def write(chunks: Iterable[bytes], path: str | None, form: str | None) -> None:
    """Write results to standard output or a file."""
    with output.open_sink(path, content_of(form)) as sink:
        if form == "npy" and sink.is_terminal:
            output.refuse_binary(form, "-o out.npy")
        for chunk in chunks:
            sink.write(chunk)
