"""Planting: a seed's document into the stores of a tenant, as a whole or not at all.

Nothing here asks for privileges; the platform's rules for rows and events hold.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from fakes.dataverse import DataverseError
from fakes.exchange import GraphError
from fakes.instants import read_instant
from fakes.seeding.applications import plant_application
from fakes.seeding.calendars import plant_event, plant_mailbox
from fakes.seeding.contacts import plant_contact
from fakes.seeding.customizing import customize
from fakes.seeding.document import Document, SeedRefused
from fakes.seeding.exchange_settings import set_up
from fakes.seeding.names import table_called, values_of
from fakes.seeding.people import people
from fakes.seeding.principals import (
    plant_business_unit,
    plant_role,
    plant_team,
    plant_user,
)
from fakes.seeding.tasks import plant_task, plant_task_list
from fakes.snapshots import restore, state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fakes.tenant import Tenant

# What a seed has a place of its own for, or the platform makes by itself.
_ELSEWHERE: Final = {
    "businessunit": "'business_units'",
    "organization": "'organization'",
    "role": "'roles'",
    "systemuser": "'users'",
    "systemuserroles": "'roles' of a user",
    "team": "'teams'",
    "teammembership": "'members' of a team",
    "teamroles": "'roles' of a team",
    "usersettings": "'settings' of a user",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """What has come into being, in order: ids, addresses, ids by table."""

    applications: list[str] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    mailboxes: list[str] = field(default_factory=list)
    rows: dict[str, list[str]] = field(default_factory=dict)


def plant(tenant: Tenant, document: Document, *, seed: int) -> Planted:
    """The tenant holds what the seed says on top of what it held.

    Its clock stands at the seed's `now`, and whoever waited for that goes on.

    Raises:
        SeedRefused: the seed cannot be planted; nothing of it has been.
    """
    before = state_of(tenant)
    try:
        with _at("now"):
            _turn(tenant, document)
        planted = _Bed(tenant, seed).plant(document)
    except SeedRefused:
        restore(tenant, before)
        raise
    tenant.clock.move_to(tenant.clock.now())
    return planted


@contextlib.contextmanager
def _at(place: str) -> Iterator[None]:
    """Whatever is refused inside has been refused at that place."""
    try:
        yield
    except (DataverseError, GraphError) as error:
        raise SeedRefused(place=place, reason=error.message) from error
    except (ValueError, OverflowError) as error:
        raise SeedRefused(place=place, reason=str(error)) from error


def _turn(tenant: Tenant, document: Document) -> None:
    if "now" not in document:
        return
    now = read_instant(document["now"])
    if now < tenant.clock.now():
        msg = f"time runs forwards: the tenant is at {tenant.clock.now().isoformat()}"
        raise ValueError(msg)
    tenant.clock.turn_to(now)  # wakes nobody: the seed may be refused yet


class _Bed:
    """One tenant while a seed is being planted in it."""

    def __init__(self, tenant: Tenant, seed: int) -> None:
        self._tenant = tenant
        self._seed = seed
        self._planted = Planted()

    def plant(self, document: Document) -> Planted:
        self._planted.applications.extend(
            self._each(document, "applications", plant_application)
        )
        self._organization(document)
        self._each(document, "business_units", plant_business_unit)
        self._each(document, "roles", plant_role)
        self._planted.users.extend(self._each(document, "users", plant_user))
        self._people(document.get("people", 0))
        self._each(document, "teams", plant_team)
        self._each(document, "mailboxes", plant_mailbox)
        with _at("exchange"):
            set_up(self._tenant, document.get("exchange", {}))
        for table, rows in document.get("rows", {}).items():
            self._rows(table, rows)
        self._each(document, "events", plant_event)
        self._each(document, "contacts", plant_contact)
        self._each(document, "task_lists", plant_task_list)
        self._each(document, "tasks", plant_task)
        return self._planted

    def _each(
        self,
        document: Document,
        section: str,
        plant_one: Callable[[Tenant, Document], str],
    ) -> list[str]:
        found = []
        known = {one.address for one in self._tenant.exchange.mailboxes}
        for index, one in enumerate(document.get(section, ())):
            with _at(f"{section}[{index}]"):
                found.append(plant_one(self._tenant, one))
        self._planted.mailboxes.extend(
            one.address
            for one in self._tenant.exchange.mailboxes
            if one.address not in known
        )
        return found

    def _organization(self, document: Document) -> None:
        dataverse = self._tenant.dataverse
        if columns := document.get("organization"):
            with _at("organization"):
                values = values_of(dataverse, "organization", columns)
                dataverse.update("organization", dataverse.organization_id, values)
        with _at("customization"):
            customize(self._tenant, document.get("customization", {}))
        for name, value in document.get("org_settings", {}).items():
            with _at(f"org_settings.{name}"):
                dataverse.set_org_setting(name, value)

    def _people(self, count: int) -> None:
        dataverse, exchange = self._tenant.dataverse, self._tenant.exchange
        users = dataverse.rows("systemuser")
        taken = {one.address for one in exchange.mailboxes}
        taken |= {str(user["internalemailaddress"]) for user in users}
        made = people(count, seed=f"{self._seed}/{len(users)}", taken=taken)
        for name, address in made:
            one: Document = {"name": name, "email": address}
            self._planted.users.append(plant_user(self._tenant, one))
            self._planted.mailboxes.append(address)

    def _rows(self, table: str, rows: list[Document]) -> None:
        with _at(f"rows.{table}"):
            table_called(table)
            if table in _ELSEWHERE:
                msg = f"such rows stand under {_ELSEWHERE[table]}"
                raise ValueError(msg)
        for index, columns in enumerate(rows):
            with _at(f"rows.{table}[{index}]"):
                id = self._row(table, columns)
            self._planted.rows.setdefault(table, []).append(id)

    def _row(self, table: str, columns: Document) -> str:
        dataverse = self._tenant.dataverse
        key = table_called(table).key
        given = dict(columns)
        if "id" in given:
            given[key] = given.pop("id")
        values = values_of(dataverse, table, given)
        id = str(values.get(key, "")).lower()
        if dataverse.get(table, id) is None:
            return dataverse.create(table, values)
        dataverse.update(table, id, values)
        return id
