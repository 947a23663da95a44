"""The contact, its folder and their parts: values only, in the domain's words.

Section 9.1 of the fact sheet (exchange-graph) lists the properties.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from fakes.exchange.items import Item

MAX_EMAIL_ADDRESSES: Final = 3
MAX_BUSINESS_PHONES: Final = 2
MAX_HOME_PHONES: Final = 2  # inferred


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAddress:
    """An address with the name that the contact's owner gave it."""

    address: str = ""
    name: str = ""


EmailSlots: TypeAlias = tuple[
    EmailAddress | None, EmailAddress | None, EmailAddress | None
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where post goes; None for a line that is not given."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    country_or_region: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """The contact's picture."""

    content_type: str
    octets: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFolder(Item):
    """A folder of contacts; `folder_id` is its parent."""

    display_name: str
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Item):
    """One contact at one moment; a text that is not given is None."""

    display_name: str | None = None
    given_name: str | None = None
    middle_name: str | None = None
    surname: str | None = None
    nick_name: str | None = None
    title: str | None = None
    generation: str | None = None
    initials: str | None = None
    file_as: str | None = None
    yomi_given_name: str | None = None
    yomi_surname: str | None = None
    yomi_company_name: str | None = None
    company_name: str | None = None
    department: str | None = None
    job_title: str | None = None
    profession: str | None = None
    office_location: str | None = None
    manager: str | None = None
    assistant_name: str | None = None
    business_home_page: str | None = None
    email_slots: EmailSlots = (None, None, None)  # primary, secondary, tertiary
    business_phones: tuple[str, ...] = ()
    home_phones: tuple[str, ...] = ()
    mobile_phone: str | None = None
    im_addresses: tuple[str, ...] = ()
    business_address: PostalAddress = field(default_factory=PostalAddress)
    home_address: PostalAddress = field(default_factory=PostalAddress)
    other_address: PostalAddress = field(default_factory=PostalAddress)
    birthday: date | None = None
    spouse_name: str | None = None
    children: tuple[str, ...] = ()
    personal_notes: str | None = None
    categories: tuple[str, ...] = ()
    photo: Photo | None = None

    @property
    def email_addresses(self) -> tuple[EmailAddress, ...]:
        """The addresses that there are, the primary one first."""
        return tuple(one for one in self.email_slots if one is not None)
