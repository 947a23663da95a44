"""Durable memory: one engine for the process, two tables, rows keyed by session."""

import json
from typing import Final

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from reference_impl.rules.model import BookingId, MailboxId
from reference_impl.shell import documents
from reference_impl.shell.records import Records
from reference_impl.shell.state import SessionState

METADATA: Final = sa.MetaData()
SESSIONS: Final = sa.Table(
    "fieldsync_session",
    METADATA,
    sa.Column("session_id", sa.String(200), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)
PAIRS: Final = sa.Table(
    "fieldsync_pair",
    METADATA,
    sa.Column("session_id", sa.String(200), primary_key=True),
    sa.Column("booking_id", sa.String(36), primary_key=True),
    sa.Column("mailbox_id", sa.String(36), primary_key=True),
    sa.Column("document", sa.Text, nullable=False),
)

# Statements are built once; building them costs more than running them.
UPDATE_SESSION: Final = (
    sa.update(SESSIONS)
    .where(SESSIONS.c.session_id == sa.bindparam("s"))
    .values(document=sa.bindparam("d"))
)
INSERT_SESSION: Final = sa.insert(SESSIONS)
SELECT_SESSION: Final = sa.select(SESSIONS.c.document).where(
    SESSIONS.c.session_id == sa.bindparam("s")
)
DELETE_SESSION: Final = sa.delete(SESSIONS).where(
    SESSIONS.c.session_id == sa.bindparam("s")
)
SELECT_PAIRS: Final = (
    sa.select(PAIRS.c.booking_id, PAIRS.c.mailbox_id, PAIRS.c.document)
    .where(PAIRS.c.session_id == sa.bindparam("s"))
    .order_by(PAIRS.c.booking_id, PAIRS.c.mailbox_id)
)
DELETE_PAIR: Final = sa.delete(PAIRS).where(
    PAIRS.c.session_id == sa.bindparam("s"),
    PAIRS.c.booking_id == sa.bindparam("b"),
    PAIRS.c.mailbox_id == sa.bindparam("m"),
)
INSERT_PAIR: Final = sa.insert(PAIRS)
DELETE_PAIRS: Final = sa.delete(PAIRS).where(PAIRS.c.session_id == sa.bindparam("s"))


class Store:
    """Keeps sessions across the death of the process, if the database does."""

    def __init__(self, database_url: str | sa.URL) -> None:
        url = sa.make_url(database_url)
        in_memory = url.get_backend_name() == "sqlite" and url.database in {
            None,
            "",
            ":memory:",
        }
        self._engine = (
            sa.create_engine(
                url, poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
            if in_memory
            else sa.create_engine(url)
        )
        METADATA.create_all(self._engine)
        self._saved: dict[str, documents.Document] = {}

    def save(self, session_id: str, state: SessionState) -> None:
        """Make the session and every changed pair durable, in one transaction.

        If nothing but the time changed, nothing is written: whoever resumes has a cycle
        to repeat that did nothing, and it is due at once.
        """
        document = documents.from_state(state)
        lasting = documents.lasting(document)
        if state.records.are_saved and self._saved.get(session_id) == lasting:
            return
        text = json.dumps(document)
        with self._engine.begin() as connection:
            known = connection.execute(UPDATE_SESSION, {"s": session_id, "d": text})
            if known.rowcount == 0:
                row = {"session_id": session_id, "document": text}
                connection.execute(INSERT_SESSION, row)
            self._save_pairs(connection, session_id, state.records)
        self._saved[session_id] = lasting

    def save_pairs(self, session_id: str, records: Records) -> None:
        """Make every changed pair durable, before or after a write to Exchange."""
        if records.are_saved:
            return
        with self._engine.begin() as connection:
            self._save_pairs(connection, session_id, records)

    def load(self, session_id: str) -> SessionState | None:
        """Return the session as it was last saved, None if there is none."""
        with self._engine.connect() as connection:
            key = {"s": session_id}
            document = connection.execute(SELECT_SESSION, key).scalar_one_or_none()
            if document is None:
                return None
            pairs = connection.execute(SELECT_PAIRS, key).all()
        records = Records(
            tuple(
                documents.to_record(
                    (BookingId(booking_id), MailboxId(mailbox_id)), json.loads(text)
                )
                for booking_id, mailbox_id, text in pairs
            )
        )
        return documents.to_state(json.loads(document), records)

    def delete(self, session_id: str) -> None:
        """Forget the session and all its pairs."""
        self._saved.pop(session_id, None)
        with self._engine.begin() as connection:
            connection.execute(DELETE_PAIRS, {"s": session_id})
            connection.execute(DELETE_SESSION, {"s": session_id})

    def prove(self) -> None:
        """Read once, so that a broken database shows before anybody relies on it."""
        with self._engine.connect() as connection:
            connection.execute(SELECT_SESSION, {"s": ""}).first()
            connection.execute(SELECT_PAIRS, {"s": ""}).first()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _save_pairs(
        self, connection: sa.Connection, session_id: str, records: Records
    ) -> None:
        unsaved = records.take_unsaved()
        if not unsaved:
            return
        keys = [
            {"s": session_id, "b": booking_id, "m": mailbox_id}
            for booking_id, mailbox_id in unsaved
        ]
        connection.execute(DELETE_PAIR, keys)
        rows = [
            {
                "session_id": session_id,
                "booking_id": booking_id,
                "mailbox_id": mailbox_id,
                "document": json.dumps(documents.from_record(record)),
            }
            for (booking_id, mailbox_id), record in unsaved.items()
            if record is not None
        ]
        if rows:
            connection.execute(INSERT_PAIR, rows)
