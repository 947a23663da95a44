"""The parties of an activity: sections 3.2 and 9.5."""

from __future__ import annotations

import pytest

from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.links.makers import MISSING
from tests.fakes.dataverse.makers import (
    Bench,
    a_contact,
    a_user,
    as_a_user_with,
    error_of,
    new_id,
    nothing_is_written,
)


def test_parties_come_with_their_appointment(bench: Bench) -> None:
    """Section 9.5: parties exist only below an activity."""
    contact, user = a_contact(bench), a_user(bench)
    body = {
        "subject": "Visit",
        "scheduledstart": "2026-03-02T10:00:00Z",
        "scheduledend": "2026-03-02T11:00:00Z",
        "appointment_activity_parties": [
            {
                "partyid_contact@odata.bind": f"/contacts({contact})",
                "participationtypemask": 5,
            },
            {
                "partyid_systemuser@odata.bind": f"/systemusers({user})",
                "participationtypemask": 7,
            },
            {"addressused": "x@y.example", "participationtypemask": 6},
        ],
    }

    response = bench.send("POST", "/appointments", body)

    assert response.status == 204
    parties = bench.organization.rows("activityparty", activityid=new_id(response))
    # The platform adds the owner by itself in some versions: only these are ours.
    masks = {one["participationtypemask"]: one for one in parties}
    assert masks[5]["partyid"] == contact
    assert masks[7]["partyid"] == user
    assert masks[6]["addressused"] == "x@y.example"


def test_a_party_does_not_stand_alone(bench: Bench) -> None:
    """Section 9.5: there is no POST on activityparties."""
    with nothing_is_written(bench):
        response = bench.send("POST", "/activityparties", {"participationtypemask": 5})

    assert response.status == 405


def an_appointment(bench: Bench) -> str:
    """The id of an appointment of one hour."""
    values = {
        "subject": "Visit",
        "scheduledstart": "2026-03-02T10:00:00Z",
        "scheduledend": "2026-03-02T11:00:00Z",
    }
    return bench.organization.create("appointment", values)


def _parties(bench: Bench, appointment: str) -> list[object]:
    target = (
        f"/appointments({appointment})/appointment_activity_parties"
        "?$select=addressused&$filter=addressused ne null"
    )
    return [one["addressused"] for one in bench.read(target)["value"]]


def test_the_parties_of_an_activity_are_replaced_as_a_whole(bench: Bench) -> None:
    """Section 3.2: PUT of a `value`; those before are gone."""
    appointment = an_appointment(bench)
    target = f"/appointments({appointment})/appointment_activity_parties"
    for addresses in (["a@x.example", "b@x.example"], ["c@x.example"], []):
        body = {
            "value": [
                {"addressused": one, "participationtypemask": 5} for one in addresses
            ]
        }

        response = bench.send("PUT", target, body)

        assert response.status == 204
        assert _parties(bench, appointment) == addresses


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (
            {
                "value": [
                    {"addressused": "new@x.example"},
                    {"participationtypemask": 99},
                ]
            },
            (400, "0x8004431a"),
        ),
        (
            {"value": [{"addressused": "new@x.example"}, {"nosuch": 1}]},
            (400, "0x80048d19"),
        ),
        (
            {"value": [{"partyid_contact@odata.bind": f"/contacts({MISSING})"}]},
            (404, "0x80040217"),
        ),
        ({"value": {}}, (400, "0x80048d19")),
        ({"value": ["x"]}, (400, "0x80048d19")),
        ({}, (400, "0x80048d19")),
    ],
)
def test_a_bad_party_leaves_the_others_as_they_were(
    bench: Bench, body: object, refusal: tuple[int, str]
) -> None:
    """All or nothing."""
    appointment = an_appointment(bench)
    target = f"/appointments({appointment})/appointment_activity_parties"
    good = {"value": [{"addressused": "a@x.example", "participationtypemask": 5}]}
    assert bench.send("PUT", target, good).status == 204

    with nothing_is_written(bench):
        response = bench.send("PUT", target, body)

    assert error_of(response) == refusal
    assert _parties(bench, appointment) == ["a@x.example"]


def test_replacing_parties_needs_write_on_the_activity(bench: Bench) -> None:
    """Section 1.5: parties belong to their activity."""
    headers = as_a_user_with(bench, {"prvReadActivity": Depth.GLOBAL})
    target = f"/appointments({an_appointment(bench)})/appointment_activity_parties"

    with nothing_is_written(bench):
        response = bench.send("PUT", target, {"value": []}, headers)

    assert error_of(response) == (403, "0x80040220")
