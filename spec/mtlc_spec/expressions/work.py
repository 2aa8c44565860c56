"""How much an evaluation may handle."""

from __future__ import annotations

from mtlc_spec.expressions.bounds import MAX_DEPTH, MAX_LENGTH, MAX_WORK
from mtlc_spec.expressions.errors import Fault, Kind


class Work:
    """What the operations of one evaluation may still handle.

    Every operation that takes time in proportion to its values pays for them first, so
    that no expression, and no value that a name brings, makes an evaluation slow.
    """

    def __init__(self) -> None:
        self.left = MAX_WORK

    def spend(self, items: int) -> None:
        self.left -= items
        if self.left < 0:
            raise Fault(
                f"the expression handles more than {MAX_WORK} items and characters",
                kind=Kind.SIZE,
            )

    def handle(self, value: object, times: int = 1) -> None:
        """Pay for all that is in a value, lists inside lists included."""
        if value.__class__ is not str and value.__class__ is not tuple:
            return
        waiting = [(value, 1)]
        while waiting:
            inner, depth = waiting.pop()
            if isinstance(inner, str):
                self.spend(len(inner) * times)
            elif isinstance(inner, tuple):
                if depth > MAX_DEPTH:
                    raise Fault(
                        f"the list is nested more than {MAX_DEPTH} deep", kind=Kind.SIZE
                    )
                self.spend(len(inner) * times)
                waiting.extend([(item, depth + 1) for item in inner if _has_size(item)])


def _has_size(value: object) -> bool:
    return value.__class__ is str or value.__class__ is tuple


def check_length(length: int, noun: str) -> None:
    """Refuse a string or list that is too long, before it is made."""
    if length > MAX_LENGTH:
        unit = "characters" if noun == "string" else "items"
        raise Fault(
            f"the {noun} would have {length} {unit}, and the most is {MAX_LENGTH}",
            kind=Kind.SIZE,
        )
