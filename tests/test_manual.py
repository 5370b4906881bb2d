"""The manual page, as ``man`` shows it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import shells
from completing import program

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_the_manual_page_renders_without_a_warning(columns: str) -> None:
    if reason := shells.missing("man"):
        pytest.skip(reason)
    done = subprocess.run(
        ["man", "--warnings=w", "-l", f"{ROOT}/completions/actcli.1"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"MANWIDTH": columns, "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MAN_KEEP_FORMATTING": ""},
    )
    assert done.stderr == ""
    sections = ("NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "COMMANDS", "FUNCTIONS", "ENVIRONMENT", "EXIT STATUS")
    lines = done.stdout.splitlines()
    assert [line for line in lines if line in sections] == list(sections)
    for command in program.commands():
        assert f"   {command.name}" in lines
        for option in command.options:
            assert any(spelling in done.stdout for spelling in option.spellings)
