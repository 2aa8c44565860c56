"""Nodes of a spec at the places of a JSON document."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Dict
from collections.abc import Sequence as Items

from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence


def scalar(at: Node, value: object) -> Scalar:
    """A value; a dollar of it is doubled, as in a spec."""
    written = value.replace("$", "$$") if isinstance(value, str) else value
    return Scalar(at.source, at.start, at.end, written)


def sequence(at: Node, items: Iterable[Node]) -> Sequence:
    return Sequence(at.source, at.start, at.end, [*items])


def mapping(at: Node, entries: Dict[str, Node]) -> Mapping:
    """A mapping whose keys stand where their values do."""
    keys: dict[str | int, Key] = {}
    for name, node in entries.items():
        keys[name] = keyed(node, name, node)
    return Mapping(at.source, at.start, at.end, keys)


def keyed(at: Node, name: str, node: Node) -> Key:
    """A key of a mapping with its value, at a place of its own."""
    end = at.end if isinstance(at, Scalar) else at.start + 1
    found = Key(at.source, at.start, end, name)
    found.node = node
    return found


def one_or_list(at: Node, items: Items[Node]) -> Node:
    """`x`, or `[x, y]`."""
    return items[0] if len(items) == 1 else sequence(at, items)


def text(node: Node, word: str) -> Scalar:
    """A word at the place of a node."""
    return scalar(node, word)
