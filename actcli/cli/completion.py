"""The completion scripts: static files, so that no Python starts when a person presses TAB."""

from __future__ import annotations

from pathlib import Path

from actcli.errors import ActcliError

FILES = {"bash": "actcli.bash", "zsh": "_actcli", "fish": "actcli.fish", "powershell": "actcli.ps1"}
PACKAGE = Path(__file__).parent.parent
#: Where the scripts are: in the package when it is installed from a wheel, beside it in a checkout.
FOLDERS = (PACKAGE / "completions", PACKAGE.parent / "completions")


def script(shell: str) -> str:
    """Return the completion script of a shell.

    Parameters
    ----------
    shell
        ``bash``, ``zsh``, ``fish`` or ``powershell``.

    Raises
    ------
    ActcliError
        If the installation lacks it.
    """
    for folder in FOLDERS:
        path = folder / FILES[shell]
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise ActcliError(f"the completion script of {shell} is not installed", "install actcli again")
