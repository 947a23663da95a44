"""Every word and sign the page uses for a verdict, and the sentences built from them.

A verdict is never told by colour alone: each has a sign and a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reports.model import Results, RunVerdict, WaiverState
from reports.summary import (
    BROKEN,
    CANARY_PASSED,
    HELD,
    UNDECIDED,
    ProfileSummary,
    ProfileVerdict,
    RuleVerdict,
    is_complete,
    is_empty,
    is_part,
    missing_of,
    verdict_of,
    waivers_at_fault,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """How one verdict is shown: its CSS class, sign, word and meaning."""

    css: str
    sign: str
    word: str
    meaning: str


def _label(css: str, sign: str, word: str, meaning: str) -> Label:
    return Label(css=css, sign=sign, word=word, meaning=meaning)


OF_RULE: Final[Mapping[RuleVerdict, Label]] = {
    RuleVerdict.ERROR: _label(
        "error",
        "!",
        "error",
        "A bug of the harness or a gap of a fake. It voids the run and accuses nobody.",
    ),
    RuleVerdict.INCONCLUSIVE: _label(
        "inconclusive",
        "?",
        "inconclusive",
        "The test could not decide: a time-out, a clock that was not verified, a fault"
        " of the set-up. Not held against the implementation, but the run is not"
        " conformant either.",
    ),
    RuleVerdict.CRASHED: _label(
        "crashed",
        "↯",
        "crashed",
        "The implementation died or broke the contract. Counts against it.",
    ),
    RuleVerdict.FAIL: _label(
        "fail",
        "✗",
        "fail",
        "A must-rule was broken, in the very way the rule is about. Counts against the"
        " implementation.",
    ),
    RuleVerdict.NOT_TESTABLE: _label(
        "not_testable",
        "⊘",
        "not testable",
        "Claimed, but a prerequisite that the claim implies did not work. Counts"
        " against the implementation.",
    ),
    RuleVerdict.WAIVED: _label(
        "waived",
        "⚑",
        "waived",
        "It fails, and a waiver with reason, owner and expiry date covers it.",
    ),
    RuleVerdict.DEVIATION: _label(
        "deviation",
        "≠",
        "deviation",
        "A should-rule was not followed. Reported, not held against the"
        " implementation.",
    ),
    RuleVerdict.NOT_APPLICABLE: _label(
        "not_applicable",
        "–",
        "not applicable",
        "The implementation does not claim it.",
    ),
    RuleVerdict.OBSERVED: _label(
        "observed",
        "○",
        "observed",
        "Nothing is judged here; what the implementation did is told.",
    ),
    RuleVerdict.PASS: _label("pass", "✓", "pass", "The rule held."),
    RuleVerdict.NOT_RUN: _label(
        "not_run",
        "·",
        "not run",
        "No scenario of the rule ran: not selected, or the run ended before it.",
    ),
    RuleVerdict.NOT_TESTED: _label(
        "not_tested",
        "∅",
        "not tested",
        "No scenario judges the rule; the reason stands with it.",
    ),
}

CANARY_FAILED: Final = "failed as it must"
BAR_ORDER: Final = (
    RuleVerdict.ERROR,
    RuleVerdict.INCONCLUSIVE,
    RuleVerdict.CRASHED,
    RuleVerdict.FAIL,
    RuleVerdict.NOT_TESTABLE,
    RuleVerdict.WAIVED,
    RuleVerdict.DEVIATION,
    RuleVerdict.PASS,
    RuleVerdict.OBSERVED,
    RuleVerdict.NOT_APPLICABLE,
    RuleVerdict.NOT_RUN,
    RuleVerdict.NOT_TESTED,
)

OF_RUN: Final[Mapping[RunVerdict, Label]] = {
    RunVerdict.CONFORMANT: _label("pass", "✓", "Conformant", ""),
    RunVerdict.NOT_CONFORMANT: _label("fail", "✗", "Not conformant", ""),
    RunVerdict.INCONCLUSIVE: _label("inconclusive", "?", "Inconclusive", ""),
    RunVerdict.VOID: _label("error", "!", "Void", ""),
}

OF_PROFILE: Final[Mapping[ProfileVerdict, Label]] = {
    ProfileVerdict.CONFORMANT: _label("pass", "✓", "conformant", ""),
    ProfileVerdict.NOT_CONFORMANT: _label("fail", "✗", "not conformant", ""),
    ProfileVerdict.UNDECIDED: _label("inconclusive", "?", "undecided", ""),
    ProfileVerdict.PARTIAL: _label("not_run", "·", "held so far", ""),
    ProfileVerdict.NOT_JUDGED: _label("not_applicable", "–", "not judged", ""),
}


OF_WAIVER: Final[Mapping[WaiverState, Label]] = {
    WaiverState.USED: _label("waived", "⚑", "used", ""),
    WaiverState.STALE: _label("fail", "✗", "stale", ""),
    WaiverState.EXPIRED: _label("fail", "✗", "expired", ""),
    WaiverState.NO_EFFECT: _label("not_applicable", "–", "no effect", ""),
}

OF_CLOCK: Final[Mapping[str, str]] = {
    "virtual": "the harness told it the time, deadlines are judged exactly",
    "jump": "its clock was moved from wake to wake, deadlines are judged to the minute",
    "rate": "its clock ran faster than real time, deadlines are judged to the minute",
    "realtime": "nothing was sped up, what takes longer than minutes was not judged",
}


def clock(mode: str) -> str:
    """How the implementation's clock was driven, and what that means for deadlines."""
    return f"{mode}: {OF_CLOCK[mode]}"


def contract(version: int) -> str:
    """`version 1`, or that the implementation speaks none."""
    return f"version {version}" if version else "none: a black box"


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 rule`, `2 rules`, `1,204 rules`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def headline(results: Results, profiles: tuple[ProfileSummary, ...]) -> str:
    """The verdict of the run in words, fit for a heading."""
    verdict = verdict_of(results)
    return f"{OF_RUN[verdict].word}{_because(verdict, results, profiles)}"


def _because(
    verdict: RunVerdict,
    results: Results,
    profiles: tuple[ProfileSummary, ...],
) -> str:
    errors, undecided = (
        tally(profiles, frozenset({which}))
        for which in (RuleVerdict.ERROR, RuleVerdict.INCONCLUSIVE)
    )
    match verdict:
        case RunVerdict.CONFORMANT:
            part = ", as far as was asked for" if is_part(results) else ""
            return part if tally(profiles, HELD) else ", but no rule was judged"
        case RunVerdict.NOT_CONFORMANT:
            broken = tally(profiles, BROKEN)
            is_or_are = "is" if broken == 1 else "are"
            rules = f": {counted(broken, 'rule')} {is_or_are} broken"
            return rules if broken else _because_of_waivers(results)
        case RunVerdict.INCONCLUSIVE if not is_complete(results):
            return ": the run is incomplete"
        case RunVerdict.INCONCLUSIVE:
            rules = counted(undecided, "rule")
            nothing = ": nothing ran" if is_empty(results) else ""
            return f": {rules} could not be decided" if undecided else nothing
        case RunVerdict.VOID if results.end and results.end.canary != CANARY_FAILED:
            return f": the canary {results.end.canary}"
        case RunVerdict.VOID:
            rules = counted(errors, "rule")
            return f": the harness erred on {rules}" if errors else ""


def _because_of_waivers(results: Results) -> str:
    at_fault = waivers_at_fault(results)
    states = sorted({OF_WAIVER[one.state].word for one in at_fault})
    return (
        f": {counted(len(at_fault), ' or '.join(states) + ' waiver')}" if states else ""
    )


def days_left(days: int) -> str:
    """`41 days left`, `last day`, `expired 1 day ago`, as of the day of the run."""
    if days < 0:
        return f"expired {counted(-days, 'day')} ago"
    return f"{counted(days, 'day')} left" if days else "last day"


def explanation(results: Results, profiles: tuple[ProfileSummary, ...]) -> str:
    """One or two sentences below the headline: what it means for the reader."""
    broken, undecided, held = (
        tally(profiles, which) for which in (BROKEN, UNDECIDED, HELD)
    )
    judged = broken + undecided + held
    share = f"{held:,} of {counted(judged, 'judged rule')} held"
    match verdict_of(results):
        case RunVerdict.VOID if _canary_passed(results):
            return (
                "The canary is a scenario that must fail. It passed, so this bench"
                " cannot tell right from wrong and nothing here counts."
            )
        case RunVerdict.VOID:
            first = (
                "The fault is in the harness or its fakes, not in the implementation."
                " A verdict from a broken bench accuses nobody."
            )
        case RunVerdict.INCONCLUSIVE if not is_complete(results):
            missing, planned = len(missing_of(results)), len(results.run.planned)
            first = (
                f"{missing:,} of {counted(planned, 'scenario')} left no result, so the"
                " rest decides nothing."
                if missing
                else "Every scenario has a result, but the run never came to its end."
            )
        case RunVerdict.INCONCLUSIVE if is_empty(results):
            return "Nothing of what was asked for is claimed and has a scenario."
        case RunVerdict.INCONCLUSIVE:
            first = "What could not be decided may hide anything, so nothing is said."
        case RunVerdict.NOT_CONFORMANT:
            return f"{share}."
        case RunVerdict.CONFORMANT:
            return f"{share}. None is broken." if judged else "Nothing was judged."
    return f"{first} So far {share}."


def tally(
    profiles: tuple[ProfileSummary, ...],
    verdicts: frozenset[RuleVerdict],
) -> int:
    """How many rules stand in one of these verdicts."""
    return sum(
        number
        for profile in profiles
        for verdict, number in profile.counts.items()
        if verdict in verdicts
    )


def _canary_passed(results: Results) -> bool:
    return results.end is not None and results.end.canary == CANARY_PASSED
