"""Switches of the token service: where behaviour is undocumented or has to vary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(slots=True, kw_only=True)
class Switches:
    """How one directory behaves; set before or during a scenario."""

    # whose clock says when a client's assertion and certificate hold: the client's own,
    # as far as its assertions have told it, or the tenant's virtual one
    assertion_clock: Literal["client", "tenant"] = "client"
