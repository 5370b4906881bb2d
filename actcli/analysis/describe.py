"""The facts of a function as plain data: the source of ``list`` and ``show`` in every format."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from actcli.catalog.libraries import split_libraries
from actcli.catalog.record import FAMILIES, LIBRARIES, Vector
from actcli.spelling import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from actcli.catalog.record import Activation, Kink
    from actcli.evaluation.bound import BoundActivation

Card = dict[str, Any]

SMOOTHNESS = {-1: "discontinuous", 0: "continuous, with kinks"}


def entry(record: Activation) -> Card:
    """Return the line of a function in a list."""
    return {
        "name": record.name,
        "family": record.family,
        "tier": record.tier,
        "kind": kind(record),
        "parameters": {p.name: p.default for p in record.params},
        "formula": record.formula,
        "summary": record.summary,
        "aliases": list(record.aliases),
    }


def matches(record: Activation, words: str) -> bool:
    """Tell whether a record's facts contain all words of a search, without regard to case, ``_`` and ``-``.

    The name of a library means the functions that it has: not those of whose lack a note speaks.
    """
    libraries, others = split_libraries(words)
    if not libraries <= record.libraries.keys():
        return False
    papers = [str(paper) for paper in record.papers]
    names = [where.name for where in record.libraries.values()]
    text = " ".join([*record.aliases, record.name, record.summary, record.formula, *papers, *names, *record.notes])
    text += f" {record.family} {FAMILIES[record.family]} {record.tier}"
    plain = normalize(text)
    return all(word.lower() in text.lower() or (normalize(word) or word) in plain for word in others)


def card(function: BoundActivation) -> Card:
    """Return all facts of a function with its parameters."""
    record = function.activation
    return {
        "name": function.name,
        "summary": record.summary,
        "kind": kind(record),
        "family": record.family,
        "tier": record.tier,
        "formula": record.formula,
        "derivative": function.derivative or None,
        "parameters": [
            {
                "name": p.name,
                "value": function.values[p.name],
                "default": p.default,
                "domain": p.domain.rule,
                "summary": p.summary,
                "aliases": list(p.aliases),
                "learned": p.learned,
            }
            for p in record.params
        ],
        "rules": [rule.text for rule in record.rules],
        "range": function.range or None,
        **(_vector_facts(function) if function.is_vector else _facts(function)),
        "aliases": list(record.aliases),
        "papers": [
            {"authors": p.authors, "year": p.year, "title": p.title, "arxiv": p.arxiv or None} for p in record.papers
        ],
        "libraries": {
            key: {"name": where.name, "defaults": dict(where.defaults), "note": where.explained(record.name) or None}
            for key in LIBRARIES
            if (where := record.libraries.get(key))
        },
        "notes": list(record.notes),
    }


def kind(record: Activation) -> str:
    """Return ``elementwise``, ``vector`` or ``gated``."""
    if not isinstance(record, Vector):
        return "elementwise"
    return "vector" if record.gate is None else "gated"


def _facts(function: BoundActivation) -> Mapping[str, Any]:
    from actcli.analysis.search import limits

    traits = function.traits
    left, right = limits(function.compute)
    ends = [name for name, limit in (("-inf", left), ("inf", right)) if math.isfinite(limit)]
    return {
        "monotone": traits.monotone,
        "symmetry": traits.symmetry,
        "smoothness": smoothness(traits.smoothness),
        "kinks": [_kink(kink) for kink in traits.kinks],
        "limits": {"-inf": left, "inf": right},
        "saturates_at": ends,
        "dead": traits.dead or None,
        "lipschitz": traits.lipschitz,
        "asymptotes": [{"slope": a.slope, "intercept": a.intercept, "side": a.side} for a in traits.asymptotes],
    }


def _vector_facts(function: BoundActivation) -> Mapping[str, Any]:
    return {
        "sums_to_one": function.vector.sums_to_one,
        "length_multiple": function.multiple,
        "gates": dict(function.vector.gates),
    }


def _kink(kink: Kink) -> Card:
    return {
        "at": kink.at,
        "left_slope": kink.left,
        "right_slope": kink.right,
        "slope": kink.subgradient,
        "jump": None if kink.jump is None else list(kink.jump),
        "libraries": dict(kink.libraries),
    }


def smoothness(order: float) -> str:
    """Return how often a function is continuously differentiable, in words; nan where only a search can tell."""
    if math.isnan(order):
        return "no kinks found"
    if math.isinf(order):
        return "infinitely smooth"
    return SMOOTHNESS.get(int(order), f"{int(order)} continuous derivative{'s' if order > 1 else ''}")
