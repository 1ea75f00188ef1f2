"""What was read of a container and is not yet written, and the writing of it in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from headwater.base.settings import MIB
from headwater.intake.reading import Along, Read
from headwater.intake.seam import Claim
from headwater.model.document import Failed, Place
from headwater.store import containers, filing, receipts
from headwater.store.containers import Container, Parent
from headwater.store.filing import Item

TOO_DEEP = "more containers inside each other than are opened"
"""Why a container is not opened that stands inside too many others."""

_ITEMS = 400
_BYTES = 8 * MIB


@dataclass(slots=True)
class Group:
    """An archive attached to a message that was read along with it: where it stands, in which other one (None: in the
    container itself), what is claimed of it and what failed in it."""

    along: Along
    location: str
    within: Group | None
    key: int | None = None
    claim: Claim = field(default_factory=lambda: Claim(0, 0, 0))
    failed: list[Failed] = field(default_factory=list)
    failed_inside: list[Failed] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """Neighbours in a container, with all that is inside them, in the order in which their rows are to stand.

    ``done`` counts the items of the container up to the last of them; ``replaced`` are paths at which something new
    stands.
    """

    done: int = 0
    items: list[tuple[Group | None, Item]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    failed_inside: list[Failed] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    bytes: int = 0

    @property
    def full(self) -> bool:
        """Whether it is time to write."""
        return len(self.items) + len(self.failed) >= _ITEMS or self.bytes >= _BYTES

    def add(self, read: Read, refused: Sequence[Failed] = (), group: Group | None = None) -> None:
        """An item that was read, in the container or in a group; ``refused`` are containers in it that are not opened."""
        self.items.extend((group, item) for item in read.items)
        (group or self).failed_inside.extend((*read.failed, *refused))
        self.bytes += read.size

    def add_failed(self, failed: Failed, group: Group | None = None) -> None:
        """An item that failed."""
        (group or self).failed.append(failed)

    def add_along(
        self, along: Along, location: str, deeper: int, within: Group | None = None
    ) -> Failed | None:
        """An archive that was read along with the message that is added next. Refused where not even one container more
        may stand inside the others (``deeper`` is 0)."""
        attached = along.attached
        if deeper <= 0:
            return Failed(Place(attached.path, stamp=attached.sha256), "too-deep", TOO_DEEP)
        group = Group(along, location, within)
        self.groups.append(group)
        for found in along.found or ():
            if isinstance(found, Claim):
                group.claim = found
                continue
            made = found[1]
            if isinstance(made, Failed):
                self.add_failed(made, group)
            elif isinstance(made, Read):
                refused = [
                    self.add_along(inner, f"{location}!{inner.attached.path}", deeper - 1, group)
                    for inner in made.attached
                ]
                self.add(made, [failed for failed in refused if failed], group)
        return None


def write(
    connection: Connection, container: Container, batch: Batch, *, walked: bool
) -> tuple[list[tuple[int, Item]], list[Group]]:
    """Write a batch of ``container``; returns what is new, and the groups that were not in the case already."""
    containers.mark_gone(connection, container, batch.replaced)
    groups = [group for group in batch.groups if _begun(connection, container, group)]
    placed = [(group.key if group else container.id, item) for group, item in batch.items]
    new = filing.add_items(connection, [(key, item) for key, item in placed if key is not None])
    _add_failures(connection, container.id, batch)
    if not walked:
        containers.note_done(connection, container.id, batch.done)
    for group in groups:
        assert group.key is not None
        _add_failures(connection, group.key, group)
        claim = group.claim
        containers.finish(
            connection,
            group.key,
            claimed=claim.items,
            size=claim.size,
            structure_bytes=claim.structure,
            unpacked=group.along.unpacked,
        )
    return new, groups


def _begun(connection: Connection, container: Container, group: Group) -> bool:
    """Open the account of a group; whether it was not done already, nor in one that was."""
    holder = group.within.key if group.within else container.id
    if holder is None:
        return False
    attached = group.along.attached
    parent = Parent(holder, len(attached.data), inside=True)
    begun = containers.begin_unless_done(
        connection, group.location, attached.form.value, attached.sha256, parent
    )
    group.key = begun.id if begun else None
    return begun is not None


def _add_failures(connection: Connection, key: int, part: Batch | Group) -> None:
    receipts.add_failures(connection, key, part.failed)
    receipts.add_failures(connection, key, part.failed_inside, inside=True)
