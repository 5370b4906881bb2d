"""Typeset equations as SVG: outlines that need no font, each glyph once for a whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform

from actcli.formula import latex
from actcli.render.figure import backend, math_text
from actcli.render.figure.canvas import math_font
from actcli.render.figure.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from actcli.formula.typeset import Typeset

#: Points of the text, and of the room around an equation; units of a glyph in one point.
_SIZE, _ROOM = 12.0, 1.0
_SCALE = _SIZE / text_to_path.FONT_SCALE
_COMMANDS: Mapping[Any, str] = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}
#: Points that a command takes.
_TAKES: Mapping[Any, int] = {Path.CURVE3: 2, Path.CURVE4: 3}


class FormulaSvg(NamedTuple):
    """An equation in text of 12 points: the markup within an SVG, its width, its height, and its LaTeX."""

    markup: str
    width: float
    height: float
    latex: str


class Formulas(NamedTuple):
    """Equations, and the definitions of their glyphs, which a page holds once."""

    glyphs: str
    equations: list[FormulaSvg]


def draw(equations: Iterable[Typeset]) -> Formulas:
    """Return equations as markup; a page holds one set of them, since their glyphs have identifiers."""
    with backend.matplotlib():
        glyphs: dict[Any, str] = {}
        drawn = [_drawn(equation, glyphs) for equation in equations]
    return Formulas("".join(f'<path id="g{i}" d="{d}"/>' for i, d in enumerate(glyphs.values())), drawn)


class _Recorder:
    """A canvas that writes what is drawn on it as SVG."""

    scale = 1.0
    theme = THEMES["light"]
    points = IdentityTransform()

    def __init__(self, glyphs: dict[Any, str], height: float) -> None:
        self.glyphs = glyphs
        self.height = height
        self.parts: list[str] = []

    def math(self, x: float, y: float, text: str, _size: float) -> None:
        """Draw mathtext."""
        placed, outlines, rules = text_to_path.get_glyphs_mathtext(math_font(_SIZE), f"${text}$")
        for name, (vertices, codes) in outlines.items():
            self.glyphs.setdefault(name, _commands(Path(vertices * [1, -1], codes)))
        names = list(self.glyphs)
        for name, dx, dy, scale in placed:
            place = f"{_short(x + dx * _SCALE)} {_short(self.height - y - dy * _SCALE)}"
            self.parts.append(
                f'<use href="#g{names.index(name)}" transform="translate({place})scale({scale * _SCALE:.3g})"/>'
            )
        for corners, kinds in rules:
            self.parts.append(self._path(Path(np.array(corners) * _SCALE + [x, y], kinds)))

    def add(self, artist: Any) -> None:
        """Draw the outline of a patch."""
        self.parts.append(self._path(artist.get_path(), ' class="brace"'))

    def _path(self, path: Path, attributes: str = "") -> str:
        return f'<path{attributes} d="{_commands(Path(path.vertices * [1, -1] + [0, self.height], path.codes), 2)}"/>'  # type: ignore[operator]  # an array


def _drawn(equation: Typeset, glyphs: dict[Any, str]) -> FormulaSvg:
    block = math_text.block(equation, _SIZE)
    height = block.height + block.depth + 2 * _ROOM
    recorder = _Recorder(glyphs, height)
    block.draw(recorder, _ROOM, block.depth + _ROOM)
    return FormulaSvg("".join(recorder.parts), block.width + 2 * _ROOM, height, latex.equation(equation))


def _commands(path: Path, digits: int = 0) -> str:
    return "".join(_each(path.vertices.tolist(), path.codes.tolist(), digits))  # type: ignore[union-attr]  # arrays, with codes


def _each(vertices: list[list[float]], codes: list[int], digits: int) -> Iterator[str]:
    at = 0
    while at < len(codes):
        code = codes[at]
        takes = _TAKES.get(code, 1)
        if code == Path.CLOSEPOLY:
            yield "Z"
        else:
            yield _COMMANDS[code] + " ".join(_short(c, digits) for vertex in vertices[at : at + takes] for c in vertex)
        at += takes


def _short(value: float, digits: int = 2) -> str:
    return f"{round(value, digits) + 0.0:.{digits}f}".rstrip("0").rstrip(".") if digits else str(round(value))
