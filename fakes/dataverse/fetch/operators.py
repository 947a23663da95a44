"""Operators of FetchXML: the only place that says which condition each one makes.

Most are query functions under another name; those are made there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from odata_query import ast

from fakes.dataverse import errors, functions, spans
from fakes.dataverse.comparisons import against, incompatible
from fakes.dataverse.conditions import Hint
from fakes.dataverse.paths import Path
from fakes.dataverse.patterns import matcher
from fakes.dataverse.schema.model import TEXTS

if TYPE_CHECKING:
    from fakes.dataverse.asked import Asked
    from fakes.dataverse.schema.model import Column

Values: TypeAlias = Mapping[str, object]
Test: TypeAlias = Callable[[Values, "Asked"], bool]

COMPARISONS: Final[Mapping[str, type]] = {
    "eq": ast.Eq,
    "ne": ast.NotEq,  # null is not equal, hence matches (section 4.2)
    "neq": ast.NotEq,
    "gt": ast.Gt,
    "ge": ast.GtE,
    "lt": ast.Lt,
    "le": ast.LtE,
}
# The pattern of a text, and whether it is to match.
_PATTERNS: Final[Mapping[str, tuple[str, bool]]] = {
    "like": ("like", True),
    "not-like": ("like", False),
    "begins-with": ("startswith", True),
    "not-begin-with": ("startswith", False),
    "ends-with": ("endswith", True),
    "not-end-with": ("endswith", False),
}
FUNCTIONS: Final[Mapping[str, str]] = {
    "in": "In",
    "not-in": "NotIn",
    "between": "Between",
    "not-between": "NotBetween",
    "on": "On",
    "on-or-before": "OnOrBefore",
    "on-or-after": "OnOrAfter",
    "today": "Today",
    "yesterday": "Yesterday",
    "tomorrow": "Tomorrow",
    "last-seven-days": "Last7Days",
    "next-seven-days": "Next7Days",
    **{
        f"{word}-{unit}": f"{word.title()}{unit.title()}"
        for word in ("last", "this", "next")
        for unit in ("week", "month", "year")
    },
    **{
        f"{word}-x-{unit}": f"{word.title()}X{unit.title()}"
        for word in ("last", "next")
        for unit in ("hours", "days", "weeks", "months", "years")
    },
    **{
        f"olderthan-x-{unit}": f"OlderThanX{unit.title()}"
        for unit in ("minutes", "hours", "days", "weeks", "months", "years")
    },
    "eq-userid": "EqualUserId",
    "ne-userid": "NotEqualUserId",
    "eq-userteams": "EqualUserTeams",
    "eq-useroruserteams": "EqualUserOrUserTeams",
    "eq-businessid": "EqualBusinessId",
    "ne-businessid": "NotEqualBusinessId",
    "eq-userlanguage": "EqualUserLanguage",
    "above": "Above",
    "eq-or-above": "AboveOrEqual",
    "under": "Under",
    "eq-or-under": "UnderOrEqual",
    "not-under": "NotUnder",
    "contain-values": "ContainValues",
    "not-contain-values": "DoesNotContainValues",
}
# The service has them, this fake has not.
_GAPS: Final = frozenset(
    {"eq-useroruserhierarchy", "eq-useroruserhierarchyandteams"}
    | {"this-fiscal-year", "this-fiscal-period", "next-fiscal-year"}
    | {"next-fiscal-period", "last-fiscal-year", "last-fiscal-period"}
    | {"last-x-fiscal-years", "last-x-fiscal-periods", "next-x-fiscal-years"}
    | {"next-x-fiscal-periods", "in-fiscal-year", "in-fiscal-period"}
    | {"in-fiscal-period-and-year", "in-or-before-fiscal-period-and-year"}
    | {"in-or-after-fiscal-period-and-year"}
)
_SEVERAL: Final = frozenset(
    {"in", "not-in", "between", "not-between", "contain-values", "not-contain-values"}
)
_HINTS: Final = frozenset({"eq", "gt", "ge", "lt", "le"})


class Relative(NamedTuple):
    """A condition on a date that moves with the clock, for the choice of an index."""

    column: str
    function: str
    number: int

    def hints(self, asked: Asked) -> Iterator[Hint]:
        """Its bounds at this moment."""
        first, after = spans.span(self.function, asked.now, asked.zone, self.number)
        if first is not None:
            yield Hint(self.column, "ge", first)
        if after is not None:
            yield Hint(self.column, "le", after)


def bad_operator(operator: str) -> errors.DataverseError:
    """No such operator, or not with that column."""
    message = f"The condition operator '{operator}' is not valid here."
    return errors.bad_value(message, errors.BAD_OPERATOR)


def made(column: Column, operator: str, values: Sequence[str]) -> Test:
    """The test of a column that an operator and its texts make.

    Raises:
        DataverseError: there is no such operator, or the values do not suit it.
    """
    if operator in _GAPS:
        raise errors.unsupported(f"the operator '{operator}' of FetchXML")
    _check_number(operator, len(values))
    path, name = Path((), column), column.name
    if operator == "null":
        return lambda values, _: values[name] is None
    if operator == "not-null":
        return lambda values, _: values[name] is not None
    if operator in COMPARISONS:
        literal = functions.value_of(column, values[0])
        return against(path, COMPARISONS[operator], literal)
    if operator in _PATTERNS:
        return _matched(column, operator, values[0])
    return functions.described(path, FUNCTIONS[operator], values)


def _check_number(operator: str, found: int) -> None:
    if operator in {"null", "not-null"}:
        fits = found == 0
    elif operator in _SEVERAL:
        fits = found > 0
    elif operator in COMPARISONS or operator in _PATTERNS:
        fits = found == 1
    else:
        name = FUNCTIONS.get(operator)
        if name is None:
            raise bad_operator(operator)
        none = name in spans.FIXED or name.startswith(("Equal", "NotEqual"))
        fits = found == (0 if none else 1)
    if not fits:
        raise errors.bad_value(f"The operator '{operator}' does not take {found}.")


def _matched(column: Column, operator: str, text: str) -> Test:
    if column.type not in TEXTS:
        raise errors.bad_value(incompatible(column, operator))
    pattern, wanted = _PATTERNS[operator]
    matches, name = matcher(pattern, text), column.name

    def test(values: Values, _: Asked) -> bool:
        value = values[name]
        if not isinstance(value, str):
            return not wanted  # as with `ne`
        return matches(value.lower()) is wanted

    return test


def relative(column: Column, operator: str, values: Sequence[str]) -> Relative | None:
    """The relative date that an index can find; None when there is none."""
    name = FUNCTIONS.get(operator, "")
    if column.index != "range" or not (name in spans.FIXED or name in spans.COUNTED):
        return None
    return Relative(column.name, name, int(values[0]) if values else 0)


def hint(column: Column, operator: str, values: Sequence[str]) -> Hint | None:
    """The condition for the choice of an index; None when it is of no use there."""
    if operator not in _HINTS or len(values) != 1:
        return None
    return Hint(column.name, operator, functions.value_of(column, values[0]))
