"""Where subscriptions are, and what may be done there (section 2.5).

The permission is that of what is watched: the create asks for it itself.
"""

from __future__ import annotations

from typing import Final

from fakes.exchange.endpoint import Endpoint
from fakes.exchange.subscriptions import answers

_ALL: Final = "/subscriptions"
_ONE: Final = f"{_ALL}/{{subscription}}"
ENDPOINTS: Final = (
    Endpoint("GET", _ALL, answers.subscriptions, "subscription.list", None),
    Endpoint("POST", _ALL, answers.create, "subscription.create", None),
    Endpoint("GET", _ONE, answers.read, "subscription.read", None),
    Endpoint("PATCH", _ONE, answers.renew, "subscription.update", None),
    Endpoint("DELETE", _ONE, answers.delete, "subscription.delete", None),
    Endpoint(
        "POST",
        f"{_ONE}/reauthorize",
        answers.reauthorize,
        "subscription.reauthorize",
        None,
    ),
)
