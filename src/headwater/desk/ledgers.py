"""The ledger of a case."""

from __future__ import annotations

from sqlalchemy import Connection

from headwater.claims import ledger as ledgers
from headwater.claims.ledger import Ledger
from headwater.store import decisions


def read_ledger(connection: Connection) -> Ledger:
    """The ledger as it stands after all decisions of the case."""
    return ledgers.fold(decisions.history(connection))
