"""The libraries that can be run, and what loads each."""

from __future__ import annotations

import os
from collections import ChainMap
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import numpy as np

import conformance_engines
from conformance_library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from actcli.numbers.array import Array
    from conformance_library import Call


def _names(modules: str, **more: Any) -> Mapping[str, Any]:
    """Return the names of some modules, the first one first, and the modules themselves by their first name."""
    loaded = [import_module(name) for name in modules.split()]
    roots = {name.partition(".")[0]: import_module(name.partition(".")[0]) for name in modules.split()}
    return ChainMap(more, *map(vars, loaded), roots)


def _numpy() -> Library:
    return Library("numpy", _names("numpy"), np.ndarray.astype, types=("float64", "float32", "float16"))


def _scipy() -> Library:
    return Library("scipy", _names("scipy.special"), np.ndarray.astype, types=("float64", "float32"))


def _sklearn() -> Library:
    functions = import_module("sklearn.neural_network._base").ACTIVATIONS

    def of_copy(write: Callable[[Array], None]) -> Call:
        def call(x: Array) -> Array:
            y = np.atleast_2d(x.copy())
            write(y)
            return y.reshape(x.shape)

        return call

    names = {name: of_copy(write) for name, write in functions.items()}
    return Library("scikit-learn", names, np.ndarray.astype, types=("float64", "float32"))


def _torch_parts() -> tuple[Any, ...]:
    torch = import_module("torch")

    def slope(call: Call, x: Any) -> Any:
        x.requires_grad_(True)  # noqa: FBT003  # torch's own spelling
        return torch.autograd.grad(call(x).sum(), x)[0]

    return (
        lambda x, name: torch.tensor(np.ascontiguousarray(x), dtype=getattr(torch, name)),
        lambda y: y.detach().double().numpy(),
        slope,
    )


def _torch() -> Library:
    functional = import_module("torch.nn.functional")
    return Library("torch", _names("torch.nn.functional torch.nn torch", F=functional), *_torch_parts())


def _of_identity(layer: Any, x: Any) -> Any:
    """Return a layer's values where its linear parts are the identity."""
    init = import_module("torch").nn.init
    for part in layer.modules():
        if hasattr(part, "in_features") and hasattr(part, "bias"):
            init.eye_(part.weight)
            init.zeros_(part.bias)
    return layer.to(x.dtype).eval()(x)


def _torch_activation() -> Library:
    return Library("torch-activation", _names("torch_activation torch"), *_torch_parts())


def _nonlinear() -> Library:
    found = _names("nonlinear torch")

    def of_one_channel(made: type) -> Call:
        return lambda x: made(1).to(x.dtype)(x.reshape(-1, 1)).reshape(x.shape)

    channels = found["ChannelBasedActivationFunction"]
    more = {name: of_one_channel(each) for name, each in vars(found["nonlinear"]).items() if _is_a(each, channels)}
    return Library("nonlinear", {**found, **more}, *_torch_parts())


def _is_a(made: Any, base: type) -> bool:
    return isinstance(made, type) and issubclass(made, base)


def _acttensor() -> Library:
    return Library("ActTensor-tf", _names("ActTensor_tf tensorflow"), *_tensorflow_parts())


def _echo() -> Library:
    folder = import_module("echoAI.Activation.Torch").__path__
    modules = " ".join(f"echoAI.Activation.Torch.{each.name}" for each in iter_modules(folder))
    return Library("echoAI", _names(f"echoAI.Activation.Torch.functional {modules} torch"), *_torch_parts())


def _timm() -> Library:
    names = _names("timm.layers timm.layers.activations torch", of_identity=_of_identity)
    return Library("timm", names, *_torch_parts())


def _diffusers() -> Library:
    names = _names("diffusers.models.activations torch", of_identity=_of_identity)
    more = {"SnakeBeta": import_module("diffusers.pipelines.ltx2.vocoder").SnakeBeta}
    return Library("diffusers", {**names, **more}, *_torch_parts())


def _transformers() -> Library:
    functions = import_module("transformers.activations").ACT2FN

    def of_type(name: str) -> Call:
        return lambda x: functions[name].to(x.dtype)(x)

    return Library("transformers", {name: of_type(name) for name in functions}, *_torch_parts())


def _jax_parts() -> tuple[Any, ...]:
    jax = import_module("jax")

    jax.config.update("jax_enable_x64", True)  # noqa: FBT003  # jax's own spelling

    def slope(call: Call, x: Any) -> Any:
        y, back = jax.vjp(call, x)
        return back(jax.numpy.ones_like(y))[0]

    return lambda x, name: jax.numpy.asarray(x, dtype=name), np.asarray, slope


def _jax() -> Library:
    return Library("jax", _names("jax.nn jax", jnp=import_module("jax.numpy")), *_jax_parts())


def _keras() -> Library:
    os.environ["KERAS_BACKEND"] = "jax"
    return Library("keras", _names("keras.activations keras.layers keras"), *_jax_parts())


def _flax() -> Library:
    return Library("flax", _names("flax.linen flax jax"), *_jax_parts())


def _tinygrad() -> Library:
    tinygrad = import_module("tinygrad")
    tensor, dtypes = tinygrad.Tensor, tinygrad.dtypes

    names = {name: getattr(tensor, name) for name in dir(tensor)}
    return Library(
        "tinygrad",
        names,
        lambda x, name: tensor(np.ascontiguousarray(x), dtype=getattr(dtypes, name)),
        lambda y: y.numpy(),
        lambda call, x: call(x).sum().gradient(x)[0],
        types=("float64", "float32"),
    )


def _mlx() -> Library:
    mx = import_module("mlx.core")

    mx.set_default_device(mx.cpu)
    return Library(
        "mlx",
        _names("mlx.nn mlx.core", mx=mx, nn=import_module("mlx.nn")),
        lambda x, name: mx.array(np.ascontiguousarray(x), dtype=mx.float64).astype(getattr(mx, name)),
        lambda y: np.array(y.astype(mx.float64)),
        lambda call, x: mx.vjp(call, [x], [mx.ones_like(x)])[1][0],
    )


def _paddle() -> Library:
    paddle = import_module("paddle")

    return Library(
        "paddlepaddle",
        _names("paddle.nn.functional paddle.nn paddle", nn=paddle.nn, F=paddle.nn.functional),
        lambda x, name: paddle.to_tensor(np.ascontiguousarray(x), dtype=name, stop_gradient=False),
        lambda y: y.numpy(),
        lambda call, x: paddle.grad(call(x).sum(), x)[0],
        types=("float64", "float32"),
    )


def _tensorflow_parts() -> tuple[Any, ...]:
    tf = import_module("tensorflow")

    def slope(call: Call, x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = call(x)
        return tape.gradient(y, x)

    return lambda x, name: tf.constant(x, dtype=name), lambda y: y.numpy(), slope


def _tensorflow() -> Library:
    tf = import_module("tensorflow")
    return Library("tensorflow-cpu", _names("tensorflow", tf=tf) | vars(tf.nn), *_tensorflow_parts())


def _tensorflow_addons() -> Library:
    names = _names("tensorflow_addons.activations tensorflow")
    return Library("tensorflow-addons", names, *_tensorflow_parts())


def _mxnet() -> Library:
    array = import_module("mxnet.ndarray").array
    return Library(
        "mxnet",
        _names("mxnet.ndarray mxnet"),
        lambda x, name: array(np.ascontiguousarray(x), dtype=name),
        lambda y: y.asnumpy(),
        types=("float64", "float32", "float16"),
    )


#: What loads each library, by its key in the records; it fails with ImportError where the library is not installed.
LOADERS: Mapping[str, Callable[[], Library]] = {
    "numpy": _numpy,
    "scipy": _scipy,
    "sklearn": _sklearn,
    "torch": _torch,
    "jax": _jax,
    "keras": _keras,
    "flax": _flax,
    "tf": _tensorflow,
    "hf": _transformers,
    "mlx": _mlx,
    "tinygrad": _tinygrad,
    "paddle": _paddle,
    "onnx": conformance_engines.onnx,
    "ort": conformance_engines.onnxruntime,
    "tfa": _tensorflow_addons,
    "mxnet": _mxnet,
    "timm": _timm,
    "diffusers": _diffusers,
    "torch_activation": _torch_activation,
    "nonlinear": _nonlinear,
    "acttensor": _acttensor,
    "echo": _echo,
    "openvino": conformance_engines.openvino,
    "tflite": conformance_engines.litert,
    "ncnn": conformance_engines.ncnn,
    "mnn": conformance_engines.mnn,
}
