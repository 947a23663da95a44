"""The Web API: who asks, for what, and which part answers."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final, TypeAlias

from fakes.dataverse import errors, messages, predefined, resources, wire
from fakes.dataverse.batch import Batch
from fakes.dataverse.call import Call, preferences
from fakes.dataverse.callers import Callers, challenge
from fakes.dataverse.kept import Kept
from fakes.dataverse.keys import find, key_of
from fakes.dataverse.limits import Protection, Throttled
from fakes.dataverse.query import parse
from fakes.dataverse.routes import METADATA, Route, route
from fakes.dataverse.schema import TABLES, Table
from fakes.entra import TokenRefused
from fakes.identity import Identifiers
from fakes.wire import Headers, Perform, Request, Response, ServiceName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fakes.dataverse.security import Caller
    from fakes.dataverse.store import Organization
    from fakes.entra import Directory

# Path, query, preferences, root and caller.
_Question: TypeAlias = "tuple[str, str, str, str, Caller]"
_SPECIAL: Final = {
    "$batch": "batch",
    "WhoAmI": "whoami",
    **dict.fromkeys(METADATA, "metadata"),
}
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
        self._protection = Protection(organization.clock)
        self._answers: Kept[_Question, Response] = Kept(organization)

    def forget_usage(self) -> None:
        """Nobody has asked for anything that counts against the limits (section 7)."""
        self._protection.forget()

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
        if found.rest and found.rest[0].startswith(resources.NAMESPACE):
            return "function"
        if found.key is None:
            return _verb_on_set(request)
        if request.method == "PATCH" and "if-match" not in request.headers:
            return "update" if self._exists(table, found.key) else "upsert"
        if request.method == "DELETE" and found.rest:
            return "update"
        return _VERBS.get(request.method, "read")

    def _exists(self, table: Table, key: str) -> bool:
        try:
            found = key_of(self._organization, table, key)
            return find(self._organization, found) is not None
        except errors.DataverseError:
            return False

    async def prepare(self, request: Request) -> None:
        """Nothing is needed."""

    def handle(self, request: Request, perform: Perform) -> Response:
        """The answer; what it changed is in the organisation."""
        more: Headers = ()
        try:
            caller = self._callers.of(request)
            if not request.inner:
                limits = self._organization.limits
                more = self._protection.admit(caller.real.user, limits)
            response = self._answer(request, caller, perform)
        except TokenRefused as refused:
            tenant_id = self._organization.tenant_id
            return challenge(request, tenant_id, demanded=refused.challenge)
        except Throttled as error:
            more = (("Retry-After", str(error.retry_after_s)),)
            response = self.refusal(error.status, error.code, error.message)
        except errors.DataverseError as error:
            response = self._refused(error, request)
        if request.inner:
            return response
        identifier = self._requests.guid()
        return Response(
            status=response.status,
            headers=(
                *(header for header in response.headers if header[0] != "REQ_ID"),
                ("REQ_ID", identifier),
                ("x-ms-service-request-id", identifier),
                *more,
            ),
            body=response.body,
        )

    @contextlib.contextmanager
    def in_flight(self, request: Request) -> Iterator[None]:
        """While it lasts the request counts as concurrent, then by its time."""
        started = self._organization.clock.now()
        try:
            user: str | None = self._callers.of(request).real.user
        except (TokenRefused, errors.DataverseError):
            user = None  # it was refused: nothing is executed for it
        if user is not None:
            self._protection.begin(user)
        try:
            yield
        finally:
            if user is not None:
                took = self._organization.clock.now() - started
                self._protection.end(user, took)

    def _refused(self, error: errors.DataverseError, request: Request) -> Response:
        return wire.error_response(
            error.status,
            error.code,
            error.message,
            headers=(("REQ_ID", self._requests.guid()),),
            wants=preferences(request.headers.get("prefer", "")).wants,
        )

    def refusal(self, status: int, code: str, message: str) -> Response:
        """An error answer as section 8 has it."""
        headers = (("REQ_ID", self._requests.guid()),)
        return wire.error_response(status, code, message, headers=headers)

    def _answer(self, request: Request, caller: Caller, perform: Perform) -> Response:
        if len(request.path) + len(request.query) > _longest_url(request):
            raise errors.too_long()
        if not _is_text(request.path + request.query):
            raise errors.bad_query("The request URL holds bytes that are no text.")
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
            return resources.on_set(call, found.table, found.rest)
        return resources.on_key(call, found.table, found.key, found.rest)

    def _special(self, call: Call, found: Route, perform: Perform) -> Response:
        method = call.request.method
        if found.name in METADATA:
            # lxml is a twelfth of the start, for those that never ask.
            from fakes.dataverse import metadata  # noqa: PLC0415

            return metadata.answer(call, found)
        if found.name == "$batch" and method == "POST":
            return Batch(call, perform, self._requests).answer()
        if method == "GET" and found.name == "":
            return _service_document(call)
        if found.name in {"", "$batch"}:
            raise messages.no_route(call)
        return messages.unbound(call, found.name, found.key)


def _longest_url(request: Request) -> int:
    """Characters that an address may have (section 4.1)."""
    return 65_536 if request.inner else 32_768


def _is_text(url: str) -> bool:
    """Whether an address can stand in an answer.

    Servers keep stray bytes of a request line as halves of surrogate pairs.
    """
    return url.isascii() or not any("\ud800" <= one <= "\udfff" for one in url)


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
    if predefined.asked_for(request.query):
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
