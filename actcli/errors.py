"""Exceptions that cross layers: errors that ``main`` prints as one line, and the exit that a signal causes."""

LONGEST = 600


def one_line(text: str) -> str:
    """Return text that fits on one line: unprintable characters are escaped, long text is truncated."""
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: 2 * LONGEST])
    return printable if len(printable) <= LONGEST else printable[:LONGEST] + "…"


class ActcliError(Exception):
    """An error that the user can fix.

    Parameters
    ----------
    message
        The problem, without the leading ``actcli:``. It may quote user input, so it is reduced to one line.
    hint
        A second line that says what to type instead; may be empty.
    """

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(one_line(message))
        self.message = one_line(message)
        self.hint = one_line(hint)


class Terminated(SystemExit):
    """The exit after a termination signal; unlike other exits, user code does not turn it into an error."""


class UsageError(ActcliError):
    """An error in the command line: exit status 2."""

    status = 2
