"""The library door: actcli.get and actcli.names."""

from __future__ import annotations

import copy
import doctest
import pickle
import re
import sys
import warnings
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import ml_dtypes
import numpy as np
import pytest

import actcli
from actcli.errors import UsageError
from actcli.evaluation import bound
from actcli.spec import registry
from actcli.spec.resolve import resolve
from records import ELEMENTWISE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

NAMES = [record.name for record in ELEMENTWISE]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16, ml_dtypes.bfloat16], ids=lambda d: d.__name__)
def test_shape_and_floating_dtype_are_kept(name: str, dtype: type) -> None:
    x: NDArray[Any] = np.linspace(-2, 2, 12).astype(dtype).reshape(3, 4)
    function = actcli.get(name)
    for result in (function(x), function.grad(x)):
        assert result.shape == x.shape
        assert result.dtype == x.dtype
    np.testing.assert_array_equal(
        function(x).astype(np.float64), function(x.astype(np.float64)).astype(dtype).astype(np.float64)
    )


def test_integers_and_lists_give_float64() -> None:
    relu = actcli.get("relu")
    assert relu([-1, 2]).dtype == np.float64
    assert relu(np.array([[1, 2]], dtype=np.int8)).dtype == np.float64
    assert relu(3).shape == ()
    assert relu([]).shape == (0,)


@pytest.mark.parametrize("x", [["a"], [1j], [None]], ids=repr)
def test_what_is_no_real_number_is_refused(x: list[object]) -> None:
    with pytest.raises(TypeError):
        actcli.get("relu")(x)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("axis", [-1, 0, 7])
def test_an_elementwise_function_takes_no_axis(axis: int) -> None:
    relu = actcli.get("relu")
    for f in (relu, relu.grad):
        with pytest.raises(UsageError, match="axis"):
            f([1.0], axis=axis)


def test_a_number_is_a_vector_of_one() -> None:
    assert actcli.get("softmax")(3.0).shape == ()
    assert actcli.get("crelu")(3.0).tolist() == [3, 0]


@pytest.mark.parametrize("name", registry.records())
def test_no_vectors_at_all_are_fine(name: str) -> None:
    function = actcli.get(name)
    length = function.output_length(6)
    assert function(np.empty((0, 6))).shape == (0, length)
    assert function.grad(np.empty((0, 6))).shape == ((0, length, 6) if function.is_vector else (0, 6))


def test_functions_can_be_keys_and_say_how_they_are_made() -> None:
    elu = actcli.get("elu:alpha=0.5")
    assert {elu: 1, actcli.get("elu"): 2}[actcli.get("ELU:0.5")] == 1
    assert repr(elu) == "actcli.get('elu:alpha=0.5')"
    with pytest.raises(TypeError):
        elu.values["alpha"] = 2.0  # type: ignore[index]  # wrong on purpose


def test_threads_leave_standard_output_and_warnings_as_they_were(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noisy.py").write_text(
        "import time\ndef f(x):\n    print('!'); time.sleep(x.max() % 3 / 999); return x"
    )
    function = actcli.get(f"{tmp_path}/noisy.py:f")
    before = sys.stdout, list(warnings.filters)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(function, np.arange(400.0).reshape(100, 4)))
    assert (sys.stdout, list(warnings.filters)) == before
    assert "!" in capfd.readouterr().out


def test_threads_that_read_formulas_leave_warnings_as_they_were() -> None:
    interval = sys.getswitchinterval()
    before = list(warnings.filters)
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda i: actcli.get(f"x*{i}+1/(1+exp(-x))*sigmoid(x)"), range(2000)))
    finally:
        sys.setswitchinterval(interval)
    assert list(warnings.filters) == before


def test_a_hint_stands_below_the_message_and_a_callable_is_no_spec() -> None:
    with pytest.raises(UsageError) as caught:
        actcli.get("leakyrelu2")
    assert caught.value.__notes__[0].startswith("hint: did you mean leaky_relu")
    with pytest.raises(TypeError, match="a SPEC is text, not function"):
        actcli.get(lambda x: x)  # type: ignore[arg-type]  # on purpose


def test_a_formula_has_a_derivative_in_symbols() -> None:
    assert actcli.get("x*tanh(x)").derivative == "tanh(x) + x*(1 - tanh(x)**2)"
    assert actcli.get("silu(a)*b").derivative.endswith("dy/db = silu(a)")


def test_derivatives_for_parameters() -> None:
    prelu = actcli.get("prelu")
    assert prelu.grad([-2.0, 3.0], wrt="alpha").tolist() == [-2.0, 0.0]
    assert prelu.grad([-2.0, 3.0], wrt="Slope").tolist() == [-2.0, 0.0]
    with pytest.raises(UsageError, match="alpha"):
        prelu.grad([1.0], wrt="alhpa")


def test_what_only_the_other_kind_of_function_has_is_refused() -> None:
    with pytest.raises(UsageError, match="softmax is a function of a whole vector"):
        _ = actcli.get("softmax").elementwise
    with pytest.raises(UsageError, match="relu is a function of single numbers"):
        _ = actcli.get("relu").vector


def test_names_are_the_registry() -> None:
    assert actcli.names() == list(registry.records())
    assert actcli.get("elu:alpha=2").formula == "where(x > 0, x, alpha*expm1(x))"
    assert str(actcli.get("elu:alpha=2").range[0]) == "(-2,inf)"


def test_examples_in_docstrings_hold() -> None:
    for module in (actcli, bound):
        results = doctest.testmod(module)
        assert results.attempted
        assert not results.failed


@pytest.mark.parametrize("spec", [*registry.records(), "elu:alpha=0.1", "x*sigmoid(1.702*x)", "-x", "math:tanh"])
def test_functions_travel_to_other_processes(spec: str) -> None:
    function = actcli.get(spec)
    again = pickle.loads(pickle.dumps(function))  # noqa: S301  # our own bytes
    assert again.name == function.name
    assert copy.deepcopy(function).name == function.name
    np.testing.assert_array_equal(again([0.5, -2.0]), function([0.5, -2.0]))


@pytest.mark.parametrize("name", NAMES)
def test_limits_of_slopes_at_infinity_are_exact(name: str) -> None:
    function = actcli.get(name)
    for line in function.declared.asymptotes:
        ends = np.array([line.side * np.inf] if line.side else [-np.inf, np.inf])
        assert set(function.grad(ends).tolist()) == {line.slope}, line


@pytest.mark.parametrize("name", NAMES)
def test_limits_of_zero_have_the_sign_of_what_comes_before(name: str) -> None:
    function = actcli.get(name)
    ends, before = np.array([-np.inf, np.inf]), np.outer([-1, 1], np.geomspace(1e290, 1.7e308, 12))
    for limits, values in ((function(ends), function(before)), (function.grad(ends), function.grad(before))):
        negative = np.signbit(values)
        waves = negative.any(axis=1) & ~negative.all(axis=1)
        assert (np.signbit(limits) == negative[:, 0])[(limits == 0) & ~waves].all()


@pytest.mark.parametrize("name", NAMES)
def test_zero_keeps_its_sign_where_the_formula_does_and_nothing_is_flat(name: str) -> None:
    function, zero = actcli.get(name), np.array([-0.0])
    formula = function.formula
    for p in function.activation.params:
        formula = re.sub(rf"\b{p.name}\b", f"({p.default})", formula)
    kept = str(resolve(formula).compute(zero)[0]) == "-0.0" and function.grad(zero)[0] != 0
    assert np.signbit(function(zero)[0]) or not kept


def test_a_number_gives_a_scalar_and_an_array_an_array() -> None:
    functions: list[Any] = [actcli.get("gelu"), actcli.get("softmax")]
    for function in functions:
        for x, dtype in ((1.5, np.float64), (2, np.float64), (np.float32(1.5), np.float32)):
            assert type(function(x)) is dtype
    gelu: Any = actcli.get("gelu")
    assert type(gelu.grad(1.5)) is type(gelu.exact(1.5)) is np.float64
    assert type(gelu(np.array(1.5))) is np.ndarray


def test_a_masked_array_keeps_its_mask() -> None:
    x: Any = np.ma.masked_array([-1.0, 2.0, 3.0], [False, True, False])
    elu: Any = actcli.get("elu")
    for result in (elu(x), elu.grad(x), elu.exact(x), elu.grad(x, wrt="alpha")):
        assert result.mask.tolist() == [False, True, False]
    np.testing.assert_array_equal(elu(x).compressed(), elu(x.compressed()))
    result = elu(x)
    result.mask[0] = True
    assert not x.mask[0]
    with pytest.raises(TypeError, match="softmax"):
        actcli.get("softmax")(x)


@pytest.mark.skipif(np.dtype(np.longdouble).itemsize == 8, reason="a long double is a double here")
def test_long_doubles_are_refused() -> None:
    for call in (actcli.get("gelu"), actcli.get("gelu").grad, actcli.get("softmax"), actcli.get("gelu").exact):
        with pytest.raises(TypeError, match="float64"):
            call(np.ones(2, np.longdouble))


@pytest.mark.parametrize(
    ("spec", "params", "name"),
    [
        ("elu", {"alpha": 0.5}, "elu:alpha=0.5"),
        ("elu", {}, "elu"),
        ("elu'", {"alpha": np.float32(0.5)}, "elu:alpha=0.5'"),
        ("srelu:t_left=-2", {"a_left": 0.1}, "srelu:t_left=-2,a_left=0.1"),
        ("a*tanh(b*x)", {"a": 2, "b": 0.5}, "a*tanh(b*x):a=2,b=0.5"),
        ("a*tanh(b*x):a=2", {"b": 0.5}, "a*tanh(b*x):a=2,b=0.5"),
        ("hard_sigmoid", {"slope": Fraction(1, 5)}, "hard_sigmoid:slope=1/5"),
        ("mine.py:scaled", {"by": 3}, "mine.py:scaled:by=3"),
        ("mine.py:scaled:by=3", {"and_": 2}, "mine.py:scaled:by=3,and_=2"),
    ],
)
def test_parameters_by_name(
    spec: str, params: dict[str, Any], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text("def scaled(x, by=1.0, and_=1.0):\n    return x * by * and_\n")
    monkeypatch.chdir(tmp_path)
    assert actcli.get(spec, **params).name == name


@pytest.mark.parametrize("spec", ["elu:alpha=1", "relu", "math:tanh", "cmd:cat", "@values.csv"])
def test_parameters_that_do_not_exist_or_are_given_already_are_refused(spec: str) -> None:
    with pytest.raises(UsageError, match="alpha"):
        actcli.get(spec, alpha=2)


@pytest.mark.parametrize("spec", ["elu:alpha=0.5", "swiglu", "softmax", "x*sigmoid(1.702*x)", "gelu'", "math:tanh"])
def test_a_notebook_shows_the_card_and_the_figure(spec: str) -> None:
    function: Any = actcli.get(spec)
    bundle = function._repr_mimebundle_()
    assert bundle["text/plain"] == repr(function)
    assert bundle["text/html"] == function._repr_html_()
    assert "<table>" in bundle["text/html"]
    assert "data:image/svg+xml;base64," in bundle["text/html"]
    assert bundle["image/svg+xml"].startswith("<?xml")
    assert ("text/latex" in bundle) == (spec != "math:tanh")
    assert set(function._repr_mimebundle_(include={"text/html"})) == {"text/html"}
    assert "text/html" not in function._repr_mimebundle_(exclude={"text/html"})


def test_a_notebook_shows_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "values.csv").write_text("0,1\n1,2\n")
    measured: Any = actcli.get(f"@{tmp_path / 'values.csv'}")
    assert set(measured._repr_mimebundle_()) == {"text/plain"}
    nowhere: Any = actcli.get("log(0*x - 1)")
    assert "<img" not in nowhere._repr_html_()


def test_the_names_of_the_package_are_completed() -> None:
    assert {*actcli.__all__, "__version__"} == {*dir(actcli)}
