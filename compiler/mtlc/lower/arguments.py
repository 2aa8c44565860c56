"""Models that are arguments of layers: what `TimeDistributed` applies to every step."""

from __future__ import annotations

from dataclasses import replace

from mtlc import pysrc
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.target import not_sequential
from mtlc.expand.places import Place
from mtlc.expand.stacks import is_stack
from mtlc.lower.body import Body
from mtlc.lower.calls import tensor_arguments
from mtlc.lower.context import At
from mtlc.lower.describe import summary
from mtlc.lower.draft import Draft
from mtlc.lower.names import Needs, Prefix, component, layer_name
from mtlc.lower.stack import Stack
from mtlc.lower.values import Val
from mtlc.pysrc import Assign, Expression, Parameter, Return, call, literal, name
from mtlc.variables import Variables
from mtlc_spec.document import Chain, CustomUse, LayerUse
from mtlc_spec.shapes import Tensor


class ArgumentModels:
    """The models of one module that layers take as arguments."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def construction(self, body: Body, place: Place, prefix: Prefix, at: At) -> Expression:
        """The model of an entry that is the argument of a layer; a layer is one by itself."""
        where = (*prefix, *component(place.step, None, at.lookup))
        at = replace(at, inside=True)
        kind = place.entry.body
        own = self.draft.expansion.inner_models.get(place)
        facts = self._facts(place)
        if own is not None and facts is not None:
            self.draft.shapes[own.model] = facts
        if isinstance(kind, LayerUse) or (isinstance(kind, CustomUse) and kind.is_layer):
            return body.calls.layer(place, where, replace(at, cut=at.cut + 1))
        if isinstance(kind, Chain) and not kind.steps:
            self.draft.makers.submodules.add("layers")
            return call("layers.Identity", name=layer_name(where))
        step = self._step(body, place, at)
        if step is None or self._is_stack(body, place):
            layers = Stack(body).once(place, where, at)
            return call("keras.Sequential", pysrc.list_(layers), name=layer_name(where))
        return self._functional(body, place, where, at, step)

    def _is_stack(self, body: Body, place: Place) -> bool:
        own = self.draft.expansion.inner_models.get(place)
        if own is not None and any(not_sequential(own.graph)):
            return False
        return is_stack(body.frame, place)

    def _facts(self, place: Place) -> Shapes | None:
        """What is known of the model, the first time that it is applied."""
        own = self.draft.expansion.inner_models.get(place)
        if own is None:  # it was always left out
            return None
        assert own.model.parent is not None
        around = self.draft.shapes.get(own.model.parent, Shapes())
        known = around.inner.get((own.layer, own.argument))
        return known[0] if known else None

    def _step(self, body: Body, place: Place, at: At) -> Tensor | Expression | None:
        """What the model is built on: one step, or the tensor that has the steps."""
        several = at.sample or at.loops or at.indexes or body.frame.key is not None
        facts = self._facts(place)
        if not several and not self.draft.document.params and facts is not None:
            (step,) = facts.inputs.values()
            if step is not None:
                return step
        return at.given

    def _functional(
        self, body: Body, place: Place, where: Prefix, at: At, step: Tensor | Expression
    ) -> Expression:
        """A function that builds the model, and its call."""
        draft = self.draft
        own = draft.expansion.inner_models.get(place)
        facts = self._facts(place)
        words = place.text.replace(".", "_")
        function = draft.names.new(f"build_{words}")
        variables = Variables(draft.taken | {"name"})
        needs = Needs(variables, {})
        inner = Body(body.module, body.frame, needs.lookup, (), variables, outer=body)
        if own is not None:
            inner.enter(own.model)
        named = pysrc.fstring((name("name"), "_input"))
        parameters = []
        if isinstance(step, Tensor):
            made = draft.makers.tensor(step, named)
            arguments = []
        else:
            parameters.append(Parameter(steps := variables.new("steps")))
            made = self._one_of(name(steps), at.cut, facts, named)
            arguments = [step]
        step_input = variables.new("x")
        inner.emit(Assign((step_input,), made))
        target = variables.new(words)
        given = [Val(name(step_input), None)]
        holder = inner.once(place, given, (name("name"),), At(needs.lookup, target, at.sample))
        (gives,) = tensor_arguments(holder.val)
        end = Return(call("keras.Model", name(step_input), gives, name=name("name")))
        parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
        parameters.append(Parameter("name", keyword_only=True))
        doc = "Build a model that is applied to every step of a tensor."
        if isinstance(step, Tensor) and facts is not None and own is not None:
            doc = summary(own.graph.name, "", own.graph, facts)
        statements = (*inner.statements, end)
        draft.functions.append(
            pysrc.Def(function, "keras.Model", doc, statements, tuple(parameters))
        )
        keywords = {word: at.lookup(one) for one, word in needs.used.items()}
        return call(function, *arguments, **keywords, name=layer_name(where))

    def _one_of(
        self, steps: Expression, cut: int, facts: Shapes | None, named: Expression
    ) -> Expression:
        """An input like one step of a tensor."""
        shape = pysrc.attribute(steps, "shape")
        sizes = pysrc.starred(pysrc.slice_from(shape, 1 + cut))
        batch_shape = pysrc.tuple_((pysrc.subscript(shape, literal(0)), sizes))
        dtype = pysrc.attribute(steps, "dtype")
        (step,) = facts.inputs.values() if facts is not None else (None,)
        if step is not None and self.draft.document.header.dtype != "float32":
            dtype = literal(step.dtype)  # the layer casts what it gets
        return call("keras.Input", batch_shape=batch_shape, dtype=dtype, name=named)
