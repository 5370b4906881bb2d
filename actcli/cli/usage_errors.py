"""The parser's errors in actcli's wording, with hints at what was probably meant."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from actcli.cli.commands import COMMANDS, request_of
from actcli.cli.operands import DATA
from actcli.cli.request import spellings
from actcli.formula.constant_words import decimal_hint
from actcli.numbers.grammar import parse_number
from actcli.spelling import minus_hint, nearest, normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from actcli.catalog.record import Activation
    from actcli.cli.eval import PointsRequest

#: Options for a range in other tools.
_RANGES = frozenset({"--xlim", "--xrange", "--range", "--start", "--stop"})


def not_a_point(request: PointsRequest, word: str) -> str:
    """Return a hint for a word in the place of a point."""
    spec = request.spec
    if _is_function(word):
        others = [each for each in request.points if parse_number(each) is None]
        numbers = [each for each in request.points if parse_number(each) is not None]
        ends = numbers if len(numbers) == 2 else []
        options = ["--values", *(["--grad"] if hasattr(request, "wrt") else [])]
        return f"to see several functions: {shlex.join(['actcli', 'compare', spec, *others, *ends, *options])}"
    if "=" in word:
        return f"parameters are part of the function: {spec}{',' if ':' in spec else ':'}{word}"
    if word.lower().endswith(DATA):
        return f"--input {word} reads it, -o {word} writes it"
    if hint := minus_hint(word):
        return hint
    for mark, hint in ((",", f"--at {word}"), (":", f"a range is two words: {word.replace(':', ' ')}")):
        if mark in word and all(parse_number(part) is not None for part in word.split(mark)):
            return hint
    return decimal_hint(word)


def _is_function(word: str) -> bool:
    from actcli.errors import ActcliError
    from actcli.spec.resolve import resolve

    try:
        resolve(word)
    except ActcliError:
        return False
    return True


def usage(error: Any, words: Sequence[str]) -> tuple[str, str]:
    """Return the message and the hint for a usage error of the parser in a command line."""
    message = error.format_message().rstrip(".")
    message, hint = _known(error, message, words) or (message[:1].lower() + message[1:], "")
    return message, hint or (f"see {error.ctx.command_path} --help" if error.ctx else "")


def _known(error: Any, message: str, words: Sequence[str]) -> tuple[str, str] | None:
    match type(error).__name__:
        case "NoSuchOption":
            return f"no such option: {error.option_name}", _option(error.option_name, error.ctx, words)
        case "MissingParameter":
            return f"{_name(error.param)} is missing{_choice(error.param)}", ""
        case "BadParameter":
            return refused(error.param, error.message.partition(" is not ")[0])
        case "BadOptionUsage":
            return f"{error.option_name} {'needs a' if 'requires' in message else 'takes no'} value", ""
    if message.startswith("Got unexpected"):
        extra = message.partition(" (")[2].removesuffix(")")
        searches = error.ctx and any("--search" in param.opts for param in error.ctx.command.params)
        return f"too many words: {extra}", f"{error.ctx.command_path} --search {shlex.quote(extra)}" if searches else ""
    if message.startswith("No such command"):
        word = message.removeprefix("No such command ").partition(". Did you mean")[0][1:-1]
        return f"no such command: {word or repr(word)}", _command(word, error.ctx)
    return None  # pragma: no cover  # whatever else Typer's parser may find one day


def _option(word: str, ctx: Any, words: Sequence[str]) -> str:
    """Return a hint for an unknown option: a parameter of a function, a misspelt option, or one of another command."""
    from actcli.spec import registry

    if word in _RANGES:
        return "a range is two words after the functions: START STOP"
    known = [opt for param in ctx.command.params for opt in (*param.opts, *param.secondary_opts)]
    records = [record for each in words if (record := registry.find(each.partition(":")[0]))]
    for record in records:
        if hint := _parameter(record, word, words):
            return hint
    if word.startswith("--") and (others := _commands_with(word)):
        return f"{word} is an option of {', '.join(others)}"
    bare = next((record for record in records if not record.params), None)
    if bare is not None and _is_parameter(word):
        return f"{bare.name} has no parameters"
    return nearest(word, known) or next((f"did you mean {opt}?" for opt in known if opt.lower() == word.lower()), "")


def _parameter(record: Activation, word: str, words: Sequence[str]) -> str:
    """Return a hint where an option is a parameter of a function: the SPEC that sets it."""
    for param in record.params:
        if normalize(word) in map(normalize, (param.name, *param.aliases)):
            value = next(iter(words[words.index(word) + 1 :]), "") if word in words else ""
            shown = value if parse_number(value) is not None else f"{param.default:g}"
            return f"parameters go after a colon: {record.name}:{param.name}={shown}"
    return ""


def _is_parameter(word: str) -> bool:
    from actcli.functions import built_in

    return any(
        normalize(word) == normalize(name) for r in built_in() for p in r.params for name in (p.name, *p.aliases)
    )


def _commands_with(option: str) -> list[str]:
    """Return the commands that have an option."""
    return [command for command in COMMANDS if option in spellings(request_of(command))]


def _command(word: str, ctx: Any) -> str:
    if f"--{word}" in {opt for param in ctx.command.get_params(ctx) for opt in param.opts}:
        return f"actcli --{word}"
    from actcli.spec import registry

    if registry.find(word.partition(":")[0]):
        return f"actcli eval {word}, or grad, plot, show"
    return nearest(word, ctx.command.list_commands(ctx))


def refused(param: Any, given: str) -> tuple[str, str]:
    """Return a message: the values that a parameter takes, and the one it got."""
    kind = param.type
    if hasattr(kind, "choices"):
        return f"{_name(param)} is{_choice(param)[1:]}, not {given}", nearest(given.strip("'"), kind.choices)
    number = "a whole number" if "int" in kind.name else "a number"
    low, high = getattr(kind, "min", None), getattr(kind, "max", None)
    if low is not None:
        number += f" of {low} or more" if high is None else f" from {low} to {high}"
    return f"{_name(param)} is {number}, not {given}", ""


def _choice(param: Any) -> str:
    words = getattr(param.type, "choices", ())
    return f": {', '.join(words[:-1])} or {words[-1]}" if words else ""


def _name(param: Any) -> str:
    """Return a parameter as help shows it: an option's long spelling, or an operand's placeholder."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return next((opt for opt in param.opts if opt.startswith("--")), str(param.opts[0]))
