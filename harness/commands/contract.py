"""`fieldsync contract`: what an implementation serves, for people and generators."""

from __future__ import annotations

import json
from typing import Any

import click
import yaml

from harness.contract import KINDS, openapi, schema


@click.command(epilog="Example: fieldsync contract --format json > contract.json")
@click.option(
    "--format",
    "output",
    type=click.Choice(["yaml", "json"]),
    default="yaml",
    show_default=True,
    help="How it is written.",
)
@click.option(
    "--schema",
    "kind",
    type=click.Choice(KINDS),
    help="One JSON Schema instead of the whole OpenAPI document.",
)
def contract(*, output: str, kind: str | None) -> int:
    """Print the contract as one OpenAPI document, fit to generate a server stub."""
    document = openapi() if kind is None else schema(kind)
    click.echo(_written(document, output), nl=False)
    return 0


def _written(document: dict[str, Any], output: str) -> str:
    if output == "json":
        return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    plain = json.loads(json.dumps(document))  # shared parts would become YAML's anchors
    text: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=88)
    return text
