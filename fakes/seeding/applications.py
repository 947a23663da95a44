"""Applications of a seed, in the directory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fakes.entra import APPLICATION_PERMISSIONS, read_certificate
from fakes.instants import read_instant

if TYPE_CHECKING:
    from fakes.entra import Application, Directory
    from fakes.seeding.document import Document
    from fakes.tenant import Tenant


def plant_application(tenant: Tenant, one: Document) -> str:
    """The client id of the application, new or not, which is as described.

    Credentials come to those that it has. Permissions are for tokens to come.

    Raises:
        ValueError: it cannot be told which is meant, or a part of it is wrong.
    """
    directory = tenant.directory
    application = _found(directory, one)
    if application is None:
        application = _registered(directory, one)
    if "name" in one:
        application = replace(application, display_name=one["name"])
    if "roles" in one:
        application = replace(application, roles=tuple(dict.fromkeys(one["roles"])))
    if "client_secret" in one:
        expires = one.get("client_secret_expires")
        application = application.with_secret(
            one["client_secret"], None if expires is None else read_instant(expires)
        )
    if "certificate" in one:
        certificate = read_certificate(one["certificate"])
        application = application.with_certificate(certificate)
    directory.change(application)
    return application.client_id


def _found(directory: Directory, one: Document) -> Application | None:
    if "client_id" in one:
        return directory.application(one["client_id"])
    name = one["name"]
    found = [each for each in directory.applications if each.display_name == name]
    if len(found) > 1:
        msg = f"more than one application is called {name}; say which by its client_id"
        raise ValueError(msg)
    return found[0] if found else None


def _registered(directory: Directory, one: Document) -> Application:
    """A new one, with a secret of its own unless the seed brings a credential."""
    if "name" not in one:
        msg = f"there is no application {one['client_id']}; a new one needs a name"
        raise ValueError(msg)
    brought = "client_secret" in one or "certificate" in one
    return directory.register_application(
        one["name"],
        tuple(one.get("roles", APPLICATION_PERMISSIONS)),
        client_id=one.get("client_id"),
        secrets=() if brought else None,
    )
