"""Delimited tables: separator, header, columns, and runs of whole records.

Read are csv, tsv and columns between blanks, quoted as RFC 4180 has it: a quoted cell may hold separators, doubled
quotes and line ends. Blank lines and lines that begin with ``#`` are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from actcli.errors import ActcliError, UsageError
from actcli.numbers.grammar import JSON_HINT, NUMBER, quote
from actcli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: The longest record: beyond this a quote was not closed.
LONGEST = 1 << 20

_QUOTED = re.compile(rb'"(?:[^"]++|"")*+"')
_FIRST = re.compile(rb'(?:[ \t]*+(?:#[^\n]*+)?+\r?\n)*+((?:[^"\n]++|"(?:[^"]++|"")*+")++)\n')
#: A cell that is read as a number; in a table that may hold encodings these are numbers too.
CELL = re.compile(NUMBER + rb"|0[xX][0-9a-fA-F]++")
_BOM = b"\xef\xbb\xbf"
_BLANKS = b" \t\r"
_NUMBERED = re.compile("0*[1-9][0-9]{0,8}")
#: The number of column names in a message.
_SHOWN = 12


@dataclass(frozen=True)
class Layout:
    """The layout of a table: separator, header and wanted columns.

    Attributes
    ----------
    separator
        ``,``, a tab, or a space for any run of blanks.
    names
        The cells of the header; None without a header.
    width
        The number of cells in the first record.
    columns
        Indices of the wanted columns, from 0.
    """

    separator: bytes
    names: tuple[str, ...] | None
    width: int
    columns: tuple[int, ...]

    def cells(self, record: bytes) -> list[bytes]:
        """Return the cells of a record, without quotes and without the blanks around them."""
        if b'"' in record:
            return _quoted_cells(record, self.separator)
        if self.separator == b" ":
            return record.split()
        return [cell.strip(_BLANKS) for cell in record.split(self.separator)]


@dataclass(frozen=True)
class DelimitedTable:
    """A table, read as a stream.

    Attributes
    ----------
    layout
        Its separator, header and wanted columns.
    head
        The lines before the first record, the header included, each ended by LF.
    comments
        Those before the header.
    runs
        The rest, in runs of whole records that end in LF; an empty run where the source has nothing at the moment.
    """

    layout: Layout
    head: bytes
    comments: bytes
    runs: Iterator[bytes]


def open_table(blocks: Iterable[bytes], wanted: Callable[[int], Sequence[str]], name: str) -> DelimitedTable:
    """Read the beginning of a table.

    Parameters
    ----------
    blocks
        Its bytes, cut anywhere.
    wanted
        Returns the columns to read, by name or by number from 1, given the number of columns.
    name
        Its name in messages.

    Raises
    ------
    ActcliError
        If it has no records, or a quote is left open.
    UsageError
        If a column is missing; the message names those that there are.
    """
    source = iter(blocks)
    start = b""
    match = None
    for block in source:
        start = (start + block).removeprefix(_BOM)
        match = _FIRST.match(start)
        if match or (len(start) > LONGEST and b'"' in start):
            break
        if len(start) - start.rfind(b"\n") > LONGEST + 1:
            raise _too_long(name, start.count(b"\n"))
    if match is None:
        start += b"\n"
        match = _FIRST.match(start)
    if match is None:
        raise ActcliError(f"{name}: a quoted cell does not end" if b'"' in start else f"{name}: no records")
    layout = _layout(match[1].rstrip(b"\r"), wanted, name)
    end = match.end() if layout.names is not None else match.start(1)
    comments = start[: match.start(1)].replace(b"\r\n", b"\n")
    head = comments + _with_lf(start[match.start(1) : end], layout.separator)
    return DelimitedTable(
        layout, head, comments, _whole_records(chain([start[end:]], source), layout.separator, name, head.count(b"\n"))
    )


def _layout(first: bytes, choose: Callable[[int], Sequence[str]], name: str) -> Layout:
    """Find the separator, the header and the wanted columns by the first record."""
    separator = _separator(first)
    cells = Layout(separator, None, 0, ()).cells(first)
    wanted = choose(len(cells))
    numeric = [CELL.fullmatch(cell) is not None for cell in cells]
    indices = [_index(column) for column in wanted]
    has_header = any(i is None or (i < len(cells) and not numeric[i]) for i in indices) and not all(numeric)
    texts = tuple(cell.decode(errors="replace") for cell in cells)
    names = texts if has_header else None
    columns = []
    for column, number in zip(wanted, indices, strict=True):
        index = names.index(column) if number is None and names and names.count(column) == 1 else number
        if index is None or index >= len(cells):
            raise _missing(column, names or (None if any(numeric) else texts), len(cells), name)
        columns.append(index)
    return Layout(separator, names, len(cells), tuple(columns))


def _index(column: str) -> int | None:
    """Return the index, from 0, of a column that is given by its number."""
    return int(column) - 1 if _NUMBERED.fullmatch(column) else None


def _missing(column: str, names: Sequence[str] | None, width: int, name: str) -> UsageError:
    shown = quote(column)
    if names is None:
        count = f"{width} column{'s' * (width != 1)}"
        return UsageError(f"{name} has no column {shown}; it has {count} and no header")
    if names.count(column) > 1:
        return UsageError(f"{name} has {names.count(column)} columns {shown}", "give its number, from 1")
    there = ", ".join(names[:_SHOWN]) + (", ..." if width > _SHOWN else "")
    hint = "columns are separated by commas, tabs or blanks" if width == 1 and ";" in names[0] else ""
    if names[0][:1] in {"{", "["}:
        hint = JSON_HINT
    return UsageError(f"{name} has no column {shown}; it has {there}", hint or nearest(column, names))


def _separator(record: bytes) -> bytes:
    bare = _QUOTED.sub(b"", record).strip(b" ")
    return next((mark for mark in (b"\t", b",", b" ") if mark in bare), b",")


def _quoted_cells(record: bytes, separator: bytes) -> list[bytes]:
    import csv

    text = record.strip(b" \r").decode("latin-1")
    try:
        cells = next(csv.reader([text], delimiter=separator.decode(), skipinitialspace=separator == b" "))
    except csv.Error:
        # A cell too long for the csv module is not a number either.
        return [record]
    return [cell.encode("latin-1").strip(_BLANKS) for cell in cells]


def record_pattern(separator: bytes) -> re.Pattern[bytes]:
    """Return the pattern of a line that is a comment, or of a record; with its line end."""
    cell = rb'(?:"(?:[^"]++|"")*+"[^%b\n]*+|(?!")[^%b\n]*+)' % (separator, separator)
    return re.compile(rb"(?:[ \t]*+#[^\n]*+|(?:%b%b)*+%b)\n" % (cell, separator, cell))


def _whole_records(blocks: Iterable[bytes], separator: bytes, name: str, lines: int) -> Iterator[bytes]:
    """Regroup bytes into runs of whole records."""
    records = re.compile(b"(?:" + record_pattern(separator).pattern + b")*+")
    left = b""
    for block in blocks:
        if not block:
            yield b""
            continue
        data = left + block
        end = records.match(data).end() if b'"' in data else data.rfind(b"\n") + 1  # type: ignore[union-attr]  # it matches nothing too
        left = data[end:]
        if len(left) > LONGEST:
            break
        if end:
            lines += data.count(b"\n", 0, end)
            yield _with_lf(data[:end], separator)
    if left:
        if b'"' in left and records.match(left + b"\n").end() <= len(left):  # type: ignore[union-attr]  # the same
            raise ActcliError(f"{name}:{lines + 1}: a quoted cell does not end")
        if len(left) > LONGEST:
            raise _too_long(name, lines)
        yield _with_lf(left + b"\n", separator)


def _too_long(name: str, before: int) -> ActcliError:
    return ActcliError(f"{name}:{before + 1}: a line of more than {LONGEST} bytes")


def _with_lf(run: bytes, separator: bytes) -> bytes:
    """Return records that end in LF; line ends within quotes are kept."""
    if b"\r" not in run:
        return run
    if b'"' not in run:
        return run.replace(b"\r\n", b"\n")
    return b"".join(
        [line.removesuffix(b"\r\n").removesuffix(b"\n") + b"\n" for line in record_pattern(separator).findall(run)]
    )
