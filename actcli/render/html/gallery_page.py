"""The gallery as a page: every function in a cell that answers to pointer and keys, with a search."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from actcli.catalog.libraries import LIBRARIES
from actcli.charts.numerals import minus
from actcli.evaluation.bound import BoundActivation
from actcli.numbers.formatting import format_float
from actcli.render.html import document, svg
from actcli.render.html.cards import cards
from actcli.render.html.svg import Box
from actcli.spec import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from actcli.catalog.record import Activation
    from actcli.charts.gallery_chart import Cell, FamilySection, Gallery
    from actcli.numbers.array import Array
    from actcli.render.html.document import Card


def draw(gallery: Gallery, theme: str | None) -> bytes:
    """Return the page of a gallery, whose lines have the points whose values can be read."""
    names = [cell.name for section in gallery.sections for cell in section.cells]
    records = {name: registry.records()[name] for name in names}
    functions = [BoundActivation(record, record.defaults) for record in records.values()]
    about = cards(functions, most=1)
    found = {card.name: card for card in about.cards}
    ramp = max((len(s.keys) for s in gallery.sections), default=0)
    sections = "\n".join(_section(section, gallery, records, found) for section in gallery.sections)
    heading = document.Heading(gallery.title, "", gallery.description, theme, ramp)
    subtitle = "each with its derivative, " if gallery.grad else ""
    low, high = (minus(format_float(end)) for end in gallery.xlim)
    body = (
        f"<header><h1>{escape(gallery.title)}</h1>"
        f'<p class="summary">{len(names)} functions, {subtitle}for values from {low} to {high}</p></header>\n'
        f'{_finder(gallery, records.values())}\n<div class="gallery" role="main">{sections}</div>'
    )
    points = _points(gallery)
    places = Box(gallery.xlim, (0, 1)).x(points)
    data = {
        "x": " ".join(map(format_float, points.tolist())),
        "places": [round(place, 1) for place in places.tolist()],
        "start": int(np.abs(points).argmin()),
        "cells": {cell.name: _numbers(cell) for s in gallery.sections for cell in s.cells if cell.lines},
    }
    return document.document(heading, body, data, about.glyphs)


def _finder(gallery: Gallery, records: Iterable[Activation]) -> str:
    """Return the search: words, a family, a library."""
    families = "".join(f"<option>{escape(section.heading)}</option>" for section in gallery.sections)
    used = {key for record in records for key in record.libraries}
    libraries = "".join(
        f'<option value="{key}">{escape(name)}</option>' for key, name in LIBRARIES.items() if key in used
    )
    return (
        '<search class="finder"><input type="search" id="search" aria-label="Search names, families and libraries" '
        'placeholder="Search: name, family, library">'
        f'<select id="family" aria-label="Family"><option value="">All families</option>{families}</select>'
        f'<select id="library" aria-label="Library"><option value="">All libraries</option>{libraries}</select>'
        '<output id="count" for="search family library"></output></search>'
    )


def _section(section: FamilySection, gallery: Gallery, records: dict[str, Activation], found: dict[str, Card]) -> str:
    keys = "".join(f' <span style="color:var(--r{i})">{escape(key)}</span>' for i, key in enumerate(section.keys))
    note = f'<p class="note">{escape(section.note)}{keys}</p>' if section.note else ""
    cells = "".join(_cell(cell, gallery, records[cell.name], found[cell.name]) for cell in section.cells)
    return f'<section class="family"><h2>{escape(section.heading)}</h2>{note}<div class="cells">{cells}</div></section>'


def _cell(cell: Cell, gallery: Gallery, record: Activation, card: Card) -> str:
    from actcli.catalog.record import FAMILIES

    words = [cell.name, *record.aliases, cell.summary, FAMILIES[record.family], record.family]
    words += [f"{key} {LIBRARIES[key]} {entry.name}" for key, entry in record.libraries.items()]
    libraries = "".join(
        f"<dt>{escape(LIBRARIES[key])}</dt><dd>{escape(entry.name)}</dd>" for key, entry in record.libraries.items()
    )
    about = "".join(map(document.equation, card.equations)) + (f"<p>{escape(card.text)}</p>" if card.text else "")
    about += document.papers(card) + (f"<dl>{libraries}</dl>" if libraries else "")
    return (
        f'<article class="cell" id="{cell.name}" data-family="{escape(FAMILIES[record.family])}" '
        f'data-libraries="{" ".join(record.libraries)}" data-find="{escape(" ".join(words).lower())}">'
        f'<h3>{cell.name}</h3><div class="area">{_drawing(cell, gallery)}</div><div class="slot">'
        f'<p class="summary">{escape(cell.summary)}</p><p class="read"></p></div>'
        f"<details><summary>Definition, papers, libraries</summary>{about}</details></article>"
    )


def _drawing(cell: Cell, gallery: Gallery) -> str:
    box = Box(gallery.xlim, cell.ylim)
    if cell.bars is not None:
        bars = svg.bars(cell.bars, Box((0.5, len(cell.bars) + 0.5), cell.ylim))
        curves = f'<g style="color:var(--c0)">{bars}</g>'
    else:
        kind = "r" if len(cell.lines) > 2 else "c"
        order = reversed(list(enumerate(cell.lines)))  # the function above its derivative
        curves = "".join(
            f'<g data-series="{i}" style="color:var(--{kind}{i})">{svg.line(each, box)}</g>' for i, each in order
        )
    label = escape(f"{cell.name}: {cell.summary}")
    return (
        f'<svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f'{svg.zeros(box, vertical=cell.bars is None)}{curves}<g class="cursor"></g></svg>'
    )


def _numbers(cell: Cell) -> object:
    names = ["f(x)", "f′(x)"] if len(cell.lines) <= 2 else [each.label for each in cell.lines]
    y = [",".join(map(format_float, each.dots[1].tolist())) for each in cell.lines if each.dots is not None]
    return {"limits": cell.ylim, "names": names, "y": y}


def _points(gallery: Gallery) -> Array:
    lines = (each for s in gallery.sections for cell in s.cells for each in cell.lines)
    return next((each.dots[0] for each in lines if each.dots is not None), np.array(gallery.xlim))
