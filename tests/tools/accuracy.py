"""The accuracy report: ``python tests/tools/accuracy.py NAME...`` prints the largest errors of some functions.

``--write`` measures all functions and writes the report, ACCURACY.md beside them; ``--check`` measures them and tells
whether the report still holds, within an ulp: other processors and versions of NumPy have other last digits. Takes some
minutes. PyTorch's figures come from accuracy_torch.json, which accuracy_torch.py writes.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _search_path  # noqa: F401  # finds the modules beside this folder
from actcli import functions
from actcli.catalog.record import Elementwise
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.spec import registry
from oracle.errors import measure
from oracle.narrow import Quantity, float32_points, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from oracle.errors import Errors

REPORT = Path(functions.__file__).with_name("ACCURACY.md")
PEER = Path(__file__).with_name("accuracy_torch.json")
NARROW = [FLOAT_FORMATS[name] for name in ("float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2")]
SAMPLE = 20000
#: The columns of the table of errors next to PyTorch's.
BESIDE_TORCH = [
    f"{what} {whose}{over}"
    for what in ("f", "f'")
    for over in ("", " > 4")
    for whose in ("actcli", "PyTorch", "float32")
]

INTRODUCTION = """\
# Accuracy

How far every elementwise function f and its derivative f' are off at default parameters, without `--exact`, in units
in the last place (ulp: the spacing of the doubles at the exact result). `python tests/tools/accuracy.py --write` wrote
this file; `--check` measures again. The exact results come from the printed formula, evaluated to hundreds of digits,
at about 4700 points per function: all magnitudes of float64, thousands between -800 and 800, and the neighbours of zero
and of every kink.

## Float64

*Tails* is the largest error for abs(x) >= 4 and *origin* for abs(x) <= 1/4, where the exact result is a normal number;
*all* is the largest at any point. The nearest double has an error of at most 0.5. Where a result is close to zero but x
is not, or where x is very large, the result changes by many ulp from one x to the next, and arithmetic in doubles
cannot be exact. */(1+κ)* is therefore the largest error divided by 1 plus the condition number. The tests allow 4 there
for every function at any parameters. Functions of the tiers classic and core must also stay within 4 ulp in the tails
and around the origin.
"""
WITH_TORCH = """
## Next to PyTorch

The largest error at the same points, and the share of [-40, 40] where it exceeds 4 ulp: actcli and PyTorch
{version} (CPU) in float64, and PyTorch in float32, in units of float32. In float32 actcli returns the exact result
rounded once. `nan` stands for nan or an infinity instead of a number.
"""
TYPES = """
## Float32, float16, bfloat16 and the 8-bit types

How often a float64 result rounds to the right value of a narrow type. Every value of float16, bfloat16, float8_e4m3fn
and float8_e5m2 goes through every f and f'; float32 is sampled at some 40,000 random values per function and next to
zero and the kinks. *Wrong* results are not the exact value rounded to nearest even. *Ties* are those among them whose
exact value lies within float64's error of the middle of two neighbours, listed by function and not counted as wrong. In
nearly all of these it differs from the middle by less than the last place of a double: x/2 + x²/4 for a tiny x,
x - 1 + 2 exp(-2x) for a large one, x times a slope of 53 bits. actcli decides results so close to a tie in exact
arithmetic, so none of these reaches its output.
"""


def row(name: str, measured: Mapping[str, Errors]) -> str:
    """Return the line of a function: its figures for f and f'."""
    figures = [figure for e in measured.values() for figure in (e.tails, e.origin, e.largest, e.relative)]
    return _line(name, *map(number, figures))


def torch_row(name: str, measured: Mapping[str, Errors], peer: Mapping[str, Any]) -> str:
    """Return the line of a function beside PyTorch's."""
    cells: list[str] = []
    for what, errors in measured.items():
        wide, single = peer["float64"][name][what], peer["float32"][name][what]
        cells += [number(errors.largest), number(wide["largest"]), number(single["largest"])]
        cells += [percent(errors.share), percent(wide["share"]), percent(single["share"])]
    return _line(name, *cells)


def number(value: float | None) -> str:
    """Return a figure in a few characters."""
    if value is None or math.isinf(value):
        return "nan"
    if value < 99.5:
        return f"{value:.1f}" if value >= 0.05 else "0"
    return f"{value:.0f}" if value < 9999.5 else f"{value:.0e}".replace("e+0", "e").replace("e+", "e")


def percent(share: float) -> str:
    return f"{share * 100:.2g} %" if share else "0"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _table(head: Sequence[str], lines: Sequence[str]) -> str:
    rule = _line("---", *["---:"] * (len(head) - 1))
    return "\n".join(["", _line(*head), rule, *lines, ""])


def built_in() -> list[Elementwise]:
    """Return the elementwise functions that come with the package, in the order of families."""
    own = {record.name for record in functions.BUILT_IN}
    return [r for r in registry.records().values() if isinstance(r, Elementwise) and r.name in own]


def report() -> Iterator[str]:
    """Measure everything and yield the parts of the report."""
    peer = json.loads(PEER.read_text())
    measured = {}
    for record in built_in():
        measured[record.name] = measure(record)
        print(row(record.name, measured[record.name]), flush=True)
    yield INTRODUCTION
    each = [f"{what} {where}" for what in ("f", "f'") for where in ("tails", "origin", "all", "/(1+κ)")]
    yield _table(["function", *each], [row(name, errors) for name, errors in measured.items()])
    yield WITH_TORCH.format(version=peer["version"])
    yield _table(
        ["function", *BESIDE_TORCH],
        [torch_row(name, measured[name], peer) for name in measured if name in peer["float64"]],
    )
    yield from _narrow_types()


def _narrow_types() -> Iterator[str]:
    counts: dict[str, Counter[str]] = {"*results*": Counter(), "*wrong*": Counter(), "*ties*": Counter()}
    for record in built_in():
        for number_format in NARROW:
            name = number_format.name
            x = float32_points(record, SAMPLE) if number_format.bits == 32 else number_format.every()
            for quantity in (Quantity(record, None), Quantity(record, 0)):
                failures, ties = wrong(quantity, number_format, x)
                for what, many in (("*results*", x.size), ("*wrong*", len(failures)), ("*ties*", len(ties))):
                    counts[what][name] += many
                if ties:
                    counts.setdefault(quantity.name, Counter())[name] = len(ties)
    yield TYPES
    names = [number_format.name for number_format in NARROW]
    yield _table(["", *names], [_line(what, *(str(count[name]) for name in names)) for what, count in counts.items()])


def drift(old: str, new: str) -> list[str]:
    """Return the lines of a new report that differ from the old one by more than other hardware explains."""
    known = {_key(line): line for line in old.splitlines()}
    return [line for line in new.splitlines() if not _alike(known.get(_key(line), ""), line)]


def _key(line: str) -> tuple[str, int]:
    """Return the function that a line of a table is about, and the width of the table; the whole line elsewhere."""
    cells = line.split(" | ")
    return cells[0], len(cells)


def _alike(old: str, new: str) -> bool:
    pairs = list(zip(old.split(" | "), new.split(" | "), strict=False))
    return all(a == b or _close(a, b) for a, b in pairs) and old.count("|") == new.count("|")


def _close(old: str, new: str) -> bool:
    """Tell whether two figures agree within 1 or, where rounding is magnified, half."""
    try:
        a, b = (float(re.sub(r" [|%].*| %", "", cell)) for cell in (old, new))
    except ValueError:
        return False
    return abs(a - b) <= max(1.0, 0.5 * max(a, b))


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Measure how accurate functions are.")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    given = parser.parse_args(words)
    if given.write or given.check:
        text = "".join(report())
        if given.write:
            REPORT.write_text(text)
            return 0
        drifted = drift(REPORT.read_text(), text)
        print(*(f"drifted: {line}" for line in drifted), sep="\n")
        return 1 if drifted else 0
    for name in given.names:
        record = registry.find(name)
        if not isinstance(record, Elementwise):
            raise SystemExit(f"{name}: no elementwise function of the registry")
        print(row(record.name, measure(record)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
