"""SPECs: what names a function, and what is said where nothing does."""

from __future__ import annotations

import pickle
import string
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actcli.errors import ActcliError, UsageError
from actcli.numbers.exact_float import ExactFloat
from actcli.spec import registry
from actcli.spec.resolve import resolve
from actcli.spelling import normalize

if TYPE_CHECKING:
    from actcli.catalog.record import Elementwise

SPELLINGS = [
    (spelling, record.name) for record in registry.records().values() for spelling in (record.name, *record.aliases)
]
WITH_PARAMETERS = [record for record in registry.records().values() if record.params]


@pytest.mark.parametrize(("spelling", "name"), SPELLINGS, ids=[spelling for spelling, _ in SPELLINGS])
def test_names_are_matched_without_regard_to_case_and_separators(spelling: str, name: str) -> None:
    for variant in (spelling, spelling.upper(), spelling.replace("_", "-"), spelling.replace("_", "")):
        assert resolve(variant).activation.name == name


def test_normalized_names_are_unique() -> None:
    normalized = [normalize(spelling) for spelling, _ in SPELLINGS]
    assert len(set(normalized)) == len(normalized)


@pytest.mark.parametrize("record", WITH_PARAMETERS, ids=lambda record: record.name)
def test_parameters_answer_to_all_their_names(record: Elementwise) -> None:
    for param in record.params:
        exact = isinstance(param.default, ExactFloat)
        value = str(Fraction(param.default)) if exact else str(param.default)
        for name in (param.name, *param.aliases, param.name.upper()):
            assert resolve(f"{record.name}:{name}={value}").name == record.name


@pytest.mark.parametrize("record", WITH_PARAMETERS, ids=lambda record: record.name)
def test_the_canonical_name_resolves_to_itself(record: Elementwise) -> None:
    for candidate in (0.3, 2.0, -0.7, 3.0):
        values = {p.name: candidate for p in record.params if candidate in p.domain and not p.choices}
        text = record.name + ":" + ",".join(f"{key}={value}" for key, value in values.items())
        if not values or not all(rule.holds(**(record.defaults | values)) for rule in record.rules):
            continue
        function = resolve(text)
        assert resolve(function.name) == function


@pytest.mark.parametrize(
    "record", [r for r in WITH_PARAMETERS if any(p.choices for p in r.params)], ids=lambda r: r.name
)
def test_every_choice_of_a_parameter_is_a_word(record: Elementwise) -> None:
    for param in record.params:
        for choice in param.choices:
            function = resolve(f"{record.name}:{param.name}={str(choice).upper()}")
            assert function.name == record.name + (f":{param.name}={choice}" if choice != param.default else "")
            assert resolve(function.name) == pickle.loads(pickle.dumps(function)) == function  # noqa: S301  # our own bytes
    with pytest.raises(UsageError, match="must be first, second or interleaved, got '1'"):
        resolve(f"{record.name}:gate=1")


def test_one_parameter_may_stand_unnamed() -> None:
    assert resolve("leaky_relu:0.2").values == {"negative_slope": 0.2}
    assert resolve("leaky_relu:0.2").name == "leaky_relu:negative_slope=0.2"
    assert resolve("elu:alpha=1").name == "elu"


@pytest.mark.parametrize(
    ("text", "offending", "hint"),
    [
        ("elu:alpha=nan", "nan", ""),
        ("elu:alpha=inf", "inf", ""),
        ("elu:alpha=x", "'x'", ""),
        ("elu:alpha=1_0", "'1_0'", ""),
        ("relu:a=1", "'a'", ""),
        ("rleu:x=1", "'rleu:x=1'", "relu"),
        ("hard_tanh:1", "'1'", "hard_tanh:min_val=-1,max_val=1"),
        ("rrelu:lower=2", "lower=2", ""),
        ("", "''", ""),
        ("y+1", "'y+1'", "variable x"),
        ("y - 1", "'y - 1'", "variable x"),
        ("leaky-relv", "'leaky-relv'", "leaky_relu"),
        ("relu7", "'relu7'", "relu"),
        (":", "':'", ""),
    ],
)
def test_mistakes_are_named(text: str, offending: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(text)
    assert offending in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in caught.value.message


@given(st.text(string.printable, max_size=60))
def test_no_text_does_anything_but_resolve_or_complain(text: str) -> None:
    try:
        function = resolve(text)
    except ActcliError as error:  # a file that is missing is no usage error
        assert "\n" not in error.message  # noqa: PT017  # both ends are right
    else:
        assert function.name
