"""Layers and models that are called several times: made once, kept in a variable."""

from __future__ import annotations

from dataclasses import replace

from mtlc import pysrc
from mtlc.expand.places import Place
from mtlc.lower.calls import first_argument, layer_inputs, tensor_arguments
from mtlc.lower.context import At, sampled
from mtlc.lower.formulas import Lookup, formula, value
from mtlc.lower.names import Prefix, component, with_loop
from mtlc.lower.parts import FunctionBody
from mtlc.lower.values import Val, flattened
from mtlc.pysrc import Assign, Expression, call, literal, name
from mtlc_spec.document import CustomUse
from mtlc_spec.expressions import Expr


class Sharing:
    """The shared layers and models of one function."""

    def __init__(self, body: FunctionBody) -> None:
        self.body = body
        self.kept: dict[Place, Expression] = {}
        self.captures: dict[Place, list[Expression]] = {}
        """What nested models take besides their inputs."""

    def layer(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """The construction of a layer, or the variable of one that is called again."""
        if place.shared and place.is_single and self._is_called_again(place):
            return self._member(self._keep(place, [], at.given), place, at)
        return self.body.calls.layer(place, prefix, at)

    def call_model(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Expression:
        """The call of a shared entry's model."""
        copied = place.entry.modifiers.copies is not None
        if copied or self._is_called_again(place):
            made = self._member(self._keep(place, inputs), place, at)
        else:
            made = self.body.module.nested(self.body, place, inputs, prefix, at)
        return self._apply_model(made, place, inputs)

    def call_again(
        self, place: Place, inputs: list[Val], keywords: dict[str, Expression], at: At
    ) -> Expression:
        """What a `share` is: a further call of an entry's layer or model."""
        target = place.target
        assert target is not None
        if target.entry.modifiers.copies is not None and not place.member:
            return self._all_again(target, inputs, keywords)
        made, lookup = self.again(place, inputs, at)
        applied = self._apply(made, target, inputs, keywords)
        return self._where_on(target, applied, inputs, lookup)

    def again(self, place: Place, inputs: list[Val], at: At) -> tuple[Expression, Lookup]:
        """The layer or model that a `share` calls, and the names that it was made with."""
        target = place.target
        assert target is not None
        body = self.body
        copies = target.entry.modifiers.copies
        if copies is None:
            called_again = self._is_called_again(target)
            made = (
                self._keep(target, inputs) if called_again else self._construct(target, inputs)
            )
            return made, body.lookup
        sample = sampled(copies.value, body.frame.names, At(body.lookup))
        member = place.member[0]
        number: Expression
        if isinstance(member, Expr):
            key = number = formula(member, at.lookup)
        elif isinstance(sample, tuple):
            key, number = literal(member), literal(sample.index(member))
        else:
            key = number = literal(int(str(member)))
        made = pysrc.subscript(self._keep(target, inputs), key)
        return made, with_loop(body.lookup, {"copy": key, "i": number})

    def _all_again(
        self, target: Place, inputs: list[Val], keywords: dict[str, Expression]
    ) -> Expression:
        """All copies of a layer or model, each called again."""
        copies = target.entry.modifiers.copies
        assert copies is not None
        kept = self._keep(target, inputs)
        sample = sampled(copies.value, self.body.frame.names, At(self.body.lookup))
        named = isinstance(sample, tuple)
        key = name("key" if named else "i")
        used: set[str] = set()

        def lookup(word: str) -> Expression:
            if word == "i" or (word == "copy" and not named):
                used.add("i")
                return name("i")
            return key if word == "copy" else self.body.lookup(word)

        applied = self._apply(name("layer"), target, inputs, keywords)
        applied = flattened(self.body.module.gives(target), applied)
        element = self._where_on(target, applied, inputs, lookup)
        if not named:
            if used:
                clause = ("i, layer", call("enumerate", kept), None)
            else:
                clause = ("layer", kept, None)
            return pysrc.list_comprehension(element, [clause])
        items = call(pysrc.attribute(kept, "items"))
        if used:
            clause = ("i, (key, layer)", call("enumerate", items), None)
        else:
            clause = ("key, layer", items, None)
        return pysrc.dict_comprehension(key, element, [clause])

    def _where_on(
        self, target: Place, applied: Expression, inputs: list[Val], lookup: Lookup
    ) -> Expression:
        """`layer(x) if deep else x`: where the entry is left out, so is its further use."""
        modifiers = target.entry.modifiers
        if modifiers.when is None or modifiers.repeat is not None:
            return applied
        return pysrc.conditional(applied, value(modifiers.when.value, lookup), inputs[0].expr)

    def _member(self, kept: Expression, place: Place, at: At) -> Expression:
        if place.entry.modifiers.copies is None:
            return kept
        assert at.key is not None
        return pysrc.subscript(kept, at.key)

    def _is_called_again(self, place: Place) -> bool:
        """More than one call of it is needed."""
        uses = [one for one in self.body.scope.places if one is place or one.target is place]
        demand, frame = self.body.demand, self.body.frame
        return sum(demand.is_live(frame, one) for one in uses) > 1

    def _keep(
        self, place: Place, inputs: list[Val], given: Expression | None = None
    ) -> Expression:
        """The variable of a shared layer or model, made before its first call."""
        if place in self.kept:
            return self.kept[place]
        body = self.body
        suffix = "layer" if place.is_single else "model"
        words = place.text.replace(".", "_")
        several = "s" if place.entry.modifiers.copies is not None else ""
        variable = body.variables.new(f"{words}_{suffix}{several}")
        if place.is_single and not several:
            where, at = self._where(place), At(body.lookup, given=given)
            body.hoist(Assign((variable,), body.calls.construction(place, where, at)))
            for key, one in body.calls.later(place, where, at).items():
                body.hoist(Assign((pysrc.attribute(name(variable), key),), one))
        else:
            body.hoist(Assign((variable,), self._construct(place, inputs, given)))
        self.kept[place] = name(variable)
        return self.kept[place]

    def _construct(
        self, place: Place, inputs: list[Val], given: Expression | None = None
    ) -> Expression:
        """A layer or model; of copies, a list or dictionary of all."""
        body = self.body
        around = self._where(place)
        own = At(body.lookup, given=given, inside=True)
        copies = place.entry.modifiers.copies
        if copies is None:
            return self._made(place, inputs, around, own)
        sample = sampled(copies.value, body.frame.names, own)
        first = sample[0] if isinstance(sample, tuple) else 0
        key = name("copy" if isinstance(sample, tuple) else "i")
        used: set[str] = set()

        def lookup(word: str) -> Expression:
            if word == "i" and isinstance(sample, tuple):
                used.add("i")
                return name("i")
            return key if word in ("copy", "i") else body.lookup(word)

        inside = replace(own, lookup=lookup, sample={"i": 0, "copy": first})
        element = self._made(place, inputs, (*around, key), inside)
        if isinstance(sample, tuple):
            over = (
                body.module.constant(words_of(place), sample)
                if isinstance(copies.value, tuple)
                else value(copies.value, body.lookup)
            )
            clause = (key.flat, over, None)
            if used:
                clause = (f"i, {key.flat}", call("enumerate", over), None)
            return pysrc.dict_comprehension(key, element, [clause])
        over = call("range", value(copies.value, body.lookup))
        return pysrc.list_comprehension(element, [(key.flat, over, None)])

    def _where(self, place: Place) -> Prefix:
        """The path of a shared entry."""
        body = self.body
        return (*body.around(place), *component(place.step, None, body.lookup))

    def _made(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Expression:
        if place.is_single:
            return self.body.calls.layer(place, prefix, at)
        return self.body.module.nested(self.body, place, inputs, prefix, at)

    def _apply(
        self,
        made: Expression,
        target: Place,
        inputs: list[Val],
        keywords: dict[str, Expression],
    ) -> Expression:
        if not target.is_single:
            return self._apply_model(made, target, inputs)
        if isinstance(target.entry.body, CustomUse):
            return call(made, *first_argument(inputs), **keywords)
        sample = self.body.module.sample(target.entry)
        return call(made, *layer_inputs(target.entry, sample, inputs), **keywords)

    def _apply_model(self, made: Expression, place: Place, inputs: list[Val]) -> Expression:
        given = [one for val in inputs for one in tensor_arguments(val)]
        given += self.captures.get(place, [])
        return call(made, given[0] if len(given) == 1 else pysrc.list_(given))


def words_of(place: Place) -> str:
    """A place as the words of a variable."""
    return place.text.replace(".", "_")
