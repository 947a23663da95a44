"""From what stands after `--iut` to a target: the only reader of addresses."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from harness.adapters.descriptor import read_descriptor
from harness.adapters.iut import ClockMode
from harness.adapters.target import Target, Way
from harness.errors import UnknownName, UsageError
from harness.mutants.register import find

_HINT: Final = (
    "Use `reference`, `mutant:RULE/name` (see `fieldsync mutants --list`), "
    "`http://127.0.0.1:9000`, `exec: COMMAND`, `blackbox: COMMAND`, or the path of a "
    "descriptor such as iut.yaml."
)
_SHOWN: Final = 200  # characters of what cannot be used
_EXAMPLES: Final[Mapping[str, str]] = {
    Way.EXEC: "node dist/server.js",
    Way.BLACKBOX: "./syncd --foreground",
}
_POSSIBLE: Final = {
    Way.REFERENCE: {ClockMode.VIRTUAL},
    Way.MUTANT: {ClockMode.VIRTUAL},
    Way.HTTP: {ClockMode.VIRTUAL},
    Way.EXEC: {ClockMode.VIRTUAL},
    Way.BLACKBOX: {ClockMode.JUMP, ClockMode.RATE, ClockMode.REALTIME},
}


def parse_address(text: str, *, clock: ClockMode | None = None) -> Target:
    """The target that the address names, with the clock mode that was asked for.

    Raises:
        UsageError: nothing can be reached that way; the sentence says what could.
    """
    target = _target(text.strip())
    if clock is not None:
        target = replace(target, clock=clock)
    possible = _POSSIBLE[target.way]
    if target.clock not in possible:
        names = " or ".join(sorted(possible))
        raise UsageError(
            f"The clock mode {target.clock} does not go with {target.way}: there it "
            f"is {names}. Only a black box is driven by the clock of its system; "
            "whoever speaks the contract is told the time."
        )
    return target


def _target(text: str) -> Target:
    if text == Way.REFERENCE:
        return Target(way=Way.REFERENCE)
    kind, _, rest = text.partition(":")
    what = rest.strip()
    if kind == Way.MUTANT:
        return Target(way=Way.MUTANT, what=find(what).id)
    if kind in {"http", "https"} and rest.startswith("//"):
        return Target(way=Way.HTTP, what=checked_url(text))
    if kind == Way.EXEC:
        return Target(way=Way.EXEC, what=checked_command(what, way=kind))
    if kind == Way.BLACKBOX:
        command = checked_command(what, way=kind)
        return Target(way=Way.BLACKBOX, what=command, clock=ClockMode.JUMP)
    path = Path(text)
    if path.suffix in {".yaml", ".yml"} or _is_file(path):
        return _described(path)
    raise UnknownName(kind="implementation", name=text[:_SHOWN], hint=_HINT)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # its name is too long for one
        return False


def _described(path: Path) -> Target:
    target = read_descriptor(path)
    if target.way is Way.HTTP:
        return replace(target, what=checked_url(target.what))
    return replace(target, what=checked_command(target.what, way=target.way))


def checked_url(text: str) -> str:
    """The URL without its last slash.

    Raises:
        UsageError: it has no host, a port that is none, or a query.
    """
    try:
        parts = urlsplit(text)
        is_sound = bool(parts.hostname) and (parts.port is None or parts.port > 0)
        is_plain = "@" not in parts.netloc and not parts.query and not parts.fragment
    except ValueError:
        is_sound = is_plain = False
    if not is_sound or not is_plain or any(map(str.isspace, text)):
        raise UsageError(
            f"{text[:_SHOWN]!r} is no address of a server. Write it like "
            "http://127.0.0.1:9000, without user, query and fragment."
        )
    return text.rstrip("/")


def checked_command(text: str, *, way: str) -> str:
    """The command, which can be split into words.

    Raises:
        UsageError: it is empty, or a quotation mark is not closed.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UsageError(
            f"The command {text[:_SHOWN]!r} cannot be read: {error}. Close the "
            "quotation marks."
        ) from error
    if not words or not words[0]:
        raise UsageError(
            f"There is no command after `{way}:`. Write for instance "
            f"--iut '{way}: {_EXAMPLES[way]}'."
        )
    return text
