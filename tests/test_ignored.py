"""Options that would be ignored are refused: every option of every command has an effect somewhere, and only there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from actcli.cli.commands import COMMANDS, request_of
from actcli.cli.request import spellings
from forked import run

if TYPE_CHECKING:
    from pathlib import Path

POINTS = b"1 2\n3 x\n"


class Case(NamedTuple):
    """An option with its value, a command that it changes, and commands that would ignore it."""

    option: str
    changes: str
    ignored: tuple[str, ...] = ()


EVAL = (
    Case("--at 1,2", "relu"),
    Case("--num 3", "relu 0 1", ("relu 1", "relu --at 1", "relu", "relu -", "relu --every --dtype float16")),
    Case("--step 0.5", "relu 0 1", ("relu 1", "relu --at 1", "relu", "relu --every --dtype float16 0 1")),
    Case("--every", "relu 1 2 --dtype float8_e5m2"),
    Case("--input points.txt", "relu"),
    Case("--column 2", "relu --input table.csv", ("relu 1", "relu --at 1", "relu 0 1")),
    Case("--rows", "softmax --input rows.txt", ("softmax 1 2", "relu --input rows.txt", "softmax --at 1,2")),
    Case("--invalid skip", "relu", ("relu 1", "relu 0 1", "relu --at 1", "relu --every --dtype float16")),
    Case("--format csv", "relu 1"),
    Case("--output out.txt", "relu 1"),
    Case("--no-header", "relu 1"),
    Case(
        "--digits 3",
        "elu -1",
        ("elu -1 --bits", "elu -1 -t npy", "elu -1 -t hex", "elu --every --dtype float16 --bits -t csv"),
    ),
    Case("--dtype float16", "elu -1"),
    Case("--bits", "elu -1"),
    Case("--exact", "mish -14.9"),
    Case("--codes", "relu --dtype float8_e5m2"),
    Case("--to float16", "elu -1"),
    Case("--rounding up", "elu -2 -1 --dtype float16", ("math:tanh 1",)),
    Case("--saturate", "exponential 300 --dtype float16"),
)
OPTIONS: dict[str, tuple[Case, ...]] = {
    "eval": (*EVAL, Case("--timeout 0.1", "cmd:./slow 1", ("relu 1", "x*x 1"))),
    "grad": (*EVAL, Case("--wrt alpha", "elu -1"), Case("--order 2", "tanh 1", ("softmax 1 2", "swiglu 1 2"))),
    "compare": (
        Case("--all", "--values 1 1"),
        Case("--family gelu", ""),
        Case("--sort mean", "relu gelu linear", ("relu elu --values", "relu elu --diff", "relu --depth 2 o.svg")),
        Case("--traits", "relu elu"),
        Case("--values", "relu elu"),
        Case(
            "--cost",
            "relu elu --traits",
            ("relu elu --values", "relu elu --diff", "relu --depth 2", "relu --depth 2 o.svg"),
        ),
        Case("--diff", "relu elu"),
        Case("--max-ulp 1e30", "relu elu"),
        Case("--exact", "mish elu -14.9 -14 --values", ("relu elu --traits", "relu --depth 2", "relu elu --diff")),
        Case("--atol 1", "relu elu"),
        Case("--rtol 1", "relu elu"),
        Case("--worst 3", "relu elu"),
        Case("--above 3", "relu elu"),
        Case("--ftz", "gelu relu --diff --at 1e-310", ("relu elu", "relu elu --values", "relu --depth 2")),
        Case("--at 1,2", "relu elu", ("relu elu --traits", "relu --depth 2")),
        Case("--input points.txt", "relu elu", ("relu elu --traits", "relu --depth 2")),
        Case("--every", "relu elu --dtype float8_e5m2", ("relu elu --traits", "relu --depth 2")),
        Case("--grad", "relu elu", ("relu elu --traits", "relu elu --depth 2", "relu softmax glu")),
        Case("--depth 2", "relu elu"),
        Case("--train sine --epochs 1 --seeds 1", "relu"),
        Case("--gain 1", "relu --depth 3", ("relu elu", "relu --train sine", "relu elu --diff")),
        Case("--layers 1", "relu --train sine --epochs 1 --seeds 1", ("relu elu", "relu --depth 2")),
        Case("--width 3", "relu --train sine --epochs 1 --seeds 1", ("relu elu", "relu --depth 2 o.svg")),
        Case("--epochs 2", "relu --train sine --epochs 1 --seeds 1 --layers 1", ("relu elu", "relu --depth 2")),
        Case("--seeds 2", "relu --train sine --epochs 1 --seeds 1 --layers 1", ("relu elu", "relu --depth 2")),
        Case("--seed 7", "relu --depth 3", ("relu elu", "relu elu --diff")),
        Case("--num 3", "relu elu", ("relu elu --diff", "relu elu --traits", "relu elu -", "relu --depth 2")),
        Case("--format csv", "relu elu", ("relu --depth 2 o.svg", "relu --depth 2 -o o.svg")),
        Case("--output out.txt", "relu elu"),
        Case("--theme dark", "relu --depth 2 o.svg", ("relu elu", "relu --depth 2")),
        Case("--title T", "relu --depth 2 o.svg", ("relu elu", "relu --depth 2")),
        Case("--size 3x3", "relu --depth 2 o.svg", ("relu elu", "relu --depth 2", "relu --depth 2 o.html")),
        Case("--dpi 50", "relu --depth 2 o.png", ("relu elu", "relu --depth 2 o.svg")),
        Case("--transparent", "relu --depth 2 o.svg", ("relu elu", "relu --depth 2")),
        Case("--no-header", "relu elu", ("relu --depth 2 o.svg",)),
        Case("--digits 2", "relu elu", ("relu --depth 2 o.svg", "relu elu --values -t npy")),
        Case("--dtype float16", "relu elu", ("relu elu --traits", "relu --depth 2", "relu --train sine")),
        Case("--codes", "relu elu --dtype float8_e5m2", ("relu elu --traits", "relu --depth 2")),
        Case("--to float16", "gelu elu --values", ("relu elu --traits", "relu --depth 2")),
        Case("--rounding up", "gelu elu --values", ("relu elu --traits", "math:tanh math:sin --values")),
        Case("--saturate", "exponential 300 400 --dtype fp16 --values", ("relu --depth 2",)),
        Case("--timeout 0.1", "relu cmd:./slow", ("relu elu", "relu --depth 2")),
    ),
    "plot": (
        Case("--all", "-o o.svg"),
        Case("--family gelu", "-o o.svg"),
        Case("--diff", "relu elu", ("--all o.svg",)),
        Case("--ulp", "relu elu --diff", ("relu elu", "--all o.svg")),
        Case("--grad", "relu elu"),
        Case("--exact", "mish x*tanh(softplus(x)) -14.9 -14 --diff", ("--all o.svg", "--family gelu o.svg")),
        Case("--dtype fp4", "tanh", ("softmax", "swiglu", "--all o.svg")),
        Case("--to fp4", "tanh", ("softmax", "--family gelu o.svg")),
        Case("--rounding up", "tanh --dtype fp4", ("math:tanh", "--all o.svg")),
        Case("--saturate", "exponential -5 90 --dtype e4m3fn", ("softmax", "--all o.svg")),
        Case("--num 3", "relu o.svg", ("relu", "relu - o.svg", "--all o.svg", "--family gelu o.svg")),
        Case("--ylim -1,2", "relu", ("relu elu --diff --ulp",)),
        Case("--title T", "relu o.svg"),
        Case("--output o.svg", "relu"),
        Case("--format png", "relu -o -", ("relu o.svg", "relu -o o.svg")),
        Case("--xlabel X", "relu o.svg", ("--all o.svg",)),
        Case("--ylabel Y", "relu o.svg", ("--family gelu o.svg",)),
        Case("--labels A,B", "relu elu o.svg", ("--all o.svg", "relu o.svg")),
        Case("--no-formula", "gelu o.svg", ("gelu", "--family gelu o.svg", "relu elu --diff --ulp o.svg")),
        Case("--transparent", "relu o.svg", ("relu", "relu o.html")),
        Case("--theme dark", "relu o.svg", ("relu",)),
        Case("--size 3x3", "relu o.svg", ("relu", "relu o.html")),
        Case("--order 2", "gelu", ("softmax", "swiglu", "--all o.svg")),
        Case("--dpi 50", "relu o.png", ("relu", "relu o.svg", "relu o.pdf", "--family gelu o.svg")),
        Case("--width 40", "relu", ("relu o.svg", "--family gelu o.svg")),
        Case("--height 9", "relu", ("relu o.svg", "--family gelu o.svg")),
        Case("--timeout 0.1", "cmd:./slow", ("relu", "relu o.svg", "--all o.svg")),
        Case("--ascii", "softmax", ("relu o.svg", "--family gelu o.svg")),
    ),
    "list": (
        Case("--library torch", ""),
        Case("--family gelu", ""),
        Case("--search relu", ""),
        Case("--format csv", ""),
        Case("--output out.txt", ""),
        Case("--no-header", ""),
    ),
    "show": (Case("--format json", "relu"), Case("--output out.txt", "relu")),
    "completion": (),
    "help": (),
}
CASES = [(command, case) for command, cases in OPTIONS.items() for case in cases]
IGNORED = [(command, line, case.option) for command, case in CASES for line in case.ignored]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "points.txt").write_bytes(b"1 2\n3\n")
    (tmp_path / "rows.txt").write_bytes(b"1 2\n3 4\n")
    (tmp_path / "table.csv").write_bytes(b"a,b\n1,-2\n")
    program = tmp_path / "slow"
    program.write_bytes(b"#!/bin/sh\nsleep 0.5\nexec cat\n")
    program.chmod(0o755)
    return tmp_path


def outcome(line: str, folder: Path) -> tuple[int, bytes, dict[str, bytes]]:
    """Return the status of a command, what it prints, and the files that it leaves; it leaves none behind."""
    before = set(folder.iterdir())
    done = run(line.split(), cwd=folder, input=POINTS)
    new = {path.name: path.read_bytes() for path in folder.iterdir() if path not in before}
    for name in new:
        (folder / name).unlink()
    return done.returncode, done.stdout + done.stderr, new


def test_every_option_of_every_command_is_tried() -> None:
    assert set(OPTIONS) == set(COMMANDS)
    for command, cases in OPTIONS.items():
        known = {each for each in spellings(request_of(command)) if each.startswith("--")} - {"--no-grad", "--color"}
        assert {case.option.split()[0] for case in cases} == known


@pytest.mark.parametrize(
    ("command", "case"), CASES, ids=lambda value: value if isinstance(value, str) else value.option
)
def test_an_option_has_an_effect_somewhere(command: str, case: Case, folder: Path) -> None:
    without = outcome(f"{command} {case.changes}", folder)
    name = case.option.split()[0]
    others = re.sub(rf"{name} \S+ ", "", case.changes)  # an option that is given twice is refused
    given = outcome(f"{command} {others} {case.option}", folder)
    assert given[0] in {0, 1}
    assert given != without


@pytest.mark.parametrize(("command", "line", "option"), IGNORED)
def test_an_option_that_would_be_ignored_is_refused(command: str, line: str, option: str, folder: Path) -> None:
    status, said, files = outcome(f"{command} {line} {option}", folder)
    assert (status, files) == (2, {})
    assert said.startswith(b"actcli: ")
    assert option.split(maxsplit=1)[0].encode() in said or b"not " in said


@pytest.mark.parametrize(
    "line",
    [
        "eval relu 1 --invalid abort",
        "eval relu 1 --dtype float64",
        "eval relu 1 -t plain --no-header",
        "eval relu 1 -t hex --bits",
        "eval relu 1 --color never",
        "plot relu o.svg -t svg",
        "plot relu o.svg --color always",
        "compare relu elu --traits --dtype float64",
    ],
)
def test_what_restates_what_holds_is_accepted(line: str, folder: Path) -> None:
    assert outcome(line, folder)[0] == 0
