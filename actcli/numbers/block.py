"""Blocks of text lines to float64 arrays, and results back into the same lines and separators.

Numbers on a line are separated by blanks, tabs or commas. Blank lines and lines that begin with ``#`` pass through.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from actcli.numbers.formatting import format_floats, interleave, replace_char
from actcli.numbers.reading import read_joined, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from actcli.numbers.formatting import Formatter
    from actcli.numbers.invalid import BadWord, Policy

_SEPARATORS = b" \t\n,"
_TO_COMMA = bytes.maketrans(_SEPARATORS, b",,,,")
_OTHERS = bytes(sorted(set(range(256)) - set(_SEPARATORS)))

# bytes.split() is the fastest way to cut runs. It knows one kind of blank, so bytes to drop become spaces,
# and separators to keep become control characters until they are written.
_HELD = bytes.maketrans(b" \t\n", b"\1\2\3")
_GAPS = bytes(_HELD[c] if c in _SEPARATORS + b"#" else 32 for c in range(256))
_WORDS = bytes.maketrans(_SEPARATORS + b"#\r\v\f", b"     ???")
_RELEASED = bytes.maketrans(b"\1\2\3", b" \t\n")
_HELD_LF = b"\3"

_COMMENT = re.compile(rb"\n([ \t]*+#[^\n]*+)")
_WORD_START = re.compile(rb"[ \t\n,](?=[^ \t\n,#])")
_PIECE = 1 << 18
_TEXTS = 1 << 14


class Block(NamedTuple):
    """The numbers of some lines, with all that is needed to write the lines again.

    Parameters
    ----------
    values
        Every number in reading order, shape (n,).
    line_count
        Lines read, passed-through and dropped ones included.
    separators
        The text around the numbers: bytes if one character follows each; otherwise n + 1 texts, the first before the
        first number.
    comments
        The comments, each held in the separators by a ``#``.
    dropped
        Indices of the lines left out because of a bad word.
    bad
        The first bad word; the block then ends before its line.
    invalid
        How many words were no numbers, where that ends nothing.
    """

    values: NDArray[np.float64]
    line_count: int
    separators: bytes | list[bytes]
    comments: Sequence[bytes] = ()
    dropped: tuple[int, ...] = ()
    bad: BadWord | None = None
    invalid: int = 0

    @property
    def row_lengths(self) -> NDArray[np.int64]:
        """The count of numbers on each line that has any; the sum is n."""
        if isinstance(self.separators, bytes):
            ends = np.frombuffer(self.separators, dtype=np.uint8) == ord("\n")
        else:
            ends = np.array([_HELD_LF in gap for gap in self.separators[1:]], dtype=np.bool_)
        return np.diff(np.flatnonzero(ends) + 1, prepend=0)

    def line_of(self, row: int) -> int:
        """Find the line, from 0, of a row: the row counts only lines that have numbers."""
        line = row
        if isinstance(self.separators, list):
            before = int(self.row_lengths[:row].sum())
            line = b"".join(self.separators[: before + 1]).count(_HELD_LF)
        for dropped in self.dropped:
            line += dropped <= line
        return line


def parse_block(data: bytes, invalid: Policy = "abort") -> Block:
    """Read whole lines.

    Parameters
    ----------
    data
        Lines ended by LF or CRLF; at the end of the input the last may lack it.
    invalid
        How to handle a word that is not a number: ``abort`` ends the block before its line, ``nan`` replaces it,
        ``skip`` drops its line.

    Returns
    -------
    Block
        With ``bad`` set if a bad word ended it.
    """
    if data and not data.endswith(b"\n"):
        data += b"\n"
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    block = _read(data)
    if block is not None:
        return block
    from actcli.numbers.invalid import apply_policy

    mended, bad, count = apply_policy(data, invalid)
    block = _read(mended)
    if block is None:  # pragma: no cover  # cannot be: what mend leaves is of the grammar
        raise AssertionError("the reader and the grammar disagree")
    if invalid == "abort":
        return block._replace(bad=bad[0])
    block = block._replace(invalid=count)
    if invalid == "nan":
        return block
    return block._replace(line_count=data.count(b"\n"), dropped=tuple(word.line for word in bad))


def write_block(block: Block, results: NDArray[np.float64], how: Formatter = format_floats) -> bytes:
    """Write one result in the place of each number.

    Parameters
    ----------
    block
        The lines read.
    results
        As many as the block has values.
    how
        Spells the results.

    Returns
    -------
    bytes
        The block's lines, each ended by LF.
    """
    if isinstance(block.separators, bytes):
        if block.separators.count(b"\n") == len(block.separators):
            return replace_char(how(results) + b",", b",", b"\n")  # a quarter less time
        characters = np.frombuffer(bytearray(how(results) + b","), dtype=np.uint8)
        characters[np.flatnonzero(characters == ord(","))] = np.frombuffer(block.separators, dtype=np.uint8)
        return characters.tobytes()
    # As separate strings, millions of numbers would take many times their length.
    results = results.reshape(-1)
    pieces = [block.separators[0]]
    for start in range(0, results.size, _TEXTS):
        texts = how(results[start : start + _TEXTS]).split(b",")
        pieces.append(interleave(texts, block.separators[start + 1 : start + 1 + len(texts)]))
    written = b"".join(pieces).translate(_RELEASED)
    return interleave(written.split(b"#"), [*block.comments, b""]) if block.comments else written


def _read(data: bytes) -> Block | None:
    """Read lines all of whose words are numbers; None if any is not."""
    if not any(separator in data for separator in (b" ", b"\t", b",", b"#")):
        text, one_per_line = replace_char(data[:-1], b"\n", b","), True
    else:
        text, one_per_line = data[:-1].translate(_TO_COMMA), False
    values = read_json(text)
    if values is None:
        if b",," in b"," + text + b"," or b"#" in text:
            return _read_ragged(data)
        values = read_joined(text)
        if values is None:
            return None
    separators = b"\n" * values.size if one_per_line else data.translate(None, _OTHERS)
    return Block(values, line_count=separators.count(b"\n"), separators=separators)


def _read_ragged(data: bytes) -> Block | None:
    """Read lines with anything between the numbers: runs of blanks, blank lines, comments."""
    comments: list[bytes] = []
    if b"#" in data:
        comments = _COMMENT.findall(b"\n" + data)
        data = _COMMENT.sub(rb"\n#", b"\n" + data)[1:]
        if data.count(b"#") != len(comments):
            return None
    # One object for each distinct separator, since a line may have millions.
    distinct: dict[bytes, bytes] = {}
    separators = [] if data.startswith((b" ", b"\t", b"\n", b",", b"#")) else [b""]
    parts = []
    for piece in _cut(data):
        words = piece.translate(_WORDS).split()
        held = piece.translate(_GAPS).split()
        separators += map(distinct.setdefault, held, held)
        part = read_joined(b",".join(words)) if words else np.empty(0)
        if part is None:
            return None
        parts.append(part)
    if b"," in separators[0] or any(b"," in gap and (gap.count(b",") > 1 or _HELD_LF in gap) for gap in distinct):
        return None
    return Block(np.concatenate(parts), data.count(b"\n"), separators, comments)


def _cut(data: bytes) -> Iterator[bytes]:
    """Cut before words, into pieces that the processor's cache holds."""
    start = 0
    while found := _WORD_START.search(data, start + _PIECE):
        end = found.start() + 1
        yield data[start:end]
        start = end
    yield data[start:]
