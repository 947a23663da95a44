"""Everything that can go wrong besides a rule being broken.

FieldsyncError
├── UsageError            the caller can mend it: one sentence, exit code 2
│   ├── CatalogueBroken   a rules.yaml or feature file that cannot be used
│   ├── UnknownName       a profile, rule, mutant or address that does not exist
│   ├── Unwritable        an output folder that cannot be written
│   └── IutUnusable       the smoke check failed: nothing was scored; later: crashed
├── Undecided             the bench cannot decide      -> inconclusive
│   ├── NeverIdle         the implementation does not come to rest
│   ├── TimedOut          it did not answer in time
│   ├── ClockNotKept      it does not live in the time that it is given
│   └── FakeGap           a fake does not support what was asked   -> error
├── Accused               the implementation is at fault without breaking a rule
│   ├── PrerequisiteFailed   what the scenario rests on did not work -> not_testable
│   ├── NotAlive             nothing shows that it looked            -> not_testable
│   ├── NotInRealTime        real time would take days               -> not_testable
│   ├── NotOffered           it says that it does not offer this     -> not_applicable
│   └── IutCrashed           it died or broke the contract           -> crashed
└── HarnessError          a bug of ours                 -> error

Only an `ExpectationFailed` (an AssertionError) means that a rule was broken.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from harness.verdicts import Verdict


class FieldsyncError(Exception):
    """The root of the tree."""

    verdict: ClassVar[Verdict] = Verdict.ERROR


class UsageError(FieldsyncError):
    """The caller can mend it."""


class CatalogueBroken(UsageError):  # noqa: N818 - reads as the state it reports
    """Feature files or catalogue cannot be used; every problem is listed."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class UnknownName(UsageError):  # noqa: N818
    """Nothing of that kind has that name."""

    def __init__(self, *, kind: str, name: str, hint: str) -> None:
        super().__init__(f"There is no {kind} {name!r}. {hint}")


class Unwritable(UsageError):  # noqa: N818
    """The output cannot be written there."""

    def __init__(self, *, path: Path, reason: str) -> None:
        super().__init__(
            f"Nothing can be written to {path}: {reason}. "
            "Choose another folder (--out)."
        )


class Undecided(FieldsyncError):  # noqa: N818
    """The bench cannot decide."""

    verdict = Verdict.INCONCLUSIVE


class NeverIdle(Undecided):
    """The implementation does not come to rest."""


class TimedOut(Undecided):
    """The implementation did not answer in time."""


class ClockNotKept(Undecided):
    """The implementation does not live in the time that it is given."""


class FakeGap(Undecided):
    """A fake was asked for something that it does not support."""

    verdict = Verdict.ERROR

    def __init__(self, gaps: list[str]) -> None:
        self.gaps = tuple(gaps)
        super().__init__(
            "A fake does not support what the implementation asked for: "
            + "; ".join(gaps[:5])
            + ". Nothing can be judged from this scenario."
        )


class Accused(FieldsyncError):  # noqa: N818
    """The implementation is at fault, though not against the rule itself."""


class PrerequisiteFailed(Accused):
    """What the scenario rests on did not work."""

    verdict = Verdict.NOT_TESTABLE


class NotAlive(Accused):
    """Nothing shows that the implementation looked, so absence proves nothing."""

    verdict = Verdict.NOT_TESTABLE


class NotInRealTime(Accused):
    """The clock mode is real time, in which the scenario cannot be played."""

    verdict = Verdict.NOT_TESTABLE


class IutCrashed(Accused):
    """The implementation died or broke the contract."""

    verdict = Verdict.CRASHED


class NotOffered(Accused):
    """The implementation says that it does not offer what the scenario needs."""

    verdict = Verdict.NOT_APPLICABLE


class IutUnusable(UsageError):  # noqa: N818
    """The implementation failed the smoke check: nothing was scored.

    One that passed it, and cannot be started for a scenario, has crashed there.
    """

    verdict = Verdict.CRASHED


class HarnessError(FieldsyncError):
    """A bug of ours."""


class ExpectationFailed(AssertionError):  # noqa: N818
    """What a rule demands did not show. Fields say what, and how it was looked for."""

    def __init__(self, *, expected: str, found: str, looked: str) -> None:
        self.expected = expected
        self.found = found
        self.looked = looked
        super().__init__(f"Expected {expected}; found {found}.")
