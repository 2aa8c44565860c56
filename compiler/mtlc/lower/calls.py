"""The calls that entries are: layers, functions, blocks, on their tensors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from mtlc import pysrc
from mtlc.expand.places import Place
from mtlc.expand.results import Group, tensors
from mtlc.lower.context import At
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.names import Prefix, layer_name
from mtlc.lower.parts import FunctionBody
from mtlc.lower.values import Val, listed, packed, spliced, tensor_of, tensors_of
from mtlc.pysrc import Assign, Expression, call, name
from mtlc_spec.document import (
    Argument,
    Constant,
    CustomUse,
    Entry,
    FunctionUse,
    LayerUse,
    Reference,
    Share,
)
from mtlc_spec.functions import main_name
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.layers.inside import count
from mtlc_spec.since import newer
from mtlc_spec.templates import Template


class Calls:
    """Writes the calls of one function."""

    def __init__(self, body: FunctionBody) -> None:
        self.body = body
        self.module = body.module

    def value(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Expression:
        """The call that an entry is."""
        entry = place.entry
        keywords = self._operands(place, at)
        match entry.body:
            case Share():
                return self.body.sharing.call_again(place, inputs, keywords, at)
            case LayerUse():
                given = layer_inputs(entry, self.module.sample(entry), inputs)
                if entry.body.inner and given:
                    at = replace(at, given=given[0])
                made = self.body.sharing.layer(place, prefix, at)
                return call(made, *given, **keywords)
            case CustomUse(is_layer=True):
                made = self.body.sharing.layer(place, prefix, at)
                return call(made, *first_argument(inputs), **keywords)
            case FunctionUse() | CustomUse():
                return self._function(entry, inputs, keywords, at)
            case _:
                return self._block(place, inputs, prefix, at)

    def layer(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """A layer that is ready to be called."""
        made = self.construction(place, prefix, at)
        later = self.later(place, prefix, at)
        if not later:
            return made
        if at.inside:
            self.module.brings("with_attributes")
            return call("with_attributes", made, **later)
        variable = self.body.variables.new(f"{place.text.replace('.', '_')}_layer")
        self.body.emit(Assign((variable,), made))
        for key, one in later.items():
            self.body.emit(Assign((pysrc.attribute(name(variable), key),), one))
        return name(variable)

    def has_later(self, place: Place) -> bool:
        """Whether a layer is given attributes when it has been made."""
        body = place.entry.body
        return isinstance(body, LayerUse) and bool(self.later(place, ("",), At(_any_name)))

    def later(self, place: Place, prefix: Prefix, at: At) -> dict[str, Expression]:
        """The attributes that a layer is given when it has been made."""
        body = place.entry.body
        if not isinstance(body, LayerUse):
            return {}
        model, checked, written = self._arguments(place.entry, body)
        named = layer_name(prefix)
        return self.module.makers.later(model, checked, written, at.lookup, named)

    def construction(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """The construction of a layer."""
        body = place.entry.body
        named = layer_name(prefix)
        if isinstance(body, CustomUse):
            self.module.uses_import(body.alias)
            positional, keywords = imported_arguments(body.arguments, at.lookup)
            return call(f"{body.alias}.{body.name}", *positional, **keywords, name=named)
        assert isinstance(body, LayerUse)
        inner = {
            key: self.module.inner(self.body, self.body.scope.inner[place, key], prefix, at)
            for key in body.inner
        }
        model, checked, written = self._arguments(place.entry, body)
        return self.module.makers.layer(model, checked, written, at.lookup, named, inner)

    def _arguments(
        self, entry: Entry, body: LayerUse
    ) -> tuple[type[Layer], Layer | None, Mapping[str, object]]:
        """The class of a layer, a sample if there is one, and what is computed."""
        sample = self.module.sample(entry)
        checked = sample if isinstance(sample, Layer) else None
        if isinstance(body.layer, Template):
            return body.layer.model, checked, body.layer.value
        return type(body.layer), checked or body.layer, {}

    def _function(
        self, entry: Entry, inputs: list[Val], keywords: dict[str, Expression], at: At
    ) -> Expression:
        body = entry.body
        if isinstance(body, CustomUse):
            self.module.uses_import(body.alias)
            positional, more = imported_arguments(body.arguments, at.lookup)
            first = first_argument(inputs)
            return call(f"{body.alias}.{body.name}", *first, *positional, **more, **keywords)
        assert isinstance(body, FunctionUse)
        makers = self.module.makers
        makers.submodules.add("ops")
        callee = f"ops.{body.name}"
        if not body.is_known:
            positional, more = imported_arguments(body.arguments, at.lookup)
            makers.newer |= newer(f"ops.{main_name(body.name)}", (*more, *keywords))
            return call(callee, *first_argument(inputs), *positional, **more, **keywords)
        sample = self.module.sample(entry)
        given = [one for val in inputs for one in tensor_arguments(val)]
        bound = _bound(body, sum(1 for _ in tensors(val.item for val in inputs)))
        template = bound if isinstance(bound, Template) else None
        model = template.model if template is not None else type(bound)
        assert issubclass(model, Function)
        checked = next((one for one in (sample, bound) if isinstance(one, Function)), None)
        leading, more = makers.function(checked, template, at.lookup)
        written = bound.model_fields_set if isinstance(bound, Function) else bound.value
        makers.newer |= newer(f"ops.{main_name(body.name)}", (*written, *keywords))
        if model.takes_list and inputs:
            return call(callee, *leading, listed(inputs), **more, **keywords)
        count = model.by_position()
        first = given if count is None else given[:count]
        named = dict(zip(model.tensors[len(first) :], given[len(first) :], strict=False))
        named = {**named, **more, **keywords}
        if count is not None and not leading:
            for key in model.tensors[len(first) : count]:  # `subtract(x, 1)`
                if key not in named:
                    break
                first = [*first, named.pop(key)]
        return call(callee, *leading, *first, **named)

    def _block(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Expression:
        function = self.module.block(self.body, place)
        return call(
            function.name,
            *(one.expr for one in inputs),
            **block_arguments(place.entry, function.params, function.document, at.lookup),
            **({"name": layer_name(prefix)} if function.takes_name else {}),
        )

    def _operands(self, place: Place, at: At) -> dict[str, Expression]:
        """The values of `call`, in the lists that Keras wants of what is called."""
        sample = self.module.sample((place.target or place).entry)
        layer = sample if isinstance(sample, Layer) else None
        found = {}
        for key, argument in place.entry.call.items():
            nesting = None if layer is None else layer.nesting_of_argument(key)
            tensors = [] if nesting is None else self._tensors(argument, at)
            if nesting is not None and len(tensors) == count(nesting):
                found[key] = packed(nesting, iter(tensors))
            else:
                found[key] = self._operand(argument, at)
        return found

    def _tensors(self, argument: Argument, at: At) -> list[Expression]:
        """The tensors that a value of `call` refers to, each by itself."""
        given = argument if isinstance(argument, tuple) else (argument,)
        vals = [
            self.body.references.resolve(one, at) for one in given if isinstance(one, Reference)
        ]
        return [expr for val in vals for _, expr in tensors_of(val)]

    def _operand(self, argument: Argument, at: At) -> Expression:
        """A value of `call`."""
        if isinstance(argument, Reference):
            val = self.body.references.resolve(argument, at)
            return val.expr if val.is_tensor else listed([val])
        if isinstance(argument, Constant):
            return value(argument.value, at.lookup)
        items: list[Expression] = []
        for one in argument:
            if isinstance(one, Reference):
                items += tensor_arguments(self.body.references.resolve(one, at))
            else:
                items.append(value(one.value, at.lookup))
        return pysrc.list_(items)


def _any_name(word: str) -> Expression:
    return name(word)


def block_arguments(
    entry: Entry, params: Mapping[str, str], document: tuple[str, ...], lookup: Lookup
) -> dict[str, Expression]:
    """What a block's function is given for its own params, and for the document's."""
    arguments = getattr(entry.body, "arguments", {})
    own = {
        params[param]: value(written.value, lookup)
        for param, written in arguments.items()
        if param in params
    }
    return own | {params[param]: lookup(param) for param in document}


def layer_inputs(entry: Entry, sample: object, inputs: list[Val]) -> list[Expression]:
    """The positional arguments of a layer's call."""
    assert isinstance(entry.body, LayerUse)
    layer = entry.body.layer
    known = layer.model if isinstance(layer, Template) else layer
    if isinstance(sample, Layer):
        known = sample
    if known.takes_list is True:  # of a class, it may be a rule about its arguments
        return [listed(inputs)]
    return [one for val in inputs for one in tensor_arguments(val)]


def _bound(use: FunctionUse, count: int) -> Function | Template[Function]:
    """The function of so many tensors; where `when` leaves it out, it may be of more."""
    try:
        return use.of(count)
    except ValidationError:
        found = None if use.binding is None else use.binding.from_more(count)
        if found is None:
            raise
        return found


def tensor_arguments(val: Val) -> list[Expression]:
    """The tensors of a value; a bundle of one is that one.

    Copies may be others for other params, and are spliced in, however many there are.
    """
    item = val.item
    if isinstance(item, Group) and item.size == 1 and item.form != "copies":
        return [tensor_of(val)]
    return spliced(val)


def first_argument(inputs: list[Val]) -> list[Expression]:
    """What is imported is called on one tensor, or on one list of them."""
    if len(inputs) == 1 and inputs[0].is_tensor:
        return [inputs[0].expr]
    return [listed(inputs)] if inputs else []


def imported_arguments(
    written: object, lookup: Lookup
) -> tuple[list[Expression], dict[str, Expression]]:
    """The arguments of what is imported, by position and by name."""
    if written is None:
        return [], {}
    if isinstance(written, Mapping):
        return [], {str(key): value(one, lookup) for key, one in written.items()}
    return [value(written, lookup)], {}
