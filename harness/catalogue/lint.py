"""What pytest-bdd loses in silence and a specification must not contain.

Every check returns whole sentences: what, where, what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from harness.catalogue.features import PLACEHOLDER, FeatureFile, Template
from harness.catalogue.rule import Rule

_BANNED: Final = frozenset({"@skip", "@xfail", "@skipif"})


def lint(features: Iterable[FeatureFile], rules: Mapping[str, Rule]) -> list[str]:
    """Every problem of features and catalogue taken together, in reading order."""
    found: list[str] = []
    titles: dict[str, str] = {}
    told: set[str] = set()
    for feature in features:
        found.extend(_blocks(feature, rules))
        if not feature.templates:
            found.append(f"{feature.where}: holds no scenario. Write one or delete it.")
        for template in feature.templates:
            place = f"{feature.where}:{template.line}"
            found.extend(_template(place, template))
            if template.title in titles:
                found.append(
                    f"{place}: the title {template.title!r} stands already at "
                    f"{titles[template.title]}; only one of the two would run. "
                    "Give each scenario its own title."
                )
            titles.setdefault(template.title, place)
            if template.rule:
                told.add(template.rule)
    found.extend(_rules(rules, told))
    return found


def _blocks(feature: FeatureFile, rules: Mapping[str, Rule]) -> Iterator[str]:
    for block in feature.blocks:
        place = f"{feature.where}:{block.line}"
        if not block.ids:
            yield f"{place}: the rule {block.name!r} has no tag. Tag it with its id."
        if len(block.ids) > 1:
            ids = ", ".join(block.ids)
            yield f"{place}: the rule {block.name!r} has several ids ({ids}). Keep one."
        for rule_id in block.ids:
            rule = rules.get(rule_id)
            if rule is None:
                yield (
                    f"{place}: the catalogue knows no rule {rule_id}. Mend the tag, or "
                    f"add the rule to features/{feature.profile}/rules.yaml."
                )
            elif rule.profile != feature.profile:
                yield (
                    f"{place}: {rule_id} belongs to the profile {rule.profile}. Move "
                    f"its scenarios to features/{rule.profile}."
                )


def _template(place: str, template: Template) -> Iterator[str]:
    title = template.title
    if template.rule is None:
        yield f"{place}: {title!r} stands under no tagged rule. Move it under its rule."
    if not any(step.origin == "scenario" for step in template.steps):
        yield f"{place}: {title!r} has no steps and would pass. Write its steps."
    if template.description:
        yield (
            f"{place}: {title!r} has text that is no step: {template.description!r}. "
            "Mend its first word, or move it to the rule."
        )
    if template.is_outline and not template.rows:
        yield f"{place}: the outline {title!r} has no rows. Add examples."
    for tag in template.tags:
        if tag in _BANNED:
            yield f"{place}: {title!r} is tagged {tag}. Nothing is skipped; remove it."
    if not template.is_outline and PLACEHOLDER.search(title):
        yield f"{place}: {title!r} has a placeholder but no examples."
    if template.rows:
        yield from _placeholders(place, template)


def _placeholders(place: str, template: Template) -> Iterator[str]:
    names = set(template.rows[0])
    texts = [template.title, *(step.text for step in template.steps)]
    texts += [
        cell for step in template.steps for cells in step.table or () for cell in cells
    ]
    used = {name for text in texts for name in PLACEHOLDER.findall(text)}
    for name in sorted(used - names):
        yield f"{place}: <{name}> of {template.title!r} is no column of its examples."
    keys = [tuple(row.values()) for row in template.rows]
    if len(set(keys)) < len(keys):
        yield f"{place}: the outline {template.title!r} has two equal rows. Remove one."


def _rules(rules: Mapping[str, Rule], told: set[str]) -> Iterator[str]:
    for rule in rules.values():
        place = f"features/{rule.profile}/rules.yaml"
        if rule.id not in told and rule.not_tested is None:
            yield (
                f"{place}: {rule.id} has no scenario. Write one, or say under "
                "not_tested why it cannot be judged."
            )
        if rule.id in told and rule.not_tested is not None:
            yield (
                f"{place}: {rule.id} has scenarios and is marked not_tested. "
                "Remove one of the two."
            )
