"""Names as they are compared, and the nearest spelling among those that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def normalize(name: str) -> str:
    """Return the form in which names are compared: without regard to case, ``_`` and ``-``."""
    return name.lower().replace("_", "").replace("-", "")


def minus_hint(word: str) -> str:
    """Return a hint for words with the minus sign U+2212, which plots print but no number or formula uses."""
    return f"a minus sign is typed as a hyphen: {word.replace('−', '-')}" if "−" in word else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the closest known words, or an empty string where none is close."""
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), sorted(known), n=3, cutoff=0.6)
    # Letters in another order are the likeliest slip.
    matches = sorted(close, key=lambda match: sorted(match) != sorted(word.lower()))
    *others, last = matches or [""]
    return f"did you mean {', '.join(others)}{' or ' * bool(others)}{last}?" if matches else ""
