"""The one exception that crosses layers; main catches it once and prints it as one line. And how a signal ends us."""

LONGEST = 600


def one_line(text: str) -> str:
    """Return text fit for one line of a terminal: what does not print is escaped, what is too long is cut."""
    printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: 2 * LONGEST])
    return printable if len(printable) <= LONGEST else printable[:LONGEST] + "…"


class ActcliError(Exception):
    """Something the user can mend.

    Parameters
    ----------
    message
        What is wrong, without the leading ``actcli:``; it is made one line, as words of users are part of it.
    hint
        A second line that says what to type instead; may be empty.
    """

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(one_line(message))
        self.message = one_line(message)
        self.hint = one_line(hint)


class Terminated(SystemExit):
    """The process was asked to end by a signal; unlike other exits it passes through code of users."""


class UsageError(ActcliError):
    """The words on the command line do not fit: exit status 2."""

    status = 2
