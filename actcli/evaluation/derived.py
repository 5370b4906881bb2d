"""Values and first derivatives computed from a formula alone.

The stable form is evaluated in float64 with a running error bound. Where that exceeds the function's `ulps` times 1 +
the condition number, the point is computed again in exact arithmetic, so the digits are right whatever the formula.

The inputs are arrays of doubles by name: ``x``, or ``a`` and ``b`` for a gated function.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.record import Gate
from actcli.formula.arrays import Arrays
from actcli.formula.bounded_slopes import ONE, ZERO, BoundedDual, BoundedDuals
from actcli.formula.bounds import Bounded, Bounds, exact
from actcli.formula.propagation import SPACING, UNDERFLOW, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from actcli.catalog.record import Kernel
    from actcli.evaluation.function import Function
    from actcli.formula.bounds import StableForm
    from actcli.formula.parse import Formula
    from actcli.numbers.array import Array

    Inputs = Mapping[str, Array]
    Indices = NDArray[np.intp]

#: Points evaluated at once, whose temporaries stay in the cache: eight times as many take three times as long.
_PIECE = 1 << 14
#: The step, relative to an input, over which the change of a slope is measured.
_STEP = 2.0**-20
#: Where limits are looked for: far out, without pattern, and often enough that no wave has one sign everywhere. Results
#: beyond the last number are unbounded.
_FAR = np.array((1.618e293, 7.389e294, 4.669e296, 9.87e297, 1.2345678e300, 1.4142135e301, 3.3219281e303, 2.7182818e306))
_UNBOUNDED = 1e100
#: Results below it may be made of subnormal numbers.
_FADING = 2.0**-1000
#: So close to 0 a piece that begins there is looked at.
_BESIDE = 1e-100


def compute(function: Function, inputs: Inputs, by: str | None) -> Array:
    """Return the values of a function at points of any shape, or its derivatives by an input or a parameter."""
    shape = np.broadcast_shapes(*(x.shape for x in inputs.values()))
    flat = {name: np.broadcast_to(x, shape).reshape(-1) for name, x in inputs.items()}
    y = np.empty(shape)
    for start in range(0, y.size, _PIECE):
        where = slice(start, start + _PIECE)
        piece = {name: x[where] for name, x in flat.items()}
        y.reshape(-1)[where] = values(function, piece) if by is None else slopes(function, piece, by)
    return y


def values(function: Function, inputs: Inputs) -> Array:
    """Return the values of a function at vectors of doubles."""

    def movement(where: Indices) -> Array:
        at = _taken(inputs, where)
        return _summed(np.abs(x) * _least(_slope(function, at, name)) for name, x in at.items())

    with np.errstate(all="ignore"):
        result = _bounded(function, form_of(function), inputs)
        return _settled(function, inputs, result, _unsure(function.ulps, inputs, result, movement), by=None)


def slopes(function: Function, inputs: Inputs, by: str) -> Array:
    """Return the derivatives of a function at vectors of doubles, by an input or a parameter."""

    def movement(where: Indices) -> Array:
        at = _taken(inputs, where)
        return _summed(_change(function, at, name, by) for name in at)

    with np.errstate(all="ignore"):
        result = _slope(function, inputs, by)
        return _settled(function, inputs, result, _unsure(function.ulps, inputs, result, movement), by=by)


def kernel(function: Function) -> Callable[[Inputs, str | None], Array]:
    """Return the kernel that the formula of an elementwise function gives, for inputs and what to differentiate by."""
    written = partial(naive, function)
    params = tuple(param._replace(derivative=_of(written, param.name)) for param in function.activation.params)
    record = function.elementwise._replace(f=_of(written, None), grad=_of(written, "x"), params=params)
    return partial(compute, function.with_record(record))


def completed_pairs(function: Function) -> Gate:
    """Return the kernels that the formula of a gated function gives."""
    plain = function.with_record(function.vector._replace(gate=_pairs(partial(naive, function))))
    return _pairs(partial(compute, plain))


def _pairs(kernel: Callable[..., Array]) -> Gate:
    return Gate(*(lambda a, b, *_, by=by: kernel({"a": a, "b": b}, by) for by in (None, "a", "b")))


def _of(kernel: Callable[[Inputs, str | None], Array], by: str | None) -> Kernel:
    return lambda x, *_: kernel({"x": x}, by)


def naive(function: Function, inputs: Inputs, by: str | None) -> Array:
    """Return the formula as written, or its derivative, evaluated in plain float64 arithmetic; nan gives nan."""
    formula = function.definition
    with np.errstate(all="ignore"):
        if by is None:
            known = {key: np.asarray(float(value)) for key, value in function.values.items()}
            y = formula.evaluate(Arrays(lambda text: function.lookup(text).compute), {**known, **inputs})
        else:
            y = _differentiated(function, formula, inputs, by).slope.value
        return np.where(_any(np.isnan, inputs), np.nan, y)


def form_of(function: Function) -> StableForm:
    """Return the stable form of a function that its formula defines."""
    form = function.stable
    if form is None:
        raise AssertionError(function.name)
    return form


def _exactly(inputs: Inputs) -> dict[str, Bounded]:
    return {name: exact(x) for name, x in inputs.items()}


def _bounded(function: Function, form: StableForm, inputs: Inputs) -> Bounded:
    return _spread(form.formula.evaluate(Bounds(function.lookup), {**form.values, **_exactly(inputs)}), inputs)


def _slope(function: Function, inputs: Inputs, by: str) -> Bounded:
    printed = function.stable_slope if by == "x" else None
    if printed is not None:
        return _bounded(function, printed, inputs)
    return _spread(_differentiated(function, form_of(function).formula, inputs, by).slope, inputs)


def _differentiated(function: Function, formula: Formula, inputs: Inputs, by: str) -> BoundedDual:
    names = {**form_of(function).values, **_exactly(inputs)}
    env = {name: BoundedDual(value, ONE if name == by else ZERO) for name, value in names.items()}
    result: BoundedDual = formula.evaluate(BoundedDuals(Bounds(function.lookup)), env)
    return result


def _spread(result: Bounded, inputs: Inputs) -> Bounded:
    """Broadcast values and errors to one for each point: a constant formula has a single one."""
    shape = np.broadcast_shapes(*(x.shape for x in inputs.values()))
    return Bounded(np.broadcast_to(result.value, shape), np.broadcast_to(result.error, shape))


def _taken(inputs: Inputs, where: Indices) -> Inputs:
    return {name: x[where] for name, x in inputs.items()}


def _any(test: Callable[[Array], NDArray[np.bool_]], inputs: Inputs) -> NDArray[np.bool_]:
    """Tell where a test holds for one of the inputs."""
    found: NDArray[np.bool_] = np.any([test(x) for x in inputs.values()], axis=0)
    return found


def _summed(parts: Iterable[Array]) -> Array:
    total: Array = np.sum(list(parts), axis=0)
    return total


def _least(slope: Bounded) -> Array:
    """Return the least magnitude that a slope may have."""
    least = np.abs(slope.value) - slope.error
    return np.where(least > 0, least, 0.0)  # 0 too where it is nan and nothing is known


def _change(function: Function, inputs: Inputs, name: str, by: str) -> Array:
    """Return how far a slope moves per relative change of an input, measured on either side of it.

    The smaller change counts, so that a kink on one side does not.
    """
    here, below, above = (
        _slope(function, {**inputs, name: inputs[name] * scale}, by) for scale in (1.0, 1 - _STEP, 1 + _STEP)
    )
    changes = [_least(Bounded(here.value - other.value, here.error + other.error)) for other in (below, above)]
    return np.minimum(*changes) / _STEP


def _settled(function: Function, inputs: Inputs, result: Bounded, unsure: Indices, by: str | None) -> Array:
    """Return results with those of unsure points computed exactly, and those at infinities as IEEE has them.

    Parameters
    ----------
    function
        The function.
    inputs
        The points.
    result
        Values and their errors.
    unsure
        The indices of points whose error may be too large.
    by
        The variable of differentiation; None for values.
    """
    y = np.array(result.value)
    declared = function.activation.tier != "user"
    if declared and "x" in inputs:
        flat, tiny = _zeros(y, result.error, inputs["x"])
        y[flat] = 0.0
        unsure = np.union1d(unsure, tiny)
    infinite = np.flatnonzero(_any(np.isinf, inputs))
    if infinite.size:
        at = _taken(inputs, infinite)
        y[infinite] = _limits(function, at, by) if declared else naive(function, at, by)
    if unsure.size:
        found = _exact_values(function, _taken(inputs, unsure), by)
        # A tower such as exp(exp(exp(x))) is beyond exact arithmetic too: it overflows.
        y[unsure] = np.where(np.isnan(found) & np.isinf(y[unsure]), y[unsure], found)
    if declared and by == "x":
        for kink in function.declared.kinks:
            y[inputs["x"] == kink.at] = kink.subgradient
    if declared and by is None and "x" in inputs:
        _sign_zeros(function, inputs["x"], y)
    y[_any(np.isnan, inputs)] = np.nan
    return y


def _sign_zeros(function: Function, x: Array, y: Array) -> None:
    """Give zeros at 0 and -0 their signs: -0 at -0 where the function rises through it, +0 beside a flat piece."""
    at = np.flatnonzero((x == 0) & (y == 0))
    if at.size:
        flat, rises = _course_at_0(function)  # type: ignore[arg-type]  # reason: every function is hashable
        y[at] = 0.0 if flat else np.copysign(0.0, x[at] if rises else y[at])


@lru_cache(maxsize=1000)
def _course_at_0(function: Function) -> tuple[bool, bool]:
    """Tell whether a function is 0 on one side of 0, and otherwise whether it rises through 0."""
    beside = _bounded(function, form_of(function), {"x": np.array([-_BESIDE, _BESIDE])})
    flat = bool(((beside.value == 0) & (beside.error == 0)).any())
    return flat, not flat and _slope(function, {"x": np.zeros(1)}, "x").value.item() > 0


def _zeros(y: Array, error: Array, x: Array) -> tuple[Indices, Indices]:
    """Return where results for finite x beside 0 are exactly 0, and where a zero is too small a number."""
    zeros = np.flatnonzero(y == 0)
    zeros = zeros[(x[zeros] != 0) & np.isfinite(x[zeros])]
    certain = error[zeros] == 0
    return zeros[certain], zeros[~certain]


def _limits(function: Function, inputs: Inputs, by: str | None) -> Array:
    """Return the limits at infinities, where results far out agree, fade, or grow at least as a logarithm; else nan."""
    far = {}
    for turn, (name, x) in enumerate(inputs.items()):  # of two infinite inputs each goes its own way
        out = np.copysign(np.roll(_FAR, turn), x[:, None])
        far[name] = np.where(np.isinf(x)[:, None], out, x[:, None])
    seen = _exact_values(function, {name: x.reshape(-1) for name, x in far.items()}, by).reshape(-1, len(_FAR))
    nearest = compute(function, {name: x[:, 0] for name, x in far.items()}, by)
    first = np.where(seen[:, 0] == 0, nearest, seen[:, 0])  # +0 where it is flat
    same = (seen == seen[:, :1]).all(axis=1)
    sign = np.where((np.sign(seen) == np.sign(seen[:, :1])).all(axis=1), np.sign(first), np.nan)
    grows, fades = ((size > _UNBOUNDED).all(axis=1) for size in (np.abs(seen), 1 / np.abs(seen)))
    rates = np.diff(seen) / np.diff(np.log(_FAR))
    as_logarithm = np.isclose(rates, rates[:, :1], rtol=1e-9, atol=0).all(axis=1)
    return np.select(
        [same, grows, fades, as_logarithm], [first, sign * np.inf, sign * 0.0, rates[:, 0] * np.inf], np.nan
    )


def _unsure(ulps: float, inputs: Inputs, result: Bounded, movement: Callable[[Indices], Array]) -> Indices:
    """Return the indices of points whose error may be too large.

    Parameters
    ----------
    ulps
        The error allowed.
    inputs, result
        The points, and values there and their errors.
    movement
        How far a value moves per relative change of the inputs, at some indices: the sum of abs(x df/dx), or less.
    """
    y, error = result.value, result.error
    sure = (error <= ulps * (unit(y) + UNDERFLOW)) & np.isfinite(y)
    sure |= _any(lambda x: ~np.isfinite(x), inputs)
    if sure.all():
        return np.empty(0, dtype=np.intp)
    outside = np.isnan(y) & np.isfinite(error)  # of the domain, for certain
    todo = np.flatnonzero(~sure & ~outside)
    # Next to underflow a condition number of 700 would excuse that all digits of a subnormal factor are lost.
    excused = np.where(np.abs(y[todo]) > _FADING, movement(todo) * (SPACING / 2), 0.0)
    allowed = ulps * (unit(y[todo]) + UNDERFLOW + excused)
    return todo[~((error[todo] <= allowed) & np.isfinite(y[todo]))]


def _exact_values(function: Function, inputs: Inputs, by: str | None) -> Array:
    """Return the correctly rounded results; nan where one stays undecided."""
    # FLINT is imported only if points need it.
    from actcli.evaluation.exact import START_BITS
    from actcli.evaluation.quantity import GatedQuantity, Quantity
    from actcli.formula.balls import is_zero

    if "x" not in inputs:
        gated = GatedQuantity(function, None if by is None else "a" if by == "a" else "b")
        return gated.values(np.stack([inputs["a"], inputs["b"]], axis=-1), undecided="nan")
    quantity, x = Quantity(function, int(by == "x"), None if by in {None, "x"} else by), inputs["x"]
    y = quantity.values(x, undecided="nan")
    if function.activation.tier != "user":
        minus = np.flatnonzero((y == 0) & np.signbit(y) & (x != 0))
        flat = [number is not None and is_zero(number) for number in quantity.numbers(x[minus], START_BITS)]
        y[minus[np.array(flat, dtype=bool)]] = 0.0
    return y
