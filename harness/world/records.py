"""What Dataverse and the outbox are expected to hold after the work is done."""

from __future__ import annotations

from typing import Final

from fakes import Tenant
from harness.errors import ExpectationFailed
from harness.world.mark import Mark
from harness.world.session import Session

_WORDS: Final = {"bookableresourcebooking": "booking", "appointment": "appointment"}


class Records:
    """Rows and messages, compared with how the last act of a person left them."""

    def __init__(self, tenant: Tenant, session: Session) -> None:
        self._tenant = tenant
        self._session = session

    def expect_unchanged(self, what: str, table: str, row_id: str, since: Mark) -> None:
        """The row is as it was, and somebody alive looked."""
        for change in self._tenant.dataverse.changed_since(since.dataverse):
            if (change.table, change.id) == (table, row_id):
                raise ExpectationFailed(
                    expected=f"{what} unchanged in Dataverse",
                    found=f"a {change.kind} by the implementation",
                    looked="by the row's version",
                )
        self._session.require_looked(since.journal)

    def expect_exists(self, what: str, table: str, row_id: str, since: Mark) -> None:
        """The row is there, and somebody alive looked."""
        if self._tenant.dataverse.get(table, row_id) is None:
            raise ExpectationFailed(
                expected=f"{what} in Dataverse", found="it is gone", looked="by its id"
            )
        self._session.require_looked(since.journal)

    def expect_no_new(self, table: str, *, at_most: int, since: Mark) -> None:
        """At most so many rows of the table have come into being."""
        made = [
            change
            for change in self._tenant.dataverse.changed_since(since.dataverse)
            if change.table == table and change.kind == "create"
        ]
        if len(made) > at_most:
            word = _WORDS[table]
            raise ExpectationFailed(
                expected=f"at most {at_most} new {word}s"
                if at_most
                else f"no new {word}",
                found=f"{len(made)}",
                looked="by counting the rows that the implementation made",
            )
        self._session.require_looked(since.journal)

    def expect_appointment(self, title: str) -> None:
        """One appointment of that subject exists."""
        rows = self._tenant.dataverse.rows("appointment", subject=title)
        if len(rows) != 1:
            raise ExpectationFailed(
                expected=f"one appointment {title!r} in Dataverse",
                found=f"{len(rows) or 'none'}",
                looked="by its subject",
            )

    def expect_no_messages(self) -> None:
        """No meeting message left Exchange but those that people caused."""
        messages = [one for one in self._tenant.exchange.messages if one.by == "api"]
        if messages:
            told = ", ".join(f"{one.kind} to {one.recipient}" for one in messages[:4])
            raise ExpectationFailed(
                expected="no meeting message",
                found=told,
                looked="in everything that Exchange sent",
            )

    def expect_cancellations(self, address: str, count: int) -> None:
        """So many cancellations went to that address."""
        found = sum(
            message.kind == "cancellation" and message.recipient == address
            for message in self._tenant.exchange.messages
        )
        if found != count:
            raise ExpectationFailed(
                expected=f"{count} cancellation for the customer",
                found=f"{found or 'none'}",
                looked="in everything that Exchange sent",
            )
