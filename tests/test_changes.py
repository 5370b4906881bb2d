"""The table of actcli/README.md, "where a change goes", tried in a copy of the code: the files it names are enough."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from processes import ENV, ROOT, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROW = re.compile(r"^\| (?:a|an) ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
FILES = {
    what: re.findall(r"`([\w/.]+(?:/|\.py|\.md))`", edits)
    for what, edits in ROW.findall((ROOT / "actcli" / "README.md").read_text(encoding="utf-8"))
}
FUNCTION = """
from __future__ import annotations

from actcli.catalog.record import REALS, Elementwise, Traits
from actcli.numbers.array import Array


def _twice(x: Array) -> Array:
    return x + x


def _twice_grad(x: Array) -> Array:
    return 0 * x + 2


twice = Elementwise(
    name="twice",
    family="{family}",
    tier="extra",
    summary="doubles",
    formula="2*x",
    derivative="2",
    f=_twice,
    grad=_twice_grad,
    traits=lambda: Traits(range=REALS, monotone="increasing", smoothness=float("inf"), lipschitz=2),
)
"""


class Copy:
    """The code in a folder, where one kind of change may be made."""

    def __init__(self, folder: Path, change: str) -> None:
        self.change = change
        self.code = folder / "actcli"
        self.folder = folder
        shutil.copytree(ROOT / "actcli", self.code, ignore=shutil.ignore_patterns("__pycache__"))

    def write(self, name: str, text: str) -> None:
        """Make a file, if the table names it or its folder."""
        assert any(name == named or (named[-1] == "/" and name.startswith(named)) for named in FILES[self.change])
        (self.code / name).write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the one place where a text stands in a file."""
        text = (self.code / name).read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write(name, text.replace(old, new))

    def run(self, words: Sequence[str]) -> str:
        done = run(words, cwd=self.folder, env=ENV | {"PYTHONPATH": str(self.folder)})
        assert (done.returncode, done.stderr) == (0, b"")
        return str(done.stdout.decode())


def test_a_file_that_the_table_does_not_name_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        Copy(tmp_path, "function").write("spec/registry.py", "")


def test_a_function_in_a_module_of_its_own(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "function")
    copy.write("functions/doubling.py", FUNCTION.replace("{family}", "linear"))
    assert copy.run(["eval", "twice", "3", "-t", "plain"]) == "6\n"
    assert "twice" in copy.run(["list", "--family", "linear", "-t", "plain"]).split()
    assert "2*x" in copy.run(["show", "twice"])


def test_a_family(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "family")
    copy.edit("catalog/libraries.py", '    "gelu": "Gaussian', '    "double": "Doubles",\n    "gelu": "Gaussian')
    copy.write("functions/doubling.py", FUNCTION.replace("{family}", "double"))
    assert copy.run(["list", "--family", "doubles", "-t", "plain"]) == "twice\n"
    names = copy.run(["list", "-t", "plain"]).split()
    assert names.index("twice") == names.index("gelu") - 1
