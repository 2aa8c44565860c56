"""The text of a spec from a document that holds no expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

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
from mtlc_spec.scalars import resolve
from mtlc_spec.values.tagged import Tagged, argument_names

WIDTH = 88
"""Columns; what does not fit is written over several lines."""

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`$~= \t")
"""Characters that make a string more than itself where they come first."""


def print_spec(document: Document) -> str:
    """A spec of a document without templates, repeats, copies and conditions.

    It says all that the document says, the name and every layer's arguments as far as
    they are not Keras' defaults.
    """
    return "\n".join(_Printer(document.header.dtype).document(document)) + "\n"


class _Printer:
    """One document; `policy` is the dtype that its layers have anyway."""

    def __init__(self, policy: str) -> None:
        self.policy = policy

    def document(self, document: Document) -> Iterator[str]:
        header = document.header
        yield "mtlc: 1"
        yield f"name: {scalar(document.name)}"
        if header.description is not None:
            yield f"description: {scalar(header.description)}"
        if header.target != "auto":
            yield f"target: {header.target}"
        if header.dtype != "float32":
            yield f"dtype: {scalar(header.dtype)}"
        yield from _block("imports", document.imports)
        inputs: dict[str, object] = {}
        for one in document.inputs:
            assert isinstance(one.arguments, BaseModel)
            arguments = self.arguments(one.arguments)
            inputs[one.name] = arguments["shape"] if len(arguments) == 1 else arguments
        yield from _block("inputs", inputs)
        if document.blocks:
            yield "blocks:"
            for block in document.blocks.values():
                yield f"  {block.key}:"
                yield from self.block(block)
        yield from self.definition(document)

    def block(self, block: Block) -> Iterator[str]:
        yield f"    inputs: {flow(tuple(block.inputs))}"
        assert block.body is not None
        for line in self.definition(block.body, is_block=True):
            yield f"    {line}"

    def definition(self, body: Definition, *, is_block: bool = False) -> Iterator[str]:
        """The layers and the outputs; those of a block are known by their number alone."""
        assert not isinstance(body.layers, Chain)
        assert body.outputs is not None
        entries = {name: self.entry(entry) for name, entry in body.layers.items()}
        if body.output_form != "dict" and not is_block:
            entries |= _aliases(body.outputs, entries)
        yield from _block("layers", entries)
        if body.output_form == "dict":
            yield from _block(
                "outputs", {one.name: _path(one.reference) for one in body.outputs}
            )
            return
        names = [_path(one.reference) for one in body.outputs]
        if not is_block:
            own = zip(body.outputs, names, strict=True)
            names = [one.name if one.name in entries else path for one, path in own]
        yield f"outputs: {flow(names[0] if body.output_form == 'one' else names)}"

    def entry(self, entry: Entry) -> dict[str, object]:
        """What an entry is, and what it is called on."""
        kind, given = self.body(entry)
        said: dict[str, object] = {kind: given}
        if entry.inputs:
            paths = [_path(one) for one in entry.inputs]
            said["from"] = paths[0] if len(paths) == 1 else paths
        if entry.call:
            said["call"] = {name: _argument(one) for name, one in entry.call.items()}
        if entry.modifiers.returns is not None:
            gives = entry.modifiers.returns.value
            assert isinstance(gives, tuple)
            said["returns"] = gives[0] if len(gives) == 1 else gives
        return said

    def body(self, entry: Entry) -> tuple[str, object]:
        """The kind of an entry, and the value behind it."""
        match entry.body:
            case LayerUse(layer=Layer() as layer, inner=inner):
                models = {name: self.entry(one) for name, one in inner.items()}
                return type(layer).__name__, self.arguments(layer) | models
            case FunctionUse(name=name, function=Function() as function):
                return f"ops.{name}", _constants(function)
            case FunctionUse(name=name, arguments=arguments):
                return f"ops.{name}", _plain(arguments)
            case CustomUse(alias=alias, name=name, arguments=arguments):
                return f"{alias}.{name}", _plain(arguments)
            case BlockUse(block=block):
                return block, {}
            case Share(target=target):
                return "share", _path(target)
        raise TypeError(type(entry.body).__name__)

    def arguments(self, made: BaseModel) -> dict[str, object]:
        """The arguments of an object that are not what Keras does anyway."""
        found: dict[str, object] = {}
        for name in argument_names(type(made)):
            value = getattr(made, name)
            field = type(made).model_fields[name]
            is_default = not field.is_required() and value == field.default
            if not is_default and not (name == "dtype" and value == self.policy):
                found[name] = self.value(value)
        return found

    def value(self, value: object) -> object:
        """A value as data; an object of Keras is a name, or a mapping of one key."""
        if isinstance(value, Layer | Tagged):
            arguments = self.arguments(value)
            return {type(value).__name__: arguments} if arguments else type(value).__name__
        return _plain(value)


def _constants(function: Function) -> dict[str, object]:
    leading = {name: getattr(function, name) for name in function.leading}
    found = {**leading, **function.keywords()}
    return {name: _plain(value) for name, value in found.items() if value is not MISSING}


def _aliases(outputs: Iterable[Output], entries: Mapping[str, object]) -> dict[str, object]:
    """Entries that give outputs without a name of their own the names that they had."""
    found: dict[str, object] = {}
    for one in outputs:
        path = _path(one.reference)
        if one.name != path.replace(".", "_") and one.name not in entries:
            found[one.name] = {"chain": (), "from": path}
    return found


def _path(reference: Reference | None) -> str:
    assert reference is not None
    return ".".join(str(one) for one in reference.path)


def _argument(given: Argument) -> object:
    if isinstance(given, Reference):
        return _path(given)
    if isinstance(given, Constant):
        return _plain(given.value)
    return tuple(_argument(one) for one in given)


def _plain(value: object) -> object:
    """Data as the author of a spec writes it: a dollar is two."""
    if isinstance(value, str):
        return value.replace("$", "$$")
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(one) for one in value)
    return value


def _block(key: str, entries: Mapping[str, Any]) -> Iterator[str]:
    """A mapping, one line for each of its keys as far as they fit."""
    if not entries:
        if key != "imports":
            yield f"{key}: {{}}"
        return
    yield f"{key}:"
    for name, value in entries.items():
        line = f"  {scalar(name)}: {flow(value)}"
        if len(line) <= WIDTH or not isinstance(value, Mapping):
            yield line
            continue
        yield f"  {scalar(name)}:"
        for inner, one in value.items():
            yield f"    {scalar(inner)}: {flow(one)}"


def flow(value: object) -> str:
    """A value in flow style."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(_pair(key, one) for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(flow(one) for one in value)}]"
    return scalar(value)


def _pair(key: object, value: object) -> str:
    """`units: 8`; a kind without arguments stands alone."""
    if value == {} and isinstance(value, dict):
        return scalar(key)
    return f"{scalar(key)}: {flow(value)}"


def scalar(value: object) -> str:
    """A scalar that reads as itself, also where YAML 1.1 would take it for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    if _is_plain(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(_escaped(one) for one in text) + '"'


_WORDS_OF_YAML_1_1 = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])


def _is_plain(text: str) -> bool:
    if not text or text[0] in _INDICATORS or text[-1] == " " or not text.isprintable():
        return False
    if text.lower() in _WORDS_OF_YAML_1_1 or any(one in text for one in ",[]{}:#"):
        return False
    try:
        return resolve(text) == text
    except OverflowError:
        return False


def _number(value: float) -> str:
    text = repr(value)
    return {"inf": ".inf", "-inf": "-.inf", "nan": ".nan"}.get(text, text)


def _escaped(one: str) -> str:
    if one in '"\\':
        return f"\\{one}"
    if one.isprintable():
        return one
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\U{code:08x}"
