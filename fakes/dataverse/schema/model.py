"""What a table is: columns, navigation properties, states. Immutable, shared by all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, TypeAlias


class ColumnType(StrEnum):
    """The types of section 3.4, one word each."""

    TEXT = "text"
    MEMO = "memo"
    INTEGER = "integer"
    BIGINT = "bigint"
    DECIMAL = "decimal"
    DOUBLE = "double"
    MONEY = "money"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    STATE = "state"
    STATUS = "status"
    INSTANT = "instant"  # DateTime, UserLocal
    DATE = "date"  # DateTime, DateOnly
    ZONELESS = "zoneless"  # DateTime, TimeZoneIndependent
    GUID = "guid"
    LOOKUP = "lookup"


TEXTS: Final = frozenset({ColumnType.TEXT, ColumnType.MEMO})
NUMBERS: Final = frozenset(
    {
        ColumnType.INTEGER,
        ColumnType.BIGINT,
        ColumnType.DECIMAL,
        ColumnType.DOUBLE,
        ColumnType.MONEY,
    }
)
CHOICES: Final = frozenset({ColumnType.CHOICE, ColumnType.STATE, ColumnType.STATUS})
INSTANTS: Final = frozenset({ColumnType.INSTANT, ColumnType.ZONELESS})

Index: TypeAlias = Literal["", "equal", "range"]


class Ownership(StrEnum):
    """Who owns a row (section 1.5); `business` are users, units, teams and roles."""

    USER = "user"
    ORGANIZATION = "organization"
    BUSINESS = "business"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Column:
    """One column; `wire` is its name in JSON (`_x_value` for a lookup)."""

    name: str
    type: ColumnType
    wire: str
    max_length: int | None = None
    bounds: tuple[int, int] | None = None
    required: bool = False  # SystemRequired: refuses null
    business: bool = False  # ApplicationRequired: forms insist, the API does not
    readonly: bool = False  # set by the platform alone
    service: bool = False  # read-only but for the platform and application users
    creatable: bool = True  # may be given when the row is made
    updatable: bool = True  # may be given afterwards
    options: Mapping[int, str] = field(default_factory=dict)
    choice: str = ""  # the name of the global choice that the options are of
    default: object = None
    format: str = ""  # Email, Phone, Url, or DateOnly of an instant
    schema_name: str = ""  # as metadata spell it: EMailAddress1
    targets: tuple[str, ...] = ()
    index: Index = ""
    cascade: bool = False  # a lookup: the row goes when its target does


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """One navigation property; `column` is the lookup it follows.

    Single-valued: the lookup stands in the table that has the property. Collection
    valued: it stands in `target` and points back. Many-to-many: both ids stand in the
    intersect table `through`, the own one in `column`, the target's in `other`. An
    owner may be of two tables; the first of `targets` is `target`. `partner` is the
    navigation property at the other end, empty where the fake has none.
    """

    name: str
    column: str
    target: str
    targets: tuple[str, ...]
    collection: bool = False
    through: str = ""
    other: str = ""
    partner: str = ""
    relationship: str = ""  # its schema name


def remark(table: Table, name: str, link: Navigation) -> str | None:
    """What to say of a name in another case than the property's; None of the exact."""
    if name == link.name:
        return None
    return f"{name} of {table.name}, which is spelt {link.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One statecode with its statuscodes; the first of these is its default."""

    code: int
    label: str
    status: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A table of the real service that this fake does not have: lookups name it."""

    name: str
    entity_set: str
    key: str
    base: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """One table, with what the wire needs worked out beforehand."""

    name: str
    entity_set: str
    key: str
    primary_name: str | None
    code: int
    ownership: Ownership
    privilege: str  # what follows `prvRead`, in lower case
    change_tracking: bool
    concurrency: bool
    activity: bool
    columns: Mapping[str, Column]
    by_wire: Mapping[str, Column]
    navigations: Mapping[str, Navigation]
    lenient: Mapping[str, str]  # other spelling, in lower case, to the exact one
    states: Mapping[int, State]
    blank: Mapping[str, object]  # every column with its default
    keys: Mapping[str, tuple[str, ...]]  # alternate keys: columns by name
    schema_name: str  # as privileges and metadata spell it: Contact
    base: str  # the type it is derived from: activitypointer, principal, crmbaseentity
    intersect: Mapping[str, str]  # many-to-many: column by table, else empty
    relationship: str  # the schema name of that relationship, else empty
    parties: Mapping[str, int]  # party lists: participationtypemask by attribute
    label: str  # as forms call it: Work Order

    @property
    def principal(self) -> bool:
        """Whether rows are users or teams: `ownerid` is the key of their base type."""
        return self.base == "principal"

    @property
    def privilege_name(self) -> str:
        """What follows `prvRead`, as messages spell it: Contact, Activity."""
        own = self.privilege == self.name
        return self.schema_name if own else self.privilege.title()

    @property
    def type_name(self) -> str:
        """The entity type, as messages and annotations spell it."""
        return f"Microsoft.Dynamics.CRM.{self.name}"

    def navigation(self, name: str) -> Navigation | None:
        """The navigation property of that name.

        Names are case-sensitive (trap 5); some Field Service ones are also taken in
        another case (inferred, section 13).
        """
        found = self.navigations.get(name)
        if found is None and name.lower() in self.lenient:
            found = self.navigations[self.lenient[name.lower()]]
        return found
