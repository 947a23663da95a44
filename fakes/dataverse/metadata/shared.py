"""What all definitions are made of: stable ids, labels, managed properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from uuid import UUID, uuid5

ENGLISH: Final = 1033
NAMESPACE: Final = "Microsoft.Dynamics.CRM."
FOUNDED: Final = "1900-01-01T00:00:00Z"  # system components have it for CreatedOn
VERSION: Final = "5.0.0.0"
_IDS: Final = UUID("6fd1b1a2-6a2d-5f0e-9a63-0d9d2f7c4b11")  # ours, never to change

Properties: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One object of the metadata: a table, a column, a relationship, a choice.

    `values` are the properties of `base`, the type that collections are declared with,
    `typed` those of the object's own type, seen in full only behind a cast segment.
    `links` are navigation properties: shown when expanded, or by their own address.
    """

    base: str
    type: str
    values: Properties
    typed: Properties = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    typed_links: Mapping[str, Link] = field(default_factory=dict)

    def known(self, declared: str) -> Properties:
        """The properties that a request may name, for that declared type."""
        if declared == self.base and self.type != self.base:
            return self.values
        return {**self.values, **self.typed}

    def linked(self, declared: str) -> Mapping[str, Link]:
        """The navigation properties that a request may name."""
        if declared == self.base and self.type != self.base:
            return self.links
        return {**self.links, **self.typed_links}


# What a navigation property leads to: many, one, or null; the declared type with it.
Many: TypeAlias = tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A navigation property; `follow` is asked when somebody wants to see."""

    declared: str
    follow: Callable[[], Many | Definition | None]


def metadata_id(*names: str) -> str:
    """The id of a component: the same in every organisation and every process."""
    return str(uuid5(_IDS, "/".join(names)))


def label(text: str, *names: str) -> dict[str, object]:
    """A text for people, as section 11.2 shapes it; `names` make its id."""
    if not text:
        return {"LocalizedLabels": [], "UserLocalizedLabel": None}
    one = {
        "Label": text,
        "LanguageCode": ENGLISH,
        "IsManaged": True,
        "MetadataId": metadata_id("label", *names),
        "HasChanged": None,
    }
    return {"LocalizedLabels": [one], "UserLocalizedLabel": dict(one)}


def managed(name: str, value: object, *, changeable: bool = True) -> dict[str, object]:
    """A managed property: addressed as `IsX/Value` in filters."""
    return {
        "Value": value,
        "CanBeChanged": changeable,
        "ManagedPropertyLogicalName": name,
    }


def is_custom(name: str) -> bool:
    """Whether a component came with a solution rather than with the platform."""
    return name.startswith("msdyn_")
