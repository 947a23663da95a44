"""Documents that people write, read strictly: JSON and YAML, nothing silently lost.

Refused is what parsers usually let pass: a key that stands twice, numbers that are
none, keys and values that JSON does not have, halves of characters.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"


class Unreadable(Exception):  # noqa: N818 - reads as the fact it reports
    """A text that is no document: where (may be empty), and why."""

    def __init__(self, *, place: str = "", reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}" if place else reason)


def read_json(octets: bytes) -> object:
    """The value that the JSON text spells.

    Raises:
        Unreadable: it is no JSON.
    """
    try:
        return _plain(json.loads(octets.decode(), object_pairs_hook=_once))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Unreadable(place=place, reason=error.msg) from error
    except UnicodeDecodeError as error:
        raise Unreadable(reason="it is no text in UTF-8") from error
    except ValueError as error:
        raise Unreadable(reason=str(error)) from error
    except RecursionError as error:
        raise Unreadable(reason="it is nested too deeply") from error


def read_yaml(octets: bytes) -> object:
    """The value that the YAML text spells, if JSON has such values, too.

    Raises:
        Unreadable: it is no YAML, or more than JSON can say.
    """
    try:
        return _plain(yaml.load(octets.decode(), Loader=_Loader))  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Unreadable(place=place, reason=str(error.problem)) from error
    except UnicodeDecodeError as error:
        raise Unreadable(reason="it is no text in UTF-8") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise Unreadable(reason=str(error)) from error
    except RecursionError as error:
        raise Unreadable(reason="it is nested too deeply") from error


def _once(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            msg = f"'{key}' stands twice in one object"
            raise ValueError(msg)
        found[key] = value
    return found


def _plain(value: object) -> object:
    """The value, which could be written as JSON in UTF-8.

    Raises:
        ValueError, TypeError: it could not.
    """
    json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    return value


class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: instants stay text, keys are texts and stand once."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the base class declares it
        first: [one for one in known if one[0] != _TIMESTAMP]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(
        self,
        node: yaml.MappingNode,
        deep: bool = False,  # noqa: FBT001, FBT002 - the base class's
    ) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                problem = f"the key {key.value!r} is no text; put it in quotes"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            if key.value in seen:
                problem = f"'{key.value}' stands twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)
