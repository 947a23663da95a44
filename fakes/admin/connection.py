"""How a client reaches the tenant: the ready line, and `GET connection`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fakes.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """The values that a client needs; people as they are at the moment of asking."""

    tenant: Tenant
    root_url: str
    admin_url: str
    ca_file: Path | None

    def document(self) -> dict[str, Any]:
        """The values as JSON has them.

        All stand at the root: clients drop a path of the organisation's address, take
        whatever comes before Graph's version for the version (client-expectations,
        section 3), and the first segment of an authority for its tenant.
        """
        connection = self.tenant.connection
        authority = f"{self.root_url}/{connection.tenant_id}"
        return {
            "dataverse_url": self.root_url,
            "graph_url": f"{self.root_url}/v1.0",
            "authority": authority,
            "token_url": f"{authority}/oauth2/v2.0/token",
            "tenant_id": connection.tenant_id,
            "client_id": connection.client_id,
            "client_secret": connection.client_secret,
            "ca_file": None if self.ca_file is None else str(self.ca_file),
            "admin_url": self.admin_url,
            "mailboxes": [one.address for one in self.tenant.exchange.mailboxes],
            "users": self._people(),
        }

    def _people(self) -> list[str]:
        dataverse = self.tenant.dataverse
        return [
            str(user["systemuserid"])
            for user in dataverse.rows("systemuser")
            if user["applicationid"] is None
            and user["systemuserid"] != dataverse.system_user
        ]
