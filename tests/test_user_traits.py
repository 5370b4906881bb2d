"""Traits and derivatives of users' functions, which a search and differences find."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.analysis import search
from actcli.analysis.describe import card
from actcli.analysis.finite_difference import derivative
from actcli.cli.boundary import run
from actcli.spec.resolve import resolve
from user_functions import is_exact, slope

if TYPE_CHECKING:
    from collections.abc import Callable

    from actcli.numbers.array import Array

pytestmark = pytest.mark.usefixtures("mine")


MEASURED = [
    ("max(x, 0)", "[0,inf)", "non-decreasing", [0], "none", 1, 0),
    ("min(max(x, -1), 1)", "[-1,1]", "non-decreasing", [-1, 1], "odd", 1, 0),
    ("tanh(x)", "(-1,1)", "increasing", [], "odd", 1, None),
    ("x*sigmoid(x)", "[-0.278465,inf)", "no", [], "none", 1.099839320, None),
    ("where(x >= 0.3, 1, 0)", "[0,1]", "non-decreasing", [0.3], "none", math.inf, -1),
    ("exp(-x*x)", "(0,1]", "no", [], "even", 0.857763885, None),
    ("x**3", "(-inf,inf)", "increasing", [], "odd", math.inf, None),
    ("sin(x)", "[-1,1]", "no", [], "odd", 1, None),
    ("-2*x", "(-inf,inf)", "decreasing", [], "odd", 2, None),
    ("./mine.py:leak", "(-inf,inf)", "increasing", [0], "none", 1, 0),
    ("./mine.py:single", "(-0.1,inf)", "increasing", [0], "none", 1, 0),
    ("./mine.py:logistic", "(0,1)", "increasing", [], "none", 0.25, None),
    ("./mine.py:mask", "[0,1]", "non-decreasing", [0], "none", math.inf, -1),
    ("./mine.py:steps", "[0,inf)", "non-decreasing", [0], "none", math.inf, -1),
    ("./mine.py:near", "[0,25]", "no", [], "even", math.inf, None),
    ("0*x", "0", "non-decreasing", [], "odd", 0, None),
    ("1/(x-0.3)", "(-inf,inf)", "no", [], "none", math.inf, None),
    ("log(abs(x))", "(-inf,inf)", "no", [], "even", math.inf, None),
    ("x*sin(x)", "(-inf,inf)", "no", [], "even", math.inf, None),
]


@pytest.mark.parametrize(
    ("low", "high", "simple"),
    [(0.29, 0.31, 0.3), (-2e-9, 1e-9, 0.0), (0.12341, 0.12349, 0.12345), (2.6, 3.3, 3.0), (3e-20, 4e-20, 4e-20)],
)
def test_a_place_that_was_found_is_the_simplest_number_near_it(low: float, high: float, simple: float) -> None:
    assert search.simplest(low, high) == simple


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: row[0])
def test_traits_of_users_functions_are_found(row: tuple[str, str, str, list[float], str, float, int | None]) -> None:
    text, values, monotone, kinks, symmetry, lipschitz, smoothness = row
    traits = resolve(text).traits
    assert str(traits.range[0]) == values
    assert traits.monotone == monotone
    assert [kink.at for kink in traits.kinks] == pytest.approx(kinks, abs=1e-9)
    assert traits.symmetry == symmetry
    assert traits.lipschitz == pytest.approx(lipschitz, rel=1e-8)
    assert traits.smoothness == smoothness if smoothness is not None else math.isnan(traits.smoothness)


@pytest.mark.parametrize(
    ("text", "symmetry"),
    {
        "2**2**2**2**2**2*x": "odd",
        "where(abs(x) < 1, x, 2**2**2**2**2**2*x)": "odd",
        "where(abs(x) < 1, x*x, 2**2**2**2**2**2*x)": "none",
        "where(abs(x) < 1, x*x, 2**2**2**2**2**2*x*x)": "even",
    }.items(),
)
def test_infinities_have_signs_that_a_symmetry_keeps(text: str, symmetry: str) -> None:
    assert resolve(text).traits.symmetry == symmetry


@pytest.mark.parametrize(
    ("name", "kinks"),
    [("bent", [(0, 0.25, 1, 0.25)]), ("narrow", [(-0.01, -1, 0, 0), (0.01, 0, 1, 0)]), ("single", [(0, 0.1, 1, 0.1)])],
)
def test_the_slopes_beside_a_kink_are_those_of_its_sides(name: str, kinks: list[tuple[float, ...]]) -> None:
    found = [(kink.at, kink.left, kink.right, kink.slope) for kink in resolve(f"./mine.py:{name}").traits.kinks]
    assert found == [pytest.approx(kink, abs=1e-9) for kink in kinks]


def test_a_narrow_dead_region_is_found() -> None:
    assert resolve("max(abs(x) - 0.002, 0)").traits.dead == ()
    (dead,) = resolve("./mine.py:narrow").traits.dead
    assert (dead.low, dead.high) == pytest.approx((-0.01, 0.01), abs=1e-3)


def test_of_a_function_that_is_nowhere_a_number_nothing_is_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "sqrt(-1-x*x)"]) == 0
    card = capfd.readouterr().out
    assert "no finite values found" in card
    assert "Lipschitz   nan" in card
    assert run(["compare", "sqrt(-1-x*x)", "--traits", "-t", "csv", "--digits", "3"]) == 0
    assert capfd.readouterr().out.splitlines()[1].startswith("sqrt(-1-x*x),,,none,unknown,≥C1,,,")


@pytest.mark.parametrize(
    ("formula", "left", "right", "saturates"),
    [
        ("x*sigmoid(x)", -0.0, math.inf, ["-inf"]),
        ("x**2/(1+x**2)", 1, 1, ["-inf", "inf"]),
        ("exp(x)-x", math.inf, math.inf, []),
        ("sin(x)", math.nan, math.nan, []),
        ("log(x)", math.nan, math.inf, []),
        ("x**3-x", -math.inf, math.inf, []),
        ("x*sin(x)", math.nan, math.nan, []),
    ],
)
def test_limits_are_found_where_the_code_fails_at_infinity(
    formula: str, left: float, right: float, saturates: list[str]
) -> None:
    facts = card(resolve(formula))
    np.testing.assert_equal((facts["limits"], facts["saturates_at"]), ({"-inf": left, "inf": right}, saturates))


def test_the_slope_beside_a_jump_of_a_constant_is_zero() -> None:
    (jump,) = resolve("where(x > 0, 1, 0)").traits.kinks
    assert (jump.left, jump.right) == (0, 0)


SMOOTH: list[tuple[Callable[[Array], Array], Callable[[Array], Array]]] = [
    (np.tanh, lambda x: 1 / np.cosh(x) ** 2),
    (lambda x: x**3, lambda x: 3 * x**2),
    (lambda x: x / (1 + np.exp(-x)), lambda x: (1 + np.exp(-x) * (1 + x)) / (1 + np.exp(-x)) ** 2),
    (np.sin, np.cos),
    (lambda x: np.exp(-x * x), lambda x: -2 * x * np.exp(-x * x)),
]


@pytest.mark.parametrize("index", range(len(SMOOTH)))
def test_differences_have_ten_digits_where_functions_are_smooth(index: int) -> None:
    f, wanted = SMOOTH[index]
    x = np.linspace(-20, 20, 2001)
    error = np.abs(derivative(f, x) - wanted(x)) / (1 + np.abs(wanted(x)))
    assert error.max() < 1e-10


@pytest.mark.parametrize("centre", [0.0, 1.0, -3.7])
def test_differences_on_a_kink_take_the_smaller_side_and_beside_it_the_right_one(centre: float) -> None:
    x = centre + np.array([-0.01, 0.0, 0.01])
    jumps = derivative(lambda t: np.where(t > centre, 2 * t, 0.5 * t), x)
    bends = derivative(lambda t: np.maximum(t - centre, 0.1 * (t - centre)), x)
    assert jumps[[0, 2]] == pytest.approx([0.5, 2], rel=1e-9)
    assert bends == pytest.approx([0.1, 0.1, 1], rel=1e-9)


def test_differences_are_zero_on_a_staircase_and_nan_outside_the_domain() -> None:
    x = np.linspace(-30, 30, 500) + 0.0123
    assert not derivative(np.floor, x[np.abs(x - np.round(x)) > 0.01]).any()
    assert np.isnan(derivative(np.sqrt, np.array([-1.0, math.nan, math.inf]))).all()


def test_derivatives_of_callables_are_differences_also_for_parameters() -> None:
    assert slope("./mine.py:leak", -2, 0, 3) == pytest.approx([0.1, 0.1, 1], rel=1e-9)
    leak = resolve("./mine.py:leak:a=0.3")
    assert leak.slope(np.array([-2.0, 3.0]), "a") == pytest.approx([-2, 0], abs=1e-9)
    assert not is_exact("./mine.py:leak")
    assert is_exact("x*2")


def test_the_derivative_of_a_function_without_formula_has_traits() -> None:
    found, known = (resolve(f"{name}'").traits for name in ("math:tanh", "tanh"))
    assert found.lipschitz == pytest.approx(known.lipschitz, rel=1e-6)
    assert (found.monotone, found.symmetry, found.kinks) == (known.monotone, known.symmetry, ())
