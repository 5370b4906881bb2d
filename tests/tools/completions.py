"""The completion scripts and the manual page.

``python tests/tools/completions.py`` writes them, ``--check`` finds drift.
"""

from __future__ import annotations

import sys
from pathlib import Path

import _search_path  # noqa: F401  # finds the modules beside this folder
from completing import manual, scripts

FOLDER = Path(__file__).parents[2] / "completions"
GENERATED = {
    "actcli.bash": scripts.bash,
    "_actcli": scripts.zsh,
    "actcli.fish": scripts.fish,
    "actcli.ps1": scripts.powershell,
    "actcli.1": manual.manual,
}


def drifted() -> list[str]:
    """Return the files that are not what the program makes of them."""
    return [
        name
        for name, make in GENERATED.items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text(encoding="utf-8") != make()
    ]


def main(words: list[str]) -> int:
    """Write or check every file; the status is 1 where something drifted."""
    stale = drifted()
    if "--check" in words:
        for name in stale:
            print(f"completions/{name} is stale: run python tests/tools/completions.py")
        return int(bool(stale))
    for name in stale:
        (FOLDER / name).write_text(GENERATED[name](), encoding="utf-8")
        print(f"completions/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
