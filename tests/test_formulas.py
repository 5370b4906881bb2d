"""Formulas that users write: values and slopes, and where one that is wrong is refused."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actcli.errors import UsageError
from actcli.spec.resolve import resolve
from user_functions import at, slope


@pytest.mark.parametrize(
    ("formula", "x", "value", "slope_there"),
    [
        ("x*sigmoid(1.702*x)", 0, 0, 0.5),
        ("max(x, 0)", 0, 0, 0),
        ("max(0, x)", 0, 0, 0),
        ("min(x, 2*x)", 0, 0, 1),
        ("max(x, 0.1*x)", 0, 0, 0.1),
        ("abs(x)", 0, 0, 0),
        ("where(x > 0, x, 0.1*x)", 0, 0, 0.1),
        ("where(x >= 0, x, 0.1*x)", 0, 0, 0.1),
        ("where(-1 < x < 1, x, 0)", 1, 0, 0),
        ("where(x > 0, log(x), 0)", -1, 0, 0),
        ("where(x > 0, x, 0)", math.nan, math.nan, math.nan),
        ("0*x + 1", math.nan, math.nan, math.nan),
        ("x**0", 0, 1, 0),
        ("x**3", -2, -8, 12),
        ("x**-1", 2, 0.5, -0.25),
        ("2**x", 0, 1, math.log(2)),
        ("x*+3", 2, 6, 3),
        ("min(x, 2) + max(2, 3)", 1, 4, 1),
        ("elu(x, 0.5)", -1, 0.5 * math.expm1(-1), 0.5 * math.exp(-1)),
        ("elu(x, alpha=0.5)", -1, 0.5 * math.expm1(-1), 0.5 * math.exp(-1)),
        ("hard_tanh(x, -2, 3)", 2.5, 2.5, 1),
        ("relu(x) + relu(-x)", -3, 3, -1),
        ("silu(silu(x))", 0, 0, 0.25),
        ("sqrt(x)", 4, 2, 0.25),
        ("erf(x) + erfc(x)", 1, 1, 0),
        ("exp(log(x))", 3, 3, 1),
        ("1e400*x", 1, math.inf, math.inf),
    ],
)
def test_formulas_have_exact_values_and_slopes(formula: str, x: float, value: float, slope_there: float) -> None:
    assert at(formula, x) == pytest.approx([value], rel=1e-15, nan_ok=True)
    assert slope(formula, x) == pytest.approx([slope_there], rel=1e-15, abs=1e-16, nan_ok=True)


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("x*si gmoid(x)", 6),
        ("x+max(x, 2", 6),
        ("x)", 2),
        ("x**", 4),
        ("*x", 1),
        ("x*/2", 3),
        ("gelu(x,3)+", 11),
        ("max(x,,2)", 7),
        ("2(x+1)", 2),
        ("(x+1)(x-1)", 6),
        ("x if x", 3),
        ("x*(x > 0)", 4),
        ("x*foo(x)", 3),
        ("x[0]", 1),
        ("lambda x: x", 1),
        ("__import__('os').system('x')", 1),
        ("(x for x in x)", 1),
        ("f'{x}'", 2),
        ("x*True", 3),
        ("x*1j", 3),
        ("x*0x10", 3),
        ("x*1_0", 3),
        ("x**1001", 4),
        ("x**b'a'", 5),
        ("x**None", 4),
        ("x**...", 4),
        ("x**True", 4),
        ("x**1j", 4),
        ("x**[1]", 4),
        ("x*(y:=2)", 3),
        ("x+'", 3),
        ("x+08", 3),
        ("elu(x, x)", 8),
        ("sigmoid(x=x)", 1),
        ("exp(x, x)", 1),
        ("where(x, 1, 2)", 7),
        ("(" * 240 + "x" + ")" * 240, 101),
        ("x*é", 3),
        ("x*1e-99999", 3),
    ],
)
def test_an_invalid_formula_is_refused_where_it_is_wrong(text: str, character: int) -> None:
    with pytest.raises(UsageError, match=rf"^invalid formula: .* \(character {character}\)$"):
        resolve(text)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1", "'1'"),
        ("softmax(x)", "softmax"),
        ("sum(a)*b", "sum"),
        ("x+y", "y"),
        ("x+y:y=1,z=2", "'z'"),
        ("x+y:y=inf", "finite"),
        ("isru(x, -1)", "alpha"),
        ("elu(x, 1, 2)", "got 2"),
        ("elu(x, beta=2)", "beta"),
        ("x" + "+x" * 250, "500"),
        ("-" * 400 + "x", "nested"),
        ("x**" * 160 + "2", "nested"),
    ],
)
def test_other_formulas_that_are_refused_at_once(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        resolve(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2x", "2*x"),
        ("2x+x", "2*x+x"),
        ("3 x sigmoid(x)", "3*x*sigmoid(x)"),
        ("2(x+1)(x-1)", "2*(x+1)*(x-1)"),
        ("x(x+1)", "x*(x+1)"),
        ("c*x+d", "c*x+d:c=1,d=1'"),
        ("x^2", "x**2"),
    ],
)
def test_what_was_meant_is_written_out_and_works(text: str, meant: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(text)
    assert caught.value.hint.endswith(meant)
    assert at(meant.removesuffix("'"), 1.0)


PIECES = (
    "x", "2", "1j", "0x1", "''", "'a'", "b'a'", "f'{x}'", '"', "None", "True", "...", "inf", "pi", "1e999", "9" * 99,
    "_", "+", "-", "*", "**", "/", "//", "@", "%", "^", "~", "(", ")", "[", "]", "{", "}", ",", ".", ":", ":=", ";",
    "=", "==", "!=", "<", ">=", "<<", "&", "|", "!", "$", "\\", "#", "`", " ", " if ", " else ", "lambda x:", "not ",
    " and ", "await ", "yield ", "exp(", "max(", "where(", "elu(", "x)", "alpha=", "foo(", "é", "\0",
)  # fmt: skip


@settings(deadline=3000)  # a tower of powers is tried in exact arithmetic before it is given up
@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
    | st.text(st.sampled_from("x0123456789.+-*/()<>=,e relu sigmoid where max abs"), max_size=40)
)
@example("**9**9**9")
@example("*9**9**9**9")
@example("*1e999")
@example("*1e9999")
@example("1if x else 2")
def test_no_formula_does_anything_but_compute_or_complain(text: str) -> None:
    try:
        function = resolve("x" + text)
    except UsageError as error:
        place = re.search(r"\(character (\d+)\)$", error.message)
        assert place is None or 1 <= int(place[1]) <= len(text) + 2
        return
    if function.is_vector:
        assert function.compute(np.array([-2.0, 0.0, 3.0])).ndim == 1
        return
    x = np.array([-math.inf, -2.0, -0.0, 0.0, 0.5, 3.0, 1e300, math.inf, math.nan])
    assert function.compute(x).shape == x.shape
    slopes = function.slope(x)
    assert slopes.shape == x.shape
    assert math.isnan(slopes[-1])
    assert math.isnan(function.compute(x)[-1])


@pytest.mark.parametrize("text", ["x+sum(1)", "x*mean(2*k):k=1", "0+--(x+sum(1))", "sum(sum(x))", "x*max(1-mean(x))"])
def test_a_sum_without_x_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="has no x"):
        resolve(text)


def test_the_jacobian_of_an_extreme_over_rows() -> None:
    x = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    for places, name, sign in ((x.argmax(axis=-1), "max", 1.0), (x.argmin(axis=-1), "min", -1.0)):
        picked = np.eye(3)[places][:, None, :]
        wanted = sign * (picked - np.eye(3))
        got = resolve(f"{name}(x)-x" if sign > 0 else f"x-{name}(x)").grad(x)
        np.testing.assert_array_equal(got, wanted)
