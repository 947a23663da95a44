"""What a plug-in is given: the row that is about to be stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from fakes.dataverse.database import Database
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Table


@dataclass(slots=True, kw_only=True)
class Draft:
    """A row that is about to be stored; `given` are the columns the caller wrote."""

    organization: Database
    table: Table
    before: Row | None
    values: dict[str, object]
    given: Collection[str]
    by: str
