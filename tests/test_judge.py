"""The judge before the court: it must catch wrong functions and pass right ones."""

from __future__ import annotations

from math import inf, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import random_formulas
from actcli.catalog.record import FINITE, REALS, Elementwise, Interval, Kink, Param, Traits
from actcli.formula.flint import arb, fmpq
from actcli.functions.swish import silu_grad, silu_value
from actcli.numbers.array import Array
from actcli.spec import registry
from actcli.spec.resolve import resolve
from actcli.special import gelu, tanhshrink
from oracle import balls, facts, proofs, selecting, vectors
from oracle.points import parameter_sets
from oracle.verdict import Case, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.catalog.record import Vector


def function(formula: str, f: Any, grad: Any, **rest: Any) -> Elementwise:  # noqa: ANN401 - the fields of a record
    smooth = Traits(range=REALS, monotone="no", smoothness=inf, lipschitz=1)
    record = {
        "name": "subject",
        "family": "softplus",
        "tier": "extra",
        "summary": "before the judge",
        "traits": lambda: smooth,
    }
    return Elementwise(formula=formula, f=f, grad=grad, **{**record, **rest})


def stable_sigmoid(x: Array) -> Array:
    t = np.exp(-np.abs(x))
    result: Array = np.where(x < 0, t, 1.0) / (1 + t)
    return result


def stable_softplus(x: Array) -> Array:
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def sigmoid_slope(x: Array) -> Array:
    t = np.exp(-np.abs(x))
    result: Array = t / (1 + t) ** 2
    return result


def zero(x: Array, *_: float) -> Array:
    return np.where(np.isnan(x), nan, 0.0)


def elu(x: Array, alpha: float) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def elu_slope(x: Array, alpha: float) -> Array:
    return np.where(x > 0, 1, alpha * np.exp(np.minimum(x, 0)))


def elu_depth(x: Array, _alpha: float) -> Array:
    return np.expm1(np.minimum(x, 0))


def elu_traits(alpha: float) -> Traits:
    floor = Interval(-alpha, inf, "()") if alpha > 0 else Interval(0, inf, "[)")
    return Traits(
        range=(floor,),
        monotone="increasing" if alpha > 0 else "no",
        smoothness=1 if alpha == 1 else 0,
        lipschitz=max(1, abs(alpha)),
        kinks=() if alpha == 1 else (Kink(0, alpha, 1, slope=alpha),),
    )


def relu_traits() -> Traits:
    return Traits(
        range=(Interval(0, inf, "[)"),),
        monotone="non-decreasing",
        smoothness=0,
        lipschitz=1,
        kinks=(Kink(0, 0, 1),),
        dead=(Interval(-inf, 0, "()"),),
    )


def built_in(name: str) -> Elementwise:
    record = registry.find(name)
    assert isinstance(record, Elementwise)
    return record


SOFTPLUS = function(
    "log(1 + exp(x))",
    stable_softplus,
    stable_sigmoid,
    traits=lambda: Traits(range=(Interval(0, inf, "()"),), monotone="increasing", smoothness=inf, lipschitz=1),
)
SIGMOID = function(
    "1/(1 + exp(-x))",
    stable_sigmoid,
    sigmoid_slope,
    traits=lambda: Traits(range=(Interval(0, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=0.25),
)
ELU = function(
    "where(x > 0, x, alpha*expm1(x))",
    elu,
    elu_slope,
    params=(Param("alpha", 0.5, FINITE, "depth", derivative=elu_depth),),
    traits=elu_traits,
)
RELU = function(
    "max(x, 0)", lambda x: np.maximum(x, 0) + 0.0, lambda x: np.where(np.isnan(x), x, x > 0), traits=relu_traits
)
TANH = function(
    "(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    np.tanh,
    lambda x: 4 * sigmoid_slope(2 * x),
    traits=lambda: Traits(
        range=(Interval(-1, 1, "()"),), monotone="increasing", smoothness=inf, lipschitz=1, symmetry="odd"
    ),
)
SINE = function("sin(x)", lambda x: np.sin(finite(x)), lambda x: np.cos(finite(x)))
TANHSHRINK, SILU, GELU, DYT = (built_in(name) for name in ("tanhshrink", "silu", "gelu", "dyt"))
RIGHT = {"softplus": SOFTPLUS, "sigmoid": SIGMOID, "elu": ELU, "relu": RELU, "tanh": TANH, "sine": SINE}


def finite(x: Array) -> Array:
    return np.where(np.isinf(x), nan, x)


def quiet(f: Callable[[Array], Array]) -> Callable[[Array], Array]:
    """Keep a planted error from giving itself away by a warning."""

    return np.errstate(all="ignore")(f)


def naive_softplus(x: Array) -> Array:
    return np.where(x > 700, x, np.log(1 + np.exp(np.minimum(x, 700))))


def failures(record: Elementwise) -> list[str]:
    return [
        str(failure)
        for values in parameter_sets(record)
        for report in judge(record, values, 10)
        for failure in report.failures
    ]


@pytest.mark.parametrize("record", RIGHT.values(), ids=RIGHT)
def test_right_functions_pass(record: Elementwise) -> None:
    assert failures(record) == []


def elu_dead_below_37(x: Array, alpha: float) -> Array:
    return np.where(x > 0, 1, alpha * (np.expm1(np.minimum(x, 0)) + 1))


def in_float32(x: Array) -> Array:
    return stable_sigmoid(x.astype(np.float32)).astype(np.float64)


MUTANTS: Mapping[str, Elementwise] = {
    "naive softplus": SOFTPLUS._replace(f=naive_softplus),
    "zeros": SOFTPLUS._replace(f=zero),
    "zero slopes": SOFTPLUS._replace(grad=zero),
    "nan": SOFTPLUS._replace(f=lambda x: x * nan),
    "nan in one tail": SOFTPLUS._replace(f=lambda x: np.where(x > 709, nan, stable_softplus(x))),
    "1-1/(1+e^x)": SIGMOID._replace(f=quiet(lambda x: 1 - 1 / (1 + np.exp(x)))),
    "slope from the output": SIGMOID._replace(grad=lambda x: stable_sigmoid(x) * (1 - stable_sigmoid(x))),
    "float32 inside": SIGMOID._replace(f=quiet(in_float32)),
    "a little off": SIGMOID._replace(f=lambda x: stable_sigmoid(x) * (1 + 2e-15)),
    "off in a narrow band": SIGMOID._replace(
        f=lambda x: stable_sigmoid(x) * np.where(abs(x - 4.5) < 0.5, 1 + 1e-14, 1)
    ),
    "exp(x)-1": ELU._replace(f=lambda x, alpha: np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1))),
    "slope flushed below -37": ELU._replace(grad=elu_dead_below_37),
    "wrong sign of a parameter's derivative": ELU._replace(
        params=(ELU.params[0]._replace(derivative=lambda x, a: -elu_depth(x, a)),)
    ),
    "parameter's derivative of another default": ELU._replace(
        params=(ELU.params[0]._replace(derivative=lambda x, a: elu_depth(x, a) * (1 if a == 0.5 else 1.01)),)
    ),
    "parameter ignored": ELU._replace(f=lambda x, _alpha: elu(x, 0.5)),
    "slope at the kink": ELU._replace(grad=lambda x, alpha: np.where(x == 0, 1, elu_slope(x, alpha))),
    "kink a little too far": RELU._replace(f=lambda x: np.where(x > 1e-300, x, 0) + 0 * x),
    "strict and not": RELU._replace(grad=lambda x: np.where(np.isnan(x), x, x >= 0)),
    "relu posing as softplus": SOFTPLUS._replace(f=RELU.f, grad=RELU.grad),
    "undeclared kink": RELU._replace(traits=SOFTPLUS.traits),
    "-0 on a flat piece": RELU._replace(f=lambda x: np.where(x > 0, x, np.where(np.isnan(x), x, -0.0))),
    "-0 for a dead slope": RELU._replace(grad=lambda x: np.where(np.isnan(x), x, np.where(x > 0, 1, -0.0))),
    "nan swallowed by the value": RELU._replace(f=lambda x: np.fmax(x, 0) + 0.0),
    "nan swallowed by the slope": RELU._replace(grad=lambda x: np.where(x > 0, 1.0, 0.0)),
    "+0 where a negative tail is too small": SILU._replace(f=lambda x: silu_value(x) + 0.0),
    "+0 where a falling tail is too small": SILU._replace(grad=lambda x: silu_grad(x) + 0.0),
    "+0 beyond what digits can show": GELU._replace(f=lambda x: np.where(x < -1e5, 0.0, gelu(x))),
    "+0 at the limit": GELU._replace(f=lambda x: np.where(x == -inf, 0.0, gelu(x))),
    "-0 where a positive tail is too small": SIGMOID._replace(grad=lambda x: np.where(x > 800, -0.0, sigmoid_slope(x))),
    "+0 for a parameter's derivative": DYT._replace(
        params=(DYT.params[0]._replace(derivative=lambda x, a: DYT.params[0].derivative(x, a) + 0.0),)  # type: ignore[misc]  # it has one
    ),
    "sign of zero lost": TANH._replace(f=lambda x: np.tanh(x) + 0.0),
    "sign of zero lost by a cube": TANHSHRINK._replace(f=lambda x: tanhshrink(x) + 0.0),
    "nan at infinity": TANH._replace(f=lambda x: np.tanh(finite(x))),
    "slope nan at infinity": TANH._replace(grad=lambda x: 4 * sigmoid_slope(2 * finite(x))),
    "a limit where there is none": SINE._replace(f=lambda x: np.sin(np.where(np.isinf(x), 0, x))),
    "subnormals flushed": TANH._replace(f=lambda x: np.where(abs(x) < 2.3e-308, x * 0.0, np.tanh(x))),
    "huge flushed": SOFTPLUS._replace(f=lambda x: np.minimum(stable_softplus(x), 1e300)),
    "warns": SIGMOID._replace(f=lambda x: np.where(x < 0, stable_sigmoid(x), 1 / (1 + np.exp(-(np.sqrt(x) ** 2))))),
    "wrong formula": SIGMOID._replace(formula="1/(1 + exp(-1.0000001*x))"),
}


@pytest.mark.parametrize("record", MUTANTS.values(), ids=MUTANTS)
def test_wrong_functions_are_caught(record: Elementwise) -> None:
    assert failures(record)


def test_ten_thousand_points_are_judged() -> None:
    for report in judge(SIGMOID, {}):
        assert 9_000 < len(report.measured) < 11_000


def test_a_ball_without_its_radius_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """x - tanh(x) has no digits near 0 at the first precision: a right kernel would be blamed."""
    assert failures(TANHSHRINK) == []
    distance = balls.distance
    monkeypatch.setattr(balls, "distance", lambda number, got: distance(arb(number).mid(), got))
    assert failures(TANHSHRINK)


def test_an_error_is_known_only_where_the_ball_is_narrow() -> None:
    def found(number: arb | fmpq, got: float) -> Any:  # noqa: ANN401  # compared with tuples
        return balls.distance(number, got)

    assert found(arb(1, 1), 0.5) is None
    assert found(arb(0, 1e-9), 1e-10) is None
    assert found(arb(0, inf), 0.5) is None
    assert found(arb(1, 1e-30), 1 + 2.0**-52) == (1.0, pytest.approx(2), 1)  # of the spacing below 1
    assert found(fmpq(0), 5e-324) == (0.0, 1.0, 0)
    unsigned = pytest.approx(nan, nan_ok=True)
    assert found(arb(0, 1e-300) * arb(1e-300), -0.0) == (0.0, pytest.approx(0, abs=1e-6), unsigned)
    assert found(arb(2) ** 1024, inf) == (inf, 0.0, 1)
    assert found(arb(2) ** 1024, 1.7976931348623157e308) == (inf, 1.0, 1)
    assert found(fmpq(1), nan) == (1.0, inf, 1)


def in_place(x: Array) -> Array:
    return np.tanh(x, out=x)


def test_a_kernel_that_writes_into_its_input_is_caught() -> None:
    with pytest.raises(ValueError, match="read-only"):
        judge(TANH._replace(f=in_place), {})


def test_a_failure_says_what_where_and_how_far() -> None:
    (first, *_) = failures(MUTANTS["a little off"])
    assert "subject  f  x=" in first
    assert " got " in first
    assert " wanted " in first
    assert " ulp, allowed " in first


def test_nothing_is_skipped_where_the_subject_returns_nan() -> None:
    report, *_ = judge(MUTANTS["nan"], {})
    judged = {failure.x for failure in report.failures}
    assert len(report.failures) > 100
    assert inf in judged


def wrong_facts(record: Elementwise) -> list[str]:
    return [str(failure) for values in parameter_sets(record) for failure in facts.check(record, values)]


@pytest.mark.parametrize("name", ["softplus", "sigmoid", "elu", "relu", "tanh"])
def test_right_facts_pass(name: str) -> None:
    record = RIGHT[name]
    assert wrong_facts(record._replace(params=record.params)) == []


#: Its second derivative jumps by a hundredth of what it changes nearby.
WAVES = built_in("finer")._replace(formula="sin(30*(abs(x) + 1)*x)", derivative="", params=())
WRONG_FACTS: Mapping[str, tuple[Elementwise, dict[str, Any], str]] = {
    "range too wide": (SIGMOID, {"range": (Interval(-1, 1, "()"),)}, "range"),
    "range too narrow": (SIGMOID, {"range": (Interval(0, 0.75, "()"),)}, "range"),
    "range closed": (SIGMOID, {"range": (Interval(0, 1),)}, "not a value"),
    "range open": (RELU, {"range": (Interval(0, inf, "()"),)}, "range"),
    "range bounded": (RELU, {"range": (Interval(0, 1e9),)}, "range"),
    "not monotone": (SIGMOID, {"monotone": "no"}, "monotone"),
    "not strictly": (RELU, {"monotone": "increasing"}, "monotone"),
    "odd": (SIGMOID, {"symmetry": "odd"}, "symmetry"),
    "not odd": (TANH, {"symmetry": "none"}, "symmetry"),
    "kink's side": (RELU, {"kinks": (Kink(0, 0.5, 1),)}, "slope left"),
    "kink's place": (RELU, {"kinks": (Kink(1e-9, 0, 1),)}, "slope left"),
    "kink's jump": (RELU, {"kinks": (Kink(0, 0, 1, jump=(0, 1)),)}, "values beside"),
    "kink's choice": (RELU, {"kinks": (Kink(0, 0, 1, slope=2),)}, "outside"),
    "kink too many": (TANH, {"kinks": (Kink(0, 1, 1),)}, "nothing breaks"),
    "kink missing": (RELU, {"kinks": ()}, "jumps"),
    "too smooth": (RELU, {"smoothness": 1}, "smoothness"),
    "not smooth enough": (SOFTPLUS, {"smoothness": 1}, "smoothness"),
    "smooth between waves": (WAVES, {"smoothness": inf}, "smoothness"),
    "lipschitz too large": (SIGMOID, {"lipschitz": 0.26}, "Lipschitz"),
    "lipschitz too small": (SIGMOID, {"lipschitz": 0.2499999}, "Lipschitz"),
    "lipschitz infinite": (SIGMOID, {"lipschitz": inf}, "Lipschitz"),
    "dead too far": (RELU, {"dead": (Interval(-inf, 1, "()"),)}, "dead"),
    "dead missing": (RELU, {"dead": ()}, "dead"),
}


@pytest.mark.parametrize(("record", "change", "word"), WRONG_FACTS.values(), ids=WRONG_FACTS)
def test_wrong_facts_are_caught(record: Elementwise, change: dict[str, Any], word: str) -> None:
    traits = record.traits(**record.defaults)._replace(**change)
    found = wrong_facts(record._replace(traits=lambda **_: traits))
    assert any(word in each for each in found), found


#: A bump of the width 1e-6, which no sample meets.
BUMP = "1e-3*exp(-((x+1.23456789)*1e6)**2)"
NARROW_FACTS: Mapping[str, tuple[str, Traits]] = {
    "range": (f"tanh(x) + 2e3*{BUMP}", TANH.traits()),
    "lipschitz": (f"x + {BUMP}", SINE.traits()),
    "monotone": (f"x + {BUMP}", SINE.traits()._replace(monotone="increasing", lipschitz=inf)),
    "dead": (f"max(x, 0) + {BUMP}", RELU.traits()),
    "limits": ("where(x < 1e40, tanh(x), 0.5)", TANH.traits()),
}


@pytest.mark.parametrize("fact", NARROW_FACTS)
def test_what_is_wrong_where_no_sample_looks_is_caught(fact: str) -> None:
    """Balls over intervals hold every number."""
    formula, traits = NARROW_FACTS[fact]
    record = function(formula, None, None, traits=lambda: traits)
    limits = proofs.tends(-1.0, 1.0) if fact == "limits" else proofs.tends(nan, nan)
    found = proofs.prove(Case(record, {}), {**proofs.over_intervals(traits), "limits": limits})
    assert found[fact].wrong is not None


@settings(deadline=None, max_examples=40)
@given(random_formulas.formulas, st.floats(-20, 20), st.floats(0, 5))
def test_a_ball_over_a_stretch_holds_every_value_and_slope(text: str, low: float, width: float) -> None:
    case = Case(function(text, None, None), {})
    seen = proofs._encloser(case)(low, low + width)
    x = np.linspace(low, low + width, 9)
    for order, everywhere in enumerate((seen.value, seen.slope) if seen else ()):
        for number in balls.numbers_at(case.exactly(order), x, 128):
            assert number is None or not everywhere.is_finite() or everywhere.overlaps(balls.ball(number))


@pytest.mark.parametrize("name", ["relu", "gelu", "tanh", "sigmoid", "softplus", "elu", "selu", "mish", "hard_swish"])
def test_what_is_declared_of_the_best_known_functions_is_proven(name: str) -> None:
    record = built_in(name)
    assert facts.unproven(record, record.defaults) == []


def test_a_formula_that_leaves_out_a_parameter_is_caught() -> None:
    assert any("the formula uses" in each for each in wrong_facts(ELU._replace(formula="where(x > 0, x, expm1(x))")))


def vector(name: str) -> Vector:
    record = registry.find(name)
    assert record is not None
    return record  # type: ignore[return-value]  # the tests below name vector functions


def naive_softmax(x: Array, *_: float) -> Array:
    with np.errstate(all="ignore"):
        result: Array = np.exp(x) / np.exp(x).sum(axis=-1, keepdims=True)
    return result


def bad(record: Vector) -> list[str]:
    return [str(failure) for report in vectors.judge(record, record.defaults, 2) for failure in report.failures]


def test_wrong_functions_of_vectors_are_caught() -> None:
    softmax, right = vector("softmax"), resolve("softmax")
    assert any("nan" in each for each in bad(softmax._replace(f=naive_softmax)))
    assert bad(softmax._replace(jacobian=lambda x, *_: right.slope(x) * (1 + 1e-13)))
    assert bad(softmax._replace(jacobian=lambda x, *_: np.zeros((*x.shape, x.shape[-1]))))
    assert bad(softmax._replace(f=lambda x, *_: right.compute(-x)))
    assert any("too small" in each for each in bad(softmax._replace(jacobian=lambda x, *_: right.slope(x) + 0.0)))


def test_wrong_gates_are_caught() -> None:
    glu, right = vector("glu"), resolve("glu")
    assert glu.gate is not None
    lost = glu.gate._replace(f=lambda a, b: right.pairs.f(a, b) + 0.0)
    swapped = glu.gate._replace(f=lambda a, b: stable_sigmoid(a) * b)
    halved = glu.gate._replace(grad_b=lambda a, b: a * sigmoid_slope(b) / 2)
    for gate in (lost, swapped, halved):
        assert bad(glu._replace(gate=gate))
    assert bad(glu._replace(jacobian=lambda x, *_: right.slope(x)[..., ::-1]))
    assert bad(glu._replace(f=lambda x, *_: resolve("glu:gate=interleaved").compute(x)))


def one_hot_last(x: Array, *_: float) -> Array:
    out = np.zeros_like(x)
    last = x.shape[-1] - 1 - np.argmax(x[..., ::-1], axis=-1)
    np.put_along_axis(out, last[..., None], 1.0, axis=-1)
    return out


def test_selecting_functions_are_judged_by_their_properties() -> None:
    softmax, right = vector("softmax"), resolve("softmax")
    posing = softmax._replace(
        display_only=True, f=lambda x, *_: right.compute(x), jacobian=lambda x, *_: right.slope(x)
    )
    assert selecting.judge(posing, {}).failures[0].why == "no property check is known for this function"
    for name in selecting.CHECKS:
        params = (param._replace(default=1.0) if param.domain.integer else param for param in vector(name).params)
        subject = posing._replace(name=name, params=tuple(params))
        assert selecting.judge(subject, subject.defaults).failures
    last = posing._replace(name="hardmax", f=one_hot_last, jacobian=lambda x, *_: np.zeros((*x.shape, x.shape[-1])))
    assert any("first maximum" in failure.why for failure in selecting.judge(last, {}).failures)
