"""The functions of a module, and how they come together."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc import pysrc
from mtlc.analysis.parameters import Parameters
from mtlc.analysis.shapes import Shapes
from mtlc.expand import Expansion
from mtlc.expand.model import Segments
from mtlc.expand.places import Place
from mtlc.expand.results import Group, Item
from mtlc.graph import Graph, Nested, Value
from mtlc.lower.arguments import ArgumentModels
from mtlc.lower.blocks import Blocks
from mtlc.lower.body import Body
from mtlc.lower.context import At, BlockFunction
from mtlc.lower.describe import learning, summary
from mtlc.lower.draft import Draft
from mtlc.lower.formulas import Lookup, value
from mtlc.lower.names import Needs, Prefix, layer_name, with_loop
from mtlc.lower.nested import NestedModels
from mtlc.lower.outputs import Outputs
from mtlc.lower.params import parameter
from mtlc.lower.segmenting import segment_function, steps
from mtlc.lower.stack import Stack
from mtlc.lower.training import TrainingLowering
from mtlc.lower.values import Holder, Val
from mtlc.pysrc import Assign, Expression, Return, call, literal, name
from mtlc.variables import Variables
from mtlc_spec.document import BlockUse, Document, Entry, Input
from mtlc_spec.templates import Template


class ModuleLowering:
    """One module that is being written."""

    def __init__(self, document: Document, expansion: Expansion, shapes: Shapes) -> None:
        self.document = document
        self.expansion = expansion
        self.draft = Draft(document, expansion, shapes)
        self.makers = self.draft.makers
        self.given = set(_given(expansion.graph))
        self.blocks = Blocks(self.draft)
        self.nested_models = NestedModels(self.draft)
        self.argument_models = ArgumentModels(self.draft)
        self.is_open = False
        """Params decide whether there is one output or several."""

    # --- the model itself -----------------------------------------------------------------

    def build_model(self, graph: Graph, sequential: bool, count: Parameters) -> pysrc.Def:
        """The function that builds the whole model; what it needs goes before it."""
        document = self.document
        frame = self.expansion.frame
        variables = Variables(self.draft.taken)
        own = {one: variables.new(one) for one in document.params}
        needs = Needs(variables, {one: name(word) for one, word in own.items()})
        statements: list[pysrc.Statement] = []
        parameters = [
            parameter(one, own[one.name], needs.lookup, statements)
            for one in document.params.values()
        ]
        body = Body(self, frame, needs.lookup, (), variables)
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
            outputs = Outputs(document, graph, body, self.draft.model_class)
            statements += outputs.model(first, end)
            self.is_open = outputs.is_open
        if (seed := self._seed(needs.lookup)) is not None:
            statements.insert(0, pysrc.Evaluate(call("keras.utils.set_random_seed", seed)))
        policy = document.header.dtype
        if policy != "float32":
            statements = _under_policy(policy, statements)
        defaults = " with its default params" if document.params else ""
        shapes = self.draft.shapes[frame.model]
        paragraphs = (summary(graph.name, defaults, graph, shapes, count), learning(graph))
        doc = "\n\n".join(one for one in paragraphs if one)
        return pysrc.Def(
            "build_model", "keras.Model", doc, tuple(statements), tuple(parameters)
        )

    def compile_model(self, graph: Graph) -> pysrc.Def | None:
        """The function that compiles the model; None where there is nothing to train."""
        if not graph.tasks:
            return None
        return TrainingLowering(self.draft, graph, self.is_open).compile_model()

    def _seed(self, lookup: Lookup) -> Expression | None:
        training = self.document.training
        if training is None:
            return None
        arguments = training.arguments
        if isinstance(arguments, Template):
            return value(arguments.value["seed"], lookup) if "seed" in arguments.value else None
        seed = None if arguments is None else arguments.seed
        return None if seed is None else literal(seed)

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
        return self.draft.constants.of(base, values)

    def brings(self, runtime: str) -> None:
        self.draft.runtimes[runtime] = None

    def uses_import(self, alias: str) -> None:
        self.draft.imports[alias] = None

    def block(self, body: Body, place: Place) -> BlockFunction:
        return self.blocks.function(body, place, stack=False)

    def block_stack(self, body: Body, place: Place) -> BlockFunction:
        return self.blocks.function(body, place, stack=True)

    def nested(
        self, body: Body, place: Place, inputs: list[Val], prefix: Prefix, at: At
    ) -> Expression:
        return self.nested_models.construction(body, place, inputs, at)

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
        self.draft.shapes[found.child.model] = self.draft.shapes[model].nested[found.child.name]
        function = self.draft.names.new(f"{place.text.replace('.', '_')}_segment")
        definition, made = segment_function(
            function, body, place, inputs, carried, prefix, at, found, self.draft.taken
        )
        self.draft.functions.append(definition)
        over, _ = steps(place, found, at)
        return over, made

    def inner(self, body: Body, place: Place, prefix: Prefix, at: At) -> Expression:
        return self.argument_models.construction(body, place, prefix, at)


def _under_policy(policy: str, statements: list[pysrc.Statement]) -> list[pysrc.Statement]:
    """Set the global dtype policy for these statements, and leave it as it was."""
    reset = call("keras.config.set_dtype_policy", name("policy"))
    return [
        Assign(("policy",), call("keras.config.dtype_policy")),
        pysrc.Evaluate(call("keras.config.set_dtype_policy", literal(policy))),
        pysrc.TryFinally(tuple(statements), (pysrc.Evaluate(reset),)),
    ]


def _given(graph: Graph) -> Iterator[Value]:
    """The outputs of a graph, and of the models nested in it."""
    yield from (one.value for one in graph.outputs if one.value is not None)
    for layer in graph.layers.values():
        if isinstance(layer.what, Nested):
            yield from _given(layer.what.graph)
