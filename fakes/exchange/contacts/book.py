"""The contacts of one mailbox: every write goes through here, whoever does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Unpack

from fakes.exchange import errors
from fakes.exchange.contacts import names
from fakes.exchange.contacts.contact import Contact, ContactFolder
from fakes.exchange.contacts.form import ContactForm, fields_of
from fakes.exchange.items import Writer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.exchange.stores import Stores
    from fakes.exchange.tenant import ExchangeTenant


class AddressBook:
    """Contacts and their folders. Its methods are the owner's acts, if not said else.

    Iterating gives the contacts of the default folder in creation order.
    """

    def __init__(self, tenant: ExchangeTenant, stores: Stores) -> None:
        self._tenant = tenant
        self._stores = stores

    def __iter__(self) -> Iterator[Contact]:
        return iter(self._stores.contacts.in_folder(self.default_folder.id))

    @property
    def default_folder(self) -> ContactFolder:
        """The folder "Contacts", which cannot be deleted."""
        found = self._stores.contact_folders.find_live(
            self._stores.default_contact_folder_id
        )
        assert found is not None
        return found

    @property
    def folders(self) -> tuple[ContactFolder, ...]:
        """The folders right below the default one, in creation order."""
        return tuple(self._stores.contact_folders.in_folder(self.default_folder.id))

    @property
    def deleted(self) -> tuple[Contact, ...]:
        """The contacts in Deleted Items, in order of deletion."""
        return self._stores.contacts.deleted

    def find(self, contact_id: str) -> Contact | None:
        """The contact of a default or immutable id, in any folder; else None."""
        return self._stores.contacts.find_live(contact_id)

    def create(
        self,
        *,
        by: Writer = "owner",
        folder_id: str | None = None,
        **form: Unpack[ContactForm],
    ) -> Contact:
        """A new contact, in the default folder unless said else.

        Raises:
            GraphError: it has more addresses or phones than there is room for.
        """
        return self._stores.contacts.add(
            by=by,
            folder_id=folder_id or self.default_folder.id,
            **self._written(None, form),
        )

    def update(
        self, contact_id: str, *, by: Writer = "owner", **form: Unpack[ContactForm]
    ) -> Contact:
        """The contact has the new values; Exchange may have written its names anew.

        Raises:
            GraphError: there is no such contact, or the values do not fit.
        """
        contact = self._required(contact_id)
        fields = self._written(contact, form)
        return self._stores.contacts.rewrite(contact, by=by, **fields)

    def move(self, contact_id: str, folder_id: str, *, by: Writer = "owner") -> Contact:
        """The contact lies in another folder under a new default id (section 3.2)."""
        return self._stores.contacts.move(self._required(contact_id), folder_id, by=by)

    def delete(self, contact_id: str, *, by: Writer = "owner") -> None:
        """The contact lies in Deleted Items, or is gone if it lay there."""
        contact = self._required(contact_id)
        if self._stores.contacts.is_deleted(contact):
            self._stores.contacts.purge(contact, by=by)
        else:
            self._stores.contacts.bury(contact, by=by)

    def add_folder(
        self,
        display_name: str,
        *,
        by: Writer = "owner",
        parent_id: str | None = None,
        extended_properties: Mapping[str, str] | None = None,
        multi_extended_properties: Mapping[str, tuple[str, ...]] | None = None,
    ) -> ContactFolder:
        """A new folder, below the default one unless said else.

        Raises:
            GraphError: there is one of that name.
        """
        parent = parent_id or self.default_folder.id
        self._check_free(display_name, parent)
        return self._stores.contact_folders.add_container(
            by=by,
            folder_id=parent,
            display_name=display_name,
            extended_properties=extended_properties or {},
            multi_extended_properties=multi_extended_properties or {},
        )

    def change_folder(
        self,
        folder: ContactFolder,
        *,
        by: Writer = "owner",
        display_name: str | None = None,
        extended_properties: Mapping[str, str] | None = None,
        multi_extended_properties: Mapping[str, tuple[str, ...]] | None = None,
    ) -> ContactFolder:
        """The folder has the new name; the properties join those that are there.

        Raises:
            GraphError: there is one of that name.
        """
        name = display_name or folder.display_name
        if name.lower() != folder.display_name.lower():
            self._check_free(name, folder.folder_id)
        return self._stores.contact_folders.rewrite(
            folder,
            by=by,
            display_name=name,
            extended_properties={
                **folder.extended_properties,
                **(extended_properties or {}),
            },
            multi_extended_properties={
                **folder.multi_extended_properties,
                **(multi_extended_properties or {}),
            },
        )

    def remove_folder(self, folder: ContactFolder, *, by: Writer = "owner") -> None:
        """The folder and those below are gone, their contacts in Deleted Items.

        Raises:
            GraphError: it is the default one.
        """
        if folder.is_default:
            raise errors.invalid_request("The default folder cannot be deleted.")
        for below in tuple(self._stores.contact_folders.in_folder(folder.id)):
            self.remove_folder(below, by=by)
        for contact in tuple(self._stores.contacts.in_folder(folder.id)):
            self._stores.contacts.bury(contact, by=by)
        self._stores.contact_folders.purge(folder, by=by)

    def _written(self, before: Contact | None, form: ContactForm) -> dict[str, Any]:
        """The fields that the form writes, and the names that follow from them."""
        switches = self._tenant.switches
        fields = fields_of(
            form, before, drops_odd_addresses=switches.odd_addresses == "dropped"
        )
        if before is None or switches.contact_names == "recomputed":
            fields |= names.recomputed(before, fields)
        return fields

    def _check_free(self, display_name: str, parent_id: str) -> None:
        wanted = display_name.lower()
        for one in self._stores.contact_folders.in_folder(parent_id):
            if one.display_name.lower() == wanted:
                raise errors.folder_exists(display_name)

    def _required(self, contact_id: str) -> Contact:
        contact = self._stores.contacts.find(contact_id)
        if contact is None:
            raise errors.item_not_found()
        return contact
