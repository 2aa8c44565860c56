"""The functions of a module, and how they come together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mtlc import pysrc
from mtlc.analysis.shapes import Shapes, infer_from
from mtlc.analysis.target import not_sequential
from mtlc.expand import Expansion
from mtlc.expand.frames import Frame, signature
from mtlc.expand.model import Child, Model, Segments
from mtlc.expand.results import Group, Item, Result
from mtlc.expand.scope import Place
from mtlc.expand.stacks import bend_of
from mtlc.graph import Graph, Nested, Value
from mtlc.lower.body import Body
from mtlc.lower.calls import tensor_arguments
from mtlc.lower.context import At, BlockFunction
from mtlc.lower.describe import docstring, ends, parameters
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.makers import Makers
from mtlc.lower.names import Needs, Prefix, component, layer_name, with_loop
from mtlc.lower.outputs import Outputs
from mtlc.lower.segmenting import segment_function, steps
from mtlc.lower.stack import Stack
from mtlc.lower.values import Holder, Val, is_flat, listed
from mtlc.pysrc import Assign, Expression, Parameter, Return, call, literal, name
from mtlc.variables import TAKEN, Variables
from mtlc_spec.document import (
    Block,
    BlockUse,
    Chain,
    CustomUse,
    Definition,
    Document,
    Entry,
    Input,
    InputArguments,
    LayerUse,
    Param,
)
from mtlc_spec.shapes import Tensor
from mtlc_spec.templates import Template, expressions_in, filled, names_used


@dataclass(slots=True)
class Constants:
    """Lists of names that stand at the top of the module."""

    taken: Variables
    found: dict[tuple[object, ...], str]

    def of(self, base: str, values: tuple[object, ...]) -> Expression:
        if values not in self.found:
            self.found[values] = self.taken.new(base.upper())
        return name(self.found[values])


class ModuleLowering:
    """One module that is being written."""

    def __init__(self, document: Document, expansion: Expansion, shapes: Shapes) -> None:
        self.document = document
        self.expansion = expansion
        self.makers = Makers(document.header.dtype)
        self.given = set(_given(expansion.graph))
        self.functions: list[pysrc.Def] = []
        self.imports: dict[str, None] = {}
        self._blocks: dict[tuple[str, object, bool], BlockFunction] = {}
        self._shapes: dict[Model, Shapes] = {expansion.frame.model: shapes}
        words = {
            place.text.replace(".", "_")
            for frame in self._frames
            for place in frame.scope.places
        }
        self._names = Variables(
            TAKEN | words | {*document.imports} | {one.name for one in document.inputs}
        )
        own = {key.rpartition(".")[2] for key, _ in expansion.frames}
        self._block_names: dict[str, str] = {}
        reserved = Variables(TAKEN | {*document.imports})
        for word in sorted(own):
            self._block_names[word] = reserved.new(word)
        self.taken = TAKEN | {*document.imports, "ops"} | {*self._block_names.values()}
        self.constants = Constants(Variables(), {})

    @property
    def _frames(self) -> Sequence[Frame]:
        return (self.expansion.frame, *self.expansion.frames.values())

    # --- the model itself -----------------------------------------------------------------

    def build_model(self, graph: Graph, sequential: bool) -> pysrc.Def:
        """The function that builds the whole model; what it needs goes before it."""
        document = self.document
        frame = self.expansion.frame
        variables = Variables(self.taken)
        own = {one: variables.new(one) for one in document.params}
        needs = Needs(variables, {one: name(word) for one, word in own.items()})
        statements: list[pysrc.Statement] = []
        parameters = [
            self._parameter(one, own[one.name], needs, statements)
            for one in document.params.values()
        ]
        body = Body(self, frame, needs.lookup, (), variables)
        shapes = self._shapes[frame.model]
        if sequential:
            (given,) = document.inputs
            made = self._input(given, needs.lookup, literal(given.name))
            layers = [made, *Stack(body).layers()]
            listed_layers = pysrc.list_(layers, exploded=True)
            model = call("keras.Sequential", listed_layers, name=literal(graph.name))
            statements += [*body.statements, Return(model)]
        else:
            first = [self._inputs(one, body) for one in document.inputs]
            end = body.run(first)
            statements += body.statements
            statements += Outputs(document, graph, body).model(first, end)
        policy = document.header.dtype
        if policy != "float32":
            statements = _under_policy(policy, statements)
        defaults = " with its default params" if document.params else ""
        doc = _doc(graph.name, defaults, graph, shapes)
        return pysrc.Def(
            "build_model", "keras.Model", doc, tuple(statements), tuple(parameters)
        )

    def _input(self, one: Input, lookup: Lookup, named: Expression) -> Expression:
        arguments = one.arguments
        template = arguments if isinstance(arguments, Template) else None
        node = next(iter(self.expansion.frame.model.inputs.values()))
        for key, found in self.expansion.frame.model.inputs.items():
            if key == one.name or key.startswith(f"{one.name}_"):
                node = found
                break
        return self.makers.input(node.arguments, template, named, lookup)

    def _inputs(self, one: Input, body: Body) -> Val:
        """The statement of an input, or of all its copies."""
        variable = body.variables.new(one.name)
        result = self.expansion.frame.inputs[one.name]
        if one.copies is None:
            made = self._input(one, body.lookup, literal(one.name))
        else:
            named = isinstance(result.item, Group) and result.item.names is not None
            key = name("copy" if named else "i")
            lookup = with_loop(body.lookup, {"copy": key, "i": key})
            element = self._input(one, lookup, layer_name((one.name, key)))
            if named:
                copies = one.copies.value
                over = (
                    self.constant(one.name, copies)
                    if isinstance(copies, tuple)
                    else value(copies, body.lookup)
                )
                made = pysrc.dict_comprehension(key, element, [(key.flat, over, None)])
            else:
                over = call("range", value(one.copies.value, body.lookup))
                made = pysrc.list_comprehension(element, [(key.flat, over, None)])
        body.emit(Assign((variable,), made))
        val = Val(name(variable), result.item)
        body.inputs[one.name] = Holder(val, result)
        return val

    # --- what bodies ask for --------------------------------------------------------------

    def sample(self, entry: Entry) -> object:
        return self.expansion.samples.get(id(entry))

    def gives(self, place: Place) -> Item:
        return self.expansion.gives.get(place)

    def input_names(self, use: BlockUse) -> tuple[str, ...]:
        return tuple(self.document.blocks[use.block].inputs)

    def constant(self, base: str, values: tuple[object, ...]) -> Expression:
        return self.constants.of(base, values)

    def uses_import(self, alias: str) -> None:
        self.imports[alias] = None

    def block(self, body: Body, place: Place) -> BlockFunction:
        return self._block(body, place, stack=False)

    def block_stack(self, body: Body, place: Place) -> BlockFunction:
        return self._block(body, place, stack=True)

    # --- blocks ---------------------------------------------------------------------------

    def _block(self, body: Body, place: Place, stack: bool) -> BlockFunction:
        frame = body.frame.uses[place]
        assert frame.key is not None
        items = tuple(result.item for result in frame.inputs.values())
        key = (frame.key, signature(items, frame.names), stack)
        if key not in self._blocks:
            self._blocks[key] = self._block_function(frame, stack)
        return self._blocks[key]

    def _block_function(self, frame: Frame, stack: bool) -> BlockFunction:
        assert frame.key is not None
        block = self.document.blocks[frame.key]
        definition = block.body
        assert definition is not None
        function = self._function_name(block, stack)
        variables = Variables(self.taken | {"name"})
        inputs = [] if stack else [variables.new(one) for one in block.inputs]
        own = {one: variables.new(one) for one in block.params}
        needs = Needs(variables, {one: name(word) for one, word in own.items()})
        statements: list[pysrc.Statement] = []
        parameters = [Parameter(one) for one in inputs]
        parameters += [
            self._parameter(param, own[param.name], needs, statements)
            for param in block.params.values()
        ]
        prefix = () if block.transparent else (name("name"),)
        body = Body(self, frame, needs.lookup, prefix, variables)
        takes_name = not block.transparent and _has_layers(definition, self.document)
        if stack:
            made = pysrc.list_(Stack(body).layers())
            statements += [*body.statements, Return(made)]
        else:
            first = []
            for (one, result), word in zip(frame.inputs.items(), inputs, strict=True):
                val = Val(name(word), result.item)
                body.inputs[one] = Holder(val, Result(result.item))
                first.append(val)
            end = body.run(first)
            statements += body.statements
            statements.append(Return(_block_outputs(body, definition, end)))
        parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
        if takes_name:
            parameters.append(Parameter("name", keyword_only=True))
        doc = docstring(block.description or "") or None
        body_lines = returned_at_once(statements)
        self.functions.append(pysrc.Def(function, None, doc, body_lines, tuple(parameters)))
        params = {**own, **needs.used}
        return BlockFunction(function, params, tuple(needs.used), takes_name)

    def _function_name(self, block: Block, stack: bool) -> str:
        own = self._block_names[block.name]
        first = not any(one.name == own for one in self._blocks.values())
        if first and not stack:
            return own
        return self._names.new(f"{own}_layers" if stack else f"{own}_again")

    def _parameter(
        self,
        param: Param,
        word: str,
        needs: Needs,
        statements: list[pysrc.Statement],
    ) -> Parameter:
        """A parameter with its default; one that is computed from others is None at first."""
        if param.required:
            return Parameter(word, keyword_only=True)
        written = param.value.value
        if not any(True for _ in expressions_in(written)) or not names_used(written):
            return Parameter(word, value(written, needs.lookup), keyword_only=True)
        made = value(written, needs.lookup)
        condition = pysrc.compare(name(word), "is", literal(None))
        statements.append(pysrc.If(condition, (Assign((word,), made),)))
        return Parameter(word, literal(None), keyword_only=True)

    # --- nested models ----------------------------------------------------------------------

    def nested(
        self, body: Body, place: Place, inputs: list[Val], prefix: Prefix, at: At
    ) -> Expression:
        """The construction of the nested model of a shared entry."""
        path = (*_sample_path(body, place), *_sample_key(place, at))
        model = self._model_of(body.model, path)
        child = model.children[path]
        node = model.layers[child.name]
        assert isinstance(node.what, Nested)
        graph = node.what.graph
        shapes = self._shapes[model].nested[child.name]
        self._shapes[child.model] = shapes
        function = self._names.new(f"build_{place.text.replace('.', '_')}")
        in_block = body.frame.key is not None
        variables = Variables(self.taken | {"name"})
        needs = Needs(variables, {})
        inner = Body(
            self,
            body.frame,
            needs.lookup,
            (name("name"),) if in_block else (),
            variables,
            outer=body,
        )
        inner.enter(child.model)
        around = inner.around(place)
        where: Prefix = (*around, *component(place.step, None, needs.lookup))
        if place.entry.modifiers.copies is not None:
            word = "copy" if isinstance(at.sample["copy"], str) else "i"
            where = (*where, needs.lookup(word))
        literal_shapes = not in_block and not self.document.params
        parameters: list[Parameter] = []
        first = _first_call(model, child)
        statements: list[pysrc.Statement] = []
        made: list[Expression] = []
        examples: list[int] = []
        for number, one in enumerate(graph.inputs):
            suffix = one.removeprefix(child.name)
            words = place.text.replace(".", "_")
            variable = variables.new(
                f"{words}{suffix}" if not in_block else _short(words, number, len(graph.inputs))
            )
            input_name = (
                literal(one)
                if not in_block and place.entry.modifiers.copies is None
                else pysrc.fstring(_pieces(where, _short("", number, len(graph.inputs))))
            )
            tensor = shapes.inputs[one]
            assert tensor is not None
            if literal_shapes:
                statements.append(Assign((variable,), self._literal_input(tensor, input_name)))
            else:
                word = variables.new("example")
                parameters.append(Parameter(word))
                examples.append(number)
                own = self._shapes[model].of(first[number])
                statements.append(
                    Assign((variable,), _input_like(name(word), tensor, own, input_name))
                )
            made.append(name(variable))
        count = len(graph.inputs) - len(child.model.captured)
        given = _made_inputs(inputs, iter(made[:count]))
        captured = zip(child.model.captured, made[count:], strict=True)
        inner.references.captured = dict(captured)
        named = layer_name(where)
        is_stack = not any(not_sequential(graph)) and bend_of(body.frame, place) is None
        is_stack = is_stack and not isinstance(self.gives(place), Group)
        if is_stack and not child.model.captured:
            layers = Stack(inner).inside(place, around, where, At(needs.lookup))
            if inputs:
                first_input = statements[-1]
                assert isinstance(first_input, Assign)
                layers.insert(0, first_input.value)
            else:  # the stack that it is a layer of tells it the shape
                parameters.clear()
            statements = [
                *inner.statements,
                Return(
                    call("keras.Sequential", pysrc.list_(layers, exploded=True), name=named)
                ),
            ]
        else:
            target = variables.new("x")
            inner_at = At(needs.lookup, target)
            holder = inner.inside(place, given, around, where, inner_at)
            statements += inner.statements
            result = _structured(holder.val)
            taken = made[0] if len(made) == 1 else pysrc.list_(made)
            statements.append(Return(call("keras.Model", taken, result, name=named)))
        body.sharing.captures[place] = [
            inner.references.captured_from[one] for one in child.model.captured
        ]
        parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
        if in_block:
            parameters.append(Parameter("name", keyword_only=True))
        doc = self._nested_doc(child, model, graph.name, in_block, shapes)
        self.functions.append(
            pysrc.Def(function, "keras.Model", doc, tuple(statements), tuple(parameters))
        )
        outer = [expr for val in inputs for expr in tensor_arguments(val)]
        outer += body.sharing.captures[place]
        arguments = [outer[number] for number in examples] if outer else []
        keywords = {word: at.lookup(one) for one, word in needs.used.items()}
        if in_block:
            keywords["name"] = name("name")
        return call(function, *arguments, **keywords)

    def _model_of(self, model: Model, path: tuple[str, ...]) -> Model:
        """Where the nested model of a path is called; on the side if it was left out."""
        if path in model.children:
            return model
        aside = self.expansion.asides[model]
        if aside not in self._shapes:
            known = self._shapes[model]
            inputs = {**known.inputs, **{name: known.of(Value(name)) for name in known.calls}}
            graph = aside.graph("aside", self.document.layers_span, (), "list")
            self._shapes[aside] = infer_from(graph, inputs)
        return aside

    def segments(self, place: Place) -> Segments | None:
        return self.expansion.segments.get(place)

    def segment(
        self,
        body: Body,
        place: Place,
        inputs: list[Val] | None,
        carried: list[Val],
        prefix: Prefix,
        at: At,
    ) -> tuple[Expression, Expression]:
        """A loop over segments: what it goes over, and the application of one of them."""
        found = self.expansion.segments[place]
        model = body.model
        self._shapes[found.child.model] = self._shapes[model].nested[found.child.name]
        function = self._names.new(f"{place.text.replace('.', '_')}_segment")
        definition, made = segment_function(
            function, body, place, inputs, carried, prefix, at, found, self.taken
        )
        self.functions.append(definition)
        over, _ = steps(place, found, at)
        return over, made

    def _literal_input(self, tensor: Tensor, named: Expression) -> Expression:
        batch, *sizes = tensor.shape
        arguments = InputArguments.model_validate(
            {"shape": tuple(sizes), "batch_size": batch, "dtype": tensor.dtype}
        )
        return self.makers.input(arguments, None, named, _no_names)

    def _nested_doc(
        self, child: Child, model: Model, title: str, in_block: bool, shapes: Shapes
    ) -> str:
        calls = sum(call.layer == child.name for call in model.calls.values())
        times = f", called {calls} times" if calls > 1 else ""
        if in_block or self.document.params:
            return (
                f"Build `{title.rpartition('.')[2]}`{times}."
                if not in_block
                else "Build a model that is called several times."
            )
        graph = model.layers[child.name].what
        assert isinstance(graph, Nested)
        return _doc(title, times, graph.graph, shapes)

    def inner(self, body: Body, place: Place, prefix: Prefix, at: At) -> Expression:
        """The model of an entry that is the argument of a layer."""
        where = (*prefix, *component(place.step, None, at.lookup))
        if isinstance(place.entry.body, CustomUse):
            return body.calls.layer(place, where, at)
        layers = Stack(body).once(place, where, at)
        return call("keras.Sequential", pysrc.list_(layers), name=layer_name(where))


def _short(base: str, number: int, count: int) -> str:
    return f"{base}_input" if count == 1 else f"{base}_input_{number}"


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


def _made_inputs(inputs: list[Val], made: Iterator[Expression]) -> list[Val]:
    """The inputs of a nested model, made up like what it is first called on."""

    def local(item: Item) -> Val:
        if not isinstance(item, Group):
            return Val(next(made), item)
        parts = [local(one) for one in item.members]
        exprs = tuple(one.expr for one in parts)
        return Val(pysrc.tuple_(exprs), item, exprs)

    if not inputs:
        return [Val(one, None) for one in made]
    return [local(val.item) for val in inputs]


def _structured(val: Val) -> Expression:
    """What a nested model gives: Keras keeps lists and dictionaries as they are."""
    if isinstance(val.item, Group) and val.item.names is None:
        return listed([val]) if is_flat(val.item) else val.expr
    return val.expr


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


def _block_outputs(body: Body, definition: Definition, end: list[Val]) -> Expression:
    at = At(body.lookup)
    if definition.outputs is None:
        return end[0].expr if len(end) == 1 else pysrc.tuple_(one.expr for one in end)
    vals = [
        body.references.resolve(one.reference, at)
        for one in definition.outputs
        if one.reference is not None
    ]
    if definition.output_form == "one":
        return vals[0].expr
    if definition.output_form == "dict":
        names = (literal(one.name) for one in definition.outputs)
        return pysrc.dict_(zip(names, (one.expr for one in vals), strict=True))
    return pysrc.tuple_(one.expr for one in vals)


def _has_layers(definition: Definition, document: Document) -> bool:
    """Whether anything in it has a name, so that it must be told its own."""
    layers = definition.layers
    entries = layers.steps if isinstance(layers, Chain) else tuple(layers.values())
    return any(_is_named(one, document) for one in entries)


def _is_named(entry: Entry, document: Document) -> bool:
    body = entry.body
    if isinstance(body, Chain):
        return any(_is_named(one, document) for one in body.steps)
    if isinstance(body, BlockUse):
        inside = document.blocks[body.block].body
        return inside is not None and _has_layers(inside, document)
    return isinstance(body, LayerUse) or (isinstance(body, CustomUse) and body.is_layer)


def _no_names(word: str) -> Expression:
    raise KeyError(word)


def _doc(title: str, addition: str, graph: Graph, shapes: Shapes) -> str:
    count = parameters(graph, shapes)
    words = f"{count:,} parameter{'' if count == 1 else 's'}"
    return f"Build `{title}`{addition}: {ends(graph, shapes)}, {words}."


def _under_policy(policy: str, statements: list[pysrc.Statement]) -> list[pysrc.Statement]:
    """Set the global dtype policy for these statements, and leave it as it was."""
    reset = call("keras.config.set_dtype_policy", name("policy"))
    return [
        Assign(("policy",), call("keras.config.dtype_policy")),
        pysrc.Evaluate(call("keras.config.set_dtype_policy", literal(policy))),
        pysrc.TryFinally(tuple(statements), (pysrc.Evaluate(reset),)),
    ]


def returned_at_once(statements: list[pysrc.Statement]) -> tuple[pysrc.Statement, ...]:
    """`x = f(y)`, `return x` as `return f(y)`."""
    *rest, last = statements
    if rest and isinstance(last, Return) and isinstance(rest[-1], Assign):
        targets = rest[-1].targets
        if len(targets) == 1 and targets[0] == last.value.flat:
            return (*rest[:-1], Return(rest[-1].value))
    return tuple(statements)


def _given(graph: Graph) -> Iterator[Value]:
    """The outputs of a graph, and of the models nested in it."""
    yield from (one.value for one in graph.outputs if one.value is not None)
    for layer in graph.layers.values():
        if isinstance(layer.what, Nested):
            yield from _given(layer.what.graph)
