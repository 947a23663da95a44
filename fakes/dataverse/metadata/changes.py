"""RetrieveMetadataChanges: one request for tables with their columns (section 11.1).

The part that clients ask for: properties and criteria of tables and columns. What has
changed since a stamp cannot be asked for: nothing ever does. Properties that a type
does not have are left out (inferred).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakes.dataverse import errors, wire
from fakes.dataverse.messages.parameters import inline
from fakes.dataverse.metadata.entities import entities
from fakes.dataverse.metadata.shared import NAMESPACE, Definition, Properties
from fakes.dataverse.schema import TABLES

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.wire import Response

_Expression: TypeAlias = dict[str, Any]  # an object of the query, as JSON has it
_STAMP: Final = "1!07/01/2025 00:00:00"  # opaque, and the same for ever
_ATTRIBUTES: Final = "Attributes"
_QUERY_KEYS: Final = frozenset({"Properties", "Criteria", "AttributeQuery"})
_FILTER_KEYS: Final = frozenset({"FilterOperator", "Conditions", "Filters"})
_DEEPEST: Final = 20  # filters within one another
_OPERATORS: Final = {"Equals": True, "NotEquals": False}


def changes(call: Call, inner: str | None) -> Response:
    """The tables that the query describes, with the properties that it names.

    Raises:
        DataverseError: the query is malformed, or asks for what this fake lacks.
    """
    given = inline(call, inner)
    if set(given) != {"Query"}:
        raise errors.unsupported("RetrieveMetadataChanges with more than a Query")
    query = _query(given["Query"])
    _known(query, _QUERY_KEYS)
    columns = _part(query, "AttributeQuery")
    _known(columns, _QUERY_KEYS - {"AttributeQuery"})
    found = [
        _table(one, query, columns)
        for one in entities(TABLES, call.organization.customization)
        if _meets(one.values, _part(query, "Criteria"))
    ]
    values = {"ServerVersionStamp": _STAMP, "EntityMetadata": found}
    return wire.complex_value(call.api, "RetrieveMetadataChangesResponse", values)


def _query(text: str) -> _Expression:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise errors.bad_query("Query must be an EntityQueryExpression.") from error
    if not isinstance(found, dict):
        raise errors.bad_query("Query must be an EntityQueryExpression.")
    return found


def _part(expression: _Expression, name: str) -> _Expression:
    found = expression.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise errors.bad_query(f"{name} must be an object.")
    return found


def _parts(expression: _Expression, name: str) -> list[_Expression]:
    found = expression.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise errors.bad_query(f"{name} must be a list of objects.")
    return found


def _names(wanted: _Expression) -> list[str]:
    found = wanted.get("PropertyNames")
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise errors.bad_query("PropertyNames must be a list of names.")
    return found


def _known(expression: _Expression, names: frozenset[str]) -> None:
    stray = {
        name
        for name, value in expression.items()
        if name not in names and value is not None and not name.startswith("@")
    }
    if stray:
        raise errors.unsupported(f"{', '.join(sorted(stray))} of a metadata query")


def _table(
    one: Definition, query: _Expression, columns: _Expression
) -> dict[str, object]:
    wanted = _part(query, "Properties")
    found = _chosen(one.values, wanted)
    stray = [
        name for name in _names(wanted) if name in one.links and name != _ATTRIBUTES
    ]
    if stray:
        raise errors.unsupported(f"{', '.join(stray)} of a metadata query")
    if wanted.get("AllProperties") or _ATTRIBUTES in _names(wanted):
        attributes = one.links[_ATTRIBUTES].follow()
        assert isinstance(attributes, tuple)
        found[_ATTRIBUTES] = [
            _column(each, columns)
            for each in attributes
            if _meets(each.values, _part(columns, "Criteria"))
        ]
    return found


def _column(one: Definition, query: _Expression) -> dict[str, object]:
    known = {**one.values, **one.typed}
    kind = {"@odata.type": f"#{NAMESPACE}{one.type}"}
    return {**kind, **_chosen(known, _part(query, "Properties"))}


def _chosen(known: Properties, wanted: _Expression) -> dict[str, object]:
    """The properties that are named; the id always comes."""
    if wanted.get("AllProperties"):
        return dict(known)
    names = [name for name in _names(wanted) if name in known]
    return {**{name: known[name] for name in names}, "MetadataId": known["MetadataId"]}


def _meets(values: Properties, criteria: _Expression, depth: int = 0) -> bool:
    _known(criteria, _FILTER_KEYS)
    if depth > _DEEPEST:
        raise errors.bad_query("The metadata query is nested too deeply.")
    results = [_holds(values, one) for one in _parts(criteria, "Conditions")]
    results += [_meets(values, one, depth + 1) for one in _parts(criteria, "Filters")]
    match criteria.get("FilterOperator", "And"):
        case "And":
            return all(results)
        case "Or":
            return any(results) or not results
        case other:
            raise errors.bad_query(f"'{other}' is no FilterOperator.")


def _holds(values: Properties, condition: _Expression) -> bool:
    name = str(condition.get("PropertyName"))
    word = str(condition.get("ConditionOperator"))
    if name not in values:
        raise errors.unknown_property(name, f"{NAMESPACE}EntityMetadata")
    if word not in _OPERATORS:
        raise errors.unsupported(f"the operator {word} of a metadata query")
    wanted = _part(condition, "Value").get("Value")
    return (_text(values[name]) == _text(wanted)) is _OPERATORS[word]


def _text(value: object) -> str | None:
    """A value as the query spells it: always as text."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value).strip('"')
