"""Plain stacks: the layers of a Sequential model, as the items of a list."""

from __future__ import annotations

from dataclasses import replace

from mtlc import pysrc
from mtlc.expand.scope import Place
from mtlc.lower.body import Body
from mtlc.lower.calls import block_arguments
from mtlc.lower.context import At
from mtlc.lower.formulas import value
from mtlc.lower.names import Prefix, component, layer_name, with_loop
from mtlc.pysrc import Expression, call, name
from mtlc_spec.document import BlockUse, Chain, CustomUse, LayerUse


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

    def entry(self, place: Place, prefix: Prefix, at: At) -> list[Expression]:
        """The layers of an entry, with all of its iterations."""
        modifiers = place.entry.modifiers
        if modifiers.repeat is None:
            where = (*prefix, *component(place.step, None, at.lookup))
            found = self.once(place, where, at)
        else:
            found = self._repeat(place, prefix, at)
        if modifiers.when is None or modifiers.repeat is not None:
            return found
        condition = value(modifiers.when.value, at.lookup)
        nothing = pysrc.list_([])
        return [pysrc.starred(pysrc.conditional(pysrc.list_(found), condition, nothing))]

    def _repeat(self, place: Place, prefix: Prefix, at: At) -> list[Expression]:
        repeat = place.entry.modifiers.repeat
        assert repeat is not None
        body = self.body
        words = ["i", "j", "k", "n"]
        taken = {loop.flat for loop in at.indexes}
        index = name(
            next(one for one in words if one not in taken and body.variables.is_free(one))
        )
        inside = replace(
            at, lookup=with_loop(at.lookup, {"i": index}), indexes=(*at.indexes, index)
        )
        where = (*prefix, *component(place.step, index, at.lookup))
        if place.step.written:
            where = (*where, index)
        made = self.once(place, where, inside)
        over = call("range", value(repeat.value, at.lookup))
        condition = None
        if place.entry.modifiers.when is not None:
            condition = value(place.entry.modifiers.when.value, inside.lookup)
        if len(made) == 1 and not made[0].flat.startswith("*"):
            clauses = [(index.flat, over, condition)]
            return [pysrc.starred(pysrc.list_comprehension(made[0], clauses))]
        clauses = [(index.flat, over, condition), ("layer", pysrc.list_(made), None)]
        return [pysrc.starred(pysrc.list_comprehension(name("layer"), clauses))]

    def once(
        self, place: Place, prefix: Prefix, at: At, inside: bool = False
    ) -> list[Expression]:
        """The layers of an entry, applied once; `inside` its own model if it is shared."""
        body = self.body
        kind = place.entry.body
        if place.shared and not place.is_single and not inside:
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
        assert isinstance(kind, LayerUse | CustomUse)
        return [body.calls.layer(place, prefix, at)]
