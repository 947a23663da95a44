"""`$select` on what is no item of a store."""

from __future__ import annotations

from typing import Any

from fakes.exchange import errors


def selected(shown: dict[str, Any], text: str | None, *, of: str) -> dict[str, Any]:
    """The properties that `$select` names, `id` first if the resource has one.

    Raises:
        GraphError: the resource has no such property.
    """
    names = [name.strip() for name in (text or "*").split(",")]
    if "*" in names:
        return shown
    for name in names:
        if name not in shown:
            raise errors.no_such_property(name, of)
    return {name: value for name, value in shown.items() if name in names}
