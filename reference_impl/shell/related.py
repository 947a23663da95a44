"""What bookings refer to: resources and statuses, as they were when last asked for.

A change of theirs touches no booking, so they are not asked for in every cycle, but in
one that has something to decide, together with the rows that it reads.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from reference_impl.rules import eligibility
from reference_impl.rules.model import (
    BookingStatus,
    Mailbox,
    Resource,
    ResourceId,
)
from reference_impl.shell import dataverse_rows as rows
from reference_impl.shell.dataverse_client import Changes

# Change tokens live for seven days; whoever asks once a day never sees one expire.
LONGEST_SILENCE: Final = timedelta(days=1)


@dataclass(slots=True, kw_only=True)
class Related:
    """Resources and statuses of one organisation.

    `version` counts the times at which they turned out to be different from what was
    known, so that whoever decided on old values notices.
    """

    resources: dict[ResourceId, Resource] = field(default_factory=dict)
    statuses: dict[str, BookingStatus] = field(default_factory=dict)
    resources_delta: str | None = None
    statuses_delta: str | None = None
    read_at: datetime | None = None
    version: int = 0
    _ids: dict[Mailbox, tuple[ResourceId, ...]] = field(default_factory=dict)

    def is_overdue(self, now: datetime) -> bool:
        """Tell whether to ask even if there is nothing to decide."""
        return self.read_at is None or now - self.read_at >= LONGEST_SILENCE

    def resource(self, resource_id: ResourceId | None) -> Resource | None:
        """Return a resource, None for one that is not known."""
        return None if resource_id is None else self.resources.get(resource_id)

    def resource_ids(self, mailbox: Mailbox) -> tuple[ResourceId, ...]:
        """Return the resources whose bookings belong in a mailbox."""
        known = self._ids.get(mailbox)
        if known is None:
            known = tuple(
                resource.id
                for resource in self.resources.values()
                if eligibility.books(resource, mailbox)
            )
            self._ids[mailbox] = known
        return known

    def learn(self, resources: Changes, statuses: Changes, *, now: datetime) -> None:
        """Take in what changed since the last look."""
        self.read_at = now
        self._learn_resources(resources)
        self._learn_statuses(statuses)
        if resources.tells_anything or statuses.tells_anything:
            self.version += 1
            self._ids.clear()

    def _learn_resources(self, changes: Changes) -> None:
        if changes.is_full:
            self.resources.clear()
        for row in changes.changed:
            resource = rows.resource(row)
            self.resources[resource.id] = resource
        for key in changes.deleted:
            self.resources.pop(ResourceId(key), None)
        self.resources_delta = changes.delta_link

    def _learn_statuses(self, changes: Changes) -> None:
        if changes.is_full:
            self.statuses.clear()
        for row in changes.changed:
            self.statuses[rows.status_id(row)] = rows.status(row)
        for key in changes.deleted:
            self.statuses.pop(key, None)
        self.statuses_delta = changes.delta_link
