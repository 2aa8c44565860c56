"""Where layers are written, and what around them can be edited without reading more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mtlc.graph import Call
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.source import Source


@dataclass(frozen=True)
class Spot:
    """A layer that is an entry, or the first step of a chain that is one.

    `body` is the mapping that holds its kind, `source` the value of the entry's `from`.
    `is_pair` says that the body is written without braces inside of brackets.
    """

    entry: Key
    body: Mapping
    kind: Key
    source: Scalar
    is_pair: bool

    @property
    def is_step(self) -> bool:
        return self.body is not self.entry.node

    @property
    def name(self) -> str:
        return str(self.entry.value)


class Places:
    """The spots of a spec, by where their calls say that they are written."""

    def __init__(self, root: Mapping) -> None:
        self.root = root
        self.source: Source = root.source
        layers = root.get("layers")
        self.layers = layers if isinstance(layers, Mapping) else None
        self._spots: dict[tuple[int, int], Spot] = {}
        for key, node in self.layers or ():
            spot = self._spot(key, node)
            if spot is not None and not self._has_anchors(key):
                at = spot.kind if spot.is_step else spot.entry
                self._spots[(at.start, at.end)] = spot

    @property
    def is_flow(self) -> bool:
        """The layers are written in braces."""
        assert self.layers is not None
        return self.source.text[self.layers.start] == "{"

    @property
    def policy(self) -> str:
        """The dtype policy of layers that say none."""
        given = self.root.get("dtype")
        return str(given.value) if isinstance(given, Scalar) else "float32"

    @property
    def names(self) -> set[str]:
        """The entries."""
        return {str(key.value) for key, _ in self.layers or ()}

    def of(self, call: Call) -> Spot | None:
        """Where a call is written, if that is plain enough to be edited."""
        if call.trace is not None or call.span.source is not self.source:
            return None
        return self._spots.get((call.span.start, call.span.end))

    def _spot(self, key: Key, node: Node) -> Spot | None:
        if not isinstance(node, Mapping) or len(node.entries) != 2:
            return None
        source = node.get("from")
        if not isinstance(source, Scalar):
            return None
        kind = next(one for one in node.entries.values() if one.value != "from")
        if kind.value != "chain":
            return Spot(key, node, kind, source, False)
        steps = kind.node
        step = steps.items[0] if isinstance(steps, Sequence) and steps.items else None
        if not isinstance(steps, Sequence) or not isinstance(step, Mapping):
            return None
        kinds = [one for one in step.entries.values() if one.value != "name"]
        if len(kinds) != 1 or _again(str(kinds[0].value), steps.items[1:]):
            return None
        text = self.source.text
        is_pair = text[steps.start] == "[" and text[step.start] != "{"
        return Spot(key, step, kinds[0], source, is_pair)

    def _has_anchors(self, key: Key) -> bool:
        text = self.source.text[key.start : key.node.end]
        return "&" in text or "*" in text

    def references(self, name: str) -> list[Scalar]:
        """The scalars that may refer to something by its name, wherever they stand."""
        return [
            one
            for one in scalars(self.root)
            if isinstance(one.value, str) and one.value.partition(".")[0] == name
        ]


def _again(kind: str, steps: list[Node]) -> bool:
    """Whether a kind comes again: unnamed steps of one kind are numbered."""
    return any(
        one.value == kind if isinstance(one, Scalar) else kind in one.entries
        for one in steps
        if not isinstance(one, Sequence)
    )


def scalars(node: Node) -> Iterator[Scalar]:
    """All scalars in a node, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for key, value in node:
            yield key
            yield from scalars(value)
