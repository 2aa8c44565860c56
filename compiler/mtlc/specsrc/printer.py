"""The text of a spec from a document that holds no expressions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from pydantic import BaseModel

from mtlc.specsrc.text import EMPTY, flow, scalar, section
from mtlc_spec.document import (
    Argument,
    Block,
    BlockUse,
    Chain,
    Constant,
    CustomUse,
    Definition,
    Document,
    Entry,
    FunctionUse,
    LayerUse,
    Output,
    Reference,
    Share,
)
from mtlc_spec.functions.base import Function
from mtlc_spec.functions.constants import MISSING
from mtlc_spec.layers.base import Layer
from mtlc_spec.names import is_name
from mtlc_spec.tasks import Imported
from mtlc_spec.values.tagged import Tagged, argument_names

_LOOKED_UP = ("losses", "metrics", "optimizers")
"""Where a name is no object: a metric is called in logs by the name that it was given."""


def print_spec(document: Document) -> str:
    """A spec of a document without templates, repeats, copies and conditions.

    It says all that the document says, the name and every layer's arguments as far as
    they are not Keras' defaults. What the language cannot call by its name is renamed,
    and a comment at the top says so.
    """
    printer = _Printer(document)
    lines = [*printer.document()]
    return "\n".join([*printer.comments, *lines]) + "\n"


class _Printer:
    """One document."""

    def __init__(self, document: Document) -> None:
        self.whole = document
        self.policy = document.header.dtype
        """The dtype that layers have anyway."""
        self.comments: list[str] = []
        self.blocks: dict[str, str] = {}
        """What each block is called."""
        self.chains: dict[str, tuple[Entry, ...]] = {}
        """The steps of blocks that are written where they are used."""
        self.names: dict[str, str] = {}
        """What the entries are called whose own names are none."""

    def document(self) -> Iterator[str]:
        document = self.whole
        header = document.header
        yield "mtlc: 1"
        yield f"name: {scalar(document.name)}"
        if header.description is not None:
            yield f"description: {scalar(header.description)}"
        if header.target != "auto":
            yield f"target: {header.target}"
        if header.dtype != "float32":
            yield f"dtype: {scalar(header.dtype)}"
        yield from section("imports", document.imports)
        inputs: dict[str, object] = {}
        for one in document.inputs:
            assert isinstance(one.arguments, BaseModel)
            arguments = self.arguments(one.arguments)
            inputs[one.name] = arguments["shape"] if len(arguments) == 1 else arguments
        yield from section("inputs", inputs)
        if document.blocks:
            self.blocks = self.block_names()
        if self.blocks:
            yield "blocks:"
        for key, name in self.blocks.items():
            yield f"  {name}:"
            yield from self.written_block(document.blocks[key])
        yield from self.definition(document)
        if document.training is not None and isinstance(document.training.arguments, BaseModel):
            yield from section("training", self.arguments(document.training.arguments))

    def block_names(self) -> dict[str, str]:
        """The names of the blocks; one that is an argument is called as its model ends."""
        blocks = self.whole.blocks
        found = {key: key for key in blocks}
        bodies = [self.whole, *(one.body for one in blocks.values() if one.body is not None)]
        for inner in (
            one for body in bodies for entry in _entries(body) for one in _inner(entry)
        ):
            assert isinstance(inner.body, BlockUse)
            key, wanted = inner.body.block, inner.kind
            if wanted == "chain" and (steps := _steps(blocks[key])) is not None:
                self.chains[key] = steps
                del found[key]
            elif is_name(wanted) and wanted not in found.values():
                found[key] = wanted
            else:
                self.comments.append(f"# the model {key} is called after its block here")
        return found

    def written_block(self, block: Block) -> Iterator[str]:
        yield f"    inputs: {flow(tuple(block.inputs))}"
        assert block.body is not None
        self.names = {
            entry.name: f"at_{entry.name}"
            for entry in _entries(block.body)
            if entry.name is not None and not is_name(entry.name)
        }
        for name, other in self.names.items():
            self.comments.append(
                f"# {block.key}_{name} is called {block.key}_{other} here: "
                "a name begins with a letter"
            )
        for line in self.definition(block.body, is_block=True):
            yield f"    {line}"
        self.names = {}

    def definition(self, body: Definition, *, is_block: bool = False) -> Iterator[str]:
        """The layers and the outputs; those of a block are known by their number alone."""
        assert not isinstance(body.layers, Chain)
        assert body.outputs is not None
        entries: dict[str, object] = {
            self.names.get(name, name): self.entry(entry) for name, entry in body.layers.items()
        }
        outputs = {one.name: self.path(one.reference) for one in body.outputs}
        tasks = {one.name: self.task(one) for one in body.outputs if one.task is not None}
        form = body.output_form
        own = {name: path for name, path in outputs.items() if name != path.replace(".", "_")}
        if own and form == "list" and not is_block:
            aliases = {name: path for name, path in own.items() if name not in entries}
            entries |= {name: {"chain": (), "from": path} for name, path in aliases.items()}
            outputs |= {name: name for name in aliases}
        yield from section("layers", entries)
        for entry in _models_called_once(body):
            name = self.names.get(str(entry.name), entry.name)
            twin = {"share": name, **self.wiring(entry), "when": False}
            yield "  # mtlc: allow constant-condition"
            yield f"  {_free(f'{name}_again', entries)}: {flow(twin)}"
        if tasks or form == "dict" or (form == "one" and own and not is_block):
            yield from section("outputs", outputs | tasks)
        else:
            paths = tuple(outputs.values())
            yield f"outputs: {flow(paths[0] if form == 'one' else paths)}"

    def task(self, output: Output) -> dict[str, object]:
        """An output with what it is trained on."""
        assert output.task is not None
        assert isinstance(output.task.arguments, BaseModel)
        said: dict[str, object] = {"from": self.path(output.reference)}
        return said | self.arguments(output.task.arguments)

    def entry(self, entry: Entry) -> dict[str, object]:
        """All that an entry says."""
        kind, given = self.body(entry)
        said = {kind: given, **self.wiring(entry)}
        if entry.modifiers.returns is not None:
            gives = entry.modifiers.returns.value
            assert isinstance(gives, tuple)
            said["returns"] = gives[0] if len(gives) == 1 else gives
        return said

    def wiring(self, entry: Entry) -> dict[str, object]:
        """What an entry is called on."""
        said: dict[str, object] = {}
        if entry.inputs:
            paths = [self.path(one) for one in entry.inputs]
            said["from"] = paths[0] if len(paths) == 1 else paths
        if entry.call:
            said["call"] = {name: self.argument(one) for name, one in entry.call.items()}
        return said

    def step(self, entry: Entry) -> dict[str, object]:
        """A step of a chain, which is named beside its kind."""
        said = self.entry(entry)
        del said["from"]
        return said if entry.name is None else {**said, "name": entry.name}

    def path(self, reference: Reference | None) -> str:
        assert reference is not None
        first, *rest = (str(one) for one in reference.path)
        return ".".join((self.names.get(first, first), *rest))

    def argument(self, given: Argument) -> object:
        """A value of `call`."""
        if isinstance(given, Reference):
            return self.path(given)
        if isinstance(given, Constant):
            return _plain(given.value)
        return tuple(self.argument(one) for one in given)

    def body(self, entry: Entry) -> tuple[str, object]:
        """The kind of an entry, and the value behind it."""
        match entry.body:
            case LayerUse(layer=Layer() as layer, inner=inner):
                models = {name: self.entry(one) for name, one in inner.items()}
                return layer.kind(), self.arguments(layer) | models
            case FunctionUse(name=name, function=Function() as function):
                return f"ops.{name}", _constants(function)
            case FunctionUse(name=name, arguments=arguments):
                return f"ops.{name}", _plain(arguments)
            case CustomUse(alias=alias, name=name, arguments=arguments):
                return f"{alias}.{name}", _plain(arguments)
            case BlockUse(block=block) if block in self.chains:
                return "chain", tuple(self.step(one) for one in self.chains[block])
            case BlockUse(block=block):
                return self.blocks[block], {}
            case Share(target=target):
                return "share", self.path(target)
        raise TypeError(type(entry.body).__name__)

    def arguments(self, made: BaseModel) -> dict[str, object]:
        """The arguments of an object that are not what Keras does anyway."""
        found: dict[str, object] = {}
        for name in argument_names(type(made)):
            value = getattr(made, name)
            field = type(made).model_fields[name]
            is_default = not field.is_required() and value == field.default
            if isinstance(made, Layer) and made.says_policy(name, self.policy):
                continue
            if not is_default:
                found[name] = self.value(value)
        return found

    def value(self, value: object) -> object:
        """A value as data; an object of Keras is a name, or a mapping of one key."""
        if isinstance(value, Imported):
            named = f"{value.alias}.{value.name}"
            return named if value.arguments is None else {named: _plain(value.arguments)}
        if isinstance(value, tuple):
            return tuple(self.value(one) for one in value)
        if value == {} and isinstance(value, dict):
            return EMPTY
        if isinstance(value, dict):
            return {key: self.value(one) for key, one in value.items()}
        if isinstance(value, Layer | Tagged):
            arguments = self.arguments(value)
            by_name = isinstance(value, Layer) or value.module not in _LOOKED_UP
            kind = value.kind()
            return kind if by_name and not arguments else {kind: arguments}
        return _plain(value)


def _entries(body: Definition) -> tuple[Entry, ...]:
    return body.layers.steps if isinstance(body.layers, Chain) else (*body.layers.values(),)


def _inner(entry: Entry) -> Iterator[Entry]:
    """The models that are arguments of a layer."""
    if isinstance(entry.body, LayerUse):
        for one in entry.body.inner.values():
            if isinstance(one.body, BlockUse):
                yield one
            else:
                yield from _inner(one)


def _models_called_once(body: Definition) -> Iterator[Entry]:
    """Entries of nested models that nothing shares, so that they would be none."""
    entries = _entries(body)
    shared = {str(one.body.target) for one in entries if isinstance(one.body, Share)}
    for entry in entries:
        if isinstance(entry.body, BlockUse) and entry.body.nested and entry.name not in shared:
            yield entry


def _free(name: str, taken: Container[str]) -> str:
    while name in taken:
        name = f"{name}_"
    return name


def _steps(block: Block) -> tuple[Entry, ...] | None:
    """The entries of a block that is a plain stack; None if it is more."""
    assert block.body is not None
    before = tuple(block.inputs)
    entries = _entries(block.body)
    for entry in entries:
        taken = tuple(str(one) for one in entry.inputs or ())
        has_tensors = any(not isinstance(one, Constant) for one in entry.call.values())
        if taken != before or has_tensors or entry.name is None or not is_name(entry.name):
            return None
        before = (entry.name,)
    outputs = tuple(str(one.reference) for one in block.body.outputs or ())
    return entries if outputs == before else None


def _constants(function: Function) -> dict[str, object]:
    leading = {name: getattr(function, name) for name in function.leading}
    found = {**leading, **function.keywords()}
    return {name: _plain(value) for name, value in found.items() if value is not MISSING}


def _plain(value: object) -> object:
    """Data as the author of a spec writes it: a dollar is two."""
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return value
