"""The card of a function as lines: a name and a text."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from actcli.catalog.record import FAMILIES, LIBRARIES, Choice
from actcli.compare.cell_text import extended, intervals
from actcli.numbers.formatting import format_float, format_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actcli.analysis.describe import Card


def lines(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the lines of a card; a line that continues the one before has no name."""
    yield "f(a, b)" if card["kind"] == "gated" else "f(x)", card["formula"]
    if card.get("derivative"):
        yield "f'(x)" if card["kind"] == "elementwise" else "Jacobian", card["derivative"]
    yield from facts(card)


def facts(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the lines below the definition and the derivative."""
    for p in card["parameters"]:
        also = f"; also called {', '.join(p['aliases'])}" if p["aliases"] else ""
        learned = ", learned in training" if p["learned"] else ""
        default = "required" if math.isnan(p["default"]) else f"default {format_float(p['default'])}"
        of = ", one of" if isinstance(p["default"], Choice) else ","
        yield (p["name"], (f"{format_float(p['value'])}  {p['summary']}; {default}{of} {p['domain']}{learned}{also}"))
    if card["rules"]:
        yield "rule", ", ".join(card["rules"])
    yield "family", FAMILIES[card["family"]]
    yield "range", intervals(card["range"]) if card["range"] else "no finite values found"
    yield from _facts(card) if card["kind"] == "elementwise" else _vector_facts(card)
    for i, paper in enumerate(card["papers"]):
        where = f", arXiv:{paper['arxiv']}" if paper["arxiv"] else ""
        yield "" if i else "paper", f"{paper['authors']} ({paper['year']}), {paper['title']}{where}"
    if card["aliases"]:
        yield "also", ", ".join(card["aliases"])
    for key, where in card["libraries"].items():
        yield LIBRARIES[key], _library(where)
    for gate, engines in card.get("gates", {}).items():
        yield f"gate={gate}", engines
    for i, note in enumerate(card["notes"]):
        yield "" if i else "note", note


def _facts(card: Card) -> Iterator[tuple[str, str]]:
    yield "monotone", card["monotone"]
    if card["symmetry"] != "none":
        yield "symmetry", card["symmetry"]
    yield "smoothness", card["smoothness"]
    for kink in card["kinks"]:
        yield f"at x = {format_float(kink['at'])}", _kink(kink)
    limits = (
        f"{'none' if math.isnan(y) else extended(y)} at {extended(float(end))}" for end, y in card["limits"].items()
    )
    yield "limits", ", ".join(limits)
    yield "saturates", " and ".join(f"at {extended(float(end))}" for end in card["saturates_at"]) or "no"
    yield "dead", intervals(card["dead"]) if card["dead"] else "nowhere"
    yield "Lipschitz", extended(card["lipschitz"])


def _kink(kink: Card) -> str:
    jump = "jumps from {} to {}; ".format(*map(format_float, kink["jump"])) if kink["jump"] else ""
    left, right, here = (extended(kink[key]) for key in ("left_slope", "right_slope", "slope"))
    text = f"{jump}slope {left} on the left, {right} on the right, {here} here"
    libraries = _grouped(kink["libraries"].items())
    return text + (f"; {libraries}" if libraries else "")


def _grouped(slopes: Iterable[tuple[str, float]]) -> str:
    """Name the libraries that return each slope."""
    by_slope: dict[str, list[str]] = {}
    for key, slope in slopes:
        by_slope.setdefault(format_float(slope), []).append(LIBRARIES[key])
    return "; ".join(f"{slope} in {', '.join(names)}" for slope, names in by_slope.items())


def _vector_facts(card: Card) -> Iterator[tuple[str, str]]:
    yield (
        "takes",
        "a whole vector" + (f", a multiple of {card['length_multiple']} values" if card["length_multiple"] > 1 else ""),
    )
    yield "sum to 1", "yes" if card["sums_to_one"] else "no"


def _library(where: Card) -> str:
    defaults = format_settings(where["defaults"], ", ")
    parts = [f"default {defaults}" if defaults else "", where["note"] or ""]
    extra = "; ".join(part for part in parts if part)
    return f"{where['name']}  ({extra})" if extra else str(where["name"])
