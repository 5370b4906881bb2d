"""The run of what records claim of libraries: it finds wrong functions, defaults, slopes and notes, and only those."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import actcli
import conformance
from actcli.catalog.record import POSITIVE, LibraryEntry
from actcli.functions import built_in
from conformance_claims import claims
from conformance_domains import domains
from conformance_libraries import LOADERS
from conformance_library import Library

if TYPE_CHECKING:
    from actcli.catalog.record import Activation
    from actcli.numbers.array import Array
    from conformance_claims import Claim
    from conformance_library import Call


def _leaky(x: Array, slope: float = 0.2) -> Array:
    return np.where(x > 0, x, slope * x)


class Layer:
    def __call__(self, x: Array) -> Array:
        return _leaky(x, 0.3)


def _slope(call: Call, x: Array) -> Array:
    return np.asarray((call(x) - call(x - 1e-3)) / 1e-3)  # that on the left


#: What a library has, whose names, defaults and slopes are known.
STUB = Library(
    "numpy",
    {
        "relu": lambda x: np.maximum(x, 0),
        "leaky": _leaky,
        "Layer": Layer,
        "tanh": lambda x: np.tanh(x) * (1 + 1e-4),
        "sign": lambda x: np.sign(np.nan_to_num(x)),
        "softmax": lambda x: np.exp(x) / np.exp(x).sum(),
    },
    lambda x, name: x.astype(name),
    slope=_slope,
    types=("float64",),
)


def _failing(name: str, entry: str | LibraryEntry) -> list[Claim]:
    """Return the claims about a function of the stub that do not hold, under the key of JAX."""
    listed = entry if isinstance(entry, LibraryEntry) else LibraryEntry(entry)
    record = next(each for each in built_in() if each.name == name)._replace(libraries={"jax": listed})
    (found,) = conformance.entries("jax", STUB, [record])
    executed = list(claims(found))
    assert executed
    return [claim for claim in executed if claim.found]


@pytest.mark.parametrize(
    ("name", "entry"), [("relu", "relu"), ("relu", LibraryEntry("relu", note="nan for nan; inf at inf, 0 at -inf"))]
)
def test_what_holds_is_not_reported(name: str, entry: str | LibraryEntry) -> None:
    assert _failing(name, entry) == []


@pytest.mark.parametrize(
    ("name", "entry", "word"),
    [
        ("relu", "rectify", "rectify"),
        ("tanh", "tanh", "instead of"),
        ("softmax", "softmax", "a vector"),
        ("celu", LibraryEntry("leaky", {"alpha": 2}), "instead of"),
        ("sign", LibraryEntry("sign", note="1 for nan"), "0 at nan"),
        ("relu", LibraryEntry("relu", note="0 from 2 on"), "2.04 at 2.04"),
        ("relu", LibraryEntry("relu", note="0 from -2 down"), "0 at -1.8"),
        ("relu", LibraryEntry("relu", note="the slope is 1 at -3"), "0 at -3"),
    ],
)
def test_what_does_not_hold_is_reported(name: str, entry: str | LibraryEntry, word: str) -> None:
    assert any(word in claim.found for claim in _failing(name, entry))


def test_a_wrong_default_is_reported() -> None:
    (wrong,) = _definitions(LibraryEntry("leaky", {"negative_slope": 0.1}))
    assert (wrong.text, wrong.found) == ("leaky is this function with negative_slope=0.1", "-0.8 instead of -0.4 at -4")
    assert _definitions(LibraryEntry("leaky", {"negative_slope": 0.2})) == []


def test_a_layer_may_have_another_default() -> None:
    assert (
        _definitions(LibraryEntry("leaky, Layer", {"negative_slope": 0.2}, variants={"Layer": "negative_slope=0.3"}))
        == []
    )
    (wrong,) = _definitions(LibraryEntry("leaky, Layer", {"negative_slope": 0.2}))
    assert wrong.text == "Layer is this function with negative_slope=0.2"


def _definitions(entry: LibraryEntry) -> list[Claim]:
    return [claim for claim in _failing("leaky_relu", entry) if "this function" in claim.text]


def test_a_wrong_slope_at_a_kink_is_reported() -> None:
    record = next(each for each in built_in() if each.name == "relu6")
    entry = record._replace(libraries={"tinygrad": LibraryEntry("relu6")})
    six = STUB._replace(names={"relu6": lambda x: np.clip(x, 0, 6)})
    found = {claim.text: claim.found for claim in claims(*conformance.entries("tinygrad", six, [entry]))}
    assert set(found) == {"relu6 is this function", "slope 0 at 0", "slope 1 at 6"}
    right = six._replace(slope=lambda call, x: 0 * call(x))
    found = {claim.text: claim.found for claim in claims(*conformance.entries("tinygrad", right, [entry]))}
    assert found["slope 1 at 6"] == "0 at 6"


def test_a_parameter_that_is_narrower_than_a_library_has_it_is_reported() -> None:
    record = next(each for each in built_in() if each.name == "leaky_relu")
    library = STUB._replace(names={"leaky_relu": _leaky})
    narrow = record._replace(params=(record.params[0]._replace(domain=POSITIVE),))
    assert _domains(library, record) == {"negative_slope is as wide as there": ""}
    assert _domains(library, narrow) == {"negative_slope is as wide as there": "-1e+30, -2, -1, -0.5, 0 refused"}


def _domains(library: Library, record: Activation) -> dict[str, str]:
    (found,) = conformance.entries("jax", library, [record._replace(libraries={"jax": LibraryEntry("leaky_relu")})])
    return {claim.text: claim.found for claim in domains(found)}


def test_the_errors_of_a_function_are_those_of_diff() -> None:
    record = next(each for each in built_in() if each.name == "tanh")
    (entry,) = conformance.entries("jax", STUB, [record._replace(libraries={"jax": LibraryEntry("tanh")})])
    row = actcli.diff("tanh", lambda x: np.tanh(x) * (1 + 1e-4), ftz=True)
    assert conformance.errors(entry, "float64") == conformance.cell(row)
    assert not conformance.is_right(conformance.cell(row))


def _loads(key: str) -> bool:
    """Tell whether a library is installed."""
    try:
        LOADERS[key]()
    except ImportError:
        return False
    return True


#: Those that load in an instant and draw in nothing else.
@pytest.mark.parametrize("key", [key for key in ("numpy", "scipy") if _loads(key)])
def test_every_claim_about_an_installed_library_holds(key: str) -> None:
    listed = conformance.entries(key, LOADERS[key](), built_in())
    executed = [claim for entry in listed for claim in (*claims(entry), *domains(entry))]
    assert len(executed) >= len(listed) > 0
    assert [claim for claim in executed if claim.found] == []
