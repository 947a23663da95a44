"""What a few tables hold, as plain dictionaries that know nothing of the fake."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Values: TypeAlias = dict[str, object]
Tables: TypeAlias = dict[str, dict[str, Values]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One table: its set and key, what a row may hold, and where its lookups lead."""

    entity_set: str
    key: str
    texts: tuple[str, ...]  # the first is the name, which accounts must have
    lookups: Mapping[str, tuple[str, str]]  # by column: navigation property, set
    unique: str = ""  # an alternate key of that column

    @property
    def columns(self) -> tuple[str, ...]:
        """What is selected and compared."""
        return (*self.texts, *self.lookups)


KINDS: Final = {
    one.entity_set: one
    for one in (
        Kind(
            "accounts",
            "accountid",
            ("name", "accountnumber", "fax"),
            {
                "_primarycontactid_value": ("primarycontactid", "contacts"),
                "_parentaccountid_value": ("parentaccountid", "accounts"),
            },
            unique="accountnumber",
        ),
        Kind(
            "contacts",
            "contactid",
            ("lastname", "nickname"),
            {"_parentcustomerid_value": ("parentcustomerid_account", "accounts")},
        ),
        Kind(
            "tasks",
            "activityid",
            ("subject", "category"),
            {
                "_regardingobjectid_value": (
                    "regardingobjectid_contact_task",
                    "contacts",
                )
            },
        ),
    )
}


@dataclass(slots=True)
class Model:
    """The rows of every entity set by id."""

    tables: Tables = field(default_factory=lambda: {name: {} for name in KINDS})

    def copy(self) -> Model:
        """The same rows, to keep."""
        return Model(copy.deepcopy(self.tables))

    def put(self, entity_set: str, id: str, values: Mapping[str, object]) -> None:
        """The row has these values; what a new one was not given is null."""
        blank = dict.fromkeys(KINDS[entity_set].columns)
        self.tables[entity_set][id] = {
            **blank,
            **self.tables[entity_set].get(id, {}),
            **values,
        }

    def clashes(
        self, entity_set: str, id: str | None, values: Mapping[str, object]
    ) -> bool:
        """Whether another row has that value of the alternate key."""
        unique = KINDS[entity_set].unique
        wanted = values.get(unique)
        return wanted is not None and self.holder(entity_set, str(wanted)) not in {
            None,
            id,
        }

    def holder(self, entity_set: str, text: str) -> str | None:
        """The row with that value of the alternate key, whatever its case."""
        for id, row in self.tables[entity_set].items():
            if str(row[KINDS[entity_set].unique] or "").lower() == text.lower():
                return id
        return None

    def drop(self, entity_set: str, id: str) -> None:
        """The row is gone, and no lookup leads to it."""
        del self.tables[entity_set][id]
        for kind in KINDS.values():
            for column, (_, target) in kind.lookups.items():
                for row in self.tables[kind.entity_set].values():
                    if target == entity_set and row[column] == id:
                        row[column] = None
