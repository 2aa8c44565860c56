"""References resolved to variables."""

from __future__ import annotations

from collections.abc import Mapping

from mtlc import pysrc
from mtlc.expand.places import Place, may_be
from mtlc.lower.captures import Captures
from mtlc.lower.context import At
from mtlc.lower.formulas import Lookup, formula
from mtlc.lower.names import Prefix
from mtlc.lower.parts import FunctionBody
from mtlc.lower.paths import Part, choices, chosen, follow
from mtlc.lower.values import Val, tensors_of
from mtlc.pysrc import Expression, literal
from mtlc_spec.document import Reference
from mtlc_spec.expressions import Expr
from mtlc_spec.templates import filled, names_used


class References:
    """Resolves the references of one function.

    In a nested model, a tensor of an outer one is an input: `captures` knows which.
    """

    def __init__(self, body: FunctionBody) -> None:
        self.body = body
        self.captures = Captures((), ())

    def resolve(self, reference: Reference, at: At) -> Val:
        """The value that a reference stands for."""
        word = reference.path[0]
        if isinstance(word, str):
            return self.find(self._parts(reference, at.lookup, at.sample))
        if at.keys and at.key is not None:
            return self._by_key(reference, at, at.key)
        if self.body.outer is None:
            return self._by_name(reference, word, at)
        outer = self.body.outer
        if not names_used(word) & {"i", "copy"}:
            return self.localised(outer.references.resolve(reference, At(outer.lookup)))
        return self.find(self._parts(reference, at.lookup, at.sample))

    def _by_key(self, reference: Reference, at: At, key: Expression) -> Val:
        """A name that is computed from the copy: a dictionary tells which it is."""
        found = []
        for number, one in enumerate(at.keys):
            sample = {**at.sample, "i": number, "copy": one}
            found.append(self.find(self._parts(reference, at.lookup, sample)))
        return chosen(list(zip(map(literal, at.keys), found, strict=True)), key, found[0])

    def _by_name(self, reference: Reference, word: Expr, at: At) -> Val:
        """A name that is computed from params: a dictionary of all that it may be."""
        scope = self.body.scope
        _, *rest = parts = self._parts(reference, at.lookup, at.sample)
        whole = self.find(parts)
        places = [unit.place for unit in scope.candidates.get(id(reference), ())]
        names = [*(one for one in scope.inputs if may_be(word, one)), *(p.name for p in places)]
        if not names_used(word):
            return whole
        found = choices(names, lambda one: self.find([(one, None), *rest]), whole)
        return chosen(found, formula(word, at.lookup), whole)

    def _parts(
        self, reference: Reference, lookup: Lookup, sample: Mapping[str, object]
    ) -> list[Part]:
        """The parts of a path, in the sample and in Python."""
        names = {"i": 0, "copy": 0, **self.body.frame.names, **sample}
        found: list[Part] = []
        for part in reference.path:
            if isinstance(part, str):
                found.append((part, None))
                continue
            words = str(filled(part, names)).split(".")
            computed = formula(part, lookup) if len(words) == 1 else None
            found.extend((word, computed) for word in words)
        return found

    def words(self, reference: Reference, at: At) -> Prefix:
        """The parts of an output's name: those of its path, without `*`."""
        parts = self._parts(reference, at.lookup, at.sample)
        return tuple(
            word if computed is None else computed for word, computed in parts if word != "*"
        )

    def find(self, parts: list[Part]) -> Val:
        """The value of a path."""
        body = self.body
        word, rest = parts[0][0], parts[1:]
        if word in body.inputs:
            return follow(body.inputs[word], rest)
        place = body.scope.entries.get(word)
        while place is not None and rest and body.scope.is_open(place):
            step = body.scope.named_step(place, rest[0][0])
            if step is None:
                break
            if rest[0][1] is not None and step in body.holders:
                return self._chosen_step(place, step, rest[0][1], rest[1:])
            place, rest = step, rest[1:]
        if place is not None and place in body.holders:
            return follow(body.holders[place], rest)
        assert body.outer is not None, word
        return self.localised(body.outer.references.find(parts))

    def _chosen_step(
        self, chain: Place, step: Place, computed: Expression, rest: list[Part]
    ) -> Val:
        """A step of a chain whose name is computed: a dictionary of all that it may be."""
        holders = self.body.holders
        steps = {
            one.name: holders[one]
            for one in self.body.scope.named_steps(chain)
            if one in holders
        }
        whole = follow(holders[step], rest)
        found = choices(steps, lambda one: follow(steps[one], rest), whole)
        return chosen(found, computed, whole)

    def localised(self, val: Val) -> Val:
        """A tensor of an outer model, which is an input of this one."""
        found = []
        for tensor, expr in tensors_of(val):
            assert tensor is not None
            found.append(self.captures.input_of(tensor, expr))
        if val.is_tensor:
            return Val(found[0], val.item)
        return Val(pysrc.tuple_(found), val.item, tuple(found))
