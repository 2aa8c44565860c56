"""What makes layers and calls functions: `layers.Dense(8, activation="relu", name="head")`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel

from mtlc import pysrc
from mtlc.lower.formulas import Lookup, value
from mtlc.pysrc import Expression, call, literal
from mtlc_spec.document import InputArguments
from mtlc_spec.expressions import ExpressionError
from mtlc_spec.functions.base import Function
from mtlc_spec.layers import ALIASES, layer_class, layer_names
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor
from mtlc_spec.since import newer
from mtlc_spec.templates import Template, expressions_in, filled
from mtlc_spec.values import kind_of
from mtlc_spec.values.tagged import Arguments, Tagged, argument_names, spread


class Makers:
    """One module; collects what it must import."""

    def __init__(self, policy: str, names: Mapping[str, object]) -> None:
        self.policy = policy
        self.names = names
        """The values of the document's params."""
        self.submodules: set[str] = set()
        self.newer: dict[str, str] = {}
        """What is used that the oldest Keras has not, and since when Keras has it."""

    def layer(
        self,
        model: type[BaseModel],
        sample: BaseModel | None,
        written: Mapping[str, object],
        lookup: Lookup,
        name: Expression | None = None,
        inner: Mapping[str, Expression] | None = None,
    ) -> Expression:
        """The construction of a layer, an initializer, and the like.

        Required arguments are positional, as in the Keras guides; an optional one is
        written only where it differs from what Keras does anyway, or where its value
        is computed. `sample` is one that was checked; where there is none, the
        arguments are as they are `written`.
        """
        submodule, arguments = _facts(model)
        later = _set_later(model)
        self.submodules.add(submodule.partition(".")[0])
        positional: list[Expression] = []
        keywords: dict[str, Expression] = {}
        values = {} if sample is None else sample.__dict__
        for argument in arguments:
            key, is_required, default = argument
            if not is_required and key not in written and values.get(key) is default:
                continue
            if key in later:
                continue
            made = inner.get(key) if inner else None
            if made is None:
                made = self._argument(argument, sample, written, lookup)
            if made is None:
                continue
            if key in _floats(model) and self._is_whole(written, key):
                made = call("float", made)
            if is_required and not keywords:
                positional.append(made)
            else:
                keywords[key] = made
        if name is not None and not _is_named_later(model):
            keywords["name"] = name
        path = f"{submodule}.{model.__name__}"
        self.newer |= newer(path, keywords)
        return call(path, *positional, **keywords)

    def later(
        self,
        model: type[Layer],
        sample: Layer | None,
        written: Mapping[str, object],
        lookup: Lookup,
        name: Expression,
    ) -> dict[str, Expression]:
        """The attributes that a layer is given when it has been made."""
        found = {"name": name} if model.named_later else {}
        for argument in _facts(model)[1] if model.set_later else ():
            if argument.name in model.set_later:
                made = self._argument(argument, sample, written, lookup)
                if made is not None:
                    found[argument.name] = made
        return found

    def _is_whole(self, written: Mapping[str, object], key: str) -> bool:
        """Whether an argument is computed, and may be a whole number."""
        if key not in written:
            return False
        try:
            return type(filled(written[key], self.names)) is int
        except ExpressionError:  # a block's own params are known by its uses alone
            return True

    def _argument(
        self,
        argument: _Argument,
        sample: BaseModel | None,
        written: Mapping[str, object],
        lookup: Lookup,
    ) -> Expression | None:
        """The value of an argument; None for one that is left out."""
        key, is_required, default = argument
        if sample is None:
            return self._computed(written[key], None, lookup) if key in written else None
        own = sample.__dict__[key]
        if key in written and _is_computed(written[key]):
            return self._computed(written[key], own, lookup)
        if not is_required and (own is default or own == default):
            return None
        if isinstance(sample, Layer):
            if sample.says_policy(key, self.policy):
                return None
            if key in sample.lists:
                return literal(_lists(own))
        return self._value(own)

    def made(self, own: object, written: object, lookup: Lookup) -> Expression:
        """A value that may be an object of Keras, or hold expressions."""
        return (
            self._computed(written, own, lookup) if _is_computed(written) else self._value(own)
        )

    def _computed(self, written: object, sample: object, lookup: Lookup) -> Expression:
        """A value that holds expressions; a tagged object is made of its own arguments."""
        if isinstance(written, Mapping) and len(written) == 1:
            ((kind, given),) = written.items()
            model = type(sample) if isinstance(sample, BaseModel) else _kind_of(str(kind))
            if model is not None:
                arguments = spread(model, given)
                checked = sample if isinstance(sample, BaseModel) else None
                return self.layer(model, checked, arguments, lookup)
        if isinstance(written, tuple) and _holds_layers(written, sample):
            samples = sample if isinstance(sample, tuple) else (None,) * len(written)
            return pysrc.list_(
                self._layer_in_list(own, one, lookup)
                for own, one in zip(samples, written, strict=True)
            )
        if isinstance(written, Mapping) and isinstance(sample, dict):
            items = ((key, one, sample[key]) for key, one in written.items())
            return pysrc.dict_(
                (literal(key), self.made(own, one, lookup)) for key, one, own in items
            )
        return value(written, lookup)

    def _layer_in_list(self, own: object, written: object, lookup: Lookup) -> Expression:
        """A layer in a list of layers, one of which holds expressions."""
        if own is not None:
            return self.made(own, written, lookup)
        if isinstance(written, str):
            return self.layer(layer_class(ALIASES.get(written, written)), None, {}, lookup)
        return self._computed(written, None, lookup)

    def function(
        self, function: Function | None, template: Template[Function] | None, lookup: Lookup
    ) -> tuple[list[Expression], dict[str, Expression]]:
        """The constants of a function's call: those before its tensors, and the others."""
        model = type(function) if function is not None else template.model if template else None
        assert model is not None
        written = {} if template is None else template.value
        constants = {} if function is None else function.keywords()
        leading = []
        keywords = {}
        for key in model.model_fields:
            if key in written and (function is None or _is_computed(written[key])):
                made = value(written[key], lookup)
            elif function is not None and (key in model.leading or key in constants):
                made = literal(getattr(function, key))
            else:
                continue
            if key in model.leading:
                leading.append(made)
            else:
                keywords[key] = made
        return leading, keywords

    def input(
        self,
        arguments: InputArguments | None,
        template: Template[InputArguments] | None,
        name: Expression,
        lookup: Lookup,
    ) -> Expression:
        """`keras.Input((10, 2), name="series")`"""
        written = {} if template is None else template.value
        keywords: dict[str, Expression] = {}
        for argument in _arguments(InputArguments, tuple(InputArguments.model_fields)):
            made = self._argument(argument, arguments, written, lookup)
            if made is not None:
                keywords[argument.name] = made
        shape = keywords.pop("shape")
        return call("keras.Input", shape, **keywords, name=name)

    def tensor(self, tensor: Tensor, name: Expression) -> Expression:
        """An input for a tensor of which everything is known."""
        batch, *sizes = tensor.shape
        arguments = InputArguments.model_validate(
            {"shape": tuple(sizes), "batch_size": batch, "dtype": tensor.dtype}
        )
        return self.input(arguments, None, name, _no_names)

    def _value(self, own: object) -> Expression:
        if isinstance(own, _OBJECTS):
            return self.layer(type(own), own, {}, _no_names)
        if isinstance(own, dict):
            return pysrc.dict_((literal(key), self._value(one)) for key, one in own.items())
        if isinstance(own, tuple) and any(isinstance(one, Layer) for one in own):
            return pysrc.list_(self._value(one) for one in own)
        return literal(own)


def _lists(own: object) -> object:
    return [_lists(one) for one in own] if isinstance(own, tuple) else own


_OBJECTS = (Layer, Tagged)


class _Argument(NamedTuple):
    """What there is to know of an argument."""

    name: str
    is_required: bool
    default: object


@cache
def _arguments(model: type[BaseModel], names: tuple[str, ...]) -> tuple[_Argument, ...]:
    fields = model.model_fields
    return tuple(
        _Argument(key, fields[key].is_required(), fields[key].default) for key in names
    )


@cache
def _facts(model: type[BaseModel]) -> tuple[str, tuple[_Argument, ...]]:
    """The submodule of Keras that has a class, and the arguments that it takes."""
    submodule = model.module if issubclass(model, Tagged | Layer) else "layers"
    return submodule, _arguments(model, argument_names(model))


def _set_later(model: type[BaseModel]) -> tuple[str, ...]:
    return model.set_later if issubclass(model, Layer) else ()


def _is_named_later(model: type[BaseModel]) -> bool:
    return issubclass(model, Layer) and model.named_later


def _floats(model: type[BaseModel]) -> frozenset[str]:
    return model.floats if issubclass(model, Arguments) else frozenset()


def _kind_of(name: str) -> type[BaseModel] | None:
    return layer_class(name) if name in layer_names() else kind_of(name)


def _holds_layers(written: tuple[object, ...], sample: object) -> bool:
    """Whether a list is one of layers; `sample` is what was checked of it, if anything was."""
    if isinstance(sample, tuple):
        return any(isinstance(one, Layer) for one in sample)
    return any(isinstance(one, Mapping) for one in written)


def _is_computed(written: object) -> bool:
    return any(True for _ in expressions_in(written))


def _no_names(name: str) -> Expression:
    raise KeyError(name)
