"""Entries with copies: a comprehension, or a loop that fills a list or a dictionary."""

from __future__ import annotations

import re
from dataclasses import replace

from mtlc import pysrc
from mtlc.entries import uses_number
from mtlc.expand.places import Place
from mtlc.expand.results import Group, Item, Result
from mtlc.lower.context import At, Loop, sampled
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.names import Prefix, component, with_loop
from mtlc.lower.parts import FunctionBody
from mtlc.lower.records import added, empty
from mtlc.lower.values import Holder, Val, flattened
from mtlc.pysrc import Assign, Expression, For, call, name
from mtlc_spec.document import Chain
from mtlc_spec.expressions import Expr
from mtlc_spec.templates import names_used

_WORD = re.compile(r"[A-Za-z_]\w*")


class Copies:
    """Writes the copies of one function."""

    def __init__(self, body: FunctionBody) -> None:
        self.body = body

    def statements(
        self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At
    ) -> Holder:
        """The statements of all copies of an entry."""
        body = self.body
        entry = place.entry
        copies = entry.modifiers.copies
        assert copies is not None
        sample = sampled(copies.value, body.frame.names, at)
        named = isinstance(sample, tuple)
        keys = tuple(sample) if isinstance(sample, tuple) else tuple(range(int(str(sample))))
        index = _Index(body.loop_variable(at, "i"), at.lookup)
        key = name(body.loop_variable(at, "copy") if named else index.variable)
        lookup = index.lookup if named else with_loop(at.lookup, {"i": key})
        counted = named and uses_number(entry)
        loop = Loop(key, named, index.variable if counted else None)
        inside = replace(
            at,
            lookup=with_loop(lookup, {"copy": key}),
            sample={**at.sample, "i": 0, "copy": keys[0]},
            loops=(*at.loops, loop),
            unpack=False,
            key=key,
            keys=() if names_used(copies.value) else keys,
        )
        where: Prefix = (*prefix, *component(place.step, None if named else key, at.lookup))
        if named or place.step.written:
            where = (*where, key)
        gives = body.module.gives(place)
        item = Group((gives,) * len(keys), tuple(map(str, keys)) if named else None, "copies")
        if place in body.frame.results:
            found = body.frame.results[place].item
            item = found if isinstance(found, Group) else item
        if self._is_one_call(place):
            given = body.given(entry, inputs, inside)
            if isinstance(entry.body, Chain):
                element = given[0].expr
            else:
                element = flattened(gives, body.calls.value(place, given, where, inside))
            clauses = [(*self._over(place, copies.value, inside, at, index), None)]
            made = (
                pysrc.dict_comprehension(key, element, clauses)
                if named
                else pysrc.list_comprehension(element, clauses)
            )
            body.emit(Assign((at.target,), made))
            return Holder(Val(name(at.target), item), Result(item))
        return self._loop(place, inputs, where, inside, at, index, item)

    def _is_one_call(self, place: Place) -> bool:
        modifiers, body = place.entry.modifiers, place.entry.body
        is_identity = (
            isinstance(body, Chain) and not body.steps and len(place.entry.inputs or ()) == 1
        )
        return not (
            (isinstance(body, Chain) and not is_identity)
            or place.is_model
            or self.body.calls.has_later(place)
            or modifiers.repeat is not None
            or modifiers.when is not None
        )

    def _loop(
        self,
        place: Place,
        inputs: list[Val] | None,
        where: Prefix,
        inside: At,
        at: At,
        index: _Index,
        item: Item,
    ) -> Holder:
        """A loop that fills a list or a dictionary."""
        body = self.body
        copies = place.entry.modifiers.copies
        assert copies is not None
        loop = inside.loops[-1]
        target = at.target
        if any(target in _WORD.findall(one.expr.flat) for one in inputs or ()):
            target = body.variables.new(target)  # its own is still what they take
        body.emit(Assign((target,), empty(loop)))
        body.records.open_steps(place, at.loops, loop)
        if place in body.demand.iterations:
            body.records.open_iterations(place, at.loops, loop)
        body.blocks.append([])
        own = replace(inside, target=body.temporary(len(inside.loops)))
        holder = body.member(place, inputs, where, own)
        body.emit(added(name(target), loop, holder.val.expr))
        lines = tuple(body.blocks.pop())
        key, over = self._over(place, copies.value, inside, at, index)
        body.emit(For(key, over, lines))
        return body.records.holder(place, Val(name(target), item))

    def _over(
        self, place: Place, copies: object, inside: At, at: At, index: _Index
    ) -> tuple[str, Expression]:
        """`copy in columns`, `i in range(8)`: the target of a loop, and what it goes over."""
        key = inside.loops[-1].key.flat
        if not inside.loops[-1].is_named:
            return key, call("range", value(copies, at.lookup))
        if isinstance(copies, tuple) and not any(isinstance(one, Expr) for one in copies):
            over = self.body.module.constant(place.text.replace(".", "_"), copies)
        else:
            over = value(copies, at.lookup)
        if index.is_used:
            return f"{index.variable}, {key}", call("enumerate", over)
        return key, over


class _Index:
    """The number of a copy that has a name; noted when it is asked for."""

    def __init__(self, variable: str, outer: Lookup) -> None:
        self.variable = variable
        self.is_used = False
        self._outer = outer

    def lookup(self, word: str) -> Expression:
        if word == "i":
            self.is_used = True
            return name(self.variable)
        return self._outer(word)
