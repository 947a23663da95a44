"""A mutant: a small, named replacement in the reference that breaks one rule."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch

from harness.adapters.iut import Implementation, Iut, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The replacement, and which careless vendor would have written it.

    `target` is the path of a module, optionally with a class: `package.module` or
    `package.module:Class`. `replacement` stands in for its attribute. `reason` is a
    part of the message with which a scenario of the rule must fail.
    """

    rule: str
    name: str
    careless: str
    target: str
    attribute: str
    replacement: Any
    reason: str

    @property
    def id(self) -> str:
        """How the command line calls it: `BKG-061/work-order-leaks`."""
        return f"{self.rule}/{self.name}"

    @property
    def owner(self) -> Any:
        """The module or class whose attribute is replaced."""
        module, _, class_name = self.target.partition(":")
        owner = importlib.import_module(module)
        return getattr(owner, class_name) if class_name else owner

    @property
    def original(self) -> Any:
        """What the attribute is in the healthy reference."""
        return getattr(self.owner, self.attribute)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Inside the block the reference is broken; afterwards it is healthy."""
        with patch.object(self.owner, self.attribute, self.replacement):
            yield


class Mutated:
    """The reference under a mutant: broken from the first call to the last."""

    def __init__(self, mutant: Mutant, make: Callable[[], Iut]) -> None:
        self._mutant = mutant
        self._iut = make()

    async def describe(self) -> Implementation:
        """What the reference says of itself."""
        return await self._iut.describe()

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """As the reference, broken."""
        with self._mutant.applied():
            return await self._iut.open(session_id, session)

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """As the reference, broken."""
        with self._mutant.applied():
            return await self._iut.advance(session_id, to)

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """As the reference, broken."""
        with self._mutant.applied():
            await self._iut.signal(session_id, signal)

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """As the reference."""
        return await self._iut.diagnostics(session_id)

    async def close(self, session_id: str) -> None:
        """As the reference."""
        await self._iut.close(session_id)

    async def stop(self) -> None:
        """As the reference."""
        await self._iut.stop()
