"""What an organisation is besides its rows, to come back to.

The log of rows takes rows back (`Database.restore`); this is the only place that keeps
the rest: who has which rights, and what the organisation was told about itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.database import Snapshot
    from fakes.dataverse.store import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An organisation at one moment."""

    rows: Snapshot
    rights: Mapping[str, dict[object, object]]
    remarks: tuple[str, ...]
    cascades: bool


def standing_of(organization: Organization) -> Standing:
    """The present state of the organisation.

    Rights are tables of values that are replaced and never altered, hence copied flat.
    """
    rights = vars(organization.security)
    return Standing(
        rows=organization.snapshot(),
        rights={name: dict(one) for name, one in rights.items() if type(one) is dict},
        remarks=tuple(organization.remarks),
        cascades=organization.cascade_work_order_deletion,
    )


def go_back(organization: Organization, standing: Standing) -> None:
    """Nothing since then has happened.

    Raises:
        ValueError: the organisation has already gone back further than that.
    """
    rights = vars(organization.security)
    for name, kept in standing.rights.items():
        rights[name].clear()
        rights[name].update(kept)
    organization.remarks = list(standing.remarks)
    organization.cascade_work_order_deletion = standing.cascades
    organization.restore(standing.rows)  # and whoever worked out rights does so again
