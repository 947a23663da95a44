"""Documented examples: the only place that reads them.

`tests/wire_samples/README.md` explains their format.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml
from jsonschema import Draft202012Validator

FOLDER: Final = Path(__file__).parents[1] / "wire_samples"
_TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"
Json: TypeAlias = dict[str, Any]


class Different(AssertionError):  # noqa: N818 - a verdict, not an error
    """The fake answered something else than the documents say."""


class Missing(AssertionError):  # noqa: N818 - a verdict, not an error
    """The fake says that it does not do this, or has no way to set it up."""


class _Loader(yaml.SafeLoader):
    """YAML whose instants stay text, as they are on the wire."""


_Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One documented example, as its file has it."""

    id: str  # topic and name: `paging/next-link`
    told: Json


def load(service: str) -> tuple[Sample, ...]:
    """Every sample of every topic of a service; the files keep to the schema.

    Raises:
        AssertionError: one does not, or an id stands there twice.
    """
    schema = json.loads((FOLDER / "sample.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    found: dict[str, Sample] = {}
    for path in sorted(FOLDER.glob(f"{service}/*.yaml")):
        document = yaml.load(path.read_text("utf-8"), _Loader)  # noqa: S506 - a safe loader
        for error in validator.iter_errors(document):
            msg = f"{path.name}: {error.json_path}: {error.message}"
            raise AssertionError(msg)
        for told in document["samples"]:
            id = f"{path.stem}/{told['id']}"
            assert id not in found, f"{id} stands there twice"
            found[id] = Sample(id=id, told=told)
    return tuple(found.values())


def in_lines(text: str) -> str:
    """The text with the line ends of the wire."""
    return text.replace("\n", "\r\n")
