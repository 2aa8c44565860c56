"""The statements of one function: entries in order, with their loops and branches."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Set
from dataclasses import replace

from mtlc import pysrc
from mtlc.expand.frames import Frame
from mtlc.expand.model import Model
from mtlc.expand.places import Place, Unit, references_of
from mtlc.expand.results import Group, Item, Result
from mtlc.graph import Value
from mtlc.lower.calls import Calls
from mtlc.lower.context import At
from mtlc.lower.copies import Copies
from mtlc.lower.demand import demand, used_values
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.module import Module
from mtlc.lower.names import Prefix, component
from mtlc.lower.records import Records
from mtlc.lower.references import References
from mtlc.lower.repeats import Repeats
from mtlc.lower.sharing import Sharing
from mtlc.lower.values import Holder, Val, flattened, targets
from mtlc.pysrc import Assign, Expression, If, name
from mtlc.variables import Variables
from mtlc_spec.document import PLAIN, Chain, Entry, FunctionUse

LONGEST_TARGETS = 40
"""Characters; results of one call that would need more are taken from it by number."""


class Body:
    """Lowers one application of a definition, or a part of it that is a model of its own."""

    def __init__(
        self,
        module: Module,
        frame: Frame,
        lookup: Lookup,
        prefix: Prefix,
        variables: Variables,
        outer: Body | None = None,
    ) -> None:
        self.module = module
        self.frame = frame
        self.scope = frame.scope
        self.lookup = lookup
        self.prefix = prefix
        self.variables = variables
        self.outer = outer
        self.model = frame.model
        self.demand = demand(frame)
        self.used = self._used(frame.model)
        self.blocks: list[list[pysrc.Statement]] = [[]]
        """The statements, and those of the loops and branches that are open."""
        self.holders: dict[Place, Holder] = {}
        self.inputs: dict[str, Holder] = {}
        self._flow: dict[Unit, list[Val]] = {}
        self._stems: dict[Place | None, str] = {}
        self._temporaries: list[str] = []
        self.records = Records(self.scope, self.demand, variables, self.emit)
        self.references = References(self)
        self.sharing = Sharing(self)
        self.calls = Calls(self)
        self.copies = Copies(self)
        self.repeats = Repeats(self)

    def enter(self, model: Model) -> None:
        """What is lowered is a model nested in that of the frame."""
        self.model = model
        self.used = self._used(model)

    def _used(self, model: Model) -> set[Value]:
        """The tensors that the code needs, in this application or in another one."""
        return used_values(model) | self.frame.asked | self.module.given

    @property
    def statements(self) -> list[pysrc.Statement]:
        return self.blocks[0]

    def emit(self, statement: pysrc.Statement) -> None:
        self.blocks[-1].append(statement)

    def hoist(self, statement: pysrc.Statement) -> None:
        """Put a statement in front of all open loops and branches."""
        self.blocks[0].append(statement)

    def assign(self, target: str, expr: Expression) -> None:
        """Assign, unless the variable holds it already."""
        if expr.flat != target:
            self.emit(Assign((target,), expr))

    def run(self, first: list[Val]) -> list[Val]:
        """The statements of everything that is needed; what the end of a chain gives."""
        scope = self.scope
        end = first
        if len(first) == 1 and first[0].is_tensor and self._takes_over_input():
            self._stems[None] = first[0].expr.flat
        for unit in scope.units:
            if unit not in self.demand.live:
                continue
            place = unit.place
            inputs: list[Val] | None = None
            if unit.before is not None:
                inputs = self._flow[unit.before]
            elif place.parent is None and isinstance(scope.definition.layers, Chain):
                inputs = first
            at = At(self.lookup, self._variable(place))
            if not scope.is_open(place):
                holder = self.apply(place, inputs, self.around(place), at)
                holder.result = self.frame.results[place]
                # What a repeat gives is what its last iteration gives, not its first.
                holder.val = replace(holder.val, item=holder.result.item)
                self.holders[place] = holder
                self._flow[unit] = end = [holder.val]
            elif unit.is_end:
                assert inputs is not None
                self._close(place, inputs)
                self._flow[unit] = end = [self.holders[place].val]
            else:
                self._flow[unit] = self.given(place.entry, inputs, at)
        return end

    def _takes_over_input(self) -> bool:
        """A block's chain can go on in the variable of its input, which nothing else uses."""
        return (
            self.frame.key is not None
            and isinstance(self.scope.definition.layers, Chain)
            and not any(True for place in self.scope.places for _ in references_of(place))
        )

    def _close(self, place: Place, flow: list[Val]) -> None:
        """The end of a chain that runs once."""
        steps = {
            step.name: self.holders[step]
            for step in self.scope.steps_of(place)
            if step.entry.name is not None and step in self.holders
        }
        val = _together(flow, self.frame.results[place].item)
        self.holders[place] = Holder(val, self.frame.results[place], steps=steps)

    def around(self, place: Place) -> Prefix:
        """The path of what a place stands in, which runs once."""
        if place.parent is None:
            return self.prefix
        step = place.parent.step
        return (*self.around(place.parent), *component(step, None, self.lookup))

    def _variable(self, place: Place) -> str:
        """The variable of the innermost named entry that a place belongs to."""
        at: Place | None = place
        while at is not None and not at.step.written:
            at = at.parent
        if at not in self._stems:
            words = "x" if at is None else at.text.replace(".", "_")
            self._stems[at] = self.variables.new(words)
        return self._stems[at]

    def loop_variable(self, at: At, wanted: str) -> str:
        """`i`, `j`, `k`, … from the outermost loop to the innermost."""
        taken = {variable for loop in at.loops for variable in loop.variables}
        words = ("copy",) if wanted == "copy" else ("i", "j", "k")
        return self.free_of(words, wanted, taken)

    def free_of(self, words: Iterable[str], wanted: str, taken: Set[str]) -> str:
        """The first of some words that means nothing else yet, or `wanted` with a number."""
        numbered = (f"{wanted}_{number}" for number in itertools.count(2))
        return next(
            one
            for one in itertools.chain(words, numbered)
            if one not in taken and self.variables.is_free(one)
        )

    def temporary(self, depth: int) -> str:
        """A variable for what one iteration makes."""
        while len(self._temporaries) < depth:
            self._temporaries.append(self.variables.new("x"))
        return self._temporaries[depth - 1]

    def given(self, entry: Entry, inputs: list[Val] | None, at: At) -> list[Val]:
        """What an entry is applied to; `inputs` None is what its `from` says."""
        if inputs is not None:
            return inputs
        return [self.references.resolve(one, at) for one in entry.inputs or ()]

    # --- copies, repeats and branches --------------------------------------------------

    def apply(self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At) -> Holder:
        """The statements of an entry with all of its copies."""
        modifiers = place.entry.modifiers
        if modifiers is PLAIN and not place.is_model:
            where = (*prefix, *component(place.step, None, at.lookup))
            return self.once(place, self.given(place.entry, inputs, at), where, at)
        if modifiers.copies is None:
            return self.member(place, inputs, prefix, at)
        return self.copies.statements(place, inputs, prefix, at)

    def member(self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At) -> Holder:
        """One copy; a shared part that is not a single layer is a model of its own."""
        if not place.is_model:
            return self.repeated(place, inputs, prefix, at)
        entry = place.entry
        where = prefix
        if entry.modifiers.copies is None:
            where = (*prefix, *component(place.step, None, at.lookup))
        given = self.given(entry, inputs, at)

        def applied() -> Holder:
            made = self.sharing.call_model(place, given, where, at)
            return self._set(at, made, place)

        if entry.modifiers.when is not None and entry.modifiers.repeat is None:
            return self.branch(entry, given, at, applied)
        return applied()

    def inside(
        self, place: Place, given: list[Val], around: Prefix, where: Prefix, at: At
    ) -> Holder:
        """The statements of a shared entry's own model: one copy, where `when` holds."""
        modifiers = place.entry.modifiers
        if modifiers.repeat is None:
            return self.once(place, given, where, at)
        return self.repeats.statements(
            place, given, around if modifiers.copies is None else where, at
        )

    def repeated(
        self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At
    ) -> Holder:
        """The statements of an entry with all of its iterations."""
        entry = place.entry
        if entry.modifiers.repeat is not None:
            return self.repeats.statements(place, inputs, prefix, at)
        where = prefix
        if entry.modifiers.copies is None:
            where = (*prefix, *component(place.step, None, at.lookup))
        given = self.given(entry, inputs, at)
        if entry.modifiers.when is None:
            return self.once(place, given, where, at)
        inside = replace(at, unpack=False)
        return self.branch(entry, given, at, lambda: self.once(place, given, where, inside))

    def branch(
        self, entry: Entry, given: list[Val], at: At, then: Callable[[], Holder]
    ) -> Holder:
        """`if condition:`; without it the entry stands for its first input."""
        when = entry.modifiers.when
        assert when is not None
        self.blocks.append([])
        holder = then()
        self.assign(at.target, holder.val.expr)
        body = tuple(self.blocks.pop())
        self.blocks.append([])
        if given:
            self.assign(at.target, given[0].expr)
        orelse = tuple(self.blocks.pop())
        self.emit(If(value(when.value, at.lookup), body, orelse))
        holder.val = Val(name(at.target), holder.val.item)
        return holder

    # --- one application ------------------------------------------------------------------

    def once(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Holder:
        if isinstance(place.entry.body, Chain):
            return self._chain(place, inputs, prefix, at)
        return self._set(at, self.calls.value(place, inputs, prefix, at), place)

    def _set(self, at: At, made: Expression, place: Place) -> Holder:
        """Assign what a call gives: one variable, or one for each result."""
        item = self.module.gives(place)
        results = isinstance(item, Group) and item.form == "results"
        if at.unpack and results and not _depends_on_params(place.entry):
            assert isinstance(item, Group)
            is_computed = place in self.demand.computed
            names = [
                f"{at.target}_{number}" if is_computed or member in self.used else "_"
                for number, member in enumerate(item.members)
            ]
            if len(names) > 1 and len(", ".join(names)) <= LONGEST_TARGETS:
                variables = [one if one == "_" else self.variables.new(one) for one in names]
                nesting = item.nesting or (None,) * len(names)
                words = iter(variables)
                self.emit(Assign(tuple([targets(one, words) for one in nesting]), made))
                exprs = tuple(name(one) for one in variables)
                return Holder(Val(pysrc.tuple_(exprs), item, exprs), Result(item))
        self.emit(Assign((at.target,), flattened(item, made)))
        return Holder(Val(name(at.target), item), Result(item))

    def _chain(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Holder:
        steps: dict[str, Holder] = {}
        flow = inputs
        for step in self.scope.steps_of(place):
            named = step.entry.name is not None
            own = replace(at, target=self._variable(step)) if named else at
            holder = self.apply(step, flow, prefix, own)
            if named:
                steps[step.name] = holder
                kept = step in self.demand.iterations  # each of them, while it was made
                if step in self.records.containers and at.loops and not kept:
                    self.records.add(step, at.loops, holder.val.expr)
            flow = [holder.val]
        item = self.module.gives(place)
        val = _together(flow, item)
        return Holder(val, Result(val.item), steps=steps)


def _depends_on_params(entry: Entry) -> bool:
    """A function's arguments hold expressions, so that its results may be more or fewer."""
    body = entry.body
    return isinstance(body, FunctionUse) and body.computes


def _together(flow: list[Val], item: Item) -> Val:
    """What a chain gives; one without steps gives all that it takes."""
    if len(flow) == 1:
        return flow[0]
    exprs = tuple(one.expr for one in flow)
    return Val(pysrc.tuple_(exprs), item, exprs)
