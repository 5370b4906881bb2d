"""Sections of a comparison -> bytes for pipes and files."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.compute import Table
from actcli.errors import UsageError
from actcli.render import text
from actcli.render.strings import strings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.compare.section import Section
    from actcli.render.text import Format, Style

#: Formats that hold one section.
ONE = ("csv", "tsv", "npy", "plain", "jsonl")


def encode(parts: Mapping[str, Section | Table], form: Format, style: Style, *, header: bool) -> Iterator[bytes]:
    """Yield sections in a format: one after the other as text, or as one JSON object of lists of records.

    Raises
    ------
    UsageError
        If the format holds one section and there are several, or it does not hold words.
    """
    if form == "json":
        return _json(parts, style)
    if form in ONE and len(parts) > 1:
        raise UsageError(
            f"{form} holds one section, not {' and '.join(parts)}", f"choose one, such as --{next(iter(parts))}"
        )
    return _texts(parts, form, style, header=header)


def _texts(parts: Mapping[str, Section | Table], form: Format, style: Style, *, header: bool) -> Iterator[bytes]:
    for i, part in enumerate(parts.values()):
        if i:
            yield b"\n"
        if isinstance(part, Table):
            yield from text.encode(part, form, style, header=header)
        elif form == "npy":
            raise UsageError(f"{part.name} holds words and is no .npy array")
        elif form == "jsonl":
            yield "".join(json.dumps(_strict(record), ensure_ascii=False) + "\n" for record in part.records).encode()
        else:
            blank = "-" if form in {"table", "plain"} else ""
            names = list(part.headings.values()) if form == "table" else list(part.headings)
            rows = [[cell(record[key], style, blank) for key in part.headings] for record in part.records]
            yield from strings(names, rows, form, header=header and form != "plain")


def _json(parts: Mapping[str, Section | Table], style: Style) -> Iterator[bytes]:
    yield b"{"
    for i, (name, part) in enumerate(parts.items()):
        yield f"{',' if i else ''}\n{json.dumps(name)}: ".encode()
        if isinstance(part, Table):
            yield b"".join(text.encode(part, "json", style)).rstrip()
        else:
            records = [json.dumps(_strict(record), ensure_ascii=False) for record in part.records]
            yield ("[" + ",\n ".join(records) + "]").encode()
    yield b"\n}\n"


def _strict(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as strict JSON has it: integral numbers as integers, no nan or infinities."""
    return {key: _number(value) if isinstance(value, float) else value for key, value in record.items()}


def _number(value: float) -> float | int | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def cell(value: object, style: Style, blank: str = "-") -> str:
    """Return a field as text."""
    if value is None:
        return blank
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return text.Style(digits=style.digits).texts(np.array([value]))[0]
    return str(value)
