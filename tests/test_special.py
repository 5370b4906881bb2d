"""The array kernels against mpmath: every magnitude of float64, both signs, the edges."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import mpmath as mp
import numpy as np
import pytest

import coefficients
from actcli import special
from actcli.special import double_double

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Truth = Callable[[mp.mpf], mp.mpf]

ULPS = 4.0
BETA = 2 / 3
MU, SIGMA = 0.707107, 0.282095
K_QUICK = special.constant("1.702")


@dataclass(frozen=True)
class Case:
    """A kernel and what it ought to return; periodic ones are held to their condition number everywhere."""

    kernel: Callable[[Array], Array]
    truth: Truth
    periodic: bool = False
    low: float = -np.inf
    high: float = np.inf


def cap(x: mp.mpf, bound: int = 3000) -> mp.mpf:
    return max(min(x, mp.mpf(bound)), mp.mpf(-bound))


def phi(x: mp.mpf) -> mp.mpf:
    return mp.exp(-(cap(x) ** 2) / 2) / mp.sqrt(2 * mp.pi)


def cdf(x: mp.mpf) -> mp.mpf:
    return mp.erfc(-cap(x) / mp.sqrt(2)) / 2


def sigma(x: mp.mpf) -> mp.mpf:
    return 1 / (1 + mp.exp(-cap(x)))


def twice_u(x: mp.mpf) -> mp.mpf:
    return 2 * mp.sqrt(2 / mp.pi) * (x + mp.mpf("0.044715") * x**3)


def gelu_tanh_slope(x: mp.mpf) -> mp.mpf:
    v = twice_u(cap(x))
    bend = cap(x) * 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mp.mpf("0.044715") * cap(x) ** 2)
    return sigma(v) * (1 + bend * sigma(-v))


def softplus(x: mp.mpf) -> mp.mpf:
    return max(x, 0) + mp.log1p(mp.exp(-abs(cap(x))))


def exp_gap(x: mp.mpf) -> mp.mpf:
    x = max(x, mp.mpf(-3000))
    return x * mp.exp(x) - mp.expm1(x)


def log_cosh(x: mp.mpf) -> mp.mpf:
    return abs(x) + mp.log1p(mp.exp(-2 * abs(cap(x)))) - mp.log(2)


def standard(x: mp.mpf) -> mp.mpf:
    return (x - mp.mpf(MU)) / mp.mpf(SIGMA)


def magnitude(x: Array, bound: float = 1e6) -> Array:
    return np.minimum(np.abs(x), bound)


CASES = {
    "normal_cdf": Case(special.normal_cdf, cdf),
    "normal_pdf": Case(special.normal_pdf, phi),
    "laplace": Case(lambda x: special.normal_cdf(*special.two_standardize(x, MU, SIGMA)), lambda x: cdf(standard(x))),
    "laplace slope": Case(
        lambda x: special.normal_pdf(*special.two_standardize(x, MU, SIGMA)) / SIGMA,
        lambda x: phi(standard(x)) / mp.mpf(SIGMA),
    ),
    "gelu": Case(special.gelu, lambda x: x * cdf(x)),
    "gelu_grad": Case(special.gelu_grad, lambda x: cdf(x) + cap(x) * phi(x)),
    "gelu_tanh": Case(special.gelu_tanh, lambda x: x * sigma(twice_u(cap(x)))),
    "gelu_tanh_grad": Case(special.gelu_tanh_grad, gelu_tanh_slope),
    "erf": Case(special.erf, lambda x: mp.erf(cap(x))),
    "sigmoid": Case(special.sigmoid, sigma),
    "sigmoid_grad": Case(special.sigmoid_grad, lambda x: sigma(x) * sigma(-x)),
    "softplus": Case(special.softplus, softplus),
    "silu": Case(lambda x: special.sigmoid_gate(x, magnitude(x), magnitude(x)), lambda x: x * sigma(x)),
    "silu slope": Case(
        lambda x: special.sigmoid_gate_grad(x, magnitude(x), magnitude(x)),
        lambda x: sigma(x) * (1 + cap(x) * sigma(-x)),
    ),
    "quick_gelu": Case(
        lambda x: special.sigmoid_gate(x, magnitude(x), *special.two_prod(magnitude(x), K_QUICK)),
        lambda x: x * sigma(mp.mpf("1.702") * x),
    ),
    "sech2": Case(special.sech2, lambda x: mp.sech(cap(x)) ** 2),
    "sech2 of a product": Case(
        lambda x: special.sech2(*special.two_prod(np.clip(x, -1e6, 1e6), BETA)),
        lambda x: mp.sech(cap(x * mp.mpf(BETA))) ** 2,
    ),
    "tanhshrink": Case(special.tanhshrink, lambda x: x - mp.tanh(cap(x)) if abs(x) < 3000 else x - mp.sign(x)),
    "logcosh": Case(special.logcosh, log_cosh),
    "expm1_minus": Case(special.expm1_minus, lambda x: mp.expm1(max(x, mp.mpf(-3000))) - x, high=709),
    "exp_gap": Case(special.exp_gap, exp_gap, high=700),
    "log1p_minus": Case(special.log1p_minus, lambda x: mp.log1p(x) - x, low=-0.999),
    "times_exp": Case(lambda x: special.times_exp(1e3, -np.abs(x)), lambda x: 1000 * mp.exp(-abs(cap(x)))),
    "sinc": Case(special.sinc, lambda x: mp.sin(x) / x if x else mp.mpf(1), periodic=True),
    "sinc_grad": Case(special.sinc_grad, lambda x: (mp.cos(x) - mp.sin(x) / x) / x if x else mp.mpf(0), periodic=True),
    "sin_product": Case(lambda x: special.sin_product(x, 0.3), lambda x: mp.sin(mp.mpf(0.3) * x), periodic=True),
    "cos_product": Case(lambda x: special.cos_product(x, 0.3), lambda x: mp.cos(mp.mpf(0.3) * x), periodic=True),
}


def working_precision(x: float, *, periodic: bool) -> int:
    """Bits that leave a hundred good ones: cancellation near zero costs three times the exponent of x."""
    exponent = abs(int(np.frexp(x)[1])) if np.isfinite(x) else 0
    return 240 + (3 * exponent if abs(x) < 1 else exponent if periodic else 0)


def points(count: int) -> Array:
    """Both signs of all magnitudes, dense near zero, in the bend, in the tails."""
    rng = np.random.default_rng(20240229)
    decades = np.exp(rng.uniform(np.log(5e-324), np.log(1.7e308), count // 4))
    positive = np.concatenate(
        [
            decades,
            np.exp(rng.uniform(np.log(1e-6), np.log(0.25), count)),
            rng.uniform(0, 4, 2 * count),
            rng.uniform(4, 40, 2 * count),
            rng.uniform(40, 760, count // 2),
            [5e-324, 2.2250738585072014e-308, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, 38.5, 708.0, 745.0, 1.7e308],
        ]
    )
    return np.concatenate([positive, -positive])


def ulps(got: float, wanted: mp.mpf) -> float:
    """Distance in units in the last place of the wanted value; inf for a nan."""
    if not np.isfinite(got):
        return (
            0.0
            if abs(wanted) >= mp.mpf(2) ** 1024 * (1 - mp.mpf(2) ** -54) and got == mp.sign(wanted) * np.inf
            else np.inf
        )
    if wanted == 0:
        return 0.0 if got == 0 else np.inf
    unit = mp.ldexp(1, max(mp.frexp(wanted)[1] - 53, -1074))
    return float(abs(mp.mpf(got) - wanted) / unit)


def allowance(case: Case, x: float, wanted: mp.mpf) -> float:
    """Four units; between the tails and zero, four for each unit the condition number passes on."""
    if not case.periodic and (abs(x) >= 4 or abs(x) <= 0.25):
        return ULPS
    at = mp.mpf(x)
    step = mp.ldexp(abs(at), -60)
    kappa = abs(at * (case.truth(at + step) - case.truth(at - step)) / (2 * step * wanted))
    return ULPS * (1 + float(min(kappa, mp.mpf(1e300))))


def failures(case: Case, x: Array) -> Iterator[str]:
    """A line for each value that is further off than allowed."""
    x = x[(x >= case.low) & (x <= case.high)]
    with np.errstate(over="ignore", under="ignore"):
        results = case.kernel(x)
    for at, got in zip(x.tolist(), results.tolist(), strict=True):
        with mp.workprec(working_precision(at, periodic=case.periodic)):
            wanted = case.truth(mp.mpf(at))
            error = ulps(got, wanted)
            if error > ULPS and error > allowance(case, at, wanted):
                yield f"x = {at!r}: got {got!r}, wanted {mp.nstr(wanted, 20)}, {error:.2f} ulp off"


@pytest.mark.parametrize("name", CASES)
def test_every_magnitude_is_within_four_ulp(name: str) -> None:
    assert list(failures(CASES[name], points(150))) == []


@pytest.mark.dense
@pytest.mark.parametrize("name", CASES)
def test_every_magnitude_is_within_four_ulp_densely(name: str) -> None:
    assert list(failures(CASES[name], points(8000))) == []


@pytest.mark.parametrize(
    "wrong",
    [
        lambda x: x * special.normal_cdf(x),
        lambda x: np.maximum(x, 0.0) - np.abs(x) * np.exp(-0.5 * np.minimum(np.abs(x), 39.0) ** 2) * 0.5,
        lambda x: special.gelu(x) * (1 + 2e-15),
        lambda x: np.where(x < -38.0, np.nan, special.gelu(x)),
    ],
    ids=["subnormal too early", "no cdf", "ten ulp off", "nan in the tail"],
)
def test_a_wrong_gelu_is_caught(wrong: Callable[[Array], Array]) -> None:
    x = points(150)
    assert list(failures(Case(wrong, CASES["gelu"].truth), x[np.abs(x) < 1e300]))


LIMITS = {
    "normal_cdf": (0.0, 1.0),
    "normal_pdf": (0.0, 0.0),
    "laplace": (0.0, 1.0),
    "laplace slope": (0.0, 0.0),
    "gelu": (0.0, np.inf),
    "gelu_grad": (0.0, 1.0),
    "gelu_tanh": (0.0, np.inf),
    "gelu_tanh_grad": (0.0, 1.0),
    "erf": (-1.0, 1.0),
    "sigmoid": (0.0, 1.0),
    "sigmoid_grad": (0.0, 0.0),
    "softplus": (0.0, np.inf),
    "silu": (0.0, np.inf),
    "silu slope": (0.0, 1.0),
    "quick_gelu": (0.0, np.inf),
    "sech2": (0.0, 0.0),
    "sech2 of a product": (0.0, 0.0),
    "tanhshrink": (-np.inf, np.inf),
    "logcosh": (np.inf, np.inf),
    "expm1_minus": (np.inf, np.inf),
    "exp_gap": (1.0, np.inf),
    "log1p_minus": (None, -np.inf),
    "times_exp": (0.0, 0.0),
    "sinc": (0.0, 0.0),
    "sinc_grad": (0.0, 0.0),
    "sin_product": (np.nan, np.nan),
    "cos_product": (np.nan, np.nan),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("shape", [(), (1,), (17,), (2, 3)])
def test_infinities_and_nan(name: str, shape: tuple[int, ...]) -> None:
    with np.errstate(over="ignore", under="ignore"):
        for x, wanted in zip((-np.inf, np.inf, np.nan), (*LIMITS[name], np.nan), strict=True):
            if wanted is not None:
                np.testing.assert_array_equal(CASES[name].kernel(np.full(shape, x)), np.full(shape, wanted))


@pytest.mark.parametrize("name", CASES)
def test_a_value_does_not_depend_on_its_neighbours(name: str) -> None:
    case = CASES[name]
    x = points(40)
    x = x[(x >= case.low) & (x <= case.high)]
    with np.errstate(over="ignore", under="ignore"):
        together = case.kernel(np.append(x, np.nan))[:-1]
        alone = [case.kernel(v) for v in np.split(x, len(x))]
        scalars = [case.kernel(np.array(v)) for v in x]
    np.testing.assert_array_equal(together, np.concatenate(alone))
    np.testing.assert_array_equal(together, scalars)


@pytest.mark.parametrize("name", ["erf", "tanhshrink", "sin_product"])
def test_odd_kernels_keep_the_sign_of_zero(name: str) -> None:
    assert np.signbit(CASES[name].kernel(np.array([-0.0, 0.0, 1.0]))).tolist() == [True, False, False]


@pytest.mark.parametrize("size", [6, 7, 600, 1003])
def test_bounds_hold_all_but_nan(size: int) -> None:
    x = np.resize([np.nan, -np.inf, -3.0, -0.0, 2.0, np.inf], size)

    def held(*wanted: float) -> Array:
        return np.resize(wanted, size)

    np.testing.assert_array_equal(special.clip(x, -1.0, 1.0), held(np.nan, -1, -1, 0, 1, 1))
    np.testing.assert_array_equal(special.clip_below(x, -1.0), held(np.nan, -1, -1, 0, 2, np.inf))
    np.testing.assert_array_equal(special.clip_above(x, -1.0), held(np.nan, -np.inf, -3, -1, -1, -1))
    np.testing.assert_array_equal(special.positive_part(x), held(np.nan, 0, 0, 0, 2, np.inf))
    assert not np.signbit(special.positive_part(x)[~np.isnan(x)]).any()


def exact(pair: tuple[Array, Array]) -> list[Fraction]:
    return [Fraction(hi) + Fraction(lo) for hi, lo in zip(pair[0].tolist(), pair[1].tolist(), strict=True)]


def test_sums_and_products_are_exact() -> None:
    x = np.random.default_rng(3).uniform(-50, 50, 2000)
    fractions = [Fraction(v) for v in x.tolist()]
    assert exact(double_double.two_sum(x, 0.1)) == [v + Fraction(0.1) for v in fractions]
    assert exact(special.two_prod(x, 0.1)) == [v * Fraction(0.1) for v in fractions]
    for got, v in zip(exact(special.two_square(x)), fractions, strict=True):
        assert abs(got - v * v) <= v * v / 2**77
    for got, v in zip(exact(special.two_prod(x, K_QUICK)), fractions, strict=True):
        assert abs(got - v * Fraction("1.702")) <= abs(v) / 2**98


@pytest.mark.parametrize(("mu", "sigma"), [(MU, SIGMA), (0.0, 1.0), (-3.7, 12.5), (1.0, 1e-20), (0.1, 1e20)])
def test_standardized_values_are_exact_in_two_parts(mu: float, sigma: float) -> None:
    x = mu + sigma * np.random.default_rng(4).uniform(-39, 39, 500)
    for got, v in zip(exact(special.two_standardize(x, mu, sigma)), x.tolist(), strict=True):
        wanted = (Fraction(v) - Fraction(mu)) / Fraction(sigma)
        assert abs(got - wanted) <= max(abs(wanted), Fraction(1, 100)) / 2**95
    far = np.array([-1e308, 1e308])
    with np.errstate(over="ignore"):
        assert special.two_standardize(far, mu, sigma)[0].tolist() == [-40.0, 40.0]


def test_a_constant_holds_its_decimal_in_two_parts() -> None:
    hi, lo = special.constant("0.044715")
    assert hi == 0.044715
    assert abs(Fraction(hi) + Fraction(lo) - Fraction("0.044715")) < Fraction(1, 2**110)


def test_the_coefficients_are_what_the_script_derives() -> None:
    assert coefficients.TARGET.read_text(encoding="utf-8") == coefficients.module()
