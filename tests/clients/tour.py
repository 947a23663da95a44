"""A walk through the API without any client's models in between: answers as they are.

The only place that sends by hand; every JSON answer is laid beside its model at once.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from msgraph.generated.models.o_data_errors.o_data_error import ODataError

from tests.clients.sdk_models import differences, members
from tests.clients.served import Served


@dataclass(frozen=True, slots=True)
class Tour:
    """A signed-in caller who takes nothing on trust."""

    http: httpx.Client
    organiser: str  # path of the first person of the seed
    attendee: str
    attendee_address: str

    def get(self, path: str, model: Any, **headers: str) -> Any:
        """The answer, which is what its model says."""
        return self._send("GET", path, model, None, headers)

    def post(self, path: str, body: object, model: Any = None, **headers: str) -> Any:
        """The answer, which is what its model says; None says that there is no body."""
        return self._send("POST", path, model, body, headers)

    def patch(self, path: str, body: object, model: Any, **headers: str) -> Any:
        """The answer, which is what its model says."""
        return self._send("PATCH", path, model, body, headers)

    def delete(self, path: str) -> None:
        """It is gone; nothing is said."""
        self._send("DELETE", path, None, None, {})

    def refused(self, method: str, path: str, body: object = None) -> tuple[int, str]:
        """Status and code of a refusal, which is what the model of errors says."""
        response = self.http.request(method, path, json=body)
        answer = response.json()
        assert differences(answer, ODataError) == []
        assert members(ODataError) == set(answer)
        return response.status_code, answer["error"]["code"]

    def _send(
        self, method: str, path: str, model: Any, body: object, headers: dict[str, str]
    ) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.http.request(method, path, json=body, headers=named)
        assert response.is_success, response.text
        if model is None:
            assert response.content == b""
            return None
        answer = response.json()
        unlike = differences(answer, model)
        assert unlike == [], f"{method} {path}: {unlike}"
        return answer


@contextmanager
def a_tour(served: Served) -> Iterator[Tour]:
    """Somebody who may ask; afterwards the connections are closed."""
    token = served.token("https://graph.microsoft.com/.default")
    trust = ssl.create_default_context(cafile=served.ready["ca_file"])
    organiser, attendee = served.mailboxes
    with httpx.Client(
        base_url=served.graph,
        verify=trust,
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    ) as http:
        yield Tour(
            http=http,
            organiser=f"/users/{organiser}",
            attendee=f"/users/{attendee}",
            attendee_address=attendee,
        )


def missing(answer: dict[str, Any], model: Any) -> set[str]:
    """What the model knows and the answer does not say, not even as null."""
    return set(members(model) - set(answer))
