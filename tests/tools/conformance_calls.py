"""How functions of the libraries are called where a name alone does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Calls by library and function, of x and our parameters. One without parameters is how it is called by default; one
#: with parameters gives them, and is how it is called by default too where it can't do without them.
CALLS: Mapping[str, Mapping[str, str]] = {
    "numpy": {
        "binary_step": "heaviside(x - threshold, 1.0)",
        "cosine": "cos(omega*x)",
        "hard_tanh": "clip(x, -1.0, 1.0)",
    },
    "scipy": {"softmax": "softmax(x, axis=-1)", "log_softmax": "log_softmax(x, axis=-1)"},
    "torch": {
        "binary_step": "torch.heaviside(x - threshold, torch.ones_like(x))",
        "celu": "F.celu(x, alpha)",
        "elu": "F.elu(x, alpha)",
        "hard_tanh": "F.hardtanh(x, min_val, max_val)",
        "hardshrink": "F.hardshrink(x, lambd)",
        "leaky_relu": "F.leaky_relu(x, negative_slope)",
        "prelu": "F.prelu(x, torch.tensor(alpha, dtype=x.dtype))",
        "rrelu": "F.rrelu(x, lower, upper)",
        "softmax": "F.softmax(x, -1)",
        "log_softmax": "F.log_softmax(x, -1)",
        "softmin": "F.softmin(x, -1)",
        "softplus": "F.softplus(x, beta)",
        "softshrink": "F.softshrink(x, lambd)",
        "threshold": "F.threshold(x, threshold, value)",
        "thresholded_relu": "F.threshold(x, theta, 0.0)",
    },
    "jax": {
        "binary_step": "jnp.heaviside(x - threshold, 1.0)",
        "celu": "celu(x, alpha)",
        "elu": "elu(x, alpha)",
        "leaky_relu": "leaky_relu(x, negative_slope)",
        "squareplus": "squareplus(x, b)",
    },
    "keras": {
        "binary_step": "keras.ops.heaviside(x - threshold, 1.0)",
        "celu": "celu(x, alpha)",
        "elu": "elu(x, alpha)",
        "hardshrink": "hard_shrink(x, lambd)",
        "leaky_relu": "leaky_relu(x, negative_slope)",
        "prelu": "PReLU(keras.initializers.Constant(alpha), dtype=str(x.dtype))(x)",
        "relu_general": "relu(x, negative_slope, max_value, threshold)",
        "softshrink": "soft_shrink(x, lambd)",
        "squareplus": "squareplus(x, b)",
        "threshold": "keras.activations.threshold(x, threshold, value)",
        "thresholded_relu": "relu(x, threshold=theta)",
    },
    "flax": {"prelu": "PReLU(param_dtype=x.dtype).init_with_output(jax.random.key(0), x)[0]"},
    "tf": {
        "crelu": "tf.nn.crelu(x)",
        "hard_tanh": "tf.clip_by_value(x, min_val, max_val)",
        "leaky_relu": "leaky_relu(x, negative_slope)",
        "swish": "silu(x, beta)",
    },
    "mlx": {
        "binary_step": "nn.step(x, threshold)",
        "celu": "nn.celu(x, alpha)",
        "elu": "nn.elu(x, alpha)",
        "hard_tanh": "nn.hard_tanh(x, min_val, max_val)",
        "hardshrink": "nn.hard_shrink(x, lambd)",
        "leaky_relu": "nn.leaky_relu(x, negative_slope)",
        "prelu": "nn.prelu(x, mx.array(alpha).astype(x.dtype))",
        "softshrink": "nn.softshrink(x, lambd)",
    },
    "tinygrad": {
        "celu": "celu(x, alpha)",
        "elu": "elu(x, alpha)",
        "hard_sigmoid": "hardsigmoid(x, slope, offset)",
        "hard_tanh": "hardtanh(x, min_val, max_val)",
        "leaky_relu": "leaky_relu(x, negative_slope)",
        "softplus": "softplus(x, beta)",
    },
    "paddle": {
        "binary_step": "paddle.heaviside(x - threshold, paddle.ones_like(x))",
        "celu": "F.celu(x, alpha)",
        "elu": "F.elu(x, alpha)",
        "hard_sigmoid": "F.hardsigmoid(x, slope, offset)",
        "hard_tanh": "F.hardtanh(x, min_val, max_val)",
        "hardshrink": "F.hardshrink(x, lambd)",
        "leaky_relu": "F.leaky_relu(x, negative_slope)",
        "maxout": "F.maxout(x.reshape([-1, x.shape[-1], 1, 1]), 2, axis=1).reshape([x.shape[0], -1])",
        "prelu": "F.prelu(x, paddle.to_tensor([alpha], dtype=x.dtype))",
        "rrelu": "F.rrelu(x, training=False)",
        "scaled_tanh": "paddle.stanh(x, beta, alpha)",
        "selu": "F.selu(x, scale, alpha)",
        "softplus": "F.softplus(x, beta)",
        "softshrink": "F.softshrink(x, lambd)",
        "threshold": "F.thresholded_relu(x, threshold, value)",
        "thresholded_relu": "F.thresholded_relu(x, theta)",
    },
    "onnx": {
        "celu": "Celu(x, alpha=alpha)",
        "elu": "Elu(x, alpha=alpha)",
        "gelu": "Gelu(x)",
        "hard_sigmoid": "HardSigmoid(x, alpha=slope, beta=offset)",
        "hard_tanh": "Clip(x, x.dtype.type(-1), x.dtype.type(1))",
        "hardshrink": "Shrink(x, lambd=lambd)",
        "leaky_relu": "LeakyRelu(x, alpha=negative_slope)",
        "prelu": "PRelu(x, x.dtype.type(alpha))",
        "relu6": "Clip(x, x.dtype.type(0), x.dtype.type(6))",
        "selu": "Selu(x, alpha=alpha, gamma=scale)",
        "shrink": "Shrink(x, lambd=lambd, bias=bias)",
        "softshrink": "Shrink(x, lambd=0.5, bias=0.5)",
        "swiglu": "SwiGLU(x[..., : x.shape[-1] // 2], x[..., x.shape[-1] // 2 :], alpha=alpha)",
        "swish": "Swish(x, alpha=beta)",
        "thresholded_relu": "ThresholdedRelu(x, alpha=theta)",
    },
    "ort": {
        "celu": "Celu(x, alpha=alpha)",
        "quick_gelu": "QuickGelu(x)",
        "selu": "Selu(x, alpha=alpha, gamma=scale)",
        "shrink": "Shrink(x, lambd=lambd, bias=bias)",
    },
}

#: Why a function is not called.
NOT_CALLED: Mapping[str, Mapping[str, str]] = {
    "onnx": {
        "affine": "an activation of RNN, GRU and LSTM",
        "binary_step": "an operator of ai.onnx.ml",
        "scaled_tanh": "an activation of RNN, GRU and LSTM",
        "softcap": "an attribute of Attention",
    },
    "ort": {
        "affine": "in opsets up to 10",
        "clamped_swiglu": "has no CPU kernel",
        "geglu": "has no CPU kernel",
        "parametric_softplus": "in opsets up to 10",
        "scaled_silu": "an activation of no operator of its own",
        "scaled_tanh": "in opsets up to 10",
        "softcap": "an attribute of GroupQueryAttention",
        "softmax_sink": "an attribute of GroupQueryAttention",
        "swiglu": "has no CPU kernel",
        "swiglu_step": "an attribute of MoE",
    },
    "hf": {"geglu_tanh": "a feed-forward block of models", "snake_beta": "a layer of models"},
    "tinygrad": {"prelu": "an operator of the ONNX front end"},
}
