"""What the parts of a model are: layers, models, functions, and classes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mtlc.importer.calls import Bound, bind_layer, bind_model
from mtlc.importer.file import File
from mtlc.importer.functions import bind_function, function_in, gives_several
from mtlc.importer.laid import Laid, block, steps
from mtlc.importer.making import mapping, one_or_list, sequence, text
from mtlc.importer.naming import free, spelt
from mtlc.importer.objects import (
    arguments,
    class_of,
    is_in_catalogue,
    is_of_keras,
    raw,
    shortened,
)
from mtlc.importer.parts import Part, Tensor, tensor_in
from mtlc.importer.problems import CodeInFile, InexpressibleCall, UnsupportedLayer
from mtlc.importer.spec import Spec
from mtlc_spec.layers import CODE, NOT_DATA, layer_class
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence, plain


@dataclass
class Kind:
    """What a part is, and how its calls are read."""

    name: str
    arguments: Node | None
    several: bool = False
    """Its results have numbers."""
    bound: list[Bound] = field(default_factory=list)
    returns: Node | None = None
    layer: Layer | None = None
    """What the catalogue knows of it."""


@dataclass
class Uses:
    """What the calls of a model say of the tensors that they take."""

    shapes: dict[Tensor, Mapping] = field(default_factory=dict)
    """What is known of each tensor."""
    most: dict[str, int] = field(default_factory=dict)
    """The highest number of a result of each part that something takes."""

    def note(self, tensor: Tensor) -> None:
        self.most[tensor.layer] = max(self.most.get(tensor.layer, 0), tensor.result)


Nested = Callable[[Mapping, str], Laid]
"""Lays out a model inside, whose layers' names begin with a prefix."""


_OF_EVERY_LAYER = (("trainable", True), ("autocast", True), ("activity_regularizer", None))
"""What every layer is given anyway."""


class Kinds:
    """Reads the parts of one model."""

    def __init__(
        self, spec: Spec, prefix: str, uses: Uses, nested: Nested, *, frozen: bool
    ) -> None:
        self.spec = spec
        self.file: File = spec.file
        self.prefix = prefix
        self.uses = uses
        self.nested = nested
        self.frozen = frozen

    # --- kinds -------------------------------------------------------------------------

    def read(self, part: Part) -> Kind:
        if part.is_model:
            return self._model(part)
        if part.is_function:
            return self._function(part)
        if is_in_catalogue(part.node):
            return self._layer(part)
        return self._custom(part)

    def _layer(self, part: Part) -> Kind:
        kind = part.class_name
        model = layer_class(kind)
        made = arguments(self.file, kind, part.config, lambda node: self._inside(part, node))
        if self.frozen:
            made.entries["trainable"] = false(made)
        bound = [bind_layer(self.file, part.name, model, call) for call in part.calls]
        layer = shortened(self.file, kind, made, self._rank(bound))
        several = False
        if model.results is not Layer.results or model.results_of is not Layer.results_of:
            constants = {
                name: node.value
                for one in bound
                for name, node in one.call.items()
                if isinstance(node, Scalar)
            }
            several = layer is not None and layer.results_of(**constants) > 1
        return Kind(kind, made, several, bound, layer=layer)

    def _rank(self, bound: list[Bound]) -> int | None:
        """The rank of the first input of all calls, if it is one."""
        found = set()
        for one in bound:
            config = self.uses.shapes.get(tensor_in(self.file, one.inputs[0]))
            shape = None if config is None else config.get("shape")
            found.add(len(shape.items) if isinstance(shape, Sequence) else None)
        return found.pop() if len(found) == 1 else None

    def _model(self, part: Part) -> Kind:
        """A model inside of this one: a block, applied as one layer."""
        name = f"{self.prefix}{part.key}"
        laid = self.nested(part.node, f"{name}_")
        bound = [bind_model(self.file, part.name, laid.order, call) for call in part.calls]
        key = self.spec.block(name)
        self.spec.blocks[key] = block(part.node, laid)
        return Kind(key, None, laid.count > 1, bound)

    def _function(self, part: Part) -> Kind:
        name = function_in(self.file, part)
        bound = [bind_function(self.file, part, name, call) for call in part.calls]
        returns = self._returns(part)
        several = any(gives_several(name, one) for one in bound)
        return Kind(f"ops.{name}", None, several, bound, returns)

    def _custom(self, part: Part) -> Kind:
        name = part.class_name
        at = part.node.entries["class_name"].node
        own = is_of_keras(part.node)
        if own and name in CODE:
            raise self.file.unreadable(CodeInFile, part.at, what=f"the `{name}` `{part.name}`")
        module = plain(part.node.get("module") or at)
        if own and str(module) in ("keras", "keras.layers"):
            reason, way_out = NOT_DATA.get(name, ("is no layer that a spec knows", None))
            raise self.file.unreadable(
                UnsupportedLayer, at, name=name, reason=reason, way_out=way_out
            )
        made = self._data(part.config, name)
        bound = [bind_layer(self.file, part.name, None, call) for call in part.calls]
        returns = self._returns(part)
        several = self.uses.most.get(part.name, 0) > 0
        if several and returns is None:
            problem = "the file does not say how many tensors it gives"
            raise self.file.unreadable(
                InexpressibleCall, part.at, layer=part.name, problem=problem
            )
        return Kind(f"{self.spec.alias(part.node, name)}.{name}", made, several, bound, returns)

    def _data(self, config: Mapping, name: str) -> Mapping:
        """The arguments of a class from elsewhere."""
        found = raw(self.file, config, name)
        assert isinstance(found, Mapping)
        for key, usual in (*_OF_EVERY_LAYER, ("dtype", self.file.policy)):
            node = found.get(key)
            if isinstance(node, Scalar) and node.value == usual:
                del found.entries[key]
        found.entries.pop("name", None)
        if self.frozen:
            found.entries["trainable"] = false(found)
        return found

    def _inside(self, part: Part, node: Mapping) -> Node:
        """A model or a layer from elsewhere as the argument of a layer."""
        config = self.file.mapping(node.get("config"), node, "config")
        name = plain(config.get("name") or part.at)
        if isinstance(config.get("layers"), Sequence):
            outer = f"{self.prefix}{part.key}_"
            own = str(name).removeprefix(outer)
            stack = config.get("input_layers") is None or own == "chain"
            kind = "chain" if stack else spelt(own, "model")
            laid = self.nested(node, f"{outer}{kind}_")
            found = steps(laid) if stack else None
            if found is not None:
                return mapping(node, {"chain": sequence(node, found)})
            key = free(
                kind if kind[0].islower() and kind != "chain" else "model", self.spec.blocks
            )
            self.spec.blocks[key] = block(node, laid)
            return text(node, key)
        word = class_of(node) or ""
        if is_of_keras(node):
            raise self.file.unreadable(
                UnsupportedLayer, node, name=word, reason="is no layer that a spec knows"
            )
        made = self._data(config, word)
        return mapping(node, {f"{self.spec.alias(node, word)}.{word}": made})

    def _returns(self, part: Part) -> Node | None:
        """What the calls of others say that a part gives; None if that is not all."""
        if len(part.calls) != 1:
            return None
        found: list[Node] = []
        for index in range(self.uses.most.get(part.name, 0) + 1):
            config = self.uses.shapes.get(Tensor(part.name, 0, index))
            shape = None if config is None else config.get("shape")
            if config is None or not isinstance(shape, Sequence) or not shape.items:
                return None
            said: dict[str, Node] = {"shape": sequence(shape, shape.items[1:])}
            if isinstance(dtype := config.get("dtype"), Scalar):
                said["dtype"] = dtype
            found.append(mapping(config, said))
        return one_or_list(part.node, found) if found else None


def false(at: Node) -> Key:
    found = Key(at.source, at.start, at.start + 1, "trainable")
    found.node = Scalar(at.source, at.start, at.start + 1, False)
    return found
