"""The only place that judges: from scenarios to rules, profiles and the whole run.

Pure functions. The command line takes its exit code from `verdict_of`, the page its
headline, so the two cannot disagree. "A verdict from a broken bench accuses nobody":
void outranks inconclusive, which outranks not conformant.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reports.errors import UnusableResults
from reports.model import (
    ListedWaiver,
    Results,
    Rule,
    RunVerdict,
    Scenario,
    Verdict,
    WaiverState,
)

CANARY_PASSED: Final = "passed"


class RuleVerdict(StrEnum):
    """How a rule stands: the worst of its scenarios, or why there is none.

    In order of precedence, worst first.
    """

    ERROR = "error"
    INCONCLUSIVE = "inconclusive"
    CRASHED = "crashed"
    FAIL = "fail"
    NOT_TESTABLE = "not_testable"
    WAIVED = "waived"
    DEVIATION = "deviation"
    NOT_APPLICABLE = "not_applicable"
    OBSERVED = "observed"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    NOT_RUN = "not_run"
    NOT_TESTED = "not_tested"


class ProfileVerdict(StrEnum):
    """How a profile stands, from its rules."""

    CONFORMANT = "conformant"
    NOT_CONFORMANT = "not_conformant"
    UNDECIDED = "undecided"
    PARTIAL = "partial"
    NOT_JUDGED = "not_judged"


PRECEDENCE: Final = tuple(RuleVerdict)
BROKEN: Final = frozenset(
    {RuleVerdict.CRASHED, RuleVerdict.FAIL, RuleVerdict.NOT_TESTABLE},
)
UNDECIDED: Final = frozenset({RuleVerdict.ERROR, RuleVerdict.INCONCLUSIVE})
HELD: Final = frozenset({RuleVerdict.PASS, RuleVerdict.DEVIATION, RuleVerdict.WAIVED})
_AT_FAULT: Final = frozenset({WaiverState.STALE, WaiverState.EXPIRED})
_HARSHEST_LAST: Final = (
    RunVerdict.CONFORMANT,
    RunVerdict.NOT_CONFORMANT,
    RunVerdict.INCONCLUSIVE,
    RunVerdict.VOID,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSummary:
    """A rule, how it stands, and the scenarios that say so, worst first."""

    rule: Rule
    verdict: RuleVerdict
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSummary:
    """A profile with its rules, worst first, and how many stand how."""

    name: str
    is_claimed: bool
    verdict: ProfileVerdict
    rules: tuple[RuleSummary, ...]
    counts: Mapping[RuleVerdict, int]


def verdict_of(results: Results) -> RunVerdict:
    """The verdict of the whole run, worked out from its lines.

    The end line's own verdict can only make it harsher, for a reason that it tells.
    """
    worked_out = _verdict_of_lines(results)
    if results.end is None:
        return worked_out
    return max(worked_out, results.end.verdict, key=_HARSHEST_LAST.index)


def check_end(results: Results, *, where: str) -> None:
    """Nothing happens if the end line agrees with the lines before it.

    Raises:
        UnusableResults: the end line counts otherwise, is milder than the scenarios,
            or harsher without telling why.
    """
    end = results.end
    if end is None:
        return
    counted = counts_of(results)
    for verdict in Verdict:
        if end.counts.get(verdict, 0) != counted[verdict]:
            wrong = (
                f"the end line counts {end.counts.get(verdict, 0)} {verdict.value}, the"
                f" scenario lines {counted[verdict]}"
            )
            break
    else:
        worked_out = _verdict_of_lines(results)
        is_explained = verdict_of(results) is end.verdict and end.message is not None
        if end.verdict is worked_out or is_explained:
            return
        wrong = (
            f"the end line says {end.verdict.value}, its waivers and the scenario lines"
            f" say {worked_out.value}"
        )
    raise UnusableResults(
        where=where,
        what=wrong,
        remedy="give the file as fieldsync wrote it, or run again",
    )


def counts_of(results: Results) -> Mapping[Verdict, int]:
    """How many scenarios ended in each verdict, zeros included."""
    counted = Counter(scenario.verdict for scenario in results.scenarios)
    return {verdict: counted[verdict] for verdict in Verdict}


def is_complete(results: Results) -> bool:
    """Whether the run reached its end and left no planned scenario out."""
    return results.end is not None and not missing_of(results)


def is_empty(results: Results) -> bool:
    """Whether nothing ran, for want of scenarios or of claims."""
    return all(one.verdict is Verdict.NOT_APPLICABLE for one in results.scenarios)


def is_part(results: Results) -> bool:
    """Whether the run was asked for less than whole profiles."""
    run = results.run
    return bool(run.selected_rules or run.selected_scenarios or run.only_last_failed)


def missing_of(results: Results) -> tuple[str, ...]:
    """The ids of planned scenarios that have no line, in the order planned."""
    present = {scenario.id for scenario in results.scenarios}
    return tuple(id for id in results.run.planned if id not in present)


def waivers_at_fault(results: Results) -> tuple[ListedWaiver, ...]:
    """The waivers that are stale or expired: they fail the run like a broken rule."""
    if results.end is None or results.end.waivers is None:
        return ()
    entries = results.end.waivers.entries
    return tuple(one for one in entries if one.state in _AT_FAULT)


def rules_of(results: Results) -> tuple[RuleSummary, ...]:
    """Every rule of the run with its verdict, in the order of the catalogue."""
    by_rule: dict[str, list[Scenario]] = {}
    for scenario in results.scenarios:
        by_rule.setdefault(scenario.rule, []).append(scenario)
    return tuple(
        _rule_summary(rule, by_rule.get(rule.id, ())) for rule in results.run.rules
    )


def profiles_of(results: Results) -> tuple[ProfileSummary, ...]:
    """Every profile of the run, in the order of the catalogue."""
    by_profile: dict[str, list[RuleSummary]] = {}
    for rule in rules_of(results):
        by_profile.setdefault(rule.rule.profile, []).append(rule)
    claims = results.run.iut.claims
    return tuple(
        _profile_summary(
            name, rules, is_claimed=name in claims, is_part=is_part(results)
        )
        for name, rules in by_profile.items()
    )


def verdict_of_rule(rule: Rule, verdicts: Iterable[Verdict]) -> RuleVerdict:
    """The worst of the rule's scenarios; not tested or not run when it has none."""
    worst = min(
        (PRECEDENCE.index(RuleVerdict(verdict.value)) for verdict in verdicts),
        default=None,
    )
    if worst is not None:
        return PRECEDENCE[worst]
    return RuleVerdict.NOT_RUN if rule.not_tested is None else RuleVerdict.NOT_TESTED


def _verdict_of_lines(results: Results) -> RunVerdict:
    canary_sang = results.end is not None and results.end.canary == CANARY_PASSED
    seen = {RuleVerdict(scenario.verdict.value) for scenario in results.scenarios}
    if canary_sang or RuleVerdict.ERROR in seen:
        return RunVerdict.VOID
    if RuleVerdict.INCONCLUSIVE in seen or is_empty(results):
        return RunVerdict.INCONCLUSIVE
    # Where a run stopped at what is broken, nothing that is missing can mend it.
    stopped = results.end is not None and results.end.stopped
    is_broken = bool(seen & BROKEN or waivers_at_fault(results))
    if is_broken and (stopped or is_complete(results)):
        return RunVerdict.NOT_CONFORMANT
    return RunVerdict.CONFORMANT if is_complete(results) else RunVerdict.INCONCLUSIVE


def _rule_summary(rule: Rule, scenarios: Iterable[Scenario]) -> RuleSummary:
    worst_first = sorted(
        scenarios,
        key=lambda scenario: PRECEDENCE.index(RuleVerdict(scenario.verdict.value)),
    )
    return RuleSummary(
        rule=rule,
        verdict=verdict_of_rule(rule, (one.verdict for one in worst_first)),
        scenarios=tuple(worst_first),
    )


def _profile_summary(
    name: str,
    rules: Iterable[RuleSummary],
    *,
    is_claimed: bool,
    is_part: bool,
) -> ProfileSummary:
    worst_first = sorted(rules, key=lambda rule: PRECEDENCE.index(rule.verdict))
    counted = Counter(rule.verdict for rule in worst_first)
    return ProfileSummary(
        name=name,
        is_claimed=is_claimed,
        verdict=_verdict_of_profile(frozenset(counted), is_part=is_part),
        rules=tuple(worst_first),
        counts={verdict: counted[verdict] for verdict in PRECEDENCE},
    )


def _verdict_of_profile(
    standings: frozenset[RuleVerdict], *, is_part: bool
) -> ProfileVerdict:
    if standings & UNDECIDED:
        return ProfileVerdict.UNDECIDED
    if standings & BROKEN:
        return ProfileVerdict.NOT_CONFORMANT
    if not standings & HELD:
        return ProfileVerdict.NOT_JUDGED
    # Rules that a selection or an interruption left out may still be broken.
    if is_part or RuleVerdict.NOT_RUN in standings:
        return ProfileVerdict.PARTIAL
    return ProfileVerdict.CONFORMANT
