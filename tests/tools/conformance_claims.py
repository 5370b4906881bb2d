"""The claims of a record about a library, executed: names, defaults, slopes at kinks, and figures in notes."""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import actcli
from actcli.catalog.record import Activation, Elementwise, Kink
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.formatting import format_float
from conformance_calls import CALLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from conformance_libraries import Call, Library

#: Where a definition and its defaults are compared, and how far a result may be off, which approximations are not.
MODERATE = np.arange(-64, 65) / 16
TOLERANCE = 1e-5
#: The points of functions of a vector.
VECTORS = np.stack([np.sin(np.arange(1.0, 9.0) * k) * k for k in range(1, 5)])


class Claim(NamedTuple):
    """A claim that was executed: of which function, what it says, and what was found, which is "" where it holds."""

    function: str
    text: str
    found: str = ""


class Entry(NamedTuple):
    """A record's entry of a library: the library and its key, and the function."""

    key: str
    library: Library
    record: Activation

    @property
    def names(self) -> list[ast.expr]:
        """The names of the function, as expressions."""
        tree = ast.parse(self.record.libraries[self.key].name, mode="eval").body
        return tree.elts if isinstance(tree, ast.Tuple) else [tree]

    @property
    def there(self) -> BoundActivation:
        """Our function with the library's defaults."""
        return BoundActivation(self.record, self.record.libraries[self.key].defaults)

    @property
    def spec(self) -> str:
        """The SPEC of what the library computes: the formula in the note, such as sin(pi*x)/(pi*x), if it has one."""
        note = self.record.libraries[self.key].note
        return next((part for part in note.split("; ") if "(pi*x)" in part), self.there.name)

    def called(self, name: ast.expr) -> Call:
        """Return the function that a name means, of one array."""
        text = CALLS.get(self.key, {}).get(self.record.name, "")
        target = eval(ast.unparse(_head(name)), {}, self.library.names)  # noqa: S307  # names of our own records
        needs = {p.name for p in self.record.params} & _used(ast.parse(text))
        if text and not needs:
            return self.with_parameters({})
        if isinstance(target, type):
            return self._instance(target, name)
        if text and (_used(name) > _used(_head(name)) or _fails(target, self.library)):
            return self.with_parameters({})
        call: Call = partial(target, **_keywords(name))
        return call

    def with_first(self, value: float) -> Entry:
        """Return the entry with another default of the first parameter."""
        listed = self.record.libraries[self.key]
        changed = listed._replace(defaults={**listed.defaults, self.record.params[0].name: value})
        return self._replace(record=replace(self.record, libraries={self.key: changed}))

    def _instance(self, made: type, name: ast.expr) -> Call:
        """Return an instance of a class with its own defaults, or the words that ``GELU('tanh')`` gives, or ours."""
        given = name.args if isinstance(name, ast.Call) else []
        words = [word.value for word in given if isinstance(word, ast.Constant)]
        try:
            layer = made(*words)
        except TypeError:
            layer = made(*self.there.values.values())
        # Layers of PyTorch have float32 weights, and draw numbers until they are told to evaluate.
        settled: Call = layer.double().eval() if hasattr(layer, "double") else layer
        return settled

    def with_parameters(self, values: Mapping[str, float]) -> Call:
        """Return the function with some parameters of ours; the others have the library's defaults."""
        text = CALLS[self.key][self.record.name]
        code = compile(text, text, "eval")
        given = {name: float(value) for name, value in ({**self.there.values, **values}).items()}
        return lambda x: eval(code, {}, _Scope({**given, "x": x}, self.library.names))  # noqa: S307  # our own table

    @property
    def first(self) -> Call:
        """The first name, as a function of one array."""
        return self.called(self.names[0])

    @property
    def number_type(self) -> str:
        """The widest type."""
        return self.library.types[0]


class _Scope(dict[str, Any]):
    """Local names before those of a library."""

    def __init__(self, local: Mapping[str, Any], names: Mapping[str, Any]) -> None:
        super().__init__(local)
        self._names = names

    def __missing__(self, name: str) -> Any:  # noqa: ANN401  # anything that a library has
        return self._names[name]


def _head(name: ast.expr) -> ast.expr:
    return name.func if isinstance(name, ast.Call) else name


def _used(tree: ast.AST) -> set[str]:
    """Return the names in an expression."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _keywords(name: ast.expr) -> dict[str, Any]:
    """Return the keywords of a name such as ``gelu(approximate=True)`` whose values are given."""
    given = name.keywords if isinstance(name, ast.Call) else []
    return {str(k.arg): k.value.value for k in given if isinstance(k.value, ast.Constant)}


def _fails(target: Call, library: Library) -> bool:
    try:
        library.run(target, np.ones(2), "float32")
    except Exception:  # noqa: BLE001  # libraries raise anything where an argument is missing
        return True
    return False


def claims(entry: Entry) -> Iterator[Claim]:
    """Yield every claim about a function of a library, executed."""
    name, listed = entry.record.name, entry.record.libraries[entry.key]
    for each in entry.names:
        text = ast.unparse(each)
        layer = re.search(rf"the layer {text} has ([\d.]+)", listed.note)
        own = entry if layer is None else entry.with_first(float(layer[1]))
        given = own.there.name.partition(":")[2]
        found = _outcome(lambda each=each, own=own: _definition(own, own.called(each)))  # type: ignore[misc]  # bound now
        if "wrong up to" in listed.note:
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
    if off[i] <= (2.0**-7 if "in bfloat16" in entry.record.libraries[entry.key].note else TOLERANCE):
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
