"""The origins of functions: families, papers, and their names in the libraries."""

from __future__ import annotations

from collections.abc import Mapping

from actcli.frozen import NOTHING, Value
from actcli.spelling import normalize

#: Libraries by key in the order in which they are shown: the name, and the version, commit or day for which names,
#: defaults, slopes and notes hold; a note about another version names it. Those that install as packages of Python were
#: run on a CPU; of DirectML and BNNS the documentation was read, of the others the source. Each has a page in
#: functions/libraries/.
_LIBRARIES: Mapping[str, tuple[str, str]] = {
    "torch": ("PyTorch", "2.13.0"),
    "jax": ("JAX", "0.10.2"),
    "keras": ("Keras", "3.15.1"),
    "onnx": ("ONNX", "1.23.2"),
    "tf": ("TensorFlow", "2.21.0"),
    "tfa": ("TensorFlow Addons", "0.23.0"),
    "mlx": ("MLX", "0.32.4"),
    "hf": ("Hugging Face Transformers", "5.24.0"),
    "flax": ("Flax", "0.12.8"),
    "tinygrad": ("tinygrad", "0.14.0"),
    "paddle": ("PaddlePaddle", "3.3.1"),
    "nnlib": ("NNlib.jl", "0.9.36"),
    "sklearn": ("scikit-learn", "1.9.1"),
    "ort": ("ONNX Runtime", "1.32.0"),
    "numpy": ("NumPy", "2.4.6"),
    "scipy": ("SciPy", "1.17.1"),
    "vllm": ("vLLM", "0.33.0"),
    "sglang": ("SGLang", "0.5.23"),
    "ggml": ("ggml", "d99724f"),
    "te": ("TransformerEngine", "d0067d0"),
    "megatron": ("Megatron-LM", "2026-08-22"),
    "liger": ("Liger Kernel", "ead96b6"),
    "flashinfer": ("FlashInfer", "fb28d72"),
    "aiter": ("aiter", "e404860"),
    "exllamav3": ("exllamav3", "4f8ad01"),
    "mlxlm": ("mlx-lm", "0.32.2"),
    "cudnn": ("cuDNN", "3929da2"),
    "tensorrt": ("TensorRT", "a892d22"),
    "onednn": ("oneDNN", "3f27bec"),
    "openvino": ("OpenVINO", "2026.4.1"),
    "directml": ("DirectML", "documentation"),
    "webnn": ("WebNN", "c515210"),
    "coreml": ("Core ML", "e0e2f42"),
    "bnns": ("Apple BNNS", "documentation"),
    "tflite": ("TensorFlow Lite", "2.3.0"),
    "ncnn": ("ncnn", "1.0.20261020"),
    "mnn": ("MNN", "3.6.1"),
    "candle": ("candle", "2a13b0f"),
    "burn": ("Burn", "2c06be3"),
    "dlib": ("dlib", "3d40bf5"),
    "ttnn": ("TT-NN", "36b092e"),
    "mxnet": ("MXNet", "1.9.1"),
    "timm": ("timm", "1.0.31"),
    "diffusers": ("Diffusers", "0.42.1"),
    "darknet": ("Darknet", "59596d7"),
    "torch_activation": ("torch_activation", "1.0.0"),
    "nonlinear": ("nonlinear", "0.0.17"),
    "acttensor": ("ActTensor", "1.0.0"),
    "echo": ("Echo", "0.1.3"),
    "ai_on_browser": ("ai-on-browser", "566b19c"),
    "other": ("elsewhere", ""),
}
LIBRARIES: Mapping[str, str] = {key: name for key, (name, _) in _LIBRARIES.items()}
VERSIONS: Mapping[str, str] = {key: version for key, (_, version) in _LIBRARIES.items()}

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
