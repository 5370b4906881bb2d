"""The one caller of kernels: blocks of cache size, one error state, dtypes in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from actcli.catalog.parameter import InPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import ArrayLike, NDArray

    from actcli.catalog.record import Kernel
    from actcli.numbers.array import Array

#: Values per block. Measured for 13 kernels and 2**23 values on a processor with 1 MiB of L2 a core: each is within 5 %
#: of its best; twice as many values cost gelu 5 %, four times as many 21 %, and half as many cost hard_sigmoid 5 %.
#: Two temporaries and the result take 1.5 MiB. With 2 MiB of L2 twice as many values were 1.3 times slower.
BLOCK = 1 << 16
#: Blocks for each thread at least: to start one takes as long as two blocks of a cheap function.
LEAST = 4
#: Parts that each thread computes: a core that is busy with something else gets fewer.
SHARES = 4


def keep_memory() -> None:
    """Let the process keep the memory that it frees; for processes that only compute.

    The C library of Linux gives it back to the system and takes it anew, page by page, for each temporary of a block
    and each text of a filter: half of the time of many kernels. Once it freed an array this large, it keeps memory.
    """
    np.empty(3 << 20)


def elementwise(kernel: Kernel, x: Array, values: Sequence[float], threads: int = 1) -> Array:
    """Apply a kernel to a float64 array of any shape, block by block, in some threads where there are enough blocks."""
    flat = x.reshape(-1)
    out = np.empty_like(flat)
    write = _writing(kernel)

    def fill(starts: range) -> None:
        with np.errstate(over="ignore", under="ignore"):  # a thread has a state of its own
            for start in starts:
                stop = start + BLOCK
                write(flat[start:stop], *values, out=out[start:stop])

    starts = range(0, flat.size, BLOCK)
    threads = min(threads, len(starts) // LEAST)
    if threads > 1:
        from concurrent.futures import ThreadPoolExecutor

        share = -(-len(starts) // (SHARES * threads))
        with ThreadPoolExecutor(threads) as pool:
            for _ in pool.map(fill, (starts[i : i + share] for i in range(0, len(starts), share))):
                pass
    else:
        fill(starts)
    return out.reshape(x.shape)


def _writing(kernel: Kernel) -> Callable[..., object]:
    """Return a kernel as a function that writes its results into ``out``."""
    if isinstance(kernel, InPlace | np.ufunc):
        return kernel

    def copy(x: Array, *values: float, out: Array) -> None:
        out[...] = kernel(x, *values)

    return copy


def whole(kernel: Kernel, x: Array, values: Sequence[Array | float]) -> Array:
    """Apply a kernel to whole vectors, which can't be split into blocks, and to its further arguments."""
    with np.errstate(over="ignore", under="ignore"):
        return kernel(x, *values)


def as_float64(x: ArrayLike) -> tuple[Array, np.dtype[Any]]:
    """Return the input as float64, and the dtype that results are to have: its own if floating, else float64."""
    given = np.asarray(x)
    if given.dtype.kind in "biu":
        return given.astype(np.float64), np.dtype(np.float64)
    if is_real(given.dtype):
        return given.astype(np.float64, copy=False), given.dtype
    raise TypeError(f"activation functions take real numbers, not {given.dtype}")


def is_real(dtype: np.dtype[Any]) -> bool:
    """Tell whether a dtype is of real numbers: NumPy's own, or one of the narrow types that ml_dtypes adds."""
    if dtype.kind in "biuf":
        return True
    from actcli.numbers.formats import FLOAT_FORMATS

    return dtype.name in FLOAT_FORMATS


def to_dtype(y: Array, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Round float64 results once, to nearest even, to a floating dtype."""
    if dtype == np.float64:
        return y
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        if dtype.kind == "f" and dtype.type.__module__ == "numpy":
            return y.astype(dtype)
        from actcli.numbers.formats import FLOAT_FORMATS

        return FLOAT_FORMATS[dtype.name].round(y).astype(dtype)
