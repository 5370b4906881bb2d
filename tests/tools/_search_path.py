"""Puts ``tests/`` on the search path of a script of this folder, so that it finds the oracle and the helpers there."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
