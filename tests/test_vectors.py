"""Functions of vectors beyond the judge: lengths, axes, dtypes, rows side by side, and what infinities give."""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING

import ml_dtypes
import numpy as np
import pytest

import actcli
from actcli.errors import ActcliError, UsageError
from actcli.formula.flint import arb
from actcli.functions import entmax
from oracle.points import LARGEST, SMALLEST
from records import VECTORS

if TYPE_CHECKING:
    from actcli.evaluation.bound import BoundActivation

GATED = [record for record in VECTORS if record.gate is not None]
ON_SIMPLEX = [record.name for record in VECTORS if record.sums_to_one]

every_vector_function = pytest.mark.parametrize("function", [actcli.get(v.name) for v in VECTORS], ids=lambda f: f.name)
inf, nan = math.inf, math.nan


def sample(*shape: int) -> np.ndarray:
    return np.random.default_rng(11).normal(0, 2, shape)


@every_vector_function
def test_shapes_are_those_that_the_record_declares(function: BoundActivation) -> None:
    for n in (2, 6):
        x = sample(3, 4, n)
        m = function.output_length(n)
        assert function(x).shape == (3, 4, m)
        assert function.grad(x).shape == (3, 4, m, n)


@pytest.mark.parametrize(
    ("spec", "length"),
    [
        ("softmax", 6),
        ("hardmax", 6),
        ("glu", 3),
        ("crelu", 12),
        ("maxout", 3),
        ("maxout:3", 2),
        ("maxout:size=1", 6),
        ("maxout:groups=6", 1),
    ],
)
def test_lengths(spec: str, length: int) -> None:
    assert actcli.get(spec)(sample(6)).shape == (length,)


@pytest.mark.parametrize(("spec", "n"), [("glu", 3), ("swiglu", 1), ("maxout:3", 4), ("softmax", 0)])
def test_a_wrong_length_is_refused_by_name_and_number(spec: str, n: int) -> None:
    for call in (actcli.get(spec), actcli.get(spec).grad):
        with pytest.raises(ActcliError, match=f"{spec.partition(':')[0]}.* {n}$"):
            call(np.ones((2, n)))


@pytest.mark.parametrize("size", ["0", "-2", "1.5", "inf", "nan", "1e300"])
def test_the_size_of_a_group_is_a_whole_number(size: str) -> None:
    with pytest.raises(UsageError, match="a whole number from 1 to 10"):
        actcli.get(f"maxout:size={size}")


def test_the_size_of_a_group_has_no_derivative() -> None:
    with pytest.raises(UsageError, match="no derivative with respect to size"):
        actcli.get("maxout").grad([1.0, 2.0], wrt="size")


@every_vector_function
@pytest.mark.parametrize("axis", [0, 1, 2, -2])
def test_any_axis_gives_what_the_last_one_gives(function: BoundActivation, axis: int) -> None:
    x = sample(4, 6, 2)
    last = np.ascontiguousarray(np.moveaxis(x, axis, -1))
    np.testing.assert_array_equal(function(x, axis=axis), np.moveaxis(function(last), -1, axis))
    np.testing.assert_array_equal(function.grad(x, axis=axis), function.grad(last))


@every_vector_function
def test_memory_layout_changes_no_digit_of_a_long_vector(function: BoundActivation) -> None:
    x = sample(2, 5000)
    np.testing.assert_array_equal(function(np.asfortranarray(x)), function(x))


@every_vector_function
@pytest.mark.parametrize("dtype", [np.float32, np.float16, ml_dtypes.bfloat16], ids=lambda d: d.__name__)
def test_dtype_is_kept_and_rounded_to_once(function: BoundActivation, dtype: type) -> None:
    x: np.ndarray = sample(3, 4).astype(dtype)
    for call in (function, function.grad):
        narrow, wide = call(x), call(x.astype(np.float64))
        assert narrow.dtype == dtype
        np.testing.assert_array_equal(narrow.astype(np.float64), wide.astype(dtype).astype(np.float64))


@every_vector_function
def test_integers_and_lists_give_float64(function: BoundActivation) -> None:
    assert function([1, 2]).dtype == np.float64
    assert function.grad(np.array([1, 2], dtype=np.int8)).dtype == np.float64


@every_vector_function
def test_a_row_takes_no_notice_of_its_neighbours(function: BoundActivation) -> None:
    """Nor does one without infinities change its path beside one with them."""
    ordinary = sample(4)
    strange = [[nan, 1, 2, 3], [inf, 1, 2, 3], [inf, inf, inf, inf], [-inf, -inf, -inf, -inf], [LARGEST, 0, 1, 2]]
    x = np.array([ordinary, *strange, ordinary])
    for call in (function, function.grad):
        together = call(x)
        for row, result in zip(x, together, strict=True):
            np.testing.assert_array_equal(result, call(row))


@every_vector_function
def test_the_input_is_left_alone(function: BoundActivation) -> None:
    for x in (sample(3, 4), np.array([inf, 1.0, nan, -inf])):
        before = x.copy()
        y, jacobian = function(x), function.grad(x)
        y[...], jacobian[...] = 7, 7
        np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", ["softmax", "sparsemax", "entmax"])
@pytest.mark.parametrize(
    ("x", "wanted"),
    [
        ([inf, 1, 2], [1, 0, 0]),
        ([0, inf, -inf], [0, 1, 0]),
        ([inf], [1]),
        ([-inf], [1]),
        ([-inf, 3], [0, 1]),
        ([-inf, 3, 3], [0, 0.5, 0.5]),
        ([inf, inf, 0], [nan, nan, nan]),
        ([-inf, -inf], [nan, nan]),
        ([inf, nan], [nan, nan]),
        ([LARGEST, LARGEST], [0.5, 0.5]),
        ([LARGEST, -LARGEST], [1, 0]),
        ([-LARGEST] * 4, [0.25] * 4),
        ([SMALLEST, -SMALLEST], [0.5, 0.5]),
    ],
)
def test_infinite_and_huge_values_on_the_simplex(name: str, x: list[float], wanted: list[float]) -> None:
    np.testing.assert_array_equal(actcli.get(name)(x), wanted)
    jacobian = actcli.get(name).grad(x)
    assert np.isnan(jacobian).all() == np.isnan(wanted).all()
    diagonal = np.eye(len(x), dtype=bool)
    assert not np.signbit(jacobian[(jacobian == 0) & diagonal]).any()
    # What a value of softmax loses to another one is too small for a number, not nothing.
    assert (np.signbit(jacobian[(jacobian == 0) & ~diagonal]) == (name == "softmax")).all()
    if name == "softmax":
        np.testing.assert_array_equal(actcli.get("softmin")(np.negative(x)), wanted)
        log_softmax = actcli.get("log_softmax")(x)
        np.testing.assert_allclose(np.exp(log_softmax), wanted, rtol=1e-15)


def test_a_masked_value_keeps_its_minus_infinity_in_log_softmax() -> None:
    np.testing.assert_array_equal(actcli.get("log_softmax")([-inf, 5.0]), [-inf, 0.0])
    np.testing.assert_array_equal(actcli.get("log_softmax")([inf, 5.0]), [0.0, -inf])


@pytest.mark.parametrize("name", ON_SIMPLEX)
def test_a_long_vector_sums_to_one(name: str) -> None:
    x = np.random.default_rng(3).normal(0, 1, 10**6)
    assert abs(math.fsum(actcli.get(name)(x)) - 1) <= 2 * np.finfo(np.float64).eps


@pytest.mark.parametrize("name", ["softmax", "softmin", "log_softmax", "sparsemax", "entmax", "hardmax"])
def test_a_common_shift_changes_nothing(name: str) -> None:
    x = np.array([0.5, -1.25, 0.375, 0.0])
    np.testing.assert_array_equal(actcli.get(name)(x + 2.0**40), actcli.get(name)(x))


def test_a_saturated_softmax_keeps_its_slope() -> None:
    """1 - p is 0 in doubles where p rounds to 1: the slope is not."""
    jacobian = actcli.get("softmax").grad([50.0, 0.0])
    np.testing.assert_allclose(jacobian, math.exp(-50) * np.array([[1, -1], [-1, 1]]), rtol=1e-14)
    np.testing.assert_allclose(actcli.get("log_softmax")([50.0, 0.0])[0], -math.exp(-50), rtol=1e-14)


def test_sparsemax_where_libraries_fail() -> None:
    sparsemax = actcli.get("sparsemax")
    np.testing.assert_array_equal(sparsemax([1, 1, 0]), [0.5, 0.5, 0])
    np.testing.assert_array_equal(sparsemax([1e8, 1e8 + 0.25, 0]), [0.375, 0.625, 0])
    np.testing.assert_allclose(sparsemax([0.1, 0.2, 0.3]), [0.7 / 3, 1 / 3, 1.3 / 3], rtol=1e-15)


def test_entmax_leads_from_softmax_to_sparsemax() -> None:
    x = [0.5, 0.0, 1.0, -3.0]
    np.testing.assert_array_equal(actcli.get("entmax:alpha=1")(x), actcli.get("softmax")(x))
    np.testing.assert_array_equal(actcli.get("entmax:alpha=1").grad(x), actcli.get("softmax").grad(x))
    np.testing.assert_array_equal(actcli.get("entmax:alpha=1").exact(x), actcli.get("softmax").exact(x))
    np.testing.assert_array_equal(actcli.get("entmax:alpha=2")(x), actcli.get("sparsemax")(x))
    np.testing.assert_allclose(actcli.get("entmax:alpha=1.0000000001")(x), actcli.get("softmax")(x), rtol=1e-8)
    np.testing.assert_allclose(actcli.get("entmax:alpha=1.9999999999")(x), actcli.get("sparsemax")(x), atol=1e-8)
    np.testing.assert_allclose(actcli.get("entmax15")([0.0, 1.0]), [0.5 - 7**0.5 / 8, 0.5 + 7**0.5 / 8], rtol=1e-15)


def test_the_first_of_equal_values_is_chosen() -> None:
    np.testing.assert_array_equal(actcli.get("hardmax")([1, 3, 3]), [0, 1, 0])
    np.testing.assert_array_equal(actcli.get("hardmax")([-inf, -inf]), [1, 0])
    np.testing.assert_array_equal(actcli.get("maxout").grad([2, 2, -0.0, 0.0]), [[1, 0, 0, 0], [0, 0, 1, 0]])


def test_crelu_is_two_rectifiers_side_by_side() -> None:
    x = sample(5)
    relu = actcli.get("relu")
    np.testing.assert_array_equal(actcli.get("crelu")(x), [*relu(x), *relu(-x)])


@pytest.mark.parametrize(
    ("gated", "first", "second"),
    [
        ("glu", "linear", "sigmoid"),
        ("bilinear", "linear", "linear"),
        ("reglu", "relu", "linear"),
        ("geglu", "gelu", "linear"),
        ("swiglu", "silu", "linear"),
        ("gtu", "tanh", "sigmoid"),
    ],
)
def test_which_half_is_bent(gated: str, first: str, second: str) -> None:
    x = sample(8)
    a, b = x[:4], x[4:]
    np.testing.assert_allclose(actcli.get(gated)(x), actcli.get(first)(a) * actcli.get(second)(b), rtol=1e-15)


@pytest.mark.parametrize(
    ("name", "x", "wanted"),
    [
        ("glu", [inf, -1e308], inf),
        ("glu", [-inf, -3], -inf),
        ("glu", [inf, -inf], nan),
        ("glu", [0, inf], 0),
        ("bilinear", [inf, -inf], -inf),
        ("bilinear", [0, inf], 0),
        ("reglu", [-2.5, inf], 0),
        ("reglu", [2.5, -inf], -inf),
        ("reglu", [-inf, inf], 0),
        ("geglu", [-2.5, inf], -inf),
        ("geglu", [-300, inf], -inf),
        ("geglu", [-inf, 3], 0),
        ("geglu", [-inf, inf], nan),
        ("swiglu", [-1e4, -inf], inf),
        ("swiglu", [-inf, 1e308], 0),
        ("swiglu", [-inf, inf], nan),
        ("swiglu", [inf, 0], 0),
        ("swiglu:alpha=0", [-inf, 4], -inf),
        ("gtu", [-inf, inf], -1),
        ("gtu", [inf, -inf], 0),
    ],
)
def test_infinities_in_a_gate(name: str, x: list[float], wanted: float) -> None:
    np.testing.assert_array_equal(actcli.get(name)(x), [wanted])
    assert actcli.get(name).grad(x).shape == (1, 2)


def test_a_copy_of_a_choice_has_its_word() -> None:
    assert str(copy.deepcopy(dict(actcli.get("glu:gate=interleaved").values))["gate"]) == "interleaved"


def test_the_negative_part_of_a_ball_counts_as_zero() -> None:
    power = entmax._power(arb(0, 0.1), 2)
    assert power.contains(arb(0))
    assert 0.01 <= power.upper() < 0.011
