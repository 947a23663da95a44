"""The fake Exchange: mailboxes, and Microsoft Graph v1.0 in front of them."""

from fakes.exchange.attachments.attachment import Attachment
from fakes.exchange.body import Body
from fakes.exchange.calendars.calendar import Calendar
from fakes.exchange.calendars.event import Attendee, Event, Location
from fakes.exchange.calendars.messages import MeetingMessage
from fakes.exchange.changes import Change
from fakes.exchange.contacts.contact import (
    Contact,
    ContactFolder,
    EmailAddress,
    PostalAddress,
)
from fakes.exchange.errors import GraphError
from fakes.exchange.items import Person
from fakes.exchange.mail.folder import MailFolder
from fakes.exchange.mail.message import Message
from fakes.exchange.mail.post import SentMail
from fakes.exchange.mailbox import Category, Mailbox
from fakes.exchange.recurrence import Pattern, Range, Recurrence
from fakes.exchange.service import ExchangeService
from fakes.exchange.settings.setting import MailboxSettings
from fakes.exchange.switches import Switches
from fakes.exchange.tenant import ExchangeTenant
from fakes.exchange.todo.task import Task, TaskDate, TaskList

__all__ = [
    "Attachment",
    "Attendee",
    "Body",
    "Calendar",
    "Category",
    "Change",
    "Contact",
    "ContactFolder",
    "EmailAddress",
    "Event",
    "ExchangeService",
    "ExchangeTenant",
    "GraphError",
    "Location",
    "MailFolder",
    "Mailbox",
    "MailboxSettings",
    "MeetingMessage",
    "Message",
    "Pattern",
    "Person",
    "PostalAddress",
    "Range",
    "Recurrence",
    "SentMail",
    "Switches",
    "Task",
    "TaskDate",
    "TaskList",
]
