"""What a plan can ask for; every action carries the rules that caused it."""

from dataclasses import dataclass

from reference_impl.rules.model import RuleIds, UnlinkCause


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateItem:
    """Create the item of the booking and link it."""

    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateItem:
    """Write the item again, keeping its identity."""

    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelItem:
    """Cancel the item; `notify` sends the cancellation to its attendees."""

    notify: bool
    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteItem:
    """Delete the item and the link."""

    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkItem:
    """Leave the item in the calendar, take the tag off, remember never to drive it."""

    cause: UnlinkCause
    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetLink:
    """Drop the link: there is no item behind it any more."""

    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteCancellation:
    """Remember whether the booking was cancelled when this cycle looked."""

    canceled: bool
    rules: RuleIds


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Leave both sides alone."""

    rules: RuleIds


Action = (
    CreateItem
    | UpdateItem
    | CancelItem
    | DeleteItem
    | UnlinkItem
    | ForgetLink
    | NoteCancellation
    | Nothing
)
