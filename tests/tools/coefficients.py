"""Derive every coefficient of actcli/special/coefficients.py: `python tests/tools/coefficients.py [--check]`.

Each table is the rational function p(x)/q(x) of least largest weighted error on an interval, found by the Remez
exchange in 60-digit arithmetic and rounded once to float64. Printed is the whole module; `--check` compares it with
the one in the source and exits with status 1 where they differ.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import mpmath as mp

import actcli

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = Path(actcli.__file__).parent / "special" / "coefficients.py"
GRID = 500
HEADER = '''"""Minimax coefficients of the kernels, lowest power first, as derived by tests/tools/coefficients.py."""

from __future__ import annotations

from typing import Final

Table = tuple[tuple[float, ...], tuple[float, ...]]
'''


@dataclass(frozen=True)
class Fit:
    """One table: what is approximated, where, and how."""

    name: str
    note: str
    f: Callable[[mp.mpf], mp.mpf]
    interval: tuple[float, float]
    degrees: tuple[int, int]
    weight: Callable[[mp.mpf, mp.mpf], mp.mpf] = lambda _x, value: value
    # The grid is dense around this point of a long interval; None spreads it evenly, as for Chebyshev.
    centre: float | None = None


def nodes(fit: Fit, count: int, *, ends: bool) -> list[mp.mpf]:
    """Chebyshev points of the interval: the extrema with both ends, or the zeros."""
    angles = [mp.pi * (mp.mpf(i) / (count - 1) if ends else (2 * i + 1) / mp.mpf(2 * count)) for i in range(count)]
    low, high = (mp.mpf(end) for end in fit.interval)
    if fit.centre is None:
        return [(low + high) / 2 - (high - low) / 2 * mp.cos(angle) for angle in angles]
    c = mp.mpf(fit.centre)
    a, b = (low - c) / (low + c), (high - c) / (high + c)
    return [c * (1 + s) / (1 - s) for s in ((a + b) / 2 - (b - a) / 2 * mp.cos(angle) for angle in angles)]


def evaluate(coefficients: list[mp.mpf], x: mp.mpf) -> mp.mpf:
    """Horner's rule."""
    result = mp.mpf(0)
    for c in reversed(coefficients):
        result = result * x + c
    return result


def interpolate(fit: Fit) -> tuple[list[mp.mpf], list[mp.mpf]]:
    """The rational function through the Chebyshev zeros: near enough to the best for the exchange to start."""
    m, n = fit.degrees
    points = nodes(fit, m + n + 1, ends=False)
    values = [fit.f(x) for x in points]
    matrix = mp.matrix(
        [
            [x**j for j in range(m + 1)] + [-v * x**j for j in range(1, n + 1)]
            for x, v in zip(points, values, strict=True)
        ]
    )
    solution = list(mp.lu_solve(matrix, mp.matrix(values)))
    return solution[: m + 1], [mp.mpf(1), *solution[m + 1 :]]


def alternation(errors: list[mp.mpf], wanted: int) -> list[int]:
    """Indices of the largest error in each run of one sign, the smaller end dropped while there are too many."""
    peaks: list[int] = []
    for i, error in enumerate(errors):
        if peaks and (errors[peaks[-1]] > 0) == (error > 0):
            if abs(error) > abs(errors[peaks[-1]]):
                peaks[-1] = i
        else:
            peaks.append(i)
    while len(peaks) > wanted:
        peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
    if len(peaks) < wanted:
        raise ArithmeticError(f"the error alternates {len(peaks)} times, not {wanted}")
    return peaks


def remez(fit: Fit) -> tuple[list[mp.mpf], list[mp.mpf], mp.mpf]:
    """Numerator, denominator (its constant term 1) and the largest weighted error."""
    m, n = fit.degrees
    xs = nodes(fit, GRID, ends=True)
    values = [fit.f(x) for x in xs]
    weights = [fit.weight(x, v) for x, v in zip(xs, values, strict=True)]
    p, q = interpolate(fit)
    level = mp.mpf(0)
    for _ in range(30):
        errors = [(evaluate(p, x) / evaluate(q, x) - v) / w for x, v, w in zip(xs, values, weights, strict=True)]
        largest = max(abs(e) for e in errors)
        if level and largest <= abs(level) * mp.mpf("1.01"):
            return p, q, largest
        peaks = alternation(errors, m + n + 2)
        signs = [1 if errors[i] > 0 else -1 for i in peaks]
        level = level or sum(abs(errors[i]) for i in peaks) / len(peaks)
        for _ in range(12):  # Newton's method levels the error at the peaks
            rows, right = [], []
            for i, sign in zip(peaks, signs, strict=True):
                x, goal, below = xs[i], values[i] + sign * level * weights[i], evaluate(q, xs[i])
                rows.append(
                    [x**j for j in range(m + 1)]
                    + [-goal * x**j for j in range(1, n + 1)]
                    + [-sign * weights[i] * below]
                )
                right.append(goal * below - evaluate(p, x))
            step = list(mp.lu_solve(mp.matrix(rows), mp.matrix(right)))
            p = [c + d for c, d in zip(p, step, strict=False)]
            q = [q[0]] + [c + d for c, d in zip(q[1:], step[m + 1 :], strict=False)]
            level += step[-1]
            if abs(step[-1]) <= abs(level) * mp.mpf("1e-8"):
                break
    raise ArithmeticError(f"{fit.name}: no convergence")


def even(g: Callable[[mp.mpf], mp.mpf], at_zero: mp.mpf) -> Callable[[mp.mpf], mp.mpf]:
    """The even function g as a function of the square of its argument."""
    return lambda y: g(mp.sqrt(y)) if y else at_zero


def filled(g: Callable[[mp.mpf], mp.mpf], at_zero: mp.mpf) -> Callable[[mp.mpf], mp.mpf]:
    """The function g with its removable gap at zero closed."""
    return lambda x: g(x) if x else at_zero


def mills_slope(a: mp.mpf) -> mp.mpf:
    """The r of Phi(-a) = c exp(-a^2/2) / (a + 2c + a r), c the double nearest to 1/sqrt(2 pi): its error ends here."""
    c = mp.mpf(float(1 / mp.sqrt(2 * mp.pi)))
    return (2 * c * mp.exp(-a * a / 2) / mp.erfc(a / mp.sqrt(2)) - 2 * c) / a - 1 if a else 2 / mp.pi - 1


def mills_weight(a: mp.mpf, slope: mp.mpf) -> mp.mpf:
    """The error of the slope that moves Phi by its own size; near zero no more than a quarter."""
    return (a + mp.sqrt(2 / mp.pi) + a * slope) / max(a, mp.mpf("0.25"))


def tanhshrink_slope(y: mp.mpf) -> mp.mpf:
    """The r of x - tanh(x) = x y / (3 + y r), y = x^2."""
    x = mp.sqrt(y)
    return (x**3 / (x - mp.tanh(x)) - 3) / y if y else mp.mpf(6) / 5


def erfc_bend(z: mp.mpf) -> mp.mpf:
    """The r of erf(z) = 1 - exp(-z (2/sqrt(pi) + z r))."""
    return (-mp.log(mp.erfc(z)) / z - 2 / mp.sqrt(mp.pi)) / z if z else 2 / mp.pi


def erf_weight(z: mp.mpf, bend: mp.mpf) -> mp.mpf:
    """The error of the bend that moves erf by its own size; bounded, for a pole must not hide where all is allowed."""
    rate = 2 / mp.sqrt(mp.pi) + z * bend
    return rate * (min(mp.expm1(z * rate) / (z * rate), 100) if z else 1) / max(z, mp.mpf("0.25"))


def fits() -> list[Fit]:
    """Every table; the degrees are the least whose error stays below the rounding of float64."""
    half = mp.mpf(1) / 2
    return [
        Fit(
            "MILLS",
            "the slope of phi(a)/Phi(-a) from zero, less 1, 0 <= a <= 39, error as it comes out in Phi",
            mills_slope,
            (0, 39),
            (9, 10),
            mills_weight,
            3,
        ),
        Fit(
            "ERF",
            "the slope of -ln(erfc(z))/z from zero, 0 <= z <= 6, error as it comes out in erf",
            erfc_bend,
            (0, 6),
            (8, 8),
            erf_weight,
            2,
        ),
        Fit("TANHSHRINK", "(x^3/(x-tanh(x))-3)/y in y = x^2 on 0 <= y <= 2.25", tanhshrink_slope, (0, 2.25), (3, 3)),
        Fit(
            "LOGCOSH",
            "ln(cosh(x))/x^2 in y = x^2 on 0 <= y <= 1",
            even(lambda x: mp.log(mp.cosh(x)) / x**2, half),
            (0, 1),
            (5, 5),
        ),
        Fit(
            "EXPM1_MINUS",
            "(e^x-1-x)/x^2 on |x| <= 1",
            filled(lambda x: (mp.expm1(x) - x) / x**2, half),
            (-1, 1),
            (6, 5),
        ),
        Fit(
            "EXP_GAP",
            "(x e^x-e^x+1)/x^2 on |x| <= 1",
            filled(lambda x: (x * mp.exp(x) - mp.expm1(x)) / x**2, half),
            (-1, 1),
            (8, 5),
        ),
        Fit(
            "ATANH",
            "(atanh(s)-s)/s^3 in y = s^2 on |s| <= 1/3",
            even(lambda x: (mp.atanh(x) - x) / x**3, mp.mpf(1) / 3),
            (0, 1 / 9),
            (4, 4),
        ),
        Fit(
            "SINC",
            "(x cos(x)-sin(x))/x^3 in y = x^2 on 0 <= y <= 4",
            even(lambda x: (x * mp.cos(x) - mp.sin(x)) / x**3, -mp.mpf(1) / 3),
            (0, 4),
            (8, 0),
        ),
    ]


def written(values: list[mp.mpf]) -> str:
    """A tuple of the nearest doubles, laid out as the formatter would."""
    if len(values) == 1:
        return f"({float(values[0])!r},)"
    return "(\n" + "".join(f"        {float(value)!r},\n" for value in values) + "    )"


def constants() -> list[tuple[str, str, mp.mpf]]:
    """Numbers that are not fitted: name, meaning, value (of which the nearest double is written)."""
    slope = 2 * mp.sqrt(2 / mp.pi)
    cubic = slope * mp.mpf("0.044715")
    # With a of 13 bits, 8 of them after the point, a*(slope + cubic*a*a) of these heads has at most 52 bits.
    slope_head = mp.nint(slope * 2**33) / 2**33
    cubic_head = mp.nint(cubic * 2**17) / 2**17
    return [
        ("DENSITY_AT_0", "1/sqrt(2 pi)", 1 / mp.sqrt(2 * mp.pi)),
        ("ERF_SLOPE_AT_0", "2/sqrt(pi)", 2 / mp.sqrt(mp.pi)),
        ("SLOPE", "2 sqrt(2/pi)", slope),
        ("SLOPE_HEAD", "the same to 33 binary places", slope_head),
        ("SLOPE_REST", "what that leaves", slope - slope_head),
        ("CUBIC", "0.044715 of the slope", cubic),
        ("CUBIC_HEAD", "the same to 17 binary places", cubic_head),
        ("CUBIC_REST", "what that leaves", cubic - cubic_head),
    ]


def module() -> str:
    """The text of the module of coefficients."""
    mp.mp.dps = 60
    parts = [HEADER, "\n"]
    parts += [f"{name}: Final = {float(value)!r}  # {meaning}\n" for name, meaning, value in constants()]
    for fit in fits():
        p, q, error = remez(fit)
        note = f"# {fit.note}; largest error 2^{mp.nstr(mp.log(error, 2), 3)}."
        parts.append(f"\n{note}\n{fit.name}: Final[Table] = (\n    {written(p)},\n    {written(q)},\n)\n")
    return "".join(parts)


def main() -> None:
    """Print the module, or compare it with the source."""
    text = module()
    if "--check" not in sys.argv:
        sys.stdout.write(text)
    elif text != TARGET.read_text(encoding="utf-8"):
        sys.exit("actcli/special/coefficients.py is not what tests/tools/coefficients.py derives")


if __name__ == "__main__":
    main()
