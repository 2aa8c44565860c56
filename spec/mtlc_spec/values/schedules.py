"""The schedules of learning rates.

Keras computes in the type of the first number: with `initial_learning_rate=1` it decays in
whole numbers, to 0 at the first step. A learning rate is always a float here.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from mtlc_spec.values.numbers import Steps
from mtlc_spec.values.tagged import Tagged, conflict, refused, tagged_object


class _Schedule(Tagged):
    module = "optimizers.schedules"
    floats = frozenset({"initial_learning_rate"})


class ExponentialDecay(_Schedule):
    """Multiplies by `decay_rate` every `decay_steps`."""

    initial_learning_rate: float
    decay_steps: Steps
    decay_rate: float
    staircase: bool = False


class InverseTimeDecay(_Schedule):
    """Divides by what grows by `decay_rate` every `decay_steps`."""

    initial_learning_rate: float
    decay_steps: Steps
    decay_rate: float
    staircase: bool = False


class PolynomialDecay(_Schedule):
    """Falls to `end_learning_rate` along a power of the time."""

    initial_learning_rate: float
    decay_steps: Steps
    end_learning_rate: float = 0.0001
    power: float = 1.0
    cycle: bool = False


class PiecewiseConstantDecay(_Schedule):
    """One value up to each boundary, and a last one."""

    boundaries: Annotated[tuple[int | float, ...], Field(min_length=1)]
    values: tuple[float, ...]

    @model_validator(mode="after")
    def _has_a_value_for_each_piece(self) -> Self:
        pieces = len(self.boundaries) + 1
        if len(self.values) != pieces:
            raise conflict(
                "values",
                f"{len(self.boundaries)} boundaries make {pieces} pieces,"
                f" and there are {len(self.values)} values",
            )
        return self


class CosineDecay(_Schedule):
    """Falls along a cosine, after a linear rise if wanted (Loshchilov and Hutter 2017)."""

    initial_learning_rate: float
    decay_steps: Steps
    alpha: float = 0.0
    warmup_target: float | None = None
    warmup_steps: int | float = 0


class CosineDecayRestarts(_Schedule):
    """Falls along a cosine again and again (Loshchilov and Hutter 2017)."""

    initial_learning_rate: float
    first_decay_steps: Steps
    t_mul: float = 2.0
    m_mul: float = 1.0
    alpha: float = 0.0


KINDS: dict[str, type[Tagged]] = {
    kind.__name__: kind
    for kind in (
        ExponentialDecay,
        InverseTimeDecay,
        PolynomialDecay,
        PiecewiseConstantDecay,
        CosineDecay,
        CosineDecayRestarts,
    )
}
"""The schedules by their only names, those of their classes."""

Schedule = Annotated[Tagged, BeforeValidator(tagged_object("a schedule", lambda: KINDS))]

_read_schedule = tagged_object("a schedule", lambda: KINDS)


def _number_or_schedule(value: Any) -> Any:
    if isinstance(value, float):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str | dict | Tagged):
        return _read_schedule(value)
    raise refused("must be a number, or a schedule as `{Kind: arguments}`")


LearningRate = Annotated[float | Tagged, BeforeValidator(_number_or_schedule)]
"""A number or a schedule. Keras refuses whole numbers, so that `1` is read as `1.0`."""
