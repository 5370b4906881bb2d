"""The records: all facts about an activation function, frozen, and complete when made.

Two kinds share the same data and differ in what their kernels take: :class:`Elementwise` (a number to a number) and
:class:`Vector` (a whole vector to a vector). Kernels are plain functions of float64 arrays and Python floats; the one
caller that adds blocks, dtypes and error states is :mod:`actcli.evaluation.evaluate`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from actcli.catalog.libraries import FAMILIES, LIBRARIES, LibraryEntry, Paper, in_libraries
from actcli.catalog.parameter import FINITE, NONNEGATIVE, NONZERO, POSITIVE, Domain, InPlace, Kernel, Param, Rule
from actcli.catalog.traits import REALS, Asymptote, Interval, Kink, Monotone, Symmetry, Traits
from actcli.errors import ActcliError
from actcli.frozen import NOTHING, Frozen
from actcli.numbers.choice import Choice
from actcli.numbers.exact_float import ExactFloat

#: Everything that is needed to write a record.
__all__ = [
    "FAMILIES",
    "FINITE",
    "LIBRARIES",
    "NONNEGATIVE",
    "NONZERO",
    "POSITIVE",
    "REALS",
    "Activation",
    "Asymptote",
    "Choice",
    "Domain",
    "Elementwise",
    "ExactFloat",
    "ExactKernels",
    "Gate",
    "InPlace",
    "Interval",
    "Kernel",
    "Kink",
    "LibraryEntry",
    "Monotone",
    "Paper",
    "Param",
    "RecordError",
    "Rule",
    "Symmetry",
    "Traits",
    "Vector",
    "in_libraries",
]

Tier = Literal["classic", "core", "extra", "user"]


class RecordError(ActcliError):
    """An inconsistent record; the message is the same for built-in functions and plug-ins."""


class Activation(Frozen, kw_only=True):
    """An activation function: the facts that all kinds have in common.

    Attributes
    ----------
    name
        Lower-case, PyTorch's where it has the function.
    family
        A key of FAMILIES.
    summary
        A description in one line.
    formula
        Its definition in the language of :mod:`actcli.formula.parse`, or for display only where ``display_only``.
    tier
        ``classic`` (the eight best known), ``core`` (shipped by a main library), ``extra``, or ``user``.
    derivative
        The derivative away from kinks, in the same language and judged as well; empty if it is derived.
        For a function of vectors the Jacobian, for display only.
    params, rules
        Its parameters, and conditions on several of them.
    papers
        Where it was published.
    aliases
        Other spellings that mean this function.
    libraries
        Its names in the libraries.
    notes
        Known errors of libraries, conventions, history: sentences for the card.
    display_only
        Whether the formula is for reading only, outside the formula language.
    """

    name: str
    family: str
    summary: str
    formula: str
    tier: Tier = "extra"
    derivative: str = ""
    params: tuple[Param, ...] = ()
    rules: tuple[Rule, ...] = ()
    papers: tuple[Paper, ...] = ()
    aliases: tuple[str, ...] = ()
    libraries: Mapping[str, LibraryEntry] = NOTHING
    notes: tuple[str, ...] = ()
    display_only: bool = False

    def __post_init__(self) -> None:
        if self.tier == "user":
            return  # a user's function is checked when its SPEC is resolved
        if not re.fullmatch(r"[a-z][a-z0-9_]*", self.name):
            raise RecordError(f"name '{self.name}' is not lower-case letters, digits and _")
        if self.family not in FAMILIES:
            raise RecordError(f"{self.name}: '{self.family}' is not one of the families: {', '.join(FAMILIES)}")
        if not self.summary or not self.formula:
            raise RecordError(f"{self.name}: a summary and a formula are needed")
        unknown = [key for key in self.libraries if key not in LIBRARIES]
        if unknown:
            raise RecordError(f"{self.name}: {', '.join(unknown)} is not one of the libraries: {', '.join(LIBRARIES)}")
        self._check_parameters()
        for rule in self.rules:
            if not rule.holds(**self.defaults):
                raise RecordError(f"{self.name}: the defaults break the rule {rule.text}")

    def _check_parameters(self) -> None:
        for param in self.params:
            if not re.fullmatch(r"[a-z][a-z0-9_]*", param.name):
                raise RecordError(f"{self.name}: parameter '{param.name}' is not lower-case letters, digits and _")
            if param.default not in param.domain:
                raise RecordError(f"{self.name}: the default of {param.name} is not {param.domain.rule}")
        names = [name for p in self.params for name in (p.name, *p.aliases)]
        if len(set(names)) < len(names):
            raise RecordError(f"{self.name}: duplicate parameter names: {', '.join(names)}")

    @property
    def defaults(self) -> dict[str, float]:
        """The default of every parameter."""
        return {p.name: p.default for p in self.params}


class Elementwise(Activation, kw_only=True):
    """A function of one number.

    Attributes
    ----------
    f
        Kernel ``f(x, *params)``; None computes the function from its formula.
    grad
        Kernel of the derivative; at a kink it returns the declared slope. None for the derivative of the formula.
    traits
        The traits, given the parameters by name; by default only that it is smooth is declared.
    search
        Completes the declared traits of a function with its parameters; None if all are declared. The registry sets
        it.
    stable
        The formula in a form that loses fewer digits, where identities do not find one.
    """

    f: Kernel | None = None
    grad: Kernel | None = None
    traits: Callable[..., Traits] = lambda **_: Traits()
    search: Callable[[Any], Traits] | None = None
    stable: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tier == "user":
            return
        missing = [p.name for p in self.params if p.derivative is None]
        if missing and self.display_only:
            raise RecordError(f"{self.name}: no derivative with respect to {', '.join(missing)}")
        if not isinstance(self.traits(**self.defaults), Traits):
            raise RecordError(f"{self.name}: traits does not return Traits")


class Gate(Frozen):
    """The kernels of a gated function of ``a`` and ``b``, the halves of a vector.

    Attributes
    ----------
    f
        Kernel ``f(a, b, *params)``; None computes it from the formula.
    grad_a, grad_b
        Kernels of its partial derivatives, which the Jacobian is made of; None for those of the formula.
    """

    f: Kernel | None = None
    grad_a: Kernel | None = None
    grad_b: Kernel | None = None


class ExactKernels(Frozen):
    """A function of a vector in exact arithmetic, for a record whose formula is for display only.

    Attributes
    ----------
    f
        ``f(x, *params)``: a list of numbers with + - * / and comparisons to the list of results.
    jacobian
        The same to the list of rows of the Jacobian.
    """

    f: Callable[..., list[Any]]
    jacobian: Callable[..., list[list[Any]]]


class Vector(Activation, kw_only=True):
    """A function of a whole vector, the last axis of an array.

    Attributes
    ----------
    f
        Kernel from shape (..., n) to (..., m); None computes the function from its gate, or from its formula.
    jacobian
        Kernel from shape (..., n) to (..., m, n); None likewise.
    range
        The values that an output takes.
    multiple
        n must be a multiple of it, given the parameters by name.
    length
        m as a function of n and the parameters.
    gate
        The parts of a gated function, whose formula is in ``a`` and ``b``.
    gates
        Which engines activate which half, by values of the parameter ``gate``.
    sums_to_one
        Whether the outputs are non-negative and sum to one.
    exact
        The function in exact arithmetic, where no formula defines it.
    """

    f: Kernel | None = None
    jacobian: Kernel | None = None
    range: tuple[Interval, ...]
    multiple: Callable[..., int] = lambda **_: 1
    length: Callable[..., int] = lambda n, **_: n
    gate: Gate | None = None
    gates: Mapping[str, str] = NOTHING
    sums_to_one: bool = False
    exact: ExactKernels | None = None
