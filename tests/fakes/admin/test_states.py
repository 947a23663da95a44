"""Snapshot and reset: everything that happened since has not."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from fakes import Answer as Refusal
from fakes import Fault
from fakes.dataverse import Depth
from fakes.dataverse.limits import Limits
from fakes.exchange.delta import Scope
from fakes.instants import MONDAY
from tests.fakes.admin.bench import Bench, talk
from tests.fakes.faults.makers import an_occasion


def everything(bench: Bench) -> dict[str, Any]:
    """What a tenant holds, in comparable words."""
    dataverse, exchange = bench.tenant.dataverse, bench.tenant.exchange
    return {
        "rows": {
            table: [dict(row) for row in dataverse.rows(table)]
            for table in ("systemuser", "contact", "role", "team", "account", "mailbox")
        },
        "rights": {
            str(user["systemuserid"]): dataverse.security.principal(
                str(user["systemuserid"])
            )
            for user in dataverse.rows("systemuser")
        },
        "mailboxes": [
            (one.address, one.time_zone, one.access, one.categories, one.events)
            for one in exchange.mailboxes
        ],
        "deleted": [one.deleted_events for one in exchange.mailboxes],
        "histories": [tuple(one.stores.events.history) for one in exchange.mailboxes],
        "messages": exchange.messages,
        "changes": exchange.changed_since(0),
        "switches": exchange.switches.transaction_repeat,
        "faults": (bench.tenant.faults.armed, bench.tenant.faults.fired[:]),
        "now": bench.tenant.clock.now(),
    }


def disturb(bench: Bench) -> None:
    """Something of every kind happens."""
    tenant = bench.tenant
    dataverse, exchange = tenant.dataverse, tenant.exchange
    users = [str(user["systemuserid"]) for user in dataverse.rows("systemuser")]
    tenant.clock.move_to(tenant.clock.now() + timedelta(hours=3))
    role = dataverse.add_role("Reader", {"prvReadcontact": Depth.BASIC})
    dataverse.set_roles(users[-1], [role])
    dataverse.add_team("Crew", members=users[-2:], roles=[role])
    dataverse.set_privileges(role, {"prvReadaccount": Depth.GLOBAL})
    contact = dataverse.create("contact", {"lastname": "Gone"})
    dataverse.update("contact", contact, {"lastname": "Going"})
    dataverse.set_org_setting("Anything", "true")
    first, second = exchange.mailboxes[:2]
    event = first.create_event(
        subject="Visit",
        start=MONDAY,
        end=MONDAY + timedelta(hours=1),
        attendees=[second.address],
    )
    first.create_event(subject="Stays", start=MONDAY, end=MONDAY + timedelta(hours=1))
    first.delete_event(event.id)
    first.add_category("Field work")
    first.set_time_zone("Europe/Berlin")
    second.access = "denied"
    exchange.add_mailbox("new@contoso.example", name="New")
    exchange.switches.transaction_repeat = "conflict"
    fault = Fault(service="entra", operation="token", effect=Refusal(status=503))
    tenant.faults.add(fault)
    tenant.faults.hit(an_occasion("token", service="entra"))


def test_a_reset_takes_everything_back() -> None:
    """Rows, rights, mailboxes, messages, faults and time are as after the start."""

    async def conversation(bench: Bench) -> None:
        before = everything(bench)
        disturb(bench)
        assert everything(bench) != before

        answer = await bench.admin("POST", "/reset")

        assert answer.status == 200
        assert answer.json["now"] == "2026-03-02T08:00:00Z"
        assert everything(bench) == before

    talk(conversation)


def test_a_snapshot_is_come_back_to_as_often_as_one_likes() -> None:
    """Each time with the same state, whatever has happened in between."""

    async def conversation(bench: Bench) -> None:
        disturb(bench)
        kept = everything(bench)
        name = (await bench.admin("POST", "/snapshot")).json["snapshot"]

        for _ in range(2):
            bench.tenant.exchange.remove_mailbox("new@contoso.example")
            bench.tenant.dataverse.create("contact", {"lastname": "Again"})
            mailbox = bench.tenant.exchange.mailboxes[0]
            mailbox.delete_event(mailbox.events[0].id)
            await bench.admin("POST", "/reset", {"snapshot": name})
            assert everything(bench) == kept

    talk(conversation)


def test_a_reset_to_an_earlier_state_undoes_the_later_snapshots() -> None:
    """They are of a time that has not been, even when as much has happened since."""

    async def conversation(bench: Bench) -> None:
        names = []
        for _ in range(2):
            bench.tenant.dataverse.create("contact", {"lastname": "More"})
            names.append((await bench.admin("POST", "/snapshot")).json["snapshot"])

        await bench.admin("POST", "/reset", {"snapshot": names[0]})
        for _ in range(5):
            bench.tenant.dataverse.create("contact", {"lastname": "Otherwise"})
        late = await bench.admin("POST", "/reset", {"snapshot": names[1]})
        early = await bench.admin("POST", "/reset", {"snapshot": names[0]})

        assert (late.status, late.code) == (404, "NotFound")
        assert "start, s1" in late.message
        assert early.status == 200

    talk(conversation)


def test_an_unknown_snapshot_is_not_found() -> None:
    """And nothing has been reset."""

    async def conversation(bench: Bench) -> None:
        bench.tenant.clock.move_to(MONDAY + timedelta(hours=1))

        answer = await bench.admin("POST", "/reset", {"snapshot": "s9"})

        assert answer.status == 404
        assert bench.tenant.clock.now() == MONDAY + timedelta(hours=1)

    talk(conversation)


def test_ids_and_change_keys_do_not_come_again_after_a_reset() -> None:
    """Else an answer kept from before could be taken for one of after."""

    async def conversation(bench: Bench) -> None:
        mailbox = bench.tenant.exchange.mailboxes[0]
        made = []
        for _ in range(2):
            event = mailbox.create_event(
                subject="Visit", start=MONDAY, end=MONDAY + timedelta(hours=1)
            )
            made.append((event.id, event.change_key, event.ical_uid))
            await bench.admin("POST", "/reset")

        assert not set(made[0]) & set(made[1])

    talk(conversation)


def test_a_reset_gives_back_what_limits_had_taken() -> None:
    """Time may stand still in a tenant, and the window with it."""

    async def conversation(bench: Bench) -> None:
        bench.tenant.dataverse.limits = Limits(requests=1)
        kept = await bench.admin("POST", "/snapshot")
        token = await bench.token()
        first = await bench.dataverse("GET", "/WhoAmI", token=token)
        second = await bench.dataverse("GET", "/WhoAmI", token=token)

        await bench.admin("POST", "/reset", kept.json)

        third = await bench.dataverse("GET", "/WhoAmI", token=token)
        assert (first.status, second.status, third.status) == (200, 429, 200)

    talk(conversation)


def test_a_token_holds_over_a_reset() -> None:
    """A client that keeps tokens in a cache need not know of resets."""

    async def conversation(bench: Bench) -> None:
        await bench.admin("POST", "/clock/advance", {"seconds": 60})
        token = await bench.token()

        await bench.admin("POST", "/reset", {})

        answer = await bench.dataverse("GET", "/WhoAmI", token=token)
        assert answer.status == 200

    talk(conversation)


def test_a_delta_link_of_an_undone_time_is_gone() -> None:
    """Graph says so; the client begins anew."""

    async def conversation(bench: Bench) -> None:
        mailbox = bench.tenant.exchange.mailboxes[0]
        tokens = bench.tenant.exchange.delta_tokens
        before = tokens.snapshot()
        tokens.start(mailbox, _scope(mailbox.id, mailbox.calendar.id), size=1)

        await bench.admin("POST", "/reset")

        assert tokens.snapshot() == before == {}

    talk(conversation)


def _scope(mailbox: str, calendar: str) -> Any:
    return Scope(
        kind="events",
        mailbox_id=mailbox,
        store=lambda one: one.stores.events,
        folder_id=calendar,
    )


def test_a_held_answer_leaves_at_a_reset() -> None:
    """Nobody waits for an instant of a time that has not been."""

    async def conversation(bench: Bench) -> None:
        effect = {"kind": "delay", "by_s": 86400}
        fault = {"service": "entra", "operation": "token", "effect": effect}
        await bench.admin("POST", "/faults", fault)
        asked = asyncio.ensure_future(bench.token())
        while not bench.tenant.held:  # noqa: ASYNC110 - turns of the loop, no waiting
            await asyncio.sleep(0)
        clock = (await bench.admin("GET", "/clock")).json
        assert (clock["held"], clock["next_alarm"]) == (1, "2026-03-03T08:00:00Z")

        await bench.admin("POST", "/reset")

        assert await asked
        assert (await bench.admin("GET", "/clock")).json["held"] == 0

    talk(conversation)
