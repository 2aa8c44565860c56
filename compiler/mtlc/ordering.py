"""An order in which everything stands behind what feeds it."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush

Wires = Iterable[tuple[int, int]]
"""Who feeds whom, by their numbers in the author's order."""


def in_order(count: int, wires: Wires) -> list[int] | None:
    """All, each behind those that feed it; the author's order where it is free.

    None if some feed each other in a circle: `mtlc.wiring` finds which do.
    """
    sorter = TopologicalSorter[int](dict.fromkeys(range(count), ()))
    for one, other in wires:
        sorter.add(other, one)
    try:
        sorter.prepare()
    except CycleError:
        return None
    ready: list[int] = []
    found = []
    while sorter.is_active():
        for one in sorter.get_ready():
            heappush(ready, one)
        first = heappop(ready)
        found.append(first)
        sorter.done(first)
    return found
