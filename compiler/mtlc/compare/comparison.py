"""The verdict on two models, and all of its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Literal

from mtlc.compare.build import form_of
from mtlc.compare.checkpoint import NotKnown, stored
from mtlc.compare.differences import Difference, differences
from mtlc.compare.form import At, Form, Part, Rule, Step, TooLarge, Vertex
from mtlc.compare.isomorphism import match
from mtlc.compare.loading import Loading, loading
from mtlc.compare.mapping import WeightMapping, mapping_of
from mtlc.compare.nets import net_of, strict_net_of
from mtlc.compare.notes import Note
from mtlc.compare.operations import EVERYTHING, ApplyLayer, CallCustom, Sight
from mtlc.compare.packing import Pack, by_name, pack, packs
from mtlc.compare.rules.activations import (
    activations_apart,
    without_repeated_activations,
)
from mtlc.compare.rules.arrangements import arrangements
from mtlc.compare.rules.axes import axes_from_the_last
from mtlc.compare.rules.cuts import columns_apart
from mtlc.compare.rules.duplicates import without_duplicates
from mtlc.compare.rules.heads import heads_together
from mtlc.compare.rules.idle import without_idle, without_noise
from mtlc.compare.rules.merges import flat_merges, merges_apart
from mtlc.compare.rules.pieces import pieces
from mtlc.compare.rules.spellings import (
    arguments_as_usual,
    steps_at_once,
    tensors_by_position,
)
from mtlc.compare.subject import Subject
from mtlc.compare.training import Training, training_of

Verdict = Literal["identical", "equivalent", "different", "unknown"]
Which = Literal["A", "B", "both"]

RULES: tuple[Rule, ...] = (
    axes_from_the_last,
    arguments_as_usual,
    tensors_by_position,
    steps_at_once,
    without_idle,
    activations_apart,
    arrangements,
    without_repeated_activations,
    pieces,
    merges_apart,
    flat_merges,
    without_duplicates,
)
"""What is rewritten before the outputs of both models are packed alike."""

COLUMNS: tuple[Rule, ...] = (
    columns_apart,
    without_repeated_activations,
    without_duplicates,
    heads_together,
    without_repeated_activations,
    flat_merges,
    without_duplicates,
)
"""What is rewritten afterwards."""


@dataclass(frozen=True)
class Comparison:
    """Whether two models are the same; `steps` say which model was rewritten.

    `mapping` is there where they are. `packs` are the outputs that hold the same numbers,
    None where they do not; `loads` say what becomes of the weights of A in B, and of
    those of B in A.
    """

    a: Subject
    b: Subject
    inference: bool
    verdict: Verdict
    reason: str | None
    steps: tuple[tuple[Which, Step], ...]
    differences: tuple[Difference, ...]
    mapping: WeightMapping | None
    packs: tuple[Pack, ...] | None
    training: Training
    loads: tuple[Loading, Loading]
    simplifications: tuple[tuple[Which, Step], ...]

    @property
    def is_same(self) -> bool:
        return self.verdict in ("identical", "equivalent")


@dataclass(frozen=True)
class _Matched:
    """The vertices that belong together; `sees_training` says that training agrees too."""

    forms: tuple[Form, Form]
    pairs: dict[Hashable, Hashable]
    sees_training: bool

    def vertices(self) -> Iterator[tuple[Vertex, Vertex]]:
        a, b = self.forms
        for one, other in self.pairs.items():
            if isinstance(one, int) and isinstance(other, int):
                yield a.vertices[one], b.vertices[other]


def compare(a: Subject, b: Subject, *, inference: bool = False) -> Comparison:
    """Compare two models; `inference` leaves out what only works while they are trained."""
    noise = not inference
    named = by_name(a, b)
    plain = (form_of(a, EVERYTHING), form_of(b, EVERYTHING))
    found_packs = packs(*plain, named)
    if named and found_packs is not None:
        plain[1].outputs = [one.b[0] for one in found_packs]
    try:
        found = _match(a, b, plain, named=named, strict=True, noise=True)
        if found is not None:
            return _same(a, b, inference, found, found_packs, plain, is_strict=True)
        function = Sight(training=False, noise=noise)
        forms = (form_of(a, function), form_of(b, function))
        for form in forms:
            _rewrite(form, inference)
        if found_packs is not None:
            again = packs(*forms, named) or found_packs
            pack(forms[0], [one.a for one in again])
            pack(forms[1], [one.b for one in again])
        for form in forms:
            for rule in COLUMNS:
                rule(form)
        found = None
        if found_packs is not None:
            found = _match(a, b, forms, named=False, strict=False, noise=noise)
    except TooLarge:
        reason = "the models are too large to be compared with bounded work"
        return _unlike(a, b, inference, "unknown", reason, (), found_packs, plain)
    if found is not None:
        return _same(a, b, inference, found, found_packs, plain, is_strict=False)
    unknown = _not_known(*forms)
    if unknown is not None:
        return _unlike(a, b, inference, "unknown", unknown, (), found_packs, plain)
    unlike = differences(a, b, forms, found_packs is not None, function)
    return _unlike(a, b, inference, "different", None, unlike, found_packs, plain)


def _rewrite(form: Form, inference: bool) -> None:
    if inference:
        without_noise(form)
    for rule in RULES:
        rule(form)


def _match(
    a: Subject, b: Subject, forms: tuple[Form, Form], *, named: bool, strict: bool, noise: bool
) -> _Matched | None:
    """Match two forms: first so that training and checkpoints agree as well."""
    hints = _hints(a, forms[0]), _hints(b, forms[1])
    for training in (True,) if strict else (True, False):
        sight = Sight(training=training, noise=noise)
        nets = [strict_net_of(form, named) if strict else net_of(form, sight) for form in forms]
        hinted = [net.relabelled(hint) for net, hint in zip(nets, hints, strict=True)]
        for one, other in (hinted, nets):
            pairs = match(one, other)
            if pairs is not None:
                return _Matched(forms, pairs, training)
    return None


def _hints(subject: Subject, form: Form) -> dict[Hashable, str]:
    """Where Keras keeps the weights of each vertex in a file."""
    try:
        places = {one.layer[-1]: place for place, one in stored(subject).items()}
    except NotKnown:
        return {}
    return {
        number: repr([places.get(part.layer[-1]) for part in vertex.weights])
        for number, vertex in form.vertices.items()
        if vertex.weights
    }


def _same(
    a: Subject,
    b: Subject,
    inference: bool,
    found: _Matched,
    found_packs: tuple[Pack, ...] | None,
    plain: tuple[Form, Form],
    *,
    is_strict: bool,
) -> Comparison:
    weights = []
    names = []
    for one, other in found.vertices():
        if one.weights:
            weights.append((one.weights, other.weights))
        names.append((one.at.name, other.at.name))
    mapping = mapping_of(a, b, weights, names)
    steps = [*_steps(*found.forms), *_after(a, b, found)]
    if not is_strict and not steps:
        steps = [*_every_step(*found.forms)]
    layers = [(one.layer, other.layer) for one, other in mapping.parts]
    layers += [
        (one.layer, other.layer)
        for one, other in found.vertices()
        if one.layer and other.layer and not one.weights
    ]
    training = training_of(a, b, found_packs, plain, layers)
    if training.notes and not (is_strict or (found.sees_training and steps)):
        message = "arguments that only training sees are left out of the comparison"
        places = [
            *(at for note in training.notes for at in note.places_a),
            *(at for note in training.notes for at in note.places_b),
        ]
        steps.append(("both", Step("training", message, tuple(dict.fromkeys(places)), "")))
    return Comparison(
        a,
        b,
        inference,
        "identical" if is_strict and not steps else "equivalent",
        None,
        tuple(steps),
        (),
        mapping,
        found_packs,
        training,
        (loading(a, b, mapping), loading(b, a, _turned(mapping))),
        _simplifications(*plain),
    )


def _turned(mapping: WeightMapping) -> WeightMapping:
    parts = tuple((other, one) for one, other in mapping.parts)
    return WeightMapping(parts, (), (), ())


def _unlike(
    a: Subject,
    b: Subject,
    inference: bool,
    verdict: Verdict,
    reason: str | None,
    unlike: tuple[Difference, ...],
    found_packs: tuple[Pack, ...] | None,
    plain: tuple[Form, Form],
) -> Comparison:
    return Comparison(
        a,
        b,
        inference,
        verdict,
        reason,
        (),
        unlike,
        None,
        found_packs,
        training_of(a, b, found_packs, plain, ()),
        (loading(a, b, None), loading(b, a, None)),
        _simplifications(*plain),
    )


def _steps(a: Form, b: Form) -> Iterator[tuple[Which, Step]]:
    """The steps, but for those that both models went alike."""
    keys = [Counter(step.key for step in form.steps) for form in (a, b)]
    common = keys[0] & keys[1]
    for which, form in (("A", a), ("B", b)):
        left = Counter(common)
        for step in form.steps:
            if left[step.key]:
                left[step.key] -= 1
            else:
                yield ("A" if which == "A" else "B"), step


def _every_step(a: Form, b: Form) -> Iterator[tuple[Which, Step]]:
    for step in a.steps:
        yield "A", step
    for step in b.steps:
        yield "B", step


def _after(a: Subject, b: Subject, found: _Matched) -> Iterator[tuple[Which, Step]]:
    """What the match itself shows: another API, nested models, inputs in another order."""
    if a.target != b.target:
        message = (
            f"A is built with the {a.target.capitalize()} API, and B with the "
            f"{b.target.capitalize()} API, which changes nothing of what is computed"
        )
        places = tuple(At(one.graph.name, one.graph.span) for one in (a, b))
        yield "both", Step("API", message, places, "")
    nested = [
        sorted(one.scope for one in form.vertices.values() if one.scope) for form in found.forms
    ]
    if len(nested[0]) != len(nested[1]) or any(
        len(one.scope) != len(other.scope) for one, other in found.vertices()
    ):
        for which, form in (("A", found.forms[0]), ("B", found.forms[1])):
            inside = {one.scope[0]: one.at for one in form.vertices.values() if one.scope}
            for name, at in inside.items():
                message = f"the nested model `{name}` is laid out flat"
                yield ("A" if which == "A" else "B"), Step("nested", message, (at,), "")
    for one, other in found.vertices():
        if one.operation.commutes and len(one.inputs) > 1:
            taken = [found.pairs[port.vertex] for port in one.inputs]
            if taken != [port.vertex for port in other.inputs]:
                message = (
                    f"`{one.at.name}` and `{other.at.name}` take their inputs in different "
                    f"orders, which makes no difference to `{one.operation.kind}`"
                )
                yield "both", Step("order", message, (one.at, other.at), "")


def _not_known(a: Form, b: Form) -> str | None:
    """Why it cannot be said that two forms are different."""
    sight = Sight(training=False, noise=True)
    custom = [
        Counter(
            vertex.operation.label(sight)
            for vertex in form.vertices.values()
            if isinstance(vertex.operation, CallCustom)
        )
        for form in (a, b)
    ]
    if custom[0] != custom[1]:
        odd = next(iter((custom[0] - custom[1]) or (custom[1] - custom[0])))
        name = next(
            vertex.operation.kind
            for form in (a, b)
            for vertex in form.vertices.values()
            if vertex.operation.label(sight) == odd
        )
        return f"what `{name}` computes is not known: it is imported, and mtlc runs nothing"
    if any(one.gives is None for form in (a, b) for one in form.vertices.values()):
        return "shapes are not known behind what is imported; `returns` says them"
    return None


def _simplifications(a: Form, b: Form) -> tuple[tuple[Which, Step], ...]:
    """Linear layers one behind the other, which could be one."""
    found: list[tuple[Which, Step]] = []
    sides: tuple[tuple[Which, Form], ...] = (("A", a), ("B", b))
    for which, form in sides:
        users = form.users()
        for number, vertex in form.vertices.items():
            if not _is_linear(vertex) or len(vertex.inputs) != 1:
                continue
            port = vertex.inputs[0]
            before = form.vertices[port.vertex]
            alone = len(users[port]) == 1 and port not in form.ends()
            if _is_linear(before) and alone and before.operation.kind == vertex.operation.kind:
                assert number != port.vertex
                message = (
                    f"`{before.at.name}` and `{vertex.at.name}` are linear, one behind the "
                    "other: one layer can compute the same, with other weights"
                )
                step = Step("linear", message, (before.at, vertex.at), "")
                found.append((which, step))
    return tuple(found)


def _is_linear(vertex: Vertex) -> bool:
    operation = vertex.operation
    return (
        isinstance(operation, ApplyLayer)
        and operation.layer.composes
        and operation.layer.ends_with == "linear"
        and bool(vertex.weights)
    )


__all__ = ["Comparison", "Note", "Part", "compare"]
