"""Conditions as data: how they are spelt, and which rows meet them.

The meaning is written from sections 4.2 and 4.3 of the fact sheet, naively and without
a line of the fake: both would have to be wrong in the same way.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

Row: TypeAlias = Mapping[str, Any]
Members: TypeAlias = Callable[[Row], list[Row]]
OPPOSITE: Final = {
    "eq": "ne",
    "ne": "eq",
    "lt": "ge",
    "ge": "lt",
    "gt": "le",
    "le": "gt",
}
TEXT_FUNCTIONS: Final = ("contains", "startswith", "endswith")


@dataclass(frozen=True, slots=True)
class Moment:
    """When somebody asks, and where."""

    now: datetime
    zone: ZoneInfo

    def day(self, at: datetime) -> date:
        """The calendar day of an instant for who asks."""
        return at.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        """The present day for who asks."""
        return self.day(self.now)


@dataclass(frozen=True, slots=True)
class Compare:
    """A column against a literal; the literal may stand first."""

    column: str
    operator: str
    value: object
    swapped: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A column against another one of the same row."""

    column: str
    operator: str
    other: str


@dataclass(frozen=True, slots=True)
class Text:
    """`contains`, `startswith`, `endswith`, with wildcards."""

    function: str
    column: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean column alone."""

    column: str


@dataclass(frozen=True, slots=True)
class Call:
    """A query function; its values are a list, a number, a day or nothing."""

    name: str
    column: str
    values: object = None


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions joined by `and` or `or`."""

    word: str
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """`any` or `all` over a collection; without a condition: is there a row?"""

    word: str
    collection: str
    inner: Condition | None


Condition: TypeAlias = Compare | Columns | Text | Flag | Call | Not | Junction | Lambda


def spelt(condition: Condition, prefix: str = "") -> str:  # noqa: PLR0911 - one for each kind
    """The condition as OData text, not yet encoded."""
    match condition:
        case Compare(column, operator, value, swapped):
            if swapped:
                turned = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
                word = turned.get(operator, operator)
                return f"{literal(value)} {word} {prefix}{column}"
            return f"{prefix}{column} {operator} {literal(value)}"
        case Columns(column, operator, other):
            return f"{prefix}{column} {operator} {prefix}{other}"
        case Text(function, column, pattern):
            return f"{function}({prefix}{column},{literal(pattern)})"
        case Flag(column):
            return f"{prefix}{column}"
        case Call(name, column, values):
            return f"Microsoft.Dynamics.CRM.{name}({_parameters(column, values)})"
        case Not(inner):
            return f"not ({spelt(inner, prefix)})"
        case Junction(word, parts):
            return f" {word} ".join(f"({spelt(one, prefix)})" for one in parts)
        case Lambda(word, collection, inner):
            within = "" if inner is None else f"o:{spelt(inner, 'o/')}"
            return f"{collection}/{word}({within})"


def _parameters(column: str, values: object) -> str:
    logical = column.removeprefix("_").removesuffix("_value")
    named = f"PropertyName='{logical}'"
    match values:
        case None:
            return named
        case list():
            texts = json.dumps([_bare(one) for one in values])
            return f"{named},PropertyValues={texts}"
        case date():
            return f"{named},PropertyValue='{values.isoformat()}'"
    return f"{named},PropertyValue={values}"


def _bare(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


class Id(str):
    """A GUID, which stands in conditions without quotes."""

    __slots__ = ()


def literal(value: object) -> str:
    """A value as it stands in a condition."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case Id():
            return value
        case str():
            return "'" + value.replace("'", "''") + "'"
    return repr(value)


def holds(  # noqa: PLR0911 - one for each kind
    condition: Condition,
    row: Row,
    moment: Moment,
    members: Members,
    *,
    negated: bool = False,
) -> bool:
    """Whether the row meets the condition, or its opposite.

    `not` turns operators round, so that null meets what `ne` meets (trap 23).
    """
    match condition:
        case Compare(column, operator, value, _):
            word = OPPOSITE[operator] if negated else operator
            return compared(row[column], word, value)
        case Columns(column, operator, other):
            word = OPPOSITE[operator] if negated else operator
            return compared(row[column], word, row[other])
        case Text(function, column, pattern):
            found = row[column] is not None and like(function, row[column], pattern)
            return found is not negated
        case Flag(column):
            return compared(row[column], "ne" if negated else "eq", other=True)
        case Call(name, column, values):
            return row[column] is not None and called(name, row[column], values, moment)
        case Not(inner):
            return holds(inner, row, moment, members, negated=not negated)
        case Junction(word, parts):
            every = (word == "and") is not negated
            quantifier = all if every else any
            return quantifier(
                holds(one, row, moment, members, negated=negated) for one in parts
            )
        case Lambda(word, _, inner):
            # All: there is none that meets the opposite (inferred).
            every = word == "all"
            found = any(
                inner is None or holds(inner, one, moment, members, negated=every)
                for one in members(row)
            )
            return found is (negated if every else not negated)


def compared(value: Any, operator: str, other: Any) -> bool:
    """A comparison: text without regard to case; null is equal to null alone."""
    one, two = (
        side.lower() if isinstance(side, str) else side for side in (value, other)
    )
    if operator == "eq":
        return bool(one == two)
    if operator == "ne":
        return bool(one != two)
    if one is None or two is None:
        return False
    return bool(
        {"lt": one < two, "le": one <= two, "gt": one > two, "ge": one >= two}[operator]
    )


def like(function: str, value: str, pattern: str) -> bool:
    """A text function: `%`, `_`, `[x]` and `[^x]` are wildcards (section 4.2)."""
    before = "" if function == "startswith" else "%"
    after = "" if function == "endswith" else "%"
    return _like(value.lower(), f"{before}{pattern.lower()}{after}")


def _like(value: str, pattern: str) -> bool:
    if not pattern:
        return not value
    first = pattern[0]
    if first == "%":
        return any(_like(value[n:], pattern[1:]) for n in range(len(value) + 1))
    if not value:
        return False
    end = pattern.find("]")
    if first == "[" and end > 1:
        inside = pattern[1:end]
        taken = (
            not _among(value[0], inside[1:])
            if inside[0] == "^" and len(inside) > 1
            else _among(value[0], inside)
        )
        return taken and _like(value[1:], pattern[end + 1 :])
    return first in {"_", value[0]} and _like(value[1:], pattern[1:])


def _among(letter: str, letters: str) -> bool:
    if len(letters) >= 3 and letters[1] == "-":
        return letters[0] <= letter <= letters[2] or _among(letter, letters[3:])
    return bool(letters) and (letters[0] == letter or _among(letter, letters[1:]))


def _shifted(day: date, *, months: int) -> date:
    """The same day some months later, or the last one of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _days_from(today: date, unit: str, count: int) -> date:
    match unit:
        case "Days":
            return today + timedelta(days=count)
        case "Weeks":
            return today + timedelta(days=7 * count)
        case "Months":
            return _shifted(today, months=count)
    return _shifted(today, months=12 * count)


def called(name: str, value: Any, values: Any, moment: Moment) -> bool:
    """A query function of section 4.3, on a value that is not null."""
    plain = value.lower() if isinstance(value, str) else value
    match name:
        case "In" | "NotIn":
            wanted = [one.lower() if isinstance(one, str) else one for one in values]
            return (plain in wanted) is (name == "In")
        case "Between" | "NotBetween":
            low, high = values
            return bool(low <= value <= high) is (name == "Between")
        case "On":
            return bool(moment.day(value) == values)
        case "OnOrAfter":
            return bool(moment.day(value) >= values)
        case "OnOrBefore":
            return bool(moment.day(value) <= values)
    return _relative(name, value, values, moment)


def _relative(name: str, value: datetime, count: Any, moment: Moment) -> bool:  # noqa: PLR0911 - one for each kind
    """Ranges that move with the clock; bounds as section 4.3 infers them."""
    now, today, day = moment.now, moment.today, moment.day(value)
    one_day = timedelta(days=1)
    fixed = {
        "Today": day == today,
        "Tomorrow": day == today + one_day,
        "Yesterday": day == today - one_day,
        "ThisMonth": (day.year, day.month) == (today.year, today.month),
        "ThisYear": day.year == today.year,
        "Last7Days": day >= today - 7 * one_day and value <= now,
        "Next7Days": value >= now and day <= today + 7 * one_day,
    }
    if name in fixed:
        return fixed[name]
    unit = name.partition("X")[2]
    if name.startswith("LastX"):
        if unit == "Hours":
            return now - timedelta(hours=count) <= value <= now
        return day >= _days_from(today, unit, -count) and value <= now
    if name.startswith("NextX"):
        if unit == "Hours":
            return now <= value < now + timedelta(hours=count)
        return value >= now and day <= _days_from(today, unit, count)
    spans: dict[str, timedelta] = {
        "Minutes": timedelta(minutes=1),
        "Hours": timedelta(hours=1),
        "Days": one_day,
    }
    if unit in spans:
        return bool(value < now - spans[unit] * count)
    at = now.astimezone(UTC)
    bound = datetime.combine(_days_from(at.date(), unit, -count), at.timetz())
    return value < bound
