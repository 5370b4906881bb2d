"""Sections of a comparison as short cells for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from actcli.catalog.record import Interval
from actcli.numbers.style import Style
from actcli.render.text.sections import cell, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from actcli.compare.section import Record, Section, Value

#: Significant digits of cells, and of what a random experiment gave.
DIGITS, FEW = 4, 3
#: Columns that names of functions have at least.
NARROWEST = 8
_MONOTONE = {"increasing": "↑", "non-decreasing": "↗", "decreasing": "↓", "no": "no"}
_LEGEND = "mono: ↑ strictly increasing, ↗ non-decreasing, ↓ decreasing; "


class Compact(NamedTuple):
    """A table of short cells.

    Attributes
    ----------
    names
        What stands above the columns.
    rows
        One per record.
    numeric
        Whether each column is aligned to the right.
    wraps
        The least width of columns that may be wrapped.
    below
        Pairs of a name and a text that is too long for a cell.
    note
        A sentence about the table.
    """

    names: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[bool]
    wraps: Mapping[str, int]
    below: Sequence[tuple[str, str]] = ()
    note: str = ""


def compact(section: Section, style: Style) -> Compact:
    """Return the cells of a section; columns that have nothing to say are left out."""
    digits = style.digits or DIGITS
    match section.name:
        case "traits":
            return _traits(section, Style(style.number_type, digits))
        case "diff":
            return _differences(section, digits)
        case "depth":
            return _depth(section, style.digits or FEW)
        case _:
            return _train(section, style.digits or FEW)


def _depth(section: Section, digits: int) -> Compact:
    numbers = {"gain": "gain", "χ": "chi", "predicted": "predicted", "measured": "measured", "size": "size",
               "spread": "spread"}  # fmt: skip
    shares = {"dead": "dead", "satur.": "saturated"}
    rows = [
        [
            str(r["function"]),
            *(_brief(r[key], digits) for key in numbers.values()),
            *(_share(r[key], digits) for key in shares.values()),
        ]
        for r in section.records
    ]
    names = ["function", *numbers, *shares]
    return Compact(names, rows, [False] + [True] * (len(names) - 1), {"function": NARROWEST}, note=section.note)


def _train(section: Section, digits: int) -> Compact:
    columns: Mapping[str, Callable[[Record], str]] = {
        "function": lambda r: str(r["function"]),
        "loss": lambda r: _spread(_brief(r["loss"], digits), _brief(r["loss_std"], 2)),
        "accuracy": lambda r: _spread(_share(r["accuracy"], digits), _share(r["accuracy_std"], 2)),
        "epochs": lambda r: _brief(r["epochs"], digits),
        "reached": lambda r: f"{r['reached']} of {r['seeds']}",
        "diverged": lambda r: f"{r['diverged']} of {r['seeds']}" if r["diverged"] else "-",
        "dead": lambda r: _share(r["dead"], digits),
        "seconds": lambda r: _brief(r["seconds"], digits),
    }
    always = {"function", "epochs"}
    shown = {name: column for name, column in columns.items()
             if name in always or any(column(r) != "-" for r in section.records)}  # fmt: skip
    rows = [[column(r) for column in shown.values()] for r in section.records]
    below = [
        (str(r["function"]), f"learned {name}, layer by layer: {' '.join(_brief(value, digits) for value in values)}")
        for r in section.records
        if isinstance(r["learned"], dict)
        for name, values in r["learned"].items()
    ]
    numeric = [name not in {"function", "loss", "accuracy"} for name in shown]
    return Compact(list(shown), rows, numeric, {"function": NARROWEST}, below, section.note)


def _spread(mean: str, deviation: str) -> str:
    return mean if deviation == "-" else f"{mean} ± {deviation}"


def _share(value: Value, digits: int) -> str:
    """Return a share in percent; one that rounds to nothing is told from nothing."""
    if not isinstance(value, int | float) or math.isnan(value):
        return "-"
    percent = 100 * value
    return "<0.1%" if 0 < percent < 0.1 else f"{percent:.{digits}g}%"


def _traits(section: Section, style: Style) -> Compact:
    columns: Mapping[str, Callable[[Record], str]] = {
        "function": lambda r: str(r["function"]),
        "range": lambda r: _intervals(r["range"], style),
        "mean": lambda r: cell(r["mean"], style) + f" {r['symmetry']}" * (r["symmetry"] in {"odd", "even"}),
        "mono": lambda r: _MONOTONE.get(str(r["monotone"]), "-"),
        "class": lambda r: cell(r["smoothness"], style),
        "max |f'|": lambda r: _steepest(r["max_slope"], r["max_slope_at"], style),
        "saturates": lambda r: _saturates(r, style),
        "dead": lambda r: _where(r["dead"], style),
        "Σ=1": lambda r: cell(r["sum_to_one"], style),
        "cost": lambda r: cell(r["cost"], style),
    }
    shown = {name: column for name, column in columns.items() if any(column(r) != "-" for r in section.records)}
    rows = [[_marked(name, column(r), r) for name, column in shown.items()] for r in section.records]
    numeric = [name == "cost" for name in shown]
    below = [(str(r["function"]), str(r["formula"])) for r in section.records if r["function"] != r["formula"]]
    wraps = {"function": NARROWEST, "range": 8, "mean": 7, "max |f'|": 8, "saturates": 9, "dead": 5}
    return Compact(list(shown), rows, numeric, wraps, below, _LEGEND + section.note)


def _differences(section: Section, digits: int) -> Compact:
    rows: list[Sequence[str]] = []
    below = []
    for r in section.records:
        rows += [
            (
                str(r["function"]),
                "ulp",
                *(_brief(r[key], digits) for key in ("max_ulp", "max_ulp_at", "value", "reference", "mean_ulp")),
            ),
            ("", "absolute", *(_brief(r[key], digits) for key in ("max_abs", "max_abs_at")), "", "", ""),
            ("", "relative", *(_brief(r[key], digits) for key in ("max_rel", "max_rel_at")), "", "", ""),
        ]
        counts = [f"{r[f'{kind}_mismatches']} mismatched {kind}" for kind in ("nan", "inf") if r[f"{kind}_mismatches"]]
        if counts:
            counts[-1] += f", the first at x = {_brief(r['mismatch_at'], digits)}"
        zeros = r["sign_of_zero"]
        counts += [f"{zeros} zero{'s' * (zeros != 1)} of the other sign"] if zeros else []
        below += [(str(r["function"]), ", ".join(counts))] if counts else []
    names = ["function", "difference", "largest", "at x", "it gives", "wanted", "mean"]
    return Compact(names, rows, [False, False, *[True] * 5], {"function": NARROWEST}, below, section.note)


def _brief(value: Value, digits: int) -> str:
    """Return a number in few characters: an exponent where it is large or small."""
    if not isinstance(value, int | float) or math.isnan(value):
        return "-"
    return f"{value:.{digits}g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")


def _marked(name: str, text: str, record: Record) -> str:
    """Mark what a search found and nobody declared."""
    return f"≈{text}" if record["measured"] and text != "-" and name not in {"function", "cost"} else text


def _steepest(size: Value, at: Value, style: Style) -> str:
    if size is None or not isinstance(at, Interval):
        return "-"
    text = cell(size, style).replace("inf", "∞")
    if math.isinf(at.low) and at.low == at.high:
        return f"{text} as x→{'-' * (at.low < 0)}∞"
    return f"{text} at {cell(at, style)}" if at.low == at.high else f"{text} {_inequality(at, style)}"


def _saturates(record: Record, style: Style) -> str:
    below, above = record["saturates_below"], record["saturates_above"]
    if below == above and below is not None:
        return "all x"
    if isinstance(below, float) and isinstance(above, float) and below == -above:
        return f"|x|>{cell(above, style)}"
    parts = [f"x{sign}{cell(at, style)}" for sign, at in (("<", below), (">", above)) if at is not None]
    return " ".join(parts) or "-"


def _where(pieces: Value, style: Style) -> str:
    """Return where something holds as inequalities."""
    if not isinstance(pieces, list) or not pieces:
        return "-"
    if len(pieces) == 2 and pieces[0] == Interval(-math.inf, -pieces[1].low, pieces[0].ends) and pieces[1].low:
        return f"|x|>{number(pieces[1].low, style)}"
    return " ".join(_inequality(piece, style) for piece in pieces)


def _inequality(piece: Interval, style: Style) -> str:
    low, high = number(piece.low, style), number(piece.high, style)
    if math.isinf(piece.low):
        return "all x" if math.isinf(piece.high) else f"x<{high}"
    if math.isinf(piece.high):
        return f"x>{low}"
    return f"|x|<{high}" if piece.low == -piece.high else f"{low}<x<{high}"


def _intervals(pieces: Value, style: Style) -> str:
    if not isinstance(pieces, list) or not pieces:
        return "-"
    texts = []
    for piece in pieces:
        low, high = (number(end, style).replace("inf", "∞") for end in (piece.low, piece.high))
        texts.append(low if piece.low == piece.high else f"{piece.ends[0]}{low}, {high}{piece.ends[1]}")
    return "{" + ", ".join(texts) + "}" if all(p.low == p.high for p in pieces) else " ∪ ".join(texts)
