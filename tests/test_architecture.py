"""Data flows one way: SPEC and points -> values -> tables -> bytes. Imports hold it so, those for types included."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import actcli

ROOT = Path(actcli.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

#: From the inside out: a module imports from its own room and from those before it.
ROOMS = (
    "actcli.errors",
    "actcli.termination",
    "actcli.frozen",
    "actcli.choices",
    "actcli.spelling",
    "actcli.numbers",
    "actcli.special",
    "actcli.formula",
    "actcli.catalog",
    "actcli.functions",
    "actcli.evaluation",
    "actcli.analysis",
    "actcli.spec",
    "actcli.compare",
    "actcli.charts",
    "actcli.render",
    "actcli.io",
    "actcli",
    "actcli.cli",
    "actcli.__main__",
)


def name_of(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> int:
    """Return the place of a module's room in ROOMS."""
    room = ".".join(module.split(".")[:2])
    assert room in ROOMS, f"{module} is in no room: add one to ROOMS"
    return ROOMS.index(room)


def imports(path: Path, known: set[str]) -> set[str]:
    """Return the modules of actcli that a module imports anywhere, in functions and for types included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "actcli":
            found |= {m if (m := f"{node.module}.{alias.name}") in known else node.module for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "actcli"}
    return found


def arrows(modules: list[Path], root: Path) -> dict[str, set[str]]:
    known = {name_of(path, root) for path in modules}
    return {name_of(path, root): imports(path, known) for path in modules}


def upward(graph: dict[str, set[str]]) -> list[str]:
    """Return the imports that lead to a room further out."""
    return [
        f"{module} imports {other}"
        for module, others in sorted(graph.items())
        for other in sorted(others)
        if room_of(other) > room_of(module)
    ]


def circular(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules that import themselves, through whatever others."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        todo = [start]
        while todo:
            new = graph.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        return seen

    return [module for module in sorted(graph) if module in reached(module)]


def test_no_import_leads_outwards_or_in_a_circle() -> None:
    graph = arrows(MODULES, ROOT)
    assert upward(graph) == []
    assert circular(graph) == []


PLANTED = {
    "upward": ("numbers/text.py", "from actcli.spec import registry\n"),
    "late": ("numbers/text.py", "def f():\n    import actcli.cli.app\n"),
    "types": (
        "formula/text.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from actcli.catalog import x\n",
    ),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_upward_import_is_found(planted: str, tmp_path: Path) -> None:
    name, source = PLANTED[planted]
    path = tmp_path / "actcli" / name
    path.parent.mkdir(parents=True)
    path.write_text(source)
    assert len(upward(arrows([path], tmp_path / "actcli"))) == 1


def test_a_planted_circle_is_found_for_types_too(tmp_path: Path) -> None:
    folder = tmp_path / "actcli" / "numbers"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text("from actcli.numbers import b\n")
    (folder / "b.py").write_text("if TYPE_CHECKING:\n    from actcli.numbers.a import A\n")
    modules = sorted(folder.glob("*.py"))
    assert circular(arrows(modules, tmp_path / "actcli")) == ["actcli.numbers.a", "actcli.numbers.b"]


def test_a_module_name_means_one_thing() -> None:
    names = [path.stem for path in MODULES if path.stem != "__init__"]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_few_modules_are_loose_and_none_is_long() -> None:
    assert len(list(ROOT.glob("*.py"))) <= 7
    assert {p.name: n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 320} == {}


def test_the_readme_tells_what_is_in_every_room() -> None:
    told = set(re.findall(r"`([\w.]+)/?`", (ROOT / "README.md").read_text(encoding="utf-8")))
    rooms = [p.parent for p in ROOT.glob("*/__init__.py")]
    there = {p.name for p in [*ROOT.glob("[a-z]*.py"), *rooms]}
    assert there - told == set()
    assert {name for name in told if name.endswith(".py")} <= {path.name for path in ROOT.rglob("*.py")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_prints_or_keeps_state_in_globals(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert "print" not in {func.id for func in calls if isinstance(func, ast.Name)}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]


PYTHON = [*MODULES, *sorted(Path(__file__).parent.rglob("*.py"))]
#: A suppression at the end of a line: the codes, then nothing.
BARE = re.compile(r"# (?:noqa(?:: [A-Z0-9, ]+)?|type: ignore(?:\[[\w, -]+\])?|pragma: no \w+)\s*$", re.MULTILINE)


def test_every_suppression_says_why() -> None:
    found = {path.name: lines for path in PYTHON if (lines := BARE.findall(path.read_text(encoding="utf-8")))}
    assert found == {}
    assert BARE.search("x = 1  # noqa: E501\n")
    assert not BARE.search("x = 1  # noqa: E501 - a table\ny = 2  # type: ignore[misc]  # bound late\n")


def test_docstrings_say_what_a_thing_is() -> None:
    assert [
        path.name for path in PYTHON if re.search(r'^\s*"""What ', path.read_text(encoding="utf-8"), re.MULTILINE)
    ] == []
