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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import _search_path  # noqa: F401  # finds the modules beside this folder
from actcli import functions
from actcli.catalog.record import Elementwise
from actcli.spec import registry
from oracle.errors import measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from oracle.errors import Errors

REPORT = Path(functions.__file__).with_name("ACCURACY.md")
PEER = Path(__file__).with_name("accuracy_torch.json")
#: The columns of the table of errors next to PyTorch's.
BESIDE_TORCH = [
    f"{what} {whose}{over}"
    for what in ("f", "f'")
    for over in ("", " > 4")
    for whose in ("actcli", "PyTorch", "float32")
]

INTRODUCTION = """\
# Accuracy

How far every elementwise function f and its derivative f' are off at default parameters, in units in the last place
(ulp: the spacing of the doubles at the exact result). `python tests/tools/accuracy.py --write` wrote this file;
`--check` measures again. Balls enclose the exact results of the printed formula at about 11,000 points per function:
all magnitudes of float64, thousands between -800 and 800, and the neighbours of zero and of every kink.

## Float64

*Tails* is the largest error for abs(x) >= 4 and *origin* for abs(x) <= 1/4, where the exact result is a normal number;
*all* is the largest at any point, and *exact* the largest with `--exact`. The nearest double has an error of at most
0.5. Where a result is close to zero but x is not, or where x is very large, the result changes by many ulp from one x
to the next, and arithmetic in doubles cannot be exact. */(1+κ)* is therefore the largest error divided by 1 plus the
condition number. The tests allow 4 there for every function at any parameters. Functions of the tiers classic and core
must also stay within 4 ulp in the tails and around the origin.

Results in narrower types have no column: they are the exact result, correctly rounded, for every x.
"""
WITH_TORCH = """
## Next to PyTorch

The largest error, and the share of [-40, 40] where it exceeds 4 ulp: actcli and PyTorch {version} (CPU) in float64, and
PyTorch in float32, in units of float32. PyTorch was measured at 4,700 points per function, chosen in the same way.
In float32 actcli returns the exact result rounded once. `nan` stands for nan or an infinity instead of a number.
"""


def row(name: str, measured: Mapping[str, Errors]) -> str:
    """Return the line of a function: its figures for f and f'."""
    figures = [figure for e in measured.values() for figure in (e.tails, e.origin, e.largest, e.relative, e.exactly)]
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
    own = {record.name for record in functions.built_in()}
    return [r for r in registry.records().values() if isinstance(r, Elementwise) and r.name in own]


def report() -> Iterator[str]:
    """Measure everything and yield the parts of the report."""
    peer = json.loads(PEER.read_text())
    measured = {}
    for record in built_in():
        measured[record.name] = measure(record)
        print(row(record.name, measured[record.name]), flush=True)
    yield INTRODUCTION
    each = [f"{what} {where}" for what in ("f", "f'") for where in ("tails", "origin", "all", "/(1+κ)", "exact")]
    yield _table(["function", *each], [row(name, errors) for name, errors in measured.items()])
    yield WITH_TORCH.format(version=peer["version"])
    yield _table(
        ["function", *BESIDE_TORCH],
        [torch_row(name, measured[name], peer) for name in measured if name in peer["float64"]],
    )


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
