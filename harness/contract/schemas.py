"""The files of the contract: the only place that reads them and joins them."""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any, Final

import yaml

VERSION: Final = 1
KINDS: Final = (
    "implementation",
    "session",
    "advance",
    "progress",
    "signal",
    "problem",
    "iut",
)
URN: Final = f"urn:fieldsync:contract:{VERSION}:"
_SUFFIX: Final = ".schema.json"
_OF_A_FILE: Final = ("$schema", "$id")


@functools.cache
def schema(kind: str) -> dict[str, Any]:
    """The schema of that kind of document, needing no other file."""
    found: dict[str, Any] = _joined(json.loads(_text(f"{kind}{_SUFFIX}")))
    return found


@functools.cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document with the schemas in it, needing no other file."""
    text = _text("openapi.yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    schemas = document["components"]["schemas"]
    for name, reference in schemas.items():
        kind = reference.get("$ref", "").removesuffix(_SUFFIX)
        if kind in KINDS:
            schemas[name] = _part(schema(kind))
    return document


def _text(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")


def _joined(node: Any) -> Any:
    """The node with every schema that it refers to written in its place."""
    if isinstance(node, list):
        return [_joined(one) for one in node]
    if not isinstance(node, dict):
        return node
    joined = {key: _joined(value) for key, value in node.items()}
    if "$ref" not in joined:
        return joined
    referred = _part(schema(joined.pop("$ref").removeprefix(URN)))
    return {**referred, **joined}


def _part(whole: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if key not in _OF_A_FILE}
