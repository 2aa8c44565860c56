"""Order and circles among things that feed each other, by networkx.

Loading networkx takes longer than checking a small spec does, and most authors write
every entry behind those that feed it: their graphs do without this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import networkx as nx

Wires = Iterable[tuple[int, int]]
"""Who feeds whom, by their numbers in the author's order."""


def circles(count: int, wires: Wires) -> Iterator[tuple[int, ...]]:
    """For each knot the shortest circle from its first member back to that."""
    network = _network(count, wires)
    for knot in _knots(network):
        first = min(knot)
        within = network.subgraph(knot)
        steps = nx.single_source_shortest_path_length(within, first)
        last = min(within.predecessors(first), key=lambda one: (steps[one], one))
        yield (*nx.shortest_path(within, first, last), first)


def in_order(count: int, wires: Wires) -> list[int]:
    """All, each behind those that feed it; in the author's order where it is free.

    What is in a knot, and what depends on it, is left out.
    """
    network = _network(count, wires)
    stuck = {one for knot in _knots(network) for one in knot}
    behind = {one for layer in nx.bfs_layers(network, sorted(stuck)) for one in layer}
    network.remove_nodes_from(behind)
    return [*nx.lexicographical_topological_sort(network, key=int)]


def _knots(network: nx.DiGraph[int]) -> list[set[int]]:
    """The groups that depend on each other, or on themselves, first ones first."""
    found = [
        knot
        for knot in nx.strongly_connected_components(network)
        if len(knot) > 1 or any(network.has_edge(one, one) for one in knot)
    ]
    return sorted(found, key=min)


def _network(count: int, wires: Wires) -> nx.DiGraph[int]:
    network: nx.DiGraph[int] = nx.DiGraph()
    network.add_nodes_from(range(count))
    network.add_edges_from(wires)
    return network
