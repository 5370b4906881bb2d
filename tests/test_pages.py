"""The Markdown pages beside their generated parts: links lead somewhere, and the commands and the Python run."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

import docs
import forked

if TYPE_CHECKING:
    from pathlib import Path

README = docs.ROOT / "README.md"
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)|(?:src|srcset)=\"([^\"]+)\"")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: What the commands take that README does not make.
MINE = """
import numpy as np
def my_gelu(x): return x / 2 * (1 + np.tanh(x))
def leak(x, a=0.1): return np.where(x > 0, x, a * x)
"""


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


LINES = [line for page in docs.PAGES for text in blocks(page, "sh") for line in text.splitlines()]
COMMANDS = [line for line in LINES if re.match(r"(actcli|source) ", line) and "~/" not in line]


@pytest.mark.parametrize("page", docs.PAGES, ids=lambda page: str(page.relative_to(docs.ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [file or image for file, image in _LINK.findall(prose)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = {(page.parent / file).resolve() for file, _ in _LINK.findall(page.read_text(encoding="utf-8"))}
        waiting += [link for link in links - reached if link.suffix == ".md"]
    assert reached == set(docs.PAGES)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(tmp_path: Path, command: str) -> None:
    if "torch" in command and importlib.util.find_spec("torch") is None:
        pytest.skip("no torch")
    np.save(tmp_path / "big.npy", np.linspace(-5, 5, 12))
    (tmp_path / "mine.py").write_text(MINE)
    done = forked.line(command.partition("#")[0].strip(), tmp_path, os.environ)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("text", blocks(README, "python"), ids=lambda text: text.splitlines()[0])
def test_the_python_gives_what_its_comments_say(text: str) -> None:
    for module in re.findall(r"^import (\w+)", text, re.MULTILINE):
        pytest.importorskip(module)
    names: dict[str, object] = {"actcli": __import__("actcli")}
    for line in text.splitlines():
        code, _, wanted = line.partition("  # ")
        if not wanted:
            exec(code, names)  # noqa: S102  # our own page
            continue
        got = repr(eval(code, names))  # noqa: S307  # the same
        assert doctest.OutputChecker().check_output(wanted, got, doctest.ELLIPSIS), got
