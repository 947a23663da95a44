"""Writes what is generated: `features/INDEX.md` and the vocabulary of steps.

`python -m harness.catalogue.documents` renews both; a test keeps them true.
"""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Final

from pytest_bdd.steps import step_function_context_registry

from harness.catalogue.reading import Catalogue, read_catalogue
from harness.paths import FEATURES
from harness.steps import MODULES

INDEX: Final = FEATURES / "INDEX.md"
VOCABULARY: Final = Path(__file__).resolve().parent.parent / "steps" / "VOCABULARY.md"
_ORDER: Final = ("given", "when", "then")


def index(catalogue: Catalogue) -> str:
    """The way from each rule to its scenarios, as Markdown."""
    lines = ["# From rule to scenario", "", "Generated; see CONTRIBUTING.md.", ""]
    for profile in catalogue.profiles.values():
        lines += [f"## {profile.title}", "", profile.about, ""]
        for rule in profile.rules:
            lines.append(f"- **{rule.id}** {rule.title} ({rule.strength})")
            if rule.not_tested:
                lines.append(f"  - not tested: {rule.not_tested}")
            seen: set[str] = set()
            for case in catalogue.scenarios:
                if case.rule == rule.id and case.template not in seen:
                    seen.add(case.template)
                    file = case.file.removeprefix("features/")
                    lines.append(f"  - [{case.template}]({file})")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def vocabulary() -> str:
    """Every phrase that a feature may use, as Markdown."""
    lines = ["# Vocabulary", "", "Generated; see CONTRIBUTING.md.", ""]
    for name in MODULES:
        module = importlib.import_module(name)
        lines += [f"## {inspect.getdoc(module)}", ""]
        phrases: dict[str, set[str]] = {}
        for context in step_function_context_registry.values():
            if context.step_func.__module__ == name and context.type:
                phrases.setdefault(context.parser.name, set()).add(context.type)
        for phrase, kinds in phrases.items():
            words = "/".join(kind.capitalize() for kind in _ORDER if kind in kinds)
            lines.append(f"- {words} `{phrase}`")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Both documents are as catalogue and steps are."""
    INDEX.write_text(index(read_catalogue(FEATURES)), "utf-8")
    VOCABULARY.write_text(vocabulary(), "utf-8")


if __name__ == "__main__":
    main()
