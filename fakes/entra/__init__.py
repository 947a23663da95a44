"""The fake token service: one directory per tenant, RS256 tokens in virtual time."""

from fakes.entra.application import Application
from fakes.entra.credentials import Certificate, Secret, read_certificate
from fakes.entra.directory import GRAPH_RESOURCE, Directory, DirectorySnapshot
from fakes.entra.permissions import APPLICATION_PERMISSIONS, KNOWN_PERMISSIONS
from fakes.entra.service import EntraService
from fakes.entra.tokens import Claims, TokenRefused

__all__ = [
    "APPLICATION_PERMISSIONS",
    "GRAPH_RESOURCE",
    "KNOWN_PERMISSIONS",
    "Application",
    "Certificate",
    "Claims",
    "Directory",
    "DirectorySnapshot",
    "EntraService",
    "Secret",
    "TokenRefused",
    "read_certificate",
]
