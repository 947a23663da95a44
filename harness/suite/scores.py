"""Counts verdicts while a run goes on, and concludes: the only place that does."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from harness.catalogue import PlannedScenario
from harness.stopwatch import Stopwatch
from harness.suite.canary import CANARY
from harness.suite.judge import Judgement
from harness.suite.record import excused_line
from harness.suite.recorder import ResultsFile
from harness.suite.request import RunRequest
from harness.verdicts import AGAINST, Conformance, Verdict, conformance
from harness.visible import visible
from harness.waivers import Ledger


class Listener(Protocol):
    """Whoever wants to see a run progress."""

    def planned(self, count: int) -> None:
        """So many scenarios will run."""
        ...

    def ended(self, title: str, rule: str, verdict: str, message: str | None) -> None:
        """A scenario has ended."""
        ...


class Scores:
    """Counts verdicts as lines arrive."""

    def __init__(
        self,
        request: RunRequest,
        results: ResultsFile,
        listener: Listener,
        ledger: Ledger,
    ) -> None:
        self._request = request
        self._results = results
        self._listener = listener
        self._ledger = ledger
        self._verdicts: list[Verdict] = []
        self._canary: Verdict | None = None
        self._stumbled: list[Verdict] = []  # of the canary, where it could not be told
        self._complaints: list[str] = []

    def hear(self, text: str) -> None:
        """A scenario's line has arrived."""
        line = json.loads(text)
        if line["id"] == CANARY:
            self._hear_canary(Verdict(line["verdict"]), line["message"])
            return
        judged = self._ledger.apply(line)
        if judged is line:
            self._results.write_text(text)
        else:
            self._results.write(judged)
        self._count(judged)

    def _hear_canary(self, verdict: Verdict, message: str) -> None:
        """An implementation that breaks down in it says nothing about the bench."""
        self._canary = verdict
        if verdict in _STUMBLES:
            self._stumbled.append(verdict)
            self.complain(
                "The implementation broke down before the first scenario, in the "
                f"canary, with which every run begins: {message}"
            )

    def complain(self, text: str) -> None:
        """The implementation broke the contract outside of every scenario."""
        self._complaints.append(visible(text, lines=True))  # it may quote

    def enough(self) -> bool:
        """Whether no further scenario can mend the verdict, and the canary is judged.

        Without the canary nobody could be accused.
        """
        if self._canary is None:
            return False
        decided = AGAINST | {Verdict.ERROR}
        return not self._canary_holds or not decided.isdisjoint(self._verdicts)

    @property
    def _canary_holds(self) -> bool:
        """Whether nothing shows that the bench is blind."""
        return self._canary is Verdict.FAIL or bool(self._stumbled)

    def excuse(self, case: PlannedScenario, reason: str) -> None:
        """The scenario does not apply."""
        judgement = Judgement(verdict=Verdict.NOT_APPLICABLE, message=reason)
        line = excused_line(case, judgement, self._request)
        self._results.write(line)
        self._count(line)

    def end_line(self, smoked: str, planned: int, clock: Stopwatch) -> dict[str, Any]:
        """What the run came to."""
        left = planned - len(self._verdicts)
        stopped = self._request.fail_fast and left > 0 and self.enough()
        at_fault, listed = self._ledger.conclude()
        at_fault = (*self._complaints, *at_fault)
        verdict = conformance(
            [*self._verdicts, *self._stumbled],
            complete=stopped or not left,
            canary_failed=self._canary_holds,
            all_else_holds=not at_fault,
        )
        counts = {one.value: self._verdicts.count(one) for one in Verdict}
        return {
            "kind": "end",
            "verdict": verdict.value,
            "counts": {name: count for name, count in counts.items() if count},
            "canary": self._canary_words(),
            "smoke": smoked,
            "stopped": stopped,
            "message": "\n".join(_messages(verdict, at_fault, stopped=stopped)) or None,
            "duration_ms": clock.ms,
            **listed,
        }

    def _canary_words(self) -> str:
        if self._canary is None:
            return "did not run"
        if self._stumbled:
            return "did not end"
        return "failed as it must" if self._canary is Verdict.FAIL else "passed"

    def _count(self, line: Mapping[str, Any]) -> None:
        self._verdicts.append(Verdict(line["verdict"]))
        self._listener.ended(
            line["title"], line["rule"], line["verdict"], line["message"]
        )


_STUMBLES: Final = frozenset(
    {Verdict.CRASHED, Verdict.INCONCLUSIVE, Verdict.NOT_TESTABLE}
)
_VOID = (
    "The bench cannot be trusted: the canary did not fail as it must, or a scenario "
    "ended in an error of the harness or a gap of a fake. Nobody is accused."
)
_STOPPED = (
    "The run ended at the first scenario that decides it, as asked for (--fail-fast)."
)


def _messages(
    verdict: Conformance, at_fault: tuple[str, ...], *, stopped: bool
) -> Iterator[str]:
    if verdict is Conformance.VOID:
        yield _VOID
    else:
        yield from at_fault
    if stopped:
        yield _STOPPED
