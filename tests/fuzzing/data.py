"""Random standard input: text with every separator and bad words, and ``.npy`` arrays with damage."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import strategies as st

_TOKENS = (
    *(b"0", b"-0", b"1", b"-2.5", b".5", b"5.", b"1e400", b"-inf", b"nan", b"NaN", b"Infinity", b"1e-320", b"1" * 400),
    *(
        b"x",
        b"1_0",
        b"0x1",
        b"--1",
        b"1e",
        b".",
        b"-",
        b"\xff",
        b"\x00",
        b"\xc3",
        b"\xd9\xa3",
        b"1\x00",
        b"#1",
        b"\x1b[",
    ),
)
_SEPARATORS = (b" ", b"\t", b",", b"\n", b"\r\n", b"\r", b"  ", b", ", b",,", b"\n\n", b"\v", b"\f", b"\xa0", b"\x85")
_CELLS = (
    *(
        b"",
        b" ",
        b"x",
        b"1",
        b"-2.5",
        b"nan",
        b"0x3c00",
        b"0X7F",
        b"0x",
        b"1e999",
        b'"',
        b'""',
        b'a"b',
        b"a,b",
        b"a\nb",
    ),
    *(b"a\nb", b"#", b" 1 ", b"\xff", b"\x00", b"1\r", b"'", b"\xe2\x88\x921", b"1" * 400),
)
_HEADS = (b"", b"", b"", b"\xef\xbb\xbf", b"# comment\n", b"\xff\xfe", b"\x93NUM", b"\x93NUMPY", b"\n")
_DTYPES = ("f8", "f4", "f2", ">f8", "i4", "u1", "?", "c16", "U3", "i8", "u8", ">i2", "m8[s]", "M8[D]", "S2", "V3")
_SHAPES: tuple[tuple[int, ...], ...] = ((), (0,), (1,), (4,), (3, 2), (0, 3), (3, 0), (2, 2, 2), (1,) * 9)


def texts() -> st.SearchStrategy[bytes]:
    """Text: numbers, words that are none, separators, in any order; some of it large."""
    good = st.lists(st.tuples(st.sampled_from(_TOKENS[:6]), st.sampled_from(_SEPARATORS[:5])), max_size=12)
    any_ = st.lists(st.tuples(st.sampled_from(_TOKENS), st.sampled_from(_SEPARATORS)), max_size=12)
    joined = (good | any_).map(lambda pairs: b"".join(part for pair in pairs for part in pair))
    text = st.builds(lambda head, body, cut: (head + body)[cut:], st.sampled_from(_HEADS), joined, st.integers(0, 1))
    return text | text | st.binary(max_size=40) | st.builds(lambda body, times: body * times, joined, st.just(2000))


def tables() -> st.SearchStrategy[bytes]:
    """Tables: cells of every kind, quoted or not, in rows that may differ in length."""
    cells = st.sampled_from(_CELLS)
    quoted = cells.map(lambda cell: b'"' + cell.replace(b'"', b'""') + b'"')
    row = st.lists(cells | cells | quoted | st.sampled_from(_TOKENS[:6]), min_size=1, max_size=4)

    def joined(rows: list[list[bytes]], separator: bytes, end: bytes, head: bytes, times: int) -> bytes:
        return head + end.join(separator.join(cells) for cells in rows * times) + end

    return st.builds(
        joined,
        st.lists(row, max_size=6),
        st.sampled_from([b",", b"\t", b" ", b", ", b";"]),
        st.sampled_from([b"\n", b"\n", b"\r\n", b"\n\n", b"\r"]),
        st.sampled_from([b"x,y\n", b"x\ty\n", b"x y\n", b'"x","y"\n', *_HEADS]),
        st.sampled_from([1, 1, 1, 5000]),
    )


@st.composite
def arrays(draw: st.DrawFn) -> bytes:
    """Return the bytes of an array, most often with something wrong in its header or length."""
    shape = draw(st.sampled_from(_SHAPES))
    array = np.zeros(shape, dtype=draw(st.sampled_from(_DTYPES)))
    if array.dtype.kind in "fiu":
        array = np.ones_like(array)
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asfortranarray(array) if draw(st.booleans()) else array)
    data = bytearray(file.getvalue())
    for _ in range(draw(st.integers(0, 3))):
        _damage(draw, data)
    return bytes(data)


def _damage(draw: st.DrawFn, data: bytearray) -> None:
    """Change a byte, take some away, put some in, or say something else in the header."""
    at = draw(st.integers(0, max(len(data) - 1, 0)) | st.integers(0, 12))
    match draw(st.sampled_from(["byte", "cut", "more", "header"])):
        case "byte" if at < len(data):
            data[at] = draw(st.integers(0, 255))
        case "cut":
            del data[at:]
        case "more":
            data += draw(st.binary(min_size=1, max_size=20))
        case "header":
            old = draw(st.sampled_from([b"False", b"(", b"'descr'", b"'<f8'", b",", b"shape", b"1", b"}"]))
            new = draw(
                st.sampled_from([b"True", b"None", b"(-1,", b"(9" + b"9" * 30, b"[" * 60, b"'", b"10**9", b"'O'", b"{"])
            )
            data[:] = data.replace(old, new, 1)
