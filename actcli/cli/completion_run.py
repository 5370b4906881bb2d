"""The work of ``completion``: static scripts, so that TAB does not start Python."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from actcli.choices import Shell
from actcli.errors import ActcliError
from actcli.io import output

if TYPE_CHECKING:
    from actcli.cli.completion import CompletionRequest

FILES = {Shell.bash: "actcli.bash", Shell.zsh: "_actcli", Shell.fish: "actcli.fish", Shell.powershell: "actcli.ps1"}
PACKAGE = Path(__file__).parent.parent
#: Where the scripts are: in the package when it is installed from a wheel, beside it in a checkout.
FOLDERS = (PACKAGE / "completions", PACKAGE.parent / "completions")


def run(request: CompletionRequest) -> None:
    """Print the script of a shell."""
    for folder in FOLDERS:
        path = folder / FILES[request.shell]
        if path.is_file():
            output.say(path.read_text(encoding="utf-8"))
            return
    raise ActcliError(f"the completion script of {request.shell} is not installed", "install actcli again")
