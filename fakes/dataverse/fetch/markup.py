"""XML as plain values: the only place of the fake that parses XML from outside.

Document types are refused before anything is parsed, so there are no entities; the
parser has network, DTDs and huge trees switched off as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from fakes.dataverse import errors

_DECLARED: Final = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DEEPEST: Final = 48  # elements within elements; the service's own bound is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element with what stands in it; `text` is what stands before a child."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple[Element, ...]


def read(text: str) -> Element:
    """The root element of a text.

    Raises:
        DataverseError: it is no well-formed XML, declares entities or is nested deeply.
    """
    if _DECLARED.search(text):
        raise errors.bad_value("A document type is not allowed in FetchXML.")
    # A declared encoding means nothing here: the text has been decoded already.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise errors.bad_value(f"Invalid XML: {error.msg}") from error
    return _element(root, 0)


def _element(node: etree._Element, depth: int) -> Element:
    if depth > _DEEPEST:
        raise errors.bad_value("The FetchXML is nested too deeply.")
    return Element(
        name=str(node.tag),
        attributes={str(name): str(value) for name, value in node.attrib.items()},
        text=node.text or "",
        children=tuple(_element(one, depth + 1) for one in node),
    )
