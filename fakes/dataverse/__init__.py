"""An in-memory Dataverse organisation and its Web API."""

from fakes.dataverse.errors import DataverseError
from fakes.dataverse.limits import Limits
from fakes.dataverse.rights import Depth, Rights
from fakes.dataverse.rows import Change
from fakes.dataverse.service import DataverseService
from fakes.dataverse.store import Organization
from fakes.dataverse.values import Reference

__all__ = [
    "Change",
    "DataverseError",
    "DataverseService",
    "Depth",
    "Limits",
    "Organization",
    "Reference",
    "Rights",
]
