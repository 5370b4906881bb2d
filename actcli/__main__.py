"""``python -m actcli``."""

import sys

if not sys.flags.safe_path:
    # The current folder is searched last: a random.py in it is not what a library imports as random.
    sys.path.append(sys.path.pop(0))

from actcli.cli import main

main()
