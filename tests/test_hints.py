"""Hints at what was meant: names of libraries, blanks, modules, parameters, minus signs."""

from __future__ import annotations

import pytest

from actcli.catalog.record import LIBRARIES
from actcli.errors import UsageError
from actcli.spec import library_names, registry
from actcli.spec.resolve import resolve

PRINTED = [
    (record.name, LIBRARIES[library] if library != "other" else entry.name, name)
    for record in registry.records().values()
    for library, entry in record.libraries.items()
    for name in library_names.names(library, entry.name)
]


def hint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        resolve(text)
    return caught.value.hint


@pytest.mark.parametrize(("function", "library", "printed"), PRINTED)
def test_a_name_on_a_card_is_understood_or_told_apart(function: str, library: str, printed: str) -> None:
    try:
        record = resolve(printed).activation
    except UsageError as error:
        told = function in error.hint.replace(":", " ").split()
    else:  # a name with several meanings keeps one of them, whose card says who means another
        first, *_, last = library.split() * 2
        spoken_of = " ".join([*(LIBRARIES[key] for key in record.libraries), *record.notes])
        told = record.name == function or first in spoken_of or last in spoken_of
    assert told


def test_most_libraries_have_names_that_only_hints_know() -> None:
    assert len(PRINTED) > 300
    assert {library for record in registry.records().values() for library in record.libraries} <= {*LIBRARIES}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("torch.nn.functional.gelu", "gelu"),
        ("F.gelu(approximate='tanh')", "gelu_tanh"),
        ("jax.nn.gelu(approximate=False)", "gelu"),
        ("keras.layers.LeakyReLU", "leaky_relu:negative_slope=0.3"),
        ("keras.activations.leaky_relu", "leaky_relu:negative_slope=0.2"),
        ("transformer_engine.geglu", "geglu_tanh"),
        ("TensorFlow.nn.leaky_relu", "leaky_relu:negative_slope=0.2"),
        ("jnp.heaviside(x, h0)", "binary_step"),
        ("gelu:approximate='tanh'", "gelu_tanh"),
        ("./mygelu", "cmd:./mygelu"),
        ("/opt/gelu.so", "cmd:/opt/gelu.so"),
        ("acts.fast.f:0.5", "acts.fast:f:0.5"),
        ("Leaky  ReLU:0.2", "leaky_relu:0.2"),
        ("−5", "-5"),
        ("elu(alpha=0.5)", "elu:alpha=0.5"),
        ("a*x**2':a=3", "a*x**2:a=3'"),
        ("log", "'log(x)'"),
        ("max", "'max(x, 0)'"),
        ("elu:alpha=pi", "3.141592653589793"),
        ("mish:beta=1.5", "beta_mish"),
        ("serf:alpha=2", "p_serf"),
        ("a*x:a=2*pi", "6.283185307179586"),
    ],
)
def test_what_was_meant_is_said(text: str, meant: str) -> None:
    assert hint(text).endswith(f" {meant}")


@pytest.mark.parametrize(
    ("text", "meant"),
    {
        "x²": "x**2",
        "2x⁻¹⁰·x": "2*x**-10*x",
        "σ(α*x)−β:α=2,β=3": "sigmoid(alpha*x)-beta:alpha=2,beta=3",
        "λ*√(x)": "lambd*sqrt(x)",
        "f(x) = |x|": "abs(x)",
        "lambda x: np.maximum(x, 0)**2": "max(x, 0)**2",
        "x*math.erf(x)/2": "x*erf(x)/2",
        "log2(1 + x^2)": "log(1 + x**2)/log(2)",
        "pow(x, 3)*ln(x)": "x**3*log(x)",
        "x*sigmoid x": "x*sigmoid(x)",
        "x/log2(x)": "x/(log(x)/log(2))",
        "exp2(x)**2": "(2**x)**2",
        "math.pow(x - 1, 2)**3": "((x - 1)**2)**3",
    }.items(),
)
def test_a_formula_in_another_notation_is_written_in_ours(text: str, meant: str) -> None:
    assert hint(text) == f"write {meant}"
    resolve(meant if "lambd" not in meant else f"{meant}:lambd=1")


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "sigmod(x)": "did you mean sigmoid",
        "floor(x)": "its derivative is 0 almost everywhere",
        "gamma(x)": "where, and the functions that actcli list shows",
        r"\frac{x}{2}": "LaTeX is printed",
        "x!": "",
        "sin x²": "",  # of x**2, or to that power
        "pow(x)": "",
        "foo(x)^2": "a formula can call exp,",  # the power alone would not mend it
    }.items(),
)
def test_a_formula_that_cannot_be_rewritten_says_what_exists(text: str, said: str) -> None:
    assert said in hint(text)
    assert not hint(text).startswith("write")


@pytest.mark.parametrize(
    ("name", "spec"),
    {
        "vllm.silu_and_mul": "swiglu",
        "mul_and_silu": "swiglu:gate=second",
        "swigluoai_and_mul": "clamped_swiglu:gate=interleaved",
        "silu_and_mul_with_clamp": "clamped_swiglu:alpha=1,offset=0",
        "SwigluBias": "clamped_swiglu:alpha=1,limit=inf,offset=0,gate=second",
    }.items(),
)
def test_an_engine_s_name_means_its_own_parameters(name: str, spec: str) -> None:
    assert library_names.meant(name) == [spec]


def test_a_variant_is_one_of_the_names_and_has_valid_parameters() -> None:
    for record in registry.records().values():
        for library, entry in record.libraries.items():
            assert entry.variants.keys() <= set(library_names.names(library, entry.name))
            for parameters in entry.variants.values():
                assert resolve(f"{record.name}:{parameters}").activation is record
