"""Circles among things that feed each other, by networkx.

Loading networkx takes as long as checking a small spec does, and most graphs have no
circles: `mtlc.ordering` finds that out, and they do without this module.
"""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from mtlc.ordering import Wires, in_order


def circles(count: int, wires: Wires) -> Iterator[tuple[int, ...]]:
    """For each knot the shortest circle from its first member back to that."""
    network = _network(count, wires)
    for knot in _knots(network):
        first = min(knot)
        within = network.subgraph(knot)
        steps = nx.single_source_shortest_path_length(within, first)
        last = min(within.predecessors(first), key=lambda one: (steps[one], one))
        yield (*nx.shortest_path(within, first, last), first)


def outside_circles(count: int, wires: Wires) -> list[int]:
    """Those that neither are in a knot nor depend on one, in an order like `in_order`."""
    network = _network(count, wires)
    stuck = {one for knot in _knots(network) for one in knot}
    behind = {one for layer in nx.bfs_layers(network, sorted(stuck)) for one in layer}
    free = [wire for wire in wires if behind.isdisjoint(wire)]
    return [one for one in in_order(count, free) or () if one not in behind]


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
