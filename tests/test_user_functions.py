"""Callables in files and modules that users bring, and what is said where they fail."""

from __future__ import annotations

import json
import math
import os
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.errors import ActcliError, UsageError
from actcli.numbers.formats import number_format
from actcli.spec.resolve import resolve
from user_functions import MINE, at

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("mine")


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
