"""Keras' serialized objects, and what a spec writes in their place.

Keras writes an object as `{"module": …, "class_name": …, "config": …}`; a spec writes
`{Kind: arguments}`. One rule holds for all classes: the nodes of the one become nodes of
the other, each at its place in the JSON, and the catalogue reads them as it reads a spec.
"""

from __future__ import annotations

from collections.abc import Callable
from struct import pack, unpack

from mtlc.importer.file import File, string_in
from mtlc.importer.making import keyed, scalar, sequence
from mtlc.importer.problems import CodeInFile, InexpressibleArgument, LeftBesides
from mtlc_spec.arguments import read_arguments
from mtlc_spec.diagnostics import Report
from mtlc_spec.layers import layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.values.regularizers import KINDS as REGULARIZERS
from mtlc_spec.values.tagged import argument_names

LAYERS = frozenset(layer_names())

POLICY = "DTypePolicy"

ARRAYS = ("__numpy__", "__tensor__")

Inside = Callable[[Mapping], Node]
"""Writes a layer that is an argument, and none of the catalogue."""


def class_of(node: Node | None) -> str | None:
    """The class of a serialized object; None for all that is none."""
    if isinstance(node, Mapping):
        return string_in(node.get("class_name"))
    return None


def is_of_keras(node: Mapping) -> bool:
    """Whether an object is of a class of Keras' own."""
    module = string_in(node.get("module"))
    return module is not None and (module == "keras" or module.startswith("keras."))


def is_in_catalogue(node: Mapping) -> bool:
    """Whether an object is a layer of the catalogue."""
    module = string_in(node.get("module")) or ""
    known = module == "keras" or module.startswith(("keras.layers", "keras.src.layers"))
    return known and class_of(node) in LAYERS


def listed(file: File, node: Node) -> Node:
    """A tuple as the list of its items; anything else as it is."""
    if class_of(node) == "__tuple__":
        assert isinstance(node, Mapping)
        return file.sequence(node.get("items"), node, "items")
    return node


def arguments(file: File, kind: str, config: Mapping, inside: Inside) -> Mapping:
    """The arguments of a layer of the catalogue.

    Keras writes more into a configuration than arguments: the name, and what a newer
    version knows and has left empty.

    Raises:
        Unreadable: one of them is no data.
    """
    model = layer_class(kind)
    known = argument_names(model)
    saved: dict[str, object] = {
        str(name): key.node.value if isinstance(key.node, Scalar) else key.node
        for name, key in config.entries.items()
    }
    count = model.counted_besides(saved)
    if count:
        file.add(LeftBesides, config, layer=str(saved.get("name", kind)), count=count)
    found: dict[str | int, Key] = {}
    for name, key in config.entries.items():
        if name not in known and _says_nothing(model, str(name), key.node):
            continue
        if name in model.layer_arguments and isinstance(key.node, Mapping):
            node = _layer(file, key.node, kind, inside)
        else:
            node = _Argument(file, kind, inside).data(key.node)
        found[name] = keyed(key, str(name), node)
    return Mapping(config.source, config.start, config.end, found)


def shortened(file: File, kind: str, made: Mapping, rank: int | None = None) -> Layer | None:
    """The layer of some arguments, from which those are taken that say what Keras does
    anyway; None if there is none."""
    layer = read_arguments(layer_class(kind), None, made, Report())
    if layer is None:
        return None
    for path in layer.implied(rank):
        _take(made, path.split("."))
    if layer.says_policy("dtype", file.policy):
        made.entries.pop("dtype", None)
    return layer


def _take(made: Mapping, path: list[str]) -> None:
    """Take an argument away, of a layer inside where the path leads there."""
    first, *rest = path
    if not rest:
        made.entries.pop(first, None)
        return
    inside = made.get(first)
    if isinstance(inside, Mapping) and len(inside.entries) == 1:
        (key,) = inside.entries.values()
        if isinstance(key.node, Mapping):
            _take(key.node, rest)


def _says_nothing(model: type[Layer], name: str, node: Node) -> bool:
    """Whether what is no argument may be left out."""
    value = node.value if isinstance(node, Scalar) else node
    saved = model.saved_besides
    return (
        name == "name"
        or value is None
        or (name in saved and (saved[name] is ... or value == saved[name]))
    )


def _layer(file: File, node: Mapping, outer: str, inside: Inside) -> Node:
    if is_in_catalogue(node):
        return _Argument(file, outer, inside).data(node)
    return inside(node)


class _Argument:
    """One argument of a layer."""

    def __init__(self, file: File, layer: str, inside: Inside) -> None:
        self.file = file
        self.layer = layer
        self.inside = inside

    def data(self, node: Node) -> Node:
        node = listed(self.file, node)
        if isinstance(node, Scalar):
            return scalar(node, node.value)
        if isinstance(node, Sequence):
            return sequence(node, [self.data(one) for one in node])
        kind = class_of(node)
        if kind is None:
            return self.each(node)
        if kind in ARRAYS:
            return values(self.file, node)
        if kind == POLICY:
            return policy_in(self.file, node)
        if kind == "__lambda__":
            raise self.file.unreadable(CodeInFile, node, what=f"`{self.layer}`")
        config = node.get("config")
        if kind == "function" or not is_of_keras(node):
            name = string_in(config) or kind
            raise self.file.unreadable(
                InexpressibleArgument,
                node,
                problem=f"`{name}`, an argument of `{self.layer}`, is not Keras' own",
                way_out="only layers can be imported from elsewhere",
            )
        if config is None:
            config = Mapping(node.source, node.end, node.end, {})
        if is_in_catalogue(node) and isinstance(config, Mapping):
            config = arguments(self.file, kind, config, self.inside)
            shortened(self.file, kind, config)
        else:
            config = self.data(config)
            if kind in REGULARIZERS:
                config = _shortened(config)
        at = node.entries["class_name"].node
        return Mapping(node.source, node.start, node.end, {kind: keyed(at, kind, config)})

    def each(self, node: Mapping) -> Mapping:
        entries: dict[str | int, Key] = {
            name: keyed(key, str(name), self.data(key.node))
            for name, key in node.entries.items()
        }
        return Mapping(node.source, node.start, node.end, entries)


def _shortened(config: Node) -> Node:
    """Numbers that Keras keeps as float32, with the digits that they were written with."""
    if not isinstance(config, Mapping):
        return config
    for key in config.entries.values():
        if isinstance(key.node, Scalar) and isinstance(key.node.value, float):
            key.node = scalar(key.node, _short(key.node.value))
    return config


def _short(number: float) -> float:
    try:
        kept = pack("f", number)
    except OverflowError:
        return number
    if unpack("f", kept)[0] != number:
        return number
    words = (float(f"{number:.{digits}g}") for digits in range(1, 10))
    return next((one for one in words if pack("f", one) == kept), number)


def values(file: File, node: Mapping) -> Node:
    """The numbers of an array.

    Raises:
        Unreadable: there are none.
    """
    config = file.mapping(node.get("config"), node, "config")
    value = config.get("value")
    if value is None:
        raise file.wrong(config, "the values of an array", "`config`")
    return value


def policy_in(file: File, node: Mapping) -> Node:
    """The name of a dtype policy.

    Raises:
        Unreadable: it has none.
    """
    config = file.mapping(node.get("config"), node, "config")
    file.string(config.get("name"), config, "name")
    return config.entries["name"].node


def raw(file: File, node: Node, layer: str) -> Node:
    """What a class from elsewhere gets: data as Keras saved them.

    Keras gives objects in a configuration to the class as they are written.

    Raises:
        Unreadable: Python code is among them.
    """
    node = listed(file, node)
    if isinstance(node, Scalar):
        return scalar(node, node.value)
    if isinstance(node, Sequence):
        return sequence(node, [raw(file, one, layer) for one in node])
    if class_of(node) == POLICY:
        return policy_in(file, node)
    if class_of(node) == "__lambda__":
        raise file.unreadable(CodeInFile, node, what=f"`{layer}`")
    entries: dict[str | int, Key] = {
        name: keyed(key, str(name), raw(file, key.node, layer))
        for name, key in node.entries.items()
    }
    return Mapping(node.source, node.start, node.end, entries)
