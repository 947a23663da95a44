"""The two small tables of the stub: resources and statuses, with their changes."""

import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

STATUS_SCHEDULED, STATUS_CANCELED = "status-1", "status-2"


@dataclass(kw_only=True)
class RelatedTable:
    """Rows by key, each with the version of its last change."""

    entity_set: str
    key: str
    rows: list[Json]
    versions: dict[str, int] = field(default_factory=dict)
    version: int = 1
    times_asked: int = 0

    def put(self, **columns: Any) -> None:
        """Create a row or change columns of it."""
        self.version += 1
        name = columns[self.key]
        self.versions[name] = self.version
        for row in self.rows:
            if row[self.key] == name:
                row.update(columns)
                return
        self.rows.append(columns)

    def delta(self, root: str, path: str) -> Json:
        """Return what changed since the token, all rows without one."""
        self.times_asked += 1
        token = re.search(r"\$deltatoken=(\d+)", path)
        since = int(token[1]) if token else 0
        link = f"{root}/org/api/data/v9.2/{self.entity_set}?$deltatoken={self.version}"
        changed = [r for r in self.rows if self.versions.get(r[self.key], 1) > since]
        return {"value": changed, "@odata.deltaLink": link}


def resources() -> RelatedTable:
    return RelatedTable(
        entity_set="bookableresources",
        key="bookableresourceid",
        rows=[_resource("resource-1", 3, "user-1"), _resource("resource-2", 4, None)],
    )


def statuses() -> RelatedTable:
    return RelatedTable(
        entity_set="bookingstatuses",
        key="bookingstatusid",
        rows=[
            _status(STATUS_SCHEDULED, 2, 690970000),
            _status(STATUS_CANCELED, 3, 690970005),
        ],
    )


def _resource(name: str, kind: int, user: str | None) -> Json:
    return {"bookableresourceid": name, "resourcetype": kind, "_userid_value": user}


def _status(name: str, scheduling: int, field_service: int) -> Json:
    return {
        "bookingstatusid": name,
        "status": scheduling,
        "msdyn_fieldservicestatus": field_service,
    }
