"""The generated parts of the documentation: ``python tests/docs.py`` writes them, ``--check`` finds drift."""

from __future__ import annotations

import sys
from pathlib import Path

from cogapp import Cog

HERE = Path(__file__).parent
GENERATED = ("README.md", "actcli/doors/README.md", "actcli/functions/LIBRARIES.md")


def main(words: list[str]) -> int:
    """Write or check every generated part; the status is 1 where something drifted."""
    options = ["--check", "--check-fail-msg=run python tests/docs.py"] if "--check" in words else ["-r"]
    files = [str(HERE.parent / name) for name in GENERATED]
    return int(Cog().main(["cog", "-U", "-I", str(HERE), *options, *files]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
