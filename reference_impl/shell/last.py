"""What the last bytes meant, for the many times when the same bytes come again."""

from typing import Generic, TypeVar

from reference_impl.shell.multipart import PartAnswer

Value = TypeVar("Value")


class Last(Generic[Value]):
    """Remembers one value, and the answer that it was read from."""

    def __init__(self) -> None:
        self._known: tuple[PartAnswer, Value] | None = None

    def of(self, answer: PartAnswer) -> Value | None:
        """Return the value if the answer is that of the last time, byte for byte."""
        if self._known is None or self._known[0] != answer:
            return None
        return self._known[1]

    def keep(self, answer: PartAnswer, value: Value) -> Value:
        """Remember what an answer means, and return it."""
        self._known = (answer, value)
        return value
