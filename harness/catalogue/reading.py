"""From a features folder to its catalogue, without a flaw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.catalogue.features import (
    FeatureFile,
    PlannedScenario,
    cases,
    read_feature,
)
from harness.catalogue.lint import lint
from harness.catalogue.rule import Rule
from harness.catalogue.rules import Profile, read_profile
from harness.errors import CatalogueBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every profile, rule and scenario of a features folder, without a flaw."""

    root: Path
    profiles: Mapping[str, Profile]
    rules: Mapping[str, Rule]
    features: tuple[FeatureFile, ...]
    scenarios: tuple[PlannedScenario, ...]

    def why(self, rule_id: str) -> str | None:
        """Why the rule exists, as its Rule block tells; None without a block."""
        for feature in self.features:
            for block in feature.blocks:
                if rule_id in block.ids:
                    return block.why or None
        return None


def read_catalogue(root: Path) -> Catalogue:
    """The catalogue below `root`.

    Raises:
        CatalogueBroken: anything is wrong with it; every problem is told at once.
    """
    problems: list[str] = []
    folders = (
        sorted(path.parent for path in root.glob("*/rules.yaml"))
        if root.is_dir()
        else []
    )
    if not folders:
        raise CatalogueBroken([f"{root}: holds no profile (no */rules.yaml)."])
    profiles: dict[str, Profile] = {}
    features: list[FeatureFile] = []
    for folder in folders:
        profile = read_profile(folder / "rules.yaml", problems)
        if profile is not None:
            profiles[profile.name] = profile
        for path in sorted(folder.glob("*.feature")):
            feature = read_feature(path, problems)
            if feature is not None:
                features.append(feature)
    rules = {rule.id: rule for one in profiles.values() for rule in one.rules}
    if not problems:
        problems.extend(lint(features, rules))
    if problems:
        raise CatalogueBroken(problems)
    return Catalogue(
        root=root,
        profiles=profiles,
        rules=rules,
        features=tuple(features),
        scenarios=tuple(case for feature in features for case in cases(feature)),
    )
