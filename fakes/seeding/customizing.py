"""What a seed's administrator has set up in Dataverse beside rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.seeding.names import table_called

if TYPE_CHECKING:
    from fakes.dataverse.limits import Limits
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def customize(tenant: Tenant, document: Document) -> None:
    """The organisation is set up so.

    Raises:
        ValueError: a table or a column does not exist.
    """
    dataverse = tenant.dataverse
    if "limits" in document:
        dataverse.limits = _limits(dataverse.limits, document["limits"])
    for table, keys in document.get("alternate_keys", {}).items():
        for name, columns in keys.items():
            dataverse.define_key(table_called(table).name, name, columns)
    for table, columns in document.get("secured_columns", {}).items():
        for column in columns:
            dataverse.secure_column(table_called(table).name, column)
    for table, wanted in document.get("change_tracking", {}).items():
        dataverse.track_changes(table_called(table).name, wanted=wanted)


def _limits(known: Limits, document: Document) -> Limits:
    given: dict[str, object] = {}
    for name, value in document.items():
        span = name.endswith("_s") and value is not None
        key = name.removesuffix("_s")
        given[key] = timedelta(seconds=value) if span else value
    return replace(known, **given)  # type: ignore[arg-type]  # the schema says which
