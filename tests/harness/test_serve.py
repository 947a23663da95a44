"""`fieldsync serve` as its users start it: a process of its own, reached over HTTP."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from tests.harness.serving import ENVIRONMENT, PROJECT, serving

KEYS = {
    *("dataverse_url", "graph_url", "authority", "token_url", "tenant_id"),
    *("client_id", "client_secret", "ca_file", "admin_url", "mailboxes", "users"),
}
SEED = """
now: 2026-05-04T06:00:00Z
users:
  - {name: Nina Example, email: nina@contoso.example}
rows:
  contact:
    - {id: 11111111-2222-4333-8444-555555555555, lastname: Ito}
"""


def test_a_stranger_works_with_the_fakes_over_tls() -> None:
    """Token, WhoAmI, rows, expiry, reset, a fault, the journal: one long visit."""
    with serving("--tls") as served:
        client = served.client
        ready = client.ready
        assert set(ready) == KEYS
        assert ready["dataverse_url"].startswith("https://127.0.0.1:")
        assert (len(ready["users"]), len(ready["mailboxes"])) == (2, 2)
        assert client.admin("GET", "connection") == ready

        token = client.sign_in(ready["dataverse_url"])
        assert client.send("GET", f"{client.api}/WhoAmI").status == 200
        made = client.send("POST", f"{client.api}/contacts", {"lastname": "Ito"})
        contact = made.headers["OData-EntityId"]
        assert contact.startswith(f"{client.api}/contacts(")
        assert client.send("GET", contact).json["lastname"] == "Ito"

        client.admin("POST", "clock/advance", {"seconds": 3600})
        assert client.send("GET", contact).status == 401
        client.sign_in(ready["dataverse_url"])
        assert client.send("GET", contact).status == 200

        snapshot = client.admin("POST", "snapshot")
        client.send("DELETE", contact)
        assert client.send("GET", contact).status == 404
        client.admin("POST", "reset", snapshot)
        assert client.send("GET", contact).status == 200
        assert client.admin("POST", "reset")["now"] == "2026-03-02T08:00:00Z"
        assert client.send("GET", contact).status == 404

        effect = {"kind": "answer", "status": 503, "retry_after_s": 5}
        fault = {"service": "dataverse", "operation": "whoami", "effect": effect}
        client.admin("POST", "faults", fault)
        hit = client.send("GET", f"{client.api}/WhoAmI")
        assert (hit.status, hit.headers["Retry-After"]) == (503, "5")

        journal = client.admin("GET", "journal")
        told = json.dumps(journal)
        assert len(journal["entries"]) == 12
        assert "contact.create" in told
        assert journal["crashes"] == []
        assert token not in told
        assert client.token not in told
        assert ready["client_secret"] not in told

        assert served.end(signal.SIGTERM) == (0, "", "")
        assert not Path(ready["ca_file"]).exists()


def test_the_example_of_the_readme_works(tmp_path: Path) -> None:
    """Copied from the page and run in a folder with the ready line."""
    text = (PROJECT / "README.md").read_text("utf-8")
    example = text.partition("```python\n")[2].partition("```")[0]
    with serving() as served:
        (tmp_path / "ready.json").write_text(json.dumps(served.client.ready))
        told = subprocess.run(
            [sys.executable, "-c", example],
            cwd=tmp_path,
            env={**os.environ, "no_proxy": "127.0.0.1"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )

    assert "'UserId': " in told.stdout


def test_graph_answers_below_the_root() -> None:
    """Links begin with the announced address, which has nothing before the version."""
    with serving() as served:
        client = served.client
        graph, mailbox = client.ready["graph_url"], client.ready["mailboxes"][0]
        client.sign_in("https://graph.microsoft.com")
        event = {
            "subject": "Visit",
            "start": {"dateTime": "2026-03-02T10:00:00", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-02T11:00:00", "timeZone": "UTC"},
        }

        for _ in range(2):
            assert client.send("POST", f"{graph}/users/{mailbox}/events", event).json
        page = client.send("GET", f"{graph}/users/{mailbox}/events?$top=1").json

        assert urllib.parse.urlsplit(graph).path == "/v1.0"
        assert page["@odata.nextLink"].startswith(f"{graph}/users/")
        assert len(client.send("GET", page["@odata.nextLink"]).json["value"]) == 1
        entries = client.admin("GET", "journal")["entries"]
        assert entries[1]["target"] == f"/v1.0/users/{mailbox}/events"


def test_dataverse_answers_at_the_root() -> None:
    """An organisation's address has no path; its challenge leads to a token."""
    with serving() as served:
        client = served.client
        url, tenant = client.ready["dataverse_url"], client.ready["tenant_id"]

        refused = client.send("GET", f"{client.api}/WhoAmI")
        client.ready["token_url"] = f"{url}/login/{tenant}/oauth2/v2.0/token"
        client.sign_in(url)
        page = client.send("GET", f"{client.api}/systemusers?$select=fullname&$top=1")

        assert urllib.parse.urlsplit(url).path == ""
        assert page.json["@odata.context"].startswith(f"{client.api}/$metadata#")
        challenge = refused.headers["WWW-Authenticate"]
        assert f"authorization_uri={url}/login/{tenant}/oauth2/authorize" in challenge
        assert f"resource_id={url}/" in challenge


def test_what_a_seed_file_says_is_there(tmp_path: Path) -> None:
    """Its time, its people, its rows; a given file of the CA stays."""
    seed, ca_file = tmp_path / "seed.yaml", tmp_path / "ca.pem"
    seed.write_text(SEED, "utf-8")
    with serving("--seed-file", str(seed), "--tls", "--ca-file", str(ca_file)) as one:
        client = one.client
        assert client.ready["mailboxes"] == ["nina@contoso.example"]
        assert client.ready["ca_file"] == str(ca_file)
        assert client.admin("GET", "clock")["now"] == "2026-05-04T06:00:00Z"
        client.sign_in(client.ready["dataverse_url"])
        contact = f"{client.api}/contacts(11111111-2222-4333-8444-555555555555)"
        assert client.send("GET", contact).json["lastname"] == "Ito"

        assert one.end(signal.SIGINT) == (0, "", "")
        assert ca_file.read_text().startswith("-----BEGIN CERTIFICATE-----")


def test_the_command_line_decides_about_the_time(tmp_path: Path) -> None:
    """`--now` stands in for what the seed file says."""
    seed = tmp_path / "seed.yaml"
    seed.write_text(SEED, "utf-8")

    with serving("--seed-file", str(seed), "--now", "2024-02-29T12:00:00+02:00") as one:
        assert one.client.admin("GET", "clock")["now"] == "2024-02-29T10:00:00Z"


def test_the_same_seed_gives_the_same_ids_and_people() -> None:
    """`python -m fakes` is the same command."""
    told = []
    for module in (("harness", "serve"), ("fakes",)):
        with serving("--seed", "7", module=module) as served:
            ready = served.client.ready
            told.append({key: ready[key] for key in KEYS if not key.endswith("url")})
            assert served.end(signal.SIGTERM) == (0, "", "")

    for one in told:
        one.pop("authority")
    assert told[0] == told[1]


def test_requests_under_way_do_not_hold_the_end_back() -> None:
    """Neither one whose answer waits for the clock, nor one that never arrives."""
    with serving() as served:
        client = served.client
        effect = {"kind": "delay", "by_s": 3600}
        fault = {"service": "entra", "operation": "token", "effect": effect}
        client.admin("POST", "faults", fault)
        address = urllib.parse.urlsplit(client.ready["token_url"])
        port = ("127.0.0.1", address.port or 0)
        head = f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Length:"
        with (
            socket.create_connection(port) as slow,
            socket.create_connection(port) as waiting,
        ):
            slow.sendall(f"{head} 9\r\n\r\nhalf".encode())
            waiting.sendall(f"{head} 0\r\n\r\n".encode())
            while not client.admin("GET", "clock")["held"]:
                pass  # the request is on its way

            assert served.end(signal.SIGTERM) == (0, "", "")


def test_a_port_that_is_taken_is_told() -> None:
    """A second server says so, in a process of its own."""
    with serving() as served:
        port = urllib.parse.urlsplit(served.client.api).port
        second = subprocess.run(
            [sys.executable, "-m", "harness", "serve", "--port", str(port)],
            cwd=PROJECT,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert (second.returncode, second.stdout) == (2, "")
    assert f"Error: The fakes cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "Choose another port" in second.stderr
    assert "Traceback" not in second.stderr
