"""The tables of the page of conformance, made of what conformance.py measured."""

from __future__ import annotations

import json
from typing import Any

import cog

from actcli.catalog.record import LIBRARIES
from conformance import DATA, is_right
from reference import code, records, table

#: Number types, in the order of their tables.
TYPES = ("float64", "float32", "bfloat16", "float16")


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


def errors(number_type: str) -> None:
    """Write the largest error of each function in each library that has a type."""
    data = {key: figures["functions"] for key, figures in measured().items() if _right(figures, number_type)}
    rows = []
    for record in records():
        cells = [
            functions.get(record.name, {}).get(number_type, "").replace("e+0", "e").replace("e+", "e")
            for functions in data.values()
        ]
        if any(cells):
            rows.append((code(record.name), *cells))
    cog.outl(f"\n### {number_type}")
    table(("function", *(LIBRARIES[key] for key in data)), rows)
