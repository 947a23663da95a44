"""The bench of one process: one loop, one server, one implementation, many tenants."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, Self

import freezegun

from fakes import FakeServer, ServerUnavailable
from harness.adapters.address import parse_address
from harness.adapters.iut import ClockMode, Implementation, Iut
from harness.adapters.opening import open_iut
from harness.adapters.target import Way
from harness.errors import Accused, Undecided, UsageError
from harness.mutants.mutant import Mutant, Mutated
from harness.stopwatch import wall_clock
from harness.suite.request import RunRequest
from harness.world.loop import Loop
from harness.world.moments import START
from harness.world.world import World

_MOST: Final = 3  # complaints of one kind that a run tells


class Bench:
    """Servers and implementation, started once and used for every scenario."""

    def __init__(
        self, address: str, *, clock: ClockMode | None = None, port: int = 0
    ) -> None:
        self._server = FakeServer()
        self.target = parse_address(address, clock=clock)
        self.iut: Iut = open_iut(self.target, is_quiet=lambda: self._server.is_quiet)
        self.loop = Loop()
        self._complaints: list[str] = []
        self._forgotten: set[str] = set()  # tenants whose sessions ended as they should
        try:
            self.loop.run(self._server.start(port=port))
        except ServerUnavailable as error:
            self.loop.run(self.iut.stop())
            self.loop.close()
            raise UsageError(str(error)) from error
        self.root_url = self._server.root_url

    @classmethod
    def of(cls, request: RunRequest) -> Self:
        """The bench that a run asks for."""
        clock = ClockMode(request.clock) if request.clock else None
        return cls(request.iut, clock=clock, port=request.port)

    def describe(self) -> Implementation:
        """Who is under test."""
        return self.loop.run(self.iut.describe())

    @property
    def start(self) -> datetime:
        """When stories begin."""
        is_real = self.iut.clock_mode is ClockMode.REALTIME
        return wall_clock() if is_real else START

    def open_world(
        self,
        scenario_id: str,
        *,
        seed: int,
        mutant: Mutant | None = None,
        now: datetime | None = None,
    ) -> World:
        """A fresh world for the scenario: own tenant, own clock, own session."""
        name = f"t{zlib.crc32(scenario_id.encode()):08x}"
        tenant = self._server.open_tenant(name, seed=seed, now=now or self.start)
        iut = Mutated(mutant, lambda: self.iut) if mutant else self.iut
        return World(tenant=tenant, iut=iut, loop=self.loop, seed=seed)

    def close_world(self, world: World) -> None:
        """The implementation has forgotten the scenario, and so has the server.

        The scenario has been judged by now: that an implementation stumbles over its
        end is a complaint about the whole run.
        """
        was_sound = world.session.is_sound
        try:
            world.session.close()
        except (Accused, Undecided) as error:
            if was_sound:  # else its scenario has told already
                self._complaints.append(f"A session could not be deleted: {error}")
        # Of what broke down nobody demands silence; of what is dead nothing comes but
        # what was under way.
        if world.session.is_sound and self.target.way is not Way.BLACKBOX:
            self._forgotten.add(world.tenant.name)
        self._server.close_tenant(world.tenant.name)

    def strays(self, world: World) -> tuple[str, ...]:
        """What has been asked of the world's tenant since it was closed: the first."""
        return tuple(self._server.strays.get(world.tenant.name, ()))

    def complaints(self) -> Iterator[str]:
        """Where the implementation broke the contract outside of every scenario."""
        yield from self._complaints[:_MOST]
        asked_since = self._server.strays
        strays = [
            asked for name, asked in asked_since.items() if name in self._forgotten
        ]
        if strays:
            count = "one session" if len(strays) == 1 else f"{len(strays)} sessions"
            them = "that was" if len(strays) == 1 else "that were"
            yield (
                f"The implementation did not fall silent after DELETE: for {count} "
                f"{them} over it went on sending requests, the first of them "
                f"{strays[0][0]}. It must end what works for a session before it "
                "answers its DELETE."
            )

    def close(self) -> None:
        """Nothing of the bench runs any more."""
        self.loop.run(self.iut.stop())
        self.loop.run(self._server.stop())
        self.loop.close()


class PinnedClock:
    """The process's own clock stands still: a stray read shows as a constant."""

    def __init__(self) -> None:
        freezegun.configure(
            extend_ignore_list=[
                "harness.processes",  # waits for processes that know real time only
                "harness.stopwatch",
                "aiohttp",  # connections age in real time
                "execnet",
                "pytest_bdd",
                "_pytest",
                "rich",
                "sqlalchemy",
                "xdist",
            ]
        )
        self._freeze: Any = freezegun.freeze_time(START, real_asyncio=True)

    def __enter__(self) -> None:
        self._freeze.start()

    def __exit__(self, *_: object) -> None:
        self._freeze.stop()
