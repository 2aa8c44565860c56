"""A model that is being laid out: the whole one, or one that is nested in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from mtlc.expand.problems import DuplicateName
from mtlc.expand.results import Group, Item
from mtlc.graph import Call, Graph, InputNode, LayerNode, OutputNode, Value
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import OutputForm
from mtlc_spec.source import Span

Path = tuple[str, ...]


class Captured(NamedTuple):
    """A tensor of an outer model, whichever has it, and by what it is looked at.

    What goes by two names is two inputs: with other params, or in another use of a block,
    they can be two tensors.
    """

    value: Value
    by: str


class Model:
    """Layers and calls, and the tensors of outer models that they look at.

    A model that is `closed` is an argument of a layer, and sees nothing outside.
    """

    def __init__(
        self, path: Path, inputs: dict[str, InputNode], parent: Model | None, closed: bool
    ) -> None:
        self.path = path
        self.inputs = inputs
        self.parent = parent
        self.closed = closed
        self.layers: dict[str, LayerNode] = {}
        self.calls: dict[str, Call] = {}
        self.children: dict[Path, Child] = {}
        self.captured: dict[Captured, str] = {}
        self.incomplete = False

    def graph(
        self, name: str, span: Span, outputs: tuple[OutputNode, ...], form: OutputForm
    ) -> Graph:
        return Graph(
            name=name,
            span=span,
            inputs=self.inputs,
            layers=self.layers,
            calls=self.calls,
            outputs=outputs,
            output_form=form,
            incomplete=self.incomplete,
        )

    def owns(self, value: Value) -> bool:
        return value.producer in self.calls or value.producer in self.inputs

    def own(self, item: Item, by: str) -> Item:
        """The item in this model: what belongs to an outer one becomes an input.

        `by` is the text of the reference to it.

        Raises:
            LookupError: the model is closed.
        """
        if item is None:
            return None
        if isinstance(item, Group):
            members = zip(item.members, item.parts, strict=True)
            own = tuple(self.own(one, f"{by}.{part}") for one, part in members)
            return Group(own, item.names, item.form)
        if self.parent is None or self.owns(item):
            return item
        if self.closed:
            raise LookupError(item.producer)
        outer = self.parent.own(item, by)
        assert isinstance(outer, Value)
        captured = Captured(item, by)
        name = self.captured.get(captured)
        if name is None:
            name = self.captured[captured] = self._new_name(outer)
            self.inputs[name] = InputNode(name, self.parent.span_of(outer), None)
        return Value(name)

    def _new_name(self, outer: Value) -> str:
        name = f"{'_'.join(self.path)}_{outer.producer.replace('.', '_')}"
        if outer.index:
            name = f"{name}_{outer.index}"
        number = 2
        found = name
        while found in self.inputs:
            found = f"{name}_{number}"
            number += 1
        return found

    def span_of(self, value: Value) -> Span:
        if value.producer in self.inputs:
            return self.inputs[value.producer].span
        return self.calls[value.producer].span


class Aside(Model):
    """What a model has where nothing is left out of it; it can look at all of the model."""

    def __init__(self, base: Model) -> None:
        super().__init__(base.path, {}, base.parent, base.closed)
        self.base = base

    def own(self, item: Item, by: str) -> Item:
        if isinstance(item, Value) and super().owns(item):
            return item
        return super().own(item, by) if isinstance(item, Group) else self.base.own(item, by)

    def span_of(self, value: Value) -> Span:
        return super().span_of(value) if super().owns(value) else self.base.span_of(value)


class Child:
    """A nested model, and what it gives: values of its own, in the shape of a result."""

    def __init__(self, name: str, model: Model, gives: Item, count: int) -> None:
        self.name = name
        self.model = model
        self.gives = gives
        self.count = count


class InnerModel(NamedTuple):
    """A model that stands as an argument of a layer."""

    layer: str
    argument: str
    model: Model
    graph: Graph


@dataclass(frozen=True, slots=True)
class Segments:
    """How a repeat is divided: iterations to a segment, and the first segment's model."""

    size: int
    child: Child
    carried: int
    """How many inputs of an iteration come from the one before it."""


class LayerNames:
    """Which layer has which name: two paths with one name are reported."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.clashes = False
        self.whats: dict[str, str] = {}
        self.paths: dict[str, Path] = {}
        self.spans: dict[str, Span] = {}

    def take(self, name: str, path: Path, what: str, span: Span) -> bool:
        """Take a name for a path; False, and a report, if something else has it."""
        other = self.whats.setdefault(name, what), self.paths.setdefault(name, path)
        place = self.spans.setdefault(name, span)
        if other == (what, path) and place == span:
            return True
        self.clashes = True
        first, words = f"{other[0]} `{'.'.join(other[1])}`", f"{what} `{'.'.join(path)}`"
        if first == words:
            first, words = "a step before it", "this step"
        self.report.add(
            DuplicateName(
                span=span,
                name=name,
                first=first,
                second=words,
                labels=(Label(place, f"{first} is here"),),
            )
        )
        return False
