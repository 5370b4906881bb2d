"""The one exception that crosses layers; main catches it once and prints it as one line."""


class ActcliError(Exception):
    """Something the user can mend.

    Parameters
    ----------
    message
        One line, without the leading ``actcli:``.
    hint
        A second line that says what to type instead; may be empty.
    """

    status = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ActcliError):
    """The words on the command line do not fit: exit status 2."""

    status = 2
