"""What the templates show, worked out beforehand, so that they decide nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports import words
from reports.bodies import pack
from reports.model import Results, Rule, Run, Scenario
from reports.scenario_view import (
    OPEN,
    Context,
    ScenarioView,
    place_of,
    scenario_view,
    slugs_of,
)
from reports.shown import web_address
from reports.summary import (
    BROKEN,
    HELD,
    UNDECIDED,
    ProfileSummary,
    RuleSummary,
    RuleVerdict,
    counts_of,
    missing_of,
    profiles_of,
    verdict_of,
)
from reports.waiver_view import ListedView, listed_views
from reports.words import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One stretch of a bar: so many of one verdict, from `start` on."""

    label: Label
    start: int
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """A rule with its scenarios, and the counts that its heading tells."""

    rule: Rule
    label: Label
    is_open: bool
    exception: str | None
    tally: str
    where: str | None
    repeat: str | None
    parameters: tuple[tuple[str, str], ...]
    first_message: str | None
    scenarios: tuple[ScenarioView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """A profile as a row of the table and as a section of rules."""

    name: str
    is_claimed: bool
    label: Label
    bar: tuple[Segment, ...]
    total: int
    held: int
    broken: int
    undecided: int
    unjudged: int
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that the templates need."""

    results: Results
    label: Label
    asked: tuple[str, ...]
    headline: str
    explanation: str
    homepage: str | None
    clock: str
    contract: str
    rules_bar: tuple[Segment, ...]
    scenarios_bar: tuple[Segment, ...]
    attention: tuple[RuleView, ...]
    profiles: tuple[ProfileView, ...]
    untested: tuple[RuleView, ...]
    missing: tuple[str, ...]
    waivers: tuple[ListedView, ...]
    labels: tuple[Label, ...]
    seen: tuple[Label, ...]
    strengths: tuple[str, ...]
    chunks: Iterator[str]


def page_of(results: Results) -> Page:
    """The page that shows these results."""
    profiles = profiles_of(results)
    packed = pack(
        scenario
        for profile in profiles
        for rule in profile.rules
        for scenario in rule.scenarios
    )
    context = Context(
        starts_at=results.run.starts_at,
        slugs=slugs_of(results.scenarios),
        places=packed.places,
    )
    exceptions = results.run.iut.exceptions
    views = tuple(_profile_view(profile, exceptions, context) for profile in profiles)
    rules = [rule for profile in views for rule in profile.rules]
    by_severity = list(words.OF_RULE.values())
    seen = {rule.label.css for rule in rules}
    seen |= {scenario.verdict.value for scenario in results.scenarios}
    return Page(
        results=results,
        label=words.OF_RUN[verdict_of(results)],
        asked=tuple(_asked(results.run)),
        headline=words.headline(results, profiles),
        explanation=words.explanation(results, profiles),
        homepage=web_address(results.run.iut.homepage),
        clock=words.clock(results.run.iut.clock_mode),
        contract=words.contract(results.run.iut.contract),
        rules_bar=_bar(Counter(rule.label.css for rule in rules)),
        scenarios_bar=_bar(
            {verdict.value: number for verdict, number in counts_of(results).items()},
        ),
        attention=tuple(
            sorted(
                (rule for rule in rules if rule.is_open),
                key=lambda rule: by_severity.index(rule.label),
            ),
        ),
        profiles=views,
        untested=tuple(rule for rule in rules if rule.rule.not_tested is not None),
        missing=missing_of(results),
        waivers=listed_views(results),
        labels=tuple(by_severity),
        seen=tuple(label for label in by_severity if label.css in seen),
        strengths=tuple(dict.fromkeys(rule.rule.strength for rule in rules)),
        chunks=packed.chunks,
    )


def _asked(run: Run) -> Iterator[str]:
    """What the run was narrowed down to; nothing when it was asked for everything."""
    yield from run.selected_profiles
    yield from run.selected_rules
    yield from (f"“{title}”" for title in run.selected_scenarios)
    if run.only_last_failed:
        yield "what had failed before"


def _profile_view(
    profile: ProfileSummary,
    exceptions: Mapping[str, str],
    context: Context,
) -> ProfileView:
    total = len(profile.rules)
    held, broken, undecided = (
        words.tally((profile,), which) for which in (HELD, BROKEN, UNDECIDED)
    )
    return ProfileView(
        name=profile.name,
        is_claimed=profile.is_claimed,
        label=words.OF_PROFILE[profile.verdict],
        bar=_bar({verdict.value: n for verdict, n in profile.counts.items()}),
        total=total,
        held=held,
        broken=broken,
        undecided=undecided,
        unjudged=total - held - broken - undecided,
        rules=tuple(
            _rule_view(rule, exceptions.get(rule.rule.id), context)
            for rule in profile.rules
        ),
    )


def _rule_view(
    summary: RuleSummary,
    exception: str | None,
    context: Context,
) -> RuleView:
    # What all scenarios have in common is said once.
    repeat = _shared(one.repeat for one in summary.scenarios)
    where = _shared(f"{one.feature}, {one.file}" for one in summary.scenarios)
    messages = (one.message for one in summary.scenarios if one.message is not None)
    return RuleView(
        rule=summary.rule,
        label=words.OF_RULE[summary.verdict],
        is_open=summary.verdict in OPEN,
        exception=exception,
        tally=_tally(summary.scenarios),
        where=where,
        repeat=repeat,
        parameters=tuple(_flat(summary.rule.parameters or {})),
        first_message=next(messages, None),
        scenarios=tuple(
            scenario_view(
                scenario,
                context,
                where=f"line {scenario.line}" if where else place_of(scenario),
                repeat=None if repeat else scenario.repeat,
            )
            for scenario in summary.scenarios
        ),
    )


def _tally(scenarios: Sequence[Scenario]) -> str:
    """`3 scenarios`, or `1 fail, 2 pass` when they differ."""
    if not scenarios:
        return ""
    counted = Counter(one.verdict for one in scenarios)
    if len(counted) == 1:
        return words.counted(len(scenarios), "scenario")
    return ", ".join(
        f"{number} {words.OF_RULE[RuleVerdict(verdict.value)].word}"
        for verdict, number in counted.items()
    )


def _shared(texts: Iterable[str]) -> str | None:
    """The one text, or None when they differ or there is none."""
    distinct = dict.fromkeys(texts)
    return next(iter(distinct)) if len(distinct) == 1 else None


def _bar(counts: Mapping[str, int]) -> tuple[Segment, ...]:
    """The bar's segments: what is broken at the left edge, what is unjudged last."""
    segments = []
    start = 0
    for verdict in words.BAR_ORDER:
        number = counts.get(verdict.value, 0)
        if number:
            label = words.OF_RULE[verdict]
            segments.append(Segment(label=label, start=start, number=number))
            start += number
    return tuple(segments)


def _flat(parameters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        values = value if isinstance(value, list) else [value]
        yield name.replace("_", " "), ", ".join(str(one) for one in values)
