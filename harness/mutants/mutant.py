"""A mutant: a small, named replacement in the reference that breaks one rule."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest.mock import patch

from harness.adapters.iut import Implementation, Iut, Progress
from harness.errors import HarnessError


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """The replacement, and which careless vendor would have written it.

    `patches` maps the path of an attribute below `reference_impl`, such as
    `rules.content.priority` or `shell.cycle.Cycle.read_back`, to what stands in for
    it. `reason` is a part of the message with which a scenario of the rule must fail.
    """

    rule: str
    name: str
    careless: str
    reason: str
    patches: Mapping[str, Any]

    @property
    def id(self) -> str:
        """How the command line calls it: `BKG-061/work-order-leaks`."""
        return f"{self.rule}/{self.name}"

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Inside the block the reference is broken; afterwards it is healthy."""
        with ExitStack() as stack:
            for path, replacement in self.patches.items():
                owner, attribute = located(path)
                stack.enter_context(patch.object(owner, attribute, replacement))
            yield


def mutant(
    mutant_id: str, careless: str, *, reason: str, patches: Mapping[str, Any]
) -> Mutant:
    """The mutant of that id, `RULE/name`."""
    rule, _, name = mutant_id.partition("/")
    return Mutant(
        rule=rule, name=name, careless=careless, reason=reason, patches=patches
    )


def located(path: str) -> tuple[Any, str]:
    """The module or class of the reference, and the name of its attribute.

    Raises:
        HarnessError: the reference has no such attribute any more.
    """
    *parts, attribute = path.split(".")
    owner: Any = importlib.import_module(f"reference_impl.{parts[0]}.{parts[1]}")
    for part in parts[2:]:
        owner = getattr(owner, part)
    if not hasattr(owner, attribute):
        raise HarnessError(f"a mutant replaces reference_impl.{path}, which is gone")
    return owner, attribute


def original(path: str) -> Any:
    """What stands at that path in the healthy reference."""
    owner, attribute = located(path)
    return getattr(owner, attribute)


class Mutated:
    """The reference under a mutant: broken from the first call to the last."""

    def __init__(self, mutant: Mutant, make: Callable[[], Iut]) -> None:
        self._mutant = mutant
        self._iut = make()
        self.clock_mode = self._iut.clock_mode
        self.is_foreign = self._iut.is_foreign

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

    def last_output(self) -> str | None:
        """As the reference."""
        return self._iut.last_output()
