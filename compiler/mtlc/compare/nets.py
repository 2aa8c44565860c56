"""Forms as networks: what must be the same for two models to be identical, or equivalent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable

from mtlc.compare.form import Form, Mask, Port, Vertex
from mtlc.compare.isomorphism import Net
from mtlc.compare.operations import Sight


def net_of(form: Form, sight: Sight, names: bool = False) -> Net:
    """What a form computes: weights that are used several times are vertices as well.

    Outputs are told apart by their names or by their order.
    """
    net = Net()
    count = Counter(vertex.weights for vertex in form.vertices.values() if vertex.weights)
    for number, vertex in form.vertices.items():
        net.labels[number] = _label(form, vertex, sight)
        _wire(net, form, number, vertex, form.commutes(vertex))
        for name, mask in vertex.masks:
            start, result = _masked(net, mask)
            net.wires.append((start, number, f"{result} mask {name}"))
        if vertex.weights and count[vertex.weights] > 1:
            net.labels[vertex.weights] = "weights"
            net.wires.append((vertex.weights, number, "weights"))
    _ends(net, form, names)
    return net


def _masked(net: Net, mask: Mask) -> tuple[Hashable, int]:
    """The vertex of a mask, with those of all that it is made of."""
    if isinstance(mask, Port):
        return mask.vertex, mask.result
    if mask not in net.labels:
        net.labels[mask] = f"mask {mask.function}"
        for place, part in enumerate(mask.parts):
            start, result = _masked(net, part)
            at = "any" if mask.function == "logical_or" else str(place)
            net.wires.append((start, mask, f"{result} {at}"))
    return mask, 0


def strict_net_of(form: Form, names: bool = False) -> Net:
    """What a form is, with every layer, every argument, and the models nested in it."""
    sight = Sight(training=True, noise=True)
    net = Net()
    for number, vertex in form.vertices.items():
        net.labels[number] = _label(form, vertex, sight)
        _wire(net, form, number, vertex, False)
        if vertex.layer:
            key: Hashable = ("layer", vertex.layer)
            net.labels[key] = "layer"
            net.wires.append((key, number, "call"))
            _within(net, key, "model", vertex.layer[:-1])
            _within(net, number, "scope", vertex.scope)
    net.wires = [*dict.fromkeys(net.wires)]
    _ends(net, form, names)
    return net


def _within(net: Net, key: Hashable, kind: str, path: tuple[str, ...]) -> None:
    """What a layer or a call is inside of."""
    while path:
        outer = (kind, path)
        is_new = outer not in net.labels
        net.labels[outer] = kind
        net.wires.append((outer, key, "holds"))
        if not is_new:
            return
        key, path = outer, path[:-1]


def _label(form: Form, vertex: Vertex, sight: Sight) -> str:
    constants = [
        (name, _constants(one))
        for name, one in sorted(vertex.keywords.items())
        if not isinstance(one, Port)
    ]
    masked = " masked" if vertex.is_masked else ""
    weights = "weighted" if vertex.weights else ""
    return f"{vertex.operation.label(sight)} {constants}{masked} {weights}"


def _constants(given: object) -> str:
    """What is given beside tensors."""
    if isinstance(given, tuple):
        return repr(["tensor" if isinstance(one, Port) else one for one in given])
    return repr(given)


def _wire(net: Net, form: Form, number: int, vertex: Vertex, commutes: bool) -> None:
    for place, port in enumerate(vertex.inputs):
        at = "any" if commutes else str(place)
        net.wires.append((port.vertex, number, f"{port.result} {at}"))
    for name, given in vertex.keywords.items():
        if isinstance(given, Port):
            net.wires.append((given.vertex, number, f"{given.result} {name}"))
        elif isinstance(given, tuple):
            for place, one in enumerate(given):
                if isinstance(one, Port):
                    net.wires.append((one.vertex, number, f"{one.result} {name} {place}"))


def _ends(net: Net, form: Form, names: bool) -> None:
    for place, end in enumerate(form.outputs):
        key = ("output", place)
        net.labels[key] = f"output {end.name if names else place}"
        net.wires.append((end.port.vertex, key, str(end.port.result)))
