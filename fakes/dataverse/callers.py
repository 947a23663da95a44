"""Who sends a request, and who it acts as (sections 1.1, 1.3, 1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from fakes.dataverse import errors
from fakes.dataverse.kept import Kept
from fakes.dataverse.rights import Depth
from fakes.dataverse.security import ACT_ON_BEHALF, Caller, Principal
from fakes.dataverse.values import guid
from fakes.wire import Request, Response

if TYPE_CHECKING:
    from fakes.dataverse.store import Organization
    from fakes.entra import Directory

_SEGMENT: Final = "/dataverse"
# Client id, and whom it acts as: object id, user id.
_Names: TypeAlias = tuple[str, str | None, str | None]


def challenge(request: Request, tenant_id: str, *, demanded: str = "") -> Response:
    """401 with the address of the authority (1.1); the body is empty (inferred).

    `demanded` is a claims challenge, for a token that has been revoked (inferred).
    """
    root = request.root_url
    base = root.removesuffix(_SEGMENT) + "/login"
    value = (
        f"Bearer authorization_uri={base}/{tenant_id}/oauth2/authorize, "
        f"resource_id={root}/{demanded}"
    )
    return Response(status=401, headers=(("WWW-Authenticate", value),))


class Callers:
    """Tells from a request's headers who asks."""

    def __init__(self, organization: Organization, directory: Directory) -> None:
        self._organization = organization
        self._directory = directory
        self._audiences: dict[str, frozenset[str]] = {}
        self._known: Kept[_Names, Caller] = Kept(organization.security)

    def of(self, request: Request) -> Caller:
        """Who asks, and who for.

        Raises:
            TokenRefused: the token does not hold here.
            DataverseError: its bearer may not enter, or not act on behalf (403).
        """
        root = request.root_url
        audiences = self._audiences.get(root)
        if audiences is None:
            audiences = self._audiences[root] = frozenset({root, f"{root}/"})
        headers = request.headers
        claims = self._directory.verify(
            headers.get("authorization"), audiences=audiences
        )
        # The token has been looked at; who is who changes with users and roles alone.
        object_id, user_id = headers.get("callerobjectid"), headers.get("mscrmcallerid")
        known, names = self._known.present(), (claims.client_id, object_id, user_id)
        caller = known.get(names)
        if caller is None:
            caller = known[names] = self._caller(*names)
        return caller

    def _caller(
        self, client_id: str, object_id: str | None, user_id: str | None
    ) -> Caller:
        real = self._user("applicationid", client_id)
        if object_id is not None:
            other = self._other("azureactivedirectoryobjectid", object_id)
        elif user_id is not None:
            other = self._other("systemuserid", user_id)
        else:
            return Caller(real, real)
        if real.depth(ACT_ON_BEHALF) is Depth.NONE:
            raise errors.DataverseError(
                status=403,
                code=errors.CANNOT_ACT_ON_BEHALF,
                message=f"User {real.user} may not act on behalf of another user.",
            )
        return Caller(other, real)

    def _other(self, column: str, text: str) -> Principal:
        id = guid(text.strip())
        if id is None:
            message = f"'{text}' is no id of a user to act on behalf of."
            raise errors.bad_value(message)
        return self._user(column, id)

    def _user(self, column: str, id: str) -> Principal:
        users = self._organization.rows_of("systemuser")
        row = users.by_id.get(id) if column == "systemuserid" else None
        if row is None and column != "systemuserid":
            row = next(iter(users.equal(column, id)), None)
        if row is None:
            # An unknown user to act for: the code is inferred (section 1.4).
            known = column == "applicationid"
            code = errors.NOT_A_USER if known else errors.NOT_FOUND
            raise _refused(code, f"{id} is no user of the organization.")
        if row.values["isdisabled"]:
            raise _refused(errors.USER_DISABLED, f"The user {row.id} is disabled.")
        security = self._organization.security
        if not security.has_role(row.id):
            raise _refused(errors.NO_ROLE, f"The user {row.id} has no role.")
        return security.principal(row.id)


def _refused(code: str, message: str) -> errors.DataverseError:
    return errors.DataverseError(status=403, code=code, message=message)
