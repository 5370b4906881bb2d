"""Tables of words -> bytes for pipes and files, in any format that holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.errors import UsageError
from actcli.render.text import json_text
from actcli.render.text.writer import writer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from actcli.choices import OutputFormat
    from actcli.render.text.writer import TextTable


def encode(  # noqa: PLR0913  # reason: the options of a format
    what: str,
    grid: TextTable,
    records: Sequence[object],
    form: OutputFormat,
    *,
    header: bool,
    digits: int | None = None,
) -> Iterator[bytes]:
    """Yield the bytes of a table of words.

    Parameters
    ----------
    what
        Its name in the error.
    grid
        The texts; an empty one is an absent value.
    records
        The same as plain data, for JSON.
    form
        The format.
    header
        Whether columns have names above them.
    digits
        Significant digits of the numbers in records; all by default.

    Raises
    ------
    UsageError
        If the format does not hold words.
    """
    writer = writer_of(form)
    if writer.records is not None:
        return writer.records(json_text.records(records, digits))
    if writer.grid is None:
        raise UsageError(f"{what} cannot be written as {form}: it contains text")
    blocks = ([[text or writer.blank for text in column] for column in columns] for columns in grid.blocks)
    return writer.grid(grid._replace(blocks=blocks), header)
