"""What the kind of an entry means: a layer, a chain, a block, a function, an import."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Sequence as List
from contextlib import contextmanager
from typing import Protocol, get_origin

from pydantic import ValidationError

from mtlc_spec.arguments import read_arguments
from mtlc_spec.binding import Binding
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.document import (
    Block,
    BlockUse,
    Body,
    Chain,
    CustomUse,
    Entry,
    FunctionUse,
    LayerUse,
    Unknown,
    Written,
)
from mtlc_spec.layers import ALIASES, NOT_DATA, layer_class, layer_names
from mtlc_spec.layers.base import Inner, Layer
from mtlc_spec.names import NAME
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence
from mtlc_spec.references import wrong_form
from mtlc_spec.structure_problems import (
    UnknownBlock,
    UnknownFunction,
    UnknownModule,
    UnknownNetwork,
)
from mtlc_spec.templates import Template, Unreadable, expressions_in, is_dynamic, written
from mtlc_spec.values.tagged import argument_names, spread
from mtlc_spec.word_problems import (
    KerasAlias,
    MissingArgument,
    UncoveredLayer,
    UnknownArgument,
    UnknownLayer,
    WrongType,
)
from mtlc_spec.yaml_problems import MissingSpace

_LAYERS = frozenset(layer_names())
_NO_INNER: dict[str, Entry] = {}


class Entries(Protocol):
    """Whoever reads the entries inside a kind."""

    def chain(self, node: Sequence) -> Chain: ...

    def argument(self, key: Scalar, node: Node | None) -> Entry: ...


class Blocks(Protocol):
    """The blocks that can be used, by their keys."""

    def find(self, kind: str) -> Block | None:
        """The block of a kind, as it is written; its body may not be read yet."""
        ...

    def names(self) -> tuple[str, ...]: ...


class KindReader:
    """Knows every kind that a definition may use."""

    def __init__(
        self,
        report: Report,
        blocks: Blocks,
        imports: dict[str, str],
        inputs: Collection[str | int] = (),
    ) -> None:
        self.report = report
        self.blocks = blocks
        self.imports = imports
        self.inputs = inputs
        self.entries: Collection[str | int] = ()
        """The entries of the graph that is being read, which are no kinds."""

    def body(
        self,
        entries: Entries,
        key: Scalar,
        node: Node | None,
        inputs: int,
        call: tuple[str, ...],
        returns: bool = False,
    ) -> tuple[str, Body]:
        """What a kind and what stands behind it mean.

        `inputs` is the number of references in `from`, `call` the names of the call's
        arguments; `returns` says that the author describes what comes out.
        """
        kind = str(key.value)
        if kind == "chain":
            if isinstance(node, Sequence):
                return kind, entries.chain(node)
            self.report.add(wrong_form(node or key, "chain", "a list of layers", key.span))
            return kind, Unknown()
        main = ALIASES.get(kind, kind)
        if main in _LAYERS:
            if main != kind:
                self.report.add(KerasAlias(span=key.span, alias=kind, name=main))
            return main, self._layer(entries, main, key, node)
        if main in NOT_DATA:
            self.report.add(UncoveredLayer(span=key.span, name=main))
            return kind, Unknown()
        block = self.blocks.find(kind)
        if block is not None:
            return kind, self._block(block, key, node)
        prefix, dot, name = kind.partition(".")
        if dot and NAME.fullmatch(prefix):
            if prefix == "applications":
                return kind, self._network(entries, name, key, node)
            return kind, self._dotted(prefix, name, key, node, inputs, call, returns)
        self._unknown(key, kind, node)
        return kind, Unknown()

    def is_tensor(self, reference: str) -> bool:
        """Whether a reference in the graph can be so."""
        name = reference.partition(".")[0]
        return name in self.entries or name in self.inputs

    def may_name(self, node: Node | None) -> bool:
        """Whether a word of the graph, or a function, stands among arguments."""
        if isinstance(node, Scalar):
            return isinstance(node.value, str) and self.is_tensor(node.value)
        if isinstance(node, Sequence):
            return any(map(self.may_name, node.items))
        if node is None:
            return False
        for word, key in node.entries.items():
            if self.may_name(key.node) or str(word).startswith("ops."):
                return True
        return False

    @contextmanager
    def unreported(self) -> Iterator[Report]:
        """What is read meanwhile is reported elsewhere."""
        kept, self.report = self.report, Report()
        try:
            yield self.report
        finally:
            self.report = kept

    def is_kind(self, kind: str) -> bool:
        """Whether a word says what an entry is."""
        main = ALIASES.get(kind, kind)
        return (
            kind == "chain"
            or main in _LAYERS
            or main in NOT_DATA
            or "." in kind
            or self.blocks.find(kind) is not None
        )

    def arguments_of(self, kind: str) -> tuple[str, ...]:
        """The arguments of a layer or block, in order."""
        main = ALIASES.get(kind, kind)
        if main in _LAYERS:
            return argument_names(layer_class(main))
        prefix, _, name = kind.partition(".")
        if prefix == "applications":
            from mtlc_spec.applications import network_class, network_names

            return argument_names(network_class(name)) if name in network_names() else ()
        block = self.blocks.find(kind)
        return () if block is None else tuple(block.params)

    # --- layers ---------------------------------------------------------------------

    def _layer(self, entries: Entries, main: str, key: Scalar, node: Node | None) -> Body:
        return self._made(entries, layer_class(main), key, node)

    def _made(
        self, entries: Entries, model: type[Layer], key: Scalar, node: Node | None
    ) -> Body:
        inner = _NO_INNER
        if model.layer_arguments:
            if (wrong := self._composite_in_list(model, node)) is not None:
                self.report.add(wrong)
                return Unknown()
            if not isinstance(node, Scalar | None) and (found := self._mixed(model, node)):
                self.report.extend(found)
                return Unknown()
            inner = self._inner(entries, model, node)
        if not inner and not is_dynamic(node):
            layer = read_arguments(model, key, node, self.report)
            return Unknown() if layer is None else LayerUse(layer, _NO_INNER, node)
        if any(isinstance(one.body, Unknown) for one in inner.values()):
            return Unknown()
        try:
            value = {} if node is None else written(node, self.report)
        except Unreadable:
            return Unknown()
        if inner:
            stand_ins = {name: Inner() for name in inner}
            fields = isinstance(value, dict) and any(name in value for name in inner)
            value = {**value, **stand_ins} if fields else stand_ins
        template = Template(model, key, node, spread(model, value), "")
        if any(True for _ in expressions_in(template.value)):
            return LayerUse(template, inner, node)
        made, problems = template.fill({})
        self.report.extend(problems)
        return Unknown() if made is None else LayerUse(made, inner, node)

    def _inner(
        self, entries: Entries, model: type[Layer], node: Node | None
    ) -> dict[str, Entry]:
        """The arguments that are chains, blocks or imported layers."""
        first = model.layer_arguments[0]
        if isinstance(node, Scalar) and self._is_word(node.value):
            return {first: entries.argument(node, None)}
        if not isinstance(node, Mapping):
            return {}
        found = {}
        if self._is_composite(node):
            (key,) = node.entries.values()
            return {first: entries.argument(key, key.node)}
        for name in model.layer_arguments:
            value = node.get(name)
            if isinstance(value, Mapping) and self._is_composite(value):
                (key,) = value.entries.values()
                found[name] = entries.argument(key, key.node)
            elif isinstance(value, Scalar) and self._is_word(value.value):
                found[name] = entries.argument(value, None)
        return found

    def _mixed(self, model: type[Layer], node: Node) -> List[Diagnostic]:
        from mtlc_spec.wrapped import mixed  # few layers are inside of others

        return mixed(model, node, self.arguments_of)

    def _composite_in_list(self, model: type[Layer], node: Node | None) -> WrongType | None:
        """The report of an argument that is a list with something else than layers in it."""
        for name in model.layer_arguments:
            given = node.get(name) if isinstance(node, Mapping) else None
            if given is None and name == model.layer_arguments[0]:
                given = node
            in_list = isinstance(given, Sequence)
            for one in given.items if isinstance(given, Sequence) else (given,):
                if isinstance(one, Mapping) and len(one.entries) == 1:
                    (word,) = one.entries.values()
                elif in_list and isinstance(one, Scalar) and self._is_word(one.value):
                    return _not_a_layer(name, one)
                else:
                    continue
                own = self._composite(one) if in_list or _wants_list(model, name) else None
                if own is not None:
                    return _not_a_layer(name, own)
                main = ALIASES.get(str(word.value), str(word.value))
                if main in _LAYERS:
                    inside = self._composite_in_list(layer_class(main), word.node)
                    if inside is not None:
                        return inside
        return None

    def _is_composite(self, node: Mapping) -> bool:
        """Whether it is one entry that is no plain layer, or a layer around such."""
        return self._composite(node) is not None

    def _composite(self, node: Node | None) -> Scalar | None:
        """The word for what is no plain layer, of an entry that is such or is around such."""
        if isinstance(node, Scalar):
            return node if self._is_word(node.value) else None
        if not isinstance(node, Mapping) or len(node.entries) != 1:
            return None
        (key,) = node.entries.values()
        kind = str(key.value)
        main = ALIASES.get(kind, kind)
        if main not in _LAYERS or not (names := layer_class(main).layer_arguments):
            return key if self._is_word(kind) else None
        value = key.node
        more = (value.get(name) for name in names) if isinstance(value, Mapping) else ()
        return next(filter(None, map(self._composite, (value, *more))), None)

    def _is_word(self, kind: object) -> bool:
        if not isinstance(kind, str):
            return False
        prefix, dot, _ = kind.partition(".")
        known = prefix in ("ops", "std", "applications") or prefix in self.imports
        dotted = bool(dot) and known
        return kind == "chain" or dotted or self.blocks.find(kind) is not None

    # --- blocks ---------------------------------------------------------------------

    def _block(self, block: Block, key: Scalar, node: Node | None) -> Body:
        """A block with values for its params; a lone value is that of the first."""
        given: dict[str, Written] = {}
        good = True
        empty = node is None or (isinstance(node, Scalar) and node.empty)
        if isinstance(node, Mapping):
            for one, value in node:
                if one.value not in block.params:
                    self.report.add(
                        UnknownArgument(
                            span=one.span,
                            kind=block.name,
                            name=str(one.value),
                            known=tuple(block.params),
                        )
                    )
                    good = False
                elif (written_value := self._param(str(one.value), value)) is None:
                    good = False
                else:
                    given[str(one.value)] = written_value
        elif not empty and node is not None:
            if not block.params:
                self.report.add(wrong_form(node, block.name, "without params"))
                good = False
            else:
                first = next(iter(block.params))
                lone = self._param(first, node)
                if lone is None:
                    good = False
                else:
                    given[first] = lone
        for param in block.params.values():
            if param.required and param.name not in given and good:
                self.report.add(
                    MissingArgument(span=key.span, kind=block.name, name=param.name)
                )
                good = False
        return BlockUse(block.key, given) if good else Unknown()

    def _param(self, name: str, node: Node) -> Written | None:
        return read_param(name, node, self.report)

    # --- what has a dot ---------------------------------------------------------------

    def _dotted(
        self,
        prefix: str,
        name: str,
        key: Scalar,
        node: Node | None,
        inputs: int,
        call: tuple[str, ...],
        returns: bool,
    ) -> Body:
        if prefix == "ops":
            return self._function(name, key, node, inputs, call, returns)
        if prefix == "std":
            names = tuple(one for one in self.blocks.names() if one.startswith("std."))
            self.report.add(UnknownBlock(span=key.span, name=str(key.value), known=names))
            return Unknown()
        if prefix not in self.imports:
            last = name.rpartition(".")[2]
            is_layer = prefix in ("keras", "layers") and (last in _LAYERS or last in ALIASES)
            meant = last if is_layer else _network(last) if prefix == "keras" else None
            self.report.add(
                UnknownModule(
                    span=key.span,
                    name=prefix,
                    known=(*self.imports, "ops", "std", "applications"),
                    of_keras=meant,
                )
            )
            return Unknown()
        from mtlc_spec.imported import read_imported  # few specs import anything

        return read_imported(key, prefix, name, node, call, self.report)

    def _network(self, entries: Entries, name: str, key: Scalar, node: Node | None) -> Body:
        from mtlc_spec.applications import network_class, network_names  # few specs use any

        if name in network_names():
            return self._made(entries, network_class(name), key, node)
        self.report.add(UnknownNetwork(span=key.span, name=name, known=network_names()))
        return Unknown()

    def _function(
        self,
        name: str,
        key: Scalar,
        node: Node | None,
        inputs: int,
        call: tuple[str, ...],
        returns: bool,
    ) -> Body:
        from mtlc_spec.functions import (
            KERAS_FUNCTIONS,
            function_class,
            function_names,
            main_name,
        )

        name = main_name(name)
        if name not in KERAS_FUNCTIONS:
            self.report.add(
                UnknownFunction(span=key.span, name=name, known=tuple(sorted(KERAS_FUNCTIONS)))
            )
            return Unknown()
        if name not in function_names():
            if not returns:
                self.report.add(UnknownFunction(span=key.span, name=name, known=()))
                return Unknown()
            from mtlc_spec.imported import imported_arguments

            given = imported_arguments(str(key.value), node, call, self.report)
            return Unknown() if given is None else FunctionUse(name, None, given.value)
        try:
            value = None if node is None else written(node, self.report)
        except Unreadable:
            return Unknown()
        binding = Binding(function_class(name), key, node, value, call)
        try:
            binding.of(inputs)
        except ValidationError as error:
            if binding.from_more(inputs) is None:  # `from` may name more than it has words
                self.report.extend(binding.problems(error))
                return Unknown()
        return FunctionUse(name, None, value, binding)

    # --- what is nothing ----------------------------------------------------------------

    def _unknown(self, key: Scalar, kind: str, node: Node | None) -> None:
        word, colon, value = kind.partition(":")
        if colon and NAME.fullmatch(word):
            self.report.add(MissingSpace(span=key.span, kind=word, value=value))
            return
        known = (*layer_names(), *ALIASES, *self.blocks.names(), "chain")
        inside = None
        if isinstance(node, Mapping) and NAME.fullmatch(kind):
            words = (str(one.value) for one, _ in node)
            inside = next((one for one in words if self.is_kind(one) and one != "chain"), None)
        self.report.add(
            UnknownLayer(
                span=key.span,
                name=kind,
                known=known,
                inside=inside,
                network=_network(kind),
                function=_function(kind),
                is_entry=kind in self.entries,
            )
        )


def _network(name: str) -> str | None:
    """The kind of a network that is called by its plain name."""
    from mtlc_spec.applications import network_names  # only what is wrong asks for it

    return f"applications.{name}" if name in network_names() else None


def _function(name: str) -> str | None:
    """The kind of a function that is called by its plain name."""
    from mtlc_spec.functions import function_names  # only what is wrong asks for it

    return f"ops.{name}" if name in function_names() else None


def _wants_list(model: type[Layer], name: str) -> bool:
    """Whether an argument is a list of layers, and never one layer."""
    return get_origin(model.model_fields[name].annotation) is tuple


def _not_a_layer(name: str, word: Scalar) -> WrongType:
    wanted, found = "a list of Keras' own layers", f"one with `{word.value}`"
    return WrongType(span=word.span, name=name, wanted=wanted, found=found)


def is_constant(body: Body) -> bool:
    """Whether an entry may do without `from`: a function that takes no tensors."""
    return isinstance(body, FunctionUse) or (isinstance(body, CustomUse) and not body.is_layer)


def read_param(name: str, node: Node, report: Report) -> Written | None:
    """A value of a param: a number, string, boolean, null, or a list of such."""
    if _holds_mapping(node):
        wanted = "a number, a string, a boolean, null, or a list of such"
        report.add(wrong_form(node, name, wanted))
        return None
    try:
        return Written(written(node, report), node.span)
    except Unreadable:
        return None


def _holds_mapping(node: Node) -> bool:
    if isinstance(node, Sequence):
        return any(_holds_mapping(item) for item in node)
    return isinstance(node, Mapping)
