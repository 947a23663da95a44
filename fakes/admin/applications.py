"""The directory's applications as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes.instants import spelt

if TYPE_CHECKING:
    from fakes.entra import Application, Directory


def shown(directory: Directory) -> dict[str, Any]:
    """Every application with its credentials, as far as the directory has them."""
    return {"applications": [_application(one) for one in directory.applications]}


def secrets(directory: Directory) -> tuple[bytes, ...]:
    """What nobody is to read in a journal."""
    return tuple(
        secret.value.encode()
        for one in directory.applications
        for secret in one.secrets
    )


def _application(application: Application) -> dict[str, Any]:
    return {
        "client_id": application.client_id,
        "name": application.display_name,
        "roles": list(application.roles),
        "client_secrets": [
            {
                "value": one.value,
                "expires": None if one.expires_at is None else spelt(one.expires_at),
            }
            for one in application.secrets
        ],
        "certificates": [
            {
                "x5t": one.sha1,
                "x5t#S256": one.sha256,
                "valid_until": spelt(one.valid_until),
            }
            for one in application.certificates
        ],
    }
