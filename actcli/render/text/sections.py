"""Sections of a comparison -> bytes for pipes and files."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import Interval
from actcli.choices import OutputFormat
from actcli.errors import UsageError
from actcli.evaluation.compute import Table
from actcli.numbers.style import Style
from actcli.render.text import numeric_table
from actcli.render.text.word_table import strings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.compare.section import Record, Section, Value

#: Formats that hold one section.
ONE = ("csv", "tsv", "npy", "plain", "jsonl")
_EXACT = Style()


def encode(parts: Mapping[str, Section | Table], form: OutputFormat, style: Style, *, header: bool) -> Iterator[bytes]:
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


def _texts(parts: Mapping[str, Section | Table], form: OutputFormat, style: Style, *, header: bool) -> Iterator[bytes]:
    for i, part in enumerate(parts.values()):
        if i:
            yield b"\n"
        if isinstance(part, Table):
            yield from numeric_table.encode(part, form, style, header=header)
        elif form == "npy":
            raise UsageError(f"{part.name} holds words and is no .npy array")
        elif form == "jsonl":
            yield "".join(_record(record) + "\n" for record in part.records).encode()
        else:
            blank = "-" if form in {"table", "plain"} else ""
            rows = [[cell(record[key], style, blank) for key in part.columns] for record in part.records]
            yield from strings(part.columns, rows, form, header=header and form != "plain")


def _json(parts: Mapping[str, Section | Table], style: Style) -> Iterator[bytes]:
    yield b"{"
    for i, (name, part) in enumerate(parts.items()):
        yield f"{',' if i else ''}\n{json.dumps(name)}: ".encode()
        if isinstance(part, Table):
            yield b"".join(numeric_table.encode(part, OutputFormat.json, style)).rstrip()
        else:
            yield ("[" + ",\n ".join(map(_record, part.records)) + "]").encode()
    yield b"\n}\n"


def _record(record: Record) -> str:
    """Return a record as strict JSON: null for nan and infinities, a place as a number, intervals as text."""
    return "{" + ", ".join(f"{json.dumps(key)}: {_json_text(value)}" for key, value in record.items()) + "}"


def _json_text(value: Value) -> str:
    if isinstance(value, Interval) and value.low == value.high and math.isfinite(value.low):
        value = value.low
    if isinstance(value, Interval | list):
        value = cell(value, _EXACT) if value else None
    if isinstance(value, float):
        return number(value, _EXACT) if math.isfinite(value) else "null"
    if isinstance(value, dict):
        lists = (f"{json.dumps(name)}: [{', '.join(map(_json_text, values))}]" for name, values in value.items())
        return "{" + ", ".join(lists) + "}"
    return json.dumps(value, ensure_ascii=False)


def cell(value: Value, style: Style, blank: str = "-") -> str:
    """Return a field as text without blanks, but for words that have them."""
    if value is None or value == []:
        return blank
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Interval):
        low, high = (number(end, style) for end in (value.low, value.high))
        return low if low == high else f"{value.ends[0]}{low},{high}{value.ends[1]}"
    if isinstance(value, dict):
        return ";".join(f"{name}={','.join(number(v, style) for v in values)}" for name, values in value.items())
    if isinstance(value, list):
        return "∪".join(cell(piece, style) for piece in value)
    return number(value, style) if isinstance(value, int | float) else value


def number(value: float, style: Style) -> str:
    """Return a number as text."""
    return Style(digits=style.digits).texts(np.array([value], dtype=np.float64))[0]
