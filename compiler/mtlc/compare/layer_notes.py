"""How differently layers train that do the same, and what their outputs leave out of a loss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mtlc.analysis.columns import together
from mtlc.compare.form import At, Form, Mask, Masked, Path, Vertex
from mtlc.compare.mapping import layers_of
from mtlc.compare.notes import Note, times, value_words
from mtlc.compare.operations import EVERYTHING, ApplyLayer, argument
from mtlc.compare.packing import Pack
from mtlc.compare.subject import Subject
from mtlc_spec.layers.base import Layer


def of_layers(a: Subject, b: Subject, layers: Iterable[tuple[Path, Path]]) -> Iterator[Note]:
    """What weights begin with, what they are held to, and what noise there is."""
    of_a, of_b = layers_of(a), layers_of(b)
    for left, right in dict.fromkeys(layers):
        one, other = of_a[left[-1]][1], of_b[right[-1]][1]
        if one.layer is None or other.layer is None:
            continue
        places = (
            (At(one.node.name, one.node.span),),
            (At(other.node.name, other.node.span),),
        )
        names = f"`{one.node.name}` of A and `{other.node.name}` of B"
        given_a, given_b = dict(one.of_training()), dict(other.of_training())
        for name in given_a:
            if name in given_b and given_a[name] != given_b[name]:
                shown = f"{value_words(given_a[name])} and {value_words(given_b[name])}"
                is_start = name.endswith("_initializer")
                yield Note(f"`{name}` of {names} differs: {shown}", *places, is_start=is_start)
        if one.width != other.width and one.bare is not None:
            joint = together(one.bare, one.variables)
            if joint is not None:
                yield Note(f"{joint}, and {names} have not the same columns", *places)
        if one.width != other.width and one.variables and other.variables:
            for x, y in zip(one.variables, other.variables, strict=False):
                begins = given_a.get(f"{x.name}_initializer")
                if x.shape != y.shape and _scales(begins):
                    yield Note(
                        f"`{x.name}` of {names} begins with other numbers: "
                        f"{value_words(begins)} scales by the shape, which is {x.shape} and "
                        f"{y.shape}",
                        *places,
                        is_start=True,
                    )


def _scales(initializer: object) -> bool:
    """Whether the numbers depend on how many columns there are."""
    from mtlc_spec.values.initializers import depends_on_outputs

    return depends_on_outputs(initializer)


def of_calls(forms: tuple[Form, Form], layers: Iterable[tuple[Path, Path]]) -> Iterator[Note]:
    """Layers whose calls each move a mean and a variance, called more often in one model."""
    calls = [
        Counter(vertex.layer for vertex in form.vertices.values() if _moves(vertex))
        for form in forms
    ]
    for pair in layers:
        counts = [one[path] for one, path in zip(calls, pair, strict=True)]
        if counts[0] != counts[1] and 0 not in counts:
            places = [
                tuple(vertex.at for vertex in form.vertices.values() if vertex.layer == path)
                for form, path in zip(forms, pair, strict=True)
            ]
            yield Note(
                f"`{pair[0][-1]}` is called {times(counts[0])} in A, and `{pair[1][-1]}` "
                f"{times(counts[1])} in B, and each call moves its mean and variance",
                *places,
            )


def _moves(vertex: Vertex) -> bool:
    operation = vertex.operation
    return (
        isinstance(operation, ApplyLayer) and "momentum" in type(operation.layer).model_fields
    )


def of_penalties(forms: tuple[Form, Form]) -> Iterator[Note]:
    """What layers give is penalized once for each call, of several columns for each of them."""
    counts: list[Counter[str]] = []
    for form in forms:
        found: Counter[str] = Counter()
        for vertex in form.vertices.values():
            layer = getattr(vertex.operation, "layer", None)
            penalty = getattr(layer, "activity_regularizer", None)
            if isinstance(layer, Layer) and penalty is not None and not layer.ignores_activity:
                whole = layer.unstepped
                words = value_words(argument("", penalty, EVERYTHING))
                shown = f"{words} of {_passed(form, vertex)}"
                found[shown] += whole.column_count if whole.columns is not None else 1
        counts.append(found)
    for shown in sorted({*counts[0], *counts[1]}):
        if counts[0][shown] != counts[1][shown]:
            places = [
                tuple(
                    vertex.at
                    for vertex in form.vertices.values()
                    if getattr(
                        getattr(vertex.operation, "layer", None), "activity_regularizer", 0
                    )
                )
                for form in forms
            ]
            in_a, in_b = (times(one[shown]) for one in counts)
            message = f"`activity_regularizer` {shown} adds to the loss {in_a} in A"
            yield Note(f"{message} and {in_b} in B", *places)


def _passed(form: Form, vertex: Vertex) -> str:
    """What the numbers that a layer gives were made by, and what activation they passed."""
    passed = ""
    while isinstance(vertex.operation, ApplyLayer):
        layer = vertex.operation.layer
        activation = layer.acts_as or layer.unstepped.ends_with or "linear"
        if activation != "linear":
            passed = f" behind `{activation}`{passed}"
        only_passes = layer.acts_as is not None or layer.is_idle or layer.keeps_order
        if not only_passes or not vertex.inputs:
            return f"`{layer.unstepped.kind()}`{passed}"
        vertex = form.vertices[vertex.inputs[0].vertex]
    return f"`{vertex.operation.kind}`{passed}"


def of_masks(a: Subject, b: Subject, packs: Sequence[Pack]) -> Iterator[Note]:
    left, right = a.outputs, b.outputs
    for pack in packs:
        masked = {
            subject.shapes.mask_of(outputs[end.name].value) is not None
            for subject, outputs, ends in ((a, left, pack.a), (b, right, pack.b))
            for end in ends
        }
        made = {_made_of(end.mask) for end in (*pack.a, *pack.b)}
        if len(masked) > 1 or len(made) > 1:
            which = "only one carries a mask" if len(masked) > 1 else "they carry other masks"
            yield Note(
                f"`{pack.a[0].name}` of A and `{pack.b[0].name}` of B: {which}, by which "
                "Keras leaves steps out of the loss",
                tuple(end.at for end in pack.a),
                tuple(end.at for end in pack.b),
            )


def _made_of(mask: Mask | None) -> str:
    """The functions that a mask is made by, whatever tensors they take."""
    if isinstance(mask, Masked):
        return f"{mask.function}({', '.join(map(_made_of, mask.parts))})"
    return "" if mask is None else "mask"
