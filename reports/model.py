"""What one run said, as values: the lines of results.jsonl, typed.

Field names are those of `results.schema.json`, where each is described. Nothing here
judges; that is `reports.summary`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How one scenario ended (architecture, section 1)."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    DEVIATION = "deviation"
    OBSERVED = "observed"
    NOT_APPLICABLE = "not_applicable"
    NOT_TESTABLE = "not_testable"
    CRASHED = "crashed"
    INCONCLUSIVE = "inconclusive"
    WAIVED = "waived"
    ERROR = "error"


class RunVerdict(StrEnum):
    """How a whole run ended."""

    CONFORMANT = "conformant"
    NOT_CONFORMANT = "not_conformant"
    INCONCLUSIVE = "inconclusive"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """Who was under test and what it claims, never how it was reached."""

    name: str
    version: str
    vendor: str
    homepage: str | None
    contract: int
    clock_mode: str
    claims: tuple[str, ...]
    exceptions: Mapping[str, str]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The documented sentence that a rule stands on."""

    document: str
    file: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the catalogue, as it stood when the run was made."""

    id: str
    profile: str
    title: str
    statement: str
    why: str | None
    strength: str
    confidence: str
    tier: str
    origin: str
    sync_method: str
    source: Source
    parameters: Mapping[str, Any] | None
    applies_when: tuple[str, ...]
    observable: str
    derived_from: tuple[str, ...]
    conflicts: tuple[str, ...]
    notes: str | None
    judgement: str
    not_tested: str | None
    reading: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One behaviour of a fake that is inferred, not documented."""

    id: str
    service: str
    section: str
    assumed: str
    switch: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The first line: what was planned, for whom, by which rules."""

    fieldsync: str
    iut: Implementation
    seed: int
    starts_at: str
    selected_profiles: tuple[str, ...]
    selected_rules: tuple[str, ...]
    selected_scenarios: tuple[str, ...]
    only_last_failed: bool
    command: str
    planned: tuple[str, ...]
    rules: tuple[Rule, ...]
    assumptions: tuple[Assumption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One Gherkin step as written, and how it went. `at` is None when it never ran."""

    keyword: str
    text: str
    outcome: str
    origin: str
    line: int
    at: str | None
    until: str | None
    table: Sequence[Sequence[str]] | None
    docstring: str | None
    duration_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of the virtual timeline."""

    at: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One HTTP request and its answer. `status` is None when the connection was lost.

    The header lists are the decoder's own, shared and not copied: twelve thousand
    exchanges are common, and nothing writes to them.
    """

    n: int
    at: str
    step: int | None
    service: str
    method: str
    target: str
    status: int | None
    fault: str | None
    request_headers: Sequence[Sequence[str]]
    request_body: str | None
    response_headers: Sequence[Sequence[str]]
    response_body: str | None
    truncated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """What covers a scenario that fails; `verdict` is what it would be without it."""

    reason: str
    issue: str
    owner: str
    expires: str
    days_left: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario (or one row of an outline) and everything that is known about it."""

    id: str
    profile: str
    feature: str
    file: str
    line: int
    rule: str
    title: str
    row: Mapping[str, str] | None
    verdict: Verdict
    message: str | None
    expected: str | None
    found: str | None
    looked: str | None
    observations: tuple[str, ...]
    repeat: str
    steps: tuple[Step, ...]
    timeline: tuple[Happening, ...]
    exchanges: tuple[Exchange, ...]
    diagnostics: str | None  # what the implementation tells about itself
    output: str | None  # what a process of it printed last
    duration_ms: float
    waiver: Waiver | None


class WaiverState(StrEnum):
    """What became of an entry of the waiver file."""

    USED = "used"
    STALE = "stale"
    EXPIRED = "expired"
    NO_EFFECT = "no_effect"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWaiver:
    """One entry of the waiver file, and how it stands at the end of the run."""

    rule: str
    scenario: str | None
    implementation: str
    versions: tuple[str, ...]
    reason: str
    issue: str
    owner: str
    expires: str
    days_left: int
    state: WaiverState
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverFile:
    """The waiver file of the run, and the day on which it was judged."""

    file: str
    judged_on: str
    entries: tuple[ListedWaiver, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last line: what the harness itself concluded."""

    verdict: RunVerdict
    counts: Mapping[Verdict, int]
    canary: str
    smoke: str
    stopped: bool
    message: str | None
    duration_ms: float
    waivers: WaiverFile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that a results file holds.

    `end` is None when the run was interrupted; `notice` then says so in one sentence,
    fit for the command line.
    """

    run: Run
    scenarios: tuple[Scenario, ...]
    end: End | None
    notice: str | None
