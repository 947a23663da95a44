"""Who may administer: the only place that decides.

There is no token: whoever can reach loopback of this machine may. Kept out are other
machines, whatever `--host` says, and web pages in a browser on this one, which could
otherwise send requests here (another origin) or be served from here (another name).
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from fakes.admin.refusals import Refused

if TYPE_CHECKING:
    from aiohttp import web

_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def check(incoming: web.BaseRequest, *, own_name: str) -> None:
    """The request comes from this machine, and from no foreign web page.

    Raises:
        Refused: it does not.
    """
    if not _is_loopback(incoming.remote):
        raise Refused(403, "The administration API answers only on loopback.")
    if _host_name(incoming.host) not in _NAMES | {own_name}:
        raise Refused(403, f"'{incoming.host}' is no name of this server.")
    origin = incoming.headers.get("Origin")
    if origin not in {None, f"{incoming.scheme}://{incoming.host}"}:
        raise Refused(403, "Web pages of another origin may not administer.")


def _is_loopback(remote: str | None) -> bool:
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _host_name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
