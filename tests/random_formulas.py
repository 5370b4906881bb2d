"""Strategies for hypothesis: random formulas of the language, and points of every magnitude."""

from __future__ import annotations

from hypothesis import strategies as st

UNARY = [
    "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "sech", "atan", "asinh", "acosh",
    "atanh", "erf", "erfc", "Phi", "abs", "tanh", "sigmoid", "softplus", "gelu", "silu", "relu", "elu", "mish",
]  # fmt: skip
LEAVES = ("x", "x", "x", "1", "2", "0.5", "3", "0.1", "pi", "1.702")


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{}({})".format, st.sampled_from(UNARY), inner),
        st.builds("({}{}{})".format, inner, st.sampled_from("+-*/"), inner),
        st.builds("({})**{}".format, inner, st.sampled_from(["2", "3", "-1", "0.5"])),
        st.builds("{}({},{})".format, st.sampled_from(["max", "min"]), inner, inner),
        st.builds("where({} > {}, {}, {})".format, inner, st.sampled_from(["0", "1", "x"]), inner, inner),
    )


#: Formulas in x of up to about eight operations.
formulas = st.recursive(st.sampled_from(LEAVES), _grown, max_leaves=8).filter(
    lambda text: "x" in text.replace("exp", "").replace("max", "")
)
#: Doubles of every magnitude, many near 1.
points = st.one_of(
    st.floats(-4, 4), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([0.0, -0.0, 1.0])
)
