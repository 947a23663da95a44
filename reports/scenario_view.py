"""Scenarios as the page shows them: steps, timeline, exchanges, anchors."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from reports import words
from reports.model import Exchange, Happening, Scenario, Step
from reports.shown import moment
from reports.summary import BROKEN, UNDECIDED, RuleVerdict
from reports.waiver_view import WaiverView, waiver_view
from reports.words import Label

OPEN: Final = BROKEN | UNDECIDED
_LONGEST_SLUG: Final = 40
_API_ROOT: Final = re.compile(r"^[^?]*?/(?:api/data/v[\d.]+|v1\.0)(?=/)")
# Ids cannot be told apart by eye in full; eight signs can, and rows stay on one line.
_LONG_ID: Final = re.compile(
    r"\b([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22}"
    r"|(?<=/)(?=[\w=-]*\d)([\w-]{8})[\w=-]{16,}",
)
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_ORIGINS: Final[Mapping[str, str | None]] = {
    "feature": "feature background",
    "rule": "rule background",
    "scenario": None,
}


class Call(NamedTuple):
    """One exchange as it reads without its bodies. A tuple: there are thousands."""

    text: str
    fault: str | None
    is_notable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Exchanges of one virtual moment within one step."""

    moment: str
    step: int | None
    calls: tuple[Call, ...]


class StepView(NamedTuple):
    """A step as written; `moment` is empty where it is that of the step before.

    A tuple, as Call.
    """

    outcome: str
    moment: str
    keyword: str
    text: str
    origin: str | None
    table: Sequence[Sequence[str]] | None
    docstring: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """What happened at one virtual moment."""

    moment: str
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioView:
    """A scenario, where it is on the page and where its bodies are packed."""

    scenario: Scenario
    where: str
    repeat: str | None
    steps: tuple[StepView, ...]
    timeline: tuple[Happenings, ...]
    label: Label
    slug: str
    is_open: bool
    calls: tuple[Calls, ...]
    place: str | None
    waiver: WaiverView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every scenario needs to know of the run and the page."""

    starts_at: str
    slugs: Mapping[str, str]
    places: Mapping[str, str]


def scenario_view(
    scenario: Scenario,
    context: Context,
    *,
    where: str,
    repeat: str | None,
) -> ScenarioView:
    """The scenario; `where` and `repeat` leave out what its rule already says."""
    return ScenarioView(
        scenario=scenario,
        where=where,
        repeat=repeat,
        steps=tuple(_steps(scenario.steps, context.starts_at)),
        timeline=tuple(_timeline(scenario.timeline, context.starts_at)),
        label=words.OF_RULE[RuleVerdict(scenario.verdict.value)],
        slug=context.slugs[scenario.id],
        is_open=RuleVerdict(scenario.verdict.value) in OPEN,
        calls=tuple(_calls(scenario.exchanges, context.starts_at)),
        place=context.places.get(scenario.id),
        waiver=waiver_view(scenario.waiver),
    )


def place_of(scenario: Scenario) -> str:
    """Feature, file and line."""
    return f"{scenario.feature}, {scenario.file}:{scenario.line}"


def _steps(steps: Iterable[Step], starts_at: str) -> Iterator[StepView]:
    told = ""
    for step in steps:
        span = _span(step, starts_at)
        yield StepView(
            keyword=step.keyword,
            text=step.text,
            outcome=step.outcome,
            moment="" if span == told else span,
            origin=_ORIGINS[step.origin],
            table=step.table,
            docstring=step.docstring,
        )
        told = span.rpartition(" → ")[2]


def _span(step: Step, starts_at: str) -> str:
    """When the step ran: `08:00`, or `08:00 → 08:15` when time passed in it."""
    if step.at is None:
        return ""
    began = moment(step.at, besides=starts_at)
    if step.until is None or step.until == step.at:
        return began
    return f"{began} → {moment(step.until, besides=starts_at)}"


def _timeline(entries: Iterable[Happening], starts_at: str) -> Iterator[Happenings]:
    for at, together in groupby(entries, key=lambda one: one.at):
        yield Happenings(
            moment=moment(at, besides=starts_at),
            happenings=tuple(together),
        )


def _calls(exchanges: Iterable[Exchange], starts_at: str) -> Iterator[Calls]:
    """Exchanges side by side in time and step; virtual time makes that many."""
    for (at, step), together in groupby(exchanges, key=lambda one: (one.at, one.step)):
        yield Calls(
            moment=moment(at, besides=starts_at),
            step=None if step is None else step + 1,
            calls=tuple(_call(exchange) for exchange in together),
        )


def _call(exchange: Exchange) -> Call:
    status = "lost" if exchange.status is None else str(exchange.status)
    return Call(
        text=f"{exchange.method}\t{status}\t{exchange.service}\t{_path(exchange.target)}",
        fault=exchange.fault,
        is_notable=status == "lost" or status >= "400" or exchange.fault is not None,
    )


@lru_cache(maxsize=4096)
def _path(target: str) -> str:
    """The path below the root of the service's API; the whole is with the bodies."""
    below_root = _API_ROOT.sub("", target.partition("?")[0])
    return _LONG_ID.sub(lambda id: f"{id[1] or id[2]}…", below_root)


def slugs_of(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """A readable, unique anchor per scenario, the same for the same results."""
    slugs: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for scenario in scenarios:
        slug = _slug(f"{scenario.rule} {scenario.title}")
        taken[slug] += 1
        repeated = taken[slug]
        while repeated > 1 and f"{slug}-{repeated}" in taken:
            repeated += 1
        unique = slug if repeated == 1 else f"{slug}-{repeated}"
        taken[unique] += repeated > 1
        slugs[scenario.id] = unique
    return slugs


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words_only = _NOT_A_WORD.sub("-", plain.lower()).strip("-")
    return f"s-{words_only[:_LONGEST_SLUG].rstrip('-')}"
