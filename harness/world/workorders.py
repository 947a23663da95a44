"""Work orders: the facts that a booking's entry shows, and how they change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fakes.dataverse import Organization
from harness.errors import HarnessError, PrerequisiteFailed
from harness.world.estate import Estate


class Fact(StrEnum):
    """What an entry shows of a work order (seed 000, Create and edit bookings)."""

    NUMBER = "Number"
    PRIORITY = "Priority"
    LOCATION = "Location"
    TYPE = "Work Order Type"
    INCIDENT = "Primary Incident Type"
    SUMMARY = "Work Order Summary"
    ACCOUNT = "Account"
    CONTACT = "Primary Contact"


_TEXTS: Final = {
    Fact.NUMBER: "msdyn_name",
    Fact.SUMMARY: "msdyn_workordersummary",
}
_NAMED: Final = {  # the lookup column and the table that it points to
    Fact.PRIORITY: ("msdyn_priority", "msdyn_priority"),
    Fact.TYPE: ("msdyn_workordertype", "msdyn_workordertype"),
    Fact.INCIDENT: ("msdyn_primaryincidenttype", "msdyn_incidenttype"),
}


@dataclass(slots=True, kw_only=True)
class WorkOrder:
    """A work order and what it says at present."""

    title: str
    row_id: str
    facts: dict[Fact, str]
    account_id: str | None
    contact_id: str | None


class WorkOrders:
    """The work orders of a scenario, by title."""

    def __init__(self, dataverse: Organization, estate: Estate) -> None:
        self._dataverse = dataverse
        self._estate = estate
        self._orders: dict[str, WorkOrder] = {}

    def __getitem__(self, title: str) -> WorkOrder:
        try:
            return self._orders[title]
        except KeyError:
            raise HarnessError(f"no step made the work order {title!r}") from None

    def ensure(self, title: str) -> WorkOrder:
        """The work order of that title, made with facts of its own if it is new."""
        return self._orders.get(title) or self.create(title, {})

    def create(self, title: str, facts: Mapping[Fact, str]) -> WorkOrder:
        """A work order that says `facts`, and something of its own about the rest."""
        number = len(self._orders) + 1
        told = {
            Fact.NUMBER: f"WO-{number:02}7{number:02}3",
            Fact.PRIORITY: f"Priority class {number}",
            Fact.LOCATION: self._estate.place(),
            Fact.TYPE: f"Repair kind {number}",
            Fact.INCIDENT: f"Incident kind {number}",
            Fact.SUMMARY: f"The customer reports fault {number}",
            Fact.ACCOUNT: self._estate.company(),
            Fact.CONTACT: self._estate.person("contact"),
            **facts,
        }
        return self._store(title, told)

    def create_bare(self, title: str) -> WorkOrder:
        """A work order that says nothing but its number."""
        number = len(self._orders) + 1
        return self._store(title, {Fact.NUMBER: f"WO-{number:02}7{number:02}3"})

    def change(self, title: str, fact: Fact, value: str) -> None:
        """The work order says `value`; its bookings are not touched."""
        order = self[title]
        self._require(order)
        self._dataverse.update(
            "msdyn_workorder",
            order.row_id,
            self._columns(order, {fact: value}),
            by=self._estate.dispatcher,
        )
        order.facts[fact] = value

    def delete(self, title: str) -> None:
        """The work order is gone."""
        self._require(self[title])
        self._dataverse.delete(
            "msdyn_workorder", self[title].row_id, by=self._estate.dispatcher
        )

    def _require(self, order: WorkOrder) -> None:
        """The row is there to be changed.

        Raises:
            PrerequisiteFailed: somebody has deleted it.
        """
        if self._dataverse.get("msdyn_workorder", order.row_id) is None:
            raise PrerequisiteFailed(
                f"The work order {order.title!r} is gone from Dataverse, so the "
                "dispatcher cannot do anything with it."
            )

    def _store(self, title: str, facts: dict[Fact, str]) -> WorkOrder:
        order = WorkOrder(
            title=title, row_id="", facts=facts, account_id=None, contact_id=None
        )
        columns = self._columns(order, facts)
        order.row_id = self._dataverse.create(
            "msdyn_workorder",
            {"msdyn_systemstatus": 690970001, "msdyn_taxable": False, **columns},
            by=self._estate.dispatcher,
        )
        self._orders[title] = order
        return order

    def _columns(self, order: WorkOrder, facts: Mapping[Fact, str]) -> dict[str, Any]:
        columns: dict[str, Any] = {}
        for fact, value in facts.items():
            if fact in _TEXTS:
                columns[_TEXTS[fact]] = value
            elif fact in _NAMED:
                column, table = _NAMED[fact]
                columns[column] = self._named(table, value)
            elif fact is Fact.LOCATION:
                columns.update(address(value))
        return columns | self._customer(order, facts)

    def _customer(self, order: WorkOrder, facts: Mapping[Fact, str]) -> dict[str, Any]:
        """Account and contact: one person is the account's and the order's contact."""
        columns: dict[str, Any] = {}
        if Fact.CONTACT in facts:
            order.contact_id = self._contact(facts[Fact.CONTACT])
            columns["msdyn_reportedbycontact"] = order.contact_id
        if Fact.ACCOUNT in facts:
            order.account_id = self._account(facts[Fact.ACCOUNT], order.contact_id)
            columns["msdyn_serviceaccount"] = order.account_id
            columns["msdyn_billingaccount"] = order.account_id
        elif Fact.CONTACT in facts and order.account_id:
            self._dataverse.update(
                "account", order.account_id, {"primarycontactid": order.contact_id}
            )
        return columns

    def _named(self, table: str, name: str) -> str:
        for row in self._dataverse.rows(table, msdyn_name=name):
            return str(row[f"{table}id"])
        values: dict[str, Any] = {"msdyn_name": name}
        if table == "msdyn_priority":
            values |= _level(name)
        return self._dataverse.create(table, values)

    def _account(self, name: str, contact_id: str | None) -> str:
        values: dict[str, Any] = {"name": name}
        if contact_id is not None:
            values["primarycontactid"] = contact_id
        return self._dataverse.create("account", values, by=self._estate.dispatcher)

    def _contact(self, name: str) -> str:
        first, _, last = name.rpartition(" ")
        return self._dataverse.create(
            "contact",
            {"firstname": first, "lastname": last},
            by=self._estate.dispatcher,
        )


def _level(name: str) -> dict[str, int]:
    """How high the priority is: its own columns say so, too."""
    for word, level in (("Critical", 10), ("High", 8), ("Medium", 5), ("Low", 1)):
        if word in name:
            return {"msdyn_levelofimportance": level, "msdyn_priorityvalue": level * 10}
    return {"msdyn_levelofimportance": 5, "msdyn_priorityvalue": 50}


def address(place: str) -> dict[str, str]:
    """The address columns for `street, town`."""
    street, _, town = place.partition(", ")
    return {"msdyn_address1": street, "msdyn_city": town}
