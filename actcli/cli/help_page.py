"""Help pages: their content as data, and as text for a terminal of any width."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

from actcli.frozen import Frozen
from actcli.render.terminal.screen import wants_color, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The widest lines, beyond which text is hard to read, and the narrowest.
WIDEST, NARROWEST = 100, 30
#: The rightmost column at which descriptions begin; longer terms take a line of their own.
INDENT = 26
#: In a terminal narrower than this, all terms do.
NARROW = 60
#: The line above the examples in the docstring of a command.
EXAMPLES = "For example:"
BOLD, CYAN, PLAIN = "\x1b[1m", "\x1b[36m", "\x1b[0m"


class Group(Frozen):
    """Terms with their descriptions under a title."""

    title: str
    rows: tuple[tuple[str, str], ...]


class Page(Frozen):
    """The content of the help of a command."""

    summary: str
    usage: str
    examples: tuple[str, ...]
    paragraphs: tuple[str, ...]
    groups: tuple[Group, ...]


def shown(command: Any, ctx: Any) -> str:
    """Return the help of a command as text for this terminal, in colour where it is wanted."""
    ctx.color = wants_color(str(ctx.params.get("color") or "auto"))
    return text(page(command, ctx), width(), color=ctx.color)


def page(command: Any, ctx: Any) -> Page:
    """Return the help of a command, made from its docstring and its parameters."""
    about, _, examples = (command.help or "").partition(f"\n\n{EXAMPLES}\n\n")
    summary, *paragraphs = about.split("\n\n")
    params = command.get_params(ctx)
    operands = [p for p in params if p.param_type_name == "argument"]
    return Page(
        " ".join(summary.split()),
        " ".join([ctx.command_path, *(_operand(p) for p in operands), *_tail(command)]),
        tuple(line.strip() for line in examples.splitlines() if line.strip()),
        tuple(" ".join(paragraph.split()) for paragraph in paragraphs),
        tuple(_groups(command, ctx, params)),
    )


def _operand(param: Any) -> str:
    return str(param.metavar or param.name.upper())


def _tail(command: Any) -> list[str]:
    return ["COMMAND ..."] if hasattr(command, "commands") else ["[OPTIONS]"]


def _groups(command: Any, ctx: Any, params: Iterable[Any]) -> Iterator[Group]:
    rows: dict[str, list[tuple[str, str]]] = {}
    for name in command.list_commands(ctx) if hasattr(command, "commands") else ():
        child = command.get_command(ctx, name)
        rows.setdefault(child.rich_help_panel, []).append((name, (child.help or "").partition("\n")[0]))
    last = []
    for param in params:
        if param.param_type_name == "argument":
            rows.setdefault("Arguments", []).append((_operand(param), _description(param)))
        elif getattr(param, "rich_help_panel", None):
            rows.setdefault(param.rich_help_panel, []).append((_term(param), _description(param)))
        else:
            last.append((_term(param), _description(param)))
    yield from (Group(title, tuple(entries)) for title, entries in rows.items())
    yield Group("Options", tuple(last))


def _term(option: Any) -> str:
    """Return an option as it is typed: ``-n, --num N``."""
    short = [spelling for spelling in option.opts if not spelling.startswith("--")]
    long = [spelling for spelling in (*option.opts, *option.secondary_opts) if spelling.startswith("--")]
    metavar = "" if option.is_flag else f" {option.metavar or option.name.upper()}"
    return ", ".join([*(short or ["  "]), *long]).replace("  , ", "    ") + metavar


def _description(param: Any) -> str:
    """Return the description of a parameter, with its choices, limits and default."""
    about, _, more = (param.help or "").removesuffix(".").partition(". ")
    words = getattr(param.type, "choices", ())
    if words:
        about += f": {', '.join(words[:-1])} or {words[-1]}"
        if param.default:
            about += f"; default: {param.default}"
    low, high = getattr(param.type, "min", None), getattr(param.type, "max", None)
    if low is not None and f"{low}..{high}" != param.metavar:
        about += f"; {low} to {high}" if high is not None else f"; {low} or more"
    return f"{about}. {more}." if more else f"{about}."


def text(what: Page, columns: int, *, color: bool = False) -> str:
    """Return a page as text, wrapped to a number of columns; unbreakable words may exceed it."""
    bold, cyan, plain = (BOLD, CYAN, PLAIN) if color else ("", "", "")
    columns = max(NARROWEST, min(columns, WIDEST))
    kept = re.sub(r"\[.*?\]", lambda optional: optional[0].replace(" ", "\0"), f"Usage: {what.usage}")
    usage = _wrapped(kept, columns, hanging=7).replace("\0", " ").replace("Usage:", f"{bold}Usage:{plain}", 1)
    examples = "\n".join([f"{bold}Examples:{plain}", *(f"  {line}" for line in what.examples)])
    # With python -OO there are no docstrings.
    blocks = [
        *([_wrapped(what.summary, columns)] if what.summary else []),
        usage,
        *([examples] if what.examples else []),
    ]
    lengths = [len(name) + 4 for group in what.groups for name, _ in group.rows]
    indent = max(length for length in lengths if length <= INDENT)
    for group in what.groups:
        lines = [f"{bold}{group.title}:{plain}"]
        for name, about in group.rows:
            lines += _row(name, f"{cyan}{name}{plain}", about, indent if columns >= NARROW else 0, columns)
        blocks.append("\n".join(lines))
    blocks += [_wrapped(paragraph, columns) for paragraph in what.paragraphs]
    return "\n\n".join(blocks)


def _row(name: str, shown: str, about: str, indent: int, columns: int) -> list[str]:
    if not indent:
        return [f"  {shown.replace('    --', '--', 1)}", _wrapped(about, columns, 6)]
    if len(name) + 4 > indent:
        return [f"  {shown}", _wrapped(about, columns, indent)]
    return [f"  {shown}{' ' * (indent - 2 - len(name))}{_wrapped(about, columns, indent).lstrip()}".rstrip()]


def _wrapped(paragraph: str, columns: int, indent: int = 0, hanging: int = 0) -> str:
    return textwrap.fill(
        paragraph, columns, initial_indent=" " * indent, subsequent_indent=" " * (indent + hanging),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
