"""The tables of the page of conformance, made of what conformance.py measured."""

from __future__ import annotations

import json
from typing import Any

import cog

from actcli.catalog.record import LIBRARIES
from conformance import DATA, is_right
from conformance_calls import NARROWER, NOT_CALLED
from reference import code, records, table

#: Number types, in the order of their tables.
TYPES = ("float64", "float32", "bfloat16", "float16")
#: The most libraries in one table.
WIDEST = 14


def measured() -> dict[str, dict[str, Any]]:
    """Return the figures of each library that was run, in the order of libraries."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return {key: data[key] for key in LIBRARIES if key in data}


def summary() -> None:
    """Write how many claims hold, and how many functions are right."""
    rows = []
    for key, figures in measured().items():
        cells = [_right(figures, number_type) for number_type in TYPES]
        held = f"{figures['claims'] - len(figures['failing'])} of {figures['claims']}"
        rows.append((f"[{LIBRARIES[key]}](libraries/{key}.md)", figures["version"], held, *cells))
    table(("library", "version", "claims that hold", *(f"right in {name}" for name in TYPES)), rows)
    for key, figures in measured().items():
        for text in figures["failing"]:
            cog.outl(f"* {LIBRARIES[key]}: {text}")


def _right(figures: dict[str, Any], number_type: str) -> str:
    texts = [cells[number_type] for cells in figures["functions"].values() if cells.get(number_type, "-") != "-"]
    return f"{sum(map(is_right, texts))} of {len(texts)}" if texts else ""


def exceptions() -> None:
    """Write which functions were not called, and which parameters are narrower here, with the reasons."""
    uncalled = [
        (LIBRARIES[key], code(name), why) for key, functions in NOT_CALLED.items() for name, why in functions.items()
    ]
    table(("library", "not called", "because"), sorted(uncalled))
    table(
        ("function", "parameter", "narrower here, because"),
        ((code(f), code(p), why) for (f, p), why in NARROWER.items()),
    )


def errors(number_type: str) -> None:
    """Write the largest error of each function in each library that has a type."""
    cog.outl(f"\n### {number_type}")
    columns = [(key, figures["functions"]) for key, figures in measured().items() if _right(figures, number_type)]
    for start in range(0, len(columns), WIDEST):
        _errors(number_type, dict(columns[start : start + WIDEST]))


def _errors(number_type: str, data: dict[str, dict[str, dict[str, str]]]) -> None:
    rows = []
    for record in records():
        cells = [
            functions.get(record.name, {}).get(number_type, "").replace("e+0", "e").replace("e+", "e")
            for functions in data.values()
        ]
        if any(cells):
            rows.append((code(record.name), *cells))
    table(("function", *(LIBRARIES[key] for key in data)), rows)
