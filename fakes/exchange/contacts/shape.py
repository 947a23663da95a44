"""Contacts and their folders as JSON, outwards (section 9.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Any, Final

from fakes.exchange.contacts.contact import (
    Contact,
    ContactFolder,
    EmailAddress,
    PostalAddress,
)
from fakes.exchange.extensions import shapes as extensions
from fakes.exchange.wire.instants import stamp
from fakes.exchange.wire.outlook import CATEGORIES, STAMPS, WRITTEN_AT
from fakes.exchange.wire.shape import Filterable, Reader, Shape, View

_BIRTHDAY_HOUR: Final = time(11, 59, tzinfo=UTC)  # inferred: compare dates only
# names of the parts of a postal address, and our fields
ADDRESS_LINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "street": "street",
        "city": "city",
        "state": "state",
        "countryOrRegion": "country_or_region",
        "postalCode": "postal_code",
    }
)


def _birthday(contact: Contact, view: View) -> str | None:  # noqa: ARG001 - as its sisters
    if contact.birthday is None:
        return None
    return stamp(_birth(contact))


def _birth(contact: Contact) -> datetime:
    assert contact.birthday is not None
    return datetime.combine(contact.birthday, _BIRTHDAY_HOUR)


def _email(given: EmailAddress | None) -> dict[str, str] | None:
    return None if given is None else {"name": given.name, "address": given.address}


def _slot(place: int) -> Reader:
    return lambda c, _: _email(c.email_slots[place])


def _postal(address: PostalAddress) -> dict[str, str]:
    """The lines that there are: an address without any is `{}`, not null."""
    lines = ((name, getattr(address, field)) for name, field in ADDRESS_LINES.items())
    return {name: line for name, line in lines if line is not None}


def _text(field: str) -> Reader:
    return lambda c, _: getattr(c, field)


# every property of the resource in the order of the documented samples
_PROPERTIES: Final[Mapping[str, Reader]] = {
    **STAMPS,
    # null in Deleted Items, which is no contact folder
    "parentFolderId": lambda c, _: c.folder_id or None,
    "birthday": _birthday,
    "fileAs": _text("file_as"),
    "displayName": _text("display_name"),
    "givenName": _text("given_name"),
    "initials": _text("initials"),
    "middleName": _text("middle_name"),
    "nickName": _text("nick_name"),
    "surname": _text("surname"),
    "title": _text("title"),
    "yomiGivenName": _text("yomi_given_name"),
    "yomiSurname": _text("yomi_surname"),
    "yomiCompanyName": _text("yomi_company_name"),
    "generation": _text("generation"),
    "imAddresses": _text("im_addresses"),
    "jobTitle": _text("job_title"),
    "companyName": _text("company_name"),
    "department": _text("department"),
    "officeLocation": _text("office_location"),
    "profession": _text("profession"),
    "businessHomePage": _text("business_home_page"),
    "assistantName": _text("assistant_name"),
    "manager": _text("manager"),
    "homePhones": _text("home_phones"),
    "mobilePhone": _text("mobile_phone"),
    "businessPhones": _text("business_phones"),
    "spouseName": _text("spouse_name"),
    "personalNotes": _text("personal_notes"),
    "children": _text("children"),
    "emailAddresses": lambda c, _: [_email(one) for one in c.email_addresses],
    "primaryEmailAddress": _slot(0),
    "secondaryEmailAddress": _slot(1),
    "tertiaryEmailAddress": _slot(2),
    "homeAddress": lambda c, _: _postal(c.home_address),
    "businessAddress": lambda c, _: _postal(c.business_address),
    "otherAddress": lambda c, _: _postal(c.other_address),
}


def _lower(field: str) -> Callable[[Any], str]:
    return lambda c: str(getattr(c, field) or "").lower()


CONTACT: Final[Shape[Contact]] = Shape(
    name="microsoft.graph.contact",
    properties=_PROPERTIES,
    navigation={
        "extensions": extensions.expanded,
        "multiValueExtendedProperties": None,
        "photo": None,
        "singleValueExtendedProperties": None,
    },
    filterable=Filterable(
        instants={
            "birthday": lambda c: c.birthday and _birth(c),
            **WRITTEN_AT,
        },
        texts={
            "companyName": _lower("company_name"),
            "department": _lower("department"),
            "displayName": _lower("display_name"),
            "fileAs": _lower("file_as"),
            "givenName": _lower("given_name"),
            "jobTitle": _lower("job_title"),
            "mobilePhone": _lower("mobile_phone"),
            "surname": _lower("surname"),
        },
        collections={
            "businessPhones": lambda c: map(str.lower, c.business_phones),
            **CATEGORIES,
            "emailAddresses/address": lambda c: (
                one.address.lower() for one in c.email_addresses
            ),
            "emailAddresses/name": lambda c: (
                one.name.lower() for one in c.email_addresses
            ),
            "homePhones": lambda c: map(str.lower, c.home_phones),
        },
    ),
)
FOLDER: Final[Shape[ContactFolder]] = Shape(
    name="microsoft.graph.contactFolder",
    properties={
        "id": lambda f, _: f.id,
        "parentFolderId": lambda f, _: f.folder_id,
        "displayName": lambda f, _: f.display_name,
    },
    has_etag=False,
    navigation={
        "childFolders": None,
        "contacts": None,
        "multiValueExtendedProperties": None,
        "singleValueExtendedProperties": None,
    },
    filterable=Filterable(texts={"displayName": _lower("display_name")}),
)
