"""Delta rounds over HTTP, of any collection. Section 4 of the fact sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final, TypeAlias
from urllib.parse import unquote_plus

from fakes.exchange import errors
from fakes.exchange.call import Call
from fakes.exchange.delta import Page, Row, Scope, TokenUnknown
from fakes.exchange.store import ItemStore
from fakes.exchange.wire import envelope
from fakes.exchange.wire.envelope import Reply
from fakes.exchange.wire.options import expansion, options, selection
from fakes.exchange.wire.shape import Shape, View, removed

PAGE_SIZE: Final = 50
TOKENS: Final = frozenset({"$deltatoken", "$skiptoken"})
Several: TypeAlias = Callable[[Scope, Row, View], Iterable[str]]


def answer(
    call: Call,
    shape: Shape[Any],
    *,
    kind: str,
    folder_id: str | None,
    scope: Callable[[], Scope],
    look: Callable[[Scope], View],
    several: Several | None = None,
) -> Reply:
    """A page of a round; `scope` is asked for when one begins.

    `several` writes the rows of one item, where an item is more than one.

    Raises:
        GraphError: the token is unknown or too old (410), with where to begin anew.
    """
    size = call.preferences.page_size or PAGE_SIZE
    tokens = call.exchange.delta_tokens
    token = call.options.get("$skiptoken") or call.options.get("$deltatoken")
    if not token:
        page = tokens.start(call.mailbox, scope(), size=size)
    else:
        try:
            page = tokens.resume(
                call.mailbox, token, kind=kind, folder_id=folder_id, size=size
            )
        except TokenUnknown as error:
            query = f"{error.query}&" if error.query else ""
            afresh = f"{call.page_url}?{query}$deltatoken="
            raise errors.sync_state_not_found(afresh) from error
    seen = look(page.scope)
    kind_name = shape.name.removeprefix("microsoft.graph.")
    return envelope.collection(
        f"{call.version_url}/$metadata#Collection({kind_name})",
        [
            text
            for row in page.rows
            if not (row.is_former and seen.immutable_ids)
            for text in (
                several(page.scope, row, seen)
                if several is not None
                else texts(call, shape, row, seen)
            )
        ],
        links=[_link(call, page)],
    )


def plain(
    call: Call,
    shape: Shape[Any],
    store: ItemStore[Any],
    *,
    folder_id: str | None,
    passes: Callable[[Any], bool] | None = None,
    page_size: int | None = None,
    with_type: bool = True,
) -> Reply:
    """A page of a round over the items of a store, in one folder or in all."""

    def scope() -> Scope:
        return Scope(
            kind=shape.name,
            mailbox_id=call.mailbox.id,
            store=lambda _: store,
            folder_id=folder_id,
            passes=passes,
            query=frozen(call),
            page_size=page_size,
        )

    return answer(
        call,
        shape,
        kind=shape.name,
        folder_id=folder_id,
        scope=scope,
        look=lambda begun: frozen_view(call, shape, begun, with_type=with_type),
    )


def frozen_view(
    call: Call, shape: Shape[Any], scope: Scope, *, with_type: bool = True
) -> View:
    """How the rows look: `$select` and `$expand` of the first call go on to hold.

    Raises:
        GraphError: the first call asks for what cannot be served.
    """
    asked = options(scope.query)
    return replace(
        call.view(shape, with_type=with_type),
        select=selection(asked.get("$select"), shape),
        expand=expansion(asked.get("$expand"), shape),
    )


def frozen(call: Call) -> str:
    """The query of a first call: what goes on to hold in the round."""
    return "&".join(
        option
        for option in call.request.query.split("&")
        if option
        and unquote_plus(option.partition("=")[0]).lower().removeprefix("$")
        not in {"deltatoken", "skiptoken"}
    )


def texts(call: Call, shape: Shape[Any], row: Row, look: View) -> Iterator[str]:
    """The item, or that it is gone."""
    if row.is_removed:
        yield removed(
            shape,
            row.item,
            immutable=look.immutable_ids,
            with_type=look.with_type,
        )
    else:
        yield call.fragments.text(shape, row.item, look)


def _link(call: Call, page: Page) -> tuple[str, str]:
    if page.skip_token is not None:
        return "@odata.nextLink", f"{call.page_url}?$skiptoken={page.skip_token}"
    return "@odata.deltaLink", f"{call.page_url}?$deltatoken={page.delta_token}"
