"""Waivers as the page shows them: beside their scenario, and all in one list."""

from dataclasses import dataclass

from reports import words
from reports.model import ListedWaiver, Results, Waiver
from reports.shown import web_address
from reports.summary import RuleVerdict
from reports.words import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverView:
    """What covers one scenario; `link` only where the issue is a web address."""

    waiver: Waiver
    otherwise: str
    link: str | None
    days_left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedView:
    """One row of the list; `anchor` only where the run has the rule."""

    waiver: ListedWaiver
    label: Label
    anchor: str | None
    made_for: str
    link: str | None
    days_left: str


def waiver_view(waiver: Waiver | None) -> WaiverView | None:
    """The waiver of a scenario; None for the many without one."""
    if waiver is None:
        return None
    return WaiverView(
        waiver=waiver,
        otherwise=words.OF_RULE[RuleVerdict(waiver.verdict.value)].word,
        link=web_address(waiver.issue),
        days_left=words.days_left(waiver.days_left),
    )


def listed_views(results: Results) -> tuple[ListedView, ...]:
    """Every waiver of the run's file, in its order."""
    if results.end is None or results.end.waivers is None:
        return ()
    known = {rule.id for rule in results.run.rules}
    return tuple(
        ListedView(
            waiver=one,
            label=words.OF_WAIVER[one.state],
            anchor=one.rule if one.rule in known else None,
            made_for=f"{one.implementation} {' or '.join(one.versions)}",
            link=web_address(one.issue),
            days_left=words.days_left(one.days_left),
        )
        for one in results.end.waivers.entries
    )
