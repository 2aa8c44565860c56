"""What the parts of a function's lowering ask of each other."""

from __future__ import annotations

from collections.abc import Mapping
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
from mtlc.lower.values import Holder, Val
from mtlc.pysrc import Expression, Statement
from mtlc.variables import Variables
from mtlc_spec.document import Reference


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
    """Makes layers."""

    def layer(self, place: Place, prefix: Prefix, at: At) -> Expression:
        """The construction of a layer."""
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
    def outer(self) -> FunctionBody | None: ...
    @property
    def references(self) -> Resolving: ...
    @property
    def sharing(self) -> Keeping: ...
    @property
    def calls(self) -> Making: ...

    def hoist(self, statement: Statement) -> None:
        """Put a statement in front of all open loops and branches."""
        ...

    def around(self, place: Place) -> Prefix:
        """The path of what a place stands in, which runs once."""
        ...
