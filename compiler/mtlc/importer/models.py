"""From a Sequential or Functional model to the layers, inputs and outputs of a spec."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from mtlc.importer.calls import Bound, Writer, bind_layer, bind_model, entry, text
from mtlc.importer.file import File, Unreadable
from mtlc.importer.functions import bind_function, function_in, gives_several
from mtlc.importer.making import mapping, one_or_list, sequence
from mtlc.importer.masks import Masks, has_masks
from mtlc.importer.naming import free, spelt
from mtlc.importer.objects import (
    arguments,
    class_of,
    is_in_catalogue,
    is_of_keras,
    raw,
    shortened,
    values,
)
from mtlc.importer.parts import (
    Part,
    Tensor,
    history,
    is_history,
    read_parts,
    tensor_in,
    tensors,
)
from mtlc.importer.problems import (
    CodeInFile,
    InexpressibleCall,
    LeftOut,
    NoModel,
    Renamed,
    UnknownInputShape,
    UnknownTensor,
    UnsupportedLayer,
)
from mtlc.importer.spec import Spec
from mtlc_spec.functions.operations import operation_name
from mtlc_spec.layers import NOT_DATA, layer_class
from mtlc_spec.layers.base import Layer
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence, plain


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


@dataclass
class _Kind:
    """What a part is, and how its calls are read."""

    name: str
    arguments: Node | None
    several: bool = False
    """Its results have numbers."""
    bound: list[Bound] = field(default_factory=list)
    returns: Node | None = None
    layer: Layer | None = None
    """What the catalogue knows of it."""


_OF_EVERY_LAYER = (("trainable", True), ("autocast", True), ("activity_regularizer", None))
"""What every layer is given anyway."""


class Model:
    """One model; `prefix` is what the names of its layers begin with."""

    def __init__(
        self, spec: Spec, node: Mapping, prefix: str = "", *, frozen: bool = False
    ) -> None:
        self.spec = spec
        self.file: File = spec.file
        self.node = node
        self.prefix = prefix
        self.config = self.file.mapping(node.get("config"), node, "config")
        self.frozen = frozen or _is_false(self.config.get("trainable"))
        layers = self.file.sequence(self.config.get("layers"), self.config, "layers")
        self.parts = read_parts(self.file, layers)
        self.is_functional = self.config.get("input_layers") is not None
        if not self.is_functional:
            self._chain()
        self.inputs = {one.name: one for one in self.parts.values() if one.is_input}
        self.layers = {one.name: one for one in self.parts.values() if not one.is_input}
        self.shapes: dict[Tensor, Mapping] = {}
        """What the calls say of the tensors that they take."""
        self.most: dict[str, int] = {}
        """The highest number of a result of each part that something takes."""
        self.entries: dict[str, Node] = {}
        self.keys: dict[tuple[str, int], str] = {}
        """The entry of each call."""
        self.kinds: dict[str, _Kind] = {}

    # --- what is there -----------------------------------------------------------------

    def _chain(self) -> None:
        """Make the calls that the layers of a Sequential model have without saying so."""
        if not any(one.is_input for one in self.parts.values()):
            self._add_input()
        before: Part | None = None
        for part in self.parts.values():
            if before is not None:
                if part.is_input:
                    problem = "a Sequential model has two inputs"
                    raise self.file.unreadable(NoModel, part.node, problem=problem)
                part.calls = [_called_on(before)]
            before = part

    def _add_input(self) -> None:
        built = self.config.get("build_input_shape")
        if not isinstance(built, Sequence) and not self.prefix:
            name = plain(self.config.get("name") or Scalar(*self._nowhere, "model"))
            raise self.file.unreadable(UnknownInputShape, self.config, name=str(name))
        at = built or self.config
        name = free("x", self.parts)
        config = mapping(at, {} if built is None else {"batch_shape": built})
        module, kind = text(at, "keras.layers"), text(at, "InputLayer")
        node = mapping(at, {"module": module, "class_name": kind, "config": config})
        self.parts = {name: Part(name, at, node, config), **self.parts}

    @property
    def _nowhere(self) -> tuple[object, int, int]:
        return self.config.source, self.config.start, self.config.start

    def lay_out(self) -> Laid:
        """The model as a spec has it.

        Raises:
            Unreadable: its structure is not Keras'.
        """
        ends = [*self._ends("output_layers")] if self.is_functional else [self._last()]
        starts = [*self._ends("input_layers")] if self.is_functional else []
        self._note_tensors(ends)
        self._name()
        for part in self.layers.values():
            try:
                self.kinds[part.name] = self._kind(part)
            except Unreadable as error:
                self.file.report.add(error.problem)
        self._drop_masks(self._call_order(), ends)
        for part in self.layers.values():
            if part.name in self.kinds:
                try:
                    self._write(part)
                except Unreadable as error:
                    self.file.report.add(error.problem)
        order = self._input_order([node for _, node in starts])
        outputs = {name: self._reference(one, node) for name, one, node in self._named(ends)}
        return Laid(
            inputs={one.key: self._input(one) for one in order},
            layers=self.entries,
            outputs=self._outputs(outputs),
            count=len(outputs),
            order=[one.name for one in order],
        )

    def _ends(self, key: str) -> Iterator[tuple[str, Node]]:
        """The tensors that a model begins or ends with, and the way to each."""
        node = self.config.get(key)
        if node is None:
            raise self.file.unreadable(NoModel, self.config, problem=f"`{key}` is missing")
        yield from self._flat(node, "")

    def _flat(self, node: Node, name: str) -> Iterator[tuple[str, Node]]:
        if is_history(node) or isinstance(node, Scalar):
            yield name, node
        elif isinstance(node, Sequence):
            for number, one in enumerate(node):
                yield from self._flat(one, f"{name}_{number}" if name else str(number))
        else:
            for key, one in node:
                yield from self._flat(one, f"{name}_{key.value}" if name else str(key.value))

    def _last(self) -> tuple[str, Node]:
        *_, last = self.parts.values()
        return "", _history_of(last)

    def _note_tensors(self, ends: list[tuple[str, Node]]) -> None:
        """Note which tensors are used, and what is known of them."""
        for part in self.parts.values():
            for call in part.calls:
                for node in tensors(self.file, call):
                    tensor = tensor_in(self.file, node)
                    self._used(tensor)
                    assert isinstance(node, Mapping)
                    config = node.get("config")
                    if isinstance(config, Mapping) and config.get("shape") is not None:
                        self.shapes[tensor] = config
        for _, node in ends:
            self._used(history(self.file, node))

    def _used(self, tensor: Tensor) -> None:
        self.most[tensor.layer] = max(self.most.get(tensor.layer, 0), tensor.index)

    # --- names -------------------------------------------------------------------------

    def _name(self) -> None:
        """Give everything a name that a spec can say."""
        functions = {
            operation_name(one.class_name): one
            for one in self.layers.values()
            if one.is_function
        }
        automatic = {name for one in functions.values() if (name := _automatic(self, one))}
        taken: set[str] = set()
        renamed: list[tuple[Part, str]] = []
        for part in (*self.inputs.values(), *self.layers.values()):
            if part.is_function:
                continue
            short = part.name.removeprefix(self.prefix) or part.name
            key = spelt(short, "input" if part.is_input else "layer")
            if _base(f"{self.prefix}{key}") in automatic and not (
                part.is_input and self.prefix
            ):
                key = f"{key}_layer"
            key = free(key, taken, _Under(self.prefix, self.spec.names))
            taken.add(key)
            part.key = key
            if not part.is_input:
                self.spec.names.add(f"{self.prefix}{key}")
            if (part.is_input and not self.prefix) or not part.is_input:
                if f"{self.prefix}{key}" != part.name:
                    renamed.append((part, f"{self.prefix}{key}"))
        self._tell(renamed)
        for part in self.layers.values():
            if part.is_function:
                part.key = free(spelt(part.name, "function"), taken)
                taken.add(part.key)
        for part in self.layers.values():
            for number in range(len(part.calls)):
                word = part.key if number == 0 else free(f"{part.key}_again", taken)
                taken.add(word)
                self.keys[part.name, number] = word

    def _tell(self, renamed: list[tuple[Part, str]]) -> None:
        """Report new names; those of a nested model's layers once."""
        if not self.prefix:
            for part, other in renamed:
                self.file.add(Renamed, part.at, name=part.name[:80], other=other)
        elif renamed:
            part, other = renamed[0]
            more = len(renamed) - 1
            self.file.add(Renamed, part.at, name=part.name[:80], other=other, more=more)

    # --- kinds -------------------------------------------------------------------------

    def _kind(self, part: Part) -> _Kind:
        if part.is_model:
            return self._model(part)
        if part.is_function:
            return self._function(part)
        if is_in_catalogue(part.node):
            return self._layer(part)
        return self._custom(part)

    def _layer(self, part: Part) -> _Kind:
        kind = part.class_name
        model = layer_class(kind)
        made = arguments(self.file, kind, part.config, lambda node: self._inside(part, node))
        if self.frozen:
            made.entries["trainable"] = _false(made)
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
        return _Kind(kind, made, several, bound, layer=layer)

    def _rank(self, bound: list[Bound]) -> int | None:
        """The rank of the first input of all calls, if it is one."""
        found = set()
        for one in bound:
            config = self.shapes.get(tensor_in(self.file, one.inputs[0]))
            shape = None if config is None else config.get("shape")
            found.add(len(shape.items) if isinstance(shape, Sequence) else None)
        return found.pop() if len(found) == 1 else None

    def _model(self, part: Part) -> _Kind:
        """A model inside of this one: a block, applied as one layer."""
        name = f"{self.prefix}{part.key}"
        inner = Model(self.spec, part.node, f"{name}_", frozen=self.frozen)
        laid = inner.lay_out()
        bound = [bind_model(self.file, part.name, laid.order, call) for call in part.calls]
        key = self.spec.block(name)
        self.spec.blocks[key] = _block(part.node, laid)
        return _Kind(key, None, laid.count > 1, bound)

    def _function(self, part: Part) -> _Kind:
        name = function_in(self.file, part)
        bound = [bind_function(self.file, part, name, call) for call in part.calls]
        returns = self._returns(part)
        several = any(gives_several(name, one) for one in bound)
        return _Kind(f"ops.{name}", None, several, bound, returns)

    def _custom(self, part: Part) -> _Kind:
        name = part.class_name
        at = part.node.entries["class_name"].node
        own = is_of_keras(part.node)
        if own and name == "Lambda":
            raise self.file.unreadable(CodeInFile, part.at, what=f"the `Lambda` `{part.name}`")
        module = plain(part.node.get("module") or at)
        if own and str(module) in ("keras", "keras.layers"):
            reason, way_out = NOT_DATA.get(name, ("is no layer that a spec knows", None))
            raise self.file.unreadable(
                UnsupportedLayer, at, name=name, reason=reason, way_out=way_out
            )
        made = self._data(part.config, name)
        bound = [bind_layer(self.file, part.name, None, call) for call in part.calls]
        returns = self._returns(part)
        several = self.most.get(part.name, 0) > 0
        if several and returns is None:
            problem = "the file does not say how many tensors it gives"
            raise self.file.unreadable(
                InexpressibleCall, part.at, layer=part.name, problem=problem
            )
        return _Kind(
            f"{self.spec.alias(part.node, name)}.{name}", made, several, bound, returns
        )

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
            found.entries["trainable"] = _false(found)
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
            laid = Model(self.spec, node, f"{outer}{kind}_", frozen=self.frozen).lay_out()
            steps = _steps(laid) if stack else None
            if steps is not None:
                return mapping(node, {"chain": sequence(node, steps)})
            key = free(
                kind if kind[0].islower() and kind != "chain" else "model", self.spec.blocks
            )
            self.spec.blocks[key] = _block(node, laid)
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
        found = []
        for index in range(self.most.get(part.name, 0) + 1):
            config = self.shapes.get(Tensor(part.name, 0, index))
            shape = None if config is None else config.get("shape")
            if config is None or not isinstance(shape, Sequence) or not shape.items:
                return None
            said = {"shape": sequence(shape, shape.items[1:])}
            if isinstance(dtype := config.get("dtype"), Scalar):
                said["dtype"] = dtype
            found.append(mapping(config, said))
        return one_or_list(part.node, found) if found else None

    # --- entries -----------------------------------------------------------------------

    def _write(self, part: Part) -> None:
        """The entries of all calls of a part."""
        kind = self.kinds[part.name]
        for number, bound in enumerate(kind.bound):
            key = self.keys[part.name, number]
            writer = Writer(
                self.file,
                lambda node: self._reference(tensor_in(self.file, node), node),
                lambda node, key=key: self._array(key, node),
            )
            wiring: dict[str, Node] = {}
            inputs = writer.inputs(bound)
            if inputs:
                wiring["from"] = one_or_list(part.at, inputs)
            if part.is_model and bound.call:
                word, node = next(iter(bound.call.items()))
                problem = f"a nested model takes no `{word}` in a spec"
                raise self.file.unreadable(
                    InexpressibleCall, node, layer=part.name, problem=problem
                )
            if bound.call:
                wiring["call"] = writer.call(part.name, part.at, bound)
            if kind.returns is not None:
                wiring["returns"] = kind.returns
            given = kind.arguments
            word = kind.name
            if part.is_function:
                given = mapping(part.at, bound.arguments) if bound.arguments else None
            elif number > 0:
                word, given = "share", text(part.at, self.keys[part.name, 0])
            self.entries[key] = entry(part.at, word, given, wiring)
        if part.is_model and len(kind.bound) == 1:
            self._twin(part)

    def _twin(self, part: Part) -> None:
        """A call that is never made: what could be shared is a model of its own."""
        key = self.keys[part.name, 0]
        own = self.entries[key]
        assert isinstance(own, Mapping)
        wiring = {"from": own.entries["from"].node, "when": Scalar(*_behind(part.at), False)}
        again = free(f"{key}_again", self.keys.values(), self.entries)
        self.entries[again] = entry(part.at, "share", text(part.at, key), wiring)

    def _array(self, key: str, node: Node) -> Scalar:
        """An entry that holds an array, as a tensor of its dtype."""
        assert isinstance(node, Mapping)
        config = self.file.mapping(node.get("config"), node, "config")
        self.file.string(config.get("dtype"), config, "dtype")
        word = free(f"{key}_array", self.keys.values(), self.entries)
        said = {"x": values(self.file, node), "dtype": config.entries["dtype"].node}
        self.entries[word] = entry(node, "ops.cast", mapping(node, said), {})
        return text(node, word)

    def _reference(self, tensor: Tensor, at: Node) -> Scalar:
        part = self.parts.get(tensor.layer)
        if part is None:
            problem = f"nothing in the model is called `{tensor.layer[:80]}`"
            raise self.file.unreadable(UnknownTensor, at, problem=problem)
        if part.is_input:
            return text(at, part.key)
        key = self.keys.get((part.name, tensor.call))
        if key is None:
            problem = f"`{part.name}` has no call number {tensor.call}"
            raise self.file.unreadable(UnknownTensor, at, problem=problem)
        kind = self.kinds.get(part.name)
        if kind is not None and kind.several:
            return text(at, f"{key}.{tensor.index}")
        if tensor.index > 0:
            problem = f"`{part.name}` gives no tensor number {tensor.index}"
            raise self.file.unreadable(UnknownTensor, at, problem=problem)
        return text(at, key)

    def _call_order(self) -> list[tuple[str, int]]:
        """The calls, each after those that feed it.

        Raises:
            Unreadable: some depend on their own results.
        """
        depends: dict[tuple[str, int], list[tuple[str, int]]] = {}
        for part in self.layers.values():
            for number, call in enumerate(part.calls):
                taken = [tensor_in(self.file, node) for node in tensors(self.file, call)]
                depends[part.name, number] = [(one.layer, one.call) for one in taken]
        try:
            return [*TopologicalSorter(depends).static_order()]
        except CycleError as error:
            names = [f"`{name}`" for name, _ in error.args[1][:4]]
            problem = f"the calls of {', '.join(names)} depend on each other"
            at = self.parts[error.args[1][0][0]].at
            raise self.file.unreadable(UnknownTensor, at, problem=problem) from None

    def _drop_masks(self, order: list[tuple[str, int]], ends: list[tuple[str, Node]]) -> None:
        """Leave out the masks that Keras gives anyway, and what computes them."""
        if not has_masks(one for kind in self.kinds.values() for one in kind.bound):
            return
        masks = Masks(self.file)
        for name, number in order:
            kind = self.kinds.get(name)
            if kind is None or number >= len(kind.bound):
                continue
            bound = kind.bound[number]
            if self.layers[name].is_function:
                masks.function(kind.name.removeprefix("ops."), Tensor(name, number, 0), bound)
            elif kind.layer is not None:
                masks.layer(kind.layer, name, number, bound)
            else:
                masks.other(bound)
        needed = {history(self.file, node).layer for _, node in ends}
        waiting = [*needed]
        while waiting:
            kind = self.kinds.get(waiting.pop())
            for bound in () if kind is None else kind.bound:
                for node in (*bound.inputs, *bound.call.values()):
                    taken = {
                        tensor_in(self.file, one).layer for one in tensors(self.file, node)
                    }
                    waiting += taken - needed
                    needed |= taken
        self.layers = {
            name: part
            for name, part in self.layers.items()
            if name in needed or not part.is_function
        }

    # --- inputs and outputs ------------------------------------------------------------

    def _input_order(self, starts: list[Node]) -> list[Part]:
        if not self.is_functional:
            return [*self.inputs.values()]
        found = []
        for node in starts:
            tensor = history(self.file, node)
            if tensor.layer not in self.inputs:
                problem = f"`{tensor.layer[:80]}` is no input of the model"
                raise self.file.unreadable(UnknownTensor, node, problem=problem)
            found.append(self.inputs[tensor.layer])
        node = self.config.get("input_layers")
        if isinstance(node, Mapping) and not self.prefix:
            what = "the dictionary of the inputs"
            help_ = "Keras takes them by name and in their order here"
            self.file.add(LeftOut, node, what=what, way_out=help_)
        return found

    def _input(self, part: Part) -> Node:
        """The arguments of an input."""
        shape = part.config.get("batch_shape")
        if shape is None and self.prefix:
            return part.config
        shape = self.file.sequence(_or_list(self.file, shape), part.config, "batch_shape")
        if not shape.items:
            raise self.file.wrong(shape, "a shape with its batch axis", "`batch_shape`")
        said: dict[str, Node] = {"shape": sequence(shape, shape.items[1:])}
        if plain(shape.items[0]) is not None:
            said["batch_size"] = shape.items[0]
        for name in ("dtype", "sparse", "ragged", "optional"):
            node = part.config.get(name)
            if node is not None and not _is_false(node):
                said[name] = node
        return mapping(part.at, said)

    def _named(self, ends: list[tuple[str, Node]]) -> Iterator[tuple[str, Tensor, Node]]:
        """The outputs by their names."""
        taken: set[str] = set()
        for name, node in ends:
            tensor = history(self.file, node)
            part = self.parts.get(tensor.layer)
            if part is not None and part.is_functional:
                # Keras counts the call that the model is made with, here alone.
                tensor = tensor._replace(call=tensor.call - 1)
            key = free(spelt(name, "output"), taken)
            taken.add(key)
            if isinstance(self.config.get("output_layers"), Mapping) and key != name:
                self.file.add(Renamed, node, name=name[:80], other=key)
            yield key, tensor, node

    def _outputs(self, outputs: dict[str, Scalar]) -> Node:
        node = self.config.get("output_layers") or self.config
        nested = [one for one in _items(node) if not is_history(one)]
        if self.is_functional and not is_history(node) and nested:
            what = "how the outputs are nested"
            self.file.add(LeftOut, node, what=what, way_out="they follow each other here")
        if not outputs:
            raise self.file.wrong(node, "at least one output", "`output_layers`")
        if (
            isinstance(node, Sequence)
            and nested == []
            and len(outputs) == 1
            and not self.prefix
        ):
            if not is_history(node):
                way_out = "one output is one tensor, however it is written"
                self.file.add(LeftOut, node, what="the list around the output", way_out=way_out)
        if isinstance(node, Mapping) and self.is_functional:
            if self.prefix:  # a layer around it knows them by number, as Keras sorts them
                return sequence(node, [outputs[name] for name in sorted(outputs)])
            return mapping(node, dict(outputs))
        if is_history(node) or not self.is_functional:
            return next(iter(outputs.values()))
        return sequence(node, outputs.values())


class _Under:
    """The names inside of a model, of all names that there are."""

    def __init__(self, prefix: str, names: set[str]) -> None:
        self.prefix = prefix
        self.names = names

    def __contains__(self, name: object) -> bool:
        return f"{self.prefix}{name}" in self.names


def _automatic(model: Model, part: Part) -> str | None:
    """What Keras calls the calls of a function."""
    try:
        return operation_name(function_in(model.file, part))
    except Unreadable:
        return None  # it is reported where it is read


def _base(name: str) -> str:
    word, _, number = name.rpartition("_")
    return word if number.isdecimal() else name


def _items(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [one for _, one in node]
    return node.items if isinstance(node, Sequence) else []


def _or_list(file: File, node: Node | None) -> Node | None:
    from mtlc.importer.objects import listed

    return None if node is None else listed(file, node)


def _is_false(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is False


def _behind(at: Node) -> tuple[object, int, int]:
    return at.source, at.end, at.end


def _false(at: Node) -> Key:
    found = Key(at.source, at.start, at.start + 1, "trainable")
    found.node = Scalar(at.source, at.start, at.start + 1, False)
    return found


def _history_of(part: Part) -> Node:
    at = part.at
    numbers = [Scalar(at.source, at.start, at.end, 0) for _ in range(2)]
    name = Scalar(at.source, at.start, at.end, part.name)
    return sequence(at, [name, *numbers])


def _called_on(part: Part) -> Mapping:
    """A call on what a part gives, as Keras would write it."""
    at = part.at
    config = mapping(at, {"keras_history": _history_of(part)})
    tensor = mapping(at, {"class_name": text(at, "__keras_tensor__"), "config": config})
    return mapping(at, {"args": sequence(at, [tensor]), "kwargs": mapping(at, {})})


def _block(at: Node, laid: Laid) -> Node:
    """A nested model as a block."""
    names = sequence(at, [text(at, name) for name in laid.inputs])
    layers = mapping(at, laid.layers)
    return mapping(at, {"inputs": names, "layers": layers, "outputs": laid.outputs})


def _steps(laid: Laid) -> list[Node] | None:
    """The layers of a model as the steps of a chain; None if it is no plain stack."""
    (before, *more) = laid.inputs
    steps: list[Node] = []
    for key, node in laid.layers.items():
        assert isinstance(node, Mapping)
        taken = node.get("from")
        if more or {*node.entries} & {"call", "share"} or plain(taken or node) != before:
            return None
        rest = {name: one for name, one in node.entries.items() if name != "from"}
        named = Key(node.source, node.start, node.start + 1, "name")
        named.node = text(node, key)
        steps.append(Mapping(node.source, node.start, node.end, {**rest, "name": named}))
        before = key
    return steps if plain(laid.outputs) == before else None
