"""``python -m actcli``."""

import sys

if not sys.flags.safe_path:
    # The current folder is searched last, so that a random.py in it does not shadow the standard library's.
    sys.path.append(sys.path.pop(0))

from actcli.cli import main

main()
