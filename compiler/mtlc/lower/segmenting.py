"""Repeats that are too deep for one model: a loop over segments, each a model of its own."""

from __future__ import annotations

from mtlc import pysrc
from mtlc.expand.model import Segments
from mtlc.expand.places import Place
from mtlc.lower.body import Body
from mtlc.lower.captures import Captures
from mtlc.lower.context import At
from mtlc.lower.formulas import value
from mtlc.lower.names import Needs, Prefix, component, layer_name
from mtlc.lower.values import Val, localised, tensors_of
from mtlc.pysrc import (
    Assign,
    Expression,
    Parameter,
    Return,
    attribute,
    binary,
    call,
    literal,
    name,
)
from mtlc.variables import Variables

START = "start"
ITERATIONS = "iterations"


def steps(place: Place, segments: Segments, at: At) -> tuple[Expression, Expression]:
    """`range(0, n, 200)`, and `range(start, min(start + 200, n))` inside of it."""
    repeat = place.entry.modifiers.repeat
    assert repeat is not None
    count = value(repeat.value, at.lookup)
    size = literal(segments.size)
    end = call("min", binary(name(START), "+", size), count)
    return call("range", literal(0), count, size), call("range", name(START), end)


def segment_name(prefix: Prefix, place: Place, at: At, number: Expression) -> Expression:
    """The name of a segment: `body_segment_0`."""
    parts = prefix
    if place.entry.modifiers.copies is None:
        parts = (*prefix, *component(place.step, None, at.lookup))
    return layer_name((*parts, "segment", number))


def segment_function(
    function: str,
    body: Body,
    place: Place,
    inputs: list[Val] | None,
    carried: list[Val],
    prefix: Prefix,
    at: At,
    segments: Segments,
    taken: frozenset[str],
) -> tuple[pysrc.Def, Expression]:
    """The function that applies one segment, and the call of it.

    It makes a model of the iterations that it is told, on inputs like its tensors.
    """
    model = segments.child.model
    variables = Variables(taken | {"name", ITERATIONS, "segment"})
    needs = Needs(variables, {})
    inner_prefix: Prefix = (name("name"),) if prefix else ()
    inner = Body(body.module, body.frame, needs.lookup, inner_prefix, variables, outer=body)
    inner.enter(model)
    statements: list[pysrc.Statement] = []
    parameters: list[Parameter] = []
    made: list[Expression] = []
    number = binary(attribute(name(ITERATIONS), "start"), "//", literal(segments.size))
    inner_at = At(needs.lookup)
    named = segment_name(inner_prefix, place, inner_at, number)
    count = len(model.inputs)
    for index in range(count):
        tensor = variables.new("x")
        own = variables.new("segment_input" if count == 1 else f"segment_input_{index}")
        parameters.append(Parameter(tensor))
        shape, dtype = attribute(name(tensor), "shape"), attribute(name(tensor), "dtype")
        given = call("keras.Input", batch_shape=shape, dtype=dtype)
        statements.append(Assign((own,), given))
        made.append(name(own))
    local = iter(made)
    first = [localised(val.item, local) for val in carried]
    inner.references.captures = Captures(model.captured, local)
    target = variables.new("x")
    flow = None
    if inputs is not None:
        flow = [*first, *(inner.references.localised(val) for val in inputs[len(first) :])]
    over = name(ITERATIONS)
    holder = inner.repeats.iterate(
        place, flow, inner_prefix, At(needs.lookup, target), first, over
    )
    statements += inner.statements
    result = holder.val.expr
    sources = made[0] if count == 1 else pysrc.list_(made)
    statements.append(Assign(("segment",), call("keras.Model", sources, result, name=named)))
    tensors = [name(one.name) for one in parameters]
    applied = call("segment", tensors[0] if count == 1 else pysrc.list_(tensors))
    statements.append(Return(applied))
    parameters.append(Parameter(ITERATIONS, keyword_only=True))
    parameters += [Parameter(word, keyword_only=True) for word in needs.used.values()]
    if prefix:
        parameters.append(Parameter("name", keyword_only=True))
    arguments = [expr for val in carried for _, expr in tensors_of(val)]
    arguments += inner.references.captures.outside()
    _, iterations = steps(place, segments, at)
    keywords = {ITERATIONS: iterations}
    keywords |= {word: at.lookup(one) for one, word in needs.used.items()}
    if prefix:
        keywords["name"] = layer_name(prefix)
    doc = f"One segment of `{place.text}`: Keras cannot build all of it in one model."
    definition = pysrc.Def(function, None, doc, tuple(statements), tuple(parameters))
    return definition, call(function, *arguments, **keywords)
