"""One request on its way: who asks for what, and how they want to see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fakes.exchange import errors
from fakes.exchange.event import Event
from fakes.exchange.identifiers import is_well_formed
from fakes.exchange.mailbox import Mailbox
from fakes.exchange.routes import Route
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.wire import bodies
from fakes.exchange.wire.envelope import etags
from fakes.exchange.wire.events import Fragments, View
from fakes.exchange.wire.options import Options, expansion, options, selection
from fakes.exchange.wire.preferences import Preferences
from fakes.exchange.zones import UTC_ZONE
from fakes.wire import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that has been authorised and whose resource is known."""

    request: Request
    route: Route
    exchange: ExchangeTenant
    mailbox: Mailbox
    preferences: Preferences
    fragments: Fragments

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

    def json(self) -> bodies.Json:
        """The body's JSON object.

        Raises:
            GraphError: it is none, or not announced as JSON.
        """
        announced = self.request.headers.get("content-type", "")
        if "json" not in announced.lower():
            raise errors.GraphError(
                415, "UnsupportedMediaType", "The body must be announced as JSON."
            )
        return bodies.parsed(self.request.body)

    def view(self, *, with_type: bool = False) -> View:
        """How events are to be shown.

        Raises:
            GraphError: `$select` or `$expand` cannot be served.
        """
        asked = self.options
        added = expansion(asked.get("$expand"))
        preferences = self.preferences
        return View(
            zone=preferences.zone or UTC_ZONE,
            text_bodies=preferences.text_bodies,
            immutable_ids=preferences.immutable_ids,
            select=selection(asked.get("$select")),
            expand=added.property_ids,
            with_attachments=added.attachments,
            with_type=with_type,
        )

    def check_calendar(self) -> None:
        """The path's calendar is this mailbox's only one.

        Raises:
            GraphError: it is not.
        """
        wanted = self.route.calendar_id
        if wanted is None or wanted == self.mailbox.calendar.id:
            return
        if not is_well_formed(wanted):
            raise errors.malformed_id()
        raise errors.item_not_found()

    def event(self) -> Event:
        """The event that the path names, by either kind of id.

        Raises:
            GraphError: there is none.
        """
        self.check_calendar()
        item_id = self.route.item_id
        event = self.mailbox.store.find(item_id)
        if event is None:
            if not is_well_formed(item_id):
                raise errors.malformed_id()
            raise errors.item_not_found()
        if not self.mailbox.store.is_deleted(event):
            return event
        by_immutable = item_id == event.immutable_id
        gone = self.exchange.switches.deleted_by_immutable_id == "gone"
        if self.route.calendar_id is not None or (by_immutable and gone):
            raise errors.item_not_found()
        return event

    def check_match(self, event: Event) -> None:
        """The caller knows the event as it is, or does not care.

        Raises:
            GraphError: the change key of `If-Match` is not the present one.
        """
        header = self.request.headers.get("if-match", "*").strip()
        if header != "*" and event.change_key not in etags(header):
            raise errors.conflict()
