"""Online meetings: how an event becomes one, and how it ends to be one.

Sections 3.1 and trap 29: the way in stands in the body, as a block that nobody else
keeps; whoever overwrites the body without it has ended the online meeting.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote

from fakes.exchange.body import Body
from fakes.identity import Identifiers

Provider: TypeAlias = Literal[
    "unknown", "skypeForBusiness", "skypeForConsumer", "teamsForBusiness"
]
DEFAULT: Final[Provider] = "teamsForBusiness"  # the only one that calendars allow
_END: Final = "</body>"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineMeeting:
    """Where an event takes place online."""

    provider: Provider
    join_url: str


def settled(
    fields: Mapping[str, Any],
    *,
    present: OnlineMeeting | None,
    body: Body,
    identifiers: Identifiers,
) -> dict[str, Any]:
    """The fields of a write with what follows for the online meeting.

    `present` and `body` are those before the write. What is online stays so, whatever
    the write says, unless its body lacks the way in.
    """
    after = {**fields}
    provider = after.pop("online_provider", None)
    written: Body = after.get("body", body)
    if present is not None:
        if present.join_url not in html.unescape(written.content):
            after["online_meeting"] = None
        return after
    if provider is not None:
        meeting = OnlineMeeting(provider=provider, join_url=_join_url(identifiers))
        after["online_meeting"] = meeting
        after["body"] = _with_block(written, meeting)
    return after


def _join_url(identifiers: Identifiers) -> str:
    thread = f"19:meeting_{identifiers.octets(24).hex()}@thread.v2"
    return f"https://teams.microsoft.com/l/meetup-join/{quote(thread, safe='')}/0"


def _with_block(body: Body, meeting: OnlineMeeting) -> Body:
    link = html.escape(meeting.join_url)
    block = f'<div><hr><a href="{link}">Join the meeting now</a></div>'
    whole = body.html or f"<html><head></head><body>{_END}</html>"
    before, _, rest = whole.rpartition(_END)
    return Body(content_type="html", content=f"{before}{block}{_END}{rest}")
