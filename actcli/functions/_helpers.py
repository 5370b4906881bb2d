"""Pieces that several families share: constants, papers, indicators, and products right for nan and infinities."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

import numpy as np

from actcli import special
from actcli.catalog.record import FINITE, Asymptote, Interval, Kink, Paper
from actcli.numbers.array import Array

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

#: The largest double: a factor held at it gives 0 with 0, where an infinite one gives nan.
LARGEST = FINITE.high

#: The function approaches the identity, or is it, towards +inf.
IDENTITY_RIGHT = Asymptote(1, 0, 1)

#: The note on libraries that multiply minus infinity by a closed gate.
NAN_AT_MINUS_INF = "{} return nan at -inf, where the limit is -0."

#: Papers on functions of several families.
BASIRAT_ROTH = Paper("Basirat, Roth", 2018, "The Quest for the Golden Activation Function", "1808.00783")
BLONDEL_MARTINS_NICULAE = Paper("Blondel, Martins, Niculae", 2019, "Learning with Fenchel-Young Losses", "1901.02324")
ELFWING = Paper(
    "Elfwing, Uchibe, Doya",
    2017,
    "Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning",
    "1702.03118",
)
ELLIOTT = Paper("Elliott", 1993, "A Better Activation Function for Artificial Neural Networks")
HENDRYCKS_GIMPEL = Paper("Hendrycks, Gimpel", 2016, "Gaussian Error Linear Units (GELUs)", "1606.08415")
LIU_SHEN = Paper(
    "Liu, Shen, Savvides, Cheng",
    2020,
    "ReActNet: Towards Precise Binary Neural Network with Generalized Activation Functions",
    "2003.03488",
)
PATWARDHAN = Paper(
    "Patwardhan, Ingalhalikar, Walambe",
    2018,
    "ARiA: Utilizing Richard's Curve for Controlling the Non-monotonicity "
    "of the Activation Function in Deep Neural Nets",
    "1805.08878",
)
PISHCHIK = Paper("Pishchik", 2023, "Trainable Activations for Image Classification")
POLYCOM = Paper(
    "Zhuo et al.",
    2024,
    "Polynomial Composition Activations: Unleashing the Dynamics of Large Language Models",
    "2411.03884",
)


def indicator(condition: NDArray[np.bool_], x: Array) -> Array:
    """Return 1 where the condition holds, else 0; nan where x is nan."""
    # Neither np.heaviside nor, on unpredictable conditions, np.where is a vector loop: they take four times as long.
    result = condition.astype(np.float64)
    np.copyto(result, x, where=np.isnan(x))
    return result


def zero(x: Array, *_: float) -> Array:
    """Return +0 everywhere, nan for nan."""
    return special.clip_above(np.abs(x), 0.0)


def one(x: Array, *_: float) -> Array:
    """Return 1 everywhere, nan for nan."""
    return zero(x) + 1.0


def positive(x: Array, *_: float) -> Array:
    """Return 1 for x > 0, else 0; nan for nan."""
    return indicator(x > 0.0, x)


def two_slopes(x: Array, left: float, right: float) -> Array:
    """Return the slope right for x > 0, else left; nan for nan."""
    on = positive(x)
    return right * on + left * (1.0 - on)


def between(x: Array, low: float, high: float) -> Array:
    """Return 1 for low < x < high, else 0; nan for nan."""
    return indicator((x > low) & (x < high), x)


def unsigned_zero(x: Array) -> Array:
    """Return x, with +0 for -0: for results whose zero is the end of a flat tail."""
    return x + 0.0


def times(factor: float, x: Array) -> Array:
    """Return factor * x, where a factor of zero gives +0 for infinite x too."""
    return factor * x if factor else zero(x)


def nearest(value: Fraction) -> float:
    """Return the double nearest to an exact value, the largest one beyond them all."""
    from fractions import Fraction  # not at every start

    return float(max(min(value, Fraction(LARGEST)), Fraction(-LARGEST)))


def closed(low: float, high: float) -> Interval:
    """Return the interval to which its finite ends belong."""
    if isinf(low):
        return Interval(low, high, "()" if isinf(high) else "(]")
    return Interval(low, high, "[)" if isinf(high) else "[]")


def corner(at: float, left: float, right: float, **rest: object) -> tuple[Kink, ...]:
    """Return the kink where the slopes differ, nothing where they agree."""
    return () if left == right else (Kink(float(at), left, right, **rest),)  # type: ignore[arg-type]  # Kink checks its own
