"""The `$metadata` document: made once per process, but for its annotations.

Annotations (`?annotations=true`, or asked for by `Prefer`) tell which sets can be asked
for changes and which alternate keys there are; both differ by organisation.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from lxml import etree

from fakes.dataverse.metadata import csdl
from fakes.dataverse.metadata.operations import (
    COMPLEX,
    COMPLEX_LINKS,
    COMPLEX_WITH_LINKS,
    ENUMS,
    FLAGS,
    OPERATIONS,
    Operation,
)
from fakes.dataverse.query import split
from fakes.dataverse.schema import ELSEWHERE, TABLES, Elsewhere, Table
from fakes.wire import Response

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.customization import Customization

_EDMX: Final = "http://docs.oasis-open.org/odata/ns/edmx"
_NAMESPACE: Final = "Microsoft.Dynamics.CRM"
_CONTAINER: Final = "System"  # inferred
_TRACKING: Final = "Org.OData.Capabilities.V1.ChangeTracking"
_KEYS: Final = "OData.Community.Keys.V1.AlternateKeys"
_VOCABULARIES: Final = {
    "Org.OData.Core.V1": "http://vocabularies.odata.org/Org.OData.Core.V1.xml",
    "Org.OData.Capabilities.V1": (
        "http://vocabularies.odata.org/Org.OData.Capabilities.V1.xml"
    ),
    "OData.Community.Keys.V1": (
        "http://vocabularies.odata.org/OData.Community.Keys.V1.xml"
    ),
}
_HEADERS: Final = (
    ("Content-Type", "application/xml"),
    ("OData-Version", "4.0"),
)


def document(call: Call) -> Response:
    """The `$metadata` document as the request wants it."""
    options = dict(split(call.request.query))
    annotated = options.get("annotations") == "true" or call.prefer.wants(_TRACKING)
    if not annotated:
        return Response(status=200, headers=_HEADERS, body=_plain())
    root = edmx(TABLES, ELSEWHERE)
    annotate(root, TABLES, call.organization.customization)
    return Response(status=200, headers=_HEADERS, body=_bytes(root))


@functools.cache
def _plain() -> bytes:
    return _bytes(edmx(TABLES, ELSEWHERE))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def edmx(
    tables: Mapping[str, Table], elsewhere: Mapping[str, Elsewhere]
) -> etree._Element:
    """The document of these tables, without annotations."""
    root = etree.Element(f"{{{_EDMX}}}Edmx", {"Version": "4.0"}, {"edmx": _EDMX})
    for namespace, address in _VOCABULARIES.items():
        reference = etree.SubElement(root, f"{{{_EDMX}}}Reference", {"Uri": address})
        etree.SubElement(reference, f"{{{_EDMX}}}Include", {"Namespace": namespace})
    services = etree.SubElement(root, f"{{{_EDMX}}}DataServices")
    schema = etree.SubElement(
        services,
        _tag("Schema"),
        {"Namespace": _NAMESPACE, "Alias": csdl.ALIAS},
        csdl.NAMESPACES,
    )
    schema.extend(csdl.entity_types(tables, elsewhere))
    _add_types(schema)
    for operation in OPERATIONS:
        _add_operation(schema, operation)
    container = etree.SubElement(schema, _tag("EntityContainer"), {"Name": _CONTAINER})
    container.extend(csdl.entity_sets(tables))
    for operation in OPERATIONS:
        if not operation.bound:
            kind = "Function" if operation.function else "Action"
            name = f"{csdl.ALIAS}.{operation.name}"
            etree.SubElement(
                container,
                _tag(f"{kind}Import"),
                {"Name": operation.name, kind: name},
            )
    return root


def _add_types(schema: etree._Element) -> None:
    for name, members in ENUMS.items():
        flags = {"IsFlags": "true"} if name in FLAGS else {}
        found = etree.SubElement(schema, _tag("EnumType"), {"Name": name, **flags})
        for member, value in members.items():
            etree.SubElement(
                found, _tag("Member"), {"Name": member, "Value": str(value)}
            )
    for name, properties in {**COMPLEX, **COMPLEX_WITH_LINKS}.items():
        found = etree.SubElement(schema, _tag("ComplexType"), {"Name": name})
        for one, kind in properties.items():
            etree.SubElement(found, _tag("Property"), {"Name": one, **_typed(kind)})
        for one, kind in COMPLEX_LINKS.get(name, {}).items():
            etree.SubElement(
                found, _tag("NavigationProperty"), {"Name": one, **_typed(kind)}
            )


def _add_operation(schema: etree._Element, operation: Operation) -> None:
    bound = {"IsBound": "true"} if operation.bound else {}
    found = etree.SubElement(
        schema,
        _tag("Function" if operation.function else "Action"),
        {"Name": operation.name, **bound},
    )
    for name, kind in operation.parameters.items():
        etree.SubElement(found, _tag("Parameter"), {"Name": name, **_typed(kind)})
    if operation.returns:
        etree.SubElement(found, _tag("ReturnType"), _typed(operation.returns))


def _typed(text: str) -> dict[str, str]:
    """`Type` and `Nullable` of what `operations` writes short."""
    name = text.removesuffix("!")
    many = name.startswith("[")
    name = name.strip("[]")
    full = name if name.startswith("Edm.") else f"{csdl.ALIAS}.{name}"
    found = {"Type": f"Collection({full})" if many else full}
    if text.endswith("!"):
        found["Nullable"] = "false"
    return found


def annotate(
    root: etree._Element, tables: Mapping[str, Table], customization: Customization
) -> None:
    """The document tells tracked sets and alternate keys of the organisation."""
    sets = {one.get("Name"): one for one in root.iter(_tag("EntitySet"))}
    types = {one.get("Name"): one for one in root.iter(_tag("EntityType"))}
    for table in tables.values():
        record = _annotation(sets[table.entity_set], _TRACKING)
        tracked = "true" if customization.tracks(table) else "false"
        etree.SubElement(
            etree.SubElement(record, _tag("Record")),
            _tag("PropertyValue"),
            {"Property": "Supported", "Bool": tracked},
        )
        keys = customization.keys_of(table)
        if keys:
            _add_keys(_annotation(types[table.name], _KEYS), table, [*keys.values()])


def _annotation(parent: etree._Element, term: str) -> etree._Element:
    return etree.SubElement(parent, _tag("Annotation"), {"Term": term})


def _add_keys(
    annotation: etree._Element, table: Table, keys: Sequence[tuple[str, ...]]
) -> None:
    records = etree.SubElement(annotation, _tag("Collection"))
    for columns in keys:
        record = etree.SubElement(records, _tag("Record"))
        value = etree.SubElement(record, _tag("PropertyValue"), {"Property": "Key"})
        references = etree.SubElement(value, _tag("Collection"))
        for column in columns:
            path = table.columns[column].wire
            reference = etree.SubElement(references, _tag("Record"))
            for name, kind, text in (
                ("Alias", "String", path),
                ("Name", "PropertyPath", path),
            ):
                etree.SubElement(
                    reference, _tag("PropertyValue"), {"Property": name, kind: text}
                )


def _tag(name: str) -> str:
    return f"{{{csdl.EDM}}}{name}"
