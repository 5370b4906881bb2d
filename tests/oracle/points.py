"""Where functions are judged: parameter sets and points, chosen from the record alone, the same on every run."""

from __future__ import annotations

import itertools
import math
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from actcli.catalog.record import Activation, Param, Traits
    from actcli.numbers.array import Array

LARGEST = 1.7976931348623157e308
SMALLEST = 5e-324
NORMAL = 2.2250738585072014e-308
SPECIAL = (0.0, -0.0, LARGEST, -LARGEST, SMALLEST, -SMALLEST, NORMAL, -NORMAL, math.inf, -math.inf, math.nan)
#: Neighbours of a kink, in steps of the doubles.
STEPS = (-9, -2, -1, 0, 1, 2, 9)
#: Distances from a kink, relative to it (absolute from 0).
NEAR = (1e-11, 3e-6, 1e-3)
#: Values that parameters are given, the first that the domain admits; the second list begins below zero.
FIRST = (0.3, 2.5, 0.75, 3.0, 5.0, 2.0, 1.0, -0.3, -2.5)
SECOND = (-1.25, 1.75, -0.4, 0.6, 3.5, 0.15, 7.0, 5.0, -3.0)


def parameter_sets(record: Activation) -> list[dict[str, float]]:
    """Return the default parameters and two other sets that the domains and rules allow."""
    if not record.params:
        return [{}]
    sets = [record.defaults]
    for values in (FIRST, SECOND):
        found = next(_admitted(record, values, sets), None)
        assert found is not None, f"{record.name}: no parameters found beside {sets}"
        sets.append(found)
    return sets


def _admitted(
    record: Activation, values: Sequence[float], taken: Sequence[Mapping[str, float]]
) -> Iterator[dict[str, float]]:
    """Yield assignments that hold; of neighbouring parameters each gets the next value of the list, if it can."""
    choices = [_rotated(p, values, i) for i, p in enumerate(record.params)]
    for combination in itertools.product(*choices):
        candidate = {p.name: value for p, value in zip(record.params, combination, strict=True)}
        changed = all(all(candidate[p.name] != other[p.name] for other in taken) for p in record.params)
        if changed and all(rule.holds(**candidate) for rule in record.rules):
            yield candidate


def _rotated(param: Param, values: Sequence[float], by: int) -> list[float]:
    if param.choices:
        return [choice for choice in param.choices if choice != param.default]
    by %= len(values)
    return [value for value in (*values[by:], *values[:by]) if value in param.domain]


class Random:
    """The seed that a run may change to meet other random points; nothing but generator reads it."""

    seed = 0


def generator(*seed: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(repr(seed).encode()) + Random.seed)


def points(record: Activation, values: Mapping[str, float], traits: Traits, many: int = 1) -> list[float]:
    """Return about 140 points (``many`` times as many): all magnitudes, the usual ranges, both sides of every kink."""
    random = generator(record.name, sorted(values.items()))
    parts: list[Array] = [np.array(SPECIAL)]
    for sign in (-1.0, 1.0):
        parts.append(sign * np.ldexp(random.uniform(1, 2, 17 * many), np.linspace(-1074, 1023, 17 * many).astype(int)))
        parts.append(sign * np.ldexp(random.uniform(1, 2, 4 * many), np.linspace(-60, 60, 4 * many).astype(int)))
        parts.append(sign * np.ldexp(random.uniform(1, 2, 3 * many), np.linspace(-8, -2, 3 * many).astype(int)))
        for end, count in ((1, 4), (10, 12), (50, 9), (800, 7)):
            parts.append(sign * _stratified(random, 0.0, end, count * many))
        parts.append(sign * _stratified(random, 700.0, 750.0, 3 * many))
    hard = {0.0, *(kink.at for kink in traits.kinks), traits.domain.low, traits.domain.high}
    parts.extend(around(at, many) for at in sorted(hard) if math.isfinite(at))
    return list(np.concatenate(parts))


def _stratified(random: np.random.Generator, low: float, high: float, count: int) -> Array:
    width = (high - low) / count
    return low + width * (np.arange(count) + random.uniform(0, 1, count))


def around(at: float, many: int = 1) -> Array:
    """Return a point, its neighbours among the doubles, and points at small distances."""
    steps = sorted({*STEPS, *range(-2 * many, 2 * many + 1)})
    exact = [float(np.nextafter(at, math.copysign(math.inf, n))) for n in (-1, 1)]
    spacing = max(at - exact[0], exact[1] - at)
    distances = [sign * distance * (abs(at) or 1.0) for distance in NEAR for sign in (-1, 1)]
    return np.array([*exact, *(at + n * spacing for n in steps), *(at + d for d in distances)])
