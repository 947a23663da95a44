"""The fake Exchange: mailboxes, and Microsoft Graph v1.0 in front of them."""

from fakes.exchange.changes import Change
from fakes.exchange.errors import GraphError
from fakes.exchange.event import Attendee, Body, Event, Location, Person
from fakes.exchange.mailbox import Calendar, Category, Mailbox
from fakes.exchange.messages import MeetingMessage
from fakes.exchange.service import ExchangeService
from fakes.exchange.switches import Switches
from fakes.exchange.tenant import ExchangeTenant

__all__ = [
    "Attendee",
    "Body",
    "Calendar",
    "Category",
    "Change",
    "Event",
    "ExchangeService",
    "ExchangeTenant",
    "GraphError",
    "Location",
    "Mailbox",
    "MeetingMessage",
    "Person",
    "Switches",
]
