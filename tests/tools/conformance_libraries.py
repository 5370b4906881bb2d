"""The libraries that can be run: how each is given numbers, asked for slopes, and called."""

from __future__ import annotations

import os
import warnings
from collections import ChainMap
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from actcli.numbers.array import Array

    #: A function of the library's arrays.
    Call: TypeAlias = Callable[[Any], Any]


class Library(NamedTuple):
    """A library that is installed.

    Attributes
    ----------
    package
        The distribution, for its version.
    names
        What the names of records and calls mean.
    tensor
        Makes the library's array of float64 numbers and the name of a type.
    array
        Makes a NumPy array of the library's, of any type.
    slope
        Differentiates a function of one array, elementwise; None where the library can't.
    types
        The number types in which it computes.
    """

    package: str
    names: Mapping[str, Any]
    tensor: Callable[[Array, str], Any]
    array: Callable[[Any], Any] = np.asarray
    slope: Callable[[Call, Any], Any] | None = None
    types: tuple[str, ...] = ("float64", "float32", "bfloat16", "float16")

    @property
    def version(self) -> str:
        return metadata.version(self.package).partition("+")[0]

    def run(self, call: Call, x: Array, number_type: str, *, slope: bool = False) -> Array:
        """Return a function's values, or its slopes, at float64 points."""
        given = self.tensor(x, number_type)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = self.slope(call, given) if slope and self.slope else call(given)
            return np.array(self.array(found), dtype=np.float64)


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


def _tensorflow() -> Library:
    tf = import_module("tensorflow")

    def slope(call: Call, x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = call(x)
        return tape.gradient(y, x)

    return Library(
        "tensorflow-cpu",
        _names("tensorflow", tf=tf) | vars(tf.nn),
        lambda x, name: tf.constant(x, dtype=name),
        lambda y: y.numpy(),
        slope,
    )


def _one_node(run: Callable[[Any, dict[str, Array]], Array], domain: str, name: str, opset: int) -> Callable[..., Any]:
    """Return a function that runs a model of one operator: the inputs by position, the attributes by name."""
    helper = import_module("onnx").helper

    def call(*inputs: Any, **attributes: Any) -> Array:
        given = {f"i{i}": np.asarray(each) for i, each in enumerate(inputs) if each is not None}
        node = helper.make_node(
            name,
            [f"i{i}" if each is not None else "" for i, each in enumerate(inputs)],
            ["y"],
            domain=domain,
            **attributes,
        )
        described = [
            helper.make_tensor_value_info(key, helper.np_dtype_to_tensor_dtype(each.dtype), each.shape)
            for key, each in given.items()
        ]
        y = helper.make_tensor_value_info("y", described[0].type.tensor_type.elem_type, None)
        opsets = (
            [helper.make_opsetid("", opset), helper.make_opsetid(domain, 1)]
            if domain
            else [helper.make_opsetid("", opset)]
        )
        model = helper.make_model(helper.make_graph([node], "one", described, [y]), opset_imports=opsets, ir_version=10)
        return run(model, given)

    return call


def _onnx() -> Library:
    onnx = import_module("onnx")
    reference = import_module("onnx.reference")

    def run(model: Any, given: dict[str, Array]) -> Array:
        found: Array = reference.ReferenceEvaluator(model).run(None, given)[0]
        return found

    operators = {
        s.name: _one_node(run, "", s.name, onnx.defs.onnx_opset_version()) for s in onnx.defs.get_all_schemas()
    }
    return Library("onnx", operators, np.ndarray.astype, types=("float64", "float32"))


def _onnxruntime() -> Library:
    onnxruntime = import_module("onnxruntime")
    state = import_module("onnxruntime.capi.onnxruntime_pybind11_state")

    def run(model: Any, given: dict[str, Array]) -> Array:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        found: Array = onnxruntime.InferenceSession(model.SerializeToString(), options).run(None, given)[0]
        return found

    plain: dict[str, Call] = {}
    contributed: dict[str, Call] = {}
    for schema in state.get_all_operator_schema():
        if schema.domain in {"", "com.microsoft"}:
            names = contributed if schema.domain else plain
            names[schema.name] = _one_node(run, schema.domain, schema.name, 24)
    com = type("com", (), {"microsoft": type("microsoft", (), {k: staticmethod(v) for k, v in contributed.items()})})
    return Library("onnxruntime", {**contributed, **plain, "com": com}, np.ndarray.astype, types=("float64", "float32"))


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
    "onnx": _onnx,
    "ort": _onnxruntime,
}
