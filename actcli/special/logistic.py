"""The logistic function and its relatives, right in both tails down to the subnormal numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from actcli.special.clip import clip, clip_above, clip_below
from actcli.special.exp import exp_above, times_exp_below

if TYPE_CHECKING:
    from actcli.numbers.array import Array


def sigmoid(x: Array, out: Array | None = None) -> Array:
    """Return 1/(1 + exp(-x))."""
    # From 37 on the result is 1, and exp overflows from 709 on.
    t: Array = np.exp(x if x.max(initial=0.0) < 700.0 else clip_above(x, 40.0), out=out)
    t /= 1.0 + t
    return t


def reflect(x: Array, tail: Array) -> Array:
    """Return 1 - tail where x is positive, the tail elsewhere: f(x) from f(-|x|) if f(x) + f(-x) = 1. Consumes tail."""
    sign = np.copysign(1.0, x)
    tail *= sign
    result = clip(sign, -0.0, 1.0)  # less -tail is the tail, its zeros too
    result -= tail
    return result


def sigmoid_tail(factor: Array | float, a: Array, lo: Array | None = None) -> Array:
    """Return factor * sigmoid(-(a + lo)) for a >= 0, right also where the sigmoid alone is subnormal.

    Parameters
    ----------
    factor
        Finite.
    a, lo
        The argument in two parts, |lo| below 1e-8.
    """
    below = -a
    t = exp_above(below)
    result = t * factor
    if lo is not None:
        t += lo  # (1 + t)(1 + lo) = 1 + t + lo when t itself falls by t lo
    t += 1.0
    result /= t
    return times_exp_below(result, below)


def sigmoid_gate(x: Array, a: Array, hi: Array, lo: Array | None = None, out: Array | None = None) -> Array:
    """Return x * sigmoid(v(x)) = max(x, 0) - a * sigmoid(-v(a)), a = |x|, for an odd v that grows with x.

    Parameters
    ----------
    x
        Any values.
    a
        |x|, clamped where v exceeds 1500.
    hi, lo
        v(a) in two parts, 0 <= hi, |lo| below 1e-8.
    """
    result = clip_below(x, -0.0, out)
    result -= sigmoid_tail(a, hi, lo)  # an underflowing tail gives -0
    return result


def sigmoid_gate_grad(x: Array, bend: Array, hi: Array, lo: Array | None = None) -> Array:
    """Return the derivative of x * sigmoid(v(x)), sigmoid(v) (1 + x v' sigmoid(-v)).

    Parameters
    ----------
    x
        Any values.
    bend
        a v'(a) with a = |x|, finite: v(a) itself where v is linear.
    hi, lo
        v(a) in two parts, as for sigmoid_gate.
    """
    t = np.exp(-hi)
    t /= 1.0 + t
    t *= bend
    t += 1.0 - bend  # 1 - bend sigmoid(v), the larger part rounded least
    return reflect(x, sigmoid_tail(t, hi, lo))


def sigmoid_grad(x: Array) -> Array:
    """Return sigmoid(x) * sigmoid(-x), the density of the logistic distribution."""
    t = np.exp(-np.abs(x))
    below = t + 2.0  # 1 + t(2 + t) rounds less than (1 + t)^2
    below *= t
    below += 1.0
    t /= below
    return t


def softplus(x: Array, out: Array | None = None) -> Array:
    """Return log(1 + exp(x))."""
    result = log1p_exp(x, out)
    result += clip_below(x, 0.0)
    return result


def log1p_exp(x: Array, out: Array | None = None) -> Array:
    """Return log(1 + exp(-|x|))."""
    result = np.asarray(np.abs(x, out=out))
    for function in (np.negative, np.exp, np.log1p):
        function(result, out=result)
    return result
