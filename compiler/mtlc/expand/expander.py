"""The expansion: every entry becomes calls on layers, every reference a tensor."""

from __future__ import annotations

from mtlc.expand.blocks import outputs_of, values_of
from mtlc.expand.calls import add_call
from mtlc.expand.context import Context, Items, traced_to
from mtlc.expand.copies import apply, repeated
from mtlc.expand.counts import Limits
from mtlc.expand.frames import Frame
from mtlc.expand.layers import apply_custom, apply_function, apply_layer
from mtlc.expand.layout import Layout
from mtlc.expand.model import Path
from mtlc.expand.paths import component, prefix_of, stem_of
from mtlc.expand.places import Place
from mtlc.expand.problems import BlockRecursion, CallOfModel, WrongInputs
from mtlc.expand.references import given_to
from mtlc.expand.results import Group, Item, Result
from mtlc.expand.sharing import share
from mtlc.graph import LayerNode, Stem
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import (
    BlockUse,
    Chain,
    CustomUse,
    Document,
    Entry,
    FunctionUse,
    LayerUse,
    Share,
)


class Expander(Layout):
    """Lays out the definitions of one document."""

    def __init__(
        self, document: Document, report: Report, limits: Limits, deepest: int
    ) -> None:
        super().__init__(document, report, limits, deepest)
        self._open: list[str] = []

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
            stem = stem_of(self, frame, place)
            context = Context(frame, frame.model, frame.names, frame.trace, stem)
            if scope.is_open(place):
                if unit.is_end:
                    assert inputs is not None
                    frame.results[place] = _end_of_chain(frame, place, inputs)
                    frame.flow[unit] = (frame.results[place].item,)
                    end = frame.flow[unit]
                    continue
                self._refuse_call(context, place.entry)
                frame.flow[unit] = given_to(self, context, place.entry, inputs)
                continue
            if place.parent is None and place.counted is None:
                path = (*frame.prefix, place.name)
            else:
                path = (*prefix_of(self, frame, place), *component(self, context, place))
            result = apply(self, context, place, inputs, path)
            frame.results[place] = result
            if is_chain or place.parent is not None:
                frame.flow[unit] = end = (result.item,)
        return end

    def once(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        entry = place.entry
        body = entry.body
        result: Result
        if isinstance(body, LayerUse):
            result = Result(apply_layer(self, context, place, body, inputs, path))
        elif isinstance(body, Chain):
            self._refuse_call(context, entry)
            result = self._chain(context, place, inputs, path)
        elif isinstance(body, BlockUse):
            self._refuse_call(context, entry)
            result = Result(self._block(context, place, body, inputs, path))
        elif isinstance(body, FunctionUse):
            result = Result(apply_function(self, context, entry, body, inputs, path))
        elif isinstance(body, CustomUse):
            result = Result(apply_custom(self, context, entry, body, inputs, path))
        elif isinstance(body, Share):
            result = share(self, context, place, body, inputs, path)
        else:
            context.model.incomplete = True
            node = LayerNode("_".join(path), entry.kind, entry.span, None)
            add_call(self, context, entry, node, inputs, path)
            result = Result(None)
        if place not in self.gives:
            self.gives[place] = result.item
        return result

    def repeated(
        self, context: Context, place: Place, inputs: Items | None, path: Path
    ) -> Result:
        return repeated(self, context, place, inputs, path)

    def _chain(self, context: Context, place: Place, inputs: Items, path: Path) -> Result:
        steps: dict[str, Result] = {}
        self.limits.enter(place.entry.span)
        for step in context.frame.scope.steps_of(place):
            stem = context.stem
            if step.entry.name is not None:
                stem = Stem("_".join((*path, step.name)), step.entry.span)
            inner = Context(context.frame, context.model, context.names, context.trace, stem)
            where = (*path, *component(self, inner, step))
            result = apply(self, inner, step, inputs, where)
            if step.entry.name is not None:
                steps[step.name] = result
            inputs = (result.item,)
        self.limits.leave(place.entry.span, context.trace)
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
        values = values_of(self, context, use)
        if values is None:
            context.model.incomplete = True
            return None
        if self.forecast.largest(use.block) <= self.limits.most:  # or else it says so itself
            self.limits.expect(self.forecast.of_block(use.block), entry.span, context.trace)
        frame = Frame(
            scope=self.scope_of(block.key, block.body, block.inputs),
            key=block.key,
            names=values,
            model=context.model,
            prefix=path[:-1] if block.transparent else path,
            trace=traced_to(".".join(path), entry, context.trace),
            inputs={
                name: Result(item) for name, item in zip(block.inputs, inputs, strict=True)
            },
            given=use.arguments,
            outer=context.frame,
        )
        self.frames.setdefault(frame.code, frame)
        context.frame.uses.setdefault(place, frame)
        self._open.append(use.block)
        try:  # what is laid out on the side may stop in here, and the rest goes on
            self.limits.enter(entry.span)
            end = self.run(frame, inputs)
            item = outputs_of(self, frame, block.body, end)
            frame.ask(item)
            self.limits.leave(entry.span, frame.trace)
            if isinstance(item, Group):
                self.limits.bundle(item.size, entry.span, frame.trace)
        finally:
            self._open.pop()
        return item

    def _refuse_call(self, context: Context, entry: Entry) -> None:
        if entry.call:
            span = next(iter(entry.call_spans.values()), entry.span)
            kind = "chain" if isinstance(entry.body, Chain) else "block"
            self.add(context, CallOfModel(span=span, kind=kind))


def _end_of_chain(frame: Frame, place: Place, flow: Items) -> Result:
    item = flow[0] if len(flow) == 1 else Group(flow, None, "outputs")
    steps = {
        step.name: frame.results[step]
        for step in frame.scope.steps_of(place)
        if step.entry.name is not None and step in frame.results
    }
    return Result(item, steps=steps)
