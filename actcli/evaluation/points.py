"""Points from words: single numbers, lists, and grids of exact decimals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.frozen import Frozen
from actcli.numbers.formatting import format_float
from actcli.numbers.grammar import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.numbers.array import Array

    #: Numerator and denominator.
    Ratio = tuple[int, int]

#: The range where none is given, and its number of points.
DEFAULT_ENDS = ("-5", "5")
DEFAULT_NUM = 11
MAX_NUM = 10**9
#: The most points that are compared or plotted, since these are held in memory.
MAX_HELD = 10**6
#: Integers up to here are exact as float64.
EXACT = 2**53


class Grid(Frozen):
    """Evenly spaced points ``(first + i * step) / scale`` in integers: each is the double nearest to its decimal.

    Attributes
    ----------
    first, step, scale
        Integers of any size.
    count
        The number of points.
    """

    first: int
    step: int
    scale: int
    count: int

    @property
    def text(self) -> str:
        """The points in words."""
        ends = (self.first / self.scale, (self.first + self.step * (self.count - 1)) / self.scale)
        return f"evenly spaced points from {' to '.join(map(format_float, ends))}"

    def blocks(self, size: int) -> Iterator[Array]:
        """Yield the points in blocks of at most ``size``."""
        import numpy as np

        last = self.first + self.step * (self.count - 1)
        exact = max(abs(self.first), abs(last), abs(self.step), self.scale) <= EXACT
        for start in range(0, self.count, size):
            stop = min(start + size, self.count)
            if exact:
                numerators = self.first + self.step * np.arange(start, stop, dtype=np.int64)
                yield numerators.astype(np.float64) / float(self.scale)
            else:
                yield np.array([(self.first + self.step * i) / self.scale for i in range(start, stop)])


class Listed(Frozen):
    """Points given one by one, with a description."""

    values: tuple[float, ...]
    text: str = ""

    @property
    def count(self) -> int:
        """The number of points."""
        return len(self.values)

    def blocks(self, size: int) -> Iterator[Array]:
        """Yield the points in blocks of at most ``size``."""
        import numpy as np

        for start in range(0, self.count, size):
            yield np.array(self.values[start : start + size], dtype=np.float64)


Points = Grid | Listed


def number(word: str) -> float:
    """Return the number that a word spells.

    Raises
    ------
    UsageError
        If it is not a number.
    """
    value = parse_number(word)
    if value is None:
        from actcli.formula.constant_words import decimal_hint

        raise UsageError(f"'{word}' is not a number", decimal_hint(word))
    return value


def listed(words: str) -> Listed:
    """Return the points of ``--at X1,X2,...``."""
    values = tuple(number(word.strip()) for word in words.split(","))
    return Listed(values, f"x = {', '.join(map(format_float, values))}")


def default_num(multiple: int) -> int:
    """Return the default number of points, raised to a multiple that a function of vectors needs."""
    return -(-DEFAULT_NUM // multiple) * multiple


def grid(start: str, stop: str, num: int | None = None, step: str | None = None, multiple: int = 1) -> Grid:
    """Return the grid from START to STOP.

    Parameters
    ----------
    start, stop
        The ends, as written; both belong to the grid unless a step does not divide the range.
    num
        The number of points, 1 to 10**9; one point is START.
    step
        The distance of neighbours instead, as written; stops before STOP where it does not divide.
    multiple
        The default number of points is raised to a multiple of this.

    Raises
    ------
    UsageError
        If an end is not finite, or no grid has that number of points or that step.
    """
    ends = (_exact(start, "an end of the range"), _exact(stop, "an end of the range"))
    if step is not None:
        if num is not None:
            raise UsageError("--num and --step exclude each other")
        return _stepped(*ends, _exact(step, "the step"))
    if num is None:
        num = default_num(multiple)
    if not 1 <= num <= MAX_NUM:
        raise UsageError(f"--num must be from 1 to 10**9, got {num}")
    (first, last), scale = _integers(*ends)
    if num == 1:
        return Grid(first, 0, scale, 1)
    return Grid(first * (num - 1), last - first, scale * (num - 1), num)


def _stepped(start: Ratio, stop: Ratio, step: Ratio) -> Grid:
    (first, last, width), scale = _integers(start, stop, step)
    by, low, high = (format_float(each / scale) for each in (width, first, last))
    if width == 0 or (last - first) * width < 0:
        hint = f"write --step {format_float(-width / scale)}" if width else ""
        raise UsageError(f"a step of {by} does not go from {low} towards {high}", hint)
    count = (last - first) // width + 1
    if count > MAX_NUM:
        raise UsageError(f"a step of {by} makes more than 10**9 points")
    return Grid(first, width, scale, count)


def _exact(word: str, what: str) -> Ratio:
    """Return the numerator and denominator of a decimal."""
    value = number(word)
    if not math.isfinite(value):
        raise UsageError(f"{what} must be finite, got {word}")
    if value == 0:
        return 0, 1  # whatever its exponent
    if len(word) < 16 and word.lstrip("+-").isdecimal():
        return int(word), 1
    from decimal import Decimal  # few ranges need it

    return Decimal(word).as_integer_ratio()


def _integers(*ratios: Ratio) -> tuple[Sequence[int], int]:
    """Scale fractions to integers; return them and the scale."""
    scale = math.lcm(*(denominator for _, denominator in ratios))
    return [numerator * (scale // denominator) for numerator, denominator in ratios], scale
