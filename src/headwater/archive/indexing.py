"""Keep the search index in step with the case.

The database is the truth and the index is derived. ``progress.indexed`` in the database is the highest document key
that a commit of the index holds, so that a killed run leaves at worst documents that wait for the index, never
documents that only the index knows.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
