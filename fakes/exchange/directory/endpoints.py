"""Where users are (section 2.3)."""

from __future__ import annotations

from typing import Final

from fakes.exchange.directory import answers, translating
from fakes.exchange.endpoint import Endpoint
from fakes.exchange.permissions import READ_USERS

ENDPOINTS: Final = (
    Endpoint("GET", "/users", answers.users, "user.list", READ_USERS),
    Endpoint("GET", "{U}", answers.user, "user.read", READ_USERS),
    Endpoint(
        "POST",
        "{U}/translateExchangeIds",
        translating.translate,
        "user.translateExchangeIds",
        READ_USERS,
    ),
)
