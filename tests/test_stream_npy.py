"""Arrays through the filter: shape, dtype and order kept; headers that lie."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from actcli import get
from actcli.cli.boundary import run
from actcli.io.npy import BLOCK
from actcli.numbers.formats import FLOAT_FORMATS
from actcli.numbers.style import Style
from filtering import answered

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

X = np.linspace(-3, 3, 24).reshape(2, 3, 4)


def npy(array: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def through(array: NDArray[Any], spec: str = "softsign", **options: Any) -> NDArray[Any]:  # noqa: ANN401  # reason: those of run
    out, error = answered(npy(array), spec, **options)
    assert error == ""
    return np.load(io.BytesIO(out))  # type: ignore[no-any-return]  # reason: typed Any


@pytest.mark.parametrize("dtype", ["<f8", ">f8", "<f4", ">f4", "<f2", ">f2"])
@pytest.mark.parametrize("shape", [(24,), (2, 3, 4), (24, 1), (1, 24)])
def test_shape_and_dtype_are_kept(dtype: str, shape: tuple[int, ...]) -> None:
    array = X.astype(dtype).reshape(shape)
    got = through(array)
    assert got.dtype.str == dtype
    np.testing.assert_array_equal(got, get("softsign")(array))


@pytest.mark.parametrize("dtype", ["?", "i1", "u1", "<i2", ">i4", "u8", "i8"])
def test_integers_become_float64(dtype: str) -> None:
    array = np.arange(5).astype(dtype)
    got = through(array)
    assert got.dtype == np.float64
    np.testing.assert_array_equal(got, get("softsign")(array.astype(float)))


def test_the_order_of_axes_is_kept() -> None:
    got = through(np.asfortranarray(X))
    assert got.flags.f_contiguous
    np.testing.assert_array_equal(got, get("softsign")(X))


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (0, 5)])
def test_arrays_of_one_value_and_none(shape: tuple[int, ...]) -> None:
    array = np.full(shape, 3.0)
    got = through(array)
    assert got.shape == shape
    np.testing.assert_array_equal(got, np.full(shape, 0.75))


@pytest.mark.parametrize("size", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17])
def test_blocks_join(size: int) -> None:
    array = np.arange(size, dtype=np.float32)
    np.testing.assert_array_equal(through(array, "linear"), array)


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
def test_versions_of_the_format(version: tuple[int, int]) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, X, version=version)
    np.testing.assert_array_equal(np.load(io.BytesIO(answered(buffer.getvalue(), "linear")[0])), X)


def test_number_formats_choose_the_dtype() -> None:
    got = through(X, "linear", style=Style(FLOAT_FORMATS["bfloat16"]))
    assert got.dtype == np.float32
    np.testing.assert_array_equal(got, FLOAT_FORMATS["bfloat16"].round(X))


def test_text_formats_spell_every_dtype_as_float64() -> None:
    array = np.array([[0.1, -1], [2, 3]], dtype=np.float32)
    expected = b"x,linear\n0.10000000149011612,0.10000000149011612\n-1,-1\n2,2\n3,3\n"
    assert answered(npy(array), "linear", form="csv") == (expected, "")
    assert answered(npy(np.asfortranarray(array)), "linear", form="csv") == (expected, "")


def test_integers_are_spelled_as_float64() -> None:
    array = np.array([-1, 3])
    assert answered(npy(array), "elu", form="csv")[0] == b"x,elu\n-1,-0.6321205588285577\n3,3\n"


def test_the_size_of_a_file_is_compared_before_anything_is_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.npy"
    path.write_bytes(npy(np.zeros(1000))[:-8])
    assert run(["eval", "relu", "--input", str(path), "-o", str(tmp_path / "y.npy")]) == 1
    assert capfd.readouterr().err == f"actcli: {path}: the header promises 8000 bytes of data, 7992 follow\n"
    assert not (tmp_path / "y.npy").exists()


def test_an_array_has_no_digits() -> None:
    for data, form in [(npy(X), None), (npy(X), "npy"), (b"1\n", "npy")]:
        out, error = answered(data, "linear", style=Style(digits=3), form=form)
        assert out == b""
        assert error.endswith("--digits is for text; an .npy array holds the numbers themselves")


def test_an_array_of_codes() -> None:
    float16 = FLOAT_FORMATS["float16"]
    for name in ("linear", "softmax"):
        got = through(X, name, style=Style(float16, bits=True))
        assert got.dtype == np.uint16
        np.testing.assert_array_equal(float16.decode(got), through(X, name, style=Style(float16)))


class TestVectors:
    def test_the_whole_array_is_one_vector(self) -> None:
        np.testing.assert_allclose(through(X, "softmax"), get("softmax")(X.reshape(-1)).reshape(X.shape))
        np.testing.assert_allclose(through(X, "glu"), get("glu")(X.reshape(-1)))
        assert through(X, "softmax", grad=True).shape == (24, 24)
        assert through(np.array(2.0), "softmax").shape == ()
        assert through(np.empty(0), "softmax").shape == (0,)

    @pytest.mark.parametrize("order", ["C", "F"])
    def test_rows_are_the_last_axis(self, order: str) -> None:
        array = np.asarray(X, order=order)  # type: ignore[call-overload]  # reason: one of two orders
        np.testing.assert_array_equal(through(array, "softmax", rows=True), get("softmax")(X))
        np.testing.assert_array_equal(through(array, "glu", rows=True), get("glu")(X))
        np.testing.assert_array_equal(through(array, "softmax", rows=True, grad=True), get("softmax").grad(X))

    @pytest.mark.parametrize("shape", [(100_000, 4), (3, BLOCK + 5), (2 * BLOCK, 1)])
    def test_many_and_long_rows(self, shape: tuple[int, int]) -> None:
        array = np.random.default_rng(0).standard_normal(shape)
        np.testing.assert_array_equal(through(array, "softmax", rows=True), get("softmax")(array))

    def test_rows_of_nothing(self) -> None:
        assert through(np.empty((0, 6)), "glu", rows=True).shape == (0, 3)
        assert (
            answered(npy(np.empty((6, 0))), "glu", rows=True)[1] == "stdin: glu needs an even number of values, got 0"
        )

    def test_a_wrong_length(self) -> None:
        assert answered(npy(X[..., :3]), "glu", rows=True)[1] == "stdin: glu needs an even number of values, got 3"

    def test_text_formats(self) -> None:
        assert answered(npy(np.zeros((2, 2))), "softmax", rows=True, form="jsonl")[0] == (
            b'{"x": [0, 0], "softmax": [0.5, 0.5]}\n' * 2
        )


@pytest.mark.parametrize(
    ("array", "what"),
    [
        (np.array([1j]), "complex numbers"),
        (np.array([None]), "Python objects"),
        (np.zeros(2, "f8,f4"), "records"),
        (np.array(["a"]), "texts"),
        (np.array([b"a"]), "texts"),
        (np.array(["2020-01-01"], "M8[D]"), "'<M8[D]'"),
    ],
)
def test_what_is_no_real_number_is_refused(array: NDArray[Any], what: str) -> None:
    assert answered(npy(array)) == (b"", f"stdin: an array of {what}; activation functions take real numbers")


def header(text: str, version: int = 1, length: int | None = None, data: bytes = b"") -> bytes:
    size = (len(text) if length is None else length).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + size + text.encode("latin-1") + data


def described(descr: str = "'<f8'", order: str = "False", shape: str = "(3,)") -> str:
    return f"{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}}}"


HOSTILE = {
    "no version": b"\x93NUMPY",
    "no length": b"\x93NUMPY\1\0",
    "cut header": header(described(), length=100),
    "unknown version": header(described(), 9),
    "endless header": header(described(), 2, length=2**32 - 1),
    "no dictionary": header("[1, 2]"),
    "no keys": header("{}"),
    "code": header("__import__('os').abort()"),
    "deep": header("(" * 5000),
    "deeper": header("-" * 9000 + "1"),
    "not UTF-8": header("\xff" * 30, 3),
    "null": header("\0" * 30),
    "descr": header(described(descr="'O'")),
    "descr of records": header(described(descr="[('a', '<f8')]")),
    "descr of nonsense": header(described(descr="'<f999999999'")),
    "order": header(described(order="1")),
    "no tuple": header(described(shape="3")),
    "negative": header(described(shape="(-3,)")),
    "fraction": header(described(shape="(3.0,)")),
    "too many axes": header(described(shape="(" + "1," * 70 + ")")),
    "too long": header(described(shape=f"({2**64},)")),
    "more promised": header(described(shape="(1000000000000000,)"), data=bytes(24)),
    "more promised in rows": header(described(shape="(1, 1000000000000000)"), data=bytes(24)),
    "no data": header(described()),
    "cut": header(described(), data=bytes(23)),
    "trailing": header(described(), data=bytes(25)),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("rows", [False, True])
def test_hostile_headers_are_one_line(name: str, *, rows: bool) -> None:
    _, error = answered(HOSTILE[name], "softmax" if rows else "relu", rows=rows)
    assert error.startswith("stdin: ")
    assert len(error) < 120


def test_a_lying_header_costs_no_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    answered(HOSTILE["more promised in rows"], "softmax", rows=True)
    answered(HOSTILE["more promised"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20e6


@pytest.mark.parametrize("shape", [(0, 2**62), (0, 2**62, 2**62), (2**60, 0)])
def test_an_empty_array_larger_than_numpy_holds_is_refused(shape: tuple[int, ...]) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": shape})
    for spec, rows in (("relu", False), ("softmax", False), ("softmax", True)):
        assert answered(buffer.getvalue(), spec, rows=rows) == (b"", "stdin: the .npy header is damaged")


def test_a_jacobian_that_is_too_large_is_refused_without_any_vector() -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f8", "fortran_order": False, "shape": (0, 2**40)})
    out, error = answered(buffer.getvalue(), "softmax", grad=True, rows=True)
    assert (out, "the Jacobian of softmax has" in error) == (b"", True)
