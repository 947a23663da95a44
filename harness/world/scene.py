"""The scene of one scenario: who acted last, and how things stood right after."""

from __future__ import annotations

from datetime import datetime

from fakes import Tenant
from harness.errors import NotInRealTime
from harness.world.cast import Cast
from harness.world.mark import Mark, mark
from harness.world.moments import Moment
from harness.world.timeline import Timeline


class Scene:
    """Tenant, cast and story; every act of a person is told and marked here."""

    def __init__(
        self, tenant: Tenant, cast: Cast, timeline: Timeline, *, is_real: bool
    ) -> None:
        self.tenant = tenant
        self._is_real = is_real  # time
        self.cast = cast
        self.timeline = timeline
        self.since: Mark = mark(tenant, cast)

    @property
    def now(self) -> datetime:
        """The scenario's present instant."""
        return self.tenant.clock.now()

    def at(self, moment: Moment) -> datetime:
        """The instant that a feature's words mean at present.

        Raises:
            NotInRealTime: they mean the week in which stories begin.
        """
        if self._is_real and not moment.is_relative:
            raise NotInRealTime(
                f"In real time it cannot be played: {moment.text!r} means the week in "
                "which virtual time begins."
            )
        return moment.at(self.now)

    def remember(self) -> None:
        """What changes from here on is not people's doing."""
        self.since = mark(self.tenant, self.cast)

    def acted(self, text: str) -> None:
        """A person has acted."""
        self.remember()
        self.timeline.tell(self.now, "change", text)
