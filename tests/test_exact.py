"""Exact evaluation, against mpmath and by what must hold: every result is the rounding of the exact value."""

from __future__ import annotations

import itertools
import math
import subprocess
import sys
from fractions import Fraction
from typing import TYPE_CHECKING

import mpmath
import numpy as np
import pytest

import random_formulas
from actcli.catalog.record import Elementwise, Vector
from actcli.choices import Rounding
from actcli.errors import ActcliError, UsageError
from actcli.evaluation import exact
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.exactly import proven
from actcli.evaluation.quantity import GatedQuantity, Points, Quantity
from actcli.evaluation.vector_quantity import VectorQuantity
from actcli.formula import rationals
from actcli.formula.flint import arb, fmpq, fmpq_series
from actcli.formula.series import PowerSeries
from actcli.formula.splits import Split, known_sign, split
from actcli.numbers.formats import FLOAT_FORMATS, number_format
from actcli.numbers.target import Target
from actcli.spec import registry
from actcli.spec.resolve import resolve
from oracle.points import parameter_sets, points
from oracle.reference_format import BFLOAT16, FLOAT8_E5M2, FLOAT16, ReferenceFormat
from oracle.second_opinion import Opinion, ulps
from oracle.verdict import Case
from records import ELEMENTWISE, VECTORS, each_elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array

UNGATED = [record for record in VECTORS if record.gate is None]
GATED = [record for record in VECTORS if record.gate is not None]
#: Half an ulp, and what mpmath's digits and differences may be off.
CORRECTLY_ROUNDED = 0.5 + 1e-9


def of(spec: str, order: int = 0, wrt: str | None = None) -> Quantity:
    return Quantity(resolve(spec), order, wrt)


def at(spec: str, *x: float, order: int = 0, target: Target | None = None) -> list[float]:
    results: list[float] = of(spec, order).values(np.array(x), target).tolist()
    return results


def misrounded(case: Case, order: int = 0, wrt: str | None = None) -> list[str]:
    """Return the points of usual size, away from kinks, whose result is not the float64 next to what mpmath finds."""
    ask = case.exactly(order, wrt)
    x = np.unique(points(case.record, case.values, case.declared, 2))
    x = x[(np.abs(x) > 1e-150) & (np.abs(x) < 1500) & case.defined(x) & ~np.isin(x, [*case.kinks])][::9]
    at = [(each, *((case.values[wrt],) if wrt else ())) for each in x.tolist()]
    results = ask.values(x).tolist()
    for bits in (1200, 6000):
        opinion = Opinion(case.function, bits, ("x", wrt) if wrt else ("x",))
        wanted = [opinion.slope(*point, along=len(point) - 1) if order or wrt else opinion(*point) for point in at]
        wrong = [i for i, y in enumerate(results) if ulps(y, wanted[i]) > CORRECTLY_ROUNDED]
        if not wrong:
            return []
    return [f"{ask.name}({at[i]!r}) = {results[i]!r}, exactly {wanted[i]!r}" for i in wrong]


@each_elementwise
def test_values_and_slopes_are_what_mpmath_finds_rounded_once(record: Elementwise) -> None:
    for values in parameter_sets(record):
        case = Case(record, values)
        assert misrounded(case) == []
        assert misrounded(case, 1) == []
        for name in (param.name for param in record.params if math.isfinite(values[param.name])):
            assert misrounded(case, wrt=name) == []


@pytest.mark.parametrize("name", ["gelu", "tanh", "softplus", "mish", "snake", "isru", "elu", "logcosh", "smish"])
@pytest.mark.parametrize("order", [2, 3])
def test_higher_derivatives_are_differences_of_mpmath(name: str, order: int) -> None:
    function = resolve(name)
    opinion = Opinion(function, 3000)
    x = np.array([-21.3, -4.25, -0.7, 0.31, 1.9, 9.125])
    for each, got in zip(x.tolist(), of(name, order).values(x).tolist(), strict=True):
        assert ulps(got, opinion.slope(each, order=order)) <= CORRECTLY_ROUNDED, each


def test_the_eighth_derivative_of_known_series() -> None:
    assert at("exponential", 0.0, 1.0, order=8) == [1.0, math.e]
    assert at("sine", 0.5, order=8) == [math.sin(0.5)]
    assert at("x**8", 3.0, order=8) == [40320.0]
    assert at("x**8", 3.0, order=5) == [6720.0 * 27]
    with pytest.raises(UsageError, match="9"):
        resolve("tanh").exact(1.0, order=9)


#: Rational functions, whose exact values Python's fractions know.
RATIONAL: dict[str, Callable[[Fraction], Fraction]] = {
    "hard_swish": lambda x: x * min(max(x + 3, Fraction(0)), Fraction(6)) / 6,
    "softsign": lambda x: x / (1 + abs(x)),
    "relu_squared": lambda x: max(x, Fraction(0)) ** 2,
}


def target_of(form: ReferenceFormat, mode: str | None = None) -> Target:
    """Return the tool's own format that a reference stands for."""
    names = {FLOAT8_E5M2: "float8_e5m2", FLOAT16: "float16", BFLOAT16: "bfloat16"}
    return Target(FLOAT_FORMATS[names[form]], None if mode is None else Rounding(mode))


@pytest.mark.parametrize("spec", [*RATIONAL, "gelu", "tanh", "silu", "elu", "x/2*(1+erf(x/sqrt(2)))"])
@pytest.mark.parametrize("form", [FLOAT8_E5M2, FLOAT16, BFLOAT16], ids=["e5m2", "fp16", "bf16"])
def test_narrow_results_are_the_exact_value_rounded_once(form: ReferenceFormat, spec: str) -> None:
    x = form.values()[:: max(1, form.values().size // 60)]
    x = np.concatenate([-x[1:], x])
    wanted = [_enclosed(spec, each) for each in x.tolist()]
    for mode in (None, "zero", "up", "down"):
        got = of(spec).values(x, target_of(form, mode)).tolist()
        for each, result, (low, high) in zip(x.tolist(), got, wanted, strict=True):
            assert form.of(low, mode) <= result <= form.of(high, mode), (each, mode)
            if each:
                assert math.copysign(1, result) == math.copysign(1, form.of(low, mode)), (each, mode)


def _enclosed(spec: str, x: float) -> tuple[Fraction, Fraction]:
    """Return fractions closely around the exact value."""
    if spec in RATIONAL:
        value = Fraction(RATIONAL[spec](Fraction(x)))
        return value, value
    real = Opinion(resolve(spec), 900)(x)
    mantissa, exponent = mpmath.frexp(real)
    if exponent < -10_000:
        value = Fraction(bool(mantissa), 2**10_000)
    else:
        value = abs(Fraction(*map(int, mpmath.libmp.to_rational(real._mpf_))))
    width = value / 2**500
    return (-value - width, -value + width) if real < 0 else (value - width, value + width)


def test_ties_are_met_exactly() -> None:
    record = registry.records()["hard_sigmoid"]
    hard_sigmoid = BoundActivation(record, {"slope": Fraction(1, 6), "offset": 0.5})  # type: ignore[dict-item]  # exact
    x = FLOAT16.values()
    x = np.concatenate([-x[1:][::-1], x])
    x = x[(x > -3) & (x < 3)]
    wanted = [(Fraction(each) + 3) / 6 for each in x.tolist()]
    ties = np.array([FLOAT16.is_tie(each) for each in wanted])
    assert ties.sum() == 682
    got = Quantity(hard_sigmoid).values(x[ties], target_of(FLOAT16))
    assert got.tolist() == [FLOAT16.of(each) for each, tie in zip(wanted, ties, strict=True) if tie]


def test_an_arctangent_in_half_turns_is_rational_at_one() -> None:
    for direction in ("up", "down", "even"):
        target = Target(number_format("float64"), Rounding[direction])
        assert at("calu", 1.0, -1.0, 0.0, target=target) == [0.75, -0.25, 0.0]
    assert at("calu", 1.0, target=Target(number_format("float8_e8m0fnu"))) == [1.0]  # a tie of 1/2 and 1


def test_beside_a_tie_the_side_decides() -> None:
    x = 1e300 * (1 + 2.0**-52)
    above = Fraction(5, 4) * Fraction(x)
    assert Fraction(at("1.25*x", x)[0]) != above
    near = at("1.25*x*sigmoid(x)", x, x * (1 + 2.0**-52), x * (1 + 2.0**-51))
    for got, each in zip(near, [x, x * (1 + 2.0**-52), x * (1 + 2.0**-51)], strict=True):
        exactly = Fraction(5, 4) * Fraction(each)
        assert got == float(exactly - Fraction(1, 10)), each  # a little below the product
    assert at("tanh", 1e300, target=target_of(BFLOAT16, "down")) == [1 - 2.0**-8]
    assert at("tanh", 1e300, target=target_of(BFLOAT16, "up")) == [1.0]
    assert at("sigmoid", -1e30, target=target_of(BFLOAT16, "up")) == [2.0**-133]


def test_slopes_beside_a_boundary_are_rounded_to_its_side() -> None:
    up, down = target_of(BFLOAT16, "up"), target_of(BFLOAT16, "down")
    for spec, x, below, above in (
        ("silu", 1e5, 1.0, 1 + 2.0**-7),  # 1 and a little more
        ("gelu", -1e5, -(2.0**-133), -0.0),
        ("tanhshrink", 1e5, 1 - 2.0**-8, 1.0),
        ("softplus", 1e5, 1 - 2.0**-8, 1.0),
        ("leaky_relu:0.25", -3.0, 0.25, 0.25),
    ):
        assert at(spec, x, order=1, target=down) + at(spec, x, order=1, target=up) == [below, above], spec
    by_beta = of("e_swish", wrt="beta")
    assert by_beta.values(np.array([1e5]), down).tolist() == [99840.0]
    glu = GatedQuantity(resolve("glu"), "a")
    assert glu.values(np.array([[2.0, 1e5]]), down).tolist() == [1 - 2.0**-8]


def test_tails_keep_their_digits_and_zeros_their_sign() -> None:
    assert at("x/2*(1+erf(x/sqrt(2)))", -10.0) == at("gelu", -10.0)
    assert at("x/(1+exp(-x))", -710.0, order=1) == at("silu", -710.0, order=1) != [0.0]
    assert at("gelu", 5e-324) == [5e-324]  # x/2 and a little more
    assert at("bipolar_sigmoid", 5e-324) == [0.0]  # x/2 and a little less
    small = at("silu", -800.0, -1e308, 0.0, -0.0)
    assert small == [0.0] * 4
    assert [math.copysign(1, each) for each in small] == [-1, -1, 1, -1]
    assert math.copysign(1, at("relu", -3.0)[0]) == 1
    assert at("x**3", 1e308, -1e308) == [math.inf, -math.inf]


def test_signs_that_no_precision_shows_follow_from_the_formula() -> None:
    """exp(-exp(65536)) has more than 10^28461 zeros before its first digit."""
    float64 = number_format("float64")
    up, down = Target(float64, Rounding.up), Target(float64, Rounding.down)
    for spec, x, order, below, above in (
        ("cloglog", 65536.0, 1, 0.0, 5e-324),
        ("cloglog", 1e30, 0, math.nextafter(1, 0), 1.0),
        ("telu", -1e30, 0, -5e-324, -0.0),
        ("telu", -1e30, 1, -5e-324, -0.0),
        ("smish", -1e30, 0, -5e-324, -0.0),
        ("x/(1+exp(-x))", -1e30, 0, -5e-324, -0.0),
        ("-x*exp(x)*erfc(-x)", -1e30, 0, 0.0, 5e-324),
    ):
        got = at(spec, x, order=order, target=down) + at(spec, x, order=order, target=up)
        assert list(map(repr, got)) == [repr(below), repr(above)], spec
    assert at("cloglog", 65536.0, order=1, target=Target(number_format("float8_e8m0fnu"))) == [2.0**-127]
    assert math.copysign(1, at("telu", -1e30)[0]) == -1
    with pytest.raises(ActcliError, match="stays undecided"):  # a difference of such numbers has no such sign
        at("exp(-exp(x))-exp(-exp(x+1))", 65536.0, target=up)


AROUND = (
    "1/(2-{0}(-x))",
    "({0}(x)-1)/-3",
    "({0}(-x)-2)**0.5",
    "1/(1+{0}(exp(x)))-1",
    "-1/({0}(-x)+1)",
    "{0}(-exp(x))**3*x",
    "({0}(x)+{0}(exp(x)))/(exp(x)-1)",
)


def test_a_sign_that_is_known_beside_a_wide_ball_is_right() -> None:
    """With two bits, the ball of exp(-20.3) holds 0."""
    wide = 0
    for name, around, order in itertools.product(random_formulas.UNARY, AROUND, (0, 1)):
        points = Points(of(around.format(name), order), np.array([-20.3, 20.3]))
        for pair in zip(*(exact.enclosures(points, np.arange(2), bits, split=True) for bits in (2, 600)), strict=True):
            if all(type(number) in {Split, fmpq} for number in pair):
                rough, sharp = map(split, pair)
                assert known_sign(rough) * known_sign(sharp) >= 0, around.format(name)
                wide += bool(known_sign(rough)) and rough.total.contains(0)
    assert wide > 100


@pytest.mark.parametrize("spec", ["softshrink:0", "hardshrink:0", "shrink:lambd=0", "hard_tanh:min_val=0,max_val=inf"])
def test_branches_that_meet_without_a_kink_have_the_slope_of_both(spec: str) -> None:
    kink = "hard_tanh" in spec
    assert at(spec, 0.0, -0.0, order=1) == resolve(spec).grad([0.0, -0.0]).tolist() == [0.0 if kink else 1.0] * 2


def test_poles_and_gaps_are_those_of_float64() -> None:
    assert at("1/x", 0.0, -0.0) == [math.inf, -math.inf]
    assert at("log(x)", 0.0) == [-math.inf]
    assert np.isnan(at("log(x)", -1.0) + at("sqrt(x)", -2.0) + at("x/x", 0.0) + at("x**0.5", -1.0)).all()
    assert at("sqrt(x)", 0.0, order=1) == [math.inf]
    assert at("exp(-1/x**2)", 0.0) == [0.0]
    assert at("where(x > 0, log(x), 0)", -1.0, 1.0) == [0.0, 0.0]
    assert at("tanh", math.inf, -math.inf) == [1.0, -1.0]
    assert math.isnan(at("tanh", math.nan)[0])
    assert at("gelu", math.inf, -math.inf, order=2) == [0.0, 0.0]
    assert np.isnan(at("sine", math.inf, order=2)).all()
    # Of exponents too long for a power, the last bit still tells the sign.
    assert at("(-1)**(x+99999)", 1.0, 2.0) == [1.0, -1.0]


@pytest.mark.parametrize(
    ("pole", "wanted"),
    [("(x-x)**(-1)", math.inf), ("(x-x)**(-0.5)", math.inf), ("(sin(x)*0)**(-2)", math.inf), ("1/(x-60)", math.inf),
     ("0/(x-60)", math.nan)],
)  # fmt: skip
def test_poles_are_found_beside_digits_that_cancel(pole: str, wanted: float) -> None:
    np.testing.assert_array_equal(at(pole, 60.0), [wanted])
    np.testing.assert_array_equal(at(f"sqrt(1-tanh(x)**2)+{pole}", 60.0), [wanted])


def test_a_power_without_a_slope_is_found_beside_digits_that_cancel() -> None:
    assert np.isnan(at("sqrt(1-tanh(x+60)**2)+x**x", 0.0, order=1)).all()


@pytest.mark.parametrize(
    ("formula", "x", "order", "wanted"),
    [
        ("acosh(x)", 1.0, 0, 0.0),
        ("sqrt(x-1)", 1.0, 0, 0.0),
        ("Phi(x)-0.5", 0.0, 0, 0.0),
        ("x/e", 0.0, 0, 0.0),
        ("tanh(30)*(x/3)**999*(x/7)**999*(x/9)**999", 1.1, 0, 0.0),
        ("where(x>0, x**2, x**3)", 0.0, 1, 0.0),
        ("where(0<=x<1, x, x**2)", 0.0, 1, 0.0),
        ("x**x", 0.0, 1, math.nan),
    ],
)
def test_a_result_beside_a_tie_is_rounded_to_its_side(formula: str, x: float, order: int, wanted: float) -> None:
    np.testing.assert_array_equal(at(formula, x, order=order), [wanted])
    above_a_tie = "1+2**(-53)+exp(-800)"
    whole = f"{formula}+" + (f"x*({above_a_tie})" if order else above_a_tie)
    np.testing.assert_array_equal(at(whole, x, order=order), [wanted + math.nextafter(1, 2)])


@pytest.mark.parametrize(
    ("formula", "x", "order", "wanted"),
    [
        ("x*e", 2.0, 0, 2 * math.e),
        ("sech(x)", 0.0, 2, -1.0),
        ("sin(x)**sign(x)", 1.0, 1, math.cos(1.0)),
        ("x**where(x>0, 2, 3)", -1.0, 2, -6.0),
        ("relu(sin(x))", 1.0, 1, math.cos(1.0)),
        ("relu(sin(x))", 0.0, 1, 0.0),
        ("where(0<x<1, x, x**2)", 0.5, 1, 1.0),
    ],
)
def test_known_values(formula: str, x: float, order: int, wanted: float) -> None:
    assert at(formula, x, order=order) == [wanted]


def test_a_hidden_zero_is_a_zero_and_a_hidden_pole_an_error() -> None:
    assert at("sin(pi*x)", 1.0, 2.0) == [0.0, 0.0]
    with pytest.raises(ActcliError, match=r"1/sin\(pi\*x\)"):
        at("1/sin(pi*x)", 1.0)
    assert np.isnan(of("1/sin(pi*x)").values(np.array([1.0]), undecided="nan")).all()
    with pytest.raises(ActcliError, match=r"^where\(.*\)' at 0 stays undecided"):
        at("where(x>=0,x*exp(sin(1)),-x*exp(sin(1)))", 0.0, order=1)
    with pytest.raises(ActcliError, match=r"^d/da of a\*b/\(exp\(a\)-exp\(a\)\) at 1, 2 stays"):
        GatedQuantity(resolve("a*b/(exp(a)-exp(a))"), "a").values(np.array([[1.0, 2.0]]))
    with pytest.raises(ActcliError, match=r"^x/\(exp\(sum\(x\)\)-exp\(sum\(x\)\)\), output 1 of vector 2, stays"):
        VectorQuantity(resolve("x/(exp(sum(x))-exp(sum(x)))")).values(np.array([[0.5, -0.5], [1.0, 2.0]]))


def test_numbers_that_stand_alone_are_doubles() -> None:
    assert at("where(x > 0.1, 1, 0)", 0.1, math.nextafter(0.1, 1)) == [0.0, 1.0]
    assert at("max(x, 0.1)", 0.1, 0.0) == [0.1, 0.1]
    assert at("max(x, 0.1)", 0.1, order=1) == [0.0]
    assert at("0.1*x", 10.0) == [1.0]  # a literal elsewhere is the decimal as written
    assert at("min(x, inf)", 3.0) == [3.0]


def test_slopes_at_kinks_are_the_declared_ones() -> None:
    for record in ELEMENTWISE:
        for kink in BoundActivation(record, record.defaults).declared.kinks:
            got = of(record.name, 1).values(np.array([float(kink.at)]))[0]
            assert math.isclose(got, kink.subgradient, rel_tol=1e-15), (record.name, kink.at)
    assert at("selu", 0.0, order=1) == [
        float(Fraction("1.0507009873554804934193349852946") * Fraction("1.6732632423543772848170429916717"))
    ]
    assert at("x*relu(x-1)", 1.0, order=1) == [0.0]
    assert at("abs(x)", 0.0, order=1) == [0.0]
    assert at("elu", 0.0, order=2) == [1.0]  # the branch that holds at 0 is the left one


def test_derivatives_by_parameters_at_kinks_are_those_of_the_kernels() -> None:
    for record in ELEMENTWISE:
        function = BoundActivation(record, record.defaults)
        kinks = np.array([float(kink.at) for kink in function.declared.kinks])
        for param in record.params if record.name != "hard_sigmoid" else ():  # whose kinks are no doubles
            got = Quantity(function, wrt=param.name).values(kinks)
            assert np.allclose(got, function.slope(kinks, param.name), rtol=1e-14, atol=0), (record.name, param.name)


@pytest.mark.parametrize("record", GATED, ids=lambda record: record.name)
def test_gated_functions(record: Vector) -> None:
    random = np.random.default_rng(1)
    pairs = random.normal(0, 6, (2, 40)).T
    function = BoundActivation(record, record.defaults)
    opinion = Opinion(function, 2000, ("a", "b"))
    for along, wrt in ((None, None), (0, "a"), (1, "b")):
        got = GatedQuantity(function, wrt).values(pairs)  # type: ignore[arg-type]  # of the three it takes
        for pair, y in zip(pairs.tolist(), got.tolist(), strict=True):
            wanted = opinion(*pair) if along is None else opinion.slope(*pair, along=along)
            assert ulps(y, wanted) <= CORRECTLY_ROUNDED, (wrt, pair)


@pytest.mark.parametrize("record", [r for r in UNGATED if not r.display_only], ids=lambda record: record.name)
def test_functions_of_vectors(record: Vector) -> None:
    function = BoundActivation(record, record.defaults)
    x = np.array([[0.3, -1.2, 5.0, 4.9], [700.0, -800.0, 2.0, 699.0], [1.0, 1.0, 1.0, 1.0]])
    got = VectorQuantity(function).values(x)
    jacobian = VectorQuantity(function, jacobian=True).values(x)
    opinion = Opinion(function, 8000, rows=True)
    for row, results, slopes in zip(x.tolist(), got.tolist(), jacobian.tolist(), strict=True):
        assert max(map(ulps, results, opinion(row))) <= CORRECTLY_ROUNDED
        for column, wanted in zip(np.transpose(slopes).tolist(), opinion.columns(row), strict=True):
            assert max(map(ulps, column, wanted)) <= CORRECTLY_ROUNDED
    kernels = proven(function)
    assert isinstance(kernels, Vector)
    assert kernels.f is not None
    assert kernels.jacobian is not None
    np.testing.assert_array_equal(kernels.f(x), got)
    np.testing.assert_array_equal(kernels.jacobian(x), jacobian)


@pytest.mark.parametrize(
    "formula",
    [
        "sum(x)/2",
        "sum(x)/sum(x)",
        "max(x)",
        "where(x > 0.5, x, 0)/sum(x)",
        "where(sum(x) > 2, exp(x), 0)/sum(exp(x))",
        "where(0 < x < 1.5, exp(x), 0)/sum(exp(x))",
        "where(0 < x < sum(x) < 9, exp(x), 0)/sum(exp(x))",
        "where(0.25 < mean(x) < 1, 1, 2)",
        "x*sum(sign(x))",
        "clip(exp(x), 0, 2)*mean(x)",
    ],
)
def test_formulas_of_vectors_may_choose_and_give_a_single_number(formula: str) -> None:
    function = resolve(formula)
    x = np.array([[1.0, 2.0, 0.25], [-1.0, 7.0, 4.0]])
    for jacobian in (False, True):
        got = VectorQuantity(function, jacobian=jacobian).values(x)
        np.testing.assert_allclose(got, function.slope(x) if jacobian else function.compute(x), rtol=1e-14)
    change = (function(x + np.array([1e-6, 0, 0])) - function(x)) / 1e-6
    np.testing.assert_allclose(function.slope(x)[..., 0], change, atol=1e-4)


def test_a_derivative_by_a_parameter_where_a_formula_is_0_by_0_is_that_of_the_flatter_side() -> None:
    removed = of("where(a<0, -log(1-a*x)/a, where(a>0, (exp(a*x)-1)/a/2+x/2, x)):a=0", wrt="a")
    assert removed.values(np.array([2.0])).tolist() == [1.0]


def test_functions_without_a_formula_are_exact_too() -> None:
    x = np.array([[0.1, 0.2, 0.3, 0.25], [1e8, 1e8 + 0.25, 0.0, -3.0], [2.0, 2.0, 2.0, 2.0]])
    for record in (r for r in UNGATED if r.display_only):
        function = BoundActivation(record, record.defaults)
        for jacobian in (False, True):
            got = VectorQuantity(function, jacobian=jacobian)
            assert np.allclose(got.values(x), got.approximate(x), rtol=1e-13, atol=1e-16), record.name
    sparsemax = VectorQuantity(resolve("sparsemax"))
    assert sparsemax.values(x[:1]).tolist() == [
        [float(Fraction(each) - (sum(map(Fraction, x[0].tolist())) - 1) / 4) for each in x[0].tolist()]
    ]
    without = resolve("sparsemax").vector._replace(exact=None)
    with pytest.raises(UsageError, match="sparsemax"):
        VectorQuantity(BoundActivation(without, {})).values(x)
    with pytest.raises(UsageError, match="math:tanh"):
        at("math:tanh", 0.5)


def test_errors_in_ulp_have_fractions() -> None:
    x = np.array([0.3, -4.0, 2.0])
    right = of("tanh").values(x)
    errors = of("tanh").ulp_errors(x, right)
    assert (np.abs(errors) <= 0.5).all()
    assert (errors != 0).all()
    moved = of("tanh").ulp_errors(x, np.nextafter(right, math.inf))
    assert np.allclose(moved - errors, 1.0)
    assert of("x/4").ulp_errors(x, x / 4).tolist() == [0.0] * 3
    least = np.array([5e-324])  # gelu of it is a little more than its half
    assert of("gelu").ulp_errors(least, least).tolist() == [0.5]


# Wrong engines, which the tests above must catch.


def _failures() -> list[str]:
    failed = []
    for record_name in ("gelu", "tanh", "gelu_tanh"):
        record = registry.records()[record_name]
        assert isinstance(record, Elementwise)
        case = Case(record, record.defaults)
        failed += misrounded(case) + misrounded(case, 1)
    return failed


def test_a_ball_without_its_radius_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def middle(value: fmpq | arb | Split) -> tuple[float, float]:
        return (float(value.total if isinstance(value, Split) else arb(value)),) * 2

    monkeypatch.setattr(exact, "ends", middle)
    assert _failures()


def test_a_series_cut_early_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(system: PowerSeries, at: fmpq) -> fmpq_series:
        return fmpq_series([at, 1], prec=system.order)

    monkeypatch.setattr(PowerSeries, "variable", cut)
    assert _failures()


def test_a_tie_decided_by_a_ball_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actcli.evaluation.definition.constant", lambda value: arb(rationals.rational(value)))
    monkeypatch.setattr(exact, "MAX_BITS", 256)
    with pytest.raises(ActcliError, match="stays undecided"):
        test_ties_are_met_exactly()


def test_without_python_flint_an_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['flint'] = None\n"
        "from actcli.errors import ActcliError\n"
        "try:\n    import actcli.evaluation.quantity\n"
        "except ActcliError as error:\n    print(error, '|', error.hint)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "exact evaluation needs python-flint | pip install python-flint"


def test_the_array_keeps_its_shape() -> None:
    x: Array = np.arange(6.0).reshape(2, 3)
    assert of("relu").values(x).tolist() == x.tolist()
