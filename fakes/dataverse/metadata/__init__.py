"""Metadata, derived from the tables: `$metadata`, `EntityDefinitions` (section 11)."""

from fakes.dataverse.metadata.answers import answer

__all__ = ["answer"]
