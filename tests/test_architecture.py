"""Data flows one way: words -> functions and points -> tables -> bytes. What imports what holds it so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import actcli

ROOT = Path(actcli.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

#: Rooms from the inside out: a module imports from its own room and those before it.
ROOMS = [
    {"actcli", "actcli.errors", "actcli.names"},
    {"actcli.numbers", "actcli.special"},
    {"actcli.catalog.libraries", "actcli.catalog.traits", "actcli.catalog.record", "actcli.formula.parse"},
    {"actcli.functions"},
    {"actcli.cli.operands", "actcli.evaluation.points", "actcli.analysis.search"},
    {
        "actcli.evaluation.evaluate",
        "actcli.evaluation.parameters",
        "actcli.evaluation.bound",
        "actcli.spec.registry",
        "actcli.spec.plugins",
        "actcli.spec.resolve",
        "actcli.spec.user_functions",
    },
    {"actcli.evaluation.compute", "actcli.analysis.describe", "actcli.compare", "actcli.charts"},
    {"actcli.render", "actcli.io.output", "actcli.io"},
    {"actcli.cli", "actcli.__main__"},
]


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(name: str) -> int:
    for depth in range(name.count(".") + 1, 0, -1):
        prefix = ".".join(name.split(".")[:depth])
        for i, room in enumerate(ROOMS):
            if prefix in room and (prefix != "actcli" or name == "actcli"):
                return i
    pytest.fail(f"{name} stands in no room: give it one in ROOMS")


def imports(path: Path) -> set[str]:
    """Return what a module imports of ours, while it runs; imports for types alone bind nothing."""
    tree = ast.parse(path.read_text())
    for_types = {
        id(node)
        for guard in ast.walk(tree)
        if isinstance(guard, ast.If) and "TYPE_CHECKING" in ast.dump(guard.test)
        for node in ast.walk(guard)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "actcli":
            modules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {
                m if (ROOT.parent / Path(*m.split("."))).with_suffix(".py").exists() else node.module for m in modules
            }
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "actcli"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_from_its_own_room_and_those_before(path: Path) -> None:
    if name_of(path) == "actcli":
        return  # the door of the library opens inwards, late
    here = room_of(name_of(path))
    assert {name for name in imports(path) if room_of(name) > here} == set()


def test_the_readme_tells_what_is_in_every_room() -> None:
    told = set(re.findall(r"`([\w.]+)/?`", (ROOT / "README.md").read_text(encoding="utf-8")))
    rooms = [p.parent for p in ROOT.glob("*/__init__.py")]
    there = {p.name for p in [*ROOT.glob("[a-z]*.py"), *rooms]}
    assert there - told == set()
    assert {name for name in told if name.endswith(".py")} <= {path.name for path in ROOT.rglob("*.py")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_prints_or_reads_globals(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    assert "print" not in {func.id for func in calls if isinstance(func, ast.Name)}
    statements = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Global)]
    assert not statements
