"""Plain stacks: the layers of a Sequential model, as the items of a list."""

from __future__ import annotations

from dataclasses import replace

from mtlc import pysrc
from mtlc.expand.places import Place
from mtlc.lower.body import Body
from mtlc.lower.calls import block_arguments
from mtlc.lower.context import At
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.names import Prefix, component, layer_name, with_loop
from mtlc.lower.segmenting import START, segment_name, steps
from mtlc.pysrc import Expression, call, literal, name
from mtlc_spec.document import BlockUse, Chain, CustomUse, LayerUse, Share


class Stack:
    """Writes the layers of one function; its graph is known to be a plain stack."""

    def __init__(self, body: Body) -> None:
        self.body = body

    def layers(self) -> list[Expression]:
        """Everything that is needed, in order."""
        body = self.body
        found: list[Expression] = []
        for unit in body.scope.units:
            place = unit.place
            if unit in body.demand.live and not body.scope.is_open(place):
                found += self.entry(place, body.around(place), At(body.lookup))
        return found

    def inside(self, place: Place, around: Prefix, where: Prefix, at: At) -> list[Expression]:
        """The layers of a shared entry's own model: one copy, where `when` holds."""
        modifiers = place.entry.modifiers
        if modifiers.repeat is None:
            return self.once(place, where, at, inside=True)
        if modifiers.copies is None:
            return self._repeat(place, around, at, inside=True)
        return self._repeat(place, where, at, inside=True)

    def entry(self, place: Place, prefix: Prefix, at: At) -> list[Expression]:
        """The layers of an entry, with all of its iterations."""
        modifiers = place.entry.modifiers
        if modifiers.repeat is None or place.is_model:
            where = (*prefix, *component(place.step, None, at.lookup))
            decided = modifiers.when is not None and modifiers.repeat is None
            found = self.once(place, where, replace(at, inside=at.inside or decided))
        else:
            found = self._repeat(place, prefix, at)
        if modifiers.when is None or modifiers.repeat is not None:
            return found
        return [_if_on(modifiers.when.value, found, at.lookup)]

    def _repeat(
        self, place: Place, prefix: Prefix, at: At, inside: bool = False
    ) -> list[Expression]:
        """A repeat as one item of a list; one that is too deep in segments."""
        segments = self.body.module.segments(place)
        if segments is None:
            return [pysrc.starred(self._iterations(place, prefix, at, inside, None))]
        whole, part = steps(place, segments, at)
        layers = self._iterations(place, prefix, at, inside, part)
        number = pysrc.binary(name(START), "//", literal(segments.size))
        model = call("keras.Sequential", layers, name=segment_name(prefix, place, at, number))
        return [pysrc.starred(pysrc.list_comprehension(model, [(START, whole, None)]))]

    def _iterations(
        self,
        place: Place,
        prefix: Prefix,
        at: At,
        inside: bool,
        over: Expression | None,
    ) -> Expression:
        """`[layers.Dense(8, name=f"dense_{i}") for i in range(n)]`"""
        repeat = place.entry.modifiers.repeat
        assert repeat is not None
        body = self.body
        taken = {loop.flat for loop in at.indexes}
        index = name(body.free_of(("i", "j", "k", "n"), "i", taken))
        own = replace(
            at,
            lookup=with_loop(at.lookup, {"i": index}),
            indexes=(*at.indexes, index),
            inside=True,
        )
        is_copy = place.entry.modifiers.copies is not None
        where = prefix
        if not is_copy:
            where = (*where, *component(place.step, index, at.lookup))
        if is_copy or place.step.written:
            where = (*where, index)
        made = self.once(place, where, own, inside)
        over = over or call("range", value(repeat.value, at.lookup))
        condition = None
        if place.entry.modifiers.when is not None:
            condition = value(place.entry.modifiers.when.value, own.lookup)
        if len(made) == 1 and not made[0].flat.startswith("*"):
            clauses = [(index.flat, over, condition)]
            return pysrc.list_comprehension(made[0], clauses)
        clauses = [(index.flat, over, condition), ("layer", pysrc.list_(made), None)]
        return pysrc.list_comprehension(name("layer"), clauses)

    def once(
        self, place: Place, prefix: Prefix, at: At, inside: bool = False
    ) -> list[Expression]:
        """The layers of an entry, applied once; `inside` its own model if it is shared."""
        body = self.body
        kind = place.entry.body
        if place.is_model and not inside:
            return [body.module.nested(body, place, [], prefix, at)]
        if isinstance(kind, Chain):
            found: list[Expression] = []
            for step in body.scope.steps_of(place):
                found += self.entry(step, prefix, at)
            return found
        if isinstance(kind, BlockUse):
            function = body.module.block_stack(body, place)
            made = call(
                function.name,
                **block_arguments(place.entry, function.params, function.document, at.lookup),
                **({"name": layer_name(prefix)} if function.takes_name else {}),
            )
            return [pysrc.starred(made)]
        if isinstance(kind, Share):
            return self._again(place, at)
        assert isinstance(kind, LayerUse | CustomUse)
        return [body.calls.layer(place, prefix, at)]

    def _again(self, place: Place, at: At) -> list[Expression]:
        """The layer of a `share`, of which the first use is not needed."""
        assert place.target is not None
        made, lookup = self.body.sharing.again(place, [], at)
        modifiers = place.target.entry.modifiers
        if modifiers.when is None or modifiers.repeat is not None:
            return [made]
        return [_if_on(modifiers.when.value, [made], lookup)]


def _if_on(condition: object, layers: list[Expression], lookup: Lookup) -> Expression:
    """`*([layers.Dropout(rate)] if rate > 0 else [])`"""
    chosen = pysrc.conditional(pysrc.list_(layers), value(condition, lookup), pysrc.list_([]))
    return pysrc.starred(chosen)
