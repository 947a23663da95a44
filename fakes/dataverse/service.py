"""The Web API: who asks, for what, and which part answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from fakes.dataverse import errors, messages, payload, reading, tracking, wire, writing
from fakes.dataverse.batch import Batch
from fakes.dataverse.call import Call, preferences
from fakes.dataverse.callers import Callers, challenge
from fakes.dataverse.kept import Kept
from fakes.dataverse.query import parse
from fakes.dataverse.routes import Route, route, segment
from fakes.dataverse.schema import TABLES, Ownership, Table
from fakes.entra import TokenRefused
from fakes.identity import Identifiers
from fakes.wire import Perform, Request, Response, ServiceName

if TYPE_CHECKING:
    from fakes.dataverse.rows import Row
    from fakes.dataverse.schema.model import Navigation
    from fakes.dataverse.security import Caller
    from fakes.dataverse.store import Organization
    from fakes.entra import Directory

# Path, query, preferences, root and caller.
_Question: TypeAlias = "tuple[str, str, str, str, Caller]"
_VERSION: Final = "9.2.25031.00100"
_NAMESPACE: Final = "Microsoft.Dynamics.CRM."
_SPECIAL: Final = {"$batch": "batch", "WhoAmI": "whoami", "$metadata": "metadata"}
_VERBS: Final = {
    "GET": "read",
    "PUT": "update",
    "PATCH": "update",
    "DELETE": "delete",
    "POST": "create",
}


class DataverseService:
    """Answers below `/api/data/v9.2/` for one organisation."""

    name: ServiceName = "dataverse"

    def __init__(self, organization: Organization, directory: Directory) -> None:
        self._organization = organization
        self._callers = Callers(organization, directory)
        self._requests = Identifiers(0, "dataverse/requests")
        self._answers: Kept[_Question, Response] = Kept(organization)

    def operation(self, request: Request) -> str:
        """What the request asks for: `bookableresourcebooking.list`."""
        try:
            found = route(request.path)
        except errors.DataverseError:
            return "function"
        if found.table is None:
            return _SPECIAL.get(found.name, "function")
        verb = self._verb(request, found, found.table)
        return verb if verb == "function" else f"{found.table.name}.{verb}"

    def _verb(self, request: Request, found: Route, table: Table) -> str:
        if found.rest and found.rest[-1] == "$ref" and request.method != "GET":
            return "ref"
        if found.rest and found.rest[0].startswith(_NAMESPACE):
            return "function"
        if found.key is None:
            return _verb_on_set(request)
        if request.method == "PATCH" and "if-match" not in request.headers:
            exists = found.key.lower() in self._organization.rows_of(table.name).by_id
            return "update" if exists else "upsert"
        if request.method == "DELETE" and found.rest:
            return "update"
        return _VERBS.get(request.method, "read")

    def handle(self, request: Request, perform: Perform) -> Response:
        """The answer; what it changed is in the organisation.

        Service protection limits (section 7) belong in front of `_answer`, once the
        caller is known: they count per user.
        """
        try:
            response = self._answer(request, perform)
        except TokenRefused:
            return challenge(request, self._organization.tenant_id)
        except errors.DataverseError as error:
            response = self.refusal(error.status, error.code, error.message)
        if "x-in-batch" in request.headers:
            return response
        identifier = self._requests.guid()
        return Response(
            status=response.status,
            headers=(
                *(header for header in response.headers if header[0] != "REQ_ID"),
                ("REQ_ID", identifier),
                ("x-ms-service-request-id", identifier),
            ),
            body=response.body,
        )

    def refusal(self, status: int, code: str, message: str) -> Response:
        """An error answer as section 8 has it."""
        headers = (("REQ_ID", self._requests.guid()),)
        return wire.error_response(status, code, message, headers=headers)

    def _answer(self, request: Request, perform: Perform) -> Response:
        caller = self._callers.of(request)
        if request.method != "GET":
            return self._worked_out(request, caller, perform)
        # Quiet cycles read the same again and again, with the same answer to the byte.
        prefer, root = request.headers.get("prefer", ""), request.root_url
        question = (request.path, request.query, prefer, root, caller)
        response = self._answers.present().get(question)
        if response is None:
            response = self._worked_out(request, caller, perform)
            if _is_timeless(request):
                self._answers.present()[question] = response
        return response

    def _worked_out(
        self, request: Request, caller: Caller, perform: Perform
    ) -> Response:
        found = route(request.path)
        call = Call(
            organization=self._organization,
            caller=caller,
            request=request,
            api=f"{request.root_url}{found.version}",
            prefer=preferences(request.headers.get("prefer", "")),
        )
        if found.table is None:
            return self._special(call, found, perform)
        if found.key is None:
            return _on_set(call, found.table, found.rest)
        id = payload.key_of(found.table, found.key)
        if found.rest:
            return _below_row(call, found.table, id, found.rest)
        return _on_row(call, found.table, id)

    def _special(self, call: Call, found: Route, perform: Perform) -> Response:
        method = call.request.method
        if found.name == "$metadata":
            raise errors.unsupported("metadata")
        if found.name == "$batch" and method == "POST":
            return Batch(call, perform, self._requests).answer()
        if method == "GET" and found.name == "":
            return _service_document(call)
        if method == "GET" and found.name == "WhoAmI":
            return self._who_am_i(call)
        if method == "GET" and found.name == "RetrieveVersion":
            version = {"Version": _VERSION}
            return wire.complex_value(call.api, "RetrieveVersionResponse", version)
        if found.name not in {"", "$batch", "WhoAmI", "RetrieveVersion"}:
            raise errors.unknown_segment(found.name)
        raise errors.DataverseError(
            status=404,
            code="",
            message="No HTTP resource was found that matches the request URI "
            f"'{reading.address(call)}'.",
        )

    def _who_am_i(self, call: Call) -> Response:
        principal = call.caller.principal
        return wire.complex_value(
            call.api,
            "WhoAmIResponse",
            {
                "BusinessUnitId": principal.unit,
                "UserId": principal.user,
                "OrganizationId": self._organization.organization_id,
            },
        )


def _verb_on_set(request: Request) -> str:
    if request.method != "GET":
        return _VERBS.get(request.method, "read")
    tracked = "deltatoken" in request.query or (
        "track-changes" in request.headers.get("prefer", "")
    )
    return "changes" if tracked else "list"


def _is_timeless(request: Request) -> bool:
    """Whether the answer holds until something is written: a list without conditions.

    Links of tracked changes hold the present time; rows depend on `If-None-Match`.
    """
    found = route(request.path)
    if found.table is None or found.key is not None or found.rest:
        return False
    return _verb_on_set(request) == "list" and parse(request.query).timeless


def _service_document(call: Call) -> Response:
    head = {"@odata.context": f"{call.api}/$metadata"}
    items = [
        wire.encode(
            {
                "name": table.entity_set,
                "kind": "EntitySet",
                "url": table.entity_set,
            }
        )
        for table in TABLES.values()
    ]
    return wire.json_response(wire.collection(head, items))


def _on_set(call: Call, table: Table, rest: tuple[str, ...]) -> Response:
    method = call.request.method
    query = parse(call.request.query)
    tracked = query.delta_token is not None or call.prefer.track_changes
    if rest == ("$count",) and method == "GET":
        if query.delta_token is not None:
            return tracking.changes(call, table, counting=True)
        return reading.count(call, table)
    if rest:
        if rest[0].startswith(_NAMESPACE):
            raise errors.unsupported(f"the message {rest[0]}")
        raise errors.unknown_segment(rest[0])
    if method == "GET":
        if tracked:
            return tracking.changes(call, table)
        return reading.read_list(call, table)
    if method == "POST":
        if table.ownership is Ownership.NONE:
            raise errors.not_allowed(f"Rows of {table.name} cannot be created.")
        return writing.create(call, table)
    raise errors.not_allowed(f"{method} is not allowed on an entity set.")


def _on_row(call: Call, table: Table, id: str) -> Response:
    match call.request.method:
        case "GET":
            return reading.read_one(call, reading.visible(call, table.name, id))
        case "PATCH":
            return writing.upsert(call, table, id)
        case "DELETE":
            return writing.delete(call, call.organization.row(table.name, id))
        case method:
            raise errors.not_allowed(f"{method} is not allowed on a row.")


def _below_row(call: Call, table: Table, id: str, rest: tuple[str, ...]) -> Response:
    name, inner = segment(rest[0])
    row = reading.visible(call, table.name, id)
    if name.startswith(_NAMESPACE):
        return messages.bound(call, row, name.removeprefix(_NAMESPACE), inner)
    link = table.navigation(name)
    if link is None:
        return _on_property(call, row, name, rest[1:])
    if all(target not in TABLES for target in link.targets):
        raise errors.unsupported(f"the table {link.target}")
    if link.collection:
        return _on_collection(call, row, link, inner, rest[1:])
    return _on_link(call, row, link, rest[1:])


def _on_property(call: Call, row: Row, name: str, rest: tuple[str, ...]) -> Response:
    if rest:
        raise errors.unsupported(f"{name}/{rest[0]}")
    match call.request.method:
        case "GET":
            return reading.read_property(call, row, name)
        case "PUT":
            return writing.put_property(call, row, name)
        case "DELETE":
            return writing.clear_property(call, row, name)
        case method:
            raise errors.not_allowed(f"{method} is not allowed on a property.")


def _on_link(call: Call, row: Row, link: Navigation, rest: tuple[str, ...]) -> Response:
    method = call.request.method
    if rest == ("$ref",):
        if method == "PUT":
            return writing.put_link(call, row, link)
        if method == "DELETE":
            return writing.clear_link(call, row, link)
        if method == "GET":
            return _reference(call, row, link)
        raise errors.not_allowed(f"{method} is not allowed on a reference.")
    if rest or method != "GET":
        raise errors.unsupported(f"{method} {link.name}/{'/'.join(rest)}")
    target = reading.followed(call, row, link)
    return wire.no_content() if target is None else reading.read_one(call, target)


def _reference(call: Call, row: Row, link: Navigation) -> Response:
    target = reading.followed(call, row, link)
    if target is None:
        return wire.no_content()
    body = {
        "@odata.context": f"{call.api}/$metadata#$ref",
        "@odata.id": f"{call.api}/{target.table.entity_set}({target.id})",
    }
    return wire.json_response(wire.encode(body).encode())


def _on_collection(
    call: Call, row: Row, link: Navigation, inner: str | None, rest: tuple[str, ...]
) -> Response:
    if inner is not None or rest not in {(), ("$count",)}:
        raise errors.unsupported(f"references of the collection {link.name}")
    if call.request.method != "GET":
        raise errors.unsupported(f"{call.request.method} on {link.name}")
    within = call.organization.rows_of(link.target).equal(link.column, row.id)
    table = TABLES[link.target]
    if rest:
        return reading.count(call, table, within)
    return reading.read_list(call, table, within)
