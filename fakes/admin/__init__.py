"""The administration API: a tenant's content, time, journal and faults over HTTP."""

from fakes.admin.api import PREFIX, SEGMENT, Administration
from fakes.admin.connection import Announcement
from fakes.admin.document import DOCUMENT
from fakes.admin.operations import Administrated

__all__ = [
    "DOCUMENT",
    "PREFIX",
    "SEGMENT",
    "Administrated",
    "Administration",
    "Announcement",
]
