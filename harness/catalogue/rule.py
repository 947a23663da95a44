"""One documented rule, as `features/<profile>/rules.yaml` holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

Strength: TypeAlias = Literal["must", "should", "may", "informative"]
Judgement: TypeAlias = Literal["verdict", "deviation", "observation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the rule is documented."""

    document: str
    file: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule with every fact of the catalogue (spec/README.md, "A rule")."""

    id: str
    profile: str
    title: str
    statement: str
    strength: Strength
    confidence: Literal["high", "medium", "low"]
    tier: Literal["core", "extended"]
    origin: Literal["seed", "linked"]
    sync_method: Literal["sss", "com", "both"]
    source: Source
    parameters: Mapping[str, Any] | None
    applies_when: tuple[str, ...]
    observable: str
    derived_from: tuple[str, ...]
    conflicts: tuple[str, ...]
    notes: str | None
    reading: str | None
    not_tested: str | None

    @property
    def judgement(self) -> Judgement:
        """Whether the rule may fail an implementation, deviate, or only be observed."""
        if self.confidence == "low" or self.strength in ("may", "informative"):
            return "observation"
        return "verdict" if self.strength == "must" else "deviation"


def rule_of(profile: str, row: Mapping[str, Any]) -> Rule:
    """The rule that a row of rules.yaml describes; the row has passed the schema."""
    source = cast("Mapping[str, str]", row["source"])
    return Rule(
        id=row["id"],
        profile=profile,
        title=row["title"],
        statement=row["statement"],
        strength=row["strength"],
        confidence=row["confidence"],
        tier=row["tier"],
        origin=row["origin"],
        sync_method=row["sync_method"],
        source=Source(
            document=source["document"],
            file=source["file"],
            section=source["section"],
        ),
        parameters=row.get("parameters"),
        applies_when=tuple(row["applies_when"]),
        observable=row["observable"],
        derived_from=tuple(row.get("derived_from", ())),
        conflicts=tuple(row.get("conflicts", ())),
        notes=row.get("notes"),
        reading=row.get("reading"),
        not_tested=row.get("not_tested"),
    )
