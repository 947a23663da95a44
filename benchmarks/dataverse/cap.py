"""The peer: @sap/cds, which serves the same columns by OData from SQLite in memory.

Installed into a temporary folder with the versions below; needs Node 20 and npm.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Final

from dataverse.table import SET, booking
from fakes.dataverse.schema import TABLES, ColumnType

PACKAGES: Final = ("@sap/cds@9.9.3", "@cap-js/sqlite@2.4.2", "express@4.22.1")
_DRIVER: Final = "better-sqlite3@12.11.1"  # has to be built when it is installed
_INSTALL_S: Final = 600
_TYPES: Final = {
    ColumnType.MEMO: "LargeString",
    ColumnType.INTEGER: "Integer",
    ColumnType.BIGINT: "Int64",
    ColumnType.DECIMAL: "Decimal",
    ColumnType.DOUBLE: "Double",
    ColumnType.MONEY: "Decimal",
    ColumnType.BOOLEAN: "Boolean",
    ColumnType.CHOICE: "Integer",
    ColumnType.STATE: "Integer",
    ColumnType.STATUS: "Integer",
    ColumnType.INSTANT: "DateTime",
    ColumnType.DATE: "Date",
    ColumnType.GUID: "UUID",
    ColumnType.LOOKUP: "UUID",
}
_SETTINGS: Final = {
    "name": "peer",
    "private": True,
    "cds": {
        "requires": {
            "auth": {"kind": "dummy"},  # nobody is asked who they are
            "db": {
                "kind": "sqlite",
                "impl": "@cap-js/sqlite",
                "credentials": {"url": ":memory:"},
            },
        },
        "features": {"in_memory_db": True},
        "query": {"limit": {"max": 5000}},
        "log": {"levels": {"cds": "silent", "deploy": "silent"}},
    },
}
_SERVER: Final = """
const cds = require('@sap/cds')
cds.on('served', async () => {
  await cds.run('CREATE INDEX by_start ON peer_Bookings (starttime)')
})
cds.on('listening', ({ url }) => console.log(JSON.stringify({ url: url + '/peer' })))
"""
_SOME_ID: Final = "0f5c1a00-0000-4000-8000-ffffffffffff"
# What the platform fills in; here it stands in the data.
_STAMPED: Final = {
    **dict.fromkeys(("_resource_value", "_bookingstatus_value"), _SOME_ID),
    **dict.fromkeys(("_createdby_value", "_modifiedby_value"), _SOME_ID),
    **dict.fromkeys(("_ownerid_value", "_owninguser_value"), _SOME_ID),
    **dict.fromkeys(("createdon", "modifiedon"), "2026-03-02T08:00:00Z"),
    "_owningbusinessunit_value": _SOME_ID,
    "duration": 60,
    "bookingtype": 1,
    "msdyn_bookingmethod": 690970003,
    "msdyn_allowoverlapping": True,
    "statecode": 0,
    "statuscode": 1,
    "versionnumber": 1000001,
}
LINKS: Final = dict.fromkeys(("_resource_value", "_bookingstatus_value"), _SOME_ID)


class PeerMissing(Exception):  # noqa: N818 - reads as the state it reports
    """The peer cannot be measured here."""


def install(folder: Path) -> None:
    """The packages and the model stand in the folder.

    Raises:
        PeerMissing: there is no Node, no npm, or the packages cannot be had.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise PeerMissing("Node or npm is not on the path")
    (folder / "package.json").write_text(json.dumps(_SETTINGS))
    (folder / "server.js").write_text(_SERVER)
    (folder / "srv").mkdir()
    (folder / "srv" / "peer.cds").write_text(_model())
    quietly = ("--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    done = subprocess.run(
        ["npm", "install", *quietly, *PACKAGES, _DRIVER],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        timeout=_INSTALL_S,
    )
    if done.returncode != 0:
        raise PeerMissing(f"npm install failed: {done.stderr.strip()[-300:]}")
    driver = folder / "node_modules/better-sqlite3/build/Release/better_sqlite3.node"
    if not driver.exists():
        raise PeerMissing("npm did not build better-sqlite3")


def _model() -> str:
    lines = ["namespace peer;", "entity Bookings {"]
    table = TABLES[SET.removesuffix("s")]
    for column in table.columns.values():
        kind = _TYPES.get(column.type, f"String({column.max_length or 100})")
        key = "key " if column.name == table.key else ""
        lines.append(f"  {key}{column.wire} : {kind};")
    lines += ["}", "service Peer @(path:'/peer') {"]
    lines += [f"  entity {SET} as projection on Bookings;", "}"]
    return "\n".join(lines)


def fill(folder: Path, bookings: int) -> None:
    """The data that the peer begins with."""
    (folder / "srv" / "data").mkdir(exist_ok=True)
    with (folder / "srv" / "data" / "peer-Bookings.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, [*booking(0), *_STAMPED])
        writer.writeheader()
        for number in range(bookings):
            writer.writerow({**booking(number), **_STAMPED})


def command(folder: Path) -> list[str]:
    """What starts it."""
    script = folder / "node_modules/@sap/cds/bin/serve.js"
    return ["node", str(script), "all", "--port", "0"]
