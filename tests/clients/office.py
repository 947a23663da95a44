"""python-o365, pointed at the server as its users do it: the only place that does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest
from O365 import Account, MSGraphProtocol
from O365.utils.token import MemoryTokenBackend
from requests.exceptions import HTTPError

from tests.clients.served import Served
from tests.clients.signing_in import an_application

SCOPE: Final = "https://graph.microsoft.com/.default"
ZONE: Final = "Europe/Vienna"


def an_account(served: Served, address: str, **options: Any) -> Any:
    """The mailbox of that address, signed in.

    Its protocol has another address, its msal another authority: the library writes
    both down. Its pause of 200 ms between two requests is left out.
    """
    protocol = type(
        "LocalProtocol",
        (MSGraphProtocol,),
        {"_protocol_url": served.graph.removesuffix("v1.0")},
    )
    account = Account(
        (served.ready["client_id"], served.ready["client_secret"]),
        protocol=protocol(timezone=ZONE),
        main_resource=address,
        auth_flow_type="credentials",
        tenant_id=served.ready["tenant_id"],
        token_backend=MemoryTokenBackend(),
        verify_ssl=served.ready["ca_file"],
        requests_delay=0,
        **options,
    )
    account.con._msal_client = an_application(
        served, token_cache=account.con.token_backend
    )
    assert account.authenticate(requested_scopes=[SCOPE])
    return account


def refusal(ask: Callable[[], object]) -> tuple[int, str]:
    """Status and code of the error that the library raises instead of an answer.

    It takes the message over into its own; the code stays in the answer.
    """
    with pytest.raises(HTTPError, match="Error Message: ") as refused:
        ask()
    response = refused.value.response
    assert response is not None
    return response.status_code, str(response.json()["error"]["code"])
