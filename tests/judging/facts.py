"""placeholder"""

from __future__ import annotations


def check(record, values):
    return []
