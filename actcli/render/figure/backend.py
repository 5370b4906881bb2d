"""Access to matplotlib: imported late, with its default settings, and the same bytes for the same figure."""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from xml.sax.saxutils import escape

from actcli.errors import ActcliError
from actcli.termination import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.figure import Figure

#: Seconds after which a lock of the font cache is stale; locks are held for a few milliseconds.
LOCKED = 10
#: Free bytes needed on disk for the font cache: matplotlib 3.9 fails if it can't write all of it.
ROOM = 1 << 20
Format = Literal["svg", "png", "pdf"]
#: The class of matplotlib that writes a format, and its module.
_CANVASES: Mapping[Format, tuple[str, str]] = {
    "svg": ("backend_svg", "FigureCanvasSVG"),
    "png": ("backend_agg", "FigureCanvasAgg"),
    "pdf": ("backend_pdf", "FigureCanvasPdf"),
}
#: Settings that differ from matplotlib's defaults.
_SETTINGS = {
    "svg.hashsalt": "actcli",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "path.simplify_threshold": 0.05,
    "axes.unicode_minus": True,
}
#: Fallback families for viewers without DejaVu Sans; Verdana has similar proportions.
_FAMILIES = "'DejaVu Sans', Verdana, Geneva, Arial, sans-serif"


@contextmanager
def matplotlib() -> Iterator[None]:
    """Keep matplotlib in a known state: its own defaults and fonts, regardless of the user's settings.

    The cache of its fonts is kept apart from the user's, since it knows none of the system's fonts.

    Raises
    ------
    ActcliError
        If it can't be imported.
    """
    quiet = logging.getLogger("matplotlib")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    before = dict(os.environ)
    os.environ.pop("MPLBACKEND", None)
    os.environ.update(MPL_IGNORE_SYSTEM_FONTS="1", MATPLOTLIBRC=os.devnull)
    try:
        with _cache() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            os.environ["MPLCONFIGDIR"] = folder
            mpl = _imported()
            defaults = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
            with mpl.rc_context():
                dict.update(mpl.rcParams, defaults | _SETTINGS)  # past its checks, which the defaults have passed
                yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        quiet.setLevel(level)


@contextmanager
def _cache() -> Iterator[str]:
    """Yield the folder of the font cache; a temporary one where none can be made or written."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")  # noqa: PTH111, PTH118 - no error without a home
    folder = Path(home, "actcli")
    writable = False
    if folder.is_absolute():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            writable = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    if writable:
        _unlock(folder)
        yield str(folder)
        return
    with tempfile.TemporaryDirectory(prefix="actcli-", ignore_cleanup_errors=True) as temporary:
        yield temporary


def _unlock(folder: Path) -> None:
    """Remove stale locks of killed processes: matplotlib would wait five seconds for them each time."""
    for lock in folder.glob("*.matplotlib-lock"):
        with suppress(OSError):
            if time.time() - lock.stat().st_mtime > LOCKED:
                lock.unlink()


def _imported() -> Any:
    try:
        with held():
            import matplotlib as mpl
            import matplotlib.figure
    except Exception as error:  # noqa: BLE001  # a broken installation or settings file, whatever it raises
        raise ActcliError(f"matplotlib can't be imported: {' '.join(str(error).split())}") from None
    return mpl


def canvas_of(form: Format) -> Any:
    """Return matplotlib's class that writes a format; its methods have no types."""
    module, name = _CANVASES[form]
    with held():
        return getattr(import_module(f"matplotlib.backends.{module}"), name)


def encode(figure: Figure, form: Format, dpi: float, title: str, description: str) -> bytes:
    """Return a figure as a file of the format.

    Parameters
    ----------
    figure
        The content.
    form
        ``svg``, ``png`` or ``pdf``.
    dpi
        Dots per inch of a PNG.
    title, description
        The text for screen readers.
    """
    buffer = io.BytesIO()
    if form == "svg":
        figure.dpi = 72
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        canvas_of(form)(figure).print_svg(buffer, metadata=nothing)
        return _described(buffer.getvalue().decode(), title, description).encode()
    if form == "pdf":
        about = {"Creator": None, "Producer": None, "CreationDate": None, "Title": title, "Subject": description}
        canvas_of(form)(figure).print_pdf(buffer, metadata=about)
        return buffer.getvalue()
    figure.dpi = dpi
    for side, inches in (("width", figure.get_figwidth()), ("height", figure.get_figheight())):
        if abs(round(inches * dpi) - inches * dpi) < 1e-6:  # whole dots are not to be lost to rounding
            getattr(figure, f"set_fig{side}")((round(inches * dpi) + 1e-6) / dpi)
    about = {"Software": None, "Title": title, "Description": description}
    canvas_of(form)(figure).print_png(buffer, metadata=about)
    return buffer.getvalue()


def _described(svg: str, title: str, description: str) -> str:
    """Make an SVG self-contained: no external document type, a title, a description, and fallback fonts."""
    start = svg.index("<svg ")
    inside = svg.index(">", start) + 1
    opening = svg[start : inside - 1] + ' role="img" aria-labelledby="title description">'
    words = f'\n <title id="title">{escape(title)}</title>\n <desc id="description">{escape(description)}</desc>'
    body = re.sub(r"'DejaVu Sans'(, [^;\"]*)?", _FAMILIES, svg[inside:])
    return '<?xml version="1.0" encoding="utf-8"?>\n' + opening + words + body
