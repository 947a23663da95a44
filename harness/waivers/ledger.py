"""The waivers of one run at work: applied line by line, judged at its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from harness.adapters.iut import Implementation
from harness.verdicts import Verdict
from harness.waivers.standing import complaints, standings, told
from harness.waivers.verdicts import with_waiver
from harness.waivers.waiver import Waivers


class Ledger:
    """Remembers what the scenarios came to before any waiver."""

    def __init__(
        self, waivers: Waivers, *, implementation: Implementation, today: date
    ) -> None:
        self._waivers = waivers
        self._implementation = implementation
        self._today = today
        self._ended: dict[str, Verdict] = {}

    def apply(self, line: Mapping[str, Any]) -> Mapping[str, Any]:
        """The line as it is written: the very same where no waiver speaks."""
        self._ended[line["id"]] = Verdict(line["verdict"])
        return with_waiver(
            line,
            self._waivers,
            implementation=self._implementation,
            today=self._today,
        )

    def conclude(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """Why the run fails for its waivers, and what the end line tells of them."""
        found = standings(
            self._waivers,
            self._ended,
            implementation=self._implementation,
            today=self._today,
        )
        listed = told(self._waivers, found, self._today)
        return complaints(found), {} if listed is None else {"waivers": listed}
