"""The table of actcli/README.md, "where a change goes", tried in a copy of the code: the files it names are enough."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
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
#: The example of the page on functions, as a module.
BLOCK = re.search(r"```python\n(.*?)```", (ROOT / "actcli/functions/README.md").read_text(encoding="utf-8"), re.DOTALL)
assert BLOCK is not None
FUNCTION = f"""
from math import inf

from actcli.catalog.record import REALS, Elementwise, Traits

{BLOCK[1].replace("gcu", "ripple")}
"""

FORMAT = """
from actcli.render.text.writer import Writer


def _dotted(grid, header):
    yield "·".join(grid.names if header else "").encode() + b"\\n"
    for columns in grid.blocks:
        yield "".join("·".join(row) + "\\n" for row in zip(*columns)).encode()


WRITER = Writer(grid=_dotted)
"""
SECTION = '''
from typing import Annotated, NamedTuple

from actcli.compare.section import Column, Section, number, text


class LengthRow(NamedTuple):
    """One record per function: how long its name is."""

    function: Annotated[str, text("the canonical SPEC")]
    letters: Annotated[int, number("count", "letters of the name")]


ROW = LengthRow


def section(comparison):
    rows = [LengthRow(f.name, len(f.name)) for f in comparison.functions]
    return Section(rows, (Column("function", lambda row, _: row.function),))
'''


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


def test_every_path_of_the_page_exists() -> None:
    paths = re.findall(r"`((?:\w+/)+(?:\w+\.py)?)`", (ROOT / "actcli" / "README.md").read_text(encoding="utf-8"))
    rooms = (ROOT, ROOT / "actcli", ROOT / "actcli" / "render")
    assert [path for path in paths if not any((room / path).exists() for room in rooms)] == []


def test_a_file_that_the_table_does_not_name_is_not_touched(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        Copy(tmp_path, "function").write("spec/registry.py", "")


def test_a_function_in_a_module_of_its_own(tmp_path: Path) -> None:
    assert FUNCTION.count("\n    ") <= 10
    copy = Copy(tmp_path, "function")
    copy.write("functions/waves.py", FUNCTION)
    assert copy.run(["eval", "ripple", "1", "-t", "plain", "--digits", "6"]) == "0.540302\n"
    assert copy.run(["grad", "ripple", "1", "-t", "plain", "--digits", "6"]) == "-0.301169\n"
    assert copy.run(["eval", "ripple", "0", "-t", "plain", "--exact"]) == "0\n"
    assert "ripple" in copy.run(["list", "--family", "periodic", "-t", "plain"]).split()
    card = copy.run(["show", "ripple"])
    assert "x*cos(x)" in card
    assert "cos(x) - x*sin(x)" in card


def test_a_family(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "family")
    copy.edit("catalog/libraries.py", '    "gelu": "Gaussian', '    "double": "Doubles",\n    "gelu": "Gaussian')
    copy.write("functions/waves.py", FUNCTION.replace('"periodic"', '"double"'))
    assert copy.run(["list", "--family", "doubles", "-t", "plain"]) == "ripple\n"
    names = copy.run(["list", "-t", "plain"]).split()
    assert names.index("ripple") == names.index("gelu") - 1


def test_an_option(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "option")
    option = '    first: Annotated[bool, Option("--first", help="One.")] = False\n'
    copy.edit("cli/list.py", "    output: Output", f"{option}    output: Output")
    limit = "    records = records[:1] if request.first else records\n"
    copy.edit("cli/list_run.py", "    if not records:", f"{limit}    if not records:")
    assert copy.run(["list", "--first", "-t", "plain"]) == "linear\n"
    assert "--first" in copy.run(["list", "--help"])


COMMAND = """
from actcli.cli.request import Request


class CountRequest(Request, kw_only=True):
    \"\"\"How many functions there are.\"\"\"
"""
WORK = """
from actcli.io import output
from actcli.spec import registry


def run(request):
    output.say(f"{len(registry.names())}\\n")
"""


def test_a_command(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "command")
    copy.edit("cli/commands.py", '    "help": ', '    "count": "Reference",\n    "help": ')
    copy.write("cli/count.py", COMMAND)
    copy.write("cli/count_run.py", WORK)
    assert int(copy.run(["count"])) > 80
    assert "How many functions there are." in copy.run(["help"])


def test_an_output_format(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "output format")
    copy.edit("choices.py", '    csv = "csv"', '    csv = "csv"\n    dotted = "dotted"')
    copy.edit("choices.py", '    ".csv": ', '    ".dot": OutputFormat.dotted,\n    ".csv": ')
    copy.write("render/text/as_dotted.py", FORMAT)
    assert copy.run(["eval", "relu", "2", "-t", "dotted"]) == "x·relu\n2·2\n"
    copy.run(["grad", "relu", "2", "-o", "out.dot"])
    assert (tmp_path / "out.dot").read_text(encoding="utf-8") == "x·relu'\n2·1\n"
    assert copy.run(["list", "--search", "Shazeer", "-t", "dotted"]).splitlines()[-1].startswith("swiglu·")
    assert copy.run(["compare", "relu", "gelu", "--traits", "-t", "dotted"]).count("·") == 33


def test_a_section(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "section of `compare`")
    copy.edit(
        "cli/compare.py",
        "    cost: Annotated[",
        '    length: Annotated[bool, Option("--length", help="How long names are.")] = False\n    cost: Annotated[',
    )
    copy.write("compare/length_section.py", SECTION)
    words = ["compare", "relu", "gelu_tanh", "--length"]
    assert copy.run([*words, "-t", "csv"]) == "function,letters\nrelu,4\ngelu_tanh,9\n"
    assert copy.run([*words, "--traits", "-t", "json"]).splitlines()[-3:] == [
        '"length": [{"function": "relu", "letters": 4},',
        ' {"function": "gelu_tanh", "letters": 9}]',
        "}",
    ]
    assert "how long names are" in copy.run(["compare", "--help"]).lower()


MODEL = """
from typing import NamedTuple


class Dot(NamedTuple):
    title: str
    names: str
    description: str
"""
DRAWING = """
from actcli.render.figure.canvas import Canvas


def draw(chart, theme, size):
    canvas = Canvas(size or (3, 3), (3, 3), theme)
    canvas.text(10, 10, chart.description, 9)
    return canvas
"""
DRAW = """
from actcli.charts.dot import Dot
from actcli.render.figure.figures import FigureStyle, draw
print(draw(Dot("a dot", "", "only one"), FigureStyle("svg")).decode())
"""


def test_a_kind_of_figure(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "kind of figure")
    copy.write("charts/dot.py", MODEL)
    copy.write("render/figure/dot.py", DRAWING)
    copy.edit(
        "render/figure/figures.py",
        "from actcli.charts.gallery",
        "from actcli.charts.dot import Dot\nfrom actcli.charts.gallery",
    )
    copy.edit("render/figure/figures.py", "{LineChart:", '{Dot: "dot", LineChart:')
    done = subprocess.run(
        [sys.executable, "-c", DRAW], cwd=tmp_path, env=ENV | {"PYTHONPATH": str(tmp_path)}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert '<title id="title">a dot</title>' in done.stdout
    assert ">only one</text>" in done.stdout


def test_a_function_of_the_formula_language(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "function of the formula language")
    copy.edit("formula/parse.py", '"cos", "tan"', '"cos", "square", "tan"')
    copy.edit("formula/arrays.py", '    "cos": np.cos', '    "square": np.square,\n    "cos": np.cos')
    bound = '    "square": lambda x, e, y: _absolute(y, e * (2 * np.abs(x) + e)),\n    "tan": _tan'
    copy.edit("formula/propagation.py", '    "tan": _tan', bound)
    copy.edit("formula/bounded_slopes.py", '    "cosh": ', '    "square": lambda _s, x, _y: x + x,\n    "cosh": ')
    copy.edit("formula/balls.py", '    "acosh": acosh', '    "square": lambda x: x * x,\n    "acosh": acosh')
    copy.edit("formula/duals.py", '    "cosh": ', '    "square": lambda u: add(u, u),\n    "cosh": ')
    copy.edit("formula/series.py", '    "cosh": ', '    "square": lambda u: u * u,\n    "cosh": ')
    copy.edit("formula/differentiate.py", '    "cosh": ', '    "square": "2*z",\n    "cosh": ')
    for command in ("eval", "grad"):
        wanted = {"eval": "0.25\n", "grad": "-1\n"}[command]
        assert copy.run([command, "square(x)", "-0.5", "-t", "plain"]) == wanted
        assert copy.run([command, "square(x)", "-0.5", "-t", "plain", "--exact"]) == wanted
    assert copy.run(["grad", "square(x)", "-0.5", "-t", "plain", "--order", "2"]) == "2\n"
    beside_a_tie = "x*(1+2**-53)+square(exp(-x))"  # decided by dual numbers of two parts only
    assert copy.run(["grad", beside_a_tie, "1e6", "-t", "plain", "--exact"]) == "1\n"
    copy.run(["plot", "square(x)", "square.svg"])
    assert "f'(x) = 2\\,x\n" in copy.run(["show", "square(x)", "-t", "latex"])


def test_a_number_format(tmp_path: Path) -> None:
    copy = Copy(tmp_path, "number format")
    row = '    FloatRow("float5_e3m1", 5, 1, 3, _FINITE, ("e3m1",), "5 bits"),\n    FloatRow("float4_e2m1fn"'
    copy.edit("numbers/format_table.py", '    FloatRow("float4_e2m1fn"', row)
    assert copy.run(["eval", "linear", "100", "--to", "e3m1", "-t", "plain"]) == "24\n"
    codes = copy.run(["eval", "linear", "--codes", "--dtype", "float5_e3m1", "--bits", "-t", "plain"]).split()
    assert codes == [f"0x{code:02x}" for code in range(32)]
