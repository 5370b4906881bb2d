"""Options of figures -> ``FigureStyle``, for every command that draws one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.evaluation import points

if TYPE_CHECKING:
    from actcli.cli.compare import CompareRequest
    from actcli.cli.plot import PlotRequest
    from actcli.render.figure.backend import Format
    from actcli.render.figure.figures import FigureStyle

#: The most dots of a PNG; a poster has a tenth as many.
MAX_DOTS = 2 * 10**8
#: Pixels per inch, as CSS has it.
PIXELS = 96
#: Inches of a side.
LEAST, MOST = 2, 100
#: Characters that no XML holds, so no SVG either.
_UNDRAWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def figure_style(request: PlotRequest | CompareRequest, form: Format) -> FigureStyle:
    """Return how a figure is to be written.

    Raises
    ------
    UsageError
        If options contradict each other, or would be ignored.
    """
    from actcli.render.figure.figures import DPI, FigureStyle

    size = _inches(request.size)
    in_pixels = (request.size or "").endswith("px")
    if request.dpi is not None and in_pixels:
        raise UsageError(f"--size {request.size} is in pixels: --dpi does not go with it")
    dpi = request.dpi or (PIXELS if in_pixels else DPI)
    if form == "png" and size is not None and size[0] * size[1] * dpi**2 > MAX_DOTS:
        raise UsageError(f"{request.size} inches at {dpi} dots per inch is too large", "take a smaller --dpi")
    theme = request.theme.value if request.theme else "light"
    return FigureStyle(form, theme, size, dpi, request.transparent)


def drawable(option: str, text: str | None) -> str | None:
    """Return a text for a figure, checked.

    Raises
    ------
    UsageError
        If it has a character that no figure can hold.
    """
    if text is not None and (odd := _UNDRAWN.search(text)):
        raise UsageError(f"{option} has a character that can't be drawn: {odd[0]}")
    return text


def _inches(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    match = re.fullmatch(r"([0-9.]+)[x×X]([0-9.]+?)(px)?", text)
    if match is None or (match[3] and not (match[1] + match[2]).isdigit()):
        raise UsageError(f"--size is WIDTHxHEIGHT in inches or whole pixels, got {text}", "6.4x5 or 1280x720px")
    unit, name = (PIXELS, "px") if match[3] else (1, " inches")
    width, height = (points.number(word) / unit for word in match.groups()[:2])
    if not all(LEAST <= side <= MOST for side in (width, height)):
        in_pixels = not match[3] and all(LEAST <= side / PIXELS <= MOST for side in (width, height))
        hint = f"pixels are written {text}px" if in_pixels else "6.4x5 or 1280x720px"
        raise UsageError(f"--size takes sides of {LEAST * unit} to {MOST * unit}{name}, got {text}", hint)
    return width, height
