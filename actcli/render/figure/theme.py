"""Themes: grounds, inks and palettes, every colour checked against its ground. Imports no matplotlib."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

#: Okabe and Ito's palette in the order of use, then the ten of Petroff.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
PETROFF10 = (
    "#3f90da", "#bd1f01", "#94a4a2", "#832db6", "#a96b59", "#e76300", "#b9ac70", "#717581", "#ffa90e", "#92dadd",
)  # fmt: skip
Dash: TypeAlias = "str | tuple[float, tuple[float, ...]]"
#: Line styles of lines that cover one, two or three others, which show through the gaps.
COVERING: tuple[Dash, ...] = ((0, (6, 4)), (0, (3, 4.5)), (0, (1.2, 3.2)))
DASHES: tuple[Dash, ...] = ("solid", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.6, 1.2, 1.6)))
#: The contrast that WCAG 2 requires of graphics and of text.
GRAPHICS, TEXT = 3.0, 4.5


@dataclass(frozen=True)
class Theme:
    """Colours of a figure.

    Attributes
    ----------
    ground, panel, ink, muted, faint
        The background, that of small panels, text, secondary text, and zero lines.
    palette
        Colours of lines in order.
    ramp
        The ends and turns of an ordered scale, from low to high.
    dashed
        Whether line styles tell lines apart from the first on, for printing without colour.
    transparent
        Whether the ground is left out.
    """

    ground: str
    panel: str
    ink: str
    muted: str
    faint: str
    palette: tuple[str, ...]
    ramp: tuple[str, ...]
    dashed: bool = False
    transparent: bool = False

    def line(self, order: int) -> str:
        """Return the colour of the n-th line."""
        return self.palette[order % len(self.palette)]

    def dash(self, order: int, covered: int = 0) -> Dash:
        """Return the line style of the n-th line, which covers a number of others.

        Colours of the second palette resemble some of the first, so its lines are dashed.
        """
        turn = order if self.dashed else 0 if order < len(OKABE_ITO) else 1 + (order - len(OKABE_ITO)) // len(PETROFF10)
        dash = DASHES[turn % len(DASHES)]
        return COVERING[min(covered, len(COVERING)) - 1] if covered and dash == "solid" and not self.dashed else dash

    def ramped(self, count: int) -> list[str]:
        """Return an ordered scale of colours."""
        return [readable(_mixed(self.ramp, i / max(count - 1, 1)), self.ground, GRAPHICS) for i in range(count)]

    def text(self, color: str) -> str:
        """Return a line's colour as text in it must be to be read."""
        return readable(color, self.ground, TEXT)


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@cache
def readable(color: str, ground: str, ratio: float) -> str:
    """Return a colour mixed with as little black or white as readability on the ground requires."""
    target = "#000000" if _luminance(ground) > 0.18 else "#ffffff"
    for percent in range(0, 101, 2):
        mixed = _mixed((color, target), percent / 100)
        if contrast(mixed, ground) >= ratio:
            return mixed
    return target


def _luminance(color: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(color: str) -> list[float]:
    return [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _mixed(colors: tuple[str, ...], t: float) -> str:
    i = min(int(t * (len(colors) - 1)), len(colors) - 2)
    part = t * (len(colors) - 1) - i
    pair = zip(_channels(colors[i]), _channels(colors[i + 1]), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * part)):02x}" for a, b in pair)


def _theme(base: Theme, ratio: float = GRAPHICS) -> Theme:
    return replace(base, palette=tuple(readable(c, base.ground, ratio) for c in (*OKABE_ITO, *PETROFF10)))


_LIGHT = Theme(
    "#ffffff", "#f4f5f7", "#1b1f24", "#59616b", "#b4bac2", (), ("#0d0887", "#6a00a8", "#b12a90", "#e16462")
)  # fmt: skip
_DARK = Theme(
    "#12161c", "#1b2028", "#eef1f4", "#a3adb8", "#4a535e", (), ("#c03a83", "#e16462", "#fca636", "#f0f921")
)  # fmt: skip
THEMES = {
    "light": _theme(_LIGHT),
    "dark": _theme(_DARK, TEXT),  # colours made for white look dull at less
    "print": _theme(replace(_LIGHT, panel="#ffffff", ink="#000000", muted="#3c3c3c", faint="#9a9a9a", dashed=True)),
}
