"""Models inside of a model: a function that builds each, and its construction."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtlc import pysrc
from mtlc.analysis.shapes import infer_from
from mtlc.analysis.target import not_sequential
from mtlc.expand.model import Child, Model
from mtlc.expand.places import Place
from mtlc.expand.results import Group
from mtlc.expand.stacks import is_stack
from mtlc.graph import Graph, Nested, Value
from mtlc.lower.body import Body
from mtlc.lower.calls import tensor_arguments
from mtlc.lower.captures import Captures
from mtlc.lower.context import At
from mtlc.lower.describe import summary
from mtlc.lower.draft import Draft
from mtlc.lower.names import Needs, Prefix, component, layer_name
from mtlc.lower.stack import Stack
from mtlc.lower.values import Val, is_flat, listed, localised
from mtlc.pysrc import Assign, Expression, Parameter, Return, call, literal, name
from mtlc.variables import Variables
from mtlc_spec.shapes import Tensor
from mtlc_spec.templates import filled


@dataclass(slots=True)
class _Inputs:
    """The inputs of a nested model, each assigned to a variable.

    Where their shapes are not known for sure, each is made like a tensor that the
    function is given: `examples` are the numbers of those inputs.
    """

    variables: list[Expression] = field(default_factory=list)
    statements: list[Assign] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    examples: list[int] = field(default_factory=list)


class NestedModels:
    """The nested models of one module."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def construction(self, body: Body, place: Place, inputs: list[Val], at: At) -> Expression:
        """The construction of the nested model of a shared entry."""
        draft = self.draft
        path = _made(body.model, _sample_path(body, place), _sample_key(place, at))
        model = self._model_of(body.model, path)
        child = model.children[path]
        graph = _graph(model, child)
        draft.shapes[child.model] = draft.shapes[model].nested[child.name]
        function = draft.names.new(f"build_{place.text.replace('.', '_')}")
        in_block = body.frame.key is not None
        variables = Variables(draft.taken | {"name"})
        needs = Needs(variables, {})
        prefix = (name("name"),) if in_block else ()
        inner = Body(body.module, body.frame, needs.lookup, prefix, variables, outer=body)
        inner.enter(child.model)
        around = inner.around(place)
        where: Prefix = (*around, *component(place.step, None, needs.lookup))
        if place.entry.modifiers.copies is not None:
            word = "copy" if isinstance(at.sample["copy"], str) else "i"
            where = (*where, needs.lookup(word))
        made = self._inputs(inner, place, model, child, where)
        count = len(graph.inputs) - len(child.model.captured)
        own = made.variables
        inner.references.captures = Captures(child.model.captured, own[count:])
        named = layer_name(where)
        parameters = made.parameters
        if self._is_stack(inner, place, child, graph):
            draft.stacks.add(place.entry.span)
            layers = Stack(inner).inside(place, around, where, At(needs.lookup))
            if inputs:
                layers.insert(0, made.statements[-1].value)
            else:  # the stack that it is a layer of tells it the shape
                parameters = []
            listed_layers = pysrc.list_(layers, exploded=True)
            end = Return(call("keras.Sequential", listed_layers, name=named))
            statements = (*inner.statements, end)
        else:
            target = variables.new("x")
            given = _given(inputs, own[:count])
            holder = inner.inside(place, given, around, where, At(needs.lookup, target))
            taken = own[0] if len(own) == 1 else pysrc.list_(own)
            end = Return(call("keras.Model", taken, _structured(holder.val), name=named))
            statements = (*made.statements, *inner.statements, end)
        captures = inner.references.captures.outside()
        body.sharing.captures[place] = captures
        parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
        if in_block:
            parameters.append(Parameter("name", keyword_only=True))
        doc = self._doc(child, model, graph, in_block)
        draft.functions.append(
            pysrc.Def(function, "keras.Model", doc, statements, tuple(parameters))
        )
        outer = [expr for val in inputs for expr in tensor_arguments(val)] + captures
        arguments = [outer[number] for number in made.examples] if outer else []
        keywords = {word: at.lookup(one) for one, word in needs.used.items()}
        if in_block:
            keywords["name"] = name("name")
        return call(function, *arguments, **keywords)

    def _model_of(self, model: Model, path: tuple[str, ...]) -> Model:
        """Where the nested model of a path is called; on the side if it was left out."""
        if path in model.children:
            return model
        draft = self.draft
        aside = draft.expansion.asides[model]
        if aside not in draft.shapes:
            known = draft.shapes[model]
            inputs = {**known.inputs, **{name: known.of(Value(name)) for name in known.calls}}
            graph = aside.graph("aside", draft.document.layers_span, (), "list")
            draft.shapes[aside] = infer_from(graph, inputs)
        return aside

    def _inputs(
        self, body: Body, place: Place, model: Model, child: Child, where: Prefix
    ) -> _Inputs:
        """The inputs of the model of `child`, which `body` is the function of."""
        shapes = self.draft.shapes[child.model]
        in_block = body.frame.key is not None
        is_literal = not in_block and not self.draft.document.params
        is_copy = place.entry.modifiers.copies is not None
        words = place.text.replace(".", "_")
        first = _first_call(model, child)
        graph = _graph(model, child)
        found = _Inputs()
        for number, one in enumerate(graph.inputs):
            suffix = _suffix(number, len(graph.inputs))
            own = suffix if in_block else one.removeprefix(child.name)
            variable = body.variables.new(f"{words}{own}")
            if in_block or is_copy:
                named = pysrc.fstring(_pieces(where, suffix))
            else:
                named = literal(one)
            tensor = shapes.inputs[one]
            assert tensor is not None
            if is_literal:
                made = self.draft.makers.tensor(tensor, named)
            else:
                word = body.variables.new("example")
                found.parameters.append(Parameter(word))
                found.examples.append(number)
                example = self.draft.shapes[model].of(first[number])
                made = _input_like(name(word), tensor, example, named)
            found.statements.append(Assign((variable,), made))
            found.variables.append(name(variable))
        return found

    def _is_stack(self, body: Body, place: Place, child: Child, graph: Graph) -> bool:
        """Whether the model is one layer behind the other, and sees nothing outside."""
        return not (
            any(not_sequential(graph))
            or not is_stack(body.frame, place)
            or isinstance(body.module.gives(place), Group)
            or child.model.captured
        )

    def _doc(self, child: Child, model: Model, graph: Graph, in_block: bool) -> str:
        if in_block:
            return "Build a model that is called several times."
        calls = sum(call.layer == child.name for call in model.calls.values())
        times = f", called {calls} times" if calls > 1 else ""
        if self.draft.document.params:
            return f"Build `{graph.name.rpartition('.')[2]}`{times}."
        return summary(graph.name, times, graph, self.draft.shapes[child.model])


def _graph(model: Model, child: Child) -> Graph:
    what = model.layers[child.name].what
    assert isinstance(what, Nested)
    return what.graph


def _suffix(number: int, count: int) -> str:
    return "_input" if count == 1 else f"_input_{number}"


def _pieces(where: Prefix, end: str) -> list[str | Expression]:
    found: list[str | Expression] = []
    for part in where:
        if found:
            found.append("_")
        found.append(part)
    return [*found, end]


def _first_call(model: Model, child: Child) -> tuple[Value, ...]:
    for one in model.calls.values():
        if one.layer == child.name:
            return tuple(value for value in one.inputs if value is not None)
    return ()


def _input_like(
    example: Expression, joined: Tensor, own: Tensor | None, named: Expression
) -> Expression:
    """An input like a tensor, its size open on the axes on which calls differ."""
    shape = pysrc.attribute(example, "shape")
    made = shape
    if own is not None and own.shape != joined.shape:
        sizes = [
            literal(None)
            if size is None and other is not None
            else pysrc.subscript(shape, literal(axis))
            for axis, (size, other) in enumerate(zip(joined.shape, own.shape, strict=True))
        ]
        made = pysrc.tuple_(sizes)
    dtype = pysrc.attribute(example, "dtype")
    return call("keras.Input", batch_shape=made, dtype=dtype, name=named)


def _given(inputs: list[Val], made: list[Expression]) -> list[Val]:
    """The inputs of a nested model, made up like what it is first called on."""
    if not inputs:
        return [Val(one, None) for one in made]
    local = iter(made)
    return [localised(val.item, local) for val in inputs]


def _structured(val: Val) -> Expression:
    """What a nested model gives: Keras keeps lists and dictionaries as they are."""
    if isinstance(val.item, Group) and val.item.names is None:
        return listed([val]) if is_flat(val.item) else val.expr
    return val.expr


def _made(model: Model, path: tuple[str, ...], key: tuple[str, ...]) -> tuple[str, ...]:
    """The path of a copy that is made, where `when` leaves out the one that is looked at."""
    whole = (*path, *key)
    if whole in model.children:
        return whole
    others = (one for one in model.children if one[: len(path)] == path)
    return next((one for one in others if len(one) == len(whole)), whole)


def _sample_path(body: Body, place: Place) -> tuple[str, ...]:
    """The path of a place in the sample."""
    frame = body.frame
    around = frame.prefix if place.parent is None else _sample_path(body, place.parent)
    step = place.step
    if step.written:
        return (*around, step.base)
    names = {"i": 0, "copy": 0, **frame.names}
    before = 0
    for count in step.before:
        number = count if isinstance(count, int) else filled(count, names)
        before += number if isinstance(number, int) else 1
    return (*around, f"{step.base}_{before}" if before else step.base)


def _sample_key(place: Place, at: At) -> tuple[str, ...]:
    if place.entry.modifiers.copies is None:
        return ()
    return (str(at.sample["copy"]),)
