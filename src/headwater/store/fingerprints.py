"""Which documents are the same message in other bytes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from headwater.store import schema


def put(connection: Connection, codes: Mapping[int, int]) -> None:
    """Put down the fingerprints of documents, by their keys; each has one at most."""
    rows = [{"document_id": key, "code": code} for key, code in codes.items()]
    if rows:
        connection.execute(insert(schema.fingerprint), rows)


def variants(connection: Connection, key: int) -> tuple[list[int], list[int]]:
    """Keys of the other documents that have the Message-ID of the document ``key``, and of those that have its
    fingerprint, each in the order in which they were taken in."""
    member, fingerprint = schema.member, schema.fingerprint
    node = select(member.c.node_id).where(member.c.document_id == key).scalar_subquery()
    named = select(member.c.document_id).where(member.c.node_id == node, member.c.document_id != key)
    code = select(fingerprint.c.code).where(fingerprint.c.document_id == key).scalar_subquery()
    alike = select(fingerprint.c.document_id).where(
        fingerprint.c.code == code, fingerprint.c.document_id != key
    )
    return (
        list(connection.scalars(named.order_by(member.c.document_id))),
        list(connection.scalars(alike.order_by(fingerprint.c.document_id))),
    )
