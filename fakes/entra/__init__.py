"""The fake token service: one directory per tenant, RS256 tokens in virtual time."""

from fakes.entra.directory import (
    APPLICATION_PERMISSIONS,
    GRAPH_RESOURCE,
    Application,
    Directory,
)
from fakes.entra.service import EntraService
from fakes.entra.tokens import Claims, TokenRefused

__all__ = [
    "APPLICATION_PERMISSIONS",
    "GRAPH_RESOURCE",
    "Application",
    "Claims",
    "Directory",
    "EntraService",
    "TokenRefused",
]
