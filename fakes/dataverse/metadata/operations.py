"""Functions, actions and their types in `$metadata`, as data (sections 3.7, 10).

A type is a name of the namespace, an `Edm.` type, or a collection `[...]` of one; a `!`
behind it means that null is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A function, or an action; bound when its first parameter is the binding one."""

    name: str
    parameters: Mapping[str, str]
    returns: str = ""
    bound: bool = False
    function: bool = False


ENUMS: Final[Mapping[str, Mapping[str, int]]] = {
    "AccessRights": {
        "None": 0,
        "ReadAccess": 1,
        "WriteAccess": 2,
        "AppendAccess": 4,
        "AppendToAccess": 16,
        "CreateAccess": 32,
        "DeleteAccess": 65536,
        "ShareAccess": 262144,
        "AssignAccess": 524288,
    },
    "EndpointAccessType": {"Default": 0, "Internet": 1, "Intranet": 2},
    "EndpointType": {
        "OrganizationService": 0,
        "OrganizationDataService": 1,
        "WebApplication": 2,
    },
    "OrganizationState": {"Enabled": 0, "Disabled": 1},
    "OrganizationType": {"Customer": 0, "Monitoring": 1, "Support": 2},
    "PrivilegeDepth": {"Basic": 0, "Local": 1, "Deep": 2, "Global": 3},
    "LogicalOperator": {"And": 0, "Or": 1},
    "ConditionOperator": {"Equal": 0, "NotEqual": 1, "In": 8, "NotIn": 9},
}
FLAGS: Final = frozenset({"AccessRights"})
COMPLEX: Final[Mapping[str, Mapping[str, str]]] = {
    "WhoAmIResponse": {
        "BusinessUnitId": "Edm.Guid!",
        "UserId": "Edm.Guid!",
        "OrganizationId": "Edm.Guid!",
    },
    "RetrieveVersionResponse": {"Version": "Edm.String"},
    "EndpointCollection": {
        "Count": "Edm.Int32!",
        "IsReadOnly": "Edm.Boolean!",
        "Keys": "[EndpointType]",
        "Values": "[Edm.String]",
    },
    "OrganizationDetail": {
        "OrganizationId": "Edm.Guid!",
        "FriendlyName": "Edm.String",
        "OrganizationVersion": "Edm.String",
        "EnvironmentId": "Edm.String",
        "DatacenterId": "Edm.Guid!",
        "Geo": "Edm.String",
        "TenantId": "Edm.String",
        "UrlName": "Edm.String",
        "UniqueName": "Edm.String",
        "Endpoints": "EndpointCollection",
        "State": "OrganizationState!",
        "SchemaType": "Edm.String",
        "OrganizationType": "OrganizationType!",
    },
    "RetrieveCurrentOrganizationResponse": {"Detail": "OrganizationDetail"},
    "RetrievePrincipalAccessResponse": {"AccessRights": "AccessRights!"},
    "RolePrivilege": {
        "Depth": "PrivilegeDepth!",
        "PrivilegeId": "Edm.Guid!",
        "BusinessUnitId": "Edm.Guid!",
        "PrivilegeName": "Edm.String",
        "RecordFilterId": "Edm.Guid!",
        "RecordFilterUniqueName": "Edm.String",
    },
    "RetrieveUserPrivilegesResponse": {"RolePrivileges": "[RolePrivilege]"},
    "EntityRecordCountCollection": {
        "Count": "Edm.Int32!",
        "IsReadOnly": "Edm.Boolean!",
        "Keys": "[Edm.String]",
        "Values": "[Edm.Int64]",
    },
    "RetrieveTotalRecordCountResponse": {
        "EntityRecordCountCollection": "EntityRecordCountCollection"
    },
    "CreateMultipleResponse": {"Ids": "[Edm.Guid]"},
    "BulkDeleteResponse": {"JobId": "Edm.Guid!"},
    "Object": {"Type": "Edm.String", "Value": "Edm.String"},
    "ConditionExpression": {
        "EntityName": "Edm.String",
        "AttributeName": "Edm.String",
        "Operator": "ConditionOperator!",
        "Values": "[Object]",
    },
    "FilterExpression": {
        "FilterOperator": "LogicalOperator!",
        "Conditions": "[ConditionExpression]",
        "Filters": "[FilterExpression]",
    },
    "QueryExpression": {
        "EntityName": "Edm.String",
        "Criteria": "FilterExpression",
        "Distinct": "Edm.Boolean!",
    },
}
# Complex types that also hold a row: navigation properties, by complex type.
COMPLEX_LINKS: Final[Mapping[str, Mapping[str, str]]] = {
    "PrincipalAccess": {"Principal": "principal"},
}
COMPLEX_WITH_LINKS: Final[Mapping[str, Mapping[str, str]]] = {
    "PrincipalAccess": {"AccessMask": "AccessRights!"},
    "RetrieveSharedPrincipalsAndAccessResponse": {
        "PrincipalAccesses": "[PrincipalAccess]"
    },
}
_ROW: Final = "crmbaseentity"
OPERATIONS: Final = (
    Operation(name="WhoAmI", parameters={}, returns="WhoAmIResponse!", function=True),
    Operation(
        name="RetrieveVersion",
        parameters={},
        returns="RetrieveVersionResponse!",
        function=True,
    ),
    Operation(
        name="RetrieveCurrentOrganization",
        parameters={"AccessType": "EndpointAccessType!"},
        returns="RetrieveCurrentOrganizationResponse!",
        function=True,
    ),
    Operation(
        name="RetrieveTotalRecordCount",
        parameters={"EntityNames": "[Edm.String]!"},
        returns="RetrieveTotalRecordCountResponse!",
        function=True,
    ),
    Operation(
        name="RetrievePrincipalAccess",
        parameters={"entity": "principal!", "Target": f"{_ROW}!"},
        returns="RetrievePrincipalAccessResponse!",
        bound=True,
        function=True,
    ),
    Operation(
        name="RetrieveUserPrivileges",
        parameters={"entity": "systemuser!"},
        returns="RetrieveUserPrivilegesResponse!",
        bound=True,
        function=True,
    ),
    Operation(
        name="RetrieveSharedPrincipalsAndAccess",
        parameters={"Target": f"{_ROW}!"},
        returns="RetrieveSharedPrincipalsAndAccessResponse!",
        function=True,
    ),
    Operation(
        name="GrantAccess",
        parameters={"Target": f"{_ROW}!", "PrincipalAccess": "PrincipalAccess!"},
    ),
    Operation(
        name="ModifyAccess",
        parameters={"Target": f"{_ROW}!", "PrincipalAccess": "PrincipalAccess!"},
    ),
    Operation(
        name="RevokeAccess",
        parameters={"Target": f"{_ROW}!", "Revokee": "principal!"},
    ),
    Operation(
        name="CreateMultiple",
        parameters={"entityset": f"[{_ROW}]!", "Targets": f"[{_ROW}]!"},
        returns="CreateMultipleResponse!",
        bound=True,
    ),
    Operation(
        name="UpdateMultiple",
        parameters={"entityset": f"[{_ROW}]!", "Targets": f"[{_ROW}]!"},
        bound=True,
    ),
    Operation(
        name="UpsertMultiple",
        parameters={"entityset": f"[{_ROW}]!", "Targets": f"[{_ROW}]!"},
        bound=True,
    ),
    Operation(
        name="BulkDelete",
        parameters={
            "QuerySet": "[QueryExpression]!",
            "JobName": "Edm.String!",
            "SendEmailNotification": "Edm.Boolean!",
            "ToRecipients": f"[{_ROW}]!",
            "CCRecipients": f"[{_ROW}]!",
            "RecurrencePattern": "Edm.String!",
            "StartDateTime": "Edm.DateTimeOffset!",
        },
        returns="BulkDeleteResponse!",
    ),
)
