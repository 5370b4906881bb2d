"""The filter against its peers, start-up included: 3 million normals with 17 digits, a table of a million rows, 40
million float64 as ``.npy``.

Run with the Python of the environment in which actcli is installed: ``python tests/benchmarks/pipe.py``. A peer that
is not installed is left out. The pairs of a line run in turn, so that a busy machine slows down both.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from ratio import report

TOOL = str(Path(sys.executable).parent / "actcli")
LINES = 3_000_000
ROWS = 1_000_000
VALUES = 40_000_000
RUNS = 5

LOADTXT = "import sys, numpy as np; np.savetxt(sys.stdout, {}, fmt='%.17g')"
MAXIMUM = "import sys, numpy as np; np.save(sys.argv[2], np.maximum(np.load(sys.argv[1]), 0))"
GELU = """
import sys, numpy as np, torch
x = torch.from_numpy(np.load(sys.argv[1]))
np.save(sys.argv[2], torch.nn.functional.gelu(x).numpy())
"""


def normals(path: Path, count: int) -> str:
    """Write normal deviates, one a line, with 17 digits."""
    values = np.random.default_rng(1).standard_normal(count).tolist()
    path.write_text("".join([f"{value:.17g}\n" for value in values]))
    return str(path)


def text(folder: Path) -> None:
    """Compare filters of text."""
    data = normals(folder / "normals", LINES)
    small, large = normals(folder / "small", 100_000), normals(folder / "large", 10_000_000)
    empty = normals(folder / "empty", 0)

    def ours(name: str, path: str = data) -> list[str]:
        return [TOOL, "eval", name, "--input", path]

    # Five times mawk is out of reach: start-up and the calls of orjson alone, on two cores, take 0.21 of its time.
    read = f"np.loadtxt({data!r})"
    peers = [
        ("sigmoid / mawk", "sigmoid", ["mawk", '{printf "%.17g\\n", 1/(1+exp(-$1))}', data], 1 / 4),
        ("relu / mawk", "relu", ["mawk", "{print ($1>0)?$1:0}", data], 1 / 1.5),
        ("sigmoid / mlr", "sigmoid", ["mlr", "--inidx", "--onidx", "put", "$1 = 1/(1+exp(-$1))", data], 1 / 8),
        ("relu / mlr", "relu", ["mlr", "--inidx", "--onidx", "put", "$1 = max($1, 0)", data], 1 / 8),
        ("sigmoid / NumPy", "sigmoid", [sys.executable, "-c", LOADTXT.format(f"1/(1+np.exp(-{read}))")], 1 / 8),
        ("relu / NumPy", "relu", [sys.executable, "-c", LOADTXT.format(f"np.maximum({read}, 0)")], 1 / 8),
    ]
    for title, name, peer, most in peers:
        if shutil.which(peer[0]) is None:
            print(f"{title:44} {peer[0]} is not installed")
        else:
            report(title, ours(name), peer, most=most, runs=RUNS)
    report("gelu / sigmoid", ours("gelu"), ours("sigmoid"), most=1.3, runs=RUNS)
    report("relu, 10^7 lines / start-up", ours("relu", large), ours("relu", empty), most=15, runs=RUNS)
    report("relu, 10^5 lines / start-up", ours("relu", small), ours("relu", empty), most=1.15, runs=RUNS)


def tables(folder: Path) -> None:
    """Compare what adds a column to a table of a million rows."""
    if shutil.which("mlr") is None:
        print("a column of csv / mlr: mlr is not installed")
        return
    data = folder / "table.csv"
    values = np.random.default_rng(1).standard_normal(ROWS).tolist()
    data.write_text("id,x,note\n" + "".join([f'{i},{value:.17g},"a, b"\n' for i, value in enumerate(values)]))
    for name, formula in (("sigmoid", "1/(1+exp(-$x))"), ("relu", "max($x, 0)")):
        report(
            f"a column of csv: {name} / mlr",
            [TOOL, "eval", name, "--input", str(data), "--column", "x"],
            ["mlr", "--csv", "put", f"$y = {formula}", str(data)],
            most=1,
            runs=RUNS,
        )


def arrays(folder: Path) -> None:
    """Compare files of 40 million float64."""
    data, out = str(folder / "data.npy"), str(folder / "out.npy")
    np.save(data, np.random.default_rng(1).standard_normal(VALUES))
    report(
        ".npy relu / NumPy load, maximum, save",
        [TOOL, "eval", "relu", "--input", data, "-o", out],
        [sys.executable, "-c", MAXIMUM, data, out],
        most=1.5,
        runs=RUNS,
    )
    if find_spec("torch") is None:
        print(".npy gelu / PyTorch: PyTorch is not installed")
        return
    report(
        ".npy gelu / NumPy load, PyTorch gelu, save",
        [TOOL, "eval", "gelu", "--input", data, "-o", out],
        [sys.executable, "-c", GELU, data, out],
        most=0.45,
        runs=RUNS,
    )


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        text(Path(folder))
        tables(Path(folder))
        arrays(Path(folder))


if __name__ == "__main__":
    main()
