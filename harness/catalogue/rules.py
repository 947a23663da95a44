"""Reads `rules.yaml`: the only place that knows its layout."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

from harness.catalogue.rule import Rule, rule_of

_SCHEMA: Final = Path(__file__).with_name("rules.schema.json")
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A named group of rules that an implementation may claim."""

    name: str
    title: str
    about: str
    rules: tuple[Rule, ...]


def read_profile(path: Path, problems: list[str]) -> Profile | None:
    """The profile that `path` holds; what is wrong is added to `problems`."""
    where = f"{path.parent.name}/{path.name}"
    try:
        document = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - safe
    except OSError as error:
        problems.append(f"{where}: cannot be read: {error.strerror}.")
        return None
    except UnicodeDecodeError:
        problems.append(f"{where}: is not UTF-8. Save it as UTF-8.")
        return None
    except yaml.YAMLError as error:
        problems.append(f"{where}: is no YAML: {_place(error)}. Mend that line.")
        return None
    before = len(problems)
    _check(where, path.parent.name, document, problems)
    if len(problems) > before:
        return None
    return Profile(
        name=document["profile"],
        title=document["title"],
        about=document["about"],
        rules=tuple(rule_of(document["profile"], row) for row in document["rules"]),
    )


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it cannot be parsed"
    return f"{what} (line {mark.line + 1})" if mark else str(what)


def _check(where: str, folder: str, document: Any, problems: list[str]) -> None:
    schema = json.loads(_SCHEMA.read_text("utf-8"))
    errors = list(Draft202012Validator(schema).iter_errors(document))
    for error in sorted(errors, key=lambda one: [str(part) for part in one.path])[:10]:
        place = _name(document, list(error.absolute_path))
        problems.append(f"{where}: {place}: {error.message[:200]}.")
    if errors:
        return
    if document["profile"] != folder:
        problems.append(
            f"{where}: the profile is called {document['profile']!r} but lies in the "
            f"folder {folder!r}. Give both one name."
        )
    seen: set[str] = set()
    for row in document["rules"]:
        if row["id"] in seen:
            problems.append(f"{where}: the rule {row['id']} stands twice. Remove one.")
        seen.add(row["id"])


def _name(document: Any, path: list[Any]) -> str:
    """Where in the document, in the reader's words: `rule BKG-007, strength`."""
    if len(path) >= 2 and path[0] == "rules":
        row = document["rules"][path[1]]
        name = row.get("id", f"number {path[1] + 1}") if isinstance(row, dict) else ""
        return ", ".join([f"rule {name}", *(str(part) for part in path[2:])])
    return "/".join(str(part) for part in path) or "the document"
