"""Blocks that use themselves where nothing is laid out that would show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from mtlc.expand.problems import BlockRecursion
from mtlc_spec.document import Block, BlockUse, Chain, Document, Entry, LayerUse


def check_recursion(document: Document) -> Iterator[BlockRecursion]:
    """Report a circle of blocks, whether they are applied or left out."""
    uses = {
        key: {use.block: entry for entry, use in _uses(_entries(block))}
        for key, block in document.blocks.items()
    }
    try:
        TopologicalSorter(uses).prepare()
    except CycleError as error:
        circle = tuple(reversed(error.args[1]))
        yield BlockRecursion(span=uses[circle[0]][circle[1]].kind_span, path=circle)


def _entries(block: Block) -> Iterable[Entry]:
    if block.body is None:
        return ()
    layers = block.body.layers
    return layers.steps if isinstance(layers, Chain) else layers.values()


def _uses(entries: Iterable[Entry]) -> Iterator[tuple[Entry, BlockUse]]:
    for entry in entries:
        match entry.body:
            case BlockUse() as use:
                yield entry, use
            case Chain(steps=steps):
                yield from _uses(steps)
            case LayerUse(inner=inner):
                yield from _uses(inner.values())
