"""Which messages there are, and how each is asked for (section 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from fakes.dataverse import errors, payload
from fakes.dataverse.messages import access, bulk, organization, parameters

if TYPE_CHECKING:
    from fakes.dataverse.call import Call
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema import Table
    from fakes.wire import Response

_Function: TypeAlias = Callable[["Call", Mapping[str, str]], "Response"]
_Action: TypeAlias = Callable[["Call", dict[str, Any]], "Response"]

FUNCTIONS: Final[Mapping[str, _Function]] = {
    "WhoAmI": organization.who_am_i,
    "RetrieveVersion": organization.version,
    "RetrieveCurrentOrganization": organization.current,
    "RetrieveTotalRecordCount": organization.total_record_count,
    "RetrieveSharedPrincipalsAndAccess": lambda call, given: access.shares(
        call, parameters.target(call, given, "Target")
    ),
}
ACTIONS: Final[Mapping[str, _Action]] = {
    "GrantAccess": access.grant,
    "ModifyAccess": access.modify,
    "RevokeAccess": access.revoke,
    "BulkDelete": bulk.bulk_delete,
}
ON_SETS: Final[Mapping[str, Callable[[Call, Table], Response]]] = {
    "CreateMultiple": bulk.create_multiple,
    "UpdateMultiple": bulk.update_multiple,
    "UpsertMultiple": bulk.upsert_multiple,
}
# Of the real service; this fake does not know them.
_OTHERS: Final = frozenset(
    {
        *("InitializeFrom", "SendEmail", "CalculateRollupField", "DeleteMultiple"),
        *("Merge", "CloseIncident"),
        *("CreateException", "CreateInstance", "AddRecurrence", "Reschedule"),
        *("DeleteOpenInstances",),
    }
)


def unbound(call: Call, name: str, inner: str | None) -> Response:
    """The answer of a function (GET) or an action (POST) that is bound to nothing.

    Raises:
        DataverseError: there is no such message, or it is asked for by another verb.
    """
    method = call.request.method
    if name in FUNCTIONS and method == "GET":
        return FUNCTIONS[name](call, parameters.inline(call, inner))
    if name in ACTIONS and method == "POST" and inner is None:
        body = payload.body_of(call)
        return ACTIONS[name](call, body)
    if name in FUNCTIONS or name in ACTIONS:
        raise no_route(call)
    if name in _OTHERS:
        raise errors.unsupported(f"the message {name}")
    raise errors.unknown_segment(name)


def on_set(call: Call, table: Table, name: str) -> Response:
    """The answer of an action bound to an entity set."""
    if name not in ON_SETS:
        raise errors.unsupported(f"the message {name} on {table.entity_set}")
    if call.request.method != "POST":
        raise no_route(call)
    return ON_SETS[name](call, table)


def on_row(call: Call, row: Row, name: str, inner: str | None) -> Response:
    """The answer of a function bound to a row; only users have some here."""
    known = {"RetrieveUserPrivileges", "RetrievePrincipalAccess"}
    if row.table.name != "systemuser" or name not in known:
        raise errors.unsupported(f"the message {name} on {row.table.name}")
    if call.request.method != "GET":
        raise no_route(call)
    if name == "RetrieveUserPrivileges":
        return access.privileges(call, row)
    given = parameters.inline(call, inner)
    return access.access(call, row, parameters.target(call, given, "Target"))


def no_route(call: Call) -> errors.DataverseError:
    """The verb does not go with the message: no code (section 1.3)."""
    return errors.DataverseError(
        status=404,
        code="",
        message="No HTTP resource was found that matches the request URI "
        f"'{call.request.root_url}{call.request.path}'.",
    )
