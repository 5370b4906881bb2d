"""The generated parts of the documentation: ``python tests/tools/docs.py`` writes them, ``--check`` finds drift."""

from __future__ import annotations

import sys
from pathlib import Path

from cogapp import Cog

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIBRARY_PAGES = ROOT / "actcli" / "functions" / "libraries"
PAGES = (ROOT / "README.md", *sorted(ROOT.glob("actcli/**/*.md")), *sorted(ROOT.glob("tests/**/*.md")))


def main(words: list[str]) -> int:
    """Write or check every generated part; the status is 1 where something drifted."""
    options = ["--check", "--check-fail-msg=run python tests/tools/docs.py"] if "--check" in words else ["-r"]
    files = [str(page) for page in PAGES if "[[[cog" in page.read_text(encoding="utf-8")]
    return int(Cog().main(["cog", "-U", "-I", str(HERE), "-I", str(HERE.parent), *options, *files]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
