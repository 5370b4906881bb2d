"""``actcli.diff`` and ``actcli.check``: a function or its values held against a SPEC in a line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

import actcli
from actcli.errors import ActcliError, UsageError
from actcli.numbers.formats import number_format

if TYPE_CHECKING:
    from actcli.numbers.array import Array


def test_a_callable_is_held_against_a_spec() -> None:
    row = actcli.diff("relu", lambda x: np.where(x == 1.5, 7, np.maximum(x, 0)), x=[[0.5, 1.5], [2.0, -1.0]])
    assert (row.max_ulp_at, row.value, row.reference, row.points) == (1.5, 7, 1.5, 4)
    assert (row.share_exact, row.max_abs) == (0.75, 5.5)
    one_by_one = actcli.diff("relu", lambda x: max(x, 0.0), dtype="float16")
    assert (one_by_one.points, one_by_one.max_ulp) == (63491, 0)


def test_values_and_specs_are_held_against_a_spec() -> None:
    x = np.linspace(-3, 3, 50, dtype=np.float32)
    assert actcli.diff("silu", actcli.get("silu")(x), dtype="float32", x=x).max_ulp <= 0.5
    assert actcli.diff("silu", "x*sigmoid(x)", dtype="bfloat16", x=x).max_steps == 0
    assert actcli.diff("silu", "relu").max_abs > 0.2


def test_a_correct_function_passes() -> None:
    bfloat16 = number_format("bfloat16")
    x = bfloat16.every()
    actcli.check("gelu", bfloat16.round(actcli.get("gelu").compute(x)), dtype="bfloat16", x=x)
    actcli.check("tanh", np.tanh, max_ulp=4, x=np.linspace(-3, 3, 1000))
    actcli.check("exp(x)", math.exp, rtol=1e-14, x=np.linspace(-3, 3, 100))
    actcli.check("relu", "relu6", atol=1, x=[6.5, 7])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"x": [1, 2]}, "<lambda> is off by "),
        ({"x": [1, 2], "max_ulp": 3}, "<lambda> is off by "),
        ({"x": [1, 2], "atol": 1e-3}, "<lambda> is off by 1 at x = 2, where the reference is 2"),
        ({"x": [1, math.nan]}, "<lambda>: 1 mismatched nan, the first at x = nan"),
    ],
)
def test_a_wrong_function_fails_with_the_worst_point(options: dict[str, object], message: str) -> None:
    with pytest.raises(AssertionError) as error:
        actcli.check("relu", lambda x: np.where(x > 1, 3, np.nan_to_num(x)), **options)  # type: ignore[arg-type]  # by name
    assert str(error.value).startswith(message)
    assert str(error.value).endswith(f"; max_ulp is {options.get('max_ulp', 0.5)}") == ("atol" not in options)


def test_what_can_not_be_compared_is_refused() -> None:
    with pytest.raises(UsageError, match="values need their points"):
        actcli.diff("relu", [1.0])
    with pytest.raises(UsageError, match="2 values for 1 points"):
        actcli.diff("relu", [1.0, 2], x=[1])
    with pytest.raises(ActcliError, match="broken"):
        actcli.diff("relu", _broken)
    with pytest.raises(ActcliError, match="cumsum is not elementwise: its result changes with"):
        actcli.diff("relu", np.cumsum)
    with pytest.raises(ActcliError, match=r"'a\\x00b' is not the name of a file"):
        actcli.diff("relu", "@a\0b")
    with pytest.raises(AttributeError, match="module 'actcli' has no attribute 'compile'"):
        _ = actcli.compile


def test_a_callable_computes_in_a_type_that_holds_a_narrower_one() -> None:
    types: list[np.dtype] = []
    actcli.check("relu", lambda x: types.append(x.dtype) or np.maximum(x, 0), dtype="float6_e2m3fn")  # type: ignore[func-returns-value]  # None
    assert set(map(str, types)) == {"float32"}


def _broken(x: float) -> float:
    raise ValueError(f"broken at {x}")


def test_functions_of_vectors_are_held_against_callables_and_values() -> None:
    x = np.linspace(-3, 3, 24).reshape(4, 6)

    def softmax(x: Array) -> Array:
        e = np.exp(x)
        return np.asarray(e / e.sum(axis=-1, keepdims=True))

    actcli.check("softmax", softmax, x=x, max_ulp=4)
    assert actcli.diff("softmax", softmax(x), x=x).points == 24
    assert actcli.diff("swiglu", "silu(a)*b", dtype="bfloat16").max_ulp <= 0.5
    with pytest.raises(AssertionError, match="softmax is off by "):
        actcli.check("softmax", softmax, x=x)


@pytest.mark.parametrize("code", [0x0001, 0x3F81, 0xC018, 0x7F7F])
def test_the_worst_x_of_a_wrong_kernel_is_found_to_the_bit(code: int) -> None:
    bfloat16 = number_format("bfloat16")
    x = bfloat16.decode(np.arange(0x7F80, dtype=np.uint16) + np.uint16(code & 0x8000))
    y = bfloat16.round(actcli.get("softsign").compute(x))
    wrong = bfloat16.decode(np.array([code], dtype=np.uint16))
    y[x == wrong] = bfloat16.decode(bfloat16.encode(y[x == wrong]) + np.uint16(3))
    row = actcli.diff("softsign", y, dtype="bfloat16", x=x)
    assert row.max_ulp_at == float(wrong[0])
    assert row.max_steps == 3


@pytest.mark.parametrize("name", ["crelu", "maxout", "hardmax", "reglu", "glu:gate=interleaved"])
def test_results_of_vectors_of_any_length_have_their_places(name: str) -> None:
    row = actcli.diff(name, name, dtype="float8_e5m2")
    assert row.max_ulp <= 0.5
    assert row.points > 100
    twisted = actcli.diff(name, lambda x: 1.5 * actcli.get(name)(x), dtype="float32")
    assert twisted.max_ulp_at is not None
