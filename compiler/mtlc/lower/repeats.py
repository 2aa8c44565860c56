"""Entries that are repeated: a loop over iterations, or over segments of them."""

from __future__ import annotations

from dataclasses import replace

from mtlc.expand.places import Place
from mtlc.expand.results import Group, Item
from mtlc.lower.context import At, Loop
from mtlc.lower.formulas import value
from mtlc.lower.names import Prefix, component, with_loop
from mtlc.lower.parts import FunctionBody
from mtlc.lower.values import Holder, Val
from mtlc.pysrc import Assign, Expression, For, call, literal, name
from mtlc_spec.document import BlockUse


class Repeats:
    """Writes the repeats of one function."""

    def __init__(self, body: FunctionBody) -> None:
        self.body = body

    def statements(
        self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At
    ) -> Holder:
        """A repeat; one that is too deep goes on in segments."""
        if self.body.module.segments(place) is not None:
            return self._segmented(place, inputs, prefix, at)
        return self.iterate(place, inputs, prefix, at)

    def iterate(
        self,
        place: Place,
        inputs: list[Val] | None,
        prefix: Prefix,
        at: At,
        first: list[Val] | None = None,
        over: Expression | None = None,
    ) -> Holder:
        """`for i in range(n):`; what an iteration gives is what the next one takes.

        `first` is what the first one takes, if not what the entry says.
        """
        body = self.body
        entry = place.entry
        repeat = entry.modifiers.repeat
        assert repeat is not None
        loop = Loop(name(body.loop_variable(at, "i")), False)
        sample = {**at.sample, "i": 0}
        start = replace(at, lookup=with_loop(at.lookup, {"i": literal(0)}), sample=sample)
        inside = replace(
            at,
            lookup=with_loop(at.lookup, {"i": loop.key}),
            sample=sample,
            loops=(*at.loops, loop),
            unpack=False,
        )
        gives = body.module.gives(place)
        if first is None:
            first = body.given(entry, inputs, start)
        carried = self._carry(place, first, gives, at)
        keeps = place in body.demand.iterations
        if keeps:
            body.records.open_iterations(place, at.loops, loop)
        body.records.open_steps(place, at.loops, loop)
        where = prefix
        if entry.modifiers.copies is None:
            where = (*prefix, *component(place.step, loop.key, at.lookup))
        if entry.modifiers.copies is not None or place.step.written:
            where = (*where, loop.key)
        body.blocks.append([])
        given = body.given(entry, inputs, inside)
        given = [*carried[: len(given)], *given[len(carried) :]]
        if entry.modifiers.when is None:
            holder = body.once(place, given, where, inside)
        else:
            holder = body.branch(
                entry, given, inside, lambda: body.once(place, given, where, inside)
            )
        body.assign(at.target, holder.val.expr)
        result = Val(name(at.target), gives)
        if keeps:
            body.records.add(place, inside.loops, name(at.target))
        if _is_several(gives):
            for variable, part in zip(carried, result.parts, strict=False):
                body.assign(variable.expr.flat, part.expr)
        lines = tuple(body.blocks.pop())
        over = over or call("range", value(repeat.value, at.lookup))
        body.emit(For(loop.key.flat, over, lines))
        return body.records.holder(place, result)

    def _segmented(
        self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At
    ) -> Holder:
        """A loop over segments of a repeat that is too deep for one model."""
        body = self.body
        lookup = with_loop(at.lookup, {"i": literal(0)})
        start = replace(at, lookup=lookup, sample={**at.sample, "i": 0})
        gives = body.module.gives(place)
        first = body.given(place.entry, inputs, start)
        carried = self._carry(place, first, gives, at)
        over, made = body.module.segment(body, place, inputs, carried, prefix, at)
        body.blocks.append([])
        body.emit(Assign((at.target,), made))
        result = Val(name(at.target), gives)
        if _is_several(gives):
            for variable, part in zip(carried, result.parts, strict=False):
                body.assign(variable.expr.flat, part.expr)
        body.emit(For("start", over, tuple(body.blocks.pop())))
        return body.records.holder(place, result)

    def _carry(self, place: Place, first: list[Val], gives: Item, at: At) -> list[Val]:
        """The variables that go from one iteration to the next, with their first values."""
        body = self.body
        if not _is_several(gives):
            for val in first[:1]:
                body.assign(at.target, val.expr)
            return [Val(name(at.target), val.item) for val in first[:1]]
        assert isinstance(gives, Group)
        used = place.entry.body
        words: tuple[str, ...] = ()
        if isinstance(used, BlockUse):
            words = body.module.input_names(used)
        found = []
        for number, val in enumerate(first[: len(gives.members)]):
            word = words[number] if number < len(words) else "x"
            variable = body.variables.new(word)
            body.assign(variable, val.expr)
            found.append(Val(name(variable), val.item))
        return found


def _is_several(gives: Item) -> bool:
    """Outputs of a block take the places of its inputs one by one."""
    return isinstance(gives, Group) and gives.form == "outputs"
