"""How differently two models train: their losses, and what their weights begin with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose

from mtlc.compare.form import At, Form, Path, Port
from mtlc.compare.layer_notes import of_calls, of_layers, of_masks, of_penalties
from mtlc.compare.notes import Note, value_words
from mtlc.compare.operations import ApplyLayer, CallFunction
from mtlc.compare.packing import Pack
from mtlc.compare.subject import Subject
from mtlc.graph import OutputNode
from mtlc_spec.labels import loss_of
from mtlc_spec.tasks import Imported, TaskArguments, TrainingArguments
from mtlc_spec.values.losses import KerasLoss
from mtlc_spec.values.optimizers import KINDS as OPTIMIZERS


@dataclass(frozen=True)
class Training:
    """How the training of B differs from that of A.

    `ratio` is the total loss of B by that of A, of the same predictions and labels; None
    where there is no such number. `advice` is what to write to make it 1. `both` says
    that both models have tasks: else the ratio is that of one loss on all outputs.
    """

    both: bool
    ratio: float | None
    losses: tuple[str, ...]
    advice: str | None
    notes: tuple[Note, ...]

    @property
    def is_alike(self) -> bool:
        return not self.notes and (self.ratio is None or isclose(self.ratio, 1))


def training_of(
    a: Subject,
    b: Subject,
    packs: Sequence[Pack] | None,
    forms: tuple[Form, Form],
    layers: Iterable[tuple[Path, Path]],
) -> Training:
    """Compare how two models train; `packs` are the outputs that belong together, and
    `layers` the layers that do the same, or of which one does a part of the other.
    """
    layers = tuple(dict.fromkeys(layers))
    notes = [*of_layers(a, b, layers), *of_masks(a, b, packs or ())]
    if layers:
        notes += of_calls(forms, layers)
        if not any("`activity_regularizer`" in one.message for one in notes):
            notes += of_penalties(forms)
    both = bool(a.graph.tasks) and bool(b.graph.tasks)
    if packs is None:
        return Training(both, None, (), None, tuple(notes))
    if not both:
        if bool(a.graph.tasks) != bool(b.graph.tasks):
            names = (a.name, b.name) if a.graph.tasks else (b.name, a.name)
            notes.append(Note(f"{names[0]} has tasks to train on, and {names[1]} has none"))
        return _without_tasks(packs, forms, notes)
    notes += _of_settings(a, b)
    return _with_tasks(a, b, packs, forms, notes)


def _without_tasks(
    packs: Sequence[Pack], forms: tuple[Form, Form], notes: list[Note]
) -> Training:
    """What would hold of one loss, such as `mse`, for every output."""
    shares = [_shares(one, forms) for one in packs]
    if all(len(one.a) == len(one.b) == 1 for one in packs):
        return Training(False, 1.0, (), None, tuple(notes))
    equal = {len(one) for one in shares if one is not None}
    lines = [
        f"with one loss such as `mse` for each output, {_packed(one)}"
        for one in packs
        if max(len(one.a), len(one.b)) > 1
    ]
    even = all(share is not None and len({*share}) == 1 for share in shares)
    ratio = None
    if len(packs) == 1 and even and len(equal) == 1:
        (pack,) = packs
        count = max(len(pack.a), len(pack.b))
        ratio = float(count) if len(pack.b) > 1 else 1 / count
    return Training(False, ratio, tuple(lines), _even_advice(packs, even), tuple(notes))


def _even_advice(packs: Sequence[Pack], even: bool) -> str:
    if len(packs) == 1 and even:
        return "`total: mean` under `training` of the model with several outputs"
    return "a `weight` for each of the several outputs: its columns by the columns of the one"


def _packed(pack: Pack) -> str:
    one, several = ("A", "B") if len(pack.a) == 1 else ("B", "A")
    (whole,) = pack.a if one == "A" else pack.b
    count = max(len(pack.a), len(pack.b))
    return (
        f"{one} takes the mean over the columns of `{whole.name}`, "
        f"and {several} the sum over {count} outputs"
    )


def _shares(pack: Pack, forms: tuple[Form, Form]) -> tuple[float, ...] | None:
    """The columns of each of several outputs, by those of the one that holds all."""
    form, ends = (forms[1], pack.b) if len(pack.b) >= len(pack.a) else (forms[0], pack.a)
    if len(ends) == 1:
        return (1.0,)
    widths = []
    for end in ends:
        tensor = form.tensor(end.port)
        width = None if tensor is None else tensor.shape[-1]
        if width is None:
            return None
        widths.append(width)
    return tuple(one / sum(widths) for one in widths)


def _with_tasks(
    a: Subject,
    b: Subject,
    packs: Sequence[Pack],
    forms: tuple[Form, Form],
    notes: list[Note],
) -> Training:
    """The total losses: each output counts by its weight."""
    left, right = a.outputs, b.outputs
    factor_a, factor_b = _factor(a), _factor(b)
    ratios: list[float] = []
    lines: list[str] = []
    wanted: dict[str, float] = {}
    wanted_of_a: dict[str, float] = {}
    known = True
    for pack in packs:
        of_a = [left[one.name] for one in pack.a]
        of_b = [right[one.name] for one in pack.b]
        notes += _of_logits(a, pack, forms, of_a[0])
        problem = _tasks_differ(a, b, of_a, of_b)
        if problem is not None:
            notes.append(problem)
            known = False
            continue
        if of_a[0].task is None or not of_a[0].task.has_loss:
            continue
        shares = _shares(pack, forms)
        several = max(len(of_a), len(of_b)) > 1
        if shares is None or (several and not _averages(a, of_a[0])):
            places = ((_at(of_a[0]),), (_at(of_b[0]),))
            loss = _shown(of_a[0])
            notes.append(Note(f"`{loss}` of all columns is not made of that of each", *places))
            known = False
            continue
        for number, share in enumerate(shares):
            one = of_a[number if len(of_a) > 1 else 0]
            other = of_b[number if len(of_b) > 1 else 0]
            weight_a = _weight(one) * factor_a * (share if len(of_a) == 1 else 1)
            weight_b = _weight(other) * factor_b * (share if len(of_b) == 1 else 1)
            if weight_a == 0 or weight_b == 0:
                if weight_a != weight_b:
                    names = f"`{one.name}` of A and `{other.name}` of B"
                    places = ((_at(one),), (_at(other),))
                    notes.append(Note(f"only one of {names} counts, by its `weight`", *places))
                    known = False
                continue
            ratios.append(weight_b / weight_a)
            if len(of_b) == 1 and several:
                wanted_of_a[one.name] = weight_b / factor_a
                continue
            wanted[other.name] = weight_a / factor_b
        if several:
            lines.append(_packed(pack))
    total = {_total(a), _total(b)}
    if len(total) > 1:
        lines.append(f"A takes the {_total(a)} of the losses of its outputs, B the {_total(b)}")
    ratio = ratios[0] if ratios and all(isclose(one, ratios[0]) for one in ratios) else None
    if known and any(map(_balances, (a, b))) and not (ratio is not None and isclose(ratio, 1)):
        message = "how much each loss counts is found by `balance`, so there is no one factor"
        notes.append(Note(message, *_places_of_training(a, b)))
        known = False
    if not known:
        ratio = None
    elif ratio is None and ratios:
        shown = ", ".join(f"{one:g}" for one in ratios)
        lines.append(f"the losses of B count {shown} times as much as those of A")
    advice = None
    if known and ratios and not (ratio is not None and isclose(ratio, 1)):
        advice = _advice(packs, ratio, wanted, wanted_of_a, factor_b)
    return Training(True, ratio, tuple(lines), advice, tuple(notes))


def _of_logits(
    a: Subject, pack: Pack, forms: tuple[Form, Form], output: OutputNode
) -> Iterator[Note]:
    """Keras computes a crossentropy from logits where nothing stands behind the softmax."""
    loss, _ = _task(a, output)
    if not isinstance(loss, KerasLoss) or not loss.sees_logits:
        return
    in_a = all(_shows_logits(forms[0], end.port) for end in pack.a)
    in_b = all(_shows_logits(forms[1], end.port) for end in pack.b)
    if in_a != in_b:
        yield Note(
            f"`{_shown(output)}` is computed from logits in {'A' if in_a else 'B'} alone: in "
            "the other model something stands behind the activation, and Keras clips",
            tuple(end.at for end in pack.a),
            tuple(end.at for end in pack.b),
        )


_WITH_LOGITS = ("softmax", "sigmoid")


def _shows_logits(form: Form, port: Port) -> bool:
    """Whether a tensor is what a softmax or sigmoid gave, handed on as it is at most."""
    while True:
        operation = form.vertices[port.vertex].operation
        if isinstance(operation, CallFunction):
            return operation.function.acts_as in _WITH_LOGITS
        if not isinstance(operation, ApplyLayer):
            return False
        layer = operation.layer
        if not (layer.is_idle and layer.keeps_values and layer.passes_mask):
            return layer.ends_with in _WITH_LOGITS and layer.unstepped is layer
        (port,) = form.vertices[port.vertex].inputs


def _advice(
    packs: Sequence[Pack],
    ratio: float | None,
    wanted: Mapping[str, float],
    wanted_of_a: Mapping[str, float],
    factor: float,
) -> str:
    """What to write into B, or into A, so that both train alike."""
    count = sum(len(one.b) for one in packs)
    if ratio is not None and isclose(ratio, count) and count > 1 and factor == 1:
        return "`total: mean` under `training` of B"
    if not wanted and ratio is not None:
        return f"a `weight` {1 / ratio:g} times as large for the output of B"
    if not wanted:
        return f"under `outputs` of A: {_weights(wanted_of_a)}"
    return f"under `outputs` of B: {_weights(wanted)}"


def _weights(wanted: Mapping[str, float]) -> str:
    return ", ".join(f"`{name}: {{weight: {one:g}}}`" for name, one in wanted.items())


def _settings(subject: Subject) -> TrainingArguments:
    training = subject.graph.training
    return TrainingArguments() if training is None else training.arguments


def _total(subject: Subject) -> str:
    return _settings(subject).total if len(subject.graph.tasks) > 1 else "sum"


def _factor(subject: Subject) -> float:
    return 1 / len(subject.graph.tasks) if _total(subject) == "mean" else 1


def _weight(output: OutputNode) -> float:
    task = None if output.task is None else output.task.arguments
    return 0.0 if task is None or task.loss is None else task.weight


def _at(output: OutputNode) -> At:
    return At(output.name, output.span)


def _task(subject: Subject, output: OutputNode) -> tuple[object, TaskArguments | None]:
    """The loss of an output as an object, and all that it is trained on."""
    task = None if output.task is None else output.task.arguments
    if task is None or task.loss is None:
        return None, task
    loss = loss_of(task, subject.shapes.of(output.value)) or task.loss
    return _from_its_module(subject, loss), task


def _averages(subject: Subject, output: OutputNode) -> bool:
    loss, task = _task(subject, output)
    plain = task is not None and task.class_weight is None and task.missing is None
    return isinstance(loss, KerasLoss) and loss.averages and plain


def _shown(output: OutputNode) -> str:
    task = None if output.task is None else output.task.arguments
    loss = None if task is None else task.loss
    if loss is None:
        return "none"
    return loss if isinstance(loss, str) else type(loss).__name__


def _tasks_differ(
    a: Subject, b: Subject, of_a: Sequence[OutputNode], of_b: Sequence[OutputNode]
) -> Note | None:
    """Why outputs of the same numbers are trained on different things."""
    tasks = [(a, one) for one in of_a] + [(b, one) for one in of_b]
    first = _task(*tasks[0])
    for subject, output in tasks[1:]:
        other = _task(subject, output)
        places = (tuple(map(_at, of_a)), tuple(map(_at, of_b)))
        names = f"`{of_a[0].name}` of A and `{output.name}` of {'B' if output in of_b else 'A'}"
        if first[0] != other[0]:
            left, right = (
                f"{it.alias}.{it.name}" if isinstance(it, Imported) else _shown(one)
                for it, one in ((first[0], of_a[0]), (other[0], output))
            )
            return Note(f"{names} have different losses: `{left}` and `{right}`", *places)
        for key in ("missing", "class_weight"):
            left_, right_ = (
                None if one is None else getattr(one, key) for one in (first[1], other[1])
            )
            if _told(left_) != _told(right_):
                shown = f"{value_words(left_)} and {value_words(right_)}"
                return Note(f"{names} have different `{key}`: {shown}", *places)
    return None


def _of_settings(a: Subject, b: Subject) -> Iterator[Note]:
    """What `training` says of the whole model, but for the total, which is in the ratio."""
    left, right = _settings(a), _settings(b)
    for key in TrainingArguments.model_fields:
        one, other = getattr(left, key), getattr(right, key)
        if key == "optimizer":
            one, other = _optimizer(a, one), _optimizer(b, other)
        if key != "total" and one != other:
            message = f"`{key}` is {value_words(one)} in A and {value_words(other)} in B"
            yield Note(message, *_places_of_training(a, b))


def _places_of_training(a: Subject, b: Subject) -> tuple[tuple[At, ...], tuple[At, ...]]:
    places_a, places_b = (
        () if it is None else (At("training", it.span),)
        for it in (a.graph.training, b.graph.training)
    )
    return places_a, places_b


def _optimizer(subject: Subject, given: object) -> object:
    """An optimizer as an object, by whatever name of Keras it is called."""
    kind = OPTIMIZERS.get(given) if isinstance(given, str) else None
    return _from_its_module(subject, given) if kind is None else kind()


def _from_its_module(subject: Subject, given: object) -> object:
    """What is imported, by the name of its module, since an alias means nothing."""
    if isinstance(given, Imported):
        return given.model_copy(update={"alias": subject.imports.get(given.alias, given.alias)})
    return given


def _balances(subject: Subject) -> bool:
    return _settings(subject).balance != "none" and len(subject.graph.tasks) > 1


def _told(value: object) -> str:
    """Equal for labels and weights that mean the same: a class has the weight 1 anyway."""
    if isinstance(value, dict):
        return repr(sorted((key, float(one)) for key, one in value.items() if one != 1))
    return repr(float(value)) if isinstance(value, int | float) else repr(value)
