"""The reference as the harness sees it: many sessions, one pool, one database."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from reference_impl.errors import InvalidSession, UnknownSession
from reference_impl.shell import contract
from reference_impl.shell.http import Http
from reference_impl.shell.session import Session
from reference_impl.shell.state import SessionState
from reference_impl.shell.store import Store


@dataclass(slots=True, kw_only=True)
class Turns:
    """Who has a session, and how many have it or wait for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    taken: int = 0


class ReferenceImplementation:
    """Serves sessions one after another or side by side.

    With a database file the sessions survive the process; the default keeps them in
    memory.
    """

    def __init__(self, *, database_url: str | sa.URL = "sqlite://") -> None:
        self._http = Http()
        self._store = Store(database_url)
        self._sessions: dict[str, Session] = {}
        self._turns: dict[str, Turns] = {}

    def describe(self) -> dict[str, Any]:
        """Return the `Implementation` document: who this is and what it claims."""
        return dict(contract.IMPLEMENTATION)

    async def put_session(
        self, session_id: str, session: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Connect a session and return its `Progress`; no cycle runs yet.

        A live session of that name is replaced. With `resume` the stored one goes on
        where it was.

        Raises:
            InvalidSession: the document breaks the contract.
            UnknownSession: there is nothing to resume.
        """
        document = contract.session_of(session)
        async with self._turn(session_id):
            state = self._state_for(session_id, document)
            live = Session(
                session_id, document, http=self._http, store=self._store, state=state
            )
            live.save()
            self._sessions[session_id] = live
            return live.progress()

    async def advance(self, session_id: str, to: datetime) -> dict[str, Any]:
        """Do everything due at or before that time and return the `Progress`.

        Raises:
            UnknownSession: there is no such session.
            InvalidSession: the time has no offset, or lies in the past.
        """
        if to.tzinfo is None:
            raise InvalidSession("The time to advance to has no offset from UTC.")
        async with self._turn(session_id):
            live = self._session(session_id)
            await live.advance(to.astimezone(UTC))
            return live.progress()

    async def signal(self, session_id: str, signal: Mapping[str, Any]) -> None:
        """Take note of a `Signal`.

        Raises:
            UnknownSession: there is no such session.
            UnsupportedSignal: signals of that kind are not understood.
            InvalidSession: the document breaks the contract.
        """
        self._session(session_id)
        understood = contract.signal_of(signal)
        async with self._turn(session_id):
            live = self._session(session_id)
            await live.signal(understood)

    async def diagnostics(self, session_id: str) -> dict[str, Any]:
        """Return what helps to understand a session.

        Raises:
            UnknownSession: there is no such session.
        """
        return self._session(session_id).diagnostics()

    async def delete_session(self, session_id: str) -> None:
        """Forget a session and everything stored of it.

        Raises:
            UnknownSession: there is no such session.
        """
        async with self._turn(session_id):
            self._session(session_id)
            del self._sessions[session_id]
            self._store.delete(session_id)

    def prove_database(self) -> None:
        """Read from the database once; it raises what a broken one raises."""
        self._store.prove()

    async def close(self) -> None:
        """Close every connection; stored sessions stay in a database file."""
        self._sessions.clear()
        await self._http.close()
        self._store.close()

    def _state_for(
        self, session_id: str, document: contract.SessionDocument
    ) -> SessionState:
        if not document.resume:
            self._store.delete(session_id)
            return SessionState(now=document.now, next_wake=document.now)
        state = self._store.load(session_id)
        if state is None:
            raise UnknownSession(f"There is no session {session_id!r} to resume.")
        # Quiet cycles leave no trace, so what is stored may be due since long.
        state.now = max(state.now, document.now)
        state.next_wake = max(state.next_wake, state.now)
        return state

    def _session(self, session_id: str) -> Session:
        live = self._sessions.get(session_id)
        if live is None:
            raise UnknownSession(f"There is no session {session_id!r}.")
        return live

    @asynccontextmanager
    async def _turn(self, session_id: str) -> AsyncIterator[None]:
        """Nobody else has the session meanwhile; who waited may find it gone."""
        turns = self._turns.setdefault(session_id, Turns())
        turns.taken += 1
        try:
            async with turns.lock:
                yield
        finally:
            turns.taken -= 1
            if not turns.taken:
                del self._turns[session_id]
