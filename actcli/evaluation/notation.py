"""A function in mathematical notation: its definition, its derivative, and its derivatives by parameters."""

from __future__ import annotations

import ast
import math
from fractions import Fraction
from typing import TYPE_CHECKING

from actcli.catalog.record import Vector
from actcli.errors import UsageError
from actcli.formula import differentiate, latex, symbols, typeset
from actcli.formula.differentiate import TooLongError
from actcli.formula.parse import MAX_LENGTH, Formula, parse
from actcli.formula.spelled_numbers import spelled
from actcli.formula.stable import with_literals
from actcli.formula.trees import as_typed, filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from actcli.evaluation.function import Function
    from actcli.formula.typeset import Typeset

#: Derivatives with more characters than this fill pages.
_LONGEST = 2000
_TOO_LONG = r"\mathrm{too\ long\ to\ be\ written}"


def definition(function: Function) -> str:
    r"""Return the definition in LaTeX, for any display of mathematics: ``f(x) = \max(x, 0)``.

    Raises
    ------
    UsageError
        If no formula defines the function.
    """
    return next(equations(function))


def equations(function: Function) -> Iterator[str]:
    """Yield the definition, the derivative or the partial derivatives, and those by parameters, in LaTeX."""
    return map(latex.equation, typeset_equations(function))


def typeset_equations(function: Function) -> Iterator[Typeset]:
    """Yield the definition, the derivative or the partial derivatives, and those by parameters, typeset.

    Raises
    ------
    UsageError
        If no formula defines the function.
    """
    base = function.base or function
    record = base.activation
    if not record.formula or (record.tier == "user" and record.display_only):
        raise UsageError(f"{function.name} has no formula to typeset", "write it as a formula: 'x*sigmoid(x)'")
    if record.display_only:
        yield from _in_words(record.formula, record.derivative)
        return
    formula = base.definition
    if isinstance(record, Vector):
        yield from _of_vector(base, formula)
        return
    before: Formula | None = formula
    for order in range(function.order + 2):
        if order >= function.order:
            yield _typeset(before, f"{_primed(order)}(x) =")
        before = _next(base, before, order)
    if function.base is None:
        yield from _by_parameters(base, formula)


def _next(function: Function, before: Formula | None, order: int) -> Formula | None:
    """Return the derivative of the derivative of an order; None where it is too long."""
    if before is None:
        return None
    try:
        return _derivative(function, before, "x") if order else _slope(function)
    except TooLongError:
        return None


def slope(function: Function) -> str:
    """Return the derivative as a formula: as the record prints it, else derived; empty if there is none.

    For a gated function these are both partial derivatives, for other functions of a vector the Jacobian.
    """
    record = function.activation
    if record.derivative or record.display_only:
        return record.derivative
    if isinstance(record, Vector) and not record.gate:
        by_x = _jacobian(function, function.definition)
        text = _text(by_x and differentiate.of_element(by_x))
        delta = f", {differentiate.DELTA} = 1 if i = j else 0" if differentiate.DELTA in text else ""
        return text and f"dy_i/dx_j = {text}{delta}"
    if isinstance(record, Vector):
        halves = {half: _text(_by(function, function.definition, half)) for half in ("a", "b")}
        return ", ".join(f"dy/d{half} = {text}" for half, text in halves.items()) if all(halves.values()) else ""
    return _text(_next(function, function.definition, 1))


def _text(derived: Formula | None) -> str:
    """Return a derivative as records spell formulas; empty where it is too long."""
    text = "" if derived is None else as_typed(derived.text)
    return text if len(text) <= MAX_LENGTH else ""


def _primed(order: int) -> str:
    return "f" + "'" * order if order <= 3 else f"f^{{({order})}}"


def _of_vector(function: Function, formula: Formula) -> Iterator[Typeset]:
    if "x" not in formula.names:
        yield _typeset(formula, "f(a, b) =")
        for half in ("a", "b"):
            yield _typeset(_by(function, formula, half), _partial("f", half))
        yield from _by_parameters(function, formula)
        return
    yield _typeset(formula, "f(x)_i =", index="i")
    yield _typeset(_jacobian(function, formula), _partial("f(x)_i", "x_j"), index="i")
    yield from _by_parameters(function, formula, "f(x)_i", index="i")


def _by_parameters(function: Function, formula: Formula, left: str = "f", index: str = "") -> Iterator[Typeset]:
    for param in function.activation.params:
        if param.name in formula.names:
            by_param = _by(function, formula, param.name)
            yield _typeset(by_param, _partial(left, symbols.symbol(param.name)), index=index)


def _partial(what: str, by: str) -> str:
    return rf"\dfrac{{\partial {what}}}{{\partial {by}}} ="


def _typeset(formula: Formula | None, left: str, index: str = "") -> Typeset:
    if formula is None or len(formula.text) > _LONGEST:
        return typeset.Typeset(left, ((_TOO_LONG, ""),))
    return typeset.equation(formula, left, index=index)


def _jacobian(function: Function, formula: Formula) -> Formula | None:
    """Return the derivative of element i by element j; None where it is too long."""
    try:
        return differentiate.jacobian(formula, lambda call: _slope(function.lookup(call), bound=True))
    except TooLongError:
        return None


def _by(function: Function, formula: Formula, name: str) -> Formula | None:
    """Return the derivative of a formula by a name; None where it is too long."""
    try:
        return _derivative(function, formula, name)
    except TooLongError:
        return None


def _derivative(function: Function, formula: Formula, by: str) -> Formula:
    return differentiate.derivative(formula, by, lambda call: _slope(function.lookup(call), bound=True))


def _slope(function: Function, *, bound: bool = False) -> Formula:
    """Return the derivative of a function as a formula in x: as its record prints it, else derived.

    Parameters
    ----------
    function
        An elementwise function.
    bound
        Whether its parameters are replaced by their values.
    """
    record = function.activation
    printed = "" if record.tier == "user" else record.derivative
    result = parse(printed, lambda _: True) if printed else _derivative(function, function.definition, "x")
    if not bound or not function.values:
        return result
    numbers = {name: _spelled(value) for name, value in function.values.items()}
    return differentiate.as_formula(filled(with_literals(result), numbers))


def _spelled(value: float | Fraction) -> ast.expr:
    if math.isinf(value):
        return ast.Name("inf") if value > 0 else ast.UnaryOp(ast.USub(), ast.Name("inf"))
    return spelled(Fraction(value))


def _in_words(definition: str, derivative: str) -> Iterator[Typeset]:
    """Yield a definition outside the formula language, and its Jacobian, typeset as far as possible."""
    for left, text in (("f(x) =", definition), (r"\dfrac{\partial f(x)_i}{\partial x_j} =", derivative)):
        if text:
            right = _mixed(text.removeprefix("dp_i/dx_j = ").removeprefix("dy_i/dx_j = "))
            yield typeset.Typeset(left, ((right, ""),))


def _mixed(text: str) -> str:
    head, comma, tail = text.partition(", ")
    for part, rest in ((text, ""), (head, comma + tail)):
        try:
            formula = parse(part, lambda _: False)
        except UsageError:
            continue
        return typeset.equation(formula, "").cases[0][0] + (latex.words(rest) if rest else "")
    return latex.words(text)
