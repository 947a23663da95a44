"""The reference implementation in this process: the default implementation under test.

With the mutants, the only importer of `reference_impl`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from harness.adapters.documents import implementation_of, progress_of
from harness.adapters.iut import ClockMode, Implementation, Progress
from harness.errors import IutCrashed, NotOffered
from reference_impl import ReferenceImplementation, UnsupportedSignal

T = TypeVar("T")


class ReferenceIut:
    """Speaks the contract to the reference without HTTP in between."""

    clock_mode = ClockMode.VIRTUAL
    is_foreign = False

    def __init__(self) -> None:
        self._engine = ReferenceImplementation()

    async def describe(self) -> Implementation:
        """What the reference says of itself."""
        return implementation_of(self._engine.describe())

    async def open(self, session_id: str, session: Mapping[str, Any]) -> Progress:
        """The reference knows the tenant; its first cycle is due."""
        return await self._ask(self._engine.put_session(session_id, session))

    async def advance(self, session_id: str, to: datetime) -> Progress:
        """The reference has done what was due."""
        return await self._ask(self._engine.advance(session_id, to))

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """The reference has been told."""
        try:
            await guarded(self._engine.signal(session_id, signal))
        except UnsupportedSignal as error:
            raise NotOffered(str(error)) from error

    async def diagnostics(self, session_id: str) -> Mapping[str, Any]:
        """What the reference tells about itself."""
        return await guarded(self._engine.diagnostics(session_id))

    async def close(self, session_id: str) -> None:
        """The reference has forgotten the tenant."""
        await guarded(self._engine.delete_session(session_id))

    async def stop(self) -> None:
        """The reference's connections are closed."""
        await self._engine.close()

    def last_output(self) -> None:
        """It has no output of its own."""

    async def _ask(self, answer: Awaitable[Mapping[str, Any]]) -> Progress:
        return progress_of(await guarded(answer))


async def guarded(answer: Awaitable[T]) -> T:
    """The answer; whatever the implementation raises is its own crash, not ours.

    Raises:
        IutCrashed: the implementation raised.
    """
    try:
        return await answer
    except UnsupportedSignal:
        raise
    except Exception as error:  # foreign code: anything may come out of it
        raise IutCrashed(
            f"The implementation died with {type(error).__name__}: {error}"
        ) from error
