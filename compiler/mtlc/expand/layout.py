"""An expansion under way: what is known so far, and what all of its parts can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pydantic import BaseModel

from mtlc.expand.context import Context, Items, Skipped
from mtlc.expand.counts import Limits
from mtlc.expand.forecast import Forecast
from mtlc.expand.frames import Code, Frame
from mtlc.expand.model import Aside, InnerModel, LayerNames, Model, Path, Segments
from mtlc.expand.places import Place
from mtlc.expand.results import Item, Result
from mtlc.expand.scope import Scope
from mtlc.graph import Stem, What
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.document import Definition, Document
from mtlc_spec.layers.base import Layer
from mtlc_spec.source import Span


class Layout(ABC):
    """What is found out while the definitions of one document are laid out.

    Entries stand inside of entries: those who lay out a part come back here for what
    stands in it.
    """

    def __init__(
        self, document: Document, report: Report, limits: Limits, deepest: int
    ) -> None:
        self.document = document
        self.report = report
        self.limits = limits
        self.deepest = deepest
        """Calls behind each other that a repeat is not divided for."""
        self.forecast = Forecast(document.blocks)
        self.layer_names = LayerNames(report)
        self.samples: dict[int, What] = {}
        self.unbound: set[tuple[int, int]] = set()
        """Functions, and numbers of tensors that their arguments do not fit, as was told."""
        """What an entry's kind is, the first time that it is applied, by its identity."""
        self.gives: dict[Place, Item] = {}
        """What one application of an entry gives, the first time."""
        self.inner_models: dict[Place, InnerModel] = {}
        """What stands as an argument of a layer, the first time."""
        self.frames: dict[Code, Frame] = {}
        """The first application of each block to inputs of one structure."""
        self.document_names: dict[str, object] = {}
        self.depths: dict[Place, int] = {}
        """How many calls of one iteration stand behind each other, where that was asked."""
        self.segments: dict[Place, Segments] = {}
        self.missing: set[str] = set()
        """Params of the document without a value, which has been reported."""
        self.skipped: dict[tuple[Frame, Place], Skipped] = {}
        """Entries that `when` or `repeat: 0` leave out of an application, the first time."""
        self.certain: list[Diagnostic] = []
        """What is wrong whatever else is left out."""
        self.asides: dict[Model, Aside] = {}
        """What was left out of a model."""
        self.stems: dict[Place, Stem] = {}
        self.filled: dict[tuple[object, ...], BaseModel | None] = {}
        self.under_policy: dict[int, Layer] = {}
        """Layers with the dtype policy of the document, by the identity of those without."""
        self._scopes: dict[str, Scope] = {}

    @abstractmethod
    def once(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        """Apply what an entry is, once."""

    @abstractmethod
    def repeated(
        self, context: Context, place: Place, inputs: Items | None, path: Path
    ) -> Result:
        """Apply an entry with all of its iterations, or not at all."""

    @property
    def is_unsure(self) -> bool:
        """Names clash, or entries go round in a circle: not everything is laid out."""
        scopes = self._scopes.values()
        return self.layer_names.clashes or any(one.clashes or one.is_stuck for one in scopes)

    def scope_of(self, key: str, definition: Definition, inputs: Mapping[str, Span]) -> Scope:
        scope = self._scopes.get(key)
        if scope is None:
            scope = self._scopes[key] = Scope(definition, inputs, self.report)
        return scope

    def add(self, context: Context, diagnostic: Diagnostic) -> None:
        self.extend(context, (diagnostic,))

    def add_certain(self, context: Context, diagnostic: Diagnostic) -> None:
        """Report what is wrong whatever else is left out."""
        found = _traced(context, (diagnostic,))
        self.report.extend(found)
        self.certain.extend(found)

    def extend(self, context: Context, found: tuple[Diagnostic, ...]) -> None:
        """Report what is found, with what leads there."""
        self.report.extend(_traced(context, found))

    @contextmanager
    def unnoticed(self) -> Iterator[None]:
        """Nothing that is laid out meanwhile is counted or takes a name, and no more of it is
        reported than what is `certain`."""
        before = (self.report, self.limits, self.layer_names)
        self.certain.clear()
        self.report = Report()
        self.limits = Limits(self.report, self.limits.most)
        self.layer_names = LayerNames(self.report)
        try:
            yield
        finally:
            self.report, self.limits, self.layer_names = before
            self.report.extend(one for one in self.certain if one not in [*self.report])


def _traced(context: Context, found: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    if context.trace is None:
        return found
    uses = context.trace.origins()
    return tuple([one.replace(trace=uses) for one in found])
