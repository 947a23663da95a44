"""What people write of a meeting: at random, and as a client or an owner writes it."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import strategies as st

from tests.fakes.exchange.graph import at
from tests.fakes.exchange.meetings import OUTSIDER
from tests.fakes.exchange.properties.meetings_model import By

LOCAL: Final = tuple(f"{name}@contoso.example" for name in ("ann", "bob", "cid"))
PEOPLE: Final = (*LOCAL, OUTSIDER)
PICKS = st.integers(0, 10**6)
BY: st.SearchStrategy[By] = st.sampled_from(("api", "owner"))
ATTENDEES = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4)
TOLD = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.sampled_from(("Visit", "Repair")),
        "hour": st.integers(8, 11),
        "place": st.sampled_from(("", "Room 1", "Room 2")),
        "body": st.sampled_from(("", "Bring tools")),
    },
)
PERSONAL = st.fixed_dictionaries(
    {},
    optional={
        "categories": st.sampled_from(((), ("Red",), ("Red", "Blue"))),
        "show_as": st.sampled_from(("busy", "oof", "free")),
    },
)
COMMENTS = st.sampled_from(("", "Sorry"))


def in_json(fields: dict[str, Any]) -> dict[str, object]:
    """The fields as a client writes them."""
    body: dict[str, object] = {}
    for name, value in fields.items():
        match name:
            case "hour":
                for edge, hour in (("start", value), ("end", value + 1)):
                    moment = f"2026-03-10T{hour:02}:00:00"
                    body[edge] = {"dateTime": moment, "timeZone": "UTC"}
            case "place":
                body["location"] = {"displayName": value}
            case "body":
                body["body"] = {"contentType": "text", "content": value}
            case "attendees":
                body["attendees"] = [{"emailAddress": {"address": a}} for a in value]
            case "show_as":
                body["showAs"] = value
            case _:
                body[name] = value
    return body


def in_python(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as an owner writes them."""
    form = dict(fields)
    if "hour" in form:
        hour = form.pop("hour")
        form |= {"start": at(10, hour), "end": at(10, hour + 1)}
    if "place" in form:
        form["location"] = form.pop("place")
    return form
