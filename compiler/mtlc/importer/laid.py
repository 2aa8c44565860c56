"""A model as a spec has it: a block, a chain, or the whole document."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtlc.importer.making import mapping, sequence, text
from mtlc_spec.nodes import Key, Mapping, Node, plain


@dataclass
class Laid:
    """A model as a spec has it."""

    inputs: dict[str, Node]
    """The arguments of each input."""
    layers: dict[str, Node]
    outputs: Node
    count: int
    """How many outputs there are."""
    order: list[str] = field(default_factory=list)
    """The inputs as Keras' calls know them."""


def block(at: Node, laid: Laid) -> Node:
    """A nested model as a block."""
    names = sequence(at, [text(at, name) for name in laid.inputs])
    layers = mapping(at, laid.layers)
    return mapping(at, {"inputs": names, "layers": layers, "outputs": laid.outputs})


def steps(laid: Laid) -> list[Node] | None:
    """The layers of a model as the steps of a chain; None if it is no plain stack."""
    (before, *more) = laid.inputs
    found: list[Node] = []
    for key, node in laid.layers.items():
        assert isinstance(node, Mapping)
        taken = node.get("from")
        if more or {*node.entries} & {"call", "share"} or plain(taken or node) != before:
            return None
        rest = {name: one for name, one in node.entries.items() if name != "from"}
        named = Key(node.source, node.start, node.start + 1, "name")
        named.node = text(node, key)
        found.append(Mapping(node.source, node.start, node.end, {**rest, "name": named}))
        before = key
    return found if plain(laid.outputs) == before else None
