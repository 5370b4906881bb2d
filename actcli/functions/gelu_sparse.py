"""gelu of the largest values of a vector only: those that lie far enough above the mean."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli import special
from actcli.catalog.record import Domain, ExactKernels, Interval, LibraryEntry, Param, Vector, in_libraries
from actcli.functions.softmax import set_diagonal
from actcli.numbers.array import Array
from actcli.special.double_double import sum_in_parts, two_sum

if TYPE_CHECKING:
    from collections.abc import Sequence

    #: A number of exact arithmetic.
    Number = Any
    Exact = Sequence[Number]


class _Pair(NamedTuple):
    """Numbers as sums of two doubles, the second less than a unit in the last place of the first."""

    hi: Array
    lo: Array

    def minus(self, other: _Pair) -> _Pair:
        hi, lo = two_sum(self.hi, -other.hi)
        return _Pair(*two_sum(hi, lo + (self.lo - other.lo)))

    def mean(self) -> _Pair:
        """Return the mean along the last axis of numbers up to 4, of which the largest is not much below 1."""
        total, rest = sum_in_parts(self.hi)
        rest += self.lo.sum(axis=-1, keepdims=True)
        hi = (total + rest) / self.hi.shape[-1]
        product, error = special.two_prod(hi, float(self.hi.shape[-1]))
        return _Pair(hi, ((total - product) - error + rest) / self.hi.shape[-1])

    def square(self) -> _Pair:
        hi, lo = special.two_square(self.hi)
        return _Pair(hi, lo + 2.0 * self.hi * self.lo)

    def root(self) -> _Pair:
        """Return the square root; 0 of 0."""
        hi = np.sqrt(self.hi)
        square, error = special.two_square(hi)
        return _Pair(hi, ((self.hi - square) - error + self.lo) / np.where(hi > 0.0, 2.0 * hi, 1.0))

    def times(self, factor: special.Constant) -> _Pair:
        hi, lo = special.two_prod(self.hi, factor)
        return _Pair(hi, lo + factor.hi * self.lo)

    def over(self, other: _Pair) -> _Pair:
        """Return the quotient; 0 where both are 0."""
        divisor = np.where(other.hi > 0.0, other.hi, 1.0)
        hi = self.hi / divisor
        product, error = special.two_prod(hi, np.broadcast_to(divisor, hi.shape).copy())
        return _Pair(hi, ((self.hi - product) - error + (self.lo - hi * other.lo)) / divisor)


@lru_cache
def _quantile(sparsity: float) -> special.Constant:
    """Return the number of standard deviations below which a part of a normal distribution lies."""
    from actcli.formula import balls
    from actcli.formula.rationals import precision, rational

    with precision(256):
        value = balls.ball(balls.normal_quantile(rational(sparsity)))
        hi = float(value)
        return special.constant(Fraction(hi)) if not value else special.Constant(hi, float(value - hi))


class _Scores(NamedTuple):
    """How far the values lie from the mean: in units of 2**exponent, with the standard deviation in the same unit."""

    exponent: Array
    distance: _Pair
    deviation: _Pair


def _scores(x: Array) -> _Scores:
    """Infinite values stand for equally large ones, beside which finite ones are 0."""
    infinite = np.isinf(x)
    x = np.where(infinite.any(axis=-1, keepdims=True), np.where(infinite, np.sign(x), 0.0), x)
    _, size = np.frexp(np.abs(x).max(axis=-1, keepdims=True))
    scaled = np.ldexp(x, -size)
    below = _Pair(*two_sum(scaled, -scaled.max(axis=-1, keepdims=True)))
    _, spread = np.frexp(np.abs(below.hi).max(axis=-1, keepdims=True))
    below = _Pair(np.ldexp(below.hi, -spread), np.ldexp(below.lo, -spread))
    distance = below.minus(below.mean())
    return _Scores(size + spread, distance, distance.square().mean().root())


def _excess(x: Array, sparsity: float, scores: _Scores) -> Array:
    """Return how far values lie above the cut, 0 below it; beside one infinity infinite, beside several nan."""
    above = scores.distance.minus(scores.deviation.times(_quantile(sparsity))).hi
    excess = np.where(above > 0.0, np.ldexp(above, scores.exponent), 0.0)
    infinite = np.isinf(x).sum(axis=-1, keepdims=True)
    excess = np.where((above > 0.0) & (infinite > 0), np.where(infinite == 1, inf, np.nan), excess)
    return np.where(np.isnan(x).any(axis=-1, keepdims=True), np.nan, excess)


def _gelu_sparse_jacobian(x: Array, sparsity: float) -> Array:
    """The cut moves by (1 + quantile*score)/n with each value."""
    scores, n = _scores(x), x.shape[-1]
    excess = _excess(x, sparsity, scores)
    slope = special.gelu_tanh_grad(excess) * np.where(np.isnan(excess), np.nan, excess > 0.0)
    hi, lo = scores.distance.over(scores.deviation).times(_quantile(sparsity))
    one, error = two_sum(hi, 1.0)
    cut = _Pair(one, error + lo)
    others = np.repeat(-(cut.hi + cut.lo)[..., None, :] / n, n, axis=-2)
    own, error = two_sum(-cut.hi, float(n))
    own += error - cut.lo
    jacobian = set_diagonal(others, own / n) * slope[..., :, None]
    jacobian += 0.0  # no -0
    return jacobian


def _cut(x: Exact, sparsity: float) -> tuple[list[Number], Number, Number]:
    """Return the distances from the mean, their standard deviation, and the quantile; rational where they can be."""
    from actcli.formula import balls
    from actcli.formula.rationals import rational

    mean = sum(x) / len(x)
    distances = [each - mean for each in x]
    deviation = balls.sqrt(sum(each * each for each in distances) / len(x))
    return distances, deviation, balls.normal_quantile(rational(sparsity))


def _excess_exactly(distances: Exact, deviation: Number, quantile: Number) -> list[Number]:
    from actcli.formula import balls

    at = distances[0] * 0 if balls.is_zero(deviation) or balls.is_zero(quantile) else quantile * deviation
    return [each - at if balls.more(each, at) else each * 0 for each in distances]


def _gate(u: Number) -> tuple[Number, Number, Number]:
    """Return sigmoid(2w) and sigmoid(-2w) for w = sqrt(2/pi)*(u + 0.044715*u**3), and the slope of 2w."""
    from actcli.formula import balls
    from actcli.formula.rationals import literal

    cubic, scale = literal("0.044715"), 2 * balls.sqrt(2 / balls.number("pi"))
    w = scale * (u + cubic * u * u * u)
    return balls.sigmoid(w), balls.sigmoid(-w), scale * (1 + 3 * cubic * u * u)


def _gelu_sparse_exactly(x: Exact, sparsity: float) -> list[Number]:
    return [u * _gate(u)[0] if u else u for u in _excess_exactly(*_cut(x, sparsity))]


def _gelu_sparse_jacobian_exactly(x: Exact, sparsity: float) -> list[list[Number]]:
    distances, deviation, quantile = _cut(x, sparsity)
    n = len(x)
    rows = []
    for i, u in enumerate(_excess_exactly(distances, deviation, quantile)):
        if not u:
            rows.append([u] * n)
            continue
        gate, rest, bend = _gate(u)
        slope = gate + u * bend * gate * rest
        rows.append([slope * ((i == j) - (1 + quantile * each / deviation) / n) for j, each in enumerate(distances)])
    return rows


gelu_sparse = Vector(
    name="gelu_sparse",
    family="vector",
    tier="core",
    summary="gelu_tanh of the amounts by which values exceed a quantile of the vector",
    formula="gelu_tanh(max(x - mean(x) - q*std, 0)), with q the quantile of the normal distribution, std of divisor n",
    derivative="dy_i/dx_j = g_i*((1 if i = j else 0) - (1 + q*(x_j - mean(x))/std)/n), with g_i the slope of gelu_tanh",
    f=lambda x, sparsity: special.gelu_tanh(_excess(x, sparsity, _scores(x))),
    jacobian=_gelu_sparse_jacobian,
    exact=ExactKernels(_gelu_sparse_exactly, _gelu_sparse_jacobian_exactly),
    params=(
        Param(
            "sparsity",
            0.95,
            Domain("> 0 and < 1", low=0.0, high=1.0, low_open=True, high_open=True),
            "the share of normally distributed values that give 0",
        ),
    ),
    range=(Interval(0, inf, "[)"),),
    display_only=True,
    aliases=("gelu_topk", "gaussian_topk"),
    libraries=in_libraries(
        vllm=LibraryEntry("gelu_and_mul_sparse", note="of the first half, times the second; approximate='tanh'"),
        mlxlm=LibraryEntry("gelu_topk", note="the quantile is an argument"),
        hf=LibraryEntry("Gemma3nTextMLP", note="_gaussian_topk, then gelu_pytorch_tanh"),
    ),
    notes=(
        "Gemma 3n computes it of the gate in its first layers, with sparsity 0.95: q = 1.64485.",
        "A vector of fewer than four values gives 0 at that sparsity: none is far enough from the mean.",
        "What lies above the cut is inf beside one infinite value; beside several it has no limit: nan.",
    ),
)
