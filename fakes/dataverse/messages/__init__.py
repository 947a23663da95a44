"""Functions and actions of the Web API (sections 3.7, 10)."""

from fakes.dataverse.messages.registry import no_route, on_row, on_set, unbound

__all__ = ["no_route", "on_row", "on_set", "unbound"]
