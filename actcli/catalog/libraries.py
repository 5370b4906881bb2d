"""The origins of functions: families, papers, and their names in the libraries."""

from __future__ import annotations

from collections.abc import Mapping

from actcli.frozen import NOTHING, Value
from actcli.spelling import normalize

#: Library keys in the order in which they are shown; each has a page in functions/libraries/.
LIBRARIES: Mapping[str, str] = {
    "torch": "PyTorch",
    "jax": "JAX",
    "keras": "Keras",
    "onnx": "ONNX",
    "tf": "TensorFlow",
    "tfa": "TensorFlow Addons",
    "mlx": "MLX",
    "hf": "Hugging Face Transformers",
    "flax": "Flax",
    "tinygrad": "tinygrad",
    "paddle": "PaddlePaddle",
    "nnlib": "NNlib.jl",
    "sklearn": "scikit-learn",
    "ort": "ONNX Runtime",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "vllm": "vLLM",
    "sglang": "SGLang",
    "ggml": "ggml",
    "te": "TransformerEngine",
    "megatron": "Megatron-LM",
    "liger": "Liger Kernel",
    "flashinfer": "FlashInfer",
    "aiter": "aiter",
    "exllamav3": "exllamav3",
    "mlxlm": "mlx-lm",
    "cudnn": "cuDNN",
    "tensorrt": "TensorRT",
    "onednn": "oneDNN",
    "openvino": "OpenVINO",
    "directml": "DirectML",
    "webnn": "WebNN",
    "coreml": "Core ML",
    "bnns": "Apple BNNS",
    "tflite": "TensorFlow Lite",
    "ncnn": "ncnn",
    "mnn": "MNN",
    "candle": "candle",
    "burn": "Burn",
    "dlib": "dlib",
    "ttnn": "TT-NN",
    "mxnet": "MXNet",
    "timm": "timm",
    "diffusers": "Diffusers",
    "darknet": "Darknet",
    "torch_activation": "torch_activation",
    "nonlinear": "nonlinear",
    "acttensor": "ActTensor",
    "echo": "Echo",
    "ai_on_browser": "ai-on-browser",
    "other": "elsewhere",
}

#: The version, commit or day of each library for which names, defaults, slopes and notes hold. Those that install as
#: packages of Python were run on a CPU; of DirectML and BNNS the documentation was read, of the others the source. A
#: note about another version names it.
VERSIONS: Mapping[str, str] = {
    "torch": "2.13.0",
    "jax": "0.10.2",
    "keras": "3.15.1",
    "onnx": "1.23.2",
    "tf": "2.21.0",
    "tfa": "0.23.0",
    "mlx": "0.32.4",
    "hf": "5.24.0",
    "flax": "0.12.8",
    "tinygrad": "0.14.0",
    "paddle": "3.3.1",
    "nnlib": "0.9.36",
    "sklearn": "1.9.1",
    "ort": "1.32.0",
    "numpy": "2.4.6",
    "scipy": "1.17.1",
    "vllm": "0.33.0",
    "sglang": "0.5.23",
    "ggml": "d99724f",
    "te": "d0067d0",
    "megatron": "2026-08-22",
    "liger": "ead96b6",
    "flashinfer": "fb28d72",
    "aiter": "e404860",
    "exllamav3": "4f8ad01",
    "mlxlm": "0.32.2",
    "cudnn": "3929da2",
    "tensorrt": "a892d22",
    "onednn": "3f27bec",
    "openvino": "2026.4.1",
    "directml": "documentation",
    "webnn": "c515210",
    "coreml": "e0e2f42",
    "bnns": "documentation",
    "tflite": "2.3.0",
    "ncnn": "1.0.20261020",
    "mnn": "3.6.1",
    "candle": "2a13b0f",
    "burn": "2c06be3",
    "dlib": "3d40bf5",
    "ttnn": "36b092e",
    "mxnet": "1.9.1",
    "timm": "1.0.31",
    "diffusers": "0.42.1",
    "darknet": "59596d7",
    "torch_activation": "1.0.0",
    "nonlinear": "0.0.17",
    "acttensor": "1.0.0",
    "echo": "0.1.3",
    "ai_on_browser": "566b19c",
}

#: Further names of libraries, besides their keys and the names that are shown.
_ALSO: Mapping[str, str] = {"huggingface": "hf", "transformers": "hf", "llama.cpp": "ggml"}
#: The number of words in the longest name of a library: Hugging Face Transformers.
_LONGEST = 3

#: Families in the order of galleries and lists.
FAMILIES: Mapping[str, str] = {
    "linear": "Linear and steps",
    "rectifier": "Rectifiers",
    "threshold": "Thresholded and piecewise linear",
    "hard": "Hard approximations",
    "shrink": "Shrinkage",
    "exponential": "Exponential units",
    "sigmoid": "Sigmoids",
    "tanh": "Hyperbolic tangents",
    "algebraic": "Algebraic",
    "softplus": "Softplus and variants",
    "swish": "Swish and variants",
    "gelu": "Gaussian error units",
    "periodic": "Periodic and bell-shaped",
    "vector": "Over a vector",
    "gated": "Gated",
    "user": "Yours",
}


def library_key(name: str) -> str | None:
    """Return the key of the library with this name, ignoring case, blanks and hyphens; None if unknown."""
    wanted = normalize("".join(name.split()))
    for key, shown in LIBRARIES.items():
        if key != "other" and wanted in {key, normalize("".join(shown.split()))}:
            return key
    return _ALSO.get(wanted)


def split_libraries(search: str) -> tuple[set[str], list[str]]:
    """Split a search into the keys of the libraries that it names, and its other words."""
    keys: set[str] = set()
    rest: list[str] = []
    words = search.split()
    while words:
        lengths = range(min(_LONGEST, len(words)), 0, -1)
        found = next(((key, n) for n in lengths if (key := library_key(" ".join(words[:n])))), None)
        if found is None:
            rest.append(words.pop(0))
        else:
            keys.add(found[0])
            del words[: found[1]]
    return keys, rest


class Paper(Value):
    """The paper that introduced a function; ``arxiv`` is given only if the number has been checked."""

    authors: str
    year: int
    title: str
    arxiv: str = ""

    def __str__(self) -> str:
        where = f", arXiv:{self.arxiv}" if self.arxiv else ""
        return f'{self.authors} ({self.year}), "{self.title}"{where}'


class LibraryEntry(Value):
    """The name of a function in a library, with what differs there.

    Attributes
    ----------
    name
        The exact name or call.
    defaults
        Defaults that differ from ours, by our parameter names.
    note
        Any other difference, as a clause.
    variants
        Those of several names that mean the function with other parameters, which are text as in a SPEC.
    """

    name: str
    defaults: Mapping[str, float] = NOTHING
    note: str = ""
    variants: Mapping[str, str] = NOTHING

    def explained(self, function: str) -> str:
        """Return what each variant is, and the note."""
        parts = [f"{name} is {function}:{parameters}" for name, parameters in self.variants.items()]
        return "; ".join(filter(None, [*parts, self.note]))


def in_libraries(**names: str | LibraryEntry) -> Mapping[str, LibraryEntry]:
    """Name a function in libraries, by keys of LIBRARIES; a plain string where nothing differs."""
    return {key: LibraryEntry(value) if isinstance(value, str) else value for key, value in names.items()}
