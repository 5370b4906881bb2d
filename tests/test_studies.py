"""The studies of compare from the command line: mistakes, tables on a terminal, figures."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from actcli.cli.boundary import run
from actcli.compare import depth, depth_section, diff_section, tasks, train_section, training, traits_section
from actcli.evaluation import compute, points
from actcli.numbers.formats import FLOAT64
from actcli.numbers.style import Style
from actcli.render.terminal import rich_tables
from actcli.spec.resolve import resolve
from differing import judged

if TYPE_CHECKING:
    from pathlib import Path

    from actcli.compare.section import Section

SMALL = ["--train", "spirals", "--layers", "1", "--width", "3", "--epochs", "2", "--seeds", "2"]
DEPTH = ["--depth", "3"]


@pytest.mark.parametrize(
    ("words", "offending"),
    [
        (["glu", "--train", "sine"], "--train"),
        (["relu", "--depth", "2", "--gain", "-1"], "--gain"),
        (["relu", "--depth", "2", "--gain", "nan"], "--gain"),
        (["relu", "--depth", "2", "--gain", "1_0"], "--gain"),
        (["relu", "--depth", "2", "--gain", "inf"], "--gain"),
        (["relu", "--depth", "2.5"], "--depth"),
        (["relu", "--depth", "1_0"], "--depth"),
        (["relu", "elu", "--max-ulp", "nan"], "--max-ulp"),
        (["relu", "elu", "--max-ulp", "-1"], "--max-ulp"),
        (["relu", "--depth"], "--depth"),
        (["relu", "--train", "sine", "--layers", "0"], "--layers"),
        (["relu", "--train", "sine", "--seeds", "0"], "--seeds"),
        (["relu", "--train", "sine", "--seed", "-1"], "--seed"),
        (["relu", "relu", "--depth", "2"], "relu"),
        (["relu", "--depth", "2", "out.svg", "--size", "1x1"], "--size"),
        (["relu", "--depth", "2", "out.svg", "-t", "json"], "out.svg"),
        (["relu", "--depth", "2", "out.jpg"], "out.jpg"),
        (["relu", "--traits", "out.svg"], "out.svg"),
        (["softmax", "--depth", "2", "out.svg"], "--depth"),
        (["relu", "--depth", "2", "--diff", "-t", "csv"], "--diff"),
    ],
)
def test_mistakes_get_a_line_and_nothing_is_written(
    words: list[str], offending: str, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["compare", *words]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    first, *hints = err.splitlines()
    assert first.startswith("actcli: ")
    assert offending in first
    assert len(hints) <= 1
    assert list(tmp_path.iterdir()) == []


# On a terminal


@cache
def _sections() -> dict[str, Section[Any]]:
    functions = [resolve(name) for name in ("sigmoid", "leaky_relu:negative_slope=0.125", "srelu", "x*x")]
    through, learning = (
        depth.DepthConfig(5),
        training.TrainConfig(tasks.TASKS["spirals"], layers=4, width=3, epochs=2, seeds=2),
    )
    return {
        "depth": depth_section.table(depth.study(functions, through), through),
        "train": train_section.table(training.study(functions, learning), learning, cost=True),
    }


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_tables_fit_and_lose_no_digit(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    parts = _sections()
    text = b"".join(rich_tables.sections(parts, Style(), color="never")).decode()
    assert "…" not in text
    assert all(len(line) <= columns for line in text.splitlines())
    for row in parts["depth"].rows:
        for field in ("gain", "predicted", "measured"):
            digits = f"{getattr(row, field):.3g}".partition("e")[0]
            assert re.search(rf" {re.escape(digits)}(?:e-?\d+)?(?: |\n)", text), (field, digits)
    for row in parts["train"].rows:
        assert f" {row.loss:.3g} ±" in text
        assert f"{100 * row.accuracy:.3g}% ±" in text
    if columns == 120:
        (alphas,) = re.findall(r"srelu +learned a_left, layer by layer: (.*)\n", text)
        assert len(alphas.split()) == 4
        assert [line.split()[0] for line in text.split("\n\n")[0].splitlines()[3:]] == [
            "sigmoid", "leaky_relu:negative_slope=0.125", "srelu", "x*x"
        ]  # fmt: skip


def test_mismatches_and_what_is_no_number_stand_in_words_below(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    relu, hole = (compute.value(resolve(text)) for text in ("relu", "where(x > 1, log(0-x), max(x, 0))"))
    plan = depth.DepthConfig(2)
    parts: dict[str, Section[Any]] = {
        "diff": diff_section.table([judged(relu, hole, np.array([0.0, 2.0, 3.0]))], "relu", FLOAT64),
        "depth": depth_section.table(depth.study([resolve("sqrt(0-1-x*x)")], plan), plan),
    }
    text = b"".join(rich_tables.sections(parts, Style(), color="never")).decode()
    assert "2 mismatched nan, the first at x = 2" in text
    assert "nan%" not in text


def test_records_of_one_section_are_lines_of_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "relu", "elu", *DEPTH, "-t", "jsonl"]) == 0
    assert [json.loads(line)["function"] for line in capfd.readouterr().out.splitlines()] == ["relu", "elu"]


def test_digits_that_are_asked_for_are_those_of_the_table() -> None:
    for header in (True, False):
        values = compute.table([compute.value(resolve("gelu"))], points.grid("1", "1", num=1))
        text = b"".join(rich_tables.table(values, Style(digits=9), color="never", header=header)).decode()
        assert text.split()[-2:] == ["1", "0.841344746"]
        assert ("gelu" in text) is header


def test_a_table_of_values_that_is_too_wide_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    names = ["gelu", "tanh", "sigmoid", "selu", "x*sigmoid(1.702*x)*sigmoid(1.702*x)*sigmoid(1.702*x)"]
    values = compute.table([compute.value(resolve(name)) for name in names], points.grid("-3", "1", num=3))
    text = b"".join(rich_tables.table(values, Style(), color="never", header=True)).decode()
    lines = text.splitlines()
    assert all(len(line) <= 50 for line in lines)
    headers = [line.split() for line in lines if " x " in line[:4]]
    (above,) = (line.strip() for line in lines if line.strip().startswith("x*sigmoid"))
    assert headers[:2] == [["x", "gelu", "tanh", "sigmoid"], ["x", "selu"]]
    assert above + headers[2][1] == names[-1]
    assert [line.split()[0] for line in text.splitlines() if line[:3] in {" -3", " -1"}] == ["-3", "-1"] * 3
    assert "…" not in text


# In a pipe


def test_columns_in_a_pipe_are_fields_at_full_precision(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "relu", "prelu", *DEPTH]) == 0
    header, *rows = capfd.readouterr().out.splitlines()
    assert " ".join(header.split()) == "function gain chi predicted measured verdict size spread dead saturated"
    assert [row.split()[0] for row in rows] == ["relu", "prelu"]
    assert rows[0].split()[1] == "1.414213562373095"
    assert run(["compare", "relu", "prelu", *SMALL]) == 0
    header, *rows = capfd.readouterr().out.splitlines()
    assert " ".join(header.split()) == (
        "function loss loss_std accuracy accuracy_std epochs reached diverged dead learned"
    )
    assert all(len(row.split()) == 10 for row in rows)
    assert rows[1].split()[-1].startswith("alpha=0.2")


@pytest.mark.parametrize("words", [DEPTH, SMALL])
def test_the_same_command_writes_the_same_bytes(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    for form in ("table", "json"):
        command = ["compare", "relu", "gelu", *words, "-t", form]
        assert run(command) == 0
        once = capfd.readouterr().out
        assert run(command) == 0
        assert capfd.readouterr().out == once != ""


# Figures


@pytest.mark.parametrize("study", [DEPTH, SMALL])
@pytest.mark.parametrize(("suffix", "magic"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("PDF", b"%PDF-")])
def test_a_figure_is_written(study: list[str], suffix: str, magic: bytes, tmp_path: Path) -> None:
    path, same = tmp_path / f"out.{suffix}", tmp_path / f"same.{suffix}"
    assert run(["compare", "tanh", "relu", *study, "-o", str(path)]) == 0
    assert path.read_bytes().startswith(magic)
    assert run(["compare", "tanh", "relu", *study, str(same)]) == 0
    assert same.read_bytes() == path.read_bytes()
    assert {file.name for file in tmp_path.iterdir()} == {path.name, same.name}


@pytest.mark.parametrize(("study", "title"), [(DEPTH, "Gradient against depth"), (SMALL, "Learning: spirals")])
def test_a_figure_has_a_line_for_each_function(study: list[str], title: str, tmp_path: Path) -> None:
    path, dark = tmp_path / "out.svg", tmp_path / "dark.svg"
    names = ["sigmoid", "relu", "elu:alpha=0.5", "exp(exp(x))"]
    assert run(["compare", *names, *study, "-o", str(path)]) == 0
    text = path.read_text()
    assert [name for name in re.findall(r'<g id="([^"]+)"', text) if name in names] == names
    assert title in text
    assert run(["compare", *names, *study, "-o", str(dark), "--theme", "dark"]) == 0
    assert dark.read_text() != text


def test_figures_of_studies_take_a_size_and_a_title(tmp_path: Path) -> None:
    path = tmp_path / "out.svg"
    words = ["--size", "3x2", "--title", "T $x$", "--transparent", "--theme", "print"]
    assert run(["compare", "sigmoid", "relu", *DEPTH, str(path), *words]) == 0
    text = path.read_text()
    assert 'viewBox="0 0 216 144"' in text
    assert ">T $x$<" in text
    # Theory is shown by circles, which no style of line is.
    assert "circles: predicted" in text
    assert len(re.findall(r"<use ", text)) >= 8


@pytest.mark.parametrize("study", [DEPTH, SMALL], ids=["depth", "train"])
@pytest.mark.parametrize("text", ["exp(x*x)", "sqrt(0-1-x*x)"])
def test_a_figure_where_nothing_can_be_drawn(text: str, study: list[str], tmp_path: Path) -> None:
    path = tmp_path / "out.svg"
    assert run(["compare", text, *study, "-o", str(path)]) == 0
    assert text in path.read_text()


def test_a_suffix_that_names_a_table_gets_one(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "out.csv"
    assert run(["compare", "relu", *DEPTH, "-o", str(path)]) == 0
    assert path.read_text().startswith("function,gain,")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("bent_identity", ["(-∞, ∞)", "1.5 as x→∞"]),
        ("hard_tanh", ["1 |x|<1", "|x|>1  "]),
        ("binary_step", ["{0, 1}", "∞ at 0", "all x"]),
        ("softmax", ["(0, 1]", " -", "yes"]),
        ("squareplus:b=0", ["1 x>0", "x<0"]),
        ("hardshrink:lambd=2", ["∞ at 2", "|x|<2", "jump"]),
        ("exp(-x)", ["≈(0, ∞)", "≈x>-0.39"]),
        ("sqrt(0-1-x*x)", [" -", "≥C1"]),
    ],
)
def test_traits_at_a_terminal_are_short(text: str, sentences: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    parts = {"traits": traits_section.table([resolve(text), resolve("relu")])}
    lines = b"".join(rich_tables.sections(parts, Style(), color="never")).decode().splitlines()
    (line,) = [line for line in lines if line.lstrip().startswith(f"{text} ") and "…" not in line][:1]
    for sentence in sentences:
        assert sentence in line
