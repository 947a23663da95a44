"""An application of a directory: its names, its credentials, what it may do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from fakes.entra.credentials import Certificate, Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A registered application with its service principal in this tenant."""

    client_id: str
    object_id: str  # of the service principal: claims `oid` and `sub`
    display_name: str
    roles: tuple[str, ...]  # application permissions granted on Graph
    secrets: tuple[Secret, ...] = ()
    certificates: tuple[Certificate, ...] = ()

    @property
    def client_secret(self) -> str:
        """The first secret; empty for an application that has none."""
        return self.secrets[0].value if self.secrets else ""

    def with_secret(self, value: str, expires_at: datetime | None) -> Application:
        """The application with that secret, which ends then, beside its others."""
        others = tuple(one for one in self.secrets if one.value != value)
        secret = Secret(value=value, expires_at=expires_at)
        return replace(self, secrets=(*others, secret))

    def with_certificate(self, certificate: Certificate) -> Application:
        """The application with that certificate beside its others."""
        others = tuple(one for one in self.certificates if one != certificate)
        return replace(self, certificates=(*others, certificate))
