"""Functions about the organisation and the caller (sections 1.3, 10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fakes.dataverse import errors, wire
from fakes.dataverse.messages import parameters
from fakes.dataverse.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fakes.dataverse.call import Call
    from fakes.wire import Response

VERSION: Final = "9.2.25031.00100"


def who_am_i(call: Call, _: Mapping[str, str]) -> Response:
    """The user that the request acts as, its unit, the organisation."""
    principal = call.caller.principal
    return wire.complex_value(
        call.api,
        "WhoAmIResponse",
        {
            "BusinessUnitId": principal.unit,
            "UserId": principal.user,
            "OrganizationId": call.organization.organization_id,
        },
    )


def version(call: Call, _: Mapping[str, str]) -> Response:
    """The version of the service."""
    return wire.complex_value(call.api, "RetrieveVersionResponse", {"Version": VERSION})


def current(call: Call, _: Mapping[str, str]) -> Response:
    """The organisation's names and addresses; what they look like is inferred."""
    organization, root = call.organization, call.request.root_url
    endpoints = {
        "WebApplication": f"{root}/",
        "OrganizationService": f"{root}/XRMServices/2011/Organization.svc",
        "OrganizationDataService": f"{root}/XRMServices/2011/OrganizationData.svc",
    }
    name = organization.organization_row["name"]
    detail = {
        "OrganizationId": organization.organization_id,
        "FriendlyName": name,
        "OrganizationVersion": VERSION,
        "EnvironmentId": organization.organization_id,
        "DatacenterId": organization.organization_id,
        "Geo": "EMEA",
        "TenantId": organization.tenant_id,
        "UrlName": name,
        "UniqueName": name,
        "Endpoints": {
            "Count": len(endpoints),
            "Keys": list(endpoints),
            "Values": list(endpoints.values()),
        },
        "State": "Enabled",
        "OrganizationType": "Developer",
        "SchemaType": "Full",
    }
    return wire.complex_value(
        call.api, "RetrieveCurrentOrganizationResponse", {"Detail": detail}
    )


def total_record_count(call: Call, given: Mapping[str, str]) -> Response:
    """How many rows some tables have: exact here, up to a day old in reality (4.4)."""
    names = parameters.names(given, "EntityNames")
    for name in names:
        if name not in TABLES:
            message = f"The entity with a name = '{name}' was not found."
            raise errors.bad_value(message, errors.NOT_FOUND)
        call.caller.demand("Read", TABLES[name])
    counts = [len(call.organization.rows_of(name).by_id) for name in names]
    return wire.complex_value(
        call.api,
        "RetrieveTotalRecordCountResponse",
        {
            "EntityRecordCountCollection": {
                "Count": len(names),
                "IsReadOnly": False,
                "Keys": names,
                "Values": counts,
            }
        },
    )
