"""Subscriptions: handshake, life, refusals (section 2.5), over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web

from fakes.exchange.wire.instants import stamp
from tests.fakes.exchange.subscriptions.listening import Subscriber, listen


def test_a_listener_is_asked_before_the_subscription_is_made() -> None:
    async def story(one: Subscriber) -> None:
        status, made = await one.subscribe(lifecycleNotificationUrl=one.listener.url)

        assert status == 201
        assert one.listener.shaken == 1  # both addresses are the same one
        expected = {
            "resource": f"users/{one.ann.id}/events",
            "changeType": "created,updated,deleted",
            "clientState": "secret",
            "applicationId": one.tenant.application.client_id,
            "creatorId": one.tenant.application.object_id,
            "expirationDateTime": "2026-03-02T09:00:00.0000000Z",
        }
        assert expected.items() <= made.items()
        _, read = await one.call("GET", f"/subscriptions/{made['id']}")
        assert read == made
        _, listed = await one.call("GET", "/subscriptions")
        assert [row["id"] for row in listed["value"]] == [made["id"]]

    listen(story)


@pytest.mark.parametrize(
    ("validation", "told"),
    [
        (lambda token: web.Response(text=f"{token} "), "does not return the token"),
        (lambda token: web.Response(text=token, status=202), "answers 202"),
        (web.json_response, "answers application/json"),
    ],
)
def test_who_does_not_return_the_token_is_not_subscribed(
    validation: Callable[[str], web.Response], told: str
) -> None:
    async def story(one: Subscriber) -> None:
        one.listener.validation = validation

        status, answer = await one.subscribe()

        assert (status, answer["error"]["code"]) == (400, "ValidationError")
        assert told in answer["error"]["message"]
        assert (await one.call("GET", "/subscriptions"))[1]["value"] == []

    listen(story)


def test_who_cannot_be_reached_is_not_subscribed() -> None:
    async def story(one: Subscriber) -> None:
        status, answer = await one.subscribe(notificationUrl="http://127.0.0.1:9/x")

        assert (status, answer["error"]["code"]) == (400, "ValidationError")
        assert "cannot be reached" in answer["error"]["message"]

    listen(story)


def test_a_subscription_can_be_part_of_a_batch() -> None:
    async def story(one: Subscriber) -> None:
        part = {
            "id": "1",
            "method": "POST",
            "url": "/subscriptions",
            "headers": {"Content-Type": "application/json"},
            "body": {
                "changeType": "created",
                "notificationUrl": one.listener.url,
                "resource": f"/users/{one.ann.address}/events",
                "expirationDateTime": "2026-03-02T12:00:00Z",
            },
        }

        _, answer = await one.call("POST", "/$batch", {"requests": [part]})

        assert answer["responses"][0]["status"] == 201
        assert one.listener.shaken == 1

    listen(story)


@pytest.mark.parametrize(
    ("others", "status", "code"),
    [
        ({"changeType": None}, 400, "ValidationError"),
        ({"changeType": "moved"}, 400, "RequestBodyRead"),
        ({"notificationUrl": "https://hooks.example/x"}, 400, "ValidationError"),
        ({"notificationUrl": "ftp://127.0.0.1/x"}, 400, "ValidationError"),
        ({"resource": "users/nobody@contoso.example/events"}, 404, "ErrorInvalidUser"),
        ({"resource": "users/ann@contoso.example/drive"}, 400, "ValidationError"),
        ({"resource": "groups/1/events"}, 404, "ErrorInvalidUser"),
        ({"expirationDateTime": "2026-03-02T07:00:00Z"}, 400, "ValidationError"),
        ({"expirationDateTime": "2026-03-09T08:00:00Z"}, 400, "ValidationError"),
        ({"expirationDateTime": "soon"}, 400, "InvalidDateTime"),
        ({"clientState": "x" * 129}, 400, "ValidationError"),
        ({"includeResourceData": True}, 501, "NotImplemented"),
    ],
)
def test_what_makes_no_subscription_is_refused(
    others: dict[str, object], status: int, code: str
) -> None:
    async def story(one: Subscriber) -> None:
        refused, answer = await one.subscribe(**others)

        assert (refused, answer["error"]["code"]) == (status, code)

    listen(story)


def test_reading_must_be_allowed_to_watch() -> None:
    async def story(one: Subscriber) -> None:
        directory, application = one.tenant.directory, one.tenant.application
        directory.consent(application, ("Contacts.Read",))
        token = directory.issue(directory.applications[0])
        one.client.headers["Authorization"] = f"Bearer {token}"

        status, answer = await one.subscribe()

        assert (status, answer["error"]["code"]) == (403, "ErrorAccessDenied")

    listen(story)


def test_less_than_45_minutes_become_45() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe(expirationDateTime="2026-03-02T08:01:00Z")

        assert made["expirationDateTime"] == "2026-03-02T08:45:00.0000000Z"

    listen(story)


def test_a_subscription_ends_when_it_expires_and_not_when_it_is_renewed() -> None:
    async def story(one: Subscriber) -> None:
        _, first = await one.subscribe()
        _, second = await one.subscribe()
        later = one.tenant.clock.now() + timedelta(days=2)
        status, renewed = await one.call(
            "PATCH",
            f"/subscriptions/{second['id']}",
            {"expirationDateTime": later.isoformat()},
        )
        assert (status, renewed["expirationDateTime"]) == (200, stamp(later))

        await one.pass_time(hours=1)
        token = one.tenant.directory.issue(one.tenant.application)
        one.client.headers["Authorization"] = f"Bearer {token}"
        await one.create()

        assert {row["subscriptionId"] for row in one.listener.rows} == {second["id"]}
        assert (await one.call("GET", f"/subscriptions/{first['id']}"))[0] == 404

    listen(story)


def test_a_deleted_subscription_is_told_nothing() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe()
        path = f"/subscriptions/{made['id']}"
        assert (await one.call("POST", f"{path}/reauthorize"))[0] == 204

        assert (await one.call("DELETE", path))[0] == 204

        await one.create()
        assert one.listener.told == []
        assert (await one.call("DELETE", path))[0] == 404

    listen(story)


def test_another_application_sees_nothing_of_it() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe()
        directory = one.tenant.directory
        other = directory.register_application("another")
        one.client.headers["Authorization"] = f"Bearer {directory.issue(other)}"

        assert (await one.call("GET", "/subscriptions"))[1]["value"] == []
        assert (await one.call("GET", f"/subscriptions/{made['id']}"))[0] == 404

    listen(story)
