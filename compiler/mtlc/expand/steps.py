"""The names of the steps of a chain: written, or made from their kinds and counted."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc_spec.document import Chain, Entry, Written
from mtlc_spec.expressions import Expr
from mtlc_spec.names import snake_case

Count = int | Expr


@dataclass(frozen=True, slots=True)
class StepName:
    """A name, or a kind and what stands before it in its chain.

    Unnamed steps of one kind are counted together: `before` holds how many each of the
    earlier ones is, and `numbered` says that this one is several, so that each of them
    has its number.
    """

    base: str
    before: tuple[Count, ...] = ()
    numbered: bool = False
    written: bool = False


def step_names(chain: Chain) -> list[StepName]:
    """`dense_0`, `dense_1`, `dense_2`, `dense_3` for `[{Dense: 8, repeat: 3}, Dense: 2]`."""
    before: dict[str, tuple[Count, ...]] = {}
    found = []
    for step in chain.steps:
        if step.name is not None:
            found.append(StepName(step.name, written=True))
            continue
        kind = snake_case(step.kind.rpartition(".")[2])
        earlier = before.get(kind, ())
        several = _several(step)
        found.append(StepName(kind, earlier, several is not None))
        before[kind] = _added(earlier, 1 if several is None else several)
    return found


def _several(step: Entry) -> Count | None:
    """How many things an unnamed step is; None for a single one.

    Copies that have names are told apart by those.
    """
    copies, repeat = step.modifiers.copies, step.modifiers.repeat
    if copies is not None:
        return _count(copies)
    return None if repeat is None else _count(repeat)


def _count(written: Written) -> Count | None:
    return written.value if isinstance(written.value, int | Expr) else None


def _added(counts: tuple[Count, ...], count: Count) -> tuple[Count, ...]:
    if counts and isinstance(counts[0], int) and isinstance(count, int):
        return (counts[0] + count, *counts[1:])
    return (count, *counts) if isinstance(count, int) else (*counts, count)
