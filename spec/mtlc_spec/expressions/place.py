"""Where the characters of a value stand in its source."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc_spec.nodes import Scalar
from mtlc_spec.source import Source


@dataclass(frozen=True, slots=True)
class Place:
    """A scalar, as the place of the expressions in it."""

    source: Source
    start: int
    end: int
    first: int | None
    """The offset of the value's first character; None where the value is not written as
    it is, because of escapes or folded lines: then the scalar is the place of every piece.
    """

    @classmethod
    def of(cls, scalar: Scalar) -> Place:
        source, start, end = scalar.source, scalar.start, scalar.end
        written = source.text[start:end]
        if written == scalar.value:
            return cls(source, start, end, start)
        quoted = len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'"
        exact = quoted and written[1:-1] == scalar.value
        return cls(source, start, end, start + 1 if exact else None)

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of a piece of the value."""
        if self.first is None:
            return self.start, self.end
        return self.first + start, self.first + end
