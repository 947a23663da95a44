"""The readiness gate of section 2: may anything be written for this mailbox?

One obstacle is enough. Leaving the ready state deletes nothing and breaks no link
[BKG-110, BKG-112]: the plan of a mailbox that is not ready is always empty.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reference_impl.rules.model import (
    Approval,
    DeliveryMethod,
    Mailbox,
    RuleIds,
    ServerType,
    Settings,
    TestStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A row of the gate: what must be so, and the rules that speak when it is not."""

    demand: str
    rules: RuleIds
    is_met: Callable[[Mailbox, Settings], bool]


def belongs_to_user(mailbox: Mailbox) -> bool:
    """Tell whether this is a user's mailbox and no queue [BKG-017]."""
    return mailbox.user_id is not None


def has_address(mailbox: Mailbox) -> bool:
    """Tell whether the mailbox can be found in Exchange."""
    return mailbox.address != ""


def is_active(mailbox: Mailbox) -> bool:
    """Tell whether the mailbox row is active."""
    return mailbox.is_active


def has_exchange_profile(mailbox: Mailbox) -> bool:
    """Tell whether an active profile of a server with a calendar is set."""
    profile = mailbox.profile
    return (
        profile is not None
        and profile.is_active
        and profile.server_type not in {ServerType.POP3_SMTP, ServerType.IMAP_SMTP}
    )


def is_approved(mailbox: Mailbox) -> bool:
    """Tell whether the address is approved."""
    return mailbox.approval is Approval.APPROVED


def is_server_side(mailbox: Mailbox) -> bool:
    """Tell whether calendars go by server-side synchronisation [BKG-110, BKG-111]."""
    return mailbox.delivery_method is DeliveryMethod.SERVER_SIDE


def is_enabled(mailbox: Mailbox) -> bool:
    """Tell whether calendar synchronisation is enabled for the mailbox."""
    return mailbox.enabled_for_act


def is_tested(mailbox: Mailbox) -> bool:
    """Tell whether the last Test & Enable succeeded."""
    return mailbox.act_status is TestStatus.SUCCESS


def bookings_are_on(settings: Settings) -> bool:
    """Tell whether the organisation synchronises bookings at all (C-09) [BKG-011]."""
    return settings.resource_booking_sync


# One row for each check of section 2, in its order.
CHECKS: Final[tuple[Check, ...]] = (
    Check(
        demand="the mailbox belongs to a user",
        rules=("BKG-017",),
        is_met=lambda mailbox, _: belongs_to_user(mailbox),
    ),
    Check(
        demand="the mailbox has an address",
        rules=("BKG-017",),
        is_met=lambda mailbox, _: has_address(mailbox),
    ),
    Check(
        demand="the mailbox row is active",
        rules=("BKG-017", "BKG-110", "BKG-111"),
        is_met=lambda mailbox, _: is_active(mailbox),
    ),
    Check(
        demand="its email server profile is an active one for Exchange",
        rules=("BKG-017",),
        is_met=lambda mailbox, _: has_exchange_profile(mailbox),
    ),
    Check(
        demand="its address is approved",
        rules=("BKG-017",),
        is_met=lambda mailbox, _: is_approved(mailbox),
    ),
    Check(
        demand="appointments, contacts and tasks use server-side synchronization",
        rules=("BKG-110", "BKG-111", "BKG-113", "BKG-114"),
        is_met=lambda mailbox, _: is_server_side(mailbox),
    ),
    Check(
        demand="appointments, contacts and tasks are enabled",
        rules=("BKG-017", "BKG-110", "BKG-111"),
        is_met=lambda mailbox, _: is_enabled(mailbox),
    ),
    Check(
        demand="the mailbox was tested successfully",
        rules=("BKG-017",),
        is_met=lambda mailbox, _: is_tested(mailbox),
    ),
    Check(
        demand="resource bookings are switched on in the organisation",
        rules=("BKG-011", "BKG-110", "BKG-111"),
        is_met=lambda _, settings: bookings_are_on(settings),
    ),
)


def first_obstacle(mailbox: Mailbox, settings: Settings) -> Check | None:
    """Return the first demand that is not met, or None for a ready mailbox."""
    for check in CHECKS:
        if not check.is_met(mailbox, settings):
            return check
    return None


def is_ready(mailbox: Mailbox, settings: Settings) -> bool:
    """Tell whether items may be written into the mailbox."""
    return first_obstacle(mailbox, settings) is None
