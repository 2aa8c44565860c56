"""From a Sequential or Functional model to the layers, inputs and outputs of a spec."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from graphlib import CycleError, TopologicalSorter

from mtlc.importer.calls import Writer, entry
from mtlc.importer.file import File, Unreadable
from mtlc.importer.kinds import Kind, Kinds, Uses
from mtlc.importer.laid import Laid
from mtlc.importer.making import mapping, one_or_list, sequence, text
from mtlc.importer.masks import Masks, has_masks
from mtlc.importer.names import Names
from mtlc.importer.naming import free, spelt
from mtlc.importer.objects import listed, values
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
    InexpressibleCall,
    LeftOut,
    NoModel,
    Renamed,
    UnknownInputShape,
    UnknownTensor,
)
from mtlc.importer.sequential import called_on, history_of
from mtlc.importer.spec import Spec
from mtlc_spec.layers import INPUT
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence, plain


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
        self.uses = Uses()
        self.entries: dict[str, Node] = {}
        self.keys: dict[tuple[str, int], str] = {}
        """The entry of each call."""
        self.kinds: dict[str, Kind] = {}

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
                part.calls = [called_on(before)]
            before = part

    def _add_input(self) -> None:
        built = self.config.get("build_input_shape")
        if not isinstance(built, Sequence) and not self.prefix:
            named = self.config.get("name")
            name = "model" if named is None else str(plain(named))
            raise self.file.unreadable(UnknownInputShape, self.config, name=name)
        at = built or self.config
        name = free("x", self.parts)
        config = mapping(at, {} if built is None else {"batch_shape": built})
        module, kind = text(at, "keras.layers"), text(at, INPUT)
        node = mapping(at, {"module": module, "class_name": kind, "config": config})
        self.parts = {name: Part(name, at, node, config), **self.parts}

    def lay_out(self) -> Laid:
        """The model as a spec has it.

        Raises:
            Unreadable: its structure is not Keras'.
        """
        ends = [*self._ends("output_layers")] if self.is_functional else [self._last()]
        starts = [*self._ends("input_layers")] if self.is_functional else []
        self._note_tensors(ends)
        self.keys = Names(self.spec, self.prefix, self.inputs, self.layers).name()
        reader = Kinds(self.spec, self.prefix, self.uses, self._nested, frozen=self.frozen)
        for part in self.layers.values():
            try:
                self.kinds[part.name] = reader.read(part)
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

    def _nested(self, node: Mapping, prefix: str) -> Laid:
        return Model(self.spec, node, prefix, frozen=self.frozen).lay_out()

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
            # Keras sorts them, where their number counts.
            keys = sorted(node.entries, key=str) if self.prefix else [*node.entries]
            for key in keys:
                one = node.entries[key].node
                yield from self._flat(one, f"{name}_{key}" if name else str(key))

    def _last(self) -> tuple[str, Node]:
        *_, last = self.parts.values()
        return "", history_of(last)

    def _note_tensors(self, ends: list[tuple[str, Node]]) -> None:
        """Note which tensors are used, and what is known of them."""
        for part in self.parts.values():
            for call in part.calls:
                for node in tensors(self.file, call):
                    tensor = tensor_in(self.file, node)
                    self.uses.note(tensor)
                    assert isinstance(node, Mapping)
                    config = node.get("config")
                    if isinstance(config, Mapping) and config.get("shape") is not None:
                        self.uses.shapes[tensor] = config
        for _, node in ends:
            self.uses.note(history(self.file, node))

    # --- entries -----------------------------------------------------------------------

    def _write(self, part: Part) -> None:
        """The entries of all calls of a part."""
        kind = self.kinds[part.name]
        for number, bound in enumerate(kind.bound):
            key = self.keys[part.name, number]
            writer = Writer(self.file, self._refer, partial(self._array, key))
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
        wiring = {
            "from": own.entries["from"].node,
            "when": Scalar(part.at.source, part.at.end, part.at.end, False),
        }
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

    def _refer(self, node: Node) -> Scalar:
        return self._reference(tensor_in(self.file, node), node)

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
        if kind is None:  # it has been reported
            return text(at, key)
        if kind.several:
            return text(at, f"{key}.{tensor.result}")
        if tensor.result > 0:
            problem = f"`{part.name}` gives no tensor number {tensor.result}"
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
        written = self.config.get("input_layers")
        if isinstance(written, Mapping) and not self.prefix:
            what = "the dictionary of the inputs"
            help_ = "Keras takes them by name and in their order here"
            self.file.add(LeftOut, written, what=what, way_out=help_)
        return found

    def _input(self, part: Part) -> Node:
        """The arguments of an input."""
        given = part.config.get("batch_shape")
        if given is None and self.prefix:
            return part.config
        written = None if given is None else listed(self.file, given)
        shape = self.file.sequence(written, part.config, "batch_shape")
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
        is_list = isinstance(node, Sequence) and not is_history(node) and not nested
        if is_list and len(outputs) == 1 and not self.prefix:
            way_out = "one output is one tensor, however it is written"
            self.file.add(LeftOut, node, what="the list around the output", way_out=way_out)
        if isinstance(node, Mapping) and self.is_functional:
            if self.prefix:  # whoever calls it knows them by number
                return sequence(node, outputs.values())
            return mapping(node, dict(outputs))
        if is_history(node) or not self.is_functional:
            return next(iter(outputs.values()))
        return sequence(node, outputs.values())


def _items(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [one for _, one in node]
    return node.items if isinstance(node, Sequence) else []


def _is_false(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is False
