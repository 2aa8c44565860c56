"""The expansion: every entry becomes calls on layers, every reference a tensor."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from mtlc.expand.counts import Limits, Stop
from mtlc.expand.frames import Frame, signature
from mtlc.expand.model import Aside, Child, LayerNames, Model, Path
from mtlc.expand.problems import (
    BlockRecursion,
    CallOfModel,
    ClosedInside,
    LayerCycle,
    NoOutput,
    NoSuchPart,
    UnknownReference,
    WrongCount,
    WrongInputs,
)
from mtlc.expand.results import (
    Group,
    Item,
    NoPart,
    Result,
    copies_group,
    find,
    results_group,
    spliced,
    tensors,
)
from mtlc.expand.returns import returned
from mtlc.expand.scope import Place, Scope, references_of
from mtlc.expand.segments import Segmenting
from mtlc.graph import (
    Argument,
    Call,
    Constant,
    Custom,
    InputNode,
    LayerNode,
    Nested,
    OutputNode,
    Stem,
    Trace,
    Value,
    What,
)
from mtlc_spec import document as written
from mtlc_spec.diagnostics import Diagnostic, Origin, Report
from mtlc_spec.document import (
    BlockUse,
    Chain,
    CustomUse,
    Definition,
    Document,
    Entry,
    FunctionUse,
    LayerUse,
    Reference,
    Share,
    Written,
)
from mtlc_spec.expressions import ExpressionError, diagnose
from mtlc_spec.functions.base import Function
from mtlc_spec.layers.base import Layer
from mtlc_spec.names import is_name
from mtlc_spec.nodes import words_for_value
from mtlc_spec.source import Source, Span
from mtlc_spec.templates import Template, filled, names_used

M = TypeVar("M", bound=BaseModel)
Items = tuple[Item, ...]

_NO_INNER: Mapping[str, Nested] = {}
_NO_ARGUMENTS: Mapping[str, Argument] = {}


class Context(NamedTuple):
    """Where something is applied: its frame and model, and what surrounds it."""

    frame: Frame
    model: Model
    names: dict[str, object]
    trace: Trace | None
    stem: Stem | None

    def inside(self, path: Path, entry: Entry, **names: object) -> Context:
        """One of several applications of an entry."""
        trace = _traced_to(".".join(path), entry, self.trace)
        return Context(self.frame, self.model, {**self.names, **names}, trace, self.stem)

    def within(self, model: Model) -> Context:
        return Context(self.frame, model, self.names, self.trace, self.stem)


class Skipped(NamedTuple):
    """An entry that is left out: what it would be applied to, and where it would stand."""

    context: Context
    given: Items
    path: Path
    child: tuple[Place, Path] | None
    """The shared entry, and its path, whose nested model it would call."""


class Expander:
    """Lays out the definitions of one document."""

    def __init__(
        self, document: Document, report: Report, limits: Limits, deepest: int
    ) -> None:
        self.document = document
        self.report = report
        self.limits = limits
        self.layer_names = LayerNames(report)
        self.samples: dict[int, What] = {}
        """What an entry's kind is, the first time that it is applied, by its identity."""
        self.gives: dict[Place, Item] = {}
        """What one application of an entry gives, the first time."""
        self.frames: dict[tuple[str, object], Frame] = {}
        """The first application of each block to inputs of one structure."""
        self.document_names: dict[str, object] = {}
        self.depths: dict[Place, int] = {}
        self.segmenting = Segmenting(self, deepest)
        self.missing: set[str] = set()
        """Params of the document without a value, which has been reported."""
        self.skipped: dict[Place, Skipped] = {}
        """Entries that `when` or `repeat: 0` leave out, where they would stand."""
        self.asides: dict[Model, Aside] = {}
        """What was always left out of a model."""
        self._scopes: dict[str, Scope] = {}
        self._stems: dict[Place, Stem] = {}
        self._filled: dict[tuple[object, ...], BaseModel | None] = {}
        self._under: dict[int, Layer] = {}
        self._open: list[str] = []

    @property
    def is_unsure(self) -> bool:
        """Names clash, or entries go round in a circle: not everything is laid out."""
        scopes = self._scopes.values()
        return self.layer_names.clashes or any(one.clashes or one.is_stuck for one in scopes)

    # --- definitions ------------------------------------------------------------------

    def run(self, frame: Frame, first: Items) -> Items:
        """Lay out a definition; what the end of a chain gives."""
        scope = frame.scope
        end = first
        is_chain = isinstance(scope.definition.layers, Chain)
        for unit in scope.units:
            place = unit.place
            if unit.before is not None:
                inputs = frame.flow[unit.before]
            elif is_chain and place.parent is None:
                inputs = first
            else:
                inputs = None
            stem = self._stem(frame, place)
            context = Context(frame, frame.model, frame.names, frame.trace, stem)
            if scope.is_open(place):
                if unit.is_end:
                    assert inputs is not None
                    frame.results[place] = self._end_of_chain(frame, place, inputs)
                    frame.flow[unit] = (frame.results[place].item,)
                    end = frame.flow[unit]
                    continue
                self._refuse_call(context, place.entry)
                frame.flow[unit] = (
                    self.inputs_of(context, place.entry) if inputs is None else inputs
                )
                continue
            path = (*self._prefix(frame, place), *self.component(context, place))
            result = self.apply(context, place, inputs, path)
            frame.results[place] = result
            if is_chain or place.parent is not None:
                frame.flow[unit] = end = (result.item,)
        return end

    def _end_of_chain(self, frame: Frame, place: Place, flow: Items) -> Result:
        item = flow[0] if len(flow) == 1 else Group(flow, None, "outputs")
        steps = {
            step.name: frame.results[step]
            for step in frame.scope.steps_of(place)
            if step.entry.name is not None and step in frame.results
        }
        return Result(item, steps=steps)

    def _stem(self, frame: Frame, place: Place) -> Stem | None:
        """The innermost named entry that a place belongs to, if not the call alone."""
        if not (frame.prefix or place.parent is not None) and place.is_plain:
            return None
        at: Place | None = place
        while at is not None and at.entry.name is None:
            at = at.parent
        if at is None:
            return None
        stem = self._stems.get(at)
        if stem is None:
            stem = self._stems[at] = Stem(at.text.replace(".", "_"), at.entry.span)
        return stem

    def scope_of(self, key: str, definition: Definition, inputs: Mapping[str, Span]) -> Scope:
        scope = self._scopes.get(key)
        if scope is None:
            scope = self._scopes[key] = Scope(definition, inputs, self.report)
        return scope

    def _prefix(self, frame: Frame, place: Place) -> Path:
        """The path of what a place stands in, which runs once."""
        parent = place.parent
        if parent is None:
            return frame.prefix
        context = Context(frame, frame.model, frame.names, None, None)
        return (*self._prefix(frame, parent), *self.component(context, parent))

    def component(
        self,
        context: Context,
        place: Place,
        number: int | None = None,
        single: bool = False,
    ) -> Path:
        """What a place adds to a path; nothing as long as it waits for its number."""
        step = place.counted
        if step is None:
            return (place.name,)
        if (
            step.numbered
            and number is None
            and not single
            and self._is_numbered(context, place)
        ):
            return ()
        before = 0
        for count in step.before:
            if isinstance(count, int):
                before += count
            else:
                value = self.evaluate(context, count)
                before += value if isinstance(value, int) else 1
        if number is not None and step.numbered:
            return (f"{step.base}_{before + number}",)
        return (f"{step.base}_{before}" if before else step.base,)

    def _is_numbered(self, context: Context, place: Place) -> bool:
        """Its copies or iterations have numbers, rather than names."""
        copies = place.entry.modifiers.copies
        if copies is None:
            return True
        value = copies.value
        if not isinstance(value, int | tuple):
            value = self.evaluate(context, value)
        return not isinstance(value, tuple)

    # --- modifiers ----------------------------------------------------------------------

    def apply(self, context: Context, place: Place, inputs: Items | None, path: Path) -> Result:
        """Apply an entry with all of its copies; `inputs` None are those of its `from`."""
        entry = place.entry
        modifiers = entry.modifiers
        if modifiers is written.PLAIN and not place.is_model:
            return self._once(context, place, self._given(context, entry, inputs), path)
        if modifiers.copies is None:
            return self._member(context, place, inputs, path)
        keys = self.keys(context, modifiers.copies)
        if keys is None:
            context.model.incomplete = True
            return Result(None)
        numbered = not isinstance(keys, tuple)
        self.limits.several(len(keys), context.trace, modifiers.copies.span)
        found: dict[str, Result] = {}
        for number, key in enumerate(keys):
            if numbered and not path_is_complete(place):
                where = (*path, *self.component(context, place, number))
            else:
                where = (*path, str(key))
            one = context.inside(where, entry, i=number, copy=key)
            with self.limits.first_of(len(keys), number, modifiers.copies.span, one.trace):
                found[str(key)] = self._member(one, place, inputs, where)
        return Result(copies_group(found), copies=found)

    def _member(
        self, context: Context, place: Place, inputs: Items | None, path: Path
    ) -> Result:
        """One copy: shared parts that are not a single layer are a model of their own."""
        if place.is_model:
            given = self._given(context, place.entry, inputs)
            if place.entry.modifiers.repeat is None and not self._is_on(context, place.entry):
                return self._left_out(context, place, given, path, (place, path))
            return self._call_child(context, place, given, path, path, place.entry)
        return self._repeated(context, place, inputs, path)

    def _repeated(
        self, context: Context, place: Place, inputs: Items | None, path: Path
    ) -> Result:
        entry = place.entry
        repeat = entry.modifiers.repeat
        if repeat is None:
            given = self._given(context, entry, inputs)
            if not self._is_on(context, entry):
                return self._left_out(context, place, given, path)
            return self._once(context, place, given, path)
        count = self._number(context, repeat)
        if count is None:
            context.model.incomplete = True
            return Result(None)
        self.limits.several(count, context.trace, repeat.span)
        if count == 0:
            zeroth = context.inside(path, entry, i=0)
            given = self._given(zeroth, entry, inputs)
            return self._left_out(zeroth, place, given, path)
        size = self.segmenting.size(context, place, inputs, count, path)
        if size is not None:
            return self.segmenting.lay_out(context, place, inputs, count, size, path)
        found = self.iterations(context, place, inputs, path, range(count), ())
        return Result(found[-1].item, iterations=found)

    def iterations(
        self,
        context: Context,
        place: Place,
        inputs: Items | None,
        path: Path,
        numbers: range,
        carried: Items,
    ) -> list[Result]:
        """Apply an entry in sequence; `carried` are the results of the iteration before."""
        entry = place.entry
        repeat = entry.modifiers.repeat
        assert repeat is not None
        numbered = entry.modifiers.copies is None and not path_is_complete(place)
        found: list[Result] = []
        for number in numbers:
            own = self.component(context, place, number) if numbered else (str(number),)
            where = (*path, *own)
            one = context.inside(where, entry, i=number)
            given = self._given(one, entry, inputs)
            given = (*carried[: len(given)], *given[len(carried) :])
            if inputs is not None and context.model.parent is not None:
                given = tuple([context.model.own(item) for item in given])
            with self.limits.first_of(len(numbers), number, repeat.span, one.trace):
                if self._is_on(one, entry):
                    result = self._once(one, place, given, where)
                else:
                    result = self._left_out(one, place, given, where)
            found.append(result)
            item = result.item
            carried = (
                item.members if isinstance(item, Group) and item.form == "outputs" else (item,)
            )
        return found

    def _left_out(
        self,
        context: Context,
        place: Place,
        given: Items,
        path: Path,
        child: tuple[Place, Path] | None = None,
    ) -> Result:
        """What is left out stands for its first input; `child` is its nested model."""
        self.skipped.setdefault(place, Skipped(context, given, path, child))
        if context.model.parent is not None and isinstance(place.entry.body, Chain):
            # The model takes what its parts look at, whether they are there or not.
            scope = context.frame.scope
            for step in scope.steps_of(place):
                for reference in references_of(step, scope.steps_of):
                    self.resolve(context, reference)
        return Result(given[0] if given else None)

    def try_skipped(self) -> None:
        """Lay out on the side what was always left out, for those who write its code."""
        report, limits, names = self.report, self.limits, self.layer_names
        tried: set[Place] = set()
        while waiting := [
            one for one in self.skipped if one not in self.gives and one not in tried
        ]:
            for place in waiting:
                tried.add(place)
                context, given, path, child = self.skipped[place]
                self.report = Report()
                self.limits = Limits(self.report, limits.most)
                self.layer_names = LayerNames(self.report)
                if context.model not in self.asides:
                    self.asides[context.model] = Aside(context.model)
                aside = context.within(self.asides[context.model])
                with contextlib.suppress(Stop):
                    if child is None:
                        self._once(aside, place, given, path)
                    else:
                        self._call_child(aside, child[0], given, child[1], path, place.entry)
        self.report, self.limits, self.layer_names = report, limits, names

    def _is_on(self, context: Context, entry: Entry) -> bool:
        """Whether `when` holds; it does where it cannot be evaluated, which is reported."""
        when = entry.modifiers.when
        if when is None:
            return True
        value = self.evaluate(context, when.value)
        if value is FAILED:
            context.model.incomplete = True
            return True
        if not isinstance(value, bool | int | float | str | tuple) and value is not None:
            return True
        return bool(value)

    def keys(self, context: Context, copies: Written) -> range | tuple[str, ...] | None:
        """The numbers or names of copies; None, and a report, if there are none."""
        value = self.evaluate(context, copies.value)
        if value is FAILED:
            return None
        if type(value) is int and value >= 1:
            return range(value)
        names = value if isinstance(value, tuple) else ()
        words = tuple([one for one in names if isinstance(one, str) and is_name(one)])
        if words and len({*words}) == len(names):
            return words
        self._wrong_count(
            context, copies, "copies", "a positive number, or a list of names", value
        )
        return None

    def _number(self, context: Context, repeat: Written) -> int | None:
        value = self.evaluate(context, repeat.value)
        if value is FAILED:
            return None
        if type(value) is int and value >= 0:
            return value
        self._wrong_count(
            context, repeat, "repeat", "a whole number that is not negative", value
        )
        return None

    def _wrong_count(
        self, context: Context, at: Written, name: str, wanted: str, value: object
    ) -> None:
        shown = str(value) if isinstance(value, int | float) else words_for_value(value)
        found = WrongCount(span=at.span, name=name, wanted=wanted, found=shown)
        self.add(context, found)

    # --- bodies -------------------------------------------------------------------------

    def _given(self, context: Context, entry: Entry, inputs: Items | None) -> Items:
        return self.inputs_of(context, entry) if inputs is None else inputs

    def inputs_of(self, context: Context, entry: Entry) -> Items:
        """What an entry's `from` stands for, one item for each reference."""
        references = entry.inputs or ()
        return tuple([self.resolve(context, one) for one in references])

    def _once(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        """Apply what an entry is, once."""
        entry = place.entry
        body = entry.body
        result: Result
        if isinstance(body, LayerUse):
            result = Result(self._layer(context, place, body, inputs, path))
        elif isinstance(body, Chain):
            self._refuse_call(context, entry)
            result = self._chain(context, place, inputs, path)
        elif isinstance(body, BlockUse):
            self._refuse_call(context, entry)
            result = Result(self._block(context, place, body, inputs, path))
        elif isinstance(body, FunctionUse):
            result = Result(self._function(context, entry, body, inputs, path))
        elif isinstance(body, CustomUse):
            result = Result(self._custom(context, entry, body, inputs, path))
        elif isinstance(body, Share):
            result = self._share(context, place, inputs, path)
        else:
            context.model.incomplete = True
            self._call(
                context,
                entry,
                LayerNode("_".join(path), entry.kind, entry.span, None),
                inputs,
                path,
            )
            result = Result(None)
        if place not in self.gives:
            self.gives[place] = result.item
        return result

    def _chain(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        steps: dict[str, Result] = {}
        self.limits.enter(place.entry.span)
        for step in context.frame.scope.steps_of(place):
            stem = context.stem
            if step.entry.name is not None:
                stem = Stem("_".join((*path, step.name)), step.entry.span)
            inner = Context(context.frame, context.model, context.names, context.trace, stem)
            where = (*path, *self.component(inner, step))
            result = self.apply(inner, step, inputs, where)
            if step.entry.name is not None:
                steps[step.name] = result
            inputs = (result.item,)
        self.limits.leave()
        item = inputs[0] if len(inputs) == 1 else Group(inputs, None, "outputs")
        return Result(item, steps=steps)

    def _block(
        self, context: Context, place: Place, use: BlockUse, inputs: Items, path: Path
    ) -> Item:
        block = self.document.blocks[use.block]
        entry = place.entry
        if block.body is None:
            context.model.incomplete = True
            return None
        if use.block in self._open:
            circle = (*self._open[self._open.index(use.block) :], use.block)
            self.add(context, BlockRecursion(span=entry.kind_span, path=circle))
            context.model.incomplete = True
            return None
        if len(inputs) != len(block.inputs):
            found = WrongInputs(
                span=entry.span, block=entry.kind, inputs=tuple(block.inputs), given=len(inputs)
            )
            self.add(context, found)
            context.model.incomplete = True
            return None
        values = self._params(context, use)
        if values is None:
            context.model.incomplete = True
            return None
        frame = Frame(
            scope=self.scope_of(block.key, block.body, block.inputs),
            key=block.key,
            names=values,
            model=context.model,
            prefix=path[:-1] if block.transparent else path,
            trace=_traced_to(".".join(path), entry, context.trace),
            inputs={
                name: Result(item) for name, item in zip(block.inputs, inputs, strict=True)
            },
        )
        self.frames.setdefault((block.key, signature(inputs, values)), frame)
        context.frame.uses.setdefault(place, frame)
        self._open.append(use.block)
        self.limits.enter(entry.span)
        end = self.run(frame, inputs)
        item = self._outputs(frame, block.body, end)
        self.limits.leave()
        self._open.pop()
        return item

    def _outputs(self, frame: Frame, body: Definition, end: Items) -> Item:
        """What a block gives."""
        context = Context(frame, frame.model, frame.names, frame.trace, None)
        if body.outputs is None:
            if isinstance(body.layers, Chain):
                return end[0] if len(end) == 1 else Group(end, None, "outputs")
            self.report.add(NoOutput(span=body.layers_span))
            frame.model.incomplete = True
            return None
        items = tuple(
            self._poisoned(context)
            if one.reference is None
            else self.resolve(context, one.reference)
            for one in body.outputs
        )
        if body.output_form == "one" and len(items) == 1:
            return items[0]
        if body.output_form == "dict":
            return Group(items, tuple(one.name for one in body.outputs), "outputs")
        return Group(items, None, "outputs")

    def _params(self, context: Context, use: BlockUse) -> dict[str, object] | None:
        """The values of a block's params; None, and a report, if one has none."""
        block = self.document.blocks[use.block]
        names: dict[str, object] = {}
        if block.sees_document:
            names.update(self.document_names)
        for param in block.params.values():
            given = use.arguments.get(param.name)
            if given is not None:
                value = self.evaluate(context, given.value)
            else:
                inside = Context(context.frame, context.model, names, context.trace, None)
                value = self.evaluate(inside, param.value.value, param.span.source)
            if value is FAILED:
                return None
            names[param.name] = value
        return names

    def _layer(
        self, context: Context, place: Place, use: LayerUse, inputs: Items, path: Path
    ) -> Item:
        entry = place.entry
        layer: Layer | None
        layer = use.layer if isinstance(use.layer, Layer) else self.fill(context, use.layer)
        if layer is not None:
            layer = self._under_policy(layer)
            self.samples.setdefault(id(entry), layer)
        good: Mapping[str, Nested] = _NO_INNER
        if use.inner:
            inner = {
                name: self._inner(context, context.frame.scope.inner[place, name], path)
                for name in use.inner
            }
            if any(one is None for one in inner.values()):
                layer = None
            good = {name: one for name, one in inner.items() if one is not None}
        node = LayerNode("_".join(path), entry.kind, entry.span, layer, good)
        node = self._named(context, node, path)
        call = self._call(context, entry, node, inputs, path)
        if layer is None:
            context.model.incomplete = True
            return None
        return results_group(call.name, _results(layer, call.call))

    def _under_policy(self, layer: Layer) -> Layer:
        policy = self.document.header.dtype
        if policy == "float32":
            return layer
        found = self._under.get(id(layer))
        if found is None:
            found = self._under[id(layer)] = layer.under(policy)
            self._under[id(found)] = found
        return found

    def fill(self, context: Context, template: Template[M]) -> M | None:
        used = names_used(template.value)
        values = tuple([(name, repr(context.names.get(name, FAILED))) for name in sorted(used)])
        key = (id(template), values)
        if key not in self._filled:
            self._filled[key], problems = template.fill(context.names)
        elif self._filled[key] is None:
            problems = template.fill(context.names)[1]
        else:
            problems = ()
        if problems and self.missing.isdisjoint(used - {*context.names}):
            self.report.extend(self._traced(context, problems))
        return self._filled[key]  # type: ignore[return-value]

    def _function(
        self, context: Context, entry: Entry, use: FunctionUse, inputs: Items, path: Path
    ) -> Item:
        function: Function | None
        if use.function is None:
            return self._imported(context, entry, "ops", use.name, use.arguments, inputs, path)
        if isinstance(use.function, Function):
            function = use.function
        else:
            function = self.fill(context, use.function)
        node = LayerNode(".".join(path), entry.kind, entry.span, function)
        call = self._call(context, entry, node, inputs, path)
        if function is None:
            context.model.incomplete = True
            return None
        self.samples.setdefault(id(entry), function)
        constants = {
            name: one.value for name, one in call.call.items() if isinstance(one, Constant)
        }
        count = function.results_of(len(call.inputs), constants)
        if count is not None and function.gives_list:
            members = tuple(Value(call.name, index) for index in range(count))
            return Group(members, None, "results")
        return results_group(call.name, count)

    def _custom(
        self, context: Context, entry: Entry, use: CustomUse, inputs: Items, path: Path
    ) -> Item:
        return self._imported(context, entry, use.alias, use.name, use.arguments, inputs, path)

    def _imported(
        self,
        context: Context,
        entry: Entry,
        alias: str,
        name: str,
        arguments: object,
        inputs: Items,
        path: Path,
    ) -> Item:
        values = self.evaluate(context, arguments)
        is_layer = isinstance(entry.body, CustomUse) and entry.body.is_layer
        gives = None
        if entry.modifiers.returns is not None:
            shapes = self.evaluate(context, entry.modifiers.returns.value)
            gives = returned(shapes, entry.modifiers.returns.span, self.report)
        custom = Custom(alias, name, values, is_layer, gives)
        self.samples.setdefault(id(entry), custom)
        node = LayerNode("_".join(path), entry.kind, entry.span, custom)
        if is_layer:
            node = self._named(context, node, path)
        call = self._call(context, entry, node, inputs, path)
        return results_group(call.name, 1 if gives is None else len(gives))

    def _named(self, context: Context, node: LayerNode, path: Path) -> LayerNode:
        """The layer; moved out of the way, and a report, if something else has its name."""
        if self.layer_names.take(node.name, path, "the layer", node.span):
            return node
        context.model.incomplete = True
        return replace(node, name=f"{node.name}'")

    def _call(
        self, context: Context, entry: Entry, node: LayerNode, inputs: Items, path: Path
    ) -> Call:
        """Add a call of a layer to the model."""
        name = ".".join(path)
        model = context.model
        while name in model.calls:
            name = f"{name}'"
        self.limits.count(entry.span, context.trace)
        call = _NO_ARGUMENTS
        if entry.call:
            call = {key: self._argument(context, one) for key, one in entry.call.items()}
        values = spliced(inputs)
        made = Call(
            name,
            node.name,
            entry.span,
            values,
            call,
            entry.call_spans,
            context.stem,
            context.trace,
        )
        model.layers.setdefault(node.name, node)
        model.calls[name] = made
        return made

    def _argument(self, context: Context, given: written.Argument) -> Argument:
        """A value of `call`, its references resolved."""
        if isinstance(given, Reference):
            item = self.resolve(context, given)
            return tuple(tensors((item,))) if isinstance(item, Group) else item
        if isinstance(given, written.Constant):
            value = self.evaluate(context, given.value)
            return None if value is FAILED else Constant(value)
        found: list[Value | Constant | None] = []
        for one in given:
            if isinstance(one, Reference):
                found.extend(tensors((self.resolve(context, one),)))
            else:
                value = self.evaluate(context, one.value)
                found.append(None if value is FAILED else Constant(value))
        return tuple(found)

    # --- sharing and nested models ------------------------------------------------------

    def _share(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        target = place.target
        entry = place.entry
        if target is None:
            context.model.incomplete = True
            return Result(None)
        frame = context.frame
        base = (*self._prefix(frame, target), *self.component(context, target))
        copies = target.entry.modifiers.copies
        if copies is None:
            return self._share_member(context, place, target, inputs, path, base, {})
        own = Context(frame, context.model, frame.names, context.trace, context.stem)
        keys = self.keys(own, copies)
        if keys is None:
            return Result(None)
        found: dict[str, Result] = {}
        wanted = self._wanted(context, place)
        for number, key in enumerate(keys):
            if wanted is None or wanted == str(key):
                names = {"i": number, "copy": key}
                member = (*base, str(key))
                where = path if wanted is not None else (*path, str(key))
                found[str(key)] = self._share_member(
                    context, place, target, inputs, where, member, names
                )
        if wanted is not None:
            if wanted not in found:
                span = entry.body.target.span if isinstance(entry.body, Share) else entry.span
                known = tuple(str(key) for key in keys)
                self.add(
                    context, NoSuchPart(span=span, name=target.text, part=wanted, known=known)
                )
                return Result(None)
            return found[wanted]
        return Result(copies_group(found), copies=found)

    def _wanted(self, context: Context, place: Place) -> str | None:
        """The copy that a `share` names; None for all of them."""
        if not place.member:
            return None
        value = self.evaluate(context, place.member[0])
        return str(value)

    def _share_member(
        self,
        context: Context,
        place: Place,
        target: Place,
        inputs: Items,
        path: Path,
        owner: Path,
        names: dict[str, object],
    ) -> Result:
        """Apply one shared layer or model again."""
        frame = context.frame
        own = Context(
            frame, context.model, {**frame.names, **names}, context.trace, context.stem
        )
        if target.entry.modifiers.repeat is None and not self._is_on(own, target.entry):
            child = None if target.is_single else (target, owner)
            return self._left_out(own, place, inputs, path, child)
        if not target.is_single:
            return self._call_child(own, target, inputs, owner, path, place.entry)
        body = target.entry.body
        if not isinstance(body, LayerUse | CustomUse):
            context.model.incomplete = True
            return Result(None)
        name = "_".join(owner)
        node = self._shared_layer(own, target, name)
        call = self._call(context, place.entry, node, inputs, path)
        if isinstance(node.what, Layer):
            item = results_group(call.name, _results(node.what, call.call))
        elif isinstance(node.what, Custom):
            gives = node.what.returns
            item = results_group(call.name, 1 if gives is None else len(gives))
        else:
            context.model.incomplete = True
            item = None
        return Result(item, closed=True)

    def _shared_layer(self, context: Context, target: Place, name: str) -> LayerNode:
        """The layer of an entry, which may be laid out later than its further use."""
        found = context.model.layers.get(name)
        if found is not None:
            return found
        body = target.entry.body
        layer: Layer | Custom | None = None
        if isinstance(body, LayerUse):
            made = (
                body.layer if isinstance(body.layer, Layer) else self.fill(context, body.layer)
            )
            layer = None if made is None else self._under_policy(made)
        elif isinstance(body, CustomUse):
            values = self.evaluate(context, body.arguments)
            gives = None
            if target.entry.modifiers.returns is not None:
                shapes = self.evaluate(context, target.entry.modifiers.returns.value)
                gives = returned(shapes, target.entry.modifiers.returns.span, Report())
            layer = Custom(body.alias, body.name, values, True, gives)
        return LayerNode(name, target.entry.kind, target.entry.span, layer)

    def _call_child(
        self,
        context: Context,
        target: Place,
        inputs: Items,
        owner: Path,
        path: Path,
        entry: Entry,
    ) -> Result:
        """Call the nested model of a shared entry."""
        child = self._child(context, target, inputs, owner)
        return self.call_child(context, child, inputs, path, entry)

    def call_child(
        self, context: Context, child: Child, inputs: Items, path: Path, entry: Entry
    ) -> Result:
        """Call a nested model."""
        outer = context.model
        captured = tuple(outer.own(value) for value in child.model.captured)
        name = ".".join(path)
        self.limits.count(entry.span, context.trace)
        outer.calls[name] = Call(
            name,
            child.name,
            entry.span,
            tuple(tensors((*inputs, *captured))),
            {},
            {},
            context.stem,
            context.trace,
        )
        return Result(_moved(child.gives, name), closed=True)

    def _child(self, context: Context, target: Place, inputs: Items, owner: Path) -> Child:
        """The nested model of a shared entry, laid out at its first use."""
        outer = context.model
        found = outer.children.get(owner)
        if found is not None:
            return found
        entry = target.entry
        nodes: dict[str, InputNode] = {}
        given = self._inner_inputs(target, inputs, "_".join(owner), nodes)
        model = Model(owner, nodes, outer, closed=False)
        inner = context.within(model)
        if entry.modifiers.repeat is None:  # whoever calls it knows that `when` holds
            result = self._once(inner, target, given, owner)
        else:
            result = self._repeated(inner, target, given, owner)
        return self.close_child(context, model, owner, entry, entry.kind, result.item)

    def close_child(
        self, context: Context, model: Model, owner: Path, entry: Entry, kind: str, item: Item
    ) -> Child:
        """Make the nested model of what has been laid out in it."""
        outer = context.model
        name = "_".join(owner)
        flat = tuple(tensors((item,)))
        outputs = tuple(
            OutputNode(f"{name}_{number}", value, ".".join(owner), entry.span)
            for number, value in enumerate(flat)
        )
        graph = model.graph(name, entry.span, outputs, "one" if len(flat) == 1 else "list")
        outer.incomplete |= model.incomplete
        node = LayerNode(name, kind, entry.span, Nested(graph))
        self._named(context, node, owner)
        outer.layers.setdefault(name, node)
        child = Child(name, model, _renumbered(item, flat), len(flat))
        outer.children[owner] = child
        return child

    def _inner_inputs(
        self, target: Place, inputs: Items, name: str, nodes: dict[str, InputNode]
    ) -> Items:
        """The inputs of a nested model, made up like what it is first called on."""
        body = target.entry.body
        if isinstance(body, BlockUse):
            own = tuple(self.document.blocks[body.block].inputs)
            words = own if len(own) == len(inputs) else tuple(map(str, range(len(inputs))))
            bases = [f"{name}_{one}" for one in words]
        elif len(inputs) == 1:
            bases = [f"{name}_input"]
        else:
            bases = [f"{name}_input_{number}" for number in range(len(inputs))]

        return self.made_inputs(inputs, bases, target.entry.span, nodes)

    def made_inputs(
        self,
        inputs: Items,
        bases: str | list[str],
        span: Span,
        nodes: dict[str, InputNode],
    ) -> Items:
        """Inputs of a nested model, made up like these items."""
        if isinstance(bases, str):
            several = len(inputs) > 1
            bases = [
                f"{bases}_input_{number}" if several else f"{bases}_input"
                for number in range(len(inputs))
            ]

        def made(item: Item, base: str) -> Item:
            if isinstance(item, Group):
                members = tuple(
                    made(one, f"{base}_{part}")
                    for one, part in zip(item.members, item.parts, strict=True)
                )
                return Group(members, item.names, item.form)
            nodes[base] = InputNode(base, span, None)
            return Value(base)

        return tuple(made(item, base) for item, base in zip(inputs, bases, strict=True))

    def _inner(self, context: Context, place: Place, path: Path) -> Nested | None:
        """The model of an entry that is the argument of a layer."""
        entry = place.entry
        where = (*path, *self.component(context, place))
        name = "_".join(where)
        base = f"{name}_input"
        model = Model(where, {base: InputNode(base, entry.span, None)}, context.model, True)
        inner = Context(
            context.frame, model, context.names, context.trace, Stem(name, entry.span)
        )
        result = self._once(inner, place, (Value(base),), where)
        flat = tuple(tensors((result.item,)))
        outputs = tuple(
            OutputNode(f"{name}_{number}", value, ".".join(where), entry.span)
            for number, value in enumerate(flat)
        )
        context.model.incomplete |= model.incomplete
        graph = model.graph(name, entry.span, outputs, "one" if len(flat) == 1 else "list")
        return None if None in flat else Nested(graph)

    def _refuse_call(self, context: Context, entry: Entry) -> None:
        if entry.call:
            span = next(iter(entry.call_spans.values()), entry.span)
            kind = "chain" if isinstance(entry.body, Chain) else "block"
            self.add(context, CallOfModel(span=span, kind=kind))

    # --- references -----------------------------------------------------------------------

    def resolve(self, context: Context, reference: Reference) -> Item:
        """The item that a reference stands for; None, and a report, if there is none."""
        frame = context.frame
        path = self._path(context, reference)
        if path is None:
            return self._poisoned(context)
        name, rest = path[0], path[1:]
        result = frame.inputs.get(name)
        place = None
        if result is None:
            place = frame.scope.entries.get(name)
            if place is None:
                unnamed = any(
                    not one.step.written and self.component(context, one) == (name,)
                    for one in frame.scope.roots
                )
                self.add(
                    context,
                    UnknownReference(
                        span=reference.span,
                        name=name,
                        known=frame.scope.known,
                        unnamed_step=unnamed,
                    ),
                )
                return self._poisoned(context)
            while rest and frame.scope.is_open(place):
                step = next(
                    (
                        one
                        for one in frame.scope.steps_of(place)
                        if one.entry.name is not None and one.name == rest[0]
                    ),
                    None,
                )
                if step is None:
                    break
                place, rest = step, rest[1:]
            result = frame.results.get(place)
        if result is None:
            if place is not None and not isinstance(reference.path[0], str):
                self._report_circle(context, reference, place)
            return self._poisoned(context)
        try:
            item = find(result, rest) if rest else result.item
        except NoPart as error:
            shown = name if place is None else place.text
            self._no_part(context, reference, shown, rest, error, place is None)
            return self._poisoned(context)
        if item is None:
            return self._poisoned(context)
        if context.model.parent is None:
            return item
        try:
            return context.model.own(item)
        except LookupError:
            self.add(context, ClosedInside(span=reference.span, name=name))
            return self._poisoned(context)

    def _report_circle(self, context: Context, reference: Reference, place: Place) -> None:
        """A computed name leads to what has to be laid out later."""
        if not context.frame.scope.is_stuck:
            here = context.stem.name if context.stem else str(reference)
            path = (here, place.text, here)
            self.add(context, LayerCycle(span=reference.span, path=path))

    def _path(self, context: Context, reference: Reference) -> Path | None:
        found: list[str] = []
        first = reference.path[0]
        if len(reference.path) == 1 and isinstance(first, str):
            return (first,)
        for part in reference.path:
            if isinstance(part, str):
                found.append(part)
                continue
            value = self.evaluate(context, part)
            if value is FAILED:
                return None
            found.extend(str(value).split("."))
        return tuple(found)

    def _no_part(
        self,
        context: Context,
        reference: Reference,
        name: str,
        rest: Path,
        error: NoPart,
        is_input: bool,
    ) -> None:
        result = error.result
        known = result.parts
        reason = ""
        if result.closed and not known:
            reason = (
                "it is shared, and of a shared entry only its outputs can be referred to"
                if not isinstance(result.item, Value)
                else "of a shared entry only its outputs can be referred to"
            )
        elif not known:
            reason = "it is an input" if is_input else "it gives one tensor"
        shown = ".".join((name, *rest[: error.depth]))
        self.add(
            context,
            NoSuchPart(
                span=reference.span, name=shown, part=error.part, known=known, reason=reason
            ),
        )

    def _poisoned(self, context: Context) -> Item:
        """What is not known, so that the model is not either."""
        context.model.incomplete = True
        return None

    # --- values -----------------------------------------------------------------------

    def evaluate(self, context: Context, value: object, source: Source | None = None) -> object:
        """The value with its expressions evaluated; `FAILED`, and a report, if one cannot be.

        `source` is where it is written, if not with the entries of the frame.
        """
        if value is None or value.__class__ in (int, str, bool, float):
            return value
        try:
            return filled(value, context.names)
        except ExpressionError as error:
            own = context.frame.scope.definition.layers_span.source
            if error.name not in self.missing:
                self.add(context, diagnose(error, source or own))
            return FAILED

    def add(self, context: Context, diagnostic: Diagnostic) -> None:
        self.report.extend(self._traced(context, (diagnostic,)))

    def _traced(
        self, context: Context, found: tuple[Diagnostic, ...]
    ) -> tuple[Diagnostic, ...]:
        if context.trace is None:
            return found
        uses = context.trace.origins()
        return tuple(one.replace(trace=uses) for one in found)


class _Failed:
    """What an expression gives that cannot be evaluated."""

    def __repr__(self) -> str:
        return "FAILED"


FAILED = _Failed()


def _traced_to(name: str, entry: Entry, outer: Trace | None) -> Trace:
    """The trace one step further in; a repeated block is one step, not two."""
    origin = Origin(name, entry.kind_span)
    if outer is not None and outer.origin == origin:
        return outer
    return Trace(origin, outer)


def path_is_complete(place: Place) -> bool:
    """Whether the path names the place already, so that members add a part of their own."""
    return place.counted is None or not place.counted.numbered


def _results(layer: Layer, call: Mapping[str, Argument]) -> int:
    constants = {key: one.value for key, one in call.items() if isinstance(one, Constant)}
    return layer.results_of(**constants) if constants else layer.results


def _renumbered(item: Item, flat: tuple[Value | None, ...]) -> Item:
    """The same structure, with the numbers of a model's outputs in place of its tensors."""
    numbers = iter(range(len(flat)))

    def renumber(one: Item) -> Item:
        if isinstance(one, Group):
            return Group(tuple(renumber(part) for part in one.members), one.names, one.form)
        return Value("", next(numbers))

    return renumber(item)


def _moved(item: Item, name: str) -> Item:
    if isinstance(item, Group):
        return Group(tuple(_moved(one, name) for one in item.members), item.names, item.form)
    return None if item is None else Value(name, item.index)
