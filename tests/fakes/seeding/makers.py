"""Tenants with a seed in them, and the refusals of others."""

from __future__ import annotations

from typing import Any

import pytest

from fakes import Tenant
from fakes.instants import MONDAY
from fakes.seeding import Planted, SeedRefused, checked, plant

NINA = {"name": "Nina Example", "email": "nina@contoso.example"}
GUID = "11111111-2222-4333-8444-555555555555"


def a_tenant() -> Tenant:
    return Tenant("t", seed=1, now=MONDAY, root_url="http://127.0.0.1:1")


def planted(seed: dict[str, Any], tenant: Tenant | None = None) -> Planted:
    return plant(tenant or a_tenant(), checked(seed), seed=1)


def refusal(seed: Any, tenant: Tenant | None = None) -> SeedRefused:
    with pytest.raises(SeedRefused) as caught:
        planted(seed, tenant)
    return caught.value
