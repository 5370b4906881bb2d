"""Hints at what was meant: names of libraries, blanks, modules, parameters, minus signs."""

from __future__ import annotations

import pytest

from actcli.catalog.record import LIBRARIES
from actcli.errors import UsageError
from actcli.spec import library_names, registry
from actcli.spec.resolve import resolve, resolve_all
from processes import run

PRINTED = [
    (record.name, name)
    for record in registry.records().values()
    for library, entry in record.libraries.items()
    for name in library_names.names(library, entry.name)
]


def hint(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        resolve(text)
    return caught.value.hint


@pytest.mark.parametrize(("function", "printed"), PRINTED)
def test_a_name_on_a_card_is_understood_or_leads_to_its_function(function: str, printed: str) -> None:
    try:
        said = resolve(printed).activation.name
    except UsageError as error:
        said = error.hint.replace(":", " ")
    # A name with several meanings keeps one of them.
    assert function in said.split() or said in registry.names()


def test_most_libraries_have_names_that_only_hints_know() -> None:
    assert len(PRINTED) > 300
    assert {library for record in registry.records().values() for library in record.libraries} <= {*LIBRARIES}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("torch.relu", "relu"),
        ("nn.ReLU", "relu"),
        ("torch.nn.functional.gelu", "gelu"),
        ("F.gelu", "gelu"),
        ("F.gelu(approximate='tanh')", "gelu_tanh"),
        ("jax.nn.gelu", "gelu_tanh"),
        ("jax.nn.gelu(approximate=False)", "gelu"),
        ("tf.nn.leaky_relu", "leaky_relu:negative_slope=0.2"),
        ("jnp.heaviside(x, h0)", "binary_step"),
        ("gelu:approximate=tanh", "gelu_tanh"),
        ("gelu:approximate='tanh'", "gelu_tanh"),
        ("math.tanh", "math:tanh"),
        ("./mygelu", "cmd:./mygelu"),
        ("/opt/gelu.so", "cmd:/opt/gelu.so"),
        ("acts.fast.f:0.5", "acts.fast:f:0.5"),
        ("leaky relu", "leaky_relu"),
        ("Leaky  ReLU:0.2", "leaky_relu:0.2"),
        ("−5", "-5"),
        ("x−1", "x-1"),
        ("elu(alpha=0.5)", "elu:alpha=0.5"),
        ("elu:alpha=0.5,1,2", "elu:alpha=0.5 elu:alpha=1 elu:alpha=2"),
        ("elu:1,2", "elu:1 elu:2"),
    ],
)
def test_what_was_meant_is_said(text: str, meant: str) -> None:
    assert hint(text).endswith(f" {meant}")


def test_the_same_function_under_two_names_is_named() -> None:
    for texts in (["silu", "swish1"], ["leaky_relu", "leaky_relu:0.01"], ["relu", "relu"]):
        with pytest.raises(UsageError) as caught:
            resolve_all(texts)
        assert all(text in caught.value.message for text in texts)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("eval sigmoid tanh -5 5", "actcli compare sigmoid tanh -5 5 --values"),
        ("eval sigmoid 1 tanh relu", "actcli compare sigmoid tanh relu --values"),
        ("grad sigmoid tanh -5 5", "actcli compare sigmoid tanh -5 5 --values --grad"),
        ("eval relu --alpha 3", "relu has no parameters"),
        ("eval elu --alpha 3 1", "elu:alpha=3"),
        ("eval relu --at -1 2 3", "--at -1,2,3"),
        ("plot relu --ylim -1 2", "--ylim -1,2"),
        ("compare relu elu --ylim 1,2", "--ylim is an option of plot"),
        ("plot relu got.csv", "@got.csv"),
        ("eval relu −5 5", "-5"),
        ("plot relu −5 5", "-5"),
        ("list --family usr", "families"),
    ],
)
def test_what_was_meant_by_a_command_is_said(words: str, meant: str) -> None:
    done = run(words.split(), text=True, encoding="utf-8")
    assert done.returncode == 2
    assert meant in done.stderr.splitlines()[1]
    assert "user" not in done.stderr.splitlines()[1]


def test_the_functions_of_a_loop_are_not_points() -> None:
    done = run(["eval", "relu"], input="gelu\n", text=True)
    assert done.returncode == 1
    assert "< /dev/null" in done.stderr.splitlines()[1]
