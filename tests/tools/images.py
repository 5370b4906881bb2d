"""The figures of README: ``python tests/tools/images.py`` draws them, ``--check`` finds drift in what they show.

Versions of matplotlib write the same figure in other bytes: what is compared are size, words, curves and colours.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from actcli.cli import boundary

FOLDER = Path(__file__).parents[2] / ".github" / "images"
THEMES = {"": "light", "-dark": "dark"}
_SVG = "{http://www.w3.org/2000/svg}"


class Image(NamedTuple):
    """One figure of README: its file's stem, the words of the command, what it is an example of, and the command."""

    name: str
    words: str
    kind: str
    verb: str = "plot"

    @property
    def command(self) -> str:
        """The command that draws it."""
        return f"actcli {self.verb} {self.words} {self.name}.svg"


GALLERY = Image("gallery", "--all --size 16.5x16.5", "Every function")
DEPTH = Image("depth", "sigmoid tanh relu leaky_relu prelu selu --depth 20", "Gradients through layers", "compare")
ERRORS = Image("errors", "gelu gelu_tanh quick_gelu --diff --dtype float16", "Errors in ulp", "compare")
IMAGES = (
    Image("gelu", "gelu", "A function and its derivative"),
    Image("hardshrink", "hardshrink", "Jumps with their open and closed ends"),
    Image("rectifiers", "relu gelu silu mish --grad", "Several, with their derivatives"),
    Image("alphas", "elu:alpha=0.5 elu:alpha=1 elu:alpha=2", "Values of a parameter"),
    Image("differences", "--diff gelu gelu_tanh quick_gelu", "Differences from the first"),
    Image("softmax", "softmax", "A function of a vector"),
    Image("swiglu", "swiglu", "A gated function"),
    Image("formula", "'log(1+exp(x-1))' --title 'A shifted softplus'", "Your own formula, with a title"),
)


class Structure(NamedTuple):
    """The contents of a figure, whatever the version that wrote it."""

    box: str
    texts: tuple[str, ...]
    curves: tuple[str, ...]
    colors: frozenset[str]


def structure(svg: str) -> Structure:
    """Return the structure of an SVG."""
    root = ET.fromstring(svg)  # noqa: S314  # our own
    texts = [element.text or "" for tag in ("title", "desc", "text") for element in root.iter(_SVG + tag)]
    groups = [element.get("id", "") for element in root.iter(_SVG + "g")]
    curves = [name for name in groups if name and not re.fullmatch(r"(figure|patch|line2d|text)_\d+", name)]
    return Structure(
        root.get("viewBox", ""), tuple(texts), tuple(curves), frozenset(re.findall(r"#[0-9a-f]{6}\b", svg))
    )


def draw(image: Image, theme: str, folder: Path) -> str:
    """Return the figure as the tool draws it now."""
    path = folder / f"{image.name}.svg"
    status = boundary.run([image.verb, *shlex.split(image.words), "--theme", theme, str(path)])
    if status:
        raise SystemExit(f"{image.command}: status {status}")
    return path.read_text(encoding="utf-8")


def drifted() -> dict[str, str]:
    """Return the figures that show something else than their files, by file name."""
    stale = {}
    with tempfile.TemporaryDirectory() as folder:
        for image in (GALLERY, DEPTH, ERRORS, *IMAGES):
            for suffix, theme in THEMES.items():
                name, svg = f"{image.name}{suffix}.svg", draw(image, theme, Path(folder))
                path = FOLDER / name
                if not path.exists() or structure(path.read_text(encoding="utf-8")) != structure(svg):
                    stale[name] = svg
    return stale


def section(root: str = "", rows: int | None = None) -> None:
    """Write a table of figures: two in a row, each below the command that draws it.

    Parameters
    ----------
    root
        The path from the page to the top of the repository.
    rows
        How many rows; None for all.
    """
    import cog  # there while a page is generated

    cog.outl("\n<table>")
    for row in [*zip(IMAGES[::2], IMAGES[1::2], strict=True)][:rows]:
        cog.outl("<tr>")
        for image in row:
            dark = f'<source media="(prefers-color-scheme: dark)" srcset="{root}{_path(image, "-dark")}">'
            light = f'<img alt="{escape(image.kind)}: {escape(image.words)}" src="{root}{_path(image, "")}">'
            command = f"<code>{escape(image.command, quote=False)}</code>"
            cog.outl(f'<td width="50%">{image.kind}<br>{command}<br><picture>{dark}{light}</picture></td>')
        cog.outl("</tr>")
    cog.outl("</table>\n")


def _path(image: Image, suffix: str) -> str:
    return f".github/images/{image.name}{suffix}.svg"


def main(words: list[str]) -> int:
    """Draw or check every figure; the status is 1 where something drifted."""
    stale = drifted()
    if "--check" in words:
        for name in stale:
            print(f".github/images/{name} is stale: run python tests/tools/images.py")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, svg in stale.items():
        (FOLDER / name).write_text(svg, encoding="utf-8")
        print(f".github/images/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
