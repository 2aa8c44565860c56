"""The functions of blocks: one for each structure of inputs that a block is applied to."""

from __future__ import annotations

from mtlc import pysrc
from mtlc.expand.frames import Frame
from mtlc.expand.places import Place
from mtlc.expand.results import Result
from mtlc.lower.body import Body
from mtlc.lower.context import At, BlockFunction
from mtlc.lower.describe import docstring
from mtlc.lower.draft import Draft
from mtlc.lower.module import Module
from mtlc.lower.names import Needs
from mtlc.lower.params import parameter
from mtlc.lower.stack import Stack
from mtlc.lower.values import Holder, Val
from mtlc.pysrc import Assign, Expression, Parameter, Return, literal, name
from mtlc.variables import Variables
from mtlc_spec.document import (
    Block,
    BlockUse,
    Chain,
    CustomUse,
    Definition,
    Document,
    Entry,
    LayerUse,
)


class Blocks:
    """The functions of the blocks of one module."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._made: dict[tuple[str, object, bool], BlockFunction] = {}

    def function(self, body: Body, place: Place, stack: bool) -> BlockFunction:
        """The function of the block that is used at a place; a `stack` gives its layers."""
        used = body.frame.uses[place]
        key = (*used.code, stack)
        if key not in self._made:
            frame = self.draft.expansion.written.get(used.code, used)
            self._made[key] = self._define(body.module, frame, stack)
        return self._made[key]

    def _define(self, module: Module, frame: Frame, stack: bool) -> BlockFunction:
        document = self.draft.document
        assert frame.key is not None
        block = document.blocks[frame.key]
        definition = block.body
        assert definition is not None
        function = self._function_name(block, stack)
        variables = Variables(self.draft.taken | {"name"})
        inputs = [] if stack else [variables.new(one) for one in block.inputs]
        own = {one: variables.new(one) for one in block.params}
        needs = Needs(variables, {one: name(word) for one, word in own.items()})
        statements: list[pysrc.Statement] = []
        parameters = [Parameter(one) for one in inputs]
        parameters += [
            parameter(param, own[param.name], needs.lookup, statements)
            for param in block.params.values()
        ]
        prefix = () if block.transparent else (name("name"),)
        body = Body(module, frame, needs.lookup, prefix, variables)
        takes_name = not block.transparent and _has_layers(definition, document)
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
            statements.append(Return(_outputs(body, definition, end)))
        parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
        if takes_name:
            parameters.append(Parameter("name", keyword_only=True))
        doc = docstring(block.description or "") or None
        lines = _returned_at_once(statements)
        self.draft.functions.append(pysrc.Def(function, None, doc, lines, tuple(parameters)))
        params = {**own, **needs.used}
        return BlockFunction(function, params, tuple(needs.used), takes_name)

    def _function_name(self, block: Block, stack: bool) -> str:
        own = self.draft.block_names[block.name]
        first = not any(one.name == own for one in self._made.values())
        if first and not stack:
            return own
        return self.draft.names.new(f"{own}_layers" if stack else f"{own}_again")


def _outputs(body: Body, definition: Definition, end: list[Val]) -> Expression:
    """What a block gives."""
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


def _returned_at_once(statements: list[pysrc.Statement]) -> tuple[pysrc.Statement, ...]:
    """`x = f(y)`, `return x` as `return f(y)`."""
    *rest, last = statements
    if rest and isinstance(last, Return) and isinstance(rest[-1], Assign):
        targets = rest[-1].targets
        if len(targets) == 1 and targets[0] == last.value.flat:
            return (*rest[:-1], Return(rest[-1].value))
    return tuple(statements)
