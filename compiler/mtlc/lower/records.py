"""Lists and dictionaries of what happens in loops, where a reference asks for it."""

from __future__ import annotations

from collections.abc import Callable

from mtlc import pysrc
from mtlc.expand.places import Place
from mtlc.expand.results import Result
from mtlc.expand.scope import Scope
from mtlc.lower.context import Loop
from mtlc.lower.demand import Demand
from mtlc.lower.values import Holder, Val, indexed
from mtlc.pysrc import Assign, Evaluate, Expression, call, name
from mtlc.variables import Variables
from mtlc_spec.document import Chain

Emit = Callable[[pysrc.Statement], None]
NOTHING = Val(name(""), None)


def empty(loop: Loop) -> Expression:
    """`[]`, or `{}` for copies with names."""
    return pysrc.dict_([]) if loop.is_named else pysrc.list_([])


def added(container: Expression, loop: Loop, made: Expression) -> pysrc.Statement:
    """`found.append(x)`, or `found[copy] = x` for copies with names."""
    if loop.is_named:
        return Assign((pysrc.subscript(container, loop.key),), made)
    return Evaluate(call(pysrc.attribute(container, "append"), made))


class Records:
    """The containers of one function, each with the number of loops around it."""

    def __init__(self, scope: Scope, demand: Demand, variables: Variables, emit: Emit) -> None:
        self.scope = scope
        self.demand = demand
        self.variables = variables
        self.emit = emit
        self.containers: dict[Place, tuple[Expression, int]] = {}

    def open_steps(self, place: Place, loops: tuple[Loop, ...], loop: Loop) -> None:
        """Empty containers for a loop that begins, one for each step that is asked for."""
        for step in self._asked_inside(place):
            self._open(step, step.text, loops, loop)

    def open_iterations(self, place: Place, loops: tuple[Loop, ...], loop: Loop) -> None:
        """An empty container for the iterations of an entry."""
        self._open(place, f"all_{place.text}", loops, loop)

    def _open(self, place: Place, words: str, loops: tuple[Loop, ...], loop: Loop) -> None:
        if place in self.containers:
            self.add(place, loops, empty(loop))
            return
        variable = self.variables.new(words.replace(".", "_"))
        self.containers[place] = (name(variable), len(loops))
        self.emit(Assign((variable,), empty(loop)))

    def add(self, place: Place, loops: tuple[Loop, ...], made: Expression) -> None:
        """Keep what the innermost loop has made."""
        container, depth = self.containers[place]
        own = loops[depth:]
        at = indexed(container, [loop.key for loop in own[:-1]])
        self.emit(added(at, own[-1], made))

    def every(self, place: Place) -> Expression | None:
        found = self.containers.get(place)
        return None if found is None else found[0]

    def holder(self, place: Place, val: Val) -> Holder:
        """An entry in loops, with what was kept of it and of its steps."""
        kept = place in self.demand.iterations
        return Holder(val, Result(val.item), self.every(place), self._steps(place), kept)

    def _steps(self, place: Place) -> dict[str, Holder]:
        if not isinstance(place.entry.body, Chain):
            return {}
        return {
            step.name: self.holder(step, NOTHING)
            for step in self.scope.steps_of(place)
            if step.entry.name is not None
        }

    def _asked_inside(self, place: Place) -> list[Place]:
        if not isinstance(place.entry.body, Chain):
            return []
        found = []
        for step in self.scope.steps_of(place):
            if step in self.demand.steps:
                found.append(step)
            found += self._asked_inside(step)
        return found
