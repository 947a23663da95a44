"""Serves the contract on loopback: `FIELDSYNC_PORT=9000 python -m reference_impl`.

With FIELDSYNC_STATE_DIR the sessions are kept in a file there and survive a kill.
"""

import os
from pathlib import Path

from aiohttp import web

from reference_impl.implementation import ReferenceImplementation
from reference_impl.server import ContractServer

DEFAULT_PORT = 9000


def main() -> None:
    """Serve until the process is told to end."""
    port = int(os.environ.get("FIELDSYNC_PORT", DEFAULT_PORT))
    folder = os.environ.get("FIELDSYNC_STATE_DIR")
    url = "sqlite://" if not folder else f"sqlite:///{Path(folder, 'reference.db')}"
    server = ContractServer(ReferenceImplementation(database_url=url))
    web.run_app(server.app(), host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main()
