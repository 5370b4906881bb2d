"""Formulas in LaTeX, and derivatives in symbols."""

from __future__ import annotations

import math
import shutil
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

import actcli
from actcli.catalog.record import Elementwise, Vector
from actcli.errors import UsageError
from actcli.evaluation import notation
from actcli.evaluation.bound import BoundActivation
from actcli.evaluation.quantity import Quantity
from actcli.formula import differentiate, latex
from actcli.formula.arrays import Arrays
from actcli.formula.parse import FUNCTIONS, parse
from oracle.points import parameter_sets
from oracle.second_opinion import Opinion, with_formula
from processes import run
from records import RECORDS, each_record

if TYPE_CHECKING:
    from pathlib import Path

    from actcli.catalog.record import Activation

VECTORS = [r.name for r in RECORDS if isinstance(r, Vector) and not r.gate and not r.display_only]
WITH_PARAMETERS = [r for r in RECORDS if isinstance(r, Elementwise) and r.params and not r.display_only]
FORMULAS = (
    "x*sigmoid(1.702*x)", "gelu'", "gelu''", "x*tanh(x)'''", "exp(x-max(x))/sum(exp(x-max(x)))", "mean(x)*x",
    "silu(a)*b", "min(a,L)*b:L=7", "a*tanh(b*x):a=2,b=0.5", "elu(x,0.5)*leaky_relu(x)", "relu_general(x)", "x**x",
    "2**x", "-x**2/2", "Phi(x)*sech(x)+sign(x)", "x**0.5+x**(1/3)", "(x-mean(x))/sqrt(mean((x-mean(x))**2))",
    "+".join(f"where(x > {i}, x, 0)" for i in range(8)), "min(x)-max(x)",
)  # fmt: skip
POINTS = (-37.5, -2.9, -1.1, -0.3, 1e-9, 0.2, 0.9, 2.2, 6.5)


def equations(spec: str) -> list[str]:
    return list(notation.equations(actcli.get(spec)))


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_equations_of_every_function_compile_with_amsmath_alone(tmp_path: Path) -> None:
    body = "".join(latex.displays(equations(spec)) for spec in (*actcli.names(), *FORMULAS))
    source = f"\\documentclass{{article}}\n\\usepackage{{amsmath}}\n\\begin{{document}}\n{body}\\end{{document}}\n"
    (tmp_path / "all.tex").write_text(source, encoding="ascii")
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Missing character" not in (tmp_path / "all.log").read_text(errors="replace")


@each_record
def test_every_function_has_its_equations(record: Activation) -> None:
    found = equations(record.name)
    by_x = 2 if isinstance(record, Vector) and record.gate else 1
    names = set() if record.display_only else actcli.get(record.name).definition.names & record.defaults.keys()
    assert len(found) == 1 + by_x + len(names)
    assert all(text.count("{") == text.count("}") for text in found)


@pytest.mark.parametrize("record", WITH_PARAMETERS, ids=lambda record: record.name)
def test_derivatives_by_parameters_are_those_that_are_computed(record: Elementwise) -> None:
    for values in parameter_sets(record):
        function = BoundActivation(record, values)
        at_a_limit = record.name == "soft_exponential" and values["alpha"] == 0
        if at_a_limit or not all(map(math.isfinite, values.values())):
            continue
        x = np.array([each for each in POINTS if each not in function.kinks and each in function.declared.domain])
        for param in record.params:
            text = notation._derivative(function, function.definition, param.name).text
            printed, wanted = Quantity(with_formula(function, text)), Quantity(function, wrt=param.name)
            np.testing.assert_allclose(printed.values(x), wanted.values(x), rtol=1e-15)


@pytest.mark.parametrize(
    "record",
    [r for r in RECORDS if isinstance(r, Elementwise) and r.derivative and not r.display_only],
    ids=lambda r: r.name,
)
def test_derivatives_in_symbols_are_those_that_are_printed(record: Elementwise) -> None:
    function = BoundActivation(record, record.defaults)
    texts = (notation._derivative(function, function.definition, "x").text, record.derivative)
    derived, printed = (Opinion(with_formula(function, text), 2000) for text in texts)
    for x in POINTS:
        if x in function.declared.domain and x not in {kink.at for kink in function.declared.kinks}:
            assert float(derived(x)) == pytest.approx(float(printed(x)), rel=1e-15, abs=1e-300), x


@pytest.mark.parametrize(
    "spec",
    [
        *VECTORS,
        "softmax:beta=0.5",
        "softmax_sink:-2",
        "x/sqrt(mean(x**2))",
        "exp(x-max(x))/sum(exp(x-max(x)))",
        "x-min(x)",
    ],
)
def test_jacobians_in_symbols_are_those_that_are_computed(spec: str) -> None:
    function = actcli.get(spec)
    x = np.array([-1.5, 0.25, 3.0, 0.75])
    formula = differentiate.jacobian(function.definition, lambda call: notation._slope(function.lookup(call)))
    system = Arrays(lambda call: function.lookup(call).compute)
    wanted = function.slope(x)
    for j in range(x.size):
        known = {"x": x, "x_j": x[j], differentiate.DELTA: np.eye(x.size)[j], "n": np.float64(x.size)}
        known |= {name: np.float64(value) for name, value in function.values.items()}
        found = np.broadcast_to(formula.evaluate(system, known), x.shape)
        np.testing.assert_allclose(found, wanted[:, j], rtol=1e-14, atol=1e-16)


@pytest.mark.parametrize(
    "spec", ["softmax:2", "softmax_sink:-0.5", "swiglu:alpha=0.7", "clamped_swiglu", "mean(k*x**2)*x+sum(x)*k**3:k=2"]
)
def test_derivatives_of_vectors_by_parameters_are_the_slopes_of_differences(spec: str) -> None:
    function = actcli.get(spec)
    known = {name: np.array([-1.5, 0.25, 3.0, 0.75]) * scale for name, scale in (("x", 1), ("a", 1), ("b", -2))}
    system = Arrays(lambda call: function.lookup(call).compute)
    for name in function.definition.names & function.values.keys():
        at = {parameter: np.float64(value) for parameter, value in function.values.items()}
        ends = [{**known, **at, name: at[name] + step} for step in (-1e-5, 0, 1e-5)]
        low, _, high = (function.definition.evaluate(system, values) for values in ends)
        found = notation._derivative(function, function.definition, name).evaluate(system, ends[1])
        np.testing.assert_allclose(found, (high - low) / 2e-5, rtol=1e-8, atol=1e-10)


def test_the_slope_of_an_extreme_by_a_parameter_is_left_out() -> None:
    assert equations("x*max(k*x):k=2")[2].endswith(r"= \mathrm{too\ long\ to\ be\ written}")


@pytest.mark.parametrize("name", sorted(name for name, counts in FUNCTIONS.items() if name not in {"sum", "mean"}))
def test_every_function_of_the_language_has_a_derivative_in_symbols(name: str) -> None:
    arguments = {"where": "x > 1, x*x, 2*x", "clip": "x, 0, 4", "min": "x*x, 3*x", "max": "x*x, 3*x"}.get(name, "x/2")
    function = actcli.get(f"{name}({arguments})")
    by_x = notation._derivative(function, function.definition, "x")
    at = np.array([2.625 if name == "acosh" else 1.375])
    found = by_x.evaluate(Arrays(lambda call: function.lookup(call).compute), {"x": at})
    np.testing.assert_allclose(found, function.slope(at), rtol=1e-15)


@pytest.mark.parametrize(
    ("formula", "by", "text"),
    [
        ("x*sigmoid(b*x)", "b", "x ** 2 * sigmoid(b * x) * sigmoid(-b * x)"),
        ("min(max(x, -1), k)", "x", "where(-1 < x < k, 1, 0)"),
        ("k*where(x > 0, x, 2*x)", "x", "where(x > 0, k, 2 * k)"),
        ("where(x > 0, x, 0) + where(x > 0, x, 2*x)", "x", "where(x > 0, 2, 2)"),
        ("0.044715*x**3", "x", "0.134145 * x ** 2"),
        ("x/6 + x/3", "x", "1 / 2"),
        ("log(x/k)", "k", "-1 / k"),
        ("x/sqrt(2)", "x", "1 / sqrt(2)"),
        ("cos(k*x)*k", "x", "-k ** 2 * sin(k * x)"),
        ("max(x, 0)**3", "x", "where(x > 0, 3 * x ** 2, 0)"),
        ("k*min(a, k)**2", "a", "where(a < k, 2 * k * a, 0)"),
        ("max(a, b)*a", "a", "where(a > b, 2 * a, b)"),
    ],
)
def test_derivatives_are_short(formula: str, by: str, text: str) -> None:
    parsed = parse(formula, lambda _: True)
    found = differentiate.derivative(parsed, by, lambda call: notation._slope(actcli.get(call))).text
    assert found == (text if text != "where(x > 0, 2, 2)" else "2")


@pytest.mark.parametrize(
    "formula",
    [
        "*".join(f"(1+exp(-x*{i}))" for i in range(1, 30)),
        "tanh(" * 40 + "x" + ")" * 40,
        "max(" * 18 + "x" + ",1)" * 18,
        "tanh(" * 40 + "x" + ")" * 40 + "/sum(x)",
    ],
)
def test_a_derivative_that_is_too_long_is_said_to_be(formula: str) -> None:
    definition, derivative = equations(formula)
    assert len(definition) > 90
    assert derivative.endswith(r"= \mathrm{too\ long\ to\ be\ written}")


def test_a_definition_in_words_may_have_no_derivative() -> None:
    hardmax = actcli.get("hardmax")
    (definition,) = notation.equations(hardmax.with_record(hardmax.vector._replace(derivative="")))
    assert "at the first maximum" in definition


def test_a_root_that_is_squared_is_a_number() -> None:
    assert equations("sqrt(2)*sqrt(2)*x**2")[1].endswith(r"= 4\,x")


def test_many_cases_are_not_taken_apart() -> None:
    formula = "+".join(f"where(x > {i}, sin(x)*{i}, max(x, {i}))" for i in range(14))
    assert r"\begin{cases}" not in equations(formula)[0]


def test_latex_of_the_library_is_the_definition() -> None:
    assert actcli.get("relu").latex == r"f(x) = \max(x, 0)"
    assert r"\begin{cases}" in actcli.get("elu:alpha=0.5").latex


@pytest.mark.parametrize(
    ("spec", "total"),
    [("x*sum(x)", r"\sum_k\,x_k"), ("x*sum(k*x):k=2", r"\sum_l\,k\,x_l"), ("x*sum(j*x):j=2", r"\sum_k\,j\,x_k")],
)
def test_the_index_of_a_sum_is_none_that_stands_for_something_else(spec: str, total: str) -> None:
    assert total in equations(spec)[1]


def test_a_callable_has_no_formula() -> None:
    with pytest.raises(UsageError, match="formula"):
        _ = actcli.get("math:tanh").latex


def test_show_writes_latex_and_markdown() -> None:
    text = run(["show", "elu:alpha=0.5", "-t", "latex"]).stdout.decode()
    assert text.startswith("% elu: alpha = 0.5\n\\[\nf(x) = \\begin{cases}\n")
    assert text.count("\\[") == 3
    card = run(["show", "gelu", "-t", "markdown"]).stdout.decode()
    assert card.startswith("## gelu\n")
    assert "```math\nf'(x) = " in card
    assert "](https://arxiv.org/abs/1606.08415)" in card
    assert "```math" not in run(["show", "math:tanh", "-t", "markdown"]).stdout.decode()


@pytest.mark.parametrize("formula", ["9**9**9*x", "x*2**2**2**2**2", "x*(1e300+1e300)**3", "x*1e999"])
def test_powers_of_numbers_are_not_written_out(formula: str) -> None:
    assert len(actcli.get(formula).derivative) < len(formula) + 9
