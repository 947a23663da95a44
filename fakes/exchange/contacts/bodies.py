"""Contacts and their folders as JSON, inwards: what a POST or PATCH writes.

Read-only properties are ignored, unknown ones refused, missing abilities named.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, Final, cast

from fakes.exchange import errors
from fakes.exchange.contacts.contact import EmailAddress, PostalAddress
from fakes.exchange.contacts.form import ContactForm
from fakes.exchange.contacts.shape import ADDRESS_LINES
from fakes.exchange.extensions import bodies as extensions
from fakes.exchange.wire import values
from fakes.exchange.wire.instants import parsed
from fakes.exchange.wire.values import Json, Reader

_BEYOND: Final = frozenset({"photo"})
_FOLDER_BEYOND: Final = frozenset({"contacts", "childFolders"})
_READ_ONLY: Final = frozenset(
    {"id", "changeKey", "createdDateTime", "lastModifiedDateTime"}
)


def written(raw: Json, *, folder_id: str) -> ContactForm:
    """What the body of a contact's POST or PATCH asks for.

    There is no move (section 2.2): a folder may be named only where the contact lies.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    fields = values.written(
        raw, _READERS, of="contact", read_only=_READ_ONLY, beyond=_BEYOND
    )
    if fields.pop("folder_id", folder_id) not in {None, folder_id}:
        raise errors.unsupported("moving a contact by its 'parentFolderId'")
    return cast("ContactForm", fields)


def written_folder(raw: Json) -> dict[str, Any]:
    """Name and extended properties that a folder is to have.

    Raises:
        GraphError: a property is unknown, of the wrong type, or beyond this fake.
    """
    return values.written(
        raw,
        _FOLDER_READERS,
        of="contactFolder",
        read_only=frozenset({"id", "parentFolderId"}),
        beyond=_FOLDER_BEYOND,
    )


def _email(name: str, value: object) -> EmailAddress:
    raw = values.complex_value(name, value)
    return EmailAddress(
        address=values.text("address", raw.get("address") or "").strip(),
        name=values.text("name", raw.get("name") or ""),
    )


def _emails(name: str, value: object, fields: dict[str, Any]) -> None:
    given = values.collection(name, value)
    fields["email_addresses"] = tuple(_email(name, one) for one in given)


def _one_email(field: str) -> Reader:
    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        fields[field] = None if value is None else _email(name, value)

    return read


def _postal(field: str) -> Reader:
    """Reads a whole postal address: a line that is not there is empty (inferred)."""

    def read(name: str, value: object, fields: dict[str, Any]) -> None:
        raw = {} if value is None else values.complex_value(name, value)
        lines: dict[str, str] = {}
        for key, line in raw.items():
            if key in ADDRESS_LINES and line is not None:
                lines[ADDRESS_LINES[key]] = values.text(key, line)
            elif key not in ADDRESS_LINES and "@" not in key:
                raise errors.body_read(f"'{key}' is no part of a postal address.")
        fields[field] = PostalAddress(**lines)

    return read


def _birthday(_name: str, value: object, fields: dict[str, Any]) -> None:
    """Reads a date, bare or with a time: of the latter the day in UTC (inferred)."""
    fields["birthday"] = None if value is None else _day(value)


def _day(value: object) -> date:
    moment = parsed(value)
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise errors.invalid_date(value) from error


_TEXTS: Final = {
    "displayName": "display_name",
    "givenName": "given_name",
    "middleName": "middle_name",
    "surname": "surname",
    "nickName": "nick_name",
    "title": "title",
    "generation": "generation",
    "initials": "initials",
    "fileAs": "file_as",
    "yomiGivenName": "yomi_given_name",
    "yomiSurname": "yomi_surname",
    "yomiCompanyName": "yomi_company_name",
    "companyName": "company_name",
    "department": "department",
    "jobTitle": "job_title",
    "profession": "profession",
    "officeLocation": "office_location",
    "manager": "manager",
    "assistantName": "assistant_name",
    "businessHomePage": "business_home_page",
    "mobilePhone": "mobile_phone",
    "spouseName": "spouse_name",
    "personalNotes": "personal_notes",
}
_READERS: Final[Mapping[str, Reader]] = {
    **{name: values.nullable_text_of(field) for name, field in _TEXTS.items()},
    "parentFolderId": values.nullable_text_of("folder_id"),
    "emailAddresses": _emails,
    "primaryEmailAddress": _one_email("primary_email"),
    "secondaryEmailAddress": _one_email("secondary_email"),
    "tertiaryEmailAddress": _one_email("tertiary_email"),
    "businessPhones": values.texts_of("business_phones"),
    "homePhones": values.texts_of("home_phones"),
    "imAddresses": values.texts_of("im_addresses"),
    "businessAddress": _postal("business_address"),
    "homeAddress": _postal("home_address"),
    "otherAddress": _postal("other_address"),
    "birthday": _birthday,
    "children": values.texts_of("children"),
    "categories": values.texts_of("categories"),
    "singleValueExtendedProperties": values.properties_of("extended_properties"),
    "multiValueExtendedProperties": values.multi_properties_of(
        "multi_extended_properties"
    ),
    "extensions": extensions.with_item,
}
_FOLDER_READERS: Final[Mapping[str, Reader]] = {
    "displayName": values.text_of("display_name"),
    "singleValueExtendedProperties": values.properties_of("extended_properties"),
    "multiValueExtendedProperties": values.multi_properties_of(
        "multi_extended_properties"
    ),
}
