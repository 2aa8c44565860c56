"""What the parts of a function's lowering ask of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from mtlc.expand.frames import Frame
from mtlc.expand.places import Place
from mtlc.expand.scope import Scope
from mtlc.lower.context import At
from mtlc.lower.demand import Demand
from mtlc.lower.formulas import Lookup
from mtlc.lower.module import Module
from mtlc.lower.names import Prefix
from mtlc.lower.paths import Part
from mtlc.lower.records import Records
from mtlc.lower.values import Holder, Val
from mtlc.pysrc import Expression, Statement
from mtlc.variables import Variables
from mtlc_spec.document import Entry, Reference


class Resolving(Protocol):
    """Finds what references stand for."""

    def resolve(self, reference: Reference, at: At) -> Val:
        """The value that a reference stands for."""
        ...

    def find(self, parts: list[Part]) -> Val:
        """The value of a path."""
        ...


class Keeping(Protocol):
    """Keeps the layers and models that are called several times."""

    def layer(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """The construction of a layer, or the variable of one that is called again."""
        ...

    def call_again(
        self, place: Place, inputs: list[Val], keywords: dict[str, Expression], at: At
    ) -> Expression:
        """What a `share` is: a further call of an entry's layer or model."""
        ...


class Making(Protocol):
    """Makes layers, and calls of them."""

    def value(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Expression:
        """The call that an entry is."""
        ...

    def layer(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """A layer that is ready to be called."""
        ...

    def construction(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """The construction of a layer."""
        ...

    def later(self, place: Place, prefix: Prefix, at: At) -> dict[str, Expression]:
        """The attributes that a layer is given when it has been made."""
        ...

    def has_later(self, place: Place) -> bool:
        """Whether there are any."""
        ...


class FunctionBody(Protocol):
    """The body of one function; `Body` is what it really is."""

    @property
    def module(self) -> Module: ...
    @property
    def frame(self) -> Frame: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def demand(self) -> Demand: ...
    @property
    def lookup(self) -> Lookup: ...
    @property
    def variables(self) -> Variables: ...
    @property
    def inputs(self) -> Mapping[str, Holder]: ...
    @property
    def holders(self) -> Mapping[Place, Holder]: ...
    @property
    def records(self) -> Records: ...
    @property
    def blocks(self) -> list[list[Statement]]: ...
    @property
    def outer(self) -> FunctionBody | None: ...
    @property
    def references(self) -> Resolving: ...
    @property
    def sharing(self) -> Keeping: ...
    @property
    def calls(self) -> Making: ...

    def emit(self, statement: Statement) -> None:
        """Put a statement at the end of the innermost loop or branch that is open."""
        ...

    def assign(self, target: str, expr: Expression) -> None:
        """Assign, unless the variable holds it already."""
        ...

    def hoist(self, statement: Statement) -> None:
        """Put a statement in front of all open loops and branches."""
        ...

    def around(self, place: Place) -> Prefix:
        """The path of what a place stands in, which runs once."""
        ...

    def loop_variable(self, at: At, wanted: str) -> str:
        """`i`, `j`, `k`, … from the outermost loop to the innermost."""
        ...

    def temporary(self, depth: int) -> str:
        """A variable for what one iteration makes."""
        ...

    def given(self, entry: Entry, inputs: list[Val] | None, at: At) -> list[Val]:
        """What an entry is applied to; `inputs` None is what its `from` says."""
        ...

    def member(self, place: Place, inputs: list[Val] | None, prefix: Prefix, at: At) -> Holder:
        """The statements of one copy."""
        ...

    def branch(
        self, entry: Entry, given: list[Val], at: At, then: Callable[[], Holder]
    ) -> Holder:
        """`if condition:`; without it the entry stands for its first input."""
        ...

    def once(self, place: Place, inputs: list[Val], prefix: Prefix, at: At) -> Holder:
        """The statements of an entry, applied once."""
        ...
