"""A model from its code, ready to be run from a known state."""

from __future__ import annotations

import sys
import types
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from mtlc.verify.child.adapting import adapt
from mtlc.verify.child.forward import by_name, structure, to_array
from mtlc.verify.child.reporting import Reporter
from mtlc.verify.child.tasks import tasks_of

SEED = 7
KEPT = ("float", "bfloat")
"""How the dtypes begin of what can be moved a little."""


@dataclass(frozen=True)
class Built:
    """A model; `names` are those of the spec's outputs."""

    module: types.ModuleType
    model: Any
    names: tuple[str, ...]

    @property
    def foreseen(self) -> dict[str, Any]:
        """The symbolic outputs by name."""
        return by_name(structure(self.model), self.names)

    def outputs(self, inputs: Any) -> dict[str, Any]:
        """What it makes of inputs, by name."""
        self.reset()
        given = by_name(self.model(inputs, training=False), self.names)
        return {name: to_array(one) for name, one in given.items()}

    def reset(self) -> None:
        """Begin anew: random numbers, and what recurrent layers remember."""
        for layer in self.model._flatten_layers():
            for generator in getattr(layer, "_seed_generators", ()):
                generator.state.assign(np.full(generator.state.shape, SEED))
            if getattr(layer, "stateful", False) and hasattr(layer, "reset_state"):
                layer.reset_state()

    def losses(self, has_tasks: bool) -> dict[str, tuple[Any, float]]:
        """The loss of each output and its weight: of its task, or `mse` without tasks."""
        if has_tasks:
            self.module.__dict__["compile_model"](self.model)
            found = tasks_of(self.model, self.names)
            return {one.name: (one.loss, float(one.weight)) for one in found}
        return {
            name: ("mse", 1.0)
            for name, one in self.foreseen.items()
            if str(one.dtype).startswith(KEPT)
        }

    def labels(self, given: dict[str, Any]) -> Any:
        """Labels as the model takes them; what has no loss takes some, and looks at none."""
        samples = len(next(iter(given.values())))
        blank = {
            name: np.zeros([samples, *(size or 1 for size in one.shape[1:])], "float32")
            for name, one in self.foreseen.items()
            if name not in given
        }
        return self.formed(blank | given)

    def formed(self, given: dict[str, Any]) -> Any:
        """What is said of each output, in the form in which the model gives them."""
        if isinstance(structure(self.model), dict):
            return given
        if len(self.names) == 1:
            (only,) = given.values()
            return [only] if isinstance(only, float) else only
        return [given.get(name) for name in self.names]


def build(order: dict[str, Any], title: str, reporter: Reporter) -> Built | None:
    """Run the code of a model and build it; None if that failed, which is reported."""
    keras.utils.set_random_seed(SEED)
    name = f"generated_{title[-1].lower()}"
    module = sys.modules[name] = types.ModuleType(name)
    model: Any = None
    with reporter.check(f"build {title}") as found:
        exec(compile(order["code"], order["file"], "exec"), module.__dict__)
        model = module.build_model()
        adapt(model)
    return None if found.status != "ok" else Built(module, model, tuple(order["outputs"]))


def shake(model: Any, seed: int) -> None:
    """Give every weight numbers of its own, of the size that they have."""
    random = np.random.default_rng(seed)
    for one in model.weights:
        if not str(one.dtype).startswith(KEPT):
            continue
        value = np.asarray(keras.ops.convert_to_numpy(keras.ops.cast(one, "float32")))
        moved = value + random.normal(size=value.shape) * 0.1 * (float(value.std()) or 1.0)
        one.assign(np.abs(moved) if "variance" in one.path else moved)


def precision(model: Any) -> str:
    """The least precise dtype in which something is computed."""
    found = {str(one.compute_dtype) for one in model._flatten_layers()}
    found |= {str(one.dtype) for one in model.outputs}
    order = ("bfloat16", "float16", "float32", "float64")
    return next((one for one in order if one in found), "float32")
