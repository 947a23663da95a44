"""From XML to the model: the only place that knows the words of FetchXML."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from fakes.dataverse import errors
from fakes.dataverse.fetch import markup
from fakes.dataverse.fetch.markup import Element
from fakes.dataverse.fetch.model import (
    Attribute,
    Condition,
    Entity,
    Fetch,
    Filter,
    Link,
    Order,
    Part,
    Query,
)

_MOST: Final = 5000  # rows in one answer
_MAX_LINKS: Final = 15  # inferred (section 4.8)
_MAX_CONDITIONS: Final = 500
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
_ALIAS: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_INNER: Final = frozenset({"inner", "natural"})
_OTHER_LINKS: Final = frozenset(
    {"any", "not any", "all", "not all", "exists", "in"}
    | {"matchfirstrowusingcrossapply"}
)
# What an element may carry; what stands after the bar has no effect on the answer.
_KNOWN: Final[Mapping[str, str]] = {
    "fetch": "page count top paging-cookie distinct returntotalrecordcount aggregate "
    "useraworderby | version mapping output-format no-lock latematerialize options "
    "savedqueryid",
    "entity": "name | enableprefiltering prefilterparametername",
    "attribute": "name alias aggregate distinct groupby dategrouping",
    "all-attributes": "",
    "order": "attribute alias descending entityname",
    "filter": "type | hint isquickfindfields overridequickfindrecordlimitenabled "
    "overridequickfindrecordlimitdisabled",
    "condition": "attribute operator value entityname valueof | uiname uitype uihidden",
    "value": "| uiname uitype",
    "link-entity": "name from to alias link-type | intersect visible "
    "enableprefiltering prefilterparametername",
}
_CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "fetch": frozenset({"entity"}),
    "entity": frozenset(
        {"attribute", "all-attributes", "order", "filter", "link-entity"}
    ),
    "link-entity": frozenset(
        {"attribute", "all-attributes", "order", "filter", "link-entity"}
    ),
    "filter": frozenset({"condition", "filter"}),
    "condition": frozenset({"value"}),
}


@functools.lru_cache(maxsize=512)
def parse(text: str) -> Fetch:
    """What the text asks for.

    Raises:
        DataverseError: it is no FetchXML, or asks for what the fake does not do.
    """
    root = markup.read(text)
    if root.name != "fetch":
        raise errors.bad_value(f"'{root.name}' is no root element of FetchXML.")
    _check(root)
    _check_limits(root)
    if len(root.children) != 1:
        raise errors.bad_value("FetchXML has exactly one element 'entity'.")
    found = Fetch(
        query=Query(
            root=_entity(root.children[0]),
            aggregate=_flag(root, "aggregate"),
            distinct=_flag(root, "distinct"),
            raw_order=_flag(root, "useraworderby"),
        ),
        page=_number(root, "page"),
        count=_number(root, "count"),
        top=_number(root, "top"),
        cookie=root.attributes.get("paging-cookie") or None,
        counted=_flag(root, "returntotalrecordcount"),
    )
    if found.top is not None:
        if found.page is not None or found.count is not None or found.cookie:
            message = "The attribute 'top' cannot stand beside 'page' or 'count'."
            raise errors.bad_value(message)
        if found.top > _MOST:
            raise errors.bad_value(f"The attribute 'top' is at most {_MOST}.")
    return found


def _check(element: Element) -> None:
    """Every word of the element, and of those in it, is one of FetchXML."""
    known = _KNOWN[element.name].split()
    for name in element.attributes:
        if name not in known:
            message = f"'{name}' is no attribute of '{element.name}' in FetchXML."
            raise errors.bad_value(message)
    allowed = _CHILDREN.get(element.name, frozenset())
    for child in element.children:
        if child.name not in allowed:
            message = f"'{child.name}' has no place in '{element.name}' in FetchXML."
            raise errors.bad_value(message)
        _check(child)


def _check_limits(root: Element) -> None:
    names: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        names.append(element.name)
        waiting.extend(element.children)
    if names.count("link-entity") > _MAX_LINKS:
        raise errors.bad_value(f"More than {_MAX_LINKS} elements 'link-entity'.")
    if names.count("condition") > _MAX_CONDITIONS:
        message = f"More than {_MAX_CONDITIONS} conditions."
        raise errors.bad_value(message, errors.TOO_MANY_CONDITIONS)


def _flag(element: Element, name: str) -> bool:
    value = element.attributes.get(name, "false").lower()
    if value not in {"true", "false", "1", "0"}:
        raise errors.bad_value(f"'{name}' is true or false.")
    return value in {"true", "1"}


def _number(element: Element, name: str) -> int | None:
    value = element.attributes.get(name)
    if value is None:
        return None
    if not _NUMBER.fullmatch(value) or int(value) < 1:
        raise errors.bad_value(f"'{name}' is a positive number.")
    return int(value)


def _needed(element: Element, name: str) -> str:
    value = element.attributes.get(name)
    if not value:
        raise errors.bad_value(f"'{element.name}' needs '{name}' in FetchXML.")
    return value


def _alias(element: Element) -> str | None:
    value = element.attributes.get("alias")
    if value is not None and not _ALIAS.fullmatch(value):
        raise errors.bad_value(f"'{value}' is no alias.")
    return value


def _of(element: Element, name: str) -> tuple[Element, ...]:
    return tuple(one for one in element.children if one.name == name)


def _entity(element: Element) -> Entity:
    return Entity(
        name=_needed(element, "name"),
        attributes=tuple(_attribute(one) for one in _of(element, "attribute")),
        everything=bool(_of(element, "all-attributes")),
        orders=tuple(_order(one) for one in _of(element, "order")),
        filters=tuple(_filter(one) for one in _of(element, "filter")),
        links=tuple(_link(one) for one in _of(element, "link-entity")),
    )


def _attribute(element: Element) -> Attribute:
    return Attribute(
        name=_needed(element, "name"),
        alias=_alias(element),
        aggregate=element.attributes.get("aggregate"),
        distinct=_flag(element, "distinct"),
        grouped=_flag(element, "groupby"),
        part=element.attributes.get("dategrouping"),
    )


def _order(element: Element) -> Order:
    found = Order(
        attribute=element.attributes.get("attribute"),
        alias=_alias(element),
        descending=_flag(element, "descending"),
        entity=element.attributes.get("entityname"),
    )
    if (found.attribute is None) is (found.alias is None):
        raise errors.bad_value("'order' needs either 'attribute' or 'alias'.")
    return found


def _filter(element: Element) -> Filter:
    kind = element.attributes.get("type", "and")
    if kind not in {"and", "or"}:
        raise errors.bad_value(f"'{kind}' is no type of a filter.")
    return Filter(
        either=kind == "or",
        parts=tuple(_part(one) for one in element.children),
    )


def _part(element: Element) -> Part:
    return _filter(element) if element.name == "filter" else _condition(element)


def _condition(element: Element) -> Condition:
    value = element.attributes.get("value")
    given = () if value is None else (value,)
    return Condition(
        attribute=_needed(element, "attribute"),
        operator=_needed(element, "operator"),
        values=given + tuple(one.text.strip() for one in element.children),
        entity=element.attributes.get("entityname"),
        other=element.attributes.get("valueof"),
    )


def _link(element: Element) -> Link:
    kind = element.attributes.get("link-type", "inner")
    if kind in _OTHER_LINKS:
        raise errors.unsupported(f"the link-type '{kind}' of FetchXML")
    if kind not in _INNER and kind != "outer":
        raise errors.bad_value(f"'{kind}' is no link-type.")
    return Link(
        entity=_entity(element),
        inner=_needed(element, "from"),
        outer=_needed(element, "to"),
        alias=_alias(element),
        optional=kind == "outer",
    )
