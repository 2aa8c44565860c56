"""Whether two labelled networks are the same up to the names of their vertices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from mtlc.compare.form import TooLarge

MOST_TRIES = 20_000
"""Pairs of vertices that a search may look at before it gives up."""

MOST_ROUNDS = 2_000


@dataclass
class Net:
    """Vertices with labels, and wires between them with labels of their own."""

    labels: dict[Hashable, str] = field(default_factory=dict)
    wires: list[tuple[Hashable, Hashable, str]] = field(default_factory=list)

    def relabelled(self, further: Mapping[Hashable, str]) -> Net:
        """The same network, where vertices of different further labels differ."""
        labels = {one: f"{label}\n{further.get(one, '')}" for one, label in self.labels.items()}
        return Net(labels, self.wires)


def match(a: Net, b: Net) -> dict[Hashable, Hashable] | None:
    """The vertex of `b` for each of `a`; None if the two are not the same.

    Raises:
        TooLarge: that cannot be said with bounded work.
    """
    if len(a.labels) != len(b.labels) or len(a.wires) != len(b.wires):
        return None
    colours_a, colours_b = colours(a, b)
    if Counter(colours_a.values()) != Counter(colours_b.values()):
        return None
    count = Counter(colours_a.values())
    found: dict[Hashable, Hashable] = {}
    only = {colour: one for one, colour in colours_b.items() if count[colour] == 1}
    for one, colour in colours_a.items():
        if colour in only:
            found[one] = only[colour]
    if len(found) == len(a.labels):
        return found
    rest = _search(
        _rest(a, {one for one, colour in colours_a.items() if count[colour] > 1}),
        _rest(b, {one for one, colour in colours_b.items() if count[colour] > 1}),
        colours_a,
        colours_b,
    )
    return None if rest is None else found | rest


def colours(
    a: Net, b: Net, *, forward: bool = False
) -> tuple[dict[Hashable, int], dict[Hashable, int]]:
    """A colour for each vertex, by its label and by the colours around it.

    Vertices of different colours cannot be matched; those that are alone in theirs can
    only be matched with each other. Going `forward` alone, a colour is what a vertex
    computes, whatever takes it.
    """
    nets = (a, b)
    around = [_around(one, forward) for one in nets]
    names: dict[object, int] = {}
    painted = [_at_once(net, names, forward) for net in nets]
    count = len({colour for one in painted for colour in one.values()})
    for _ in range(MOST_ROUNDS):
        names = {}
        following: list[dict[Hashable, int]] = []
        for colour, near in zip(painted, around, strict=True):
            following.append(
                {
                    one: names.setdefault(
                        (
                            own,
                            tuple(sorted((wire, colour[other]) for wire, other in near[one])),
                        ),
                        len(names),
                    )
                    for one, own in colour.items()
                }
            )
        painted = following
        if len(names) == count:
            break
        count = len(names)
    return painted[0], painted[1]


def _at_once(net: Net, names: dict[object, int], forward: bool) -> dict[Hashable, int]:
    """Colours by all that is before a vertex and by all that is behind it."""
    before: dict[Hashable, list[tuple[str, Hashable]]] = {one: [] for one in net.labels}
    behind: dict[Hashable, list[tuple[str, Hashable]]] = {one: [] for one in net.labels}
    for start, end, label in net.wires:
        before[end].append((label, start))
        behind[start].append((label, end))
    order = [
        *TopologicalSorter(
            {one: [start for _, start in given] for one, given in before.items()}
        ).static_order()
    ]

    def painted(
        vertices: Iterable[Hashable], given: Mapping[Hashable, list[tuple[str, Hashable]]]
    ) -> dict[Hashable, int]:
        found: dict[Hashable, int] = {}
        for one in vertices:
            around = tuple(sorted((wire, found[other]) for wire, other in given[one]))
            key = (net.labels[one], around, given is before)
            found[one] = names.setdefault(key, len(names))
        return found

    ahead = painted(order, before)
    if forward:
        return ahead
    back = painted(reversed(order), behind)
    return {
        one: names.setdefault((colour, back[one]), len(names)) for one, colour in ahead.items()
    }


def _around(net: Net, forward: bool) -> dict[Hashable, list[tuple[str, Hashable]]]:
    found: dict[Hashable, list[tuple[str, Hashable]]] = {one: [] for one in net.labels}
    for start, end, label in net.wires:
        if not forward:
            found[start].append((f"to {label}", end))
        found[end].append((f"from {label}", start))
    return found


def _rest(net: Net, kept: set[Hashable]) -> Net:
    """The part of a network that colours alone do not decide."""
    wires = [one for one in net.wires if one[0] in kept and one[1] in kept]
    return Net({one: net.labels[one] for one in net.labels if one in kept}, wires)


def _search(
    a: Net, b: Net, colours_a: Mapping[Hashable, int], colours_b: Mapping[Hashable, int]
) -> dict[Hashable, Hashable] | None:
    import networkx as nx  # most networks are decided by their colours
    from networkx.algorithms.isomorphism import DiGraphMatcher

    def drawn(net: Net, colour: Mapping[Hashable, int]) -> nx.DiGraph[Hashable]:
        graph: nx.DiGraph[Hashable] = nx.DiGraph()
        for one in net.labels:
            graph.add_node(one, colour=colour[one])
        between: dict[tuple[Hashable, Hashable], list[str]] = {}
        for start, end, label in net.wires:
            between.setdefault((start, end), []).append(label)
        for (start, end), labels in between.items():
            graph.add_edge(start, end, labels=sorted(labels))
        return graph

    tries = 0

    class Bounded(DiGraphMatcher):  # type: ignore[misc,type-arg,unused-ignore]
        """Counts every pair that is looked at, not only those that fit so far."""

        def syntactic_feasibility(self, G1_node: Hashable, G2_node: Hashable) -> bool:
            nonlocal tries
            tries += 1
            if tries > MOST_TRIES:
                raise TooLarge
            if colours_a[G1_node] != colours_b[G2_node]:
                return False
            fits = DiGraphMatcher.syntactic_feasibility(self, G1_node, G2_node)  # type: ignore[no-untyped-call]
            return bool(fits)

    def same_vertex(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
        return one["colour"] == other["colour"]

    def same_wire(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
        return one["labels"] == other["labels"]

    found: dict[Hashable, Hashable] = {}
    left, right = drawn(a, colours_a), drawn(b, colours_b)
    pieces_a, pieces_b = (
        [set(one) for one in nx.weakly_connected_components(drawn_net)]
        for drawn_net in (left, right)
    )
    free: dict[tuple[int, ...], list[set[Hashable]]] = {}
    for piece in pieces_b:
        free.setdefault(_signature(piece, colours_b), []).append(piece)
    for piece in pieces_a:
        candidates = free.get(_signature(piece, colours_a), [])
        for candidate in candidates:
            matcher = Bounded(
                left.subgraph(piece), right.subgraph(candidate), same_vertex, same_wire
            )
            if matcher.is_isomorphic():
                found |= matcher.mapping
                candidates.remove(candidate)
                break
        else:
            return None
    return found


def _signature(piece: Iterable[Hashable], colour: Mapping[Hashable, int]) -> tuple[int, ...]:
    return tuple(sorted(colour[one] for one in piece))
