"""Functions that users bring: callables in files and modules, formulas, and what is said where they fail."""

from __future__ import annotations

import json
import math
import os
import re
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actcli.analysis import search
from actcli.analysis.describe import card
from actcli.analysis.finite_difference import derivative
from actcli.catalog.user_activation import UserActivation
from actcli.cli.boundary import run
from actcli.errors import ActcliError, UsageError
from actcli.numbers.formats import number_format
from actcli.spec.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from actcli.numbers.array import Array


MINE = '''
import math
import sys
import numpy as np

print("printed while importing")
PI = 3.0

def leak(x, a=0.1):
    """Leaks below zero."""
    return np.where(x > 0, x, a * x)

def needs(x, a):
    return a * x

def single(x):
    return x if x > 0 else 0.1 * math.tanh(x)

def logistic(x):
    return 1 / (1 + math.exp(-x))

def logarithm(x):
    return math.log(x)

def chatty(x):
    print("printed while computing")
    return x

def constant(x):
    return 1

def mask(x):
    return x > 0

def inplace(x):
    x *= 2
    return x

def typed(x):
    return np.array([x.dtype.itemsize] * x.size, dtype=float) if x.size > 1 else np.array([float(x.dtype.itemsize)])

def power(x, kind="tanh", n=2, flag=False):
    return x**n if kind == "pow" else np.tanh(x) if not flag else -np.tanh(x)

def anything(x, **more):
    return x * more.get("by", 1)

class Swish:
    def __init__(self, beta=1.0):
        self.beta = beta

    def __call__(self, x):
        return x / (1 + np.exp(-self.beta * x))

class Holder:
    twice = staticmethod(lambda x: 2 * x)

def fails(x):
    raise ValueError("first line\\nsecond line")

def nothing(x):
    return None

def imaginary(x):
    return x * 1j

def short(x):
    return x[:1]

def endless(x):
    return endless(x)

def leaves(x):
    sys.exit(3)

def together(x):
    return np.exp(x) / np.exp(x).sum()

def noise(x):
    return x + np.random.rand()

def no_argument():
    return 1

def swiglu(a, b, beta=1.0):
    return a / (1 + np.exp(-beta * a)) * b

def gate_of_numbers(a, b):
    return a / (1 + math.exp(-a)) * b

def pairs(x):
    return np.maximum(x[::2], x[1::2])

def both_signs(x):
    return np.concatenate([np.maximum(x, 0), np.maximum(-x, 0)])

def nobody(x):
    return x[:0]

def large(x):
    return x[x > 1]

def table(x):
    return np.outer(x, x)

def mixed(a, b):
    return a + b.mean()

def three(a, b, c):
    return a + b * c

def undefined(x):
    return np.tanh(x) + missing_name

def both(x, a=1.0, b=2.0):
    return a * x + b

def named(x, kind):
    return x if kind == "same" else -x

def bent(x):
    return np.where(x > 0, np.tanh(x), 0.25 * np.expm1(x))

def narrow(x):
    return np.maximum(np.abs(x) - 0.01, 0)

def steps(x):
    return np.where(x >= 0, 1.0, 0.0) + np.maximum(x - 0.001, 0)

def near(x):
    if np.abs(x).max() > 6:
        raise OverflowError
    return x * x
'''


@pytest.fixture(autouse=True)
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "mine.py").write_text(MINE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [*sys.path])
    yield tmp_path
    sys.modules.pop("mine", None)


def at(text: str, *x: float) -> list[float]:
    return list(resolve(text).compute(np.array(x, dtype=np.float64)))


def slope(text: str, *x: float) -> list[float]:
    return list(resolve(text).slope(np.array(x, dtype=np.float64)))


def is_exact(text: str) -> bool:
    record = resolve(text).activation
    assert isinstance(record, UserActivation)
    return record.exact


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("./mine.py:leak", "./mine.py:leak", [-0.2, 2]),
        ("mine.py:leak", "mine.py:leak", [-0.2, 2]),
        ("mine:leak", "mine:leak", [-0.2, 2]),
        ("./mine.py:leak:a=0.3", "./mine.py:leak:a=0.3", [-0.6, 2]),
        ("./mine.py:leak:0.3", "./mine.py:leak:a=0.3", [-0.6, 2]),
        ("./mine.py:leak:a=0.1", "./mine.py:leak", [-0.2, 2]),
        ("./mine.py:needs:a=3", "./mine.py:needs:a=3", [-6, 6]),
        ("./mine.py:single", "./mine.py:single", [0.1 * math.tanh(-2), 2]),
        ("./mine.py:constant", "./mine.py:constant", [1, 1]),
        ("./mine.py:mask", "./mine.py:mask", [0, 1]),
        ("./mine.py:inplace", "./mine.py:inplace", [-4, 4]),
        ("./mine.py:power:kind=pow,n=3", "./mine.py:power:kind=pow:n=3", [-8, 8]),
        ("./mine.py:power:kind=pow:n=3", "./mine.py:power:kind=pow:n=3", [-8, 8]),
        ("./mine.py:power:flag=true", "./mine.py:power:flag=true", [math.tanh(2), -math.tanh(2)]),
        ("./mine.py:anything:by=3", "./mine.py:anything:by=3", [-6, 6]),
        ("./mine.py:Swish:2", "./mine.py:Swish:beta=2", [-2 / (1 + math.exp(4)), 2 / (1 + math.exp(-4))]),
        ("./mine.py:Holder.twice", "./mine.py:Holder.twice", [-4, 4]),
        ("numpy:tanh", "numpy:tanh", [math.tanh(-2), math.tanh(2)]),
        ("math:tanh", "math:tanh", [math.tanh(-2), math.tanh(2)]),
    ],
)
def test_callables_are_functions_with_their_signature_s_parameters(text: str, name: str, values: list[float]) -> None:
    function = resolve(text)
    assert function.name == name
    assert at(text, -2, 2) == pytest.approx(values, rel=1e-15)
    assert resolve(function.name).name == name


def test_a_parameter_without_a_default_has_none(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "mine.py:needs:a=3"]) == 0
    assert "a           3  from its signature; required, a number\n" in capfd.readouterr().out
    assert run(["show", "mine.py:needs:a=3", "-t", "json"]) == 0
    assert json.loads(capfd.readouterr().out)["parameters"][0]["default"] is None


def test_a_name_of_the_registry_comes_first(mine: Path) -> None:
    (mine / "relu.py").write_text("def f(x): return 7 * x")
    with pytest.raises(UsageError, match="no parameters"):
        resolve("relu:f")
    assert at("./relu.py:f", 1) == [7]


def test_the_last_py_ends_the_file(mine: Path) -> None:
    (mine / "a.py:b.py").write_text("def f(x): return 5 * x")
    assert at("./a.py:b.py:f", 1) == [5]


def test_files_import_their_neighbours_and_run_once(mine: Path) -> None:
    (mine / "sub").mkdir()
    (mine / "sub" / "helper.py").write_text("FACTOR = 4")
    (mine / "sub" / "user.py").write_text(
        "from helper import FACTOR\ndef f(x): return FACTOR * x\ndef g(x): return -f(x)"
    )
    assert at("sub/user.py:f", 2) == [8]
    assert at("sub/user.py:g", 2) == [-8]
    sys.modules.pop("helper", None)


def test_a_record_of_a_module_is_the_function_that_it_describes() -> None:
    assert at("actcli.functions.rectifier_leaky:leaky_relu:0.5", -2) == [-1]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("./mine.py:swiglu", "swiglu"),
        ("./mine.py:gate_of_numbers", "swiglu"),
        ("./mine.py:swiglu:beta=2", "a*sigmoid(2*a)*b"),
        ("./mine.py:three:c=2", "a+2*b"),
        ("./mine.py:together", "softmax"),
        ("./mine.py:both_signs", "crelu"),
        ("numpy:multiply", "a*b"),
    ],
)
def test_functions_of_two_arguments_are_gated_and_those_that_mix_elements_take_vectors(text: str, known: str) -> None:
    own, reference = resolve(text), resolve(known)
    x = np.array([[-1.5, 0.25, 2.0, -0.75], [3.0, -2.0, 0.5, 1.0]])
    assert own.is_vector
    assert own.compute(x) == pytest.approx(reference.compute(x), rel=1e-14)
    assert own.slope(x) == pytest.approx(reference.slope(x), rel=1e-9, abs=1e-10)


def test_results_whose_number_depends_on_the_values_are_refused() -> None:
    large = resolve("./mine.py:large")
    assert large.compute(np.array([0.0, 2.0, 3.0])).tolist() == [2, 3]
    with pytest.raises(ActcliError, match="returned 1 values for one vector and 2 for another"):
        large.compute(np.array([[0.0, 2.0, 3.0], [0.0, 0.0, 2.0]]))


def test_the_length_that_a_callable_wants_is_found() -> None:
    pairs = resolve("./mine.py:pairs")
    assert (pairs.multiple, pairs.output_length(6)) == (2, 3)
    with pytest.raises(ActcliError, match="an even number of values, got 3"):
        pairs.compute(np.array([1.0, 2.0, 3.0]))


@pytest.mark.parametrize("text", ["x+sum(1)", "x*mean(2*k):k=1", "0+--(x+sum(1))"])
def test_a_sum_without_x_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="has no x"):
        resolve(text)


def test_outputs_that_sum_to_one_are_found() -> None:
    found = {
        text: resolve(text).vector.sums_to_one for text in ("./mine.py:together", "exp(x)/sum(exp(x))", "x-max(x)")
    }
    assert found == {"./mine.py:together": True, "exp(x)/sum(exp(x))": True, "x-max(x)": False}


def test_a_builtin_that_hides_its_signature_is_called_with_x() -> None:
    assert at("math:log", 1) == [0]
    with pytest.raises(ActcliError, match="takes no keyword arguments"):
        resolve("math:log:base=2")


def test_words_become_what_they_look_like() -> None:
    assert at("./mine.py:anything:by=2", 3) == [6]
    assert at("./mine.py:anything:by=2.5", 2) == [5]
    assert at("./mine.py:anything:by=false", 2) == [0]
    assert at("./mine.py:named:kind=same", 2) == [2]
    assert at("./mine.py:named:kind=other", 2) == [-2]


def test_a_module_that_needs_another_names_the_one_that_is_missing(mine: Path) -> None:
    (mine / "needy.py").write_text("import not_there_at_all")
    with pytest.raises(UsageError, match=r"needy can't be imported: .*'not_there_at_all'"):
        resolve("needy:f")


def test_integers_stay_integers_and_fractions_are_welcome() -> None:
    assert at("./mine.py:power:kind=pow,n=0.5", 4) == [2]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("./mine.py", "which function"),
        ("./mine.py:", "is not a name"),
        ("./mine.py:a b", "is not a name"),
        ("./mine.py:leek", "has no leek"),
        ("./nope.py:f", "./nope.py: no such file"),
        ("nopkg.sub:f", "no module named nopkg"),
        ("numpy.nope:f", "no module named numpy.nope"),
        ("./mine.py:PI", "is of type float, no function"),
        ("./mine.py:leak:b=1", "has no parameter 'b'; it has a"),
        ("./mine.py:leak:a=x", "'x' is not a number"),
        ("./mine.py:leak:a=1_0", "'1_0' is not a number"),
        ("./mine.py:leak:a=1,a=2", "given twice"),
        ("./mine.py:leak:1,2", "given twice"),
        ("./mine.py:chatty:1", "no parameter that is a number"),
        ("./mine.py:needs:b=1", "has no parameter 'b'"),
        ("./mine.py:swiglu:a=1", "has no parameter 'a'; it has beta"),
        ("./mine.py:three", "needs c"),
        ("./mine.py:both:5", "name the parameter in '5'"),
        ("builtins:int", "builtins:int makes a int, no function"),
        ("./mine.py:power:flag=maybe", "flag must be true or false"),
        ("./mine.py:no_argument", "takes no argument x"),
    ],
)
def test_what_can_t_be_resolved_is_a_usage_error(text: str, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(text)
    assert complaint in caught.value.message


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("./mine.py:fails", "ValueError: first line (mine.py, line 59)"),
        ("./mine.py:nothing", "./mine.py:nothing returned None, not real numbers"),
        ("./mine.py:imaginary", "returned values of type complex128, not real numbers"),
        ("./mine.py:nobody", "returned an array of shape (0,) for one of shape (4,)"),
        ("./mine.py:table", "returned an array of shape (4, 4) for one of shape (4,)"),
        ("./mine.py:endless", "RecursionError"),
        ("./mine.py:leaves", "SystemExit: 3 (mine.py, line 74)"),
        ("./mine.py:noise", "is random: two calls with the same values give different results"),
        ("./mine.py:mixed", "is not gated: a result depends on more than one pair"),
        ("./mine.py:undefined", "NameError: name 'missing_name' is not defined"),
    ],
)
def test_what_fails_when_called_is_one_line(text: str, complaint: str) -> None:
    with pytest.raises(ActcliError) as caught:
        resolve(text)
    assert complaint in caught.value.message
    assert caught.value.status == 1


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("raise SystemExit(0)", "bad.py can't be imported: SystemExit: 0 (bad.py, line 1)"),
        ("\n\n1/0", "ZeroDivisionError: division by zero (bad.py, line 3)"),
        ("def f(x:\n", "SyntaxError"),
        ("import not_there_at_all", "ModuleNotFoundError: No module named 'not_there_at_all' (bad.py, line 1)"),
    ],
)
def test_files_that_can_t_be_imported_are_usage_errors(mine: Path, code: str, complaint: str) -> None:
    (mine / "bad.py").write_text(code)
    with pytest.raises(UsageError) as caught:
        resolve("./bad.py:f")
    assert complaint in caught.value.message


def test_a_failure_far_out_names_the_place() -> None:
    with pytest.raises(ActcliError, match=r"./mine.py:logistic at x = -1000: OverflowError: math range error"):
        at("./mine.py:logistic", 0, -1000)
    assert at("./mine.py:logarithm", 1) == [0]


def test_users_prints_go_to_standard_error(capfd: pytest.CaptureFixture[str], mine: Path) -> None:
    (mine / "fresh.py").write_text(MINE)
    assert run(["eval", "./fresh.py:chatty", "2", "-t", "csv"]) == 0
    out, err = capfd.readouterr()
    assert out == "x,./fresh.py:chatty\n2,2\n"
    assert set(err.splitlines()) == {"printed while importing", "printed while computing"}


@pytest.mark.parametrize(("dtype", "size"), [("float64", 8), ("float32", 4), ("float16", 2), ("bfloat16", 4)])
def test_arrays_come_in_the_type_that_was_asked_for(dtype: str, size: int) -> None:
    assert resolve("./mine.py:typed", number_format(dtype)).compute(np.zeros(3)).tolist() == [size] * 3


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
def test_traits_of_users_functions_are_found(
    row: tuple[str, str, str, list[float], str, float, int | None],
) -> None:
    text, values, monotone, kinks, symmetry, lipschitz, smoothness = row
    traits = resolve(text).traits
    assert str(traits.range[0]) == values
    assert traits.monotone == monotone
    assert [kink.at for kink in traits.kinks] == pytest.approx(kinks, abs=1e-9)
    assert traits.symmetry == symmetry
    assert traits.lipschitz == pytest.approx(lipschitz, rel=1e-8)
    assert traits.smoothness == smoothness if smoothness is not None else math.isnan(traits.smoothness)


@pytest.mark.parametrize(
    ("name", "kinks"),
    [
        ("bent", [(0, 0.25, 1, 0.25)]),
        ("narrow", [(-0.01, -1, 0, 0), (0.01, 0, 1, 0)]),
        ("single", [(0, 0.1, 1, 0.1)]),
    ],
)
def test_the_slopes_beside_a_kink_are_those_of_its_sides(name: str, kinks: list[tuple[float, ...]]) -> None:
    found = [tuple(kink)[:4] for kink in resolve(f"./mine.py:{name}").traits.kinks]
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


@pytest.mark.parametrize("command", ["eval", "grad", "plot", "show", "compare"])
@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("./mine.py:single", "relu"),
        ("mine:leak", "relu"),
        ("x*relu(x)", "relu"),
        ("numpy:tanh", "relu"),
        ("./mine.py:together", "softmax"),
        ("./mine.py:swiglu:beta=2", "swiglu"),
        ("a*sigmoid(k*a)*b:k=2", "swiglu"),
    ],
)
def test_every_command_takes_them(command: str, text: str, other: str, capfd: pytest.CaptureFixture[str]) -> None:
    words = {"eval": ["-1", "1", "-n4"], "grad": ["-1", "1", "-n4"], "compare": [other]}.get(command, [])
    assert run([command, text, *words]) == 0
    out = capfd.readouterr().out
    assert text in out or command == "grad"


def assert_silu(text: str) -> None:
    function, silu, x = resolve(text), resolve("silu"), np.linspace(-5, 5, 101)
    assert function.compute(x) == pytest.approx(silu.compute(x), rel=1e-14)
    assert function.slope(x) == pytest.approx(silu.slope(x), rel=1e-13, abs=1e-15)
    assert is_exact(text)


class TestTorch:
    """With PyTorch, where it is installed."""

    @pytest.fixture(autouse=True)
    def torch(self) -> None:
        pytest.importorskip("torch")

    @pytest.mark.parametrize("text", ["torch.nn.functional:silu", "torch.nn:SiLU", "./framework.py:swish"])
    def test_functions_and_modules_are_called_with_tensors_and_differentiated(self, text: str, mine: Path) -> None:
        (mine / "framework.py").write_text("import torch\ndef swish(x): return x * torch.sigmoid(x)")
        assert_silu(text)

    def test_tensors_come_in_the_type_that_was_asked_for(self) -> None:
        torch = pytest.importorskip("torch")
        x = np.linspace(-6, 6, 101)
        for name in ("float32", "bfloat16"):
            ours = resolve("torch.nn.functional:gelu", number_format(name)).compute(x)
            theirs = torch.nn.functional.gelu(torch.tensor(x).to(getattr(torch, name)))
            assert ours.tolist() == theirs.double().tolist()

    def test_traits_depth_and_reversed_arrays(self, capfd: pytest.CaptureFixture[str]) -> None:
        text = "torch.nn.functional:silu"
        function, x = resolve(text), np.linspace(-3, 2, 6)
        assert function.compute(x[::-1]).tolist() == function.compute(x)[::-1].tolist()
        assert function.slope(x[::-1]).tolist() == function.slope(x)[::-1].tolist()
        assert run(["compare", "silu", text, "--traits", "--depth", "2", "-t", "json"]) == 0
        result = json.loads(capfd.readouterr().out)
        for section, fields in {"traits": ("mean", "max_slope"), "depth": ("gain", "measured")}.items():
            ours, theirs = ([record[field] for field in fields] for record in result[section])
            assert theirs == pytest.approx(ours, rel=1e-9)

    def test_other_parameters_are_words(self) -> None:
        text = "torch.nn.functional:gelu:approximate=tanh"
        assert at(text, 1.0) == pytest.approx(at("gelu_tanh", 1.0), rel=1e-14)
        assert resolve(text).name == text

    def test_the_error_in_the_tail_is_seen(self, capfd: pytest.CaptureFixture[str]) -> None:
        status = run(["compare", "gelu", "torch.nn.functional:gelu", "-38", "-36", "--diff", "--max-ulp", "1e6"])
        assert status == 1
        assert "torch.nn.functional:gelu is off by" in capfd.readouterr().err


class TestJax:
    """With JAX, where it is installed."""

    @pytest.fixture(autouse=True)
    def jax(self) -> None:
        pytest.importorskip("jax")

    @pytest.mark.parametrize("text", ["jax.nn:silu", "./framework.py:swish"])
    def test_functions_compute_in_float64_and_are_differentiated(self, text: str, mine: Path) -> None:
        (mine / "framework.py").write_text("import jax\ndef swish(x): return x * jax.nn.sigmoid(x)")
        assert_silu(text)


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


def test_a_failure_in_the_filter_is_one_sentence(capfd: pytest.CaptureFixture[str], mine: Path) -> None:
    (mine / "late.py").write_text("def f(x):\n    assert (x < 9).all(), 'too large'\n    return x")
    (mine / "points").write_text("1 2 300")
    assert run(["eval", "./late.py:f", "--input", "points"]) == 1
    assert capfd.readouterr().err == "actcli: ./late.py:f: AssertionError: too large (late.py, line 2)\n"


def test_a_name_that_is_no_text_is_refused(mine: Path) -> None:
    (mine / os.fsdecode(b"m\xff.py")).write_text(MINE)
    with pytest.raises(UsageError, match="is not UTF-8"):
        resolve(os.fsdecode(b"./m\xff.py:leak"))
    (mine / "mü.py").write_text(MINE)
    assert resolve("./mü.py:leak").name == "./mü.py:leak"


def test_the_jacobian_of_an_extreme_over_rows() -> None:
    x = np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 1.0]])
    for at, name, sign in ((x.argmax(axis=-1), "max", 1.0), (x.argmin(axis=-1), "min", -1.0)):
        picked = np.eye(3)[at][:, None, :]
        wanted = sign * (picked - np.eye(3))
        got = resolve(f"{name}(x)-x" if sign > 0 else f"x-{name}(x)").grad(x)
        np.testing.assert_array_equal(got, wanted)
