"""The rows of section 8 whose status is another than 400."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fakes.wire import Request
from tests.fakes.exchange.attachments.files import a_file, add
from tests.fakes.exchange.contacts.makers import a_folder, in_folder
from tests.fakes.exchange.graph import ROOT, Answer, a_body
from tests.fakes.exchange.refusals.case import Case, World
from tests.fakes.exchange.series.makers import MARCH

_UNKNOWN: Final = "AAMkAAAAAA=="
_FOUR_MEGABYTES: Final = b"x" * (4 * 1024 * 1024)
_REFERENCE: Final = {
    "@odata.type": "#microsoft.graph.referenceAttachment",
    "name": "Plan",
    "sourceUrl": "https://files.example/plan",
}


def _unlicensed(world: World) -> Answer:
    world.ann.access = "not_enabled"
    return world.lists("")


def _narrowed(world: World) -> Answer:
    exchange = world.graph.exchange
    exchange.access_rules = exchange.access_rules.with_policy(
        world.graph.application.client_id,
        "RestrictAccess",
        [world.bob.address],
        seen_from=world.graph.clock.now(),
    )
    return world.lists("")


def _of_another(world: World) -> Answer:
    event_id = world.an_event().rpartition("/")[2]
    return world.graph.get(f"/users/{world.bob.id}/events/{event_id}")


def _deleted(world: World) -> Answer:
    path = world.an_event()
    world.graph.delete(path)
    return world.graph.get(path)


def _category_twice(world: World) -> Answer:
    path = f"{world.user}/outlook/masterCategories"
    body = {"displayName": "Tracked", "color": "preset1"}
    world.graph.post(path, body)
    return world.graph.post(path, body)


def _folder_twice(world: World) -> Answer:
    a_folder(world.graph, world.ann, "Customers")
    path = f"{world.user}/contactFolders"
    return world.graph.post(path, {"displayName": "Customers"})


def _expired(world: World) -> Answer:
    path = f"{world.user}/calendarView/delta"
    link = world.graph.get(path, MARCH).json["@odata.deltaLink"]
    world.graph.exchange.expire_delta_tokens()
    return world.graph.follow(link)


def _stale(world: World) -> Answer:
    path = world.an_event()
    etag = world.graph.get(path).json["@odata.etag"]
    world.graph.patch(path, {"subject": "1"})
    return world.graph.patch(path, {"subject": "2"}, if_match=etag)


def _no_content(world: World) -> Answer:
    path = add(world.graph, world.an_event(), _REFERENCE)
    return world.graph.get(f"{path}/$value")


def _large(world: World) -> Answer:
    body = a_file(content=_FOUR_MEGABYTES)
    return world.graph.post(f"{world.an_event()}/attachments", body)


def _untyped(world: World) -> Answer:
    return world.graph.post(world.events, b"{}", content_type="text/plain")


def _dependent(world: World) -> Answer:
    first = {"id": "1", "method": "GET", "url": f"{world.events}/{_UNKNOWN}"}
    second = {"id": "2", "method": "GET", "url": world.events, "dependsOn": ["1"]}
    whole = world.graph.post("/$batch", {"requests": [first, second]})
    assert whole.status == 200
    (part,) = (one for one in whole.json["responses"] if one["id"] == "2")
    return replace(whole, status=part["status"], json=part["body"])


def _too_many(world: World) -> Answer:
    switches = world.graph.exchange.switches
    switches.throttle = replace(switches.throttle, requests=1)
    world.lists("")
    return world.lists("")


def _too_many_at_once(world: World) -> Answer:
    held = Request(
        method="GET",
        path=f"/v1.0{world.events}",
        query="",
        headers={"authorization": f"Bearer {world.graph.token}"},
        body=b"",
        root_url=ROOT,
    )
    switches = world.graph.exchange.switches
    switches.throttle = replace(switches.throttle, concurrent=1)
    with world.graph.service.in_flight(held):
        return world.lists("")


OTHERS: Final = (
    Case(
        when="a token is none",
        status=401,
        code="InvalidAuthenticationToken",
        ask=lambda world: world.graph.get(world.events, authorization="Bearer x"),
    ),
    Case(
        when="a role is missing for a mailbox",
        status=403,
        code="ErrorAccessDenied",
        ask=lambda world: world.as_one_who_may("Calendars.Read").post(
            world.events, a_body()
        ),
        is_documented=False,
    ),
    Case(
        when="a policy keeps an application out",
        status=403,
        code="ErrorAccessDenied",
        ask=_narrowed,
    ),
    Case(
        when="a role is missing for the directory",
        status=403,
        code="Authorization_RequestDenied",
        ask=lambda world: world.as_one_who_may("Calendars.Read").get(world.user),
    ),
    Case(
        when="an id is unknown",
        status=404,
        code="ErrorItemNotFound",
        ask=lambda world: world.graph.get(f"{world.events}/{_UNKNOWN}"),
    ),
    Case(
        when="an event has been deleted",
        status=404,
        code="ErrorItemNotFound",
        ask=_deleted,
    ),
    Case(
        when="an id is another mailbox's",
        status=404,
        code="ErrorItemNotFound",
        ask=_of_another,
    ),
    Case(
        when="there is no such mailbox",
        status=404,
        code="ErrorInvalidUser",
        ask=lambda world: world.graph.get("/users/nobody%40contoso.example/events"),
    ),
    Case(
        when="a mailbox is unlicensed",
        status=404,
        code="MailboxNotEnabledForRESTAPI",
        ask=_unlicensed,
        is_documented=False,
    ),
    Case(
        when="there is no such user",
        status=404,
        code="Request_ResourceNotFound",
        ask=lambda world: world.graph.get("/users/nobody%40contoso.example"),
        is_documented=False,
    ),
    Case(
        when="there is no such folder",
        status=404,
        code="ErrorFolderNotFound",
        ask=lambda world: world.graph.get(in_folder(world.ann, _UNKNOWN)),
        is_documented=False,
    ),
    Case(
        when="there is no such route",
        status=404,
        code="ResourceNotFound",
        ask=lambda world: world.graph.get(f"{world.user}/nonsense"),
        is_documented=False,
    ),
    Case(
        when="a method is not allowed",
        status=405,
        code="Request_BadRequest",
        ask=lambda world: world.graph.call("PUT", world.events),
    ),
    Case(
        when="a reference is to have content",
        status=405,
        code="ErrorInvalidRequest",
        ask=_no_content,
    ),
    Case(
        when="a category is made twice",
        status=409,
        code="nameAlreadyExists",
        ask=_category_twice,
    ),
    Case(
        when="a folder is made twice",
        status=409,
        code="ErrorFolderExists",
        ask=_folder_twice,
        is_documented=False,
    ),
    Case(
        when="a delta link has expired",
        status=410,
        code="SyncStateNotFound",
        ask=_expired,
    ),
    Case(
        when="a change key is stale",
        status=412,
        code="ErrorIrresolvableConflict",
        ask=_stale,
    ),
    Case(
        when="a file is too large for one request",
        status=413,
        code="ErrorMessageSizeExceeded",
        ask=_large,
        is_documented=False,
    ),
    Case(
        when="a body is announced as something else",
        status=415,
        code="UnsupportedMediaType",
        ask=_untyped,
        is_documented=False,
    ),
    Case(
        when="what a part of a batch depends on has failed",
        status=424,
        code="FailedDependency",
        ask=_dependent,
        is_documented=False,
        is_bare=True,
    ),
    Case(
        when="a mailbox is asked too often",
        status=429,
        code="TooManyRequests",
        ask=_too_many,
    ),
    Case(
        when="a mailbox is asked too much at once",
        status=429,
        code="ApplicationThrottled",
        ask=_too_many_at_once,
        is_bare=True,
    ),
    Case(
        when="the fake does not have what is asked for",
        status=501,
        code="NotImplemented",
        ask=lambda world: world.graph.post(f"{world.user}/findMeetingTimes", {}),
    ),
)
