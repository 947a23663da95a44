"""Reads feature files: what a run plans, and where each step stands.

pytest-bdd reads the same files to execute them; this reading is for plan, lint, report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

Origin: TypeAlias = Literal["feature", "rule", "scenario"]
RULE_TAG: Final = re.compile(r"^@[A-Z]{3}-\d{3}$")
PLACEHOLDER: Final = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step as written, before an outline's row is filled in."""

    keyword: str
    text: str
    line: int
    origin: Origin
    table: tuple[tuple[str, ...], ...] | None = None
    docstring: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One scenario or outline as written."""

    title: str
    line: int
    rule: str | None  # the rule's id; None when it stands under no tagged rule
    steps: tuple[Step, ...]  # backgrounds first
    rows: tuple[Mapping[str, str], ...]  # empty: no outline
    row_lines: tuple[int, ...]
    is_outline: bool
    tags: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBlock:
    """One `Rule:` block."""

    name: str
    why: str
    line: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureFile:
    """One feature file."""

    path: Path
    profile: str
    title: str
    about: str
    blocks: tuple[RuleBlock, ...]
    templates: tuple[Template, ...]

    @property
    def where(self) -> str:
        """How reports name the file, whatever folder it lies in."""
        return f"features/{self.profile}/{self.path.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedScenario:
    """One case to run: a scenario, or one row of an outline."""

    id: str
    profile: str
    rule: str
    title: str  # placeholders filled in
    template: str  # as written
    row: Mapping[str, str] | None
    file: str
    path: Path
    line: int
    feature: str
    steps: tuple[Step, ...]


def read_feature(path: Path, problems: list[str]) -> FeatureFile | None:
    """The feature file; a syntax error is added to `problems`."""
    where = f"{path.parent.name}/{path.name}"
    try:
        document = Parser().parse(path.read_text("utf-8"))
    except OSError as error:
        problems.append(f"{where}: cannot be read: {error.strerror}.")
        return None
    except UnicodeDecodeError:
        problems.append(f"{where}: is not UTF-8. Save it as UTF-8.")
        return None
    except CompositeParserException as error:
        problems.extend(_syntax(where, one) for one in error.errors[:5])
        return None
    except ParserError as error:
        problems.append(_syntax(where, error))
        return None
    feature: Any = document.get("feature")
    if feature is None:
        problems.append(f"{where}: holds no feature. Write one or delete the file.")
        return None
    return _feature(path, feature)


def _syntax(where: str, error: Exception) -> str:
    place = getattr(error, "location", {}).get("line", "?")
    text = re.sub(r"^\(\d+:\d+\): ", "", str(error)).split("\n")[0]
    return f"{where}: line {place} is no Gherkin: {text}. Mend that line."


def _feature(path: Path, feature: Mapping[str, Any]) -> FeatureFile:
    blocks: list[RuleBlock] = []
    templates: list[Template] = []
    background: tuple[Step, ...] = ()
    for child in feature["children"]:
        if "background" in child:
            background = _steps(child["background"], "feature")
        elif "scenario" in child:
            templates.append(_template(child["scenario"], background, None))
        elif "rule" in child:
            block = _block(child["rule"])
            blocks.append(block)
            rule_id = block.ids[0] if len(block.ids) == 1 else None
            templates.extend(_under(child["rule"], background, rule_id))
    return FeatureFile(
        path=path,
        profile=path.parent.name,
        title=feature["name"],
        about=_prose(feature["description"]),
        blocks=tuple(blocks),
        templates=tuple(templates),
    )


def _block(rule: Mapping[str, Any]) -> RuleBlock:
    return RuleBlock(
        name=rule["name"],
        why=_prose(rule["description"]),
        line=rule["location"]["line"],
        ids=tuple(
            tag["name"].lstrip("@")
            for tag in rule["tags"]
            if RULE_TAG.match(tag["name"])
        ),
    )


def _under(
    rule: Mapping[str, Any], background: tuple[Step, ...], rule_id: str | None
) -> Iterator[Template]:
    own: tuple[Step, ...] = ()
    for child in rule["children"]:
        if "background" in child:
            own = _steps(child["background"], "rule")
        elif "scenario" in child:
            yield _template(child["scenario"], (*background, *own), rule_id)


def _template(
    scenario: Mapping[str, Any], background: tuple[Step, ...], rule_id: str | None
) -> Template:
    rows: list[Mapping[str, str]] = []
    lines: list[int] = []
    for examples in scenario["examples"]:
        names = [
            cell["value"] for cell in examples.get("tableHeader", {}).get("cells", [])
        ]
        for row in examples.get("tableBody", []):
            cells = [cell["value"] for cell in row["cells"]]
            rows.append(dict(zip(names, cells, strict=True)))
            lines.append(row["location"]["line"])
    return Template(
        title=scenario["name"],
        line=scenario["location"]["line"],
        rule=rule_id,
        steps=(*background, *_steps(scenario, "scenario")),
        rows=tuple(rows),
        row_lines=tuple(lines),
        is_outline=bool(scenario["examples"]) or "Outline" in scenario["keyword"],
        tags=tuple(tag["name"] for tag in scenario["tags"]),
        description=_prose(scenario["description"]),
    )


def _steps(parent: Mapping[str, Any], origin: Origin) -> tuple[Step, ...]:
    return tuple(
        Step(
            keyword=step["keyword"].strip(),
            text=step["text"],
            line=step["location"]["line"],
            origin=origin,
            table=_table(step.get("dataTable")),
            docstring=step["docString"]["content"] if "docString" in step else None,
        )
        for step in parent["steps"]
    )


def _table(table: Mapping[str, Any] | None) -> tuple[tuple[str, ...], ...] | None:
    if table is None:
        return None
    return tuple(tuple(cell["value"] for cell in row["cells"]) for row in table["rows"])


def _prose(text: str) -> str:
    return " ".join(text.split())


def fill(text: str, row: Mapping[str, str] | None) -> str:
    """The text with an outline row's cells in place of its placeholders."""
    if row is None:
        return text
    return PLACEHOLDER.sub(lambda found: row.get(found[1], found[0]), text)


def cases(feature: FeatureFile) -> Iterator[PlannedScenario]:
    """Every case of the file that stands under a rule, in the order written."""
    for template in feature.templates:
        if template.rule is None:
            continue
        rows = template.rows or (None,)
        for number, row in enumerate(rows):
            lines = template.row_lines
            key = " | ".join(row.values()) if row else ""
            title = fill(template.title, row)
            yield PlannedScenario(
                id=f"{feature.profile}/{feature.path.stem}#{template.rule}"
                f"#{template.title}#{key}",
                profile=feature.profile,
                rule=template.rule,
                title=title,
                template=template.title,
                row=row,
                file=feature.where,
                path=feature.path,
                line=lines[number] if row else template.line,
                feature=feature.title,
                steps=tuple(_filled(step, row) for step in template.steps),
            )


def _filled(step: Step, row: Mapping[str, str] | None) -> Step:
    if row is None:
        return step
    table = step.table and tuple(
        tuple(fill(cell, row) for cell in cells) for cells in step.table
    )
    return Step(
        keyword=step.keyword,
        text=fill(step.text, row),
        line=step.line,
        origin=step.origin,
        table=table,
        docstring=None if step.docstring is None else fill(step.docstring, row),
    )
