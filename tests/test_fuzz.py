"""Whatever is typed and read: no traceback, no hang, nothing half written; ``--fuzz N`` tries N times as much.

Each example is a process that is forked from one in which everything is imported; a few are started as users do.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fuzzing import data, words
from fuzzing.tool import ENV, Run, Tool, verdict
from processes import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBER_FORMATS = ("table", "plain", "csv", "tsv", "json", "jsonl", "npy")


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tool]:
    with Tool(tmp_path_factory.mktemp("fuzz"), tmp_path_factory.mktemp("spool")) as running:
        yield running
    print("", *sorted(f"{name}: {count}" for name, count in running.seen.items()), sep="\n")
    print(*(f"{count:6d}  {text[:150]}" for text, count in running.complaints.most_common(40)), sep="\n")
    print(*(f"{seconds:.1f} s  {line[:200]}" for seconds, line in running.slowest), sep="\n")


@pytest.fixture
def often(request: pytest.FixtureRequest) -> Callable[[int], settings]:
    """Settings for so many examples, and N times as many under ``--fuzz N``."""
    times: int = request.config.getoption("--fuzz")

    def examples(count: int) -> settings:
        return settings(
            max_examples=count * times,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )

    return examples


def test_words(tool: Tool, often: Callable[[int], settings]) -> None:
    @often(250)
    @given(
        words.lines(), st.sampled_from([b"", b"1\n2\n", b"1 x\n", b"\x93NUMPY"]), st.sampled_from([False] * 9 + [True])
    )
    def check(line: list[str], given_data: bytes, unread: bool) -> None:  # noqa: FBT001 - drawn
        tool(line, given_data, unread=unread)

    check()


OPTIONS = (
    *("--rows", "--invalid=nan", "--invalid=skip", "--bits", "--dtype=float16", "--dtype=float8_e4m3fn"),
    *("--no-header", "--digits=3", "--input=-", "-oout"),
)
SPECS = ("relu", "gelu", "softmax", "glu", "sparsemax", "maxout", "x*tanh(x)", "mine.py:leak", "mine.py:fails")
FILTERS = st.builds(
    lambda command, spec, options: [command, spec, *options],
    st.sampled_from(["eval", "grad"]),
    st.sampled_from(SPECS),
    st.lists(st.sampled_from(OPTIONS), max_size=3),
) | st.sampled_from([["compare", "relu", "elu", "-"], ["compare", "relu", "softmax", "-"], ["plot", "relu", "-"]])


# What fails may be long; it is to be shown all the same.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_data(tool: Tool, often: Callable[[int], settings]) -> None:
    @often(200)
    @given(FILTERS, st.sampled_from([None, *NUMBER_FORMATS]), data.texts() | data.arrays())
    def check(line: list[str], form: str | None, given_data: bytes) -> None:
        run = tool([*line, "-t", form] if form else line, given_data)
        if run.status == 0 and form in {"json", "jsonl"}:
            text = b"".join([run.out, *run.made.values()])
            for part in [text] if form == "json" else text.splitlines():
                json.loads(part, parse_constant=pytest.fail)

    check()


TABLES = (
    *(["eval", "relu", f"--column={column}"] for column in ("1", "2", "x", "y")),
    *(["compare", "relu", f"@-{columns}", "--diff"] for columns in ("", ":x=x,y=y", ":y=1", ":x=2")),
    *(["compare", "gelu", "@-", "--dtype=float16", f"--{more}"] for more in ("worst=3", "above=1", "values", "atol=1")),
    ["compare", "relu", "@-", "-1", "1", "--values"],
    ["eval", "cmd:cat", "--column=x"],
    ["plot", "relu", "@-", "--diff", "--ulp", "--dtype=float16"],
)


def test_tables(tool: Tool, often: Callable[[int], settings]) -> None:
    options = st.sampled_from([[], ["--invalid=skip"], ["--invalid=nan"], ["--no-header"], ["-t", "json"], ["-oout"]])

    @often(80)
    @given(st.sampled_from(TABLES), options, data.tables() | data.tables() | data.arrays())
    def check(line: list[str], more: list[str], given_data: bytes) -> None:
        tool([*line, *more], given_data)

    check()


BODIES = (
    "cat", "head -n 1", "exec <&-; sleep 1", "sleep 9", "yes", "true", "exit 3", "kill -9 $$", "echo", "tac", "echo 1",
    "cat; echo 1", "cat >&2", "cat | tr '\\n' ' '", "printf 1", "echo ' 1 '", "cat; exit 1", "yes | head -c 99999",
    "printf '\\0'", "cat; sleep 9", "trap '' TERM; sleep 9", "sleep 9 & cat", "printf '1,2\\n'", "echo 0x3c00; cat",
)  # fmt: skip


def test_programs(tool: Tool, often: Callable[[int], settings]) -> None:
    """Programs that misbehave in every way end in one line, and in time."""
    commands = [["eval"], ["eval", "-1", "1"], ["compare", "relu", "--diff", "--at=1,2"], ["plot"], ["compare", "relu"]]

    @often(25)
    @given(st.sampled_from(commands), st.sampled_from(BODIES), st.sampled_from([b"", b"1\n2\n", b"1\n" * 30_000]))
    def check(command: list[str], body: str, given_data: bytes) -> None:
        tool([command[0], *command[1:2] * (command[0] == "compare"), f'cmd:bash -c "{body}"', "--timeout=0.3",
              *command[1 + (command[0] == "compare"):]], given_data)  # fmt: skip

    check()


def test_formulas(tool: Tool, often: Callable[[int], settings]) -> None:
    commands = [["eval"], ["grad"], ["show"], ["compare", "relu", "--diff"], ["compare"], ["plot"]]

    @often(120)
    @given(st.sampled_from(commands), words.formulas() | words.specs())
    def check(command: list[str], text: str) -> None:
        tool([*command, text])

    check()


def test_pictures(tool: Tool, often: Callable[[int], settings]) -> None:
    @often(60)
    @given(words.pictures())
    def check(line: list[str]) -> None:
        tool(line)

    check()


def test_processes(tool: Tool, often: Callable[[int], settings]) -> None:
    """A process of its own imports the modules that the server has imported before."""

    @often(8)
    @given(words.lines())
    def check(line: list[str]) -> None:
        ours = tool(line)
        theirs = run(line, cwd=tool.folder, env=ENV, timeout=60)
        tool.put_back()
        assert (theirs.returncode, theirs.stderr.decode()) == (ours.status, ours.err)

    check()


def _run(status: int = 0, err: str = "", out: bytes = b"", made: dict[str, bytes] | None = None) -> Run:
    return Run(["eval", "out.svg"], status, 0, out, err, made or {})


@pytest.mark.parametrize(
    "wrong",
    [
        _run(-11, "actcli: no\n"),
        _run(3, "actcli: no\n"),
        _run(0, "warning\n"),
        _run(1),
        _run(1, "Traceback (most recent call last):\n"),
        _run(1, "actcli: no\nno\n"),
        _run(1, "actcli: no\nhint: a\nhint: b\n"),
        _run(1, "actcli: no"),
        _run(1, "actcli: \x1b[31m\n"),
        _run(1, "actcli: internal error: KeyError: 1\n"),
        _run(2, "actcli: no\n", b"1\n"),
        _run(1, "actcli: no\n", made={"out.svg": b""}),
        _run(0, out=b"1"),
        _run(0, made={"other": b""}),
        _run(0, made={".out.svg.abcdefgh": b""}),
        _run(0, made={"out.svg": b"<?xml version='1.0'?><svg>"}),
    ],
)
def test_what_is_wrong_is_seen(wrong: Run) -> None:
    with pytest.raises((AssertionError, ParseError)):
        verdict(wrong)


@pytest.mark.parametrize(
    "right",
    [_run(), _run(1, "actcli: no\n"), _run(2, "actcli: no\nhint: yes\n"), _run(0, "", b"1\n", {"out.svg": b""})],
)
def test_what_is_right_passes(right: Run) -> None:
    verdict(right)
