"""Who asks whom, and when: what conditions that depend on the caller need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from fakes.dataverse.zones import zone_of

if TYPE_CHECKING:
    from fakes.dataverse.database import Database
    from fakes.dataverse.security import Caller


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks whom: what caller-dependent conditions need."""

    organization: Database
    caller: Caller
    moments: tuple[Any, ...] = ()  # the instants of a filter, lifted out of it

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self.organization.clock.now()

    @property
    def settings(self) -> Mapping[str, object]:
        """The caller's personal settings."""
        return self.organization.row("usersettings", self.caller.user).values

    @property
    def zone(self) -> tzinfo:
        """The caller's time zone (trap 24)."""
        return zone_of(self.settings["timezonecode"])
