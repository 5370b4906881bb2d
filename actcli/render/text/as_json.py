"""``-t json``: an array of records, one per line; several tables are an object of such arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actcli.render.text.json_text import encode
from actcli.render.text.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from actcli.render.text.writer import Records

_BETWEEN = ",\n "


def _array(records: Records) -> Iterator[bytes]:
    before = "["
    for run in records(_BETWEEN):
        yield (before + run).encode()
        before = _BETWEEN
    yield b"[]\n" if before == "[" else b"]\n"


def _object(parts: Mapping[str, Iterator[bytes]]) -> Iterator[bytes]:
    before = "{"
    for name, chunks in parts.items():
        yield f"{before}\n{encode(name)}: ".encode()
        yield b"".join(chunks).rstrip()
        before = ","
    yield b"\n}\n"


WRITER = Writer(records=_array, join=_object)
