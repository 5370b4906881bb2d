"""Tables of words -> bytes for pipes and files, in the formats that tables of numbers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.choices import OutputFormat


def strings(
    names: Sequence[str], rows: Sequence[Sequence[str]], form: OutputFormat, *, header: bool
) -> Iterator[bytes]:
    """Yield a table of words: aligned to the left, or as CSV or TSV."""
    lines = [names, *rows] if header else list(rows)
    if form in {"csv", "tsv"}:
        separator = "," if form == "csv" else "\t"
        yield "".join(separator.join(quoted(cell, separator) for cell in line) + "\n" for line in lines).encode()
        return
    widths = [max(len(line[i]) for line in lines) for i in range(len(names))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip().encode() + b"\n"


def quoted(cell: str, separator: str) -> str:
    """Quote a cell as RFC 4180 has it, where it needs quotes."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in (separator, '"', "\n")) else cell
