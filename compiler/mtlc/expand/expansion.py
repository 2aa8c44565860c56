"""The expansion: every entry becomes calls on layers, every reference a tensor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mtlc.expand.problems import (
    DuplicateName,
    EndlessReference,
    NoOutput,
    NoSuchPart,
    RepeatedOutput,
)
from mtlc.expand.scope import Path, Place, Scope
from mtlc.graph import (
    Argument,
    Call,
    Constant,
    Graph,
    InputNode,
    LayerNode,
    Nested,
    OutputForm,
    OutputNode,
    Stem,
    Value,
)
from mtlc_spec import document as written
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Chain, Document, LayerUse, Reference, Share
from mtlc_spec.layers.base import Layer
from mtlc_spec.names import layer_name
from mtlc_spec.source import Span

Bundle = tuple[Value | None, ...]
"""The tensors that a reference stands for; None for one that is not known."""

_POISONED: Bundle = (None,)


def expand(document: Document, report: Report) -> Graph:
    """The flat graph of a document.

    References are resolved, chains laid out, shared chains nested. What could not be
    understood stands in the graph without a layer, so that everything else can still be
    checked.
    """
    scope = Scope(document, report)
    inputs = {one.name: InputNode(one.name, one.span, one.arguments) for one in document.inputs}
    model = _Model(scope, (), inputs)
    first = tuple(Value(name) for name in inputs)
    end: Bundle = first
    for place in scope.roots:
        if isinstance(document.layers, Chain):
            end = model.apply(place, end)
        else:
            model.apply(place, model.inputs_of(place), _stem(place))
    outputs, form = _outputs(document, model, end, report)
    _check_names(scope, model, report)
    return model.graph(document.name, document.layers_span, outputs, form)


def _stem(place: Place) -> Stem:
    return Stem(layer_name(place.path), place.entry.span)


class _Model:
    """The model that is being laid out: the whole one, or one that is nested in it."""

    def __init__(
        self,
        scope: Scope,
        path: Path,
        inputs: dict[str, InputNode],
        parent: _Model | None = None,
    ) -> None:
        self.scope = scope
        self.report = scope.report
        self.path = path
        self.parent = parent
        self.inputs = inputs
        self.layers: dict[str, LayerNode] = {}
        self.calls: dict[str, Call] = {}
        self.children: dict[Path, _Model] = {}
        self.captured: dict[Value, str] = {}
        self.results: Bundle = ()
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

    # --- laying out -----------------------------------------------------------------

    def inputs_of(self, place: Place) -> Bundle:
        """The tensors of an entry's `from`."""
        references = place.entry.inputs or ()
        return tuple(value for one in references for value in self.resolve(one))

    def apply(self, place: Place, inputs: Bundle, stem: Stem | None = None) -> Bundle:
        """Lay out an entry on these tensors; the tensors that it gives."""
        entry = place.entry
        body = entry.body
        if entry.name is not None:
            stem = _stem(place)
        if isinstance(body, Chain):
            if place.path in self.scope.nested:
                return self._apply_nested(place, inputs, stem)
            for step in self.scope.steps(body, place.path):
                inputs = self.apply(step, inputs, stem)
            return inputs
        if isinstance(body, Share):
            return self._apply_shared(place, inputs, stem)
        layer = body.layer if isinstance(body, LayerUse) else None
        name = layer_name(place.path)
        if layer is not None and self.scope.document.header.dtype != "float32":
            layer = layer.under(self.scope.document.header.dtype)
        if layer is None:
            self.incomplete = True
        self._add_layer(LayerNode(name, entry.kind, entry.span, layer, entry.name is not None))
        return self._call(place, name, inputs, stem)

    def _add_layer(self, layer: LayerNode) -> None:
        self.layers.setdefault(layer.name, layer)

    def _call(self, place: Place, layer: str, inputs: Bundle, stem: Stem | None) -> Bundle:
        entry = place.entry
        call = {key: self.argument(value) for key, value in entry.call.items()}
        own = stem or Stem("x", entry.span)
        self.calls[place.text] = Call(
            place.text, layer, entry.span, inputs, call, entry.call_spans, own
        )
        return self.outcome(place) or _POISONED

    def _apply_shared(self, place: Place, inputs: Bundle, stem: Stem | None) -> Bundle:
        target = self.scope.shares.get(place.path)
        if target is None:
            name = layer_name(place.path)
            self.incomplete = True
            self._add_layer(LayerNode(name, "share", place.entry.span, None, True))
            return self._call(place, name, inputs, stem)
        if isinstance(target.entry.body, Chain):
            child = self._child(target)
            return self._call_nested(place, target, child, inputs, stem)
        return self._call(place, layer_name(target.path), inputs, stem)

    # --- nested models --------------------------------------------------------------

    def _apply_nested(self, place: Place, inputs: Bundle, stem: Stem | None) -> Bundle:
        child = self._child(place, len(inputs))
        return self._call_nested(place, place, child, inputs, stem)

    def _call_nested(
        self, place: Place, target: Place, child: _Model, inputs: Bundle, stem: Stem | None
    ) -> Bundle:
        name = layer_name(target.path)
        captured = tuple(self._own(value, child.parent) for value in child.captured)
        span = place.entry.span
        own = stem or Stem("x", span)
        self.calls[place.text] = Call(place.text, name, span, (*inputs, *captured), {}, {}, own)
        return self.outcome(place) or _POISONED

    def _child(self, place: Place, given: int | None = None) -> _Model:
        """The nested model of a shared chain, laid out at its first use."""
        child = self.children.get(place.path)
        if child is not None:
            return child
        entry = place.entry
        assert isinstance(entry.body, Chain)
        name = layer_name(place.path)
        count = given if given is not None else max(1, len(self.inputs_of(place)))
        suffixes = [""] if count == 1 else [f"_{number}" for number in range(count)]
        names = [f"{name}_input{suffix}" for suffix in suffixes]
        child = _Model(
            self.scope,
            place.path,
            {one: InputNode(one, entry.span, None) for one in names},
            self,
        )
        self.children[place.path] = child
        results: Bundle = tuple(Value(one) for one in names)
        for step in self.scope.steps(entry.body, place.path):
            results = child.apply(step, results)
        child.results = results
        outputs = tuple(
            OutputNode(f"{name}_{number}", value, place.text, entry.span)
            for number, value in enumerate(results)
        )
        form: OutputForm = "one" if len(outputs) == 1 else "list"
        nested = Nested(child.graph(name, entry.span, outputs, form))
        self.incomplete |= child.incomplete
        self._add_layer(LayerNode(name, "chain", entry.span, nested, True))
        return child

    def _capture(self, value: Value, owner: _Model | None) -> Value:
        """A tensor of an outer model, as an input of this one."""
        if owner is self or self.parent is None:
            return value
        if self.parent is not owner:
            value = self.parent._capture(value, owner)
        name = self.captured.get(value)
        if name is None:
            name = f"{layer_name(self.path)}_{value.producer.replace('.', '_')}"
            if value.index:
                name = f"{name}_{value.index}"
            self.captured[value] = name
            self.inputs[name] = InputNode(
                name, self.scope.entries[self.path[0]].entry.span, None
            )
        return Value(name)

    def _own(self, value: Value, owner: _Model | None) -> Value:
        return value if owner is self else self._capture(value, owner)

    # --- references -----------------------------------------------------------------

    def argument(self, given: written.Argument) -> Argument:
        """A value of `call`, its references resolved."""
        if isinstance(given, Reference):
            values = self.resolve(given)
            return values[0] if len(values) == 1 else values
        if isinstance(given, written.Constant):
            return Constant(given.value)
        found: list[Value | Constant | None] = []
        for one in given:
            if isinstance(one, Reference):
                found.extend(self.resolve(one))
            else:
                found.append(Constant(one.value))
        return tuple(found)

    def resolve(self, reference: Reference) -> Bundle:
        """The tensors that a reference stands for; poisoned, and a report, if none."""
        name = reference.path[0]
        if name in self.scope.inputs:
            if len(reference.path) > 1:
                self._no_part(reference, name, reference.path[1], (), "it is an input")
                return self._poisoned()
            return (self._from_root(Value(name)),)
        found = self.scope.find(reference)
        if found is None:
            return self._poisoned()
        place, rest = found
        container = self.scope.container(place.path)
        if self.path[: len(container)] != container:
            self._no_part(
                reference,
                ".".join(container),
                place.path[len(container)],
                (),
                "it is shared, and of a shared entry only its outputs can be referred to",
            )
            return self._poisoned()
        values = self._follow(place)
        if values is None:
            return self._poisoned()
        if rest:
            values = self._member(reference, place, values, rest)
        owner = self._owner(container)
        return tuple(
            value if value is None else self._capture(value, owner) for value in values
        )

    def _member(self, reference: Reference, place: Place, values: Bundle, rest: Path) -> Bundle:
        if values == _POISONED:
            return self._poisoned()
        numbers = tuple(str(number) for number in range(len(values)))
        several = numbers if len(values) > 1 else ()
        if len(rest) == 1 and rest[0] in several:
            return (values[int(rest[0])],)
        shared = place.path in self.scope.nested or isinstance(place.entry.body, Share)
        reason = (
            "of a shared entry only its outputs can be referred to"
            if shared and not several
            else "it gives one tensor"
            if not several and not self.scope.parts(place)
            else ""
        )
        known = several if shared else self.scope.parts(place) + several
        self._no_part(reference, place.text, rest[0], known, reason)
        return self._poisoned()

    def _poisoned(self) -> Bundle:
        self.incomplete = True
        return _POISONED

    def _no_part(
        self, reference: Reference, name: str, part: str, known: tuple[str, ...], reason: str
    ) -> None:
        self.report.add(
            NoSuchPart(span=reference.span, name=name, part=part, known=known, reason=reason)
        )

    def _owner(self, container: Path) -> _Model:
        model = self
        while model.path != container:
            assert model.parent is not None
            model = model.parent
        return model

    def _from_root(self, value: Value) -> Value:
        return self._capture(value, self._owner(()))

    def _follow(self, place: Place) -> Bundle | None:
        """What an entry gives; entries without layers lead on to what they take."""
        passed: dict[Path, Place] = {}
        while True:
            values = self.outcome(place)
            if values is not None:
                return values
            if place.path in passed:
                path = (*(one.text for one in passed.values()), place.text)
                self.report.add(EndlessReference(span=place.entry.span, path=path))
                return None
            passed[place.path] = place
            references = place.entry.inputs
            if references is None:
                return None
            if len(references) != 1 or references[0].path[0] in self.scope.inputs:
                return tuple(value for one in references for value in self.resolve(one))
            found = self.scope.find(references[0])
            if found is None:
                return None
            if found[1]:
                return self.resolve(references[0])
            place = found[0]

    def outcome(self, place: Place) -> Bundle | None:
        """The tensors that an entry gives, by its words alone; None if it has no layer."""
        body = place.entry.body
        if isinstance(body, LayerUse):
            count = _results(body.layer, place.entry.call)
            return tuple(Value(place.text, index) for index in range(count))
        if isinstance(body, Chain):
            last = None
            for step in reversed(self.scope.steps(body, place.path)):
                last = self.outcome(step)
                if last is not None:
                    break
            if place.path in self.scope.nested:
                count = 1 if last is None else len(last)
                return tuple(Value(place.text, index) for index in range(count))
            return last
        if isinstance(body, Share):
            target = self.scope.shares.get(place.path)
            if target is None:
                return _POISONED
            given = self.outcome(target)
            return tuple(Value(place.text, index) for index in range(len(given or (None,))))
        return _POISONED


def _results(layer: Layer, call: Mapping[str, written.Argument]) -> int:
    constants = {
        key: value.value for key, value in call.items() if isinstance(value, written.Constant)
    }
    return layer.results_of(**constants) if constants else layer.results


def _outputs(
    document: Document, model: _Model, end: Bundle, report: Report
) -> tuple[tuple[OutputNode, ...], OutputForm]:
    if document.outputs is None:
        if not isinstance(document.layers, Chain):
            report.add(NoOutput(span=document.layers_span))
            model.incomplete = True
            return (), "one"
        last = next(reversed(model.calls.values()), None)
        name, span = (last.layer, last.span) if last else ("output", document.layers_span)
        return _members(name, name, span, end), "one" if len(end) == 1 else "list"
    found: list[OutputNode] = []
    for output in document.outputs:
        values = model.resolve(output.reference)
        found.extend(_members(output.name, str(output.reference), output.span, values))
    seen: dict[str, OutputNode] = {}
    for one in found:
        if one.name in seen:
            first = Label(seen[one.name].span, "first named here")
            report.add(RepeatedOutput(span=one.span, name=one.name, labels=(first,)))
        seen.setdefault(one.name, one)
    form: OutputForm = document.output_form
    if len(found) == 1:
        form = "one"
    elif form == "one":
        form = "list"
    return tuple(found), form


def _members(name: str, reference: str, span: Span, values: Bundle) -> tuple[OutputNode, ...]:
    if len(values) == 1:
        return (OutputNode(name, values[0], reference, span),)
    return tuple(
        OutputNode(f"{name}_{number}", value, f"{reference}.{number}", span)
        for number, value in enumerate(values)
    )


def _check_names(scope: Scope, model: _Model, report: Report) -> None:
    """Report what would have the name of something else."""
    taken: dict[str, tuple[Span, str]] = {}

    def take(name: str, span: Span, what: str) -> None:
        if name not in taken:
            taken[name] = span, what
        else:
            first = taken[name]
            report.add(
                DuplicateName(
                    span=span,
                    name=name,
                    first=first[1],
                    second=what,
                    labels=(Label(first[0], f"{first[1]} is here"),),
                )
            )

    for one in scope.document.inputs:
        take(one.name, one.span, f"the input `{one.name}`")
    for place in _layers(scope):
        take(layer_name(place.path), place.entry.span, f"the layer `{place.text}`")


def _layers(scope: Scope) -> Iterable[Place]:
    """Every place that makes a layer of its own."""
    return (
        place
        for place in scope.everything
        if isinstance(place.entry.body, LayerUse) or place.path in scope.nested
    )
