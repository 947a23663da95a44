"""One request on its way: who asks for what, and how they want to see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from fakes.entra import Claims
from fakes.exchange import errors
from fakes.exchange.identifiers import is_well_formed
from fakes.exchange.items import Item
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.permissions import Permission
from fakes.exchange.store import ItemStore
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.wire import values
from fakes.exchange.wire.envelope import etags
from fakes.exchange.wire.options import Options, expansion, options, selection
from fakes.exchange.wire.preferences import Preferences
from fakes.exchange.wire.shape import Fragments, Shape, View
from fakes.exchange.zones import UTC_ZONE
from fakes.wire import Request

ItemT = TypeVar("ItemT", bound=Item)
_OF_WRITES: Final = frozenset({"$select"})


class Admits(Protocol):
    """The door of the tenant's mailboxes."""

    def mailbox(
        self, claims: Claims, user: str, needed: Permission | None, request: Request
    ) -> Mailbox:
        """The user's mailbox, which the application may reach for that."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that has been authorised and whose mailbox is known."""

    request: Request
    names: Mapping[str, str]  # what stands in the path for `{name}`
    exchange: ExchangeTenant
    owner: Mailbox | None  # None: the resource is in no mailbox
    claims: Claims
    admission: Admits
    preferences: Preferences
    fragments: Fragments

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that the path leads to."""
        assert self.owner is not None, "the endpoint's path has no user"
        return self.owner

    @property
    def now(self) -> datetime:
        """The tenant's present instant."""
        return self.exchange.clock.now()

    @property
    def options(self) -> Options:
        """The query options."""
        return options(self.request.query)

    @property
    def version_url(self) -> str:
        """The address below which every link begins, as this client wrote it."""
        return f"{self.request.root_url}/v1.0"

    @property
    def page_url(self) -> str:
        """The address of this collection without its query."""
        return f"{self.request.root_url}{self.request.path}"

    def context(self, what: str) -> str:
        """The `@odata.context` of something in this mailbox."""
        user = self.mailbox.id
        return f"{self.version_url}/$metadata#users('{user}')/{what}"

    def entity_context(self, what: str) -> str:
        """The `@odata.context` of one of them, with the properties chosen."""
        select = self.options.get("$select")
        chosen = f"({select})" if select else ""
        return self.context(f"{what}{chosen}/$entity")

    def json(self) -> values.Json:
        """The body's JSON object.

        Raises:
            GraphError: it is none, or not announced as JSON.
        """
        announced = self.request.headers.get("content-type", "")
        if "json" not in announced.lower():
            raise errors.GraphError(
                415, "UnsupportedMediaType", "The body must be announced as JSON."
            )
        return values.parsed(self.request.body)

    def parameters(self) -> values.Json:
        """The parameters of an action, names in lower case."""
        return values.parameters(self.request.body)

    def view(self, shape: Shape[Any], *, with_type: bool = False) -> View:
        """How items of the type are to be shown.

        Raises:
            GraphError: `$select` or `$expand` cannot be served.
        """
        asked = self.options
        preferences = self.preferences
        return View(
            zone=preferences.zone or UTC_ZONE,
            text_bodies=preferences.text_bodies,
            immutable_ids=preferences.immutable_ids,
            select=selection(asked.get("$select"), shape),
            expand=expansion(asked.get("$expand"), shape),
            with_type=with_type,
        )

    def check_writing(self, shape: Shape[Any], *, where: str) -> None:
        """Nothing has happened; what will be written can be shown as the caller asks.

        To be asked before anything is written: a refused request changes nothing.

        Raises:
            GraphError: an option is none of a write, or cannot be served.
        """
        self.options.allow(_OF_WRITES, where=where)
        self.view(shape)

    def admit(self, user: str, needed: Permission | None) -> Mailbox:
        """The mailbox that the body leads to, which the application may reach for that.

        Raises:
            GraphError: it may not, or there is none.
        """
        return self.admission.mailbox(self.claims, user, needed, self.request)

    def live(self, store: ItemStore[ItemT], item_id: str) -> ItemT:
        """The item of either kind of id that has not been deleted.

        Raises:
            GraphError: there is none.
        """
        return _found(store, item_id, errors.item_not_found)

    def folder(self, store: ItemStore[ItemT], folder_id: str) -> ItemT:
        """The folder or list of that id.

        Raises:
            GraphError: there is none.
        """
        return _found(store, folder_id, errors.folder_not_found)

    def item(self, store: ItemStore[ItemT], item_id: str) -> ItemT:
        """The item of either kind of id, in Deleted Items, too.

        What was deleted has only moved and got a new default id (section 3.8); the
        switch `deleted_by_immutable_id` decides about the immutable one.

        Raises:
            GraphError: there is none.
        """
        item = store.find(item_id)
        if item is None or not store.is_deleted(item):
            return self.live(store, item_id)
        gone = self.exchange.switches.deleted_by_immutable_id == "gone"
        if gone and item_id == item.immutable_id:
            raise errors.item_not_found()
        return item

    def check_match(self, item: Item) -> None:
        """The caller knows the item as it is, or does not care.

        Raises:
            GraphError: the change key of `If-Match` is not the present one.
        """
        header = self.request.headers.get("if-match", "*").strip()
        if header != "*" and item.change_key not in etags(header):
            raise errors.conflict()


def _found(
    store: ItemStore[ItemT], item_id: str, missing: Callable[[], errors.GraphError]
) -> ItemT:
    item = store.find_live(item_id)
    if item is not None:
        return item
    if not is_well_formed(item_id):
        raise errors.malformed_id()
    raise missing()
