"""Attachments of events, messages, tasks: where they are, what may be done there."""

from __future__ import annotations

from typing import Final

from fakes.exchange.endpoint import Endpoint

ENDPOINTS: Final[tuple[Endpoint, ...]] = ()
