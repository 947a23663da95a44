"""The command line of the reference: the only place that reads arguments."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

import sqlalchemy as sa
from aiohttp import web

from reference_impl.implementation import ReferenceImplementation
from reference_impl.server import ContractServer

DEFAULT_PORT: Final = "9000"
LAST_PORT: Final = 65535
UNUSABLE: Final = 2
IN_MEMORY: Final = "sqlite://"
# Calls that still run when the process is told to end get this long.
SHUTDOWN_S: Final = 2.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until the process is told to end; exit with 2 where that cannot be."""
    options = _parser().parse_args(arguments)
    reference = _reference(options.state_dir)
    listening = _listening(options.host, options.port)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"listening on http://{shown}:{port}\n")
    sys.stdout.flush()
    app = ContractServer(reference).app()
    web.run_app(app, sock=listening, print=None, shutdown_timeout=SHUTDOWN_S)


class _Parser(argparse.ArgumentParser):
    """Tells mistakes in one sentence."""

    def error(self, message: str) -> NoReturn:
        _give_up(f"{message}. See --help.")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m reference_impl",
        description="Serve the reference implementation to a harness.",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen at (default: %(default)s)",
    )
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("FIELDSYNC_PORT") or DEFAULT_PORT,
        help="0 for any free one (default: FIELDSYNC_PORT, else 9000)",
    )
    parser.add_argument(
        "--state-dir",
        type=Path,
        default=os.environ.get("FIELDSYNC_STATE_DIR") or None,
        help="folder where sessions survive a kill (default: FIELDSYNC_STATE_DIR, "
        "else they are kept in memory)",
    )
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdecimal() and int(text[:9]) <= LAST_PORT:
        return int(text[:9])
    raise argparse.ArgumentTypeError(
        f"a port, from here or FIELDSYNC_PORT, is a whole number from 0 to "
        f"{LAST_PORT}, not {text!r}"
    )


def _reference(folder: Path | None) -> ReferenceImplementation:
    if folder is None:
        return ReferenceImplementation()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _give_up(f"The folder {folder} cannot be made: {error.strerror}.")
    if not os.access(folder, os.W_OK | os.X_OK):
        _give_up(f"Nothing can be written to the folder {folder}.")
    file = folder / "reference.db"
    try:
        reference = ReferenceImplementation(database_url=_url(file))
        reference.prove_database()
    except sa.exc.DBAPIError as error:
        _give_up(f"The database {file} cannot be used: {error.orig}. Remove it.")
    return reference


def _url(file: Path) -> sa.URL:
    """The address of the database; the folder's name may hold anything."""
    return sa.URL.create("sqlite", database=str(file))


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (while")[0]
        _give_up(f"Nothing can listen on {host}, port {port}: {why}.")


def _give_up(sentence: str) -> NoReturn:
    sys.stderr.write(f"Error: {sentence}\n")
    sys.exit(UNUSABLE)
