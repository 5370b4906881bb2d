"""placeholder"""

from __future__ import annotations


def judge(record, values, *, dense=False):
    return []
