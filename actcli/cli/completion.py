"""The arguments and help of ``completion``."""

from typing import Annotated

from typer import Argument

from actcli.choices import Shell
from actcli.cli.request import Request


class CompletionRequest(Request, kw_only=True):
    """Print the completion script of a shell, to be loaded when the shell starts.

    For example:

      source <(actcli completion bash)
      source <(actcli completion zsh)
      actcli completion fish | source
    """

    shell: Annotated[Shell, Argument(help="The shell.", show_default=False)]
