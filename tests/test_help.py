"""Help and colour: every example runs, every width fits, and no escape gets where a program reads."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

import forked
from actcli.analysis import describe
from actcli.catalog.record import Choice
from actcli.cli.help_page import WIDEST, text
from actcli.cli.sketch import sketch
from actcli.compare.cell_text import intervals
from actcli.numbers.formatting import format_float
from actcli.render.terminal import rich_tables
from actcli.spec import registry
from actcli.spec.resolve import resolve
from completing import manual, program
from processes import PATH, TOOL, run

ESCAPE = b"\x1b["
PAGES = {each.usage.split(" ")[1]: each for each in manual.pages()}
EXAMPLES = [(name, example) for name, each in PAGES.items() for example in each.examples]
#: Tables, text that programs read.
DATA = (
    "eval elu -2 2",
    "grad elu -2 2",
    "compare relu elu",
    "list --family gelu",
    "eval elu 1 -t csv",
    "show elu -t json",
)
#: Text that people read, wherever it goes.
TEXT = ("show elu", "plot elu --width 40 --height 10")
#: What makes other programs colour their output to a pipe.
TEMPTATIONS: tuple[dict[str, str], ...] = (
    {},
    {"GITHUB_ACTIONS": "1"},
    {"PY_COLORS": "1"},
    {"CLICOLOR_FORCE": "1"},
    {"TTY_COMPATIBLE": "1"},
)


#: By which coverage follows whole processes.
MEASURED = "COVERAGE_PROCESS_CONFIG"


def environment(**more: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("HOME", "TMPDIR", "LANG", "SYSTEMROOT", MEASURED) if key in os.environ}
    return kept | {"PATH": PATH, "TERM": "xterm"} | more


def piped(words: str, **more: str) -> bytes:
    done = run(words.split(), env=environment(**more))
    assert (done.returncode, done.stderr) == (0, b"")
    return bytes(done.stdout)


def shown(words: str, columns: int = 80, status: int = 0, /, **more: str) -> bytes:
    """Return what a terminal of so many columns gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*TOOL, *words.split()], env=environment(**more), stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
    os.close(ours)
    assert process.returncode == status
    return b"".join(parts).replace(b"\r\n", b"\n")


def plain(data: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", data.decode())


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda value: value)
def test_an_example_runs(name: str, example: str, tmp_path: Path) -> None:
    if name == "completion":
        shell = next(word for word in ("zsh", "fish", "bash") if word in example)
        done = subprocess.run(
            [shell, "-c", example], cwd=tmp_path, env=environment(), stdin=subprocess.DEVNULL, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
    else:
        done = forked.line(example, tmp_path, environment())
    assert (done.returncode, done.stderr) == (0, "")
    files = re.findall(r"\S+\.(?:svg|png|pdf|tex|html)", example)
    assert [path.name for path in tmp_path.iterdir()] == files
    assert done.stdout or files or name == "completion"


def test_every_command_has_examples_and_says_what_it_does() -> None:
    for name, each in PAGES.items():
        assert each.examples, name
        assert each.summary.endswith("."), name
        for group in each.groups:
            for term, about in group.rows:
                assert re.fullmatch(r"[A-Zx0-9].*\.", about), (name, term, about)


@pytest.mark.parametrize("words", ["--help", "eval --help"])
def test_help_without_docstrings_has_usage_and_options(words: str) -> None:
    lines = piped(words, PYTHONOPTIMIZE="2").decode().splitlines()
    assert lines[0].startswith("Usage: actcli")
    assert "Options:" in lines
    assert "Examples:" not in lines


@pytest.mark.parametrize("columns", range(40, 201, 8))
@pytest.mark.parametrize("name", PAGES)
def test_help_fits_any_width(name: str, columns: int) -> None:
    kept = set(PAGES[name].examples) | {term.strip() for group in PAGES[name].groups for term, _ in group.rows}
    for line in text(PAGES[name], columns).splitlines():
        assert line == line.rstrip()
        assert len(line) <= min(columns, WIDEST) or line.strip() in kept


def test_nothing_of_a_page_is_lost_in_a_narrow_terminal() -> None:
    for each in PAGES.values():
        narrow, wide = (sorted(text(each, columns).split()) for columns in (40, 200))
        assert narrow == wide


@pytest.mark.parametrize("words", ["", "--help", "eval -h", "plot --help", "completion -h"])
def test_piped_help_has_no_escapes(words: str) -> None:
    for more in TEMPTATIONS:
        assert ESCAPE not in piped(words, **more)


def test_help_is_coloured_where_it_is_wanted() -> None:
    assert ESCAPE in piped("eval --help", FORCE_COLOR="1")
    assert ESCAPE in piped("eval --color always --help", NO_COLOR="1")
    assert ESCAPE not in piped("eval --help", FORCE_COLOR="1", NO_COLOR="1")
    assert ESCAPE in shown("eval --help")
    assert ESCAPE not in shown("eval --help", NO_COLOR="1")
    assert ESCAPE not in shown("eval --help", TERM="dumb")
    assert ESCAPE not in shown("eval --color never --help")
    assert plain(shown("eval --help", 60)) == plain(piped("eval --help", COLUMNS="60"))


@pytest.mark.parametrize("words", DATA)
def test_nothing_puts_escapes_into_data(words: str) -> None:
    expected = piped(words)
    assert ESCAPE not in expected
    for more in (*TEMPTATIONS, {"FORCE_COLOR": "1"}):
        assert piped(words, **more) == expected
    assert piped(f"{words} --color always") == expected


@pytest.mark.parametrize("words", TEXT)
def test_text_in_a_pipe_is_coloured_when_asked(words: str) -> None:
    for more in TEMPTATIONS:
        assert ESCAPE not in piped(words, **more)
    assert ESCAPE in piped(words, FORCE_COLOR="1")
    assert ESCAPE in piped(f"{words} --color always", NO_COLOR="1", TERM="dumb")
    assert ESCAPE not in piped(f"{words} --color never", FORCE_COLOR="1")
    assert ESCAPE not in piped(words, FORCE_COLOR="1", NO_COLOR="1")


def test_a_card_in_a_file_is_neither_coloured_nor_wrapped(tmp_path: Path) -> None:
    card = tmp_path / "card.txt"
    piped(f"show elu -o {card}", FORCE_COLOR="1", COLUMNS="40")
    assert card.read_bytes() == piped("show elu")
    shown(f"show elu -o {card}", 40)
    assert card.read_bytes() == piped("show elu")


@pytest.mark.parametrize("name", registry.names())
def test_a_card_says_all_that_there_is_and_ends_with_a_sketch(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    function = resolve(name)
    facts = describe.card(function)
    whole = rich_tables.show(facts, color="never", in_file=True).decode()
    for fact in (facts["formula"], facts["summary"], intervals(facts["range"]), *facts["rules"], *facts["notes"]):
        assert str(fact) in whole
    for parameter in facts["parameters"]:
        values = ("one of " if isinstance(parameter["default"], Choice) else "") + parameter["domain"]
        assert f"{parameter['summary']}; default {format_float(parameter['default'])}, {values}" in whole
    assert ("\ntakes  " in whole) is (facts["kind"] != "elementwise")
    monkeypatch.setenv("COLUMNS", "50")
    lines = rich_tables.show(facts, color="never", in_file=False).decode().splitlines()
    assert max(map(len, lines)) <= 50
    assert sorted("".join("".join(lines).split())) == sorted("".join(whole.split()))
    drawn = sketch(function, 60, colored=False).decode()
    assert drawn.startswith("\n")
    heading = "a = " in drawn or "b = " in drawn
    if name != "gelu_sparse":  # of the values -5 to 5 none is far enough from the mean
        assert name in drawn or heading or "█" in drawn
        assert set(drawn) & set("*.█")
    assert all(len(line) <= 60 for line in drawn.splitlines())
    assert len(drawn.splitlines()) <= (24 if name == "crelu" else 15 + heading)  # crelu gives two for each number


def test_what_can_t_be_drawn_has_a_card_without_a_sketch() -> None:
    assert sketch(resolve("sqrt(0-1-x*x)"), 60, colored=False) == b""
    assert piped("show sqrt(0-1-x*x)").endswith(b" six digits.\n")
    whole = piped("show gelu").decode()
    assert whole.endswith("  ** gelu   .. gelu′\n")


@pytest.mark.parametrize("words", [*DATA[:4], *TEXT])
def test_a_terminal_gets_colours_unless_it_must_not(words: str) -> None:
    colored = shown(words)
    assert ESCAPE in colored
    for more in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert ESCAPE not in shown(words, **more)
    assert ESCAPE not in shown(f"{words} --color never", FORCE_COLOR="1")
    assert ESCAPE in shown(f"{words} --color always", NO_COLOR="1", TERM="dumb")


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("words", ["eval elu -2 2", "list", "show elu", "compare relu elu", "plot elu"])
def test_a_terminal_of_any_width_is_not_overrun(words: str, columns: int) -> None:
    def printed(columns: int, **more: str) -> str:
        status, data = forked.at_terminal(words.split(), columns, environment(**more))
        assert status == 0
        return plain(data)

    for line in printed(columns).splitlines():
        assert len(line) <= columns
        assert line == line.rstrip()
        assert "…" not in line
    assert printed(200, COLUMNS=str(columns)) == printed(columns)


def test_variables_of_the_manual_are_those_of_the_code() -> None:
    package = Path(sys.modules["actcli"].__path__[0])
    code = "".join(path.read_text() for path in package.rglob("*.py"))
    scripts = "".join(path.read_text() for path in (package.parent / "completions").glob("*actcli*"))
    for names in manual.ENVIRONMENT:
        for name in names.split(", "):
            assert f'"{name}"' in code or f"${name}" in scripts


def test_every_command_has_a_page() -> None:
    assert set(PAGES) == {"COMMAND", *(command.name for command in program.commands())}
