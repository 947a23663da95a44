"""What real clients are given: the only place that seeds and administers the server."""

from __future__ import annotations

import contextlib
import json
import ssl
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.harness.serving import launched

PROJECT: Final = Path(__file__).resolve().parent.parent.parent
SEED: Final = {
    "people": 2,
    "customization": {
        "alternate_keys": {
            "account": {"new_number": ["accountnumber"]},
            "contact": {"new_person": ["emailaddress1", "lastname"]},
        },
        "change_tracking": {"contact": True},
    },
}


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs, as its ready line and its administration API tell of it."""

    ready: Mapping[str, Any]
    opener: urllib.request.OpenerDirector

    @property
    def url(self) -> str:
        """The organisation's address, as clients are given it."""
        return str(self.ready["dataverse_url"])

    @property
    def graph(self) -> str:
        """Graph's address with its version, as clients are given it."""
        return str(self.ready["graph_url"])

    @property
    def mailboxes(self) -> list[str]:
        """The address of each person of the seed."""
        return list(self.ready["mailboxes"])

    @property
    def users(self) -> list[str]:
        """The `systemuserid` of each person of the seed."""
        return list(self.ready["users"])

    def limit_requests(self, most: int) -> None:
        """A user may send so many requests in five minutes."""
        self._admin("seed", {"customization": {"limits": {"requests": most}}})

    def let_fail(
        self, operation: str, effect: Mapping[str, Any], *, service: str = "dataverse"
    ) -> None:
        """The next request of that kind meets the effect."""
        fault = {"service": service, "operation": operation, "effect": effect}
        self._admin("faults", fault)

    def plant(self, seed: Mapping[str, Any]) -> dict[str, Any]:
        """What the seed has brought into being."""
        return dict(self._admin("seed", seed))

    def let_pass(self, *, seconds: int) -> None:
        """So much of the tenant's time has passed."""
        self._admin("clock/advance", {"seconds": seconds})

    def revoke_tokens(self) -> None:
        """No token issued so far holds any longer."""
        self._admin("applications/revoke", {})

    def reset(self) -> None:
        """All is as it was after the start."""
        self._admin("reset", {})

    def graph_status(self, token: str) -> int:
        """What Graph answers to the bearer of a token: 200, or why not."""
        user = self.ready["mailboxes"][0]
        request = urllib.request.Request(  # noqa: S310 - the server's own address
            f"{self.ready['graph_url']}/users/{user}/calendar",
            headers={"Authorization": f"Bearer {token}"},
        )
        try:
            with self.opener.open(request) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def asked(self, service: str) -> list[dict[str, Any]]:
        """Every request since the journal was last emptied, oldest first."""
        found = self._admin("journal?limit=1000")["entries"]
        return [entry for entry in found if entry["service"] == service]

    def forget(self) -> None:
        """The journal is empty."""
        self._admin("journal", method="DELETE")

    def crashes(self) -> list[str]:
        """Bugs that the server has met so far."""
        return list(self._admin("journal?limit=1")["crashes"])

    def token(self, scope: str) -> str:
        """A token for the seed's application, got without any client."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self.ready["client_id"],
            "client_secret": self.ready["client_secret"],
            "scope": scope,
        }
        octets = urllib.parse.urlencode(form).encode()
        with self.opener.open(self.ready["token_url"], octets) as answer:
            return str(json.loads(answer.read())["access_token"])

    def _admin(self, path: str, body: object = None, *, method: str = "") -> Any:
        octets = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - the server's own address
            f"{self.ready['admin_url']}/{path}",
            octets,
            {"Content-Type": "application/json"},
            method=method or ("GET" if body is None else "POST"),
        )
        with self.opener.open(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextlib.contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Served]:
    """A server answers; afterwards it is gone."""
    seed_file = folder / "seed.json"
    seed_file.write_text(json.dumps(SEED), "utf-8")
    with launched("--seed-file", str(seed_file), *arguments) as (_, ready):
        yield Served(ready, _opener(ready["ca_file"]))


def _opener(ca_file: str | None) -> urllib.request.OpenerDirector:
    """What opens the server's addresses, past any proxy."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if ca_file:
        context = ssl.create_default_context(cafile=ca_file)
        handlers.append(urllib.request.HTTPSHandler(context=context))
    return urllib.request.build_opener(*handlers)
