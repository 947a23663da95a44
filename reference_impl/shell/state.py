"""What a session remembers between two cycles, apart from its pairs."""

from dataclasses import dataclass, field
from datetime import datetime

from reference_impl.rules.cadence import Activity
from reference_impl.rules.model import Mailbox, MailboxId, Settings
from reference_impl.shell.records import Records
from reference_impl.shell.related import Related


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that an administrator would see as an alert."""

    code: str
    message: str
    mailbox: str | None = None
    record: str | None = None


@dataclass(slots=True, kw_only=True)
class MailboxState:
    """How a mailbox was found at its last visit."""

    was_ready: bool = False
    has_category: bool = False
    activity: Activity = Activity.QUIET
    blocked_until: datetime | None = None

    def is_blocked(self, now: datetime) -> bool:
        """Tell whether Exchange still asked to leave the mailbox alone."""
        return self.blocked_until is not None and now < self.blocked_until


@dataclass(slots=True, kw_only=True)
class SessionState:
    """Everything that the next cycle builds on.

    Resources and statuses are read anew after a restart; all the rest is durable.
    """

    now: datetime
    next_wake: datetime
    bookings_delta: str | None = None
    bookings_version: int = 0
    failures: int = 0
    mailboxes: dict[MailboxId, MailboxState] = field(default_factory=dict)
    tracked: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    records: Records = field(default_factory=Records)
    settings: Settings = field(default_factory=Settings)
    related: Related = field(default_factory=Related)
    known_mailboxes: tuple[Mailbox, ...] = ()

    def mailbox(self, mailbox_id: MailboxId) -> MailboxState:
        """Return the state of a mailbox, a fresh one at its first visit."""
        known = self.mailboxes.get(mailbox_id)
        if known is None:
            known = self.mailboxes[mailbox_id] = MailboxState()
        return known

    def report(
        self,
        code: str,
        message: str,
        *,
        mailbox: Mailbox | None = None,
        record: str | None = None,
    ) -> None:
        """Add a problem to those of this cycle."""
        self.problems.append(
            Problem(
                code=code,
                message=message,
                mailbox=None if mailbox is None else mailbox.address,
                record=record,
            )
        )
