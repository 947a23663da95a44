"""Seeds: what a tenant holds, as a document that people write."""

from fakes.seeding.document import (
    SCHEMA,
    Document,
    SeedRefused,
    checked,
    default,
    read_file,
)
from fakes.seeding.planting import Planted, plant

__all__ = [
    "SCHEMA",
    "Document",
    "Planted",
    "SeedRefused",
    "checked",
    "default",
    "plant",
    "read_file",
]
