"""The generated tables of the documentation, made from the registry."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import cog

import accuracy
from actcli.catalog.libraries import VERSIONS
from actcli.catalog.record import FAMILIES, LIBRARIES, Activation, Elementwise, LibraryEntry
from actcli.cli.compare_run import in_order
from actcli.compare import sections as section_list
from actcli.compare.section import fields_of
from actcli.evaluation.bound import BoundActivation
from actcli.formula.parse import CONSTANTS, FUNCTIONS
from actcli.functions import built_in
from actcli.numbers.formatting import format_float
from docs import LIBRARY_PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from actcli.catalog.traits import Kink

#: The libraries that the table of names has side by side.
COLUMNS = ("torch", "jax", "keras", "onnx", "tf", "mlx", "hf")

#: The functions of README's table of errors.
NEXT_TO_PYTORCH = ("sigmoid", "softplus", "gelu", "gelu_tanh", "tanhshrink")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a Markdown table."""
    cog.outl(f"\n| {' | '.join(header)} |\n|{' --- |' * len(header)}")
    for row in rows:
        cells = [cell.replace("|", "\\|") for cell in row]
        cog.outl(f"| {' | '.join(cells)} |")
    cog.outl("")


def sections() -> None:
    """Write what every section of ``compare`` has: a heading, what its records are, and a table of the fields."""
    for name in in_order():
        module = section_list.module_of(name)
        cog.outl(f"\n## {name}\n\n{inspect.cleandoc(module.ABOUT if module.ROW is None else module.ROW.__doc__)}")
        if module.ROW is not None:
            fields = fields_of(module.ROW)
            table(("field", "unit", "meaning"), ((code(key), f.unit, f.meaning) for key, f in fields.items()))
    cog.outl("")


def errors() -> None:
    """Write what the accuracy report says of some functions, ours next to PyTorch's."""
    lines = [line.strip("| ").split(" | ") for line in accuracy.REPORT.read_text(encoding="utf-8").splitlines()]
    measured = {
        name: dict(zip(accuracy.BESIDE_TORCH, cells, strict=True))
        for name, *cells in lines
        if len(cells) == len(accuracy.BESIDE_TORCH)
    }
    head = ("function", *(f"{what}, {whose}" for what in ("f", "f'") for whose in ("actcli", "PyTorch")))
    table(head, ([code(name), *_errors(measured[name])] for name in NEXT_TO_PYTORCH))


def _errors(figures: Mapping[str, str]) -> Iterator[str]:
    for what in ("f", "f'"):
        for whose in ("actcli", "PyTorch"):
            share = figures[f"{what} {whose} > 4"]
            yield figures[f"{what} {whose}"] + (f" ({share})" if share != "0" else "")


def records() -> list[Activation]:
    """Return what is built in, by family."""
    order = list(FAMILIES)
    return sorted(built_in(), key=lambda record: order.index(record.family))


def code(text: str) -> str:
    """Return a text as code, nothing for nothing."""
    return f"`{text}`" if text else ""


def origin(record: Activation) -> str:
    """Return the first paper, with a link where its number is known."""
    if not record.papers:
        return ""
    paper = record.papers[0]
    text = f"{paper.authors} ({paper.year})"
    return f"[{text}](https://arxiv.org/abs/{paper.arxiv})" if paper.arxiv else text


def functions() -> None:
    """Write the table of all functions."""
    rows = []
    for record in records():
        parameters = ", ".join(f"{param.name}={format_float(param.default)}" for param in record.params)
        name = f"{record.name}: {parameters}" if parameters else record.name
        rows.append(
            (
                code(name),
                code(record.formula),
                code(BoundActivation(record, record.defaults).derivative),
                origin(record),
            )
        )
    table(("function", "f(x)", "f'(x)", "paper"), rows)


def families() -> None:
    """Write the names of all functions, a line for each family."""
    names: dict[str, list[str]] = {}
    for record in records():
        names.setdefault(FAMILIES[record.family], []).append(code(record.name))
    table(("family", "functions"), ((family, ", ".join(members)) for family, members in names.items()))


def names() -> None:
    """Write what the main libraries call the functions."""
    rows = [
        (code(record.name), *(code(record.libraries[key].name) if key in record.libraries else "" for key in COLUMNS))
        for record in records()
        if any(key in record.libraries for key in COLUMNS)
    ]
    table(("actcli", *(LIBRARIES[key] for key in COLUMNS)), rows)


def libraries() -> None:
    """Write the index of the libraries, each with its page and how many of the functions it has."""
    rows = []
    for key, name in LIBRARIES.items():
        entries = [record.libraries[key] for record in records() if key in record.libraries]
        differing = sum(bool(entry.defaults or entry.note or entry.variants) for entry in entries)
        page = f"[{name}]({LIBRARY_PAGES.name}/{key}.md)"
        rows.append((page, VERSIONS[key], str(len(entries)), str(differing)))
    table(("library", "version", "functions", "with differences"), rows)


def library(key: str) -> None:
    """Write what a library calls the functions, the SPEC of each as it is there, and what else to know of them."""
    named = sorted(((record.libraries[key], record) for record in records() if key in record.libraries), key=_by_name)
    table(
        (LIBRARIES[key], "actcli", "what differs"),
        (
            (code(entry.name), code(BoundActivation(record, entry.defaults).name), entry.explained(record.name))
            for entry, record in named
        ),
    )
    traps = [*_other_slopes(key), *_notes_about(key)]
    if traps:
        cog.outl("## Slopes at kinks, errors and traps\n")
    for name, trap in traps:
        cog.outl(f"* `{name}`: {trap}")
    cog.outl("")


def _by_name(named: tuple[LibraryEntry, Activation]) -> tuple[str, str]:
    return named[0].name.casefold(), named[1].name


def _other_slopes(key: str) -> Iterator[tuple[str, str]]:
    """Yield where a library returns another slope at a kink than we do."""
    for record in records():
        for kink in _kinks(record):
            slope = kink.libraries.get(key, kink.subgradient)
            if slope != kink.subgradient:
                here, there, at = map(format_float, (kink.subgradient, slope, kink.at))
                yield record.name, f"The slope at {at} is {there}, here {here}."


def _notes_about(key: str) -> Iterator[tuple[str, str]]:
    """Yield the notes of cards that name a library: TensorFlow, where not TensorFlow Lite is meant."""
    shown = LIBRARIES[key].removeprefix("Hugging Face ")
    others = [re.escape(other.removeprefix(shown)) for other in LIBRARIES.values() if other.startswith(f"{shown} ")]
    ends = "|".join([r"[\w-]", *others])
    name = re.compile(rf"(?<![\w-]){re.escape(shown)}(?!{ends})")
    for record in records():
        yield from ((record.name, note) for note in record.notes if name.search(note))


def kinks() -> None:
    """Write the slopes at the kinks that libraries have, here and there."""
    rows = []
    for record in records():
        for kink in filter(lambda kink: kink.libraries, _kinks(record)):
            values = (kink.at, kink.left, kink.right, kink.subgradient)
            there = ", ".join(f"{LIBRARIES[key]} {format_float(value)}" for key, value in kink.libraries.items())
            rows.append((code(record.name), *map(format_float, values), there))
    table(("function", "x", "slope on the left", "on the right", "at x", "in the libraries"), rows)


def _kinks(record: Activation) -> Sequence[Kink]:
    return BoundActivation(record, record.defaults).declared.kinks if isinstance(record, Elementwise) else ()


def formula_language() -> None:
    """Write the functions and constants of the formula language, by what they are."""
    groups = {
        "powers and exponentials": "exp expm1 log log1p sqrt",
        "trigonometric": "sin cos tan atan",
        "hyperbolic": "sinh cosh sech asinh acosh atanh",
        "normal distribution": "erf erfc Phi",
        "pieces": "abs sign min max clip where",
        "of a vector": "sum mean min max",
    }
    listed = {name for names in groups.values() for name in names.split()}
    if listed != set(FUNCTIONS):
        raise AssertionError(listed ^ set(FUNCTIONS))
    rows = [(kind, ", ".join(f"`{name}`" for name in names.split())) for kind, names in groups.items()]
    table(("", "functions"), [*rows, ("constants", ", ".join(f"`{name}`" for name in sorted(CONSTANTS)))])
