"""The model of its inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc import pysrc
from mtlc.expand.results import Group, Item, tensors
from mtlc.graph import Graph, Value
from mtlc.lower.body import Body
from mtlc.lower.context import At
from mtlc.lower.names import Prefix, layer_name
from mtlc.lower.values import Val, iterable, listed, tensor_of, tensors_of
from mtlc.pysrc import Assign, Expression, Return, call, literal, name
from mtlc_spec.document import Document
from mtlc_spec.templates import names_used


class Outputs:
    """Writes the end of the function that builds a model."""

    def __init__(
        self, document: Document, graph: Graph, body: Body, model_class: str = "keras.Model"
    ) -> None:
        self.document = document
        self.model_class = model_class
        self.graph = graph
        self.body = body
        self.is_open = False
        """Params decide whether there is one output or several."""

    def model(self, inputs: list[Val], end: list[Val]) -> Iterator[pysrc.Statement]:
        """`return keras.Model(inputs, outputs, name="model")`"""
        graph = self.graph
        given = self._outputs(end)
        match graph.output_form:
            case "one":
                made = tensor_of(given[0][1])
            case "list":
                made = listed(val for _, val in given)
            case "dict":
                made = self._by_name(given)
        self.is_open = is_open = len(given) == 1 and self._is_open(given[0][1].item)
        if is_open:
            made = self._one_or_several(given)
        yield from self._told_apart(given)
        taken = inputs[0].expr if len(inputs) == 1 and inputs[0].is_tensor else listed(inputs)
        model = call(self.model_class, taken, made, name=literal(graph.name))
        if not (self._needs_names() or (is_open and self.document.output_form == "list")):
            yield Return(model)
            return
        yield Assign(("model",), model)
        yield Assign(("model.output_names",), self._names(given))
        yield Return(name("model"))

    def _is_open(self, item: Item) -> bool:
        """Whether params decide how many copies there are: one is no bundle."""
        written = self.document.outputs
        references = [one.reference for one in written or () if one.reference is not None]
        if not isinstance(item, Group) or item.form != "copies" or len(references) != 1:
            return False
        if not all(isinstance(one, Value) for one in item.members):
            return False
        (reference,) = references
        place = self.body.scope.entries.get(str(reference.path[0]))
        if place is None:
            inputs = {one.name: one for one in self.document.inputs}
            own = inputs.get(str(reference.path[0]))
            return own is not None and own.copies is not None and _depends(own.copies.value)
        place, _ = self.body.scope.within(place, reference.path[1:])
        counts = (place.entry.modifiers.copies, place.entry.modifiers.repeat)
        return any(one is not None and _depends(one.value) for one in counts)

    def _outputs(self, end: list[Val]) -> list[tuple[Prefix, Val]]:
        """Every output with the name that it is written with."""
        written = self.document.outputs
        if written is None:
            last = self.graph.outputs[0].reference if self.graph.outputs else ""
            return [((last.partition(".")[0],), val) for val in end]
        at = At(self.body.lookup)
        references = self.body.references
        return [
            (
                (one.name,) if one.name else references.words(one.reference, at),
                references.resolve(one.reference, at),
            )
            for one in written
            if one.reference is not None
        ]

    def _one_or_several(self, given: list[tuple[Prefix, Val]]) -> Expression:
        """`heads if len(heads) > 1 else heads[0]`"""
        val = given[0][1]
        match self.document.output_form:
            case "list":
                several = listed((val,))
            case "dict":
                several = self._by_name(given)
            case "one":
                several = val.expr
        if _has_names(val):
            first = call("next", call("iter", iterable(val)))
        else:
            first = pysrc.subscript(val.expr, literal(0))
        count = pysrc.compare(call("len", val.expr), ">", literal(1))
        return pysrc.conditional(several, count, first)

    def _told_apart(self, given: list[tuple[Prefix, Val]]) -> Iterator[pysrc.Statement]:
        """Refuse params that give two outputs one name: a dictionary would keep one of them."""
        if self.graph.output_form != "dict" or not self._may_clash(given):
            return
        names = self.body.variables.new("names")
        one = self.body.variables.new("one")
        yield Assign((names,), self._names(given))
        count = call(f"{names}.count", name(one))
        said = pysrc.fstring(("two outputs are named ", name(one)))
        refusal = pysrc.Raise(call("ValueError", said))
        is_repeated = pysrc.compare(count, ">", literal(1))
        yield pysrc.For(one, name(names), (pysrc.If(is_repeated, (refusal,)),))

    def _may_clash(self, given: list[tuple[Prefix, Val]]) -> bool:
        """Whether other params may call an output of a bundle as another one is called."""
        for number in {one.number for one in self.graph.outputs if one.members == "open"}:
            output, val = given[number]
            others = [one.name for one in self.graph.outputs if one.number != number]
            words = [one for one in output if isinstance(one, str)]
            if others and (len(words) < len(output) or not _is_numbered(val)):
                return True
            start = "_".join(words) + "_"
            if any(one.startswith(start) and one[len(start) :].isdecimal() for one in others):
                return True
        return False

    def _by_name(self, given: list[tuple[Prefix, Val]]) -> Expression:
        """`{"price": price, **assay}`"""
        if len(given) == 1 and _has_names(given[0][1]):
            return given[0][1].expr
        items: list[tuple[Expression, Expression] | Expression] = []
        for output, val in given:
            if val.is_tensor:
                items.append((layer_name(output), val.expr))
            elif _has_names(val):
                items.append(pysrc.double_starred(val.expr))
            elif _is_numbered(val):
                pairs = call("enumerate", iterable(val))
                key = layer_name((*output, name("i")))
                numbered = pysrc.dict_comprehension(key, name("one"), [("i, one", pairs, None)])
                if len(given) == 1:
                    return numbered
                items.append(pysrc.double_starred(numbered))
            else:
                words = _member_names(output, val)
                exprs = (expr for _, expr in tensors_of(val))
                items += zip(map(layer_name, words), exprs, strict=True)
        return pysrc.dict_(items)

    def _needs_names(self) -> bool:
        """Keras calls the outputs of a list after the layers that give them."""
        graph = self.graph
        written = self.document.outputs
        if graph.output_form != "list":
            return False
        if any(one.name != self._keras_name(one.value) for one in graph.outputs):
            return True
        if any(one.reference and names_used(one.reference.path) for one in written or ()):
            return True  # other params lead to others
        # What `when` leaves out is another layer, if it depends on params.
        entries = self.body.scope.entries
        references = (one.reference for one in written or ())
        places = [entries.get(str(one.path[0])) for one in references if one is not None]
        return any(one is not None and one.entry.modifiers.when is not None for one in places)

    def _keras_name(self, value: Value | None) -> str | None:
        assert value is not None
        call = self.graph.calls.get(value.producer)
        if call is None:
            return value.producer
        return call.layer if self.graph.layers[call.layer].has_name else None

    def _names(self, given: list[tuple[Prefix, Val]]) -> Expression:
        items: list[Expression] = []
        for output, val in given:
            if val.is_tensor:
                items.append(layer_name(output))
            elif _has_names(val) and val.unpacked is None:
                items.append(pysrc.starred(val.expr))
            elif _is_numbered(val):
                count = call("range", call("len", val.expr))
                key = layer_name((*output, name("i")))
                items.append(pysrc.starred(pysrc.generator(key, [("i", count, None)])))
            else:
                items += map(layer_name, _member_names(output, val))
        return pysrc.list_(items)


def _depends(value: object) -> bool:
    """Whether a value depends on params."""
    return bool(names_used(value))


def _has_names(val: Val) -> bool:
    item = val.item
    return (
        isinstance(item, Group)
        and item.names is not None
        and not any(isinstance(one, Group) for one in item.members)
    )


def _is_numbered(val: Val) -> bool:
    item = val.item
    return (
        isinstance(item, Group)
        and item.form == "copies"
        and item.names is None
        and not any(isinstance(one, Group) for one in item.members)
    )


def _member_names(output: Prefix, val: Val) -> list[Prefix]:
    item = val.item
    if not isinstance(item, Group):
        return [output]
    found: list[Prefix] = []
    if len(list(tensors((item,)))) == 1:
        return [output]
    for key, part in zip(item.parts, val.parts, strict=True):
        own = (key,) if item.names is not None else (*output, key)
        found += _member_names(own, part)
    return found
