"""Open extensions as JSON, outwards (section 3.10)."""

from __future__ import annotations

from typing import Any

from fakes.exchange.extensions.bodies import PREFIX, bare
from fakes.exchange.items import Item
from fakes.exchange.wire import trees
from fakes.exchange.wire.shape import View


def extension(item: Item, name: str) -> dict[str, Any]:
    """The item's extension of that name."""
    return {
        "@odata.type": "#microsoft.graph.openTypeExtension",
        "id": f"{PREFIX}{name}",
        "extensionName": name,
        **item.extensions[name],
    }


def expanded(item: Item, view: View) -> list[dict[str, Any]]:
    """The extensions that `$expand=extensions($filter=id eq '…')` names; or all.

    Raises:
        GraphError: the filter chooses by something else.
    """
    condition = dict(view.expand.nested).get("$filter") if view.expand else None
    names = list(item.extensions)
    if condition is not None:
        wanted = {bare(one) for one in trees.ids(condition)}
        names = [name for name in names if name in wanted]
    return [extension(item, name) for name in names]
