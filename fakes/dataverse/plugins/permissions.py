"""Permissions on columns: only secured ones take some (section 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fakes.dataverse import errors
from fakes.dataverse.schema import TABLES

if TYPE_CHECKING:
    from fakes.dataverse.plugins.draft import Draft


def permission(draft: Draft) -> None:
    """The column that the permission is about is secured.

    Raises:
        DataverseError: it is not.
    """
    table = TABLES.get(str(draft.values["entityname"]))
    column = draft.values["attributelogicalname"]
    secured = draft.organization.customization
    if table is None or column not in secured.secured_of(table):
        raise errors.bad_value(
            f"The column {column} is not secured.", errors.COLUMN_NOT_SECURED
        )
