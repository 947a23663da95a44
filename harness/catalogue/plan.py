"""From the catalogue to what one run does: the only place that narrows it down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from harness.catalogue.features import PlannedScenario
from harness.catalogue.nearest import did_you_mean
from harness.catalogue.reading import Catalogue
from harness.catalogue.rule import Rule
from harness.errors import UnknownName, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run does: its rules, and its scenarios in order."""

    profiles: tuple[str, ...]
    rules: tuple[Rule, ...]
    scenarios: tuple[PlannedScenario, ...]


def plan(
    catalogue: Catalogue,
    *,
    profiles: Sequence[str] = (),
    rules: Sequence[str] = (),
    titles: Sequence[str] = (),
    ids: Collection[str] | None = None,
) -> Plan:
    """What to run; nothing asked means all, and what is asked is narrowed in turn.

    A title is a scenario's, an outline's (all rows) or a row's. `ids` leaves only
    these scenarios; ids that the catalogue does not have any more are let go.

    Raises:
        UnknownName: a profile, rule or scenario does not exist among what is left.
        UsageError: a title is that of scenarios of several rules.
    """
    chosen = _rules(catalogue, profiles, rules)
    names = {rule.id for rule in chosen}
    scenarios = [case for case in catalogue.scenarios if case.rule in names]
    if titles:
        found = {case.id for title in titles for case in _titled(title, scenarios)}
        scenarios = [case for case in scenarios if case.id in found]
    if ids is not None:
        scenarios = [case for case in scenarios if case.id in ids]
    if titles or ids is not None:
        names = {case.rule for case in scenarios}
        chosen = tuple(rule for rule in chosen if rule.id in names)
    return Plan(
        profiles=tuple(dict.fromkeys(rule.profile for rule in chosen)),
        rules=chosen,
        scenarios=tuple(scenarios),
    )


def _rules(
    catalogue: Catalogue, profiles: Sequence[str], rules: Sequence[str]
) -> tuple[Rule, ...]:
    for name in profiles:
        if name not in catalogue.profiles:
            known = ", ".join(catalogue.profiles)
            hint = f"{did_you_mean(name, catalogue.profiles)}Known: {known}."
            raise UnknownName(kind="profile", name=name, hint=hint)
    for rule_id in rules:
        if rule_id not in catalogue.rules:
            close = did_you_mean(rule_id, catalogue.rules)
            hint = f"{close}`fieldsync rules` lists every rule."
            raise UnknownName(kind="rule", name=rule_id, hint=hint)
    chosen = tuple(
        rule
        for rule in catalogue.rules.values()
        if (not profiles or rule.profile in profiles)
        and (not rules or rule.id in rules)
    )
    if not chosen:
        raise UnknownName(
            kind="rule",
            name=", ".join(rules),
            hint=f"None of them belongs to {', '.join(profiles)}.",
        )
    return chosen


def _titled(title: str, scenarios: Sequence[PlannedScenario]) -> list[PlannedScenario]:
    """The scenarios of that title: a single one, or rows of one outline."""
    found = [case for case in scenarios if title in (case.title, case.template)]
    if not found:
        known = [text for case in scenarios for text in (case.template, case.title)]
        hint = (
            f"{did_you_mean(title, known)}Titles are matched as they are written, with "
            "upper and lower case, among the profiles and rules asked for."
        )
        raise UnknownName(kind="scenario", name=title, hint=hint)
    rules = sorted({case.rule for case in found})
    if len(rules) > 1:
        raise UsageError(
            f"Scenarios of several rules are titled {title!r}. "
            f"Add one of: {', '.join(f'--rule {rule}' for rule in rules)}."
        )
    return found
