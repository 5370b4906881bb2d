"""Sessions of a user: every one in tests/transcripts is run again and must come out to the letter.

A session is a command after ``$``, what it prints, its errors after ``!``, and ``[status]`` where it is not 0.
``pytest tests/test_transcripts.py --rewrite`` writes what comes out now, for review.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from forked import line

SESSIONS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def transcribe(command: str, folder: Path) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COLUMNS", "LINES"))}
    done = line(command, folder, env | {"NO_COLOR": "1", "TERM": "dumb"})
    errors = "".join(f"! {error}\n" for error in done.stderr.splitlines())
    status = f"[{done.returncode}]\n" if done.returncode else ""
    return f"$ {command}\n{done.stdout}{errors}{status}"


@pytest.mark.parametrize("session", SESSIONS, ids=lambda path: path.stem)
def test_the_transcript_comes_out_again(session: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = session.read_text()
    commands = re.findall(r"^\$ (.*)$", text, re.MULTILINE)
    assert commands
    again = "\n".join(transcribe(command, tmp_path) for command in commands)
    if request.config.getoption("--rewrite"):
        session.write_text(again)
    assert again == text
