"""Change notifications: what is told, when, and what happens if nobody takes it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from tests.fakes.exchange.subscriptions.listening import Subscriber, listen


def test_a_create_is_told_with_where_it_is() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe()

        event = await one.create()

        where = f"Users/{one.ann.id}/Events/{event['id']}"
        assert one.listener.rows == [
            {
                "subscriptionId": made["id"],
                "subscriptionExpirationDateTime": made["expirationDateTime"],
                "clientState": "secret",
                "tenantId": one.tenant.directory.tenant_id,
                "changeType": "created",
                "resource": where,
                "resourceData": {
                    "@odata.type": "#Microsoft.Graph.Event",
                    "@odata.id": where,
                    "@odata.etag": event["@odata.etag"],
                    "id": event["id"],
                },
            }
        ]

    listen(story)


def test_updates_and_deletions_are_told_in_their_order() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe()
        event = await one.create()
        path = f"/users/{one.ann.id}/events/{quote(event['id'])}"

        await one.call("PATCH", path, {"subject": "Moved"})
        await one.call("DELETE", path)
        await one.tenant.exchange.courier.idle()

        assert one.listener.changes == ["created", "updated", "deleted"]
        assert one.listener.rows[2]["resourceData"]["id"] == event["id"]

    listen(story)


def test_only_the_kinds_that_were_asked_for_are_told() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe(changeType="deleted")
        event = await one.create()

        await one.call("DELETE", f"/users/{one.ann.id}/events/{quote(event['id'])}")
        await one.tenant.exchange.courier.idle()

        assert one.listener.changes == ["deleted"]

    listen(story)


def test_what_the_owner_does_is_told_when_time_passes() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe()
        now = one.tenant.clock.now()
        one.ann.create_event(subject="Lunch", start=now, end=now + timedelta(hours=1))

        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created"]

    listen(story)


def test_immutable_ids_are_told_to_who_subscribed_with_them() -> None:
    async def story(one: Subscriber) -> None:
        one.client.headers["Prefer"] = 'IdType="ImmutableId"'
        await one.subscribe()
        del one.client.headers["Prefer"]

        await one.create()

        (event,) = one.ann.events
        assert one.listener.rows[0]["resourceData"]["id"] == event.immutable_id

    listen(story)


def test_a_delayed_notification_waits_for_the_clock() -> None:
    async def story(one: Subscriber) -> None:
        one.tenant.exchange.switches.notification_delay = timedelta(minutes=3)
        await one.subscribe()
        await one.create()
        assert one.listener.told == []

        await one.pass_time(minutes=2)
        assert one.listener.told == []
        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created"]

    listen(story)


def test_a_notification_may_come_twice() -> None:
    async def story(one: Subscriber) -> None:
        one.tenant.exchange.switches.notifications = "duplicated"
        await one.subscribe()

        await one.create()

        assert one.listener.changes == ["created", "created"]

    listen(story)


def test_a_dropped_notification_is_told_as_missed() -> None:
    async def story(one: Subscriber) -> None:
        one.tenant.exchange.switches.notifications = "dropped"
        await one.subscribe(lifecycleNotificationUrl=one.listener.url)

        await one.create()

        (row,) = one.listener.rows
        assert row["lifecycleEvent"] == "missed"
        assert row["clientState"] == "secret"
        assert "resourceData" not in row

    listen(story)


def test_a_listener_that_fails_is_told_again_for_four_hours() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe(
            expirationDateTime="2026-03-03T08:00:00Z",
            lifecycleNotificationUrl=one.listener.url,
        )
        one.listener.status = 503
        await one.create()
        await one.pass_time(minutes=1)
        assert one.listener.changes == ["created", "created"]

        one.listener.status = 202
        await one.pass_time(minutes=1)
        await one.pass_time(minutes=1)

        assert one.listener.changes == ["created"] * 3
        one.listener.status = 503
        await one.create("Never told")
        await one.pass_time(hours=4)
        one.listener.status = 202
        await one.pass_time(minutes=1)
        assert one.listener.rows[-1]["lifecycleEvent"] == "missed"
        assert one.listener.rows[-1]["subscriptionId"] == made["id"]

    listen(story)


def test_an_administrator_ends_a_subscription_or_asks_to_renew_it() -> None:
    async def story(one: Subscriber) -> None:
        _, made = await one.subscribe(lifecycleNotificationUrl=one.listener.url)
        book = one.tenant.exchange.subscriptions
        found = book.find(one.tenant.application.client_id, made["id"])
        assert found is not None

        book.tell(found, "reauthorizationRequired")
        book.tell(found, "subscriptionRemoved")
        await one.tenant.exchange.courier.idle()

        told = [row["lifecycleEvent"] for row in one.listener.rows]
        assert told == ["reauthorizationRequired", "subscriptionRemoved"]
        assert (await one.call("GET", f"/subscriptions/{made['id']}"))[0] == 404

    listen(story)


def test_several_notifications_of_one_address_come_together() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe()
        now = one.tenant.clock.now()
        for number in range(3):
            one.ann.create_event(
                subject=f"Visit {number}", start=now, end=now + timedelta(hours=1)
            )

        await one.pass_time(minutes=1)

        assert [len(body["value"]) for body in one.listener.told] == [3]

    listen(story)


def test_mail_in_a_folder_is_told_by_its_well_known_name() -> None:
    async def story(one: Subscriber) -> None:
        await one.subscribe(
            resource=f"users/{one.ann.id}/mailFolders('Inbox')/messages",
            changeType="created",
        )

        message = one.ann.mail.receive("zoe@other.example", subject="Offer")
        one.ann.mail.send(["zoe@other.example"], subject="No")
        await one.tenant.exchange.courier.idle()

        assert [row["resource"] for row in one.listener.rows] == [
            f"Users/{one.ann.id}/Messages/{message.id}"
        ]
        data = one.listener.rows[0]["resourceData"]
        assert data["@odata.type"] == "#Microsoft.Graph.Message"

    listen(story)
