"""What may be filled in of a contact, and when it is too much of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sized
from datetime import date
from typing import Any, Final, TypedDict, cast

from fakes.exchange import errors
from fakes.exchange.contacts.contact import (
    MAX_BUSINESS_PHONES,
    MAX_EMAIL_ADDRESSES,
    MAX_HOME_PHONES,
    Contact,
    EmailAddress,
    EmailSlots,
    Photo,
    PostalAddress,
)

_SLOTS: Final = ("primary_email", "secondary_email", "tertiary_email")
_TUPLES: Final = (
    "business_phones",
    "home_phones",
    "im_addresses",
    "children",
    "categories",
)
_LIMITS: Final = {
    "email_addresses": MAX_EMAIL_ADDRESSES,
    "business_phones": MAX_BUSINESS_PHONES,
    "home_phones": MAX_HOME_PHONES,
}
_MAILBOX: Final = re.compile(r"[^@\s]+@[^@\s]+")


class ContactForm(TypedDict, total=False):
    """The fields of a contact; what is not there stays.

    `email_addresses` fills all three places; each has a field of its own as well.
    """

    display_name: str | None
    given_name: str | None
    middle_name: str | None
    surname: str | None
    nick_name: str | None
    title: str | None
    generation: str | None
    initials: str | None
    file_as: str | None
    yomi_given_name: str | None
    yomi_surname: str | None
    yomi_company_name: str | None
    company_name: str | None
    department: str | None
    job_title: str | None
    profession: str | None
    office_location: str | None
    manager: str | None
    assistant_name: str | None
    business_home_page: str | None
    email_addresses: Iterable[str | EmailAddress]
    primary_email: EmailAddress | None
    secondary_email: EmailAddress | None
    tertiary_email: EmailAddress | None
    business_phones: Iterable[str]
    home_phones: Iterable[str]
    mobile_phone: str | None
    im_addresses: Iterable[str]
    business_address: PostalAddress
    home_address: PostalAddress
    other_address: PostalAddress
    birthday: date | None
    spouse_name: str | None
    children: Iterable[str]
    personal_notes: str | None
    categories: Iterable[str]
    photo: Photo | None
    # these two join those that are there
    extended_properties: Mapping[str, str]
    multi_extended_properties: Mapping[str, tuple[str, ...]]
    extensions: Mapping[str, Mapping[str, Any]]  # of a new contact only


def fields_of(
    form: ContactForm, before: Contact | None, *, drops_odd_addresses: bool
) -> dict[str, Any]:
    """The form as fields of a contact.

    Raises:
        GraphError: more addresses or phones than a contact has room for.
    """
    fields: dict[str, Any] = {**form}
    for name in (*_TUPLES, "email_addresses"):
        if name in fields:
            fields[name] = tuple(fields[name])
    for name, limit in _LIMITS.items():
        _check_room(name, fields.get(name, ()), limit)
    if not fields.keys().isdisjoint(("email_addresses", *_SLOTS)):
        fields["email_slots"] = _slots(fields, before, drops=drops_odd_addresses)
    for name in ("extended_properties", "multi_extended_properties"):
        if name in fields and before is not None:
            fields[name] = {**getattr(before, name), **fields[name]}
    return fields


def _check_room(name: str, given: Sized, limit: int) -> None:
    if len(given) > limit:
        raise errors.property_validation(
            f"The maximum number of entries of '{name}', {limit}, is exceeded."
        )


def _slots(
    fields: dict[str, Any], before: Contact | None, *, drops: bool
) -> EmailSlots:
    """The three places after the write; their own fields leave `fields`."""
    slots: list[EmailAddress | None] = [None] * MAX_EMAIL_ADDRESSES
    given = fields.pop("email_addresses", None)
    if given is not None:
        slots[: len(given)] = [
            EmailAddress(address=one) if isinstance(one, str) else one for one in given
        ]
    elif before is not None:
        slots = list(before.email_slots)
    for place, name in enumerate(_SLOTS):
        if name in fields:
            slots[place] = fields.pop(name)
    kept = (None if drops and _is_odd(one) else one for one in slots)
    return cast("EmailSlots", tuple(kept))


def _is_odd(given: EmailAddress | None) -> bool:
    return given is not None and not _MAILBOX.fullmatch(given.address)
