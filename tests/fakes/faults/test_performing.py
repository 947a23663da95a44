"""Where faults meet services: batches, callers, gaps, the same again each time."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any, Literal

import pytest

from fakes import Answer, Fault, Lost, Tenant
from fakes.entra import GRAPH_RESOURCE
from fakes.faults import (
    Cut,
    DeltaTokensExpired,
    Duplicated,
    Effect,
    Malformed,
    Mistyped,
    Redirected,
    Stale,
    TokensExpired,
    TokensRevoked,
    Trickled,
    Where,
)
from fakes.instants import MONDAY
from fakes.wire import Departure, Request, Response, Service
from tests.fakes.faults.makers import a_request

ROOT = "http://127.0.0.1:8080"
EVENTS = "/v1.0/users/ann%40contoso.example/events"
EVENT = {
    "subject": "Visit",
    "start": {"dateTime": "2026-03-02T10:00:00", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-02T11:00:00", "timeZone": "UTC"},
}


def a_tenant() -> Tenant:
    tenant = Tenant("one", seed=1, now=MONDAY, root_url=ROOT)
    tenant.exchange.add_mailbox("ann@contoso.example", name="Ann")
    tenant.exchange.add_mailbox("bob@contoso.example", name="Bob")
    return tenant


def send(
    tenant: Tenant,
    path: str = EVENTS,
    body: object = EVENT,
    *,
    token: str | None = None,
    segment: Literal["graph", "login"] = "graph",
) -> Departure:
    """How the answer to a POST leaves."""
    bearer = token or tenant.directory.issue(
        tenant.application, audience=GRAPH_RESOURCE
    )
    headers = {
        "authorization": f"Bearer {bearer}",
        "content-type": "application/json",
    }
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    return serve(
        tenant,
        tenant.services[segment],
        a_request(path, method="POST", headers=headers, body=octets),
    )


def serve(tenant: Tenant, service: Service, request: Request) -> Departure:
    return asyncio.run(tenant.serve(service, request))


def a_batch(paths: list[str]) -> dict[str, Any]:
    return {
        "requests": [
            {
                "id": str(number),
                "method": "POST",
                "url": path.removeprefix("/v1.0"),
                "headers": {"Content-Type": "application/json"},
                "body": EVENT,
            }
            for number, path in enumerate(paths)
        ]
    }


def arm(tenant: Tenant, effect: Effect, **more: Any) -> None:
    fields = {"service": "exchange", "operation": "event.create", **more}
    tenant.faults.add(Fault(**fields, effect=effect))


def events(tenant: Tenant) -> int:
    return sum(len(one.events) for one in tenant.exchange.mailboxes)


@pytest.mark.parametrize(("after", "made"), [(False, 1), (True, 3)])
def test_a_lost_part_of_a_batch_breaks_the_whole(*, after: bool, made: int) -> None:
    """What comes before it has been done; what follows, if the part itself was."""
    tenant = a_tenant()
    arm(tenant, Lost(after_effect=after), occurrence=2)

    departure = send(tenant, "/v1.0/$batch", a_batch([EVENTS] * 3))

    assert (departure.ending, departure.sent) == ("reset", None)
    assert events(tenant) == made
    assert tenant.journal.entries[0].status is None


def test_a_cut_part_of_a_batch_cuts_the_whole() -> None:
    """The journal holds what has left."""
    tenant = a_tenant()
    arm(tenant, Cut(kept_bytes=7))

    departure = send(tenant, "/v1.0/$batch", a_batch([EVENTS]))

    assert (departure.ending, events(tenant)) == ("cut", 1)
    assert tenant.journal.entries[0].response_body == b'{"respo'


@pytest.mark.parametrize(("kept", "left"), [(None, 2), (0, 0), (3, 3), (4, 3), (9, 3)])
def test_a_cut_answer_never_leaves_whole(kept: int | None, left: int) -> None:
    """However much it is to keep."""
    whole = Response(status=200, body=b"four")

    departure = Departure(response=whole, ending="cut", kept_bytes=kept)

    assert departure.sent is not None
    assert len(departure.sent.body) == left


def test_a_batch_tells_of_all_that_its_parts_have_met() -> None:
    """Each once, in order."""
    tenant = a_tenant()
    arm(tenant, Answer(status=503), times=2)
    arm(tenant, Answer(status=429), occurrence=3)

    send(tenant, "/v1.0/$batch", a_batch([EVENTS] * 3))

    told = tenant.journal.entries[0].fault
    assert told == "answered 503 on purpose; answered 429 on purpose"


@pytest.mark.parametrize(("which", "status"), [("first", 201), ("second", 409)])
def test_of_a_duplicate_either_answer_may_come(
    which: Literal["first", "second"], status: int
) -> None:
    """The second is what a gateway hears that has given up on the first."""
    tenant = a_tenant()
    tenant.exchange.switches.transaction_repeat = "conflict"
    arm(tenant, Duplicated(answered=which))

    departure = send(tenant, body={**EVENT, "transactionId": "t-1"})

    assert departure.response is not None
    assert departure.response.status == status
    operations = tenant.journal.entries[0].operations
    assert [one.status for one in operations] == [201, 409]
    assert events(tenant) == 1


def test_a_fault_finds_the_mailbox() -> None:
    """Another's creates are not counted."""
    tenant = a_tenant()
    arm(tenant, Answer(status=503), where=Where(mailbox="bob@contoso.example"))

    paths = [EVENTS, EVENTS.replace("ann", "bob")]
    statuses = [
        one.response.status for path in paths if (one := send(tenant, path)).response
    ]

    assert statuses == [201, 503]


def test_a_fault_finds_the_application() -> None:
    """By the token that it shows, or by the form with which it asks for one."""
    tenant = a_tenant()
    other = tenant.directory.register_application("another")
    where = Where(client_id=other.client_id)
    arm(tenant, Answer(status=503), where=where)
    arm(tenant, Answer(status=503), where=where, service="entra", operation="token")
    path = f"/{tenant.directory.tenant_id}/oauth2/v2.0/token"

    statuses: list[int] = []
    for application in (tenant.application, other):
        token = tenant.directory.issue(application, audience=GRAPH_RESOURCE)
        form = f"client_id={application.client_id}".encode()
        for departure in (
            send(tenant, token=token),
            send(tenant, path, form, segment="login"),
            send(tenant, token="none"),
        ):
            assert departure.response is not None
            statuses.append(departure.response.status)

    assert statuses == [201, 400, 401, 503, 503, 401]


def test_a_501_on_purpose_is_no_gap() -> None:
    """That of the fake is one, though its answer has met a fault."""
    tenant = a_tenant()
    arm(tenant, Answer(status=501))
    arm(tenant, Mistyped(), operation="other")

    send(tenant)
    assert tenant.journal.gaps == []

    send(tenant, f"{EVENTS}/x/exceptionOccurrences")
    assert tenant.journal.gaps == [f"exchange: POST {EVENTS}/x/exceptionOccurrences"]


@pytest.mark.parametrize("kind", [Malformed(), Mistyped(), Cut()])
def test_an_answer_without_a_body_can_be_spoilt(kind: Effect) -> None:
    """A deletion's, for one."""
    tenant = a_tenant()
    event = tenant.exchange.mailboxes[0].create_event(
        subject="Visit", start=MONDAY, end=MONDAY + timedelta(hours=1)
    )
    arm(tenant, kind, operation="event.delete")
    bearer = tenant.directory.issue(tenant.application, audience=GRAPH_RESOURCE)
    request = a_request(
        f"{EVENTS}/{event.id}",
        method="DELETE",
        headers={"authorization": f"Bearer {bearer}"},
    )

    departure = serve(tenant, tenant.services["graph"], request)

    assert departure.response is not None
    plain = (204, b"")
    spoilt = (departure.response.status, departure.response.body) != plain
    typed = ("Content-Type", "text/html; charset=utf-8") in departure.response.headers
    assert spoilt or typed or departure.ending == "cut"
    assert events(tenant) == 0


def test_the_same_faults_give_the_same_journal() -> None:
    """Whatever goes wrong, nothing is left to chance."""

    def journal() -> list[object]:
        tenant = a_tenant()
        token = tenant.directory.issue(tenant.application, audience=GRAPH_RESOURCE)
        for occurrence, effect in enumerate(_EFFECTS, start=1):
            arm(tenant, effect, operation="*", occurrence=occurrence)
        for _ in range(len(_EFFECTS) + 3):
            send(tenant, token=token)
            token = tenant.directory.issue(tenant.application, audience=GRAPH_RESOURCE)
        assert len(tenant.faults.fired) >= len(_EFFECTS) - 2  # no link, no GET
        return [
            (one.status, one.response_headers, one.response_body, one.operations)
            for one in tenant.journal.entries
        ]

    assert journal() == journal()


_EFFECTS: tuple[Effect, ...] = (
    Answer(status=503, retry_after_s=3, retry_after_as="date", after_effect=True),
    Lost(after_effect=True),
    Trickled(by=timedelta(minutes=1)),
    Cut(),
    Malformed(),
    Mistyped(),
    TokensExpired(),
    TokensRevoked(),
    DeltaTokensExpired(),
    Duplicated(),
    Stale(),
    Redirected(),
)
