"""What a seed's administrator has set up in Exchange beside mailboxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakes.exchange.tenant import ExchangeTenant
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def set_up(tenant: Tenant, document: Document) -> None:
    """The Exchange tenant is set up so.

    Raises:
        ValueError: an application, a mailbox or a role does not exist.
    """
    exchange = tenant.exchange
    for name, value in _with_spans(document.get("switches", {})).items():
        setattr(exchange.switches, name, value)
    if "throttle" in document:
        known = exchange.switches.throttle
        given = _with_spans(document["throttle"])
        exchange.switches.throttle = replace(known, **given)  # type: ignore[arg-type]  # the schema says which
    for one in document.get("policies", ()):
        exchange.access_rules = exchange.access_rules.with_policy(
            _client_id(tenant, one["application"]),
            one["right"],
            _addresses(exchange, one["mailboxes"]),
            seen_from=_seen_from(exchange, one),
        )
    for one in document.get("roles", ()):
        scope = one.get("mailboxes")
        exchange.access_rules = exchange.access_rules.with_role(
            _client_id(tenant, one["application"]),
            one["role"],
            None if scope is None else _addresses(exchange, scope),
            seen_from=_seen_from(exchange, one),
        )


def _with_spans(document: Document) -> dict[str, object]:
    """The values by the names of fields: what is in seconds is a span of time."""
    found: dict[str, object] = {}
    for name, value in document.items():
        span = name.endswith("_s") and value is not None
        key = name.removesuffix("_s")
        found[key] = timedelta(seconds=value) if span else value
    return found


def _client_id(tenant: Tenant, name: str) -> str:
    """The id of the application of that id or name."""
    directory = tenant.directory
    found = directory.application(name)
    if found is not None:
        return found.client_id
    named = [one for one in directory.applications if one.display_name == name]
    if len(named) != 1:
        msg = f"there is {'no' if not named else 'more than one'} application {name}"
        raise ValueError(msg)
    return named[0].client_id


def _addresses(exchange: ExchangeTenant, names: list[str]) -> list[str]:
    found = []
    for name in names:
        mailbox = exchange.find(name)
        if mailbox is None:
            msg = f"there is no mailbox {name}"
            raise ValueError(msg)
        found.append(mailbox.address)
    return found


def _seen_from(exchange: ExchangeTenant, one: Document) -> datetime:
    return exchange.clock.now() + timedelta(seconds=one.get("seen_after_s", 0))
