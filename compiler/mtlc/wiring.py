"""Order and circles among names that feed each other, by networkx.

Loading networkx takes longer than checking a small spec does, and most authors write
every entry behind those that feed it: their graphs do without this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import networkx as nx

Names = Sequence[str]
"""In the author's order."""

Wires = Iterable[tuple[str, str]]
"""Who feeds whom."""


def knots(names: Names, wires: Wires) -> tuple[Names, ...]:
    """The groups of names that depend on each other, or on themselves, first ones first."""
    return tuple(_knots(names, _network(names, wires)))


def in_order(names: Names, wires: Wires, stuck: Iterable[str]) -> list[str]:
    """The names, each behind those that feed it; in the author's order where it is free.

    The names of knots (`stuck`), and what depends on them, are left out.
    """
    network = _network(names, wires)
    network.remove_nodes_from([*chain(*nx.bfs_layers(network, [*stuck]))])
    return [*nx.lexicographical_topological_sort(network, key=_rank(names).__getitem__)]


def circles(names: Names, wires: Wires) -> Iterator[Names]:
    """For each knot the shortest circle from its first name back to that name."""
    network = _network(names, wires)
    for knot in _knots(names, network):
        inside = {*knot}
        within = _network(
            knot, ((one, next_) for one in knot for next_ in network[one] if next_ in inside)
        )
        first, rank = knot[0], _rank(knot)
        steps = nx.single_source_shortest_path_length(within, first)
        last = min(within.predecessors(first), key=lambda name: (steps[name], rank[name]))
        yield (*nx.shortest_path(within, first, last), first)


def _knots(names: Names, network: nx.DiGraph[str]) -> list[Names]:
    rank = _rank(names)
    found = [
        sorted(knot, key=rank.__getitem__)
        for knot in nx.strongly_connected_components(network)
        if len(knot) > 1 or any(network.has_edge(name, name) for name in knot)
    ]
    return sorted(found, key=lambda knot: rank[knot[0]])


def _network(names: Names, wires: Wires) -> nx.DiGraph[str]:
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from(names)
    network.add_edges_from(wires)
    return network


def _rank(names: Names) -> dict[str, int]:
    return {name: index for index, name in enumerate(names)}
