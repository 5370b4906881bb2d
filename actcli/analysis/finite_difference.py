"""Numerical derivatives of functions that can only be called, by extrapolated central differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array


#: Steps are the widest one halved this many times.
HALVINGS = 13
#: Columns of the extrapolation table: the last has an error of order h**12.
ORDERS = 6
#: The widest step, and its size relative to x where abs(x) > 4.
WIDEST, SHARE = 0.25, 1 / 16
#: Levels whose one-sided slopes distinguish a kink from a bend; their steps differ by a factor of 16.
COARSE, FINE = 6, 10
_EPS = 2.0**-52


def derivative(f: Callable[[Array], Array], x: Array) -> Array:
    """Return f' by central differences, extrapolated to step zero (Ridders).

    For each point the entry of the extrapolation table with the least estimated error is taken, so that a kink, a
    jump or the end of the domain nearby costs digits, not correctness. About eleven digits are right where f is
    smooth and computed in float64. On a kink it is the one-sided slope of smaller magnitude.

    Parameters
    ----------
    f
        Values at points of shape (k, n); in the case of a parameter a row is one of its values, n times.
    x
        Points, shape (n,).

    Returns
    -------
    Array
        Shape (n,); nan where f or x is not finite.

    Notes
    -----
    Ridders (1982), "Accurate computation of F'(x) and F'(x)F''(x)", Advances in Engineering Software 4.
    """
    with np.errstate(all="ignore"):
        widest = np.maximum(WIDEST, np.abs(x) * SHARE)
        steps = widest * 2.0 ** -np.arange(HALVINGS)[:, None]
        right, left = x + steps, x - steps
        above, below, (here,) = np.split(f(np.concatenate([right, left, x[None]])), [HALVINGS, 2 * HALVINGS])
        slopes, noise = (above - below) / (right - left), _EPS * (np.abs(above) + np.abs(below)) / steps
        slope = _consistent(_extrapolated(slopes, noise), slopes, noise)
        noise = _EPS * np.abs(here) / steps
        slope = _one_sided(slope, (above - here) / (right - x), (here - below) / (x - left), noise)
        return np.where(np.isfinite(here) & np.isfinite(x), slope, np.nan)


def _extrapolated(slopes: Array, noise: Array) -> Array:
    """Return for each column the entry of Neville's table that seems the most accurate."""
    best, least = slopes[-1], np.full(slopes.shape[1], np.inf)
    column = slopes
    for order in range(1, ORDERS):
        factor = 4.0**order
        above, here = column[:-1], column[1:]
        column = (factor * here - above) / (factor - 1)
        noise = noise[1:]
        errors = np.maximum(np.abs(column - here), np.abs(column - above)) + noise
        errors = np.where(np.isnan(errors), np.inf, errors)
        i = errors.argmin(axis=0)[None]
        error = np.take_along_axis(errors, i, axis=0)[0]
        better = error < least
        best = np.where(better, np.take_along_axis(column, i, axis=0)[0], best)
        least = np.where(better, error, least)
    return np.asarray(best)


def _consistent(best: Array, slopes: Array, noise: Array) -> Array:
    """Replace what contradicts the finest differences: wide ones may agree by chance, as on a staircase."""
    finest = (4 * slopes[-1] - slopes[-2]) / 3
    error = np.abs(slopes[-1] - slopes[-2]) + noise[-1]
    return np.where(np.abs(best - finest) > 8 * error + 1e-9 * np.abs(finest), finest, best)


def _one_sided(slope: Array, right: Array, left: Array, noise: Array) -> Array:
    """Replace the slope where the two one-sided ones stay apart as the step shrinks: there is a kink, or a jump."""
    gap = np.abs(right - left)
    least = 64 * noise[FINE] + 1e-6 * (np.abs(right) + np.abs(left))[FINE]
    apart = (gap[FINE] > 0.5 * gap[COARSE]) & (gap[FINE] > least)
    right, left = (_straightened(side[FINE - 1 : FINE + 2]) for side in (right, left))
    return np.where(apart, np.where(np.abs(right) <= np.abs(left), right, left), slope)


def _straightened(sides: Array) -> Array:
    """Return one-sided slopes at step zero from those of three steps, each half of the one before."""
    first, second = 2 * sides[1:] - sides[:-1]
    return np.asarray((4 * second - first) / 3)
