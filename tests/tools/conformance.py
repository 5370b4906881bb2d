"""Run what the records claim of libraries: ``python tests/tools/conformance.py torch jax``; no names: all there are.

Prints what does not hold, and the error of each function in each type; ``-v`` prints every claim, ``--claims`` leaves
the errors out, which take minutes. ``--write`` keeps what was measured in conformance.json, of which the page of
conformance is made where the libraries are not installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import _search_path  # noqa: F401  # finds the modules beside this folder
import actcli
from actcli.catalog.record import LIBRARIES
from actcli.errors import ActcliError
from actcli.functions import built_in
from conformance_calls import NOT_CALLED
from conformance_claims import claims
from conformance_domains import domains
from conformance_entry import Entry
from conformance_libraries import LOADERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from actcli.catalog.record import Activation
    from actcli.compare.value_diff import DiffRow
    from actcli.numbers.array import Array
    from conformance_claims import Claim
    from conformance_library import Call, Library

DATA = Path(__file__).with_suffix(".json")
#: A function is right where no error is larger, in ulp.
RIGHT = 4.0


def entries(key: str, library: Library, records: Iterable[Activation]) -> list[Entry]:
    """Return the functions that a library has and that can be called."""
    uncalled = NOT_CALLED.get(key, {})
    return [Entry(key, library, each) for each in records if key in each.libraries and each.name not in uncalled]


def errors(entry: Entry, number_type: str) -> str:
    """Return the largest error of a function's values in a type, as a cell; "-" where the library lacks the type."""
    call: Call = entry.first

    def values(x: Array) -> Array:
        return entry.library.run(call, x, number_type)

    try:
        values(np.ones((1, 2) if entry.there.is_vector else 2))
    except Exception:  # noqa: BLE001  # libraries raise anything where they lack a type
        return "-"
    try:
        return cell(actcli.diff(entry.spec, values, number_type, ftz=True))
    except ActcliError as failure:
        return str(failure)


def cell(row: DiffRow) -> str:
    """Return the largest error in ulp, with ``!`` where there are wrong nan or infinities."""
    return f"{row.max_ulp:.3g}{'!' if row.nan_mismatches or row.inf_mismatches else ''}"


def is_right(text: str) -> bool:
    """Tell whether a function has no error above 4 ulp and no wrong nan or infinity."""
    return not text.endswith("!") and float(text) <= RIGHT


Cells = dict[str, dict[str, str]]


def print_claims(executed: Sequence[Claim], *, verbose: bool) -> list[str]:
    """Print the claims that do not hold, or all, and return those that do not."""
    failing = [f"{claim.function}: {claim.text}: {claim.found}" for claim in executed if claim.found]
    print(f"  {len(executed)} claims, {len(failing)} do not hold")
    for text in (
        [f"{claim.function}: {claim.text}: {claim.found or 'holds'}" for claim in executed] if verbose else failing
    ):
        print(f"  {text}")
    return failing


def print_errors(functions: Cells) -> None:
    """Print the errors of each function by type, and how many functions are right."""
    for name, cells in functions.items():
        print(f"  {name:18}", *(f"{number_type} {text:12}" for number_type, text in cells.items()))
    for number_type in next(iter(functions.values()), {}):
        texts = [each[number_type] for each in functions.values() if each[number_type] != "-"]
        print(f"  {number_type}: {sum(map(is_right, texts))} of {len(texts)} functions right within {RIGHT:g} ulp")


def run(key: str, options: Sequence[str]) -> bool:
    """Run the claims about one library, and its functions; tell whether all claims hold."""
    try:
        library = LOADERS[key]()
    except ImportError:
        print(f"{LIBRARIES[key]}: not installed")
        return True
    print(f"{LIBRARIES[key]} {library.version}")
    found = entries(key, library, built_in())
    executed = [claim for entry in found for claim in (*claims(entry), *domains(entry))]
    failing = print_claims(executed, verbose="-v" in options)
    figures: dict[str, Any] = {"version": library.version, "claims": len(executed), "failing": failing}
    if "--claims" not in options:
        functions = {each.record.name: {name: errors(each, name) for name in library.types} for each in found}
        print_errors(functions)
        figures["functions"] = functions
    if "--write" in options:
        data = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
        data[key] = data.get(key, {}) | figures
        DATA.write_text(json.dumps(dict(sorted(data.items())), indent=1) + "\n", encoding="utf-8")
    return not failing


def main(words: Sequence[str]) -> int:
    """Run the claims about libraries, each in a process of its own: some can't be loaded beside others."""
    options = [word for word in words if word.startswith("-")]
    keys = [word for word in words if not word.startswith("-")] or list(LOADERS)
    if len(keys) == 1:
        return int(not run(keys[0], options))
    return max(subprocess.run([sys.executable, __file__, key, *options], check=False).returncode for key in keys)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
