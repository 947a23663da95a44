"""The words of access: depths of privileges, flags of shares (section 1.5)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, IntFlag
from typing import Final, Literal, TypeAlias

Verb: TypeAlias = Literal[
    "Create", "Read", "Write", "Delete", "Assign", "Share", "Append", "AppendTo"
]


class Depth(IntEnum):
    """How far a privilege reaches; NONE is its absence."""

    NONE = 0
    BASIC = 1  # own rows
    LOCAL = 2  # own business unit
    DEEP = 3  # own business unit and those below
    GLOBAL = 4  # the organisation


class Rights(IntFlag):
    """What a share grants on one row: the flags of section 1.5."""

    READ = 1
    WRITE = 2
    APPEND = 4
    APPEND_TO = 16
    CREATE = 32
    DELETE = 65536
    SHARE = 262144
    ASSIGN = 524288


RIGHT: Final[Mapping[Verb, Rights]] = {
    "Read": Rights.READ,
    "Write": Rights.WRITE,
    "Append": Rights.APPEND,
    "AppendTo": Rights.APPEND_TO,
    "Create": Rights.CREATE,
    "Delete": Rights.DELETE,
    "Share": Rights.SHARE,
    "Assign": Rights.ASSIGN,
}
# As messages spell them, in the order of their words (the order is inferred).
WORDS: Final[Mapping[Rights, str]] = {
    Rights.READ: "ReadAccess",
    Rights.WRITE: "WriteAccess",
    Rights.APPEND: "AppendAccess",
    Rights.APPEND_TO: "AppendToAccess",
    Rights.CREATE: "CreateAccess",
    Rights.DELETE: "DeleteAccess",
    Rights.SHARE: "ShareAccess",
    Rights.ASSIGN: "AssignAccess",
}
Privileges: TypeAlias = Mapping[str, Depth]  # names in lower case


class Everything(dict[str, Depth]):
    """Every privilege for the whole organisation: System Administrator."""

    def __missing__(self, key: str) -> Depth:
        return Depth.GLOBAL


def words_of(rights: Rights) -> str:
    """The rights as messages spell them: "ReadAccess, WriteAccess", or "None"."""
    return ", ".join(word for one, word in WORDS.items() if one in rights) or "None"
