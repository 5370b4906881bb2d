"""Completion in real shells: what a line becomes when a person presses TAB, and that no Python starts for it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import completions
import shells
from actcli.choices import Shell as ShellName
from actcli.cli import completion, completion_run
from actcli.errors import ActcliError
from actcli.functions import built_in
from completing import program
from processes import run

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SHELLS = ("bash", "zsh", "fish")
#: What is typed, and what it becomes in every shell.
LINES = {
    "actcli ev": "actcli eval ",
    "actcli --ver": "actcli --version ",
    "actcli eval bent": "actcli eval bent_identity ",
    "actcli eval relu -5 5 --no-h": "actcli eval relu -5 5 --no-header ",
    "actcli eval relu -inf --no-h": "actcli eval relu -inf --no-header ",
    "actcli eval relu --at -3,4 --no-h": "actcli eval relu --at -3,4 --no-header ",
    "actcli eval --num 5 bent": "actcli eval --num 5 bent_identity ",
    "actcli eval relu -n 4 --no-h": "actcli eval relu -n 4 --no-header ",
    "actcli eval -- bent": "actcli eval -- bent_identity ",
    "seq 5 | actcli eval bent": "seq 5 | actcli eval bent_identity ",
    # The second operand of eval is a number.
    "actcli eval relu bent": "actcli eval relu bent",
    "actcli compare relu bent": "actcli compare relu bent_identity ",
    "actcli plot relu -3 3 bent": "actcli plot relu -3 3 bent_identity ",
    # Parameters: those not given yet, with an equals sign and no blank.
    "actcli eval elu:": "actcli eval elu:alpha=",
    "actcli eval elu:al": "actcli eval elu:alpha=",
    "actcli eval srelu:t_left=-1,a_l": "actcli eval srelu:t_left=-1,a_left=",
    "actcli compare srelu:t_left=-1,t_right=2,a_left=-.5,": (
        "actcli compare srelu:t_left=-1,t_right=2,a_left=-.5,a_right="
    ),
    "actcli eval lrelu:neg": "actcli eval lrelu:negative_slope=",
    "actcli eval elu:alpha=": "actcli eval elu:alpha=",
    "actcli eval relu:": "actcli eval relu:",
    "actcli grad prelu --wrt al": "actcli grad prelu --wrt alpha ",
    # Values of options.
    "actcli eval relu -5 5 --dtype=bf": "actcli eval relu -5 5 --dtype=bfloat16",
    "actcli eval relu --dtype bf": "actcli eval relu --dtype bfloat16 ",
    "actcli eval relu -t pl": "actcli eval relu -t plain ",
    "actcli plot --theme li": "actcli plot --theme light ",
    "actcli eval --color ne": "actcli eval --color never ",
    "actcli compare --depth 20 bent": "actcli compare --depth 20 bent_identity ",
    "actcli compare relu --train sp": "actcli compare relu --train spirals ",
    "actcli compare relu --depth 9 draw": "actcli compare relu --depth 9 drawn.png ",
    "actcli list --family pe": "actcli list --family periodic ",
    "actcli completion po": "actcli completion powershell ",
    # Capitals, - and _ do not matter.
    "actcli eval Log-Sig": "actcli eval log_sigmoid ",
    "actcli grad RELU_SQU": "actcli grad relu_squared ",
    # An alias where no name fits; nothing where nothing does.
    "actcli eval expi": "actcli eval expit ",
    "actcli evil": "actcli evil",
    "actcli eval relu zz": "actcli eval relu zz",
    # Files.
    "actcli plot relu my": "actcli plot relu my\\ dir/",
    "actcli plot relu -o my": "actcli plot relu -o my\\ dir/",
    "actcli plot relu --output=my": "actcli plot relu --output=my\\ dir/",
    "actcli plot relu my\\ dir/": "actcli plot relu my\\ dir/fig.svg ",
    "actcli plot relu -3 3 draw": "actcli plot relu -3 3 drawn.png ",
    "actcli plot ~/my": "actcli plot ~/my\\ dir/",
    # Functions of a Python file.
    "actcli eval ./acts.py:le": "actcli eval ./acts.py:leak ",
    "actcli eval ~/acts.py:le": "actcli eval ~/acts.py:leak ",
    "actcli compare relu acts.py:wav": "actcli compare relu acts.py:wavy ",
    "actcli plot acts.py:wav": "actcli plot acts.py:wavy ",
    "actcli plot acts.py:my": "actcli plot acts.py:my",
    "actcli plot elu:my": "actcli plot elu:my",
    "actcli eval none.py:my": "actcli eval none.py:my",
    "actcli eval relu --input no": "actcli eval relu --input notes.txt ",
    "actcli eval relu < no": "actcli eval relu < notes.txt ",
    "actcli show sinc > no": "actcli show sinc > notes.txt ",
    "actcli show sinc 2>no": "actcli show sinc 2>notes.txt ",
}
#: A blank that shells add or not, by their own habits: after the value of an option behind an equals sign.
UNDECIDED = "--dtype="


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files, and an actcli that only takes note that it was called."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "my dir").mkdir()
    for name in ("my dir/fig.svg", "acts.py", "drawn.png", "notes.txt", "calls"):
        (folder / name).touch()
    (folder / ".stub").mkdir()
    (folder / "acts.py").write_text("def leak(x):\n    return x\n\n\ndef wavy(x, a=1):\n    return a * x\n")
    stub = folder / ".stub" / "actcli"
    stub.write_text(f"#!/bin/sh\necho \"$@\" >> '{folder}/calls'\nprintf 'relu\\nplugged_in\\n'\n")
    stub.chmod(0o755)
    return folder


def started(name: str, home: Path, **options: str) -> shells.Shell:
    if reason := shells.missing(name):
        pytest.skip(reason)
    make = {"bash": shells.bash, "zsh": shells.zsh, "fish": shells.fish}[name]
    (home / "calls").write_text("")
    return make(home, PATH=f"{home}/.stub:/usr/bin:/bin", **options)


@pytest.fixture(scope="module", params=SHELLS)
def shell(request: pytest.FixtureRequest, home: Path) -> Iterator[shells.Shell]:
    with started(request.param, home) as running:
        yield running


def test_nothing_drifted() -> None:
    assert completions.drifted() == []


@pytest.mark.parametrize(("typed", "wanted"), LINES.items())
def test_a_line_is_completed(shell: shells.Shell, home: Path, typed: str, wanted: str) -> None:
    (home / "calls").write_text("")
    got = shell.complete(typed)
    assert got.rstrip() == wanted if UNDECIDED in typed else got == wanted
    assert (home / "calls").read_text() == "", "a Python was started"


def test_a_cursor_in_the_middle_leaves_what_follows(shell: shells.Shell) -> None:
    assert shell.complete("actcli eval bent -5 5", back=5).replace("  ", " ") == "actcli eval bent_identity -5 5"
    assert shell.complete("actcli eval elu:al 3", back=2).replace("  ", " ") == "actcli eval elu:alpha= 3"


def test_a_common_beginning_is_completed_and_no_more(shell: shells.Shell) -> None:
    assert shell.complete("actcli eval srelu:t_left=-1,a_") == "actcli eval srelu:t_left=-1,a_"
    assert shell.complete("actcli eval gelu_p") == "actcli eval gelu_pyt"


@pytest.mark.parametrize("command", ["eval", "compare", "plot"])
@pytest.mark.parametrize(("typed", "name"), [("leaky", "leaky_relu"), ("lr", "lrelu")])
def test_a_completed_name_goes_on_with_a_colon_or_a_blank(
    shell: shells.Shell, command: str, typed: str, name: str
) -> None:
    assert shell.complete(f"actcli {command} {typed}\t:neg") == f"actcli {command} {name}:negative_slope="
    assert shell.complete(f"actcli {command} {typed}\t -5 5").split() == ["actcli", command, name, "-5", "5"]


@pytest.mark.parametrize("name", ["bash", "zsh"])
def test_names_of_other_libraries_are_completed(name: str, home: Path) -> None:
    # fish looks for its own likenesses only.
    with started(name, home) as running:
        assert running.complete("actcli eval LogSig") == "actcli eval log_sigmoid "
        assert running.complete("actcli compare relu Leaky\t:neg") == "actcli compare relu leaky_relu:negative_slope="
        assert running.complete("[[ A == a ]] || actcli eval bent") == "[[ A == a ]] || actcli eval bent_identity "


def test_a_completed_file_of_python_goes_on_with_a_colon(shell: shells.Shell) -> None:
    assert shell.complete("actcli eval ./ac").removesuffix(":") == "actcli eval ./acts.py"


def test_a_completed_name_without_parameters_has_its_blank(shell: shells.Shell) -> None:
    assert shell.complete("actcli eval gelu_t\t-5 5 --no-h") == "actcli eval gelu_tanh -5 5 --no-header "


def test_an_open_quote_is_kept(shell: shells.Shell) -> None:
    assert shell.complete("actcli eval 'elu:al").startswith("actcli eval 'elu:alpha=")
    assert shell.complete("actcli plot relu -o 'my").startswith("actcli plot relu -o 'my dir")


@pytest.mark.parametrize("name", SHELLS)
def test_functions_of_plug_ins_are_asked_for_once_and_late(name: str, home: Path) -> None:
    with started(name, home) as running:
        assert running.complete("actcli eval bent") == "actcli eval bent_identity "
        assert (home / "calls").read_text() == ""
        assert running.complete("actcli eval plugg") == "actcli eval plugged_in "
        assert running.complete("actcli eval nothing_at_all") == "actcli eval nothing_at_all"
        assert running.complete("actcli compare relu plugg") == "actcli compare relu plugged_in "
        assert (home / "calls").read_text() == "list -t plain\n"


@pytest.mark.parametrize("name", SHELLS)
def test_plug_ins_can_be_left_out(name: str, home: Path) -> None:
    with started(name, home, ACTCLI_NO_PLUGINS="1") as running:
        assert running.complete("actcli eval plugg") == "actcli eval plugg"
        assert (home / "calls").read_text() == ""


@pytest.mark.parametrize("breaks", [r"$' \t\n'", r"$' \t\n\"\'><;|&(:'", r"$' \t\n\"\'><=;|&('"])
def test_bash_completes_whatever_breaks_words(home: Path, breaks: str) -> None:
    if reason := shells.missing("bash"):
        pytest.skip(reason)
    with shells.bash(home, breaks) as running:
        assert running.complete("actcli eval srelu:t_left=-1,a_l") == "actcli eval srelu:t_left=-1,a_left="
        assert running.complete("actcli eval relu --format=pl").rstrip() == "actcli eval relu --format=plain"
        assert running.complete("actcli plot relu --output=my").replace("\\=", "=") == (
            "actcli plot relu --output=my\\ dir/"
        )


def test_bash_offers_every_function_and_option(home: Path) -> None:
    if reason := shells.missing("bash"):
        pytest.skip(reason)
    assert sorted(offered(home, "actcli eval ")) == sorted(record.name for record in built_in())
    for command in program.commands():
        assert offered(home, f"actcli {command.name} --") == command.long_options
        for option in command.options:
            for spelling in option.spellings:
                assert not option.words or offered(home, f"actcli {command.name} {spelling} ") == list(option.words)


def offered(home: Path, line: str) -> list[str]:
    """Return what bash's completion function offers for a line without : and =."""
    words = line.split(" ")
    script = f"""source {ROOT}/completions/actcli.bash
        COMP_WORDS=({" ".join(word or "''" for word in words)}) COMP_CWORD={len(words) - 1}
        COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDBREAKS=$' \\t\\n:='
        _actcli; printf '%s\\n' "${{COMPREPLY[@]}}" """
    done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, check=True, cwd=home)
    return done.stdout.split()


def test_the_scripts_parse() -> None:
    for name, check in (("actcli.bash", ["bash", "-n"]), ("_actcli", ["zsh", "-n"]), ("actcli.fish", ["fish", "-n"])):
        if not shells.missing(check[0]):
            done = subprocess.run([*check, f"{ROOT}/completions/{name}"], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")


def test_no_table_of_powershell_has_a_key_twice() -> None:
    # No PowerShell is at hand: this and the balance of braces is what can be seen of its script without one.
    text = (ROOT / "completions" / "actcli.ps1").read_text()
    for table in re.findall(r"@\{\n(.*?)\n    \}", text, re.DOTALL):
        keys = re.findall(r"^ +'([^']*)' = '(?:[^']|'')*'$", table, re.MULTILINE)
        assert len(keys) == len(table.splitlines())
        assert len({key.lower() for key in keys}) == len(keys)
    code = re.sub(r"'(?:[^']|'')*'|\"[^\"\n]*\"|#.*", "", text)
    assert [code.count(c) for c in "{(["] == [code.count(c) for c in "})]"]


@pytest.mark.parametrize("shell_name", list(ShellName))
def test_the_command_prints_the_file(shell_name: str) -> None:
    done = run(["completion", shell_name])
    assert done.stdout == (ROOT / "completions" / completion_run.FILES[ShellName(shell_name)]).read_bytes()
    assert done.stdout.startswith(b"#")


def test_a_missing_script_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(completion_run, "FOLDERS", (tmp_path,))
    with pytest.raises(ActcliError, match="bash is not installed"):
        completion_run.run(completion.CompletionRequest(shell=ShellName.bash))


def test_the_wheel_puts_every_file_where_it_is_looked_for() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["force-include"] == {"completions": "actcli/completions"}
    assert completion_run.FOLDERS[0] == completion_run.PACKAGE / "completions"
    assert wheel["shared-data"] == {
        "completions/actcli.bash": "share/bash-completion/completions/actcli",
        "completions/_actcli": "share/zsh/site-functions/_actcli",
        "completions/actcli.fish": "share/fish/vendor_completions.d/actcli.fish",
        "completions/actcli.1": "share/man/man1/actcli.1",
    }
    assert {path.name for path in (ROOT / "completions").iterdir()} == set(completions.GENERATED)
