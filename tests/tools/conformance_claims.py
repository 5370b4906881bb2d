"""The claims of a record about a library, executed: names, defaults, slopes at kinks, and figures in notes."""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

import actcli
from actcli.catalog.record import Elementwise, Kink
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.formatting import format_float
from conformance_entry import VECTORS, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance_library import Call

#: Where a definition and its defaults are compared, and how far a result may be off, which approximations are not.
MODERATE = np.arange(-64, 65) / 16
TOLERANCE = 1e-5


class Claim(NamedTuple):
    """A claim that was executed: of which function, what it says, and what was found, which is "" where it holds."""

    function: str
    text: str
    found: str = ""


#: A clause that says that the function is another one there: "wrong below 0", "wrong up to 3.15.1".
_WRONG = re.compile(r"(?:^|; )wrong(?! from)")


def claims(entry: Entry) -> Iterator[Claim]:
    """Yield every claim about a function of a library, executed."""
    name, listed = entry.record.name, entry.record.libraries[entry.key]
    for each in entry.names:
        text = ast.unparse(each)
        own = entry.of(each)
        given = own.there.name.partition(":")[2]
        found = _outcome(lambda each=each, own=own: _definition(own, own.called(each)))  # type: ignore[misc]  # bound now
        if _WRONG.search(listed.note):
            yield Claim(name, f"{text} is wrong", "" if found else "it is right")
        else:
            yield Claim(name, f"{text} is this function{f' with {given}' if given else ''}", found)
    if isinstance(entry.record, Elementwise):
        for claim in (*_kinks(entry), *_notes(entry, listed.note)):
            yield Claim(name, claim.text, _outcome(claim.check))


def _outcome(check: Callable[[], str]) -> str:
    """Return what a check found; an exception is a finding."""
    try:
        return check()
    except Exception as failure:  # noqa: BLE001  # libraries raise anything
        return f"{type(failure).__name__}: {failure}".partition("\n")[0]


def _definition(entry: Entry, call: Call) -> str:
    """Compare values at moderate points with ours at the library's defaults."""
    x = MODERATE if isinstance(entry.record, Elementwise) else VECTORS
    wanted = np.asarray(actcli.get(entry.spec)(x))
    try:
        got = entry.library.run(call, x, entry.number_type)
    except Exception:  # noqa: BLE001  # not every function has the widest type
        got = entry.library.run(call, x, "float32")
    if got.shape != wanted.shape:
        return f"shape {got.shape}"
    off = np.abs(got - wanted) / np.maximum(1, np.abs(wanted))
    if isinstance(entry.record, Elementwise):
        off[np.isin(x, [kink.at for kink in entry.there.declared.kinks if kink.jump])] = (
            0  # the value there is a convention
        )
    i = np.unravel_index(np.nanargmax(np.where(np.isnan(got), np.inf, off)), off.shape)
    within = re.search(r"within ([\de.-]+)", entry.record.libraries[entry.key].note)
    if off[i] <= (float(within[1]) if within else TOLERANCE):
        return ""
    at = format_float(x[i]) if x.ndim == 1 else "a vector"
    return f"{format_float(got[i])} instead of {format_float(wanted[i])} at {at}"


class _Checked(NamedTuple):
    """A statement about values or slopes that can be executed.

    Attributes
    ----------
    entry, text
        Of which function, and the words.
    points
        Where it is to hold.
    outside
        Where it is not to hold.
    wanted
        The value there.
    number_type, slope, values
        In which type, of the slope or not, and with which parameters.
    """

    entry: Entry
    text: str
    points: Sequence[float]
    wanted: float
    number_type: str
    slope: bool = False
    outside: Sequence[float] = ()
    values: Mapping[str, float] | None = None

    def check(self) -> str:
        """Return what was found; "" where the statement holds."""
        call = self.entry.first if self.values is None else self.entry.with_parameters(self.values)
        for at in (*self.points, *self.outside):
            x = np.full(64, at)  # as many as the widest vectors of a processor hold: a rest may take another path
            got = float(self.entry.library.run(call, x, self.number_type, slope=self.slope)[1])
            if _same(got, self.wanted) != (at in self.points):
                return f"{format_float(got)} at {format_float(at)}"
        return ""


def _same(got: float, wanted: float) -> bool:
    """Tell whether a result is the one that a text states to two or three digits."""
    if math.isnan(wanted) or math.isinf(wanted) or wanted == 0:
        return got == wanted or (math.isnan(got) and math.isnan(wanted))
    return abs(got - wanted) <= 0.006 * abs(wanted)


def kinks(function: BoundActivation) -> Sequence[Kink]:
    return function.declared.kinks if isinstance(function.activation, Elementwise) else ()


def _kinks(entry: Entry) -> Iterator[_Checked]:
    """Yield the slopes at kinks, at our default parameters."""
    if entry.library.slope is None:
        return
    ours = BoundActivation(entry.record)
    values = ours.values if {**entry.record.libraries[entry.key].defaults} else None
    for kink in kinks(ours):
        if entry.key in kink.libraries:
            slope, at = kink.libraries[entry.key], kink.at
            text = f"slope {format_float(slope)} at {format_float(at)}"
            yield _Checked(entry, text, (at,), float(slope), entry.number_type, slope=True, values=values)


_NUMBER = r"[±-]?(?:inf|nan|\d+(?:\.\d+)?(?:e-?\d+)?)"
#: "0 from -709 down (-87.4 in float32)", "nan at ±inf", "0 for nan", "0 at 1e8 in float32".
_STATEMENT = re.compile(
    rf"(?<![\w.])({_NUMBER}) (at|for|from|above|below) (?:about )?({_NUMBER})(?: on| down)?"
    rf"(?: in (float32|float64)| \(({_NUMBER})(?: in float32)?\)|, ({_NUMBER}) in float32)?(?! is right)(?![\w*])"
)
_SLOPE_AT = re.compile(rf"slope at ({_NUMBER}) is ({_NUMBER})()()()()")
#: "b = 0 has the slope nan at 0", "with threshold = 1 it gives 0 for nan".
_PARAMETER = re.compile(rf"(?:with )?(\w+) = ({_NUMBER}) (?:has|it gives)")


def _notes(entry: Entry, note: str) -> Iterator[_Checked]:
    """Yield the statements of a note that are figures."""
    for clause in note.split("; "):
        given = _PARAMETER.match(clause)
        values = {given[1]: float(given[2])} if given else None
        for statement in _STATEMENT.finditer(clause):
            y, relation, x, number_type, *narrow = statement.groups()
            before = clause[: statement.start()]
            kinds = [True, False] if "value and slope" in before else ["slope" in before]
            default = "float32" if clause.startswith("in float32") else entry.number_type
            bounds = [(x, number_type or default), *((at, "float32") for at in narrow if at)]
            for slope in kinds:
                for at, in_type in bounds:
                    yield from _statements(entry, statement[0], (y, relation, at, in_type), slope=slope, values=values)
        for x, y, *_ in _SLOPE_AT.findall(clause):
            yield _Checked(entry, clause, (float(x),), float(y), entry.number_type, slope=True)


def _statements(
    entry: Entry, text: str, parts: tuple[str, str, str, str], *, slope: bool, values: Mapping[str, float] | None
) -> Iterator[_Checked]:
    y, relation, at, number_type = parts
    for x in {float(at.replace("±", sign)) for sign in "+-"}:
        points, outside = [x], []
        if relation in {"from", "above", "below"}:
            points = [x * 1.02, x * 1.5]
            outside = [x * 0.9] if relation == "from" else []
        wanted = float(y.replace("±", "-" if x < 0 else "+"))
        yield _Checked(entry, f"{text} [{number_type}]", points, wanted, number_type, slope, outside, values)
