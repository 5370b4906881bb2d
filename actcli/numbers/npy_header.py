"""Headers of ``.npy`` arrays, read without trusting them.

Source: the NEP 1 format, versions 1.0 to 3.0, as ``numpy.lib.format`` documents it.
"""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from actcli.errors import ActcliError
from actcli.numbers.grammar import quote

if TYPE_CHECKING:
    from collections.abc import Callable

#: The first bytes of an array.
MAGIC = b"\x93NUMPY"
#: The longest header that is read; NumPy's limit too.
LONGEST = 10_000
#: As many axes as NumPy allows.
MOST_AXES = 64

_REAL = re.compile(r"[<>=|]?(?:b1|[iu][1248]|f[248])")
_OTHERS = {"O": "Python objects", "V": "records", "c": "complex numbers", "U": "texts", "S": "texts"}


class Header(NamedTuple):
    """The header of an array: its dtype, order and shape."""

    dtype: np.dtype[Any]
    fortran: bool
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of values."""
        return math.prod(self.shape)


def read_header(read: Callable[[int], bytes], name: str, hint: str = "") -> Header:
    """Read a header.

    Parameters
    ----------
    read
        Returns the next bytes, as many as requested, fewer at the end; the first are the magic bytes.
    name
        The name of the array in messages.
    hint
        The hint for types that NumPy does not know.

    Raises
    ------
    ActcliError
        If it is damaged, or the array does not hold real numbers.
    """

    def exactly(count: int) -> bytes:
        data = read(count)
        if len(data) < count:
            raise ActcliError(f"{name}: ends within the .npy header")
        return data

    lead = exactly(len(MAGIC) + 2)
    version = lead[len(MAGIC)]
    if version not in {1, 2, 3}:
        raise ActcliError(f"{name}: .npy version {version}.{lead[len(MAGIC) + 1]} is unknown")
    length = int.from_bytes(exactly(2 if version == 1 else 4), "little")
    if length > LONGEST:
        raise ActcliError(f"{name}: a header of {length} bytes; at most {LONGEST} are read")
    text = exactly(length)
    try:
        fields = ast.literal_eval(text.decode("utf-8" if version == 3 else "latin-1").strip())
        descr, fortran, shape = fields["descr"], fields["fortran_order"], fields["shape"]
    except (LookupError, TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
        raise ActcliError(f"{name}: the .npy header is damaged") from None
    if not isinstance(fortran, bool) or not _is_shape(shape):
        raise ActcliError(f"{name}: the .npy header is damaged")
    return Header(_dtype(descr, name, hint), fortran, shape)


def _is_shape(shape: object) -> bool:
    return (
        isinstance(shape, tuple)
        and len(shape) <= MOST_AXES
        and all(type(length) is int and 0 <= length < 2**63 for length in shape)
        # NumPy counts the other axes of an empty array too.
        and (0 not in shape or math.prod(filter(None, shape)) < 2**60)
    )


def _dtype(descr: object, name: str, hint: str) -> np.dtype[Any]:
    if isinstance(descr, str) and _REAL.fullmatch(descr):
        return np.dtype(descr)
    kind = descr.lstrip("<>=|")[:1] if isinstance(descr, str) else "V"
    what = _OTHERS.get(kind, quote(str(descr)))
    raise ActcliError(
        f"{name}: an array of {what}; activation functions take real numbers", hint if kind == "V" else ""
    )
