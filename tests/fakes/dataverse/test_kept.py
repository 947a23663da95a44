"""What is kept between requests never outlives what it was worked out from."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from fakes.dataverse.errors import DataverseError
from fakes.dataverse.kept import Kept
from fakes.dataverse.rights import Depth
from tests.fakes.dataverse.makers import (
    Bench,
    a_resource,
    a_user,
    as_a_user_with,
    error_of,
)

RESOURCES = "/bookableresources?$select=name"


def _names(bench: Bench, target: str = RESOURCES, **headers: str) -> list[str]:
    return [one["name"] for one in bench.read(target, **headers)["value"]]


def test_the_same_list_has_the_same_bytes_until_something_is_written(
    bench: Bench,
) -> None:
    """Quiet cycles read the same again and again."""
    user = a_user(bench)
    resource = a_resource(bench, user)
    first = bench.send("GET", RESOURCES)
    assert bench.send("GET", RESOURCES).body == first.body

    bench.organization.update("bookableresource", resource, {"name": "Renamed"})

    assert _names(bench) == ["Renamed"]
    bench.organization.delete("bookableresource", resource)
    assert _names(bench) == []


def test_a_list_with_expanded_rows_follows_these(bench: Bench) -> None:
    """What stands behind a lookup is part of the answer."""
    user = a_user(bench)
    a_resource(bench, user)
    target = f"{RESOURCES}&$expand=UserId($select=lastname)"
    assert bench.read(target)["value"][0]["UserId"]["lastname"] == "Example"

    bench.organization.update("systemuser", user, {"lastname": "Other"})

    assert bench.read(target)["value"][0]["UserId"]["lastname"] == "Other"


def test_an_undone_change_does_not_stay(bench: Bench) -> None:
    """Versions come again after a snapshot has been restored; answers do not."""
    organization = bench.organization
    resource = a_resource(bench, a_user(bench))
    assert _names(bench) == ["Nina"]
    before = organization.snapshot()

    organization.update("bookableresource", resource, {"name": "Undone"})
    assert _names(bench) == ["Undone"]
    organization.restore(before)

    assert _names(bench) == ["Nina"]
    organization.update("bookableresource", resource, {"name": "Kept"})
    assert _names(bench) == ["Kept"]


def test_preferences_and_callers_have_answers_of_their_own(bench: Bench) -> None:
    """The same address, asked otherwise or by somebody else, is another question."""
    organization = bench.organization
    role = organization.add_role("Own rows", {"prvReadbookableresource": Depth.BASIC})
    user = a_user(bench)
    organization.set_roles(user, [role])
    a_resource(bench, user, "First")
    a_resource(bench, a_user(bench, "Omar Example"), "Second")
    assert _names(bench) == ["First", "Second"]

    assert len(_names(bench, prefer="odata.maxpagesize=1")) == 1
    shown = _names(bench, mscrmcallerid=user)
    assert shown == _names(bench, mscrmcallerid=user)
    assert shown != ["First", "Second"]

    organization.set_privileges(role, {"prvReadbookableresource": Depth.GLOBAL})

    assert _names(bench, mscrmcallerid=user) == ["First", "Second"]


def test_a_known_caller_may_lose_its_way_in(bench: Bench) -> None:
    """Roles, being disabled and the token are looked at anew after every change."""
    organization = bench.organization
    user = a_user(bench)
    role = organization.add_role("Reader", {"prvReadbookableresource": Depth.GLOBAL})
    organization.set_roles(user, [role])
    headers = {"mscrmcallerid": user}
    assert bench.send("GET", RESOURCES, headers=headers).status == 200

    organization.set_roles(user, [])
    assert error_of(bench.send("GET", RESOURCES, headers=headers))[0] == 403
    organization.set_roles(user, [role])
    assert bench.send("GET", RESOURCES, headers=headers).status == 200
    organization.update("systemuser", user, {"isdisabled": True})
    assert error_of(bench.send("GET", RESOURCES, headers=headers))[0] == 403

    assert bench.send("GET", RESOURCES).status == 200
    bench.clock.move_to(bench.clock.now() + timedelta(days=400))
    assert bench.send("GET", RESOURCES).status == 401


def test_a_withdrawn_token_does_not_open_a_kept_answer(bench: Bench) -> None:
    """The token is looked at before what is kept."""
    assert bench.send("GET", RESOURCES).status == 200

    bench.directory.expire_tokens()

    assert bench.send("GET", RESOURCES).status == 401


def test_conditions_on_the_present_time_are_asked_anew(bench: Bench) -> None:
    """The clock alone can change an answer that has a filter."""
    a_resource(bench, a_user(bench))
    today = "Microsoft.Dynamics.CRM.Today(PropertyName='createdon')"
    assert _names(bench, f"{RESOURCES}&$filter={today}") == ["Nina"]

    bench.clock.move_to(bench.clock.now() + timedelta(days=1))
    token = bench.directory.issue(
        bench.application, audience="http://127.0.0.1:8080/t1/dataverse"
    )
    headers = {"authorization": f"Bearer {token}"}
    response = bench.send("GET", f"{RESOURCES}&$filter={today}", headers=headers)

    assert json.loads(response.body)["value"] == []


def test_a_delta_link_holds_the_present_time_however_it_is_spelt(bench: Bench) -> None:
    """An escape inside of the option's name hides it from nobody."""
    start = bench.read(RESOURCES, prefer="odata.track-changes")["@odata.deltaLink"]
    target = f"{RESOURCES}&%24delta%74oken={start.rpartition('=')[2]}"
    first = bench.read(target)["@odata.deltaLink"]

    bench.clock.move_to(bench.clock.now() + timedelta(minutes=12))

    assert bench.read(target)["@odata.deltaLink"] != first


def test_values_are_kept_until_the_next_write(bench: Bench) -> None:
    """A refused write changes nothing, and so forgets nothing."""
    kept: Kept[str, int] = Kept(bench.organization)
    kept.present()["one"] = 1
    with pytest.raises(DataverseError):
        bench.organization.create("bookableresource", {"nosuch": 1})
    assert kept.present() == {"one": 1}

    a_user(bench)

    assert kept.present() == {}


def test_a_role_given_as_a_row_holds_at_once(bench: Bench) -> None:
    """Who may do what is kept until users or roles change, by whatever way."""
    headers = as_a_user_with(bench, {})
    before = bench.send("GET", RESOURCES, headers=headers)
    assert before.status == 403

    role, user = bench.organization.system_administrator, headers["mscrmcallerid"]
    bench.organization.create("systemuserroles", {"systemuserid": user, "roleid": role})

    assert bench.send("GET", RESOURCES, headers=headers).status == 200


def test_a_disabled_user_is_turned_away_at_once(bench: Bench) -> None:
    """The row of the user decides, not what was found in it before."""
    role = bench.organization.system_administrator
    user = a_user(bench, roles=[role])
    headers = {"mscrmcallerid": user}
    assert bench.send("GET", RESOURCES, headers=headers).status == 200

    bench.organization.update("systemuser", user, {"isdisabled": True})

    assert bench.send("GET", RESOURCES, headers=headers).status == 403
