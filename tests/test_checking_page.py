"""The uses in actcli/compare/CHECKING.md run from start to end, and print what the page says.

``pytest tests/test_checking_page.py --rewrite`` writes what comes out now, for review.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from processes import PATH, ROOT, at_terminal

if TYPE_CHECKING:
    from pathlib import Path

PAGE = ROOT / "actcli/compare/CHECKING.md"
_FENCED = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
USES = re.split(r"(?=^## )", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
WIDTH = 100


@pytest.mark.parametrize("use", USES, ids=lambda use: use.splitlines()[0].removeprefix("## "))
def test_a_use_runs_from_start_to_end(use: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if "\n$ cc " in use and shutil.which("cc") is None:
        pytest.skip("no C compiler")
    again = _FENCED.sub(lambda block: _ran(block, tmp_path), use)
    if request.config.getoption("--rewrite"):
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(use, again), encoding="utf-8")
    assert again == use


def _ran(block: re.Match[str], folder: Path) -> str:
    """Write a file, or run commands; return the block as it comes out."""
    language, name, text = block.groups()
    if name:
        (folder / name).write_text(text, encoding="utf-8")
        return block[0]
    commands = re.findall(r"^\$ (.*)$", text, re.MULTILINE)
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COLUMNS", "LINES"))}
    env |= {"PATH": PATH, "NO_COLOR": "1", "TERM": "xterm"}
    printed = (f"$ {command}\n{at_terminal(command, folder, WIDTH, env)}".rstrip() for command in commands)
    return f"```{language}\n" + "\n".join(printed) + "\n```"
