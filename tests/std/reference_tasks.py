"""The multi-task architectures of `std`, written by hand from their papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from tests.std.reference import Reference, Weights, dense_stack


def _stack_places(place: str, name: str, depth: int) -> dict[str, str]:
    """The layers of an mlp."""
    return {f"{place}_hidden_{n}_dense": f"{name}_{n}" for n in range(depth)}


def hard_parameter_sharing(
    inputs: int, tasks: list[str], bottom: list[int], tower: list[int]
) -> Reference:
    """Caruana: one bottom, a tower for each task."""
    x = keras.Input((inputs,))
    shared = dense_stack(x, bottom, "bottom")
    outputs = {task: dense_stack(shared, tower, task) for task in tasks}
    places = _stack_places("shared", "bottom", len(bottom))
    for task in tasks:
        places |= _stack_places(f"tower_{task}", task, len(tower))
    return Reference(keras.Model(x, outputs), places)


class Stitch(layers.Layer):
    """Misra et al., equation 1: x~_A = alpha_AA x_A + alpha_AB x_B, and so on."""

    def build(self, shapes: Any) -> None:
        tasks = len(shapes)
        self.alpha = self.add_weight(shape=(tasks, tasks), name="alpha")

    def call(self, xs: list[Any]) -> list[Any]:
        return [
            sum(self.alpha[one, other] * x for other, x in enumerate(xs))
            for one in range(len(xs))
        ]

    def compute_output_shape(self, shapes: Any) -> Any:
        return shapes


def _kernel(name: str, other: float) -> Callable[[keras.Model], Weights]:
    """alpha_ts = kernel_st + other: the block keeps the matrix as the kernel of a Dense."""
    return lambda model: [model.get_layer(name).get_weights()[0].T - other]


def cross_stitch(shape: tuple[int, ...], tasks: list[str], other: float) -> Reference:
    """A unit alone, on one input for each task."""
    inputs = [keras.Input(shape) for _ in tasks]
    outputs = Stitch(name="stitch")(inputs)
    model = keras.Model(inputs, dict(zip(tasks, outputs, strict=True)))
    return Reference(model, {"learned": _kernel("stitch", other)})


def cross_stitch_layer(inputs: int, tasks: list[str], units: int) -> Reference:
    """A layer for each task, and the unit behind them."""
    xs = [keras.Input((inputs,)) for _ in tasks]
    own = [layers.Dense(units, "relu", name=t)(x) for t, x in zip(tasks, xs, strict=True)]
    outputs = dict(zip(tasks, Stitch(name="stitch")(own), strict=True))
    places = {f"task_{task}": task for task in tasks}
    return Reference(
        keras.Model(xs, outputs), {**places, "stitch_learned": _kernel("stitch", 0.1)}
    )


def cross_stitch_network(inputs: int, tasks: list[str], units: list[int]) -> Reference:
    """A network for each task, with a unit behind every layer."""
    x = keras.Input((inputs,))
    xs = [x for _ in tasks]
    places: dict[str, Any] = {}
    for level, width in enumerate(units):
        xs = [
            layers.Dense(width, "relu", name=f"{task}_{level}")(one)
            for task, one in zip(tasks, xs, strict=True)
        ]
        xs = Stitch(name=f"stitch_{level}")(xs)
        places |= {f"level_{level}_task_{task}": f"{task}_{level}" for task in tasks}
        places[f"level_{level}_stitch_learned"] = _kernel(f"stitch_{level}", 0.1)
    return Reference(keras.Model(x, dict(zip(tasks, xs, strict=True))), places)


def _gated(x: Any, experts: list[Any], name: str) -> Any:
    """g(x) = sum of softmax(W x)_i E_i(x)."""
    w = ops.softmax(layers.Dense(len(experts), use_bias=False, name=name)(x))
    return sum(w[:, i : i + 1] * expert for i, expert in enumerate(experts))


def _experts(x: Any, count: int, units: list[int], name: str) -> list[Any]:
    return [dense_stack(x, units, f"{name}_{number}") for number in range(count)]


def _expert_places(place: str, count: int, units: list[int], name: str) -> dict[str, str]:
    found = {}
    for number in range(count):
        found |= _stack_places(f"{place}_{number}", f"{name}_{number}", len(units))
    return found


def expert_group(inputs: int, count: int, units: list[int]) -> Reference:
    """What each expert gives, one below the other."""
    x = keras.Input((inputs,))
    stacked = ops.stack(_experts(x, count, units, "e"), axis=1)
    return Reference(keras.Model(x, stacked), _expert_places("expert", count, units, "e"))


def gated_mixture(inputs: int, count: int, units: int) -> Reference:
    """A gate over experts that are given."""
    x = keras.Input((inputs,))
    stacked = keras.Input((count, units))
    mixture = _gated(x, [stacked[:, i] for i in range(count)], "w")
    return Reference(keras.Model([x, stacked], mixture), {"weights": "w"})


def mmoe(inputs: int, tasks: list[str], experts: int, units: list[int]) -> Reference:
    """Ma et al.: f^k(x) = sum of g^k(x)_i f_i(x), g^k(x) = softmax(W_gk x)."""
    x = keras.Input((inputs,))
    shared = _experts(x, experts, units, "f")
    outputs = {task: _gated(x, shared, f"g_{task}") for task in tasks}
    places = _expert_places("expert", experts, units, "f")
    places |= {f"gate_{task}_weights": f"g_{task}" for task in tasks}
    return Reference(keras.Model(x, outputs), places)


def _level(
    xs: dict[str, Any], common: Any, own: int, shared: int, units: list[int], end: str
) -> tuple[dict[str, Any], dict[str, list[Any]], list[Any]]:
    """Tang et al., section 4.1: each task's gate sees its own and the shared experts."""
    ours = _experts(common, shared, units, f"s{end}")
    theirs = {task: _experts(x, own, units, f"{task}{end}") for task, x in xs.items()}
    gated = {
        task: _gated(x, [*theirs[task], *ours], f"w_{task}{end}") for task, x in xs.items()
    }
    return gated, theirs, ours


def _level_places(
    place: str, tasks: list[str], own: int, shared: int, units: list[int], end: str
) -> dict[str, str]:
    found = _expert_places(f"{place}shared_experts_expert", shared, units, f"s{end}")
    for task in tasks:
        experts = f"{place}own_experts_{task}_expert"
        found |= _expert_places(experts, own, units, f"{task}{end}")
        found[f"{place}gate_{task}_weights"] = f"w_{task}{end}"
    return found


def cgc(inputs: int, tasks: list[str], own: int, shared: int, units: list[int]) -> Reference:
    """One level."""
    x = keras.Input((inputs,))
    outputs, _, _ = _level(dict.fromkeys(tasks, x), x, own, shared, units, "")
    places = _level_places("", tasks, own, shared, units, "")
    return Reference(keras.Model(x, outputs), places)


def ple_common_gate(inputs: int, counts: list[int], units: int) -> Reference:
    """A gate over the experts of each task, and then the shared ones."""
    x = keras.Input((inputs,))
    groups = [keras.Input((count, units)) for count in counts]
    experts = [
        group[:, i] for group, count in zip(groups, counts, strict=True) for i in range(count)
    ]
    return Reference(keras.Model([x, *groups], _gated(x, experts, "w")), {"gate_weights": "w"})


def ple_level(
    inputs: int, tasks: list[str], own: int, shared: int, units: list[int]
) -> Reference:
    """Section 4.2 for one level, with the gate of the shared module over all experts."""
    xs = {task: keras.Input((inputs,)) for task in tasks}
    common = keras.Input((inputs,))
    gated, theirs, ours = _level(xs, common, own, shared, units, "")
    experts = [*(one for task in tasks for one in theirs[task]), *ours]
    outputs = {**gated, "common": _gated(common, experts, "w")}
    places = _level_places("", tasks, own, shared, units, "")
    places["common_gate_gate_weights"] = "w"
    return Reference(keras.Model([*xs.values(), common], outputs), places)


def ple(
    inputs: int, tasks: list[str], own: int, shared: int, units: list[int], levels: int
) -> Reference:
    """Levels on top of each other; the last one shares nothing any more."""
    x = keras.Input((inputs,))
    xs, common = dict.fromkeys(tasks, x), x
    places: dict[str, str] = {}
    for level in range(levels):
        end = f"_{level}"
        before = common
        xs, theirs, ours = _level(xs, common, own, shared, units, end)
        places |= _level_places(f"level_{level}_", tasks, own, shared, units, end)
        if level < levels - 1:
            experts = [*(one for task in tasks for one in theirs[task]), *ours]
            common = _gated(before, experts, f"w{end}")
            places[f"level_{level}_common_gate_gate_weights"] = f"w{end}"
    return Reference(keras.Model(x, xs), places)


def _cbr(x: Any, filters: int, size: int, activation: Any, name: str) -> Any:
    """Convolution, batch normalization, an activation."""
    x = layers.Conv2D(filters, size, padding="same", name=f"{name}_conv")(x)
    return activation(layers.BatchNormalization(name=f"{name}_norm")(x))


def _cbr_places(place: str, name: str) -> dict[str, str]:
    return {f"{place}conv2d": f"{name}_conv", f"{place}batch_normalization": f"{name}_norm"}


def mtan_convolution(channels: int, filters: int, size: int, activation: str) -> Reference:
    """One of the parts that everything else is made of."""
    x = keras.Input((4, 4, channels))
    y = _cbr(x, filters, size, getattr(ops, activation), "a")
    return Reference(keras.Model(x, y), _cbr_places("", "a"))


def _mask(x: Any, filters: int, name: str) -> Any:
    """Liu et al.: h(g(x)), 1x1 kernels, ReLU and sigmoid."""
    return _cbr(
        _cbr(x, filters, 1, ops.relu, f"{name}_g"), filters, 1, ops.sigmoid, f"{name}_h"
    )


def _mask_places(place: str, name: str) -> dict[str, str]:
    return _cbr_places(f"{place}g_", f"{name}_g") | _cbr_places(f"{place}h_", f"{name}_h")


def mtan_mask(channels: int, filters: int) -> Reference:
    """The mask of one task."""
    x = keras.Input((4, 4, channels))
    return Reference(keras.Model(x, _mask(x, filters, "a")), _mask_places("", "a"))


def mtan_start(channels: int, filters: int, tasks: list[str]) -> Reference:
    """a * p, with a made from u alone."""
    u = keras.Input((4, 4, channels))
    p = keras.Input((4, 4, filters))
    places: dict[str, str] = {}
    for task in tasks:
        places |= _mask_places(f"mask_{task}_", task)
    outputs = {task: _mask(u, filters, task) * p for task in tasks}
    return Reference(keras.Model([u, p], outputs), places)


class _Attention:
    """a * p for every task, with a made from u and f of what was attended to before."""

    def __init__(self, filters: int, end: str) -> None:
        self.filters = filters
        self.end = end
        self.conv = layers.Conv2D(filters, 3, padding="same", name=f"f{end}_conv")
        self.norm = layers.BatchNormalization(name=f"f{end}_norm")

    def f(self, attended: Any) -> Any:
        """One for all tasks: its layers are called once for each."""
        return layers.MaxPooling2D()(ops.relu(self.norm(self.conv(attended))))

    def __call__(self, u: Any, p: Any, before: dict[str, Any]) -> dict[str, Any]:
        return {
            task: p
            * _mask(ops.concatenate([u, self.f(x)], -1), self.filters, f"{task}{self.end}")
            for task, x in before.items()
        }

    def places(self, place: str, tasks: list[str]) -> dict[str, str]:
        found = _cbr_places(f"{place}f_", f"f{self.end}")
        for task in tasks:
            found |= _mask_places(f"{place}mask_{task}_", f"{task}{self.end}")
        return found


def mtan_attention(channels: int, filters: int, tasks: list[str]) -> Reference:
    """Attention to one block, on what is given."""
    u, p = keras.Input((4, 4, filters)), keras.Input((4, 4, filters))
    before = {task: keras.Input((8, 8, channels)) for task in tasks}
    attention = _Attention(filters, "")
    model = keras.Model([u, p, *before.values()], attention(u, p, before))
    return Reference(model, attention.places("", tasks))


def mtan_block(channels: int, filters: int, depth: int, tasks: list[str]) -> Reference:
    """A block of the trunk, and the attention to it."""
    trunk = keras.Input((8, 8, channels))
    before = {task: keras.Input((8, 8, channels)) for task in tasks}
    u, p, places = _trunk_block(layers.MaxPooling2D()(trunk), filters, depth, "")
    attention = _Attention(filters, "")
    outputs = {"trunk": p, **attention(u, p, before)}
    places |= attention.places("attention_", tasks)
    return Reference(keras.Model([trunk, *before.values()], outputs), places)


def _trunk_block(
    x: Any, filters: int, depth: int, end: str, place: str = ""
) -> tuple[Any, Any, dict[str, str]]:
    """The first and the last features of a block."""
    u = p = _cbr(x, filters, 3, ops.relu, f"u{end}")
    places = _cbr_places(f"{place}first_", f"u{end}")
    for number in range(depth - 1):
        p = _cbr(p, filters, 3, ops.relu, f"p{end}_{number}")
        places |= _cbr_places(f"{place}last_{number}_", f"p{end}_{number}")
    return u, p, places


def mtan(size: int, filters: list[int], depth: int, tasks: list[str]) -> Reference:
    """Liu et al., the encoder half: blocks of a trunk, each with attention for every task."""
    x = keras.Input((size, size, 3))
    u, p, places = _trunk_block(x, filters[0], depth, "")
    attended = {task: p * _mask(u, filters[0], f"{task}_0") for task in tasks}
    for task in tasks:
        places |= _mask_places(f"attention_mask_{task}_", f"{task}_0")
    for number, width in enumerate(filters[1:]):
        end, place = f"_{number + 1}", f"block_{number}_"
        u, p, more = _trunk_block(layers.MaxPooling2D()(p), width, depth, end, place)
        attention = _Attention(width, end)
        attended = attention(u, p, attended)
        places |= more | attention.places(f"{place}attention_", tasks)
    return Reference(keras.Model(x, attended), places)


def starting_alpha(tasks: int, own: float, other: float) -> np.ndarray:
    """Misra et al.: alpha_S on the diagonal, alpha_D beside it."""
    return np.where(np.eye(tasks, dtype=bool), own, other)
