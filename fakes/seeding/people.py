"""People whom nobody names: the only place that asks Faker."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

from faker import Faker

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

DOMAIN: Final = "contoso.example"


class Made(NamedTuple):
    """A person's name, and an address that nobody has yet."""

    name: str
    address: str


@functools.cache
def _faker() -> Faker:
    return Faker("en_US")


def people(count: int, *, seed: str, taken: Collection[str]) -> Iterator[Made]:
    """So many people; the same seed names the same ones."""
    faker = _faker()
    faker.seed_instance(seed)
    addresses = {one.lower() for one in taken}
    for _ in range(count):
        first, last = str(faker.first_name()), str(faker.last_name())
        local = ".".join("".join(filter(str.isalnum, one)) for one in (first, last))
        address = f"{local.lower()}@{DOMAIN}"
        number = 1
        while address in addresses:
            number += 1
            address = f"{local.lower()}{number}@{DOMAIN}"
        addresses.add(address)
        yield Made(f"{first} {last}", address)
