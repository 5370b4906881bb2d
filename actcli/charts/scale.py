"""Scales of axes: linear, or logarithmic on both sides of 0, with places for 0 and infinity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from actcli.charts.ticks import Ticks, log_ticks, ticks

if TYPE_CHECKING:
    from actcli.numbers.array import Array

#: Powers of ten are short: this many more labels fit.
_DENSER = 1.8


class Scale(Protocol):
    """A map from values to places on an axis."""

    def ticks(self, low: float, high: float, most: int) -> Ticks:
        """Return at most about ``most`` ticks between two places; their values are places."""


@dataclass(frozen=True)
class Linear:
    """The scale on which a value is its own place."""

    def ticks(self, low: float, high: float, most: int) -> Ticks:
        """Return at most about ``most`` ticks between two values."""
        return ticks(low, high, most)


LINEAR = Linear()


@dataclass(frozen=True)
class SymmetricLog:
    """A scale that is logarithmic on both sides of 0: a power of ten has the length 1.

    Magnitudes below the lowest power are linear, so that 0 has its place; those beyond the highest one are linear in
    their reciprocals, so that infinity has its place too.

    Attributes
    ----------
    lowest, highest
        The exponents of ten between which it is logarithmic.
    infinity
        The label at infinity; empty if it is not shown.
    """

    lowest: int
    highest: int
    infinity: str = ""

    @property
    def end(self) -> float:
        """The place of infinity, or of the highest power where infinity is not shown."""
        return 1.0 + self.highest - self.lowest + bool(self.infinity)

    def places(self, values: Array) -> Array:
        """Return the places of values: those of negative ones are negative, that of 0 is 0."""
        size = np.abs(values)
        with np.errstate(all="ignore"):
            inner = size / 10.0**self.lowest
            middle = 1 + np.log10(size) - self.lowest
            outer = 1 + self.highest - self.lowest + (1 - 10.0**self.highest / size)
        place = np.where(inner < 1, inner, middle)
        if self.infinity:
            place = np.where(size > 10.0**self.highest, outer, place)
        return np.copysign(place, values)

    def ticks(self, low: float, high: float, most: int) -> Ticks:
        """Return at most about ``most`` ticks between two places, those of 0 and infinity among them."""
        room = (high - low) / (_DENSER * most)
        powers = log_ticks(self.lowest, self.highest, max(2, int((self.highest - self.lowest) / room)))
        marks = [(0.0, "0")]
        for exponent, text in zip(powers.values, powers.texts, strict=True):
            place = 1 + exponent - self.lowest
            if place >= room and not (self.infinity and self.end - place < room):
                marks += [(place, text), (-place, f"−{text}")]
        if self.infinity:
            marks += [(self.end, self.infinity), (-self.end, f"−{self.infinity}")]
        values, texts = zip(*sorted(mark for mark in marks if low <= mark[0] <= high), strict=True)
        return Ticks(values, texts, "", texts)
