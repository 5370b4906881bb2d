"""Array kernels that NumPy lacks, within four units in the last place over all of float64, most within three.

Arrays of float64 of any shape go in and new ones come out; nan gives nan, an infinity its limit. They raise no
floating-point condition but overflow and underflow.
"""

from __future__ import annotations

from actcli.special.clip import clip, clip_above, clip_below, positive_part
from actcli.special.double_double import Constant, constant, two_prod, two_square, two_standardize
from actcli.special.exp import (
    exp_above,
    exp_gap,
    exp_is_normal,
    exp_pair,
    expm1_minus,
    log1p_minus,
    times_exp,
    times_exp_below,
)
from actcli.special.gelu_tanh import gelu_tanh, gelu_tanh_grad
from actcli.special.hyperbolic import logcosh, sech2, tanhshrink
from actcli.special.logistic import (
    log1p_exp,
    reflect,
    sigmoid,
    sigmoid_gate,
    sigmoid_gate_grad,
    sigmoid_grad,
    sigmoid_tail,
    softplus,
)
from actcli.special.normal import erf, gelu, gelu_grad, normal_cdf, normal_pdf
from actcli.special.trigonometric import cos_product, finite, sin_product, sinc, sinc_grad

__all__ = [
    "Constant",
    "clip",
    "clip_above",
    "clip_below",
    "constant",
    "cos_product",
    "erf",
    "exp_above",
    "exp_gap",
    "exp_is_normal",
    "exp_pair",
    "expm1_minus",
    "finite",
    "gelu",
    "gelu_grad",
    "gelu_tanh",
    "gelu_tanh_grad",
    "log1p_exp",
    "log1p_minus",
    "logcosh",
    "normal_cdf",
    "normal_pdf",
    "positive_part",
    "reflect",
    "sech2",
    "sigmoid",
    "sigmoid_gate",
    "sigmoid_gate_grad",
    "sigmoid_grad",
    "sigmoid_tail",
    "sin_product",
    "sinc",
    "sinc_grad",
    "softplus",
    "tanhshrink",
    "times_exp",
    "times_exp_below",
    "two_prod",
    "two_square",
    "two_standardize",
]
