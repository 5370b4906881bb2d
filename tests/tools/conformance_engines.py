"""The engines that run models: each function is a model of one operator, which is built and run."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from conformance_library import Library

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from actcli.numbers.array import Array
    from conformance_library import Call

    #: Runs a model of one operator: its name, the inputs, and its attributes.
    Run: TypeAlias = Callable[..., Array]


class _Operators(dict[str, "Callable[..., Array]"]):
    """The operators of an engine by name: one that it lacks fails when it is run."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run

    def __missing__(self, name: str) -> Callable[..., Array]:
        return lambda *inputs, **attributes: self._run(name, *inputs, **attributes)


def _engine(package: str, run: Run) -> Library:
    return Library(package, _Operators(run), lambda x, _: np.ascontiguousarray(x, np.float32), types=("float32",))


def ncnn() -> Library:
    """ncnn: the parameters of a layer follow its input, in the order of their ids."""
    loaded = import_module("ncnn")

    def run(name: str, x: Array, *parameters: float) -> Array:
        if not np.isfinite(parameters).all():
            raise ValueError(parameters)  # the format has no infinity
        net = loaded.Net()
        given = " ".join(f"{i}={value}" for i, value in enumerate(parameters))
        net.load_param_mem(f"7767517\n2 2\nInput input 0 1 x\n{name} one 1 1 x y {given}\n")
        net.load_model_mem(b"")
        extractor = net.create_extractor()
        extractor.input("x", loaded.Mat(x).clone())
        return np.array(extractor.extract("y")[1])

    return _engine("ncnn", run)


def openvino() -> Library:
    """OpenVINO: inputs after the first are constants; attributes have their names."""
    loaded = import_module("openvino")
    operators = import_module("openvino.opset15")
    factory = import_module("openvino.utils.node_factory").NodeFactory("opset15")
    core = loaded.Core()

    def run(name: str, x: Array, *constants: float, **attributes: Any) -> Array:
        given = operators.parameter(x.shape, np.float32)
        inputs = [given, *(operators.constant(np.float32(each)) for each in constants)]
        made = factory.create(name, [each.output(0) for each in inputs], attributes)
        model = loaded.Model([made.output(0)], [given])
        found: Array = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})(x)[0]
        return found

    return _engine("openvino", run)


def litert() -> Library:
    """TensorFlow Lite: the attributes of an operator are the fields of its options."""
    schema = import_module("ai_edge_litert.schema_py_generated")
    interpreter = import_module("ai_edge_litert.interpreter").Interpreter

    def run(name: str, *inputs: Array, **attributes: Any) -> Array:
        running = interpreter(model_content=_litert_model(schema, name, inputs, attributes))
        running.allocate_tensors()
        for described, each in zip(running.get_input_details(), inputs, strict=True):
            running.set_tensor(described["index"], each)
        running.invoke()
        found: Array = running.get_tensor(running.get_output_details()[0]["index"])
        return found

    return _engine("ai-edge-litert", run)


def _filled(made: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def _litert_model(schema: Any, name: str, inputs: tuple[Array, ...], attributes: Mapping[str, Any]) -> bytes:
    """Return a model of one operator, whose result has the shape of the first input."""
    n = len(inputs)
    tensors = [
        _filled(schema.TensorT(), shape=list(each.shape), type=schema.TensorType.FLOAT32, buffer=0, name=b"%d" % i)
        for i, each in enumerate((*inputs, inputs[0]))
    ]
    operator = _filled(schema.OperatorT(), opcodeIndex=0, inputs=range(n), outputs=[n])
    options = "".join(part.capitalize() for part in name.split("_")) + "Options"
    if hasattr(schema.BuiltinOptions, options):
        operator.builtinOptionsType = getattr(schema.BuiltinOptions, options)
        operator.builtinOptions = _filled(getattr(schema, f"{options}T")(), **attributes)
    code = getattr(schema.BuiltinOperator, name)
    graph = _filled(schema.SubGraphT(), tensors=tensors, inputs=range(n), outputs=[n], operators=[operator])
    model = _filled(
        schema.ModelT(),
        version=3,
        operatorCodes=[_filled(schema.OperatorCodeT(), builtinCode=code, deprecatedBuiltinCode=min(code, 127))],
        subgraphs=[graph],
        buffers=[schema.BufferT()],
    )
    builder = import_module("flatbuffers").Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def mnn() -> Library:
    """MNN: the unary operators, in a model that its converter makes of JSON."""
    expressions = import_module("MNN.expr")
    load = import_module("MNN.nn").load_module_from_file
    convert = import_module("_tools").mnnconvert

    def run(name: str, x: Array) -> Array:
        made = {
            "oplists": [
                _mnn_operator("Input", 0, [], {"dims": x.shape, "dtype": "DT_FLOAT", "dformat": "NCHW"}),
                _mnn_operator("UnaryOp", 1, [0], {"opType": name, "T": "DT_FLOAT"}),
            ],
            "outputName": ["1"],
            "tensorName": ["0", "1"],
        }
        with TemporaryDirectory() as folder:
            source, model = Path(folder, "one.json"), Path(folder, "one.mnn")
            source.write_text(json.dumps(made), encoding="utf-8")
            convert(["", "-f", "JSON", "--modelFile", str(source), "--MNNModel", str(model), "--bizCode", "MNN"])
            module = load(str(model), ["0"], ["1"])
            given = expressions.const(x, x.shape, expressions.NCHW)
            return np.array(module.forward([given])[0].read())

    return _engine("MNN", run)


def _mnn_operator(kind: str, index: int, inputs: list[int], main: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "type": kind,
        "name": str(index),
        "inputIndexes": inputs,
        "outputIndexes": [index],
        "main_type": kind,
        "main": main,
    }


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


def onnx() -> Library:
    """ONNX, which its reference evaluator runs."""
    loaded = import_module("onnx")
    reference = import_module("onnx.reference")

    def run(model: Any, given: dict[str, Array]) -> Array:
        found: Array = reference.ReferenceEvaluator(model).run(None, given)[0]
        return found

    operators = {
        s.name: _one_node(run, "", s.name, loaded.defs.onnx_opset_version()) for s in loaded.defs.get_all_schemas()
    }
    return Library("onnx", operators, np.ndarray.astype, types=("float64", "float32"))


def onnxruntime() -> Library:
    """ONNX Runtime, on the CPU."""
    loaded = import_module("onnxruntime")
    state = import_module("onnxruntime.capi.onnxruntime_pybind11_state")

    def run(model: Any, given: dict[str, Array]) -> Array:
        options = loaded.SessionOptions()
        options.log_severity_level = 4
        found: Array = loaded.InferenceSession(model.SerializeToString(), options).run(None, given)[0]
        return found

    plain: dict[str, Call] = {}
    contributed: dict[str, Call] = {}
    for schema in state.get_all_operator_schema():
        if schema.domain in {"", "com.microsoft"}:
            names = contributed if schema.domain else plain
            names[schema.name] = _one_node(run, schema.domain, schema.name, 24)
    com = type("com", (), {"microsoft": type("microsoft", (), {k: staticmethod(v) for k, v in contributed.items()})})
    return Library("onnxruntime", {**contributed, **plain, "com": com}, np.ndarray.astype, types=("float64", "float32"))
