"""The enumerations that commands, tables and figures share, each defined once and without NumPy."""

from enum import StrEnum
from typing import TYPE_CHECKING


class OutputFormat(StrEnum):
    """Output formats of tables."""

    table = "table"
    plain = "plain"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    jsonl = "jsonl"
    npy = "npy"
    markdown = "markdown"
    latex = "latex"
    c = "c"
    hex = "hex"


#: Formats that hold numbers only.
NUMERIC = frozenset({OutputFormat.npy, OutputFormat.c, OutputFormat.hex})

if TYPE_CHECKING:
    ListFormat = OutputFormat
else:
    #: Output formats of lists of functions: those that can hold text.
    ListFormat = StrEnum("ListFormat", {form.name: form.value for form in OutputFormat if form not in NUMERIC})


class CardFormat(StrEnum):
    """Output formats of the card of a function."""

    table = "table"
    plain = "plain"
    json = "json"
    jsonl = "jsonl"
    markdown = "markdown"
    latex = "latex"


class FigureFormat(StrEnum):
    """Formats of figures."""

    svg = "svg"
    png = "png"
    pdf = "pdf"
    html = "html"


class Theme(StrEnum):
    """Colour themes of figures."""

    light = "light"
    dark = "dark"
    print = "print"


class ColorMode(StrEnum):
    """When to colour output."""

    auto = "auto"
    always = "always"
    never = "never"


class Rounding(StrEnum):
    """Directions in which results are rounded."""

    even = "even"
    away = "away"
    zero = "zero"
    up = "up"
    down = "down"


class InvalidPolicy(StrEnum):
    """How to handle input that is not a number."""

    abort = "abort"
    nan = "nan"
    skip = "skip"


class Task(StrEnum):
    """Toy problems to train on."""

    sine = "sine"
    spirals = "spirals"
    blobs = "blobs"


class Shell(StrEnum):
    """Shells that have completions."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


#: Suffixes of files of tables.
SUFFIXES = {
    ".csv": OutputFormat.csv,
    ".tsv": OutputFormat.tsv,
    ".json": OutputFormat.json,
    ".jsonl": OutputFormat.jsonl,
    ".npy": OutputFormat.npy,
    ".md": OutputFormat.markdown,
    ".tex": OutputFormat.latex,
    ".h": OutputFormat.c,
    ".hex": OutputFormat.hex,
}
#: Suffixes of figures.
FIGURES = tuple(f".{form}" for form in FigureFormat)
