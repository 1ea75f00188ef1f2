"""Stop early, with a sentence, where the Python at hand cannot make the environment."""

import importlib.util
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - it is there for those who have an older one
    sys.exit(
        f"Headwater needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11"
    )
if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
    sys.exit("This Python cannot make environments. On Debian: apt-get install python3-venv")
