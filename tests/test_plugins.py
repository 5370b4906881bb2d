"""Functions from installed packages: the entry point group actcli.activations, in packages made for the test."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from actcli.catalog.record import FINITE, Elementwise, Param, RecordError, Rule
from actcli.errors import UsageError
from actcli.spec import plugins, registry
from actcli.spec.resolve import resolve
from processes import run

GOOD = """
from math import inf
import numpy as np
from actcli.catalog.record import Elementwise, Interval, Traits
print("printed while importing")

def made(name, **more):
    return Elementwise(**{
        "name": name, "family": "algebraic", "tier": "extra", "summary": "twice the input", "formula": "2*x",
        "derivative": "2", "f": lambda x: 2 * x, "grad": lambda x: np.full_like(x, 2.0),
        "traits": lambda: Traits((Interval(-inf, inf, "()"),), "increasing", smoothness=inf, lipschitz=2),
    } | more)

double = made("double_it", aliases=("twofold",))
several = [made("several_one"), made("several_two")]
def factory():
    return [made("from_factory")]
shadow = [made("LeakyReLU".lower()), made("fine_too")]
alias_shadow = made("harmless_name", aliases=("ReLU",))
number = 3
"""


def install(site: Path, package: str, module: str, points: dict[str, str]) -> None:
    """Do what pip does with a wheel of one module."""
    (site / f"{package.replace('-', '_')}.py").write_text(module)
    info = site / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = "".join(f"{name} = {package.replace('-', '_')}{value}\n" for name, value in points.items())
    (info / "entry_points.txt").write_text("[actcli.activations]\n" + lines)


def actcli(site: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run(words, env={**os.environ, "PYTHONPATH": str(site), **env}, text=True)


@pytest.mark.parametrize(
    ("point", "names"),
    [(":double", ["double_it"]), (":several", ["several_one", "several_two"]), (":factory", ["from_factory"])],
)
def test_a_plug_in_contributes_a_record_several_or_a_callable(point: str, names: list[str], tmp_path: Path) -> None:
    install(tmp_path, "act-good", GOOD, {"here": point})
    listed = actcli(tmp_path, "list", "-t", "plain")
    assert set(names) <= set(listed.stdout.split())
    for name in names:
        done = actcli(tmp_path, "eval", name, "3")
        assert done.stdout.split()[-1] == "6"
        assert "warning" not in done.stderr


def test_a_plug_in_is_found_by_alias_and_inside_formulas_and_by_search(tmp_path: Path) -> None:
    install(tmp_path, "act-good", GOOD, {"here": ":double"})
    assert actcli(tmp_path, "eval", "Two-Fold", "3").stdout.split()[-1] == "6"
    assert actcli(tmp_path, "grad", "double_it(x)**2", "3").stdout.split()[-1] == "24"
    assert actcli(tmp_path, "list", "--search", "twice the input", "-t", "plain").stdout.split() == ["double_it"]
    assert "did you mean double_it" in actcli(tmp_path, "eval", "double_its", "3").stderr


def test_a_plug_in_in_an_egg_is_found(tmp_path: Path) -> None:
    egg = tmp_path / "good-1.0-py3.11.egg"
    egg.mkdir()
    install(egg, "good", GOOD, {"one": ":double"})
    (egg / "good-1.0.dist-info").rename(egg / "EGG-INFO")
    (egg / "EGG-INFO/METADATA").rename(egg / "EGG-INFO/PKG-INFO")
    assert "2" in actcli(egg, "eval", "double_it", "1").stdout


def test_a_plug_in_in_an_archive_is_found(tmp_path: Path) -> None:
    install(tmp_path, "good", GOOD, {"one": ":double"})
    archive = shutil.make_archive(str(tmp_path / "good"), "zip", tmp_path)
    assert "2" in actcli(Path(archive), "eval", "double_it", "1").stdout


def test_a_finder_of_other_places_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    assert not plugins._may_exist()
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, SimpleNamespace(find_distributions=list)])
    assert plugins._may_exist()


def test_a_plug_in_whose_definition_is_for_display_is_taken(tmp_path: Path) -> None:
    module = "from actcli.functions.vector_selecting import hardmax\n"
    module += "mine = hardmax._replace(name='hardest', aliases=(), formula='1 at the maximum')"
    install(tmp_path, "act-display", module, {"here": ":mine"})
    done = actcli(tmp_path, "eval", "hardest", "--at", "1,3,2", "-t", "plain")
    assert (done.stdout.split(), done.stderr) == (["0", "1", "0"], "")


def test_a_plug_in_that_is_defined_in_words_is_not_called_in_formulas(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Elementwise(
        name="in_words", family="algebraic", tier="extra", summary="twice the input", formula="twice x",
        display_only=True, f=lambda x: 2 * x, grad=lambda x: np.full_like(x, 2.0),
    )  # fmt: skip
    monkeypatch.setattr(registry, "find", lambda name: record if name == "in_words" else None)
    assert resolve("in_words")(1.0) == 2
    with pytest.raises(UsageError, match="in_words is defined in words"):
        resolve("in_words(x)+1")


def test_what_plug_ins_print_is_not_in_the_results(tmp_path: Path) -> None:
    install(tmp_path, "act-good", GOOD, {"here": ":double"})
    done = actcli(tmp_path, "eval", "double_it", "3", "-t", "csv")
    assert done.stdout == "x,double_it\n3,6\n"
    assert done.stderr == "printed while importing\n"


@pytest.mark.parametrize(("point", "kept"), [(":shadow", "fine_too"), (":alias_shadow", "relu")])
def test_what_is_built_in_is_not_shadowed(point: str, kept: str, tmp_path: Path) -> None:
    install(tmp_path, "act-good", GOOD, {"here": point})
    done = actcli(tmp_path, "list", "-t", "plain")
    names = done.stdout.split()
    assert kept in names
    assert "leakyrelu" not in names
    assert "harmless_name" not in names
    assert "actcli: warning: plug-in act-good:" in done.stderr
    assert "built in" in done.stderr
    assert actcli(tmp_path, "eval", "leakyrelu", "-1").stdout.split()[-1] == "-0.01"


BROKEN = {
    "import": ("import nothing_like_this", ":x", "ModuleNotFoundError: No module named 'nothing_like_this'"),
    "missing": ("", ":x", "AttributeError"),
    "exit": ("raise SystemExit(3)", ":x", "SystemExit: 3"),
    "syntax": ("def", ":x", "SyntaxError"),
    "kind": ("x = [1]", ":x", "gives a int, no Elementwise or Vector"),
    "number": ("x = 3", ":x", "TypeError"),
    "gate": (GOOD + "\nbad = made('Wrong Name')", ":bad", "name 'Wrong Name' is not lower-case letters, digits and _"),
    "family": (GOOD + "\nbad = made('fine', family='nope')", ":bad", "'nope' is not one of the families"),
    "formula": (GOOD + "\nbad = made('fine', formula='2*x.real')", ":bad", "fine: invalid formula"),
}


PARAM = Param("a", 1.0, FINITE, "a factor", derivative=lambda x, _: x)
INCOMPLETE: dict[str, dict[str, Any]] = {
    "a summary and a formula are needed": {"formula": ""},
    "theano is not one of the libraries": {"libraries": {"theano": "twice"}},
    "the defaults break the rule a < 0": {"params": (PARAM,), "rules": (Rule("a < 0", lambda a: a < 0),)},
    "parameter 'A' is not lower-case": {"params": (PARAM._replace(name="A"),)},
    "the default of a is not finite": {"params": (PARAM._replace(default=math.inf),)},
    "duplicate parameter names: a, b, b": {"params": (PARAM, PARAM._replace(name="b", aliases=("b",)))},
    "no derivative with respect to a": {"params": (PARAM._replace(derivative=None),), "display_only": True},
    "traits does not return Traits": {"traits": lambda **_: None},
}


@pytest.mark.parametrize("sentence", INCOMPLETE)
def test_a_record_that_is_not_complete_says_what_is_wrong(sentence: str) -> None:
    scope: dict[str, Any] = {}
    exec(GOOD, scope)  # noqa: S102  # the package of this test
    with pytest.raises(RecordError, match=f"^doubtful: {sentence}"):
        scope["made"]("doubtful", **INCOMPLETE[sentence])


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_plug_in_is_one_line_that_names_its_package(kind: str, tmp_path: Path) -> None:
    module, point, sentence = BROKEN[kind]
    install(tmp_path, "act-broken", module, {"here": point})
    install(tmp_path, "act-good", GOOD, {"here": ":double"})
    done = actcli(tmp_path, "list", "-t", "plain")
    assert done.returncode == 0
    warnings = [line for line in done.stderr.splitlines() if not line.startswith("printed")]
    assert len(warnings) == 1
    assert warnings[0].startswith("actcli: warning: plug-in act-broken: ")
    assert sentence in warnings[0]
    assert {"relu", "double_it"} <= set(done.stdout.split())


def test_a_broken_plug_in_is_silent_where_standard_error_is_closed(tmp_path: Path) -> None:
    install(tmp_path, "act-broken", "import nothing_like_this", {"here": ":x"})
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m actcli list -t plain 2>&-"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)}, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "relu" in done.stdout.split()


def test_two_packages_with_one_name_are_told_apart_by_their_order(tmp_path: Path) -> None:
    install(tmp_path, "act-b", GOOD, {"here": ":double"})
    install(tmp_path, "act-a", GOOD, {"here": ":double"})
    done = actcli(tmp_path, "list", "-t", "plain")
    assert done.stdout.split().count("double_it") == 1
    assert "actcli: warning: plug-in act-b: double_it is left out" in done.stderr
    assert "in act-a" in done.stderr


def test_plug_ins_can_be_switched_off(tmp_path: Path) -> None:
    install(tmp_path, "act-good", GOOD, {"here": ":double"})
    done = actcli(tmp_path, "list", "-t", "plain", ACTCLI_NO_PLUGINS="1")
    assert "double_it" not in done.stdout.split()
    assert done.stderr == ""
    assert actcli(tmp_path, "eval", "double_it", "3", ACTCLI_NO_PLUGINS="1").returncode == 2


def test_plug_ins_are_not_looked_for_where_a_name_is_built_in(tmp_path: Path) -> None:
    install(tmp_path, "act-broken", "raise SystemExit", {"here": ":x"})
    for words in (["eval", "relu", "3"], ["eval", "0.5*x*relu(x)", "3"], ["compare", "relu", "elu"]):
        assert actcli(tmp_path, *words).stderr == ""
