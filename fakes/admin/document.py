"""The OpenAPI document: the only place that reads it, and checks bodies against it."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator

from fakes.admin.refusals import Refused
from fakes.seeding import SCHEMA
from fakes.violations import worst


def _read() -> dict[str, Any]:
    text = (resources.files(__package__) / "openapi.yaml").read_text("utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader
    seed = {name: part for name, part in SCHEMA.items() if name != "$schema"}
    document["components"]["schemas"]["Seed"] = seed
    return document


DOCUMENT: Final = _read()


@functools.cache
def validator(name: str) -> Draft202012Validator:
    """What holds a value against the component schema of that name."""
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": DOCUMENT["components"],
    }
    return Draft202012Validator(schema)


def takes_body(path: str, method: str) -> bool | None:
    """Whether the operation needs a body (true), may have one (false), has none."""
    body = _operation(path, method).get("requestBody")
    return None if body is None else bool(body.get("required", False))


def check_body(path: str, method: str, body: object) -> None:
    """The body is one that the operation takes.

    Raises:
        Refused: it is not.
    """
    content = _operation(path, method)["requestBody"]["content"]
    reference: str = content["application/json"]["schema"]["$ref"]
    violation = worst(validator(reference.rpartition("/")[2]), body)
    if violation is not None:
        place = f"{violation.place}: " if violation.place else ""
        raise Refused(400, f"{place}{violation.reason}")


def read_query(path: str, method: str, given: list[tuple[str, str]]) -> dict[str, int]:
    """The query's numbers, with those that were left out.

    Raises:
        Refused: a parameter is unknown, twice there, or no such number.
    """
    parameters = {
        one["name"]: one["schema"]
        for one in _operation(path, method).get("parameters", ())
    }
    found = {name: int(schema["default"]) for name, schema in parameters.items()}
    names = [name for name, _ in given]
    for name, text in given:
        if name not in parameters or names.count(name) > 1:
            known = ", ".join(parameters) or "none"
            raise Refused(400, f"'{name}' is unknown or stands twice; known: {known}.")
        found[name] = _number(name, text, parameters[name])
    return found


def _number(name: str, text: str, schema: dict[str, int]) -> int:
    low, high = schema["minimum"], schema["maximum"]
    if text.isascii() and text.isdecimal() and len(text) <= len(str(high)):
        number = int(text)
        if low <= number <= high:
            return number
    raise Refused(400, f"'{name}' is a whole number from {low} to {high}.")


def _operation(path: str, method: str) -> dict[str, Any]:
    operation: dict[str, Any] = DOCUMENT["paths"][path][method.lower()]
    return operation
