"""An activation is a vertex of its own, whether an argument or a layer says it."""

from __future__ import annotations

from dataclasses import replace

from mtlc.compare.form import Form, Port, Vertex
from mtlc.compare.operations import Activate, ApplyLayer, CallFunction
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor
from mtlc_spec.values.activations import changes_nothing

_SYNONYMS = {"swish": "silu", "hard_swish": "hard_silu"}
"""Names that Keras has for one function."""


def activations_apart(form: Form) -> None:
    """`Dense: {activation: relu}` is a `Dense` with a `ReLU` behind it."""
    ports: dict[Port, Port] = {}
    behind: list[Vertex] = []
    first = form.count
    for number, vertex in form.vertices.items():
        operation = vertex.operation
        tensor = vertex.tensor
        if tensor is None or not _is_float(tensor):
            continue
        if isinstance(operation, CallFunction):
            if operation.function.acts_as is not None and len(vertex.inputs) == 1:
                _layer(form, number, vertex, operation.function.acts_as, tensor, ports)
            continue
        if not isinstance(operation, ApplyLayer):
            continue
        if operation.layer.acts_as is not None:
            _layer(form, number, vertex, operation.layer.acts_as, tensor, ports)
        elif operation.layer.activates is not None:
            acts = _argument(form, number, vertex, operation, tensor)
            if acts is not None:
                ports[Port(number)] = Port(first + len(behind))
                behind.append(acts)
    # What is behind takes the activations, which alone take what is before them.
    form.redirect(ports)
    for acts in behind:
        form.add(acts)
    form.tidy()


def without_repeated_activations(form: Form) -> None:
    """What is not negative passes a `relu` as it is."""
    ports: dict[Port, Port] = {}
    for number, vertex in form.vertices.items():
        if not isinstance(vertex.operation, Activate):
            continue
        source = ports.get(vertex.inputs[0], vertex.inputs[0])
        if source in form.runs_otherwise:
            continue
        before = form.vertices[source.vertex]
        if isinstance(before.operation, Activate) and changes_nothing(
            vertex.operation.activation, before.operation.activation
        ):
            ports[Port(number)] = source
            message = f"`{vertex.at.name}` gives what it takes, behind `{before.at.name}`"
            form.record("idle layers", message, [vertex, before], "activation twice")
    form.redirect(ports)
    form.tidy()


def _layer(
    form: Form,
    number: int,
    vertex: Vertex,
    activation: str,
    tensor: Tensor,
    ports: dict[Port, Port],
) -> None:
    """A layer or a function that does nothing else."""
    given = form.tensor(vertex.inputs[0])
    if vertex.keywords or given is None or vertex.is_masked:
        return
    if vertex.inputs[0] in form.runs_otherwise:
        return  # it may be what casts it
    name = _SYNONYMS.get(activation, activation)
    key = f"{vertex.operation.kind} {activation}"
    if name == "linear":
        if given == tensor:
            ports[Port(number)] = vertex.inputs[0]
            form.record("idle layers", f"`{vertex.at.name}` gives what it takes", [vertex], key)
        return
    if given.dtype != tensor.dtype:
        return
    form.vertices[number] = replace(vertex, operation=Activate(name, tensor.dtype))
    message = f"`{vertex.at.name}` is the activation `{name}`"
    form.record("activations", message, [vertex], key)


def _argument(
    form: Form, number: int, vertex: Vertex, operation: ApplyLayer, tensor: Tensor
) -> Vertex | None:
    """The last thing that a layer does; None if that is nothing."""
    argument = operation.layer.activates
    assert argument is not None
    own: str | None = getattr(operation.layer, argument)
    if own is None:
        return None
    bare: Layer = operation.layer.model_copy(update={argument: None})
    form.vertices[number] = replace(vertex, operation=replace(operation, layer=bare))
    if own == "linear":
        return None
    name = _SYNONYMS.get(own, own)
    acts = Vertex(
        Activate(name, tensor.dtype),
        (Port(number),),
        {},
        (tensor,),
        (),
        vertex.at,
        vertex.layer,
        vertex.scope,
    )
    message = f"`{vertex.at.name}` ends with the activation `{name}`"
    form.record("activations", message, [vertex], f"{operation.kind} ends with {own}")
    return acts


def _is_float(tensor: Tensor) -> bool:
    return "float" in tensor.dtype
