"""How many calls a definition makes at least, known before any is made.

Blocks of ten blocks of ten blocks make a million calls long before the bound is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtlc_spec.document import Block, BlockUse, Chain, CustomUse, Entry, FunctionUse, LayerUse


class Forecast:
    """Counts what is sure to be made, and leaves out what params decide."""

    def __init__(self, blocks: Mapping[str, Block]) -> None:
        self.blocks = blocks
        self._counted: dict[str, int] = {}

    def of_block(self, key: str) -> int:
        """What one application of a block makes at least."""
        if key not in self._counted:
            self._counted[key] = 0  # a block that uses itself is reported elsewhere
            self._counted[key] = sum(map(self._of_entry, self._entries(key)))
        return self._counted[key]

    def largest(self, key: str) -> int:
        """The largest part of it that one entry of the block makes."""
        return max(map(self._of_entry, self._entries(key)), default=0)

    def of_iteration(self, entry: Entry) -> int:
        """What one iteration of an entry makes at least."""
        return 0 if entry.modifiers.when is not None else self._of_body(entry)

    def of_copy(self, entry: Entry) -> int:
        """What one copy of an entry makes at least, with all of its iterations."""
        repeat = entry.modifiers.repeat
        return self.of_iteration(entry) * (1 if repeat is None else _number(repeat.value))

    def _of_entry(self, entry: Entry) -> int:
        copies = entry.modifiers.copies
        return self.of_copy(entry) * (1 if copies is None else _number(copies.value))

    def _of_body(self, entry: Entry) -> int:
        match entry.body:
            case LayerUse() | FunctionUse() | CustomUse():
                return 1
            case Chain(steps=steps):
                return sum(map(self._of_entry, steps))
            case BlockUse(block=key):
                return self.of_block(key)
        return 0

    def _entries(self, key: str) -> Iterable[Entry]:
        block = self.blocks.get(key)
        if block is None or block.body is None:
            return ()
        layers = block.body.layers
        return layers.steps if isinstance(layers, Chain) else layers.values()


def _number(value: object) -> int:
    """A number of times, or of names; 0 where it is computed."""
    if isinstance(value, tuple):
        return len(value)
    return max(0, value) if isinstance(value, int) else 0
