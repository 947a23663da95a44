"""Certificates: the only place that makes them, for every listener of one process.

What clients demand (client-expectations, section 2): a private CA whose file they can
be given, and a leaf with the names in use, good enough for a strict check of chains.
"""

from __future__ import annotations

import contextlib
import ssl
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import trustme

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES: Final = ("localhost", "127.0.0.1", "::1")


class Certificates:
    """One private CA and what it signs; its key is never written down."""

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="fieldsync, for tests only")

    @property
    def ca_pem(self) -> bytes:
        """The CA's certificate, as clients are given it."""
        return self._ca.cert_pem.bytes()

    def server_context(self, *further_names: str) -> ssl.SSLContext:
        """What a listener shows: a leaf for loopback's names and the further ones.

        HTTP/1.1 is all that it offers; clients that would like HTTP/2 are content.
        """
        names = dict.fromkeys((*NAMES, *further_names))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.set_alpn_protocols(["http/1.1"])
        self._ca.issue_cert(*names).configure_cert(context)
        return context

    @contextlib.contextmanager
    def written(self, path: Path | None) -> Iterator[Path]:
        """The CA's certificate stands in the file.

        Without a path it is a temporary file, gone afterwards; a given one stays.

        Raises:
            OSError: it cannot be written.
        """
        if path is not None:
            path.write_bytes(self.ca_pem)
            yield path.absolute()
            return
        with tempfile.TemporaryDirectory(prefix="fieldsync-") as folder:
            own = Path(folder, "ca.pem")
            own.write_bytes(self.ca_pem)
            yield own
