"""The losses of two models on the same labels, and what one step makes of their weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np

from mtlc.prove.child.building import Built
from mtlc.prove.child.carrying import Match, values
from mtlc.verify.child.forward import Forward
from mtlc.verify.child.labels import make_labels

RATE = 1.0
"""Of plain SGD: an optimizer such as Adam hides a factor of the loss."""

Weights = dict[str, float]


class NotTrained(Exception):
    """There is nothing to train on; says why."""


@dataclass(frozen=True)
class Pair:
    """Both models, inputs that they take, and which outputs hold the same numbers."""

    a: Built
    b: Built
    forward: Forward
    packs: list[dict[str, list[str]]]
    learners: tuple[Learner, ...] = ()

    @property
    def inputs(self) -> Any:
        return self.forward.inputs

    def ready(self, has_tasks: bool) -> Pair:
        """With the losses of both, and labels for them.

        Raises:
            NotTrained: there is no loss.
        """
        losses = [one.losses(has_tasks) for one in (self.a, self.b)]
        arrays = {name: one.shape for name, one in self.forward.arrays.items()}
        random = np.random.default_rng(1)
        labels: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
        packs = []
        for pack in self.packs:
            names = pack["a"], pack["b"]
            if not (losses[0].keys() >= {*pack["a"]} and losses[1].keys() >= {*pack["b"]}):
                continue
            packs.append(pack)
            widths = [arrays[name][-1] if arrays[name] else 1 for name in pack["a"]]
            shape = (*arrays[pack["a"][0]][:-1], sum(widths))
            if len(pack["a"]) == 1:
                shape = arrays[pack["a"][0]]
            whole = make_labels(losses[0][pack["a"][0]][0], shape, random)
            for side, built, own in zip(labels, (self.a, self.b), names, strict=True):
                side.update(_cut(built, own, whole))
        if not packs:
            raise NotTrained("no output has a loss")
        learners = tuple(
            Learner(
                built,
                {name: of[name][0] for name in each},
                {name: of[name][1] for name in each},
                each,
            )
            for built, of, each in zip((self.a, self.b), losses, labels, strict=True)
        )
        return replace(self, packs=packs, learners=learners)


@dataclass(frozen=True)
class Learner:
    """A model with its losses, their weights, and labels, each by the name of an output."""

    built: Built
    losses: dict[str, Any]
    weights: Weights
    labels: dict[str, Any]

    def compile(self, weights: Weights) -> None:
        """Let it learn by plain SGD, as the numbers come."""
        self.built.model.compile(
            optimizer=keras.optimizers.SGD(RATE),
            loss=self.built.formed(self.losses),
            loss_weights=self.built.formed(weights),
            run_eagerly=True,
            jit_compile=False,
            auto_scale_loss=False,
        )

    def loss(self, inputs: Any, weights: Weights) -> float:
        """The total loss of what it predicts, without what weights add to it."""
        self.compile(weights)
        self.built.reset()
        model, labels = self.built.model, self.built.labels(self.labels)
        total = float(model.test_on_batch(inputs, labels, return_dict=True)["loss"])
        return total - sum(float(one) for one in model.losses)

    def step(self, inputs: Any, weights: Weights) -> list[Any]:
        """The weights after a step, from those that it has, which it keeps."""
        model = self.built.model
        kept = [values(one) for one in model.weights]
        self.compile(weights)
        self.built.reset()
        model.train_on_batch(inputs, self.built.labels(self.labels))
        found = [values(one) for one in model.weights]
        for one, value in zip(model.weights, kept, strict=True):
            one.assign(value)
        return found


def measure_loss(pair: Pair) -> dict[str, Any]:
    """The loss of both as they are written."""
    a, b = (one.loss(pair.inputs, one.weights) for one in pair.learners)
    return {"a": a, "b": b, "losses": [_name(one) for one in pair.learners[0].losses.values()]}


def measure_step(pair: Pair, found: list[Match], ratio: float | None) -> dict[str, Any]:
    """How far weights are apart after a step: as written, and with the correction."""
    a, b = pair.learners
    corrected = _corrected(pair, ratio)
    start = [values(one) for one in a.built.model.weights]
    plain = a.step(pair.inputs, a.weights)
    moved = [_largest(x - y) for x, y in zip(plain, start, strict=True) if x.dtype.kind == "f"]
    sizes = [_largest(one) for one in start if one.dtype.kind == "f"]
    apart = _apart(pair, found, plain, b.step(pair.inputs, b.weights))
    if corrected == (a.weights, b.weights):
        together = apart
    else:
        left = plain if corrected[0] == a.weights else a.step(pair.inputs, corrected[0])
        together = _apart(pair, found, left, b.step(pair.inputs, corrected[1]))
    return {
        "moved": max(moved, default=0.0),
        "largest": max(sizes, default=0.0),
        "as_written": apart,
        "corrected": together,
        "rate": RATE,
    }


def _corrected(pair: Pair, ratio: float | None) -> tuple[Weights, Weights]:
    """Weights of the losses that make both train alike.

    Several outputs count as much as one that holds their columns, each by its own.
    """
    a, b = pair.learners
    if ratio is not None:
        return a.weights, {name: weight / ratio for name, weight in b.weights.items()}
    left, right = {**a.weights}, {**b.weights}
    for pack in pair.packs:
        if len(pack["b"]) >= len(pack["a"]):
            _share(left[pack["a"][0]], right, pack["b"], b.built)
        else:
            _share(right[pack["b"][0]], left, pack["a"], a.built)
    return left, right


def _share(weight: float, weights: Weights, names: list[str], built: Built) -> None:
    widths = [built.foreseen[name].shape[-1] or 1 for name in names] if len(names) > 1 else [1]
    for name, width in zip(names, widths, strict=True):
        weights[name] = weight * width / sum(widths)


def _apart(pair: Pair, found: list[Match], a: list[Any], b: list[Any]) -> float:
    """The largest difference of weights that belong together."""
    left = {id(one): value for one, value in zip(pair.a.model.weights, a, strict=True)}
    right = {id(one): value for one, value in zip(pair.b.model.weights, b, strict=True)}
    return max(
        (
            _largest(np.asarray(left[id(one.of_a)][one.a] - right[id(one.of_b)][one.b]))
            for one in found
            if left[id(one.of_a)].dtype.kind == "f"
        ),
        default=0.0,
    )


def _largest(array: Any) -> float:
    return float(np.abs(array).max()) if array.size else 0.0


def _cut(built: Built, names: list[str], whole: Any) -> dict[str, Any]:
    """The labels of each of several outputs, from those of all columns."""
    if len(names) == 1:
        return {names[0]: whole}
    widths = [built.foreseen[name].shape[-1] for name in names]
    return dict(zip(names, np.split(whole, np.cumsum(widths)[:-1], axis=-1), strict=True))


def _name(loss: Any) -> str:
    return loss if isinstance(loss, str) else type(loss).__name__
