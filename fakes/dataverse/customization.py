"""What administrators have set up beside rows; replaced as a whole, never altered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from fakes.dataverse.limits import Limits
from fakes.dataverse.rights import Privileges
from fakes.dataverse.schema import Table

Keys: TypeAlias = Mapping[str, tuple[str, ...]]  # columns by the key's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Customization:
    """Privileges of roles, secured columns, alternate keys, tracked tables."""

    privileges: Mapping[str, Privileges] = field(default_factory=dict)  # by role
    secured: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by table
    keys: Mapping[str, Keys] = field(default_factory=dict)  # by table
    tracked: Mapping[str, bool] = field(default_factory=dict)  # where not the default
    duplicate_rules: Mapping[str, Sequence[tuple[str, ...]]] = field(
        default_factory=dict
    )  # columns that make a duplicate, by table
    limits: Limits = field(default_factory=Limits)
    closed_activities_are_read_only: bool = True  # inferred (section 3.6)
    cascade_work_order_deletion: bool = False

    def secured_of(self, table: Table) -> frozenset[str]:
        """The columns of the table that column security guards (section 1.6)."""
        return self.secured.get(table.name, frozenset())

    def keys_of(self, table: Table) -> Keys:
        """The alternate keys of the table (section 3.3)."""
        return {**table.keys, **self.keys.get(table.name, {})}

    def tracks(self, table: Table) -> bool:
        """Whether changes of the table can be asked for (section 5.2)."""
        return self.tracked.get(table.name, table.change_tracking)
